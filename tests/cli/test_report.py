"""`report` and `badge`: follow-through from what the last run remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Syncer

LATER = ("--as-of", "2026-04-01")


@pytest.fixture
def synced(sync: Syncer, syncer: Syncer) -> Syncer:
    sync()
    return syncer


def test_overdue_items_are_listed(synced: Syncer) -> None:
    done = synced("report", "overdue", *LATER)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("2 action items on 2026-04-01: 2 open (2 overdue")
    assert "Add connection pool utilization alert" in done.out


def test_the_report_is_markdown_or_json_too(synced: Syncer) -> None:
    assert synced("report", "overdue", *LATER, "--format", "markdown").out.startswith("# Action items on 2026-04-01\n")
    found = json.loads(synced("report", "overdue", *LATER, "--format", "json").out)
    assert [item["issue"] for item in found["overdue"]] == ["AI-2", "AI-1"]


def test_the_report_needs_neither_documents_nor_issues(folder: Path, synced: Syncer) -> None:
    for path in [*(folder / "docs").iterdir(), *(folder / "issues").iterdir()]:
        path.unlink()
    assert synced("report", "overdue", *LATER).out.startswith("2 action items")


def test_a_badge_is_an_image_of_a_document(synced: Syncer) -> None:
    done = synced("badge", "docs/2026-03-11-checkout.md", *LATER)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("<svg")
    assert "2 overdue" in done.out
    assert done.out.count("\n") == 1


@pytest.mark.parametrize("path", ["2026-03-11-checkout.md", "./2026-03-11-checkout.md"])
def test_a_document_is_found_from_another_folder(
    folder: Path, synced: Syncer, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(folder / "docs")
    assert "2 overdue" in synced("badge", path, *LATER).out


def test_an_unknown_document_gets_a_badge_that_says_so(synced: Syncer) -> None:
    done = synced("badge", "docs/other.md")
    assert done.code == 0
    assert done.err == "syncer: docs/other.md was in no sync yet; run `syncer sync` to follow its action items\n"
    assert "unknown" in done.out


@pytest.mark.parametrize("command", [("report", "overdue"), ("badge", "docs/2026-03-11-checkout.md")])
def test_before_the_first_sync_there_is_nothing_to_say(syncer: Syncer, command: tuple[str, ...]) -> None:
    done = syncer(*command)
    assert (done.code, done.out) == (2, "")
    assert "run `syncer sync` first" in done.err
