"""Owns how a person is told on standard error what happens around a command, while it goes on."""

from __future__ import annotations

from syncer.cli.printing import put


def tell(_event: str, sentence: str) -> None:
    """Say `sentence` on a line of its own, with every acting character escaped."""
    from syncer.outputs.printable import printable

    put(f"syncer: {printable(sentence)}", err=True)
