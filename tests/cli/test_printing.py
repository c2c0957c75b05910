"""Whatever a command prints has passed the redactor (F56)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from syncer.cli import printing
from syncer.cli.invocation import Invocation

from .outside import CANARY, ROOT, Outside

LEAK = f"""# Outage

Published: 2026-03-11

## Action items

- [ ] {"x" * 80} {CANARY} (owner: {CANARY}, due: {CANARY})
"""


def test_only_one_module_prints() -> None:
    """And the three that have nothing but fixed words or a redactor of their own."""
    own = {"printing.py", "advice.py", "main.py", "progress.py", "init.py"}
    calls = re.compile(r"\b(?:click\.echo|click\.secho|print)\(")
    modules = [path for path in (ROOT / "syncer" / "cli").rglob("*.py") if calls.search(path.read_text())]
    assert {path.name for path in modules} == own


@pytest.mark.parametrize(
    "command",
    [
        ("explain", "docs"),
        ("explain", "docs", "--format", "json"),
        ("due", CANARY, "--published", "2026-03-11"),
    ],
)
def test_a_token_that_stands_in_a_document_is_not_shown(outside: Outside, command: tuple[str, ...]) -> None:
    """`Outside.run` looks for it in everything."""
    outside.variables["GITHUB_TOKEN"] = CANARY
    outside.put({"leak.md": LEAK})
    assert "[secret]" in outside.run(*command).out


@pytest.mark.parametrize("command", ["plan", "sync", "verify"])
def test_nor_in_a_plan_a_summary_or_their_json(outside: Outside, command: str) -> None:
    outside.variables["GITHUB_TOKEN"] = CANARY
    outside.put({"leak.md": LEAK})
    assert "[secret]" in outside.sync(command).out
    found = outside.sync("plan", "--format", "json").out
    assert json.loads(found)["problems"] is not None


def test_nor_in_a_report_or_on_a_badge(outside: Outside) -> None:
    outside.variables["GITHUB_TOKEN"] = CANARY
    outside.put({"leak.md": LEAK})
    outside.sync("sync")
    for form in ("terminal", "markdown", "json"):
        assert "[secret]" in outside.run("report", "overdue", "--state", "state/state.db", "--format", form).out
    assert outside.run("badge", f"docs/{Path('leak.md')}", "--state", "state/state.db").code == 0


def test_what_a_run_got_to_know_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    invocation = Invocation("run1", "syncer plan", ["known-only-here"])
    with click.Context(click.Command("x"), obj=invocation):
        printing.say(["a known-only-here\n"], err=True)
    printing.put("known-only-here")
    assert capsys.readouterr() == ("known-only-here\n", "a [secret]\\n\n")


def test_a_word_that_is_somebodys_password_stays_a_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "postgres")
    monkeypatch.setenv("SECRET_NAME", "payments-service")
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    printing.put(f"Upgrade postgres of payments-service with {CANARY}")
    assert capsys.readouterr().out == "Upgrade postgres of payments-service with [secret]\n"
