"""Owns the budget of `syncer --help`: what a person waits for who only wants to look."""

from __future__ import annotations

from benchmarks.measuring import PYTHON, Verdict, interleave, run

ROUNDS = 15


def measure() -> list[Verdict]:
    """`--help` against three times the import of click alone."""
    help_text, click = interleave(
        ROUNDS,
        lambda: run([PYTHON, "-m", "syncer", "--help"]).seconds * 1000,
        lambda: run([PYTHON, "-c", "import click"]).seconds * 1000,
    )
    return [Verdict("--help / import click", help_text, click, "ms", limit=3.0)]
