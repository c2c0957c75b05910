"""What is said before a first run of the branches that are pushed to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.github import GitHub, Kind

from syncer.bootstrap.examining import examined
from syncer.model import Finding, Severity
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load

LOCAL = '[trackers.local]\nkind = "local"\n'


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    with GitHub() as made:
        token = made.user("syncer-bot")
        made.repository("acme/docs").grant("syncer-bot", "push")
        monkeypatch.setenv("ACME_TOKEN", token.value)
        made.at("acme/docs").files.put("main", "a.md", b"x")
        made.at("acme/docs").protect("main")
        yield made


def tracker(url: str) -> str:
    return f'[trackers.acme]\nkind = "github"\nurl = "{url}"\ntoken = "env:ACME_TOKEN"\n'


def source(url: str, more: str = "") -> str:
    return f'[sources.pm]\nkind = "git"\nurl = "{url}"\n{more}[[routes]]\ntracker = "local"\n'


def said(folder: Path, text: str, **given: Any) -> list[Finding]:
    (folder / "syncer.toml").write_text(text)
    with examined(load(folder / "syncer.toml", folder), Arguments(folder, **given), "run1", lambda *_: None) as now:
        return [one for one in now.findings if one.where == "pm"]


def near(hub: GitHub) -> str:
    return f"{hub.url}/acme/docs.git"


def test_a_branch_that_rules_protect_is_a_problem_with_a_remedy(hub: GitHub, tmp_path: Path) -> None:
    (found,) = said(tmp_path, source(near(hub)) + tracker(hub.url) + LOCAL)
    assert found.severity is Severity.PROBLEM
    assert found.what.startswith("rules protect main of acme/docs on 127.0.0.1")
    assert "write_back" in found.remedy


@pytest.mark.parametrize("back", ["branch", "pull-request"])
def test_where_another_branch_is_written_to_that_one_counts(hub: GitHub, tmp_path: Path, back: str) -> None:
    text = source(near(hub), f'write_back = "{back}"\n') + tracker(hub.url) + LOCAL
    assert said(tmp_path, text) == []  # it is not there yet
    hub.at("acme/docs").files.put("syncer/status", "a.md", b"x")
    assert [one.what for one in said(tmp_path, text)] == [
        f"no rules protect syncer/status of acme/docs on {hub.url.partition('//')[2]}"
    ]


def test_what_cannot_be_seen_is_told(hub: GitHub, tmp_path: Path) -> None:
    hub.fail(Kind.STATUS, "GET", "branches", status=403, message="Resource not accessible by personal access token")
    (found,) = said(tmp_path, source(near(hub)) + tracker(hub.url) + LOCAL)
    assert found.severity is Severity.NOTE
    assert "cannot be seen" in found.what


def test_only_a_repository_on_a_server_with_an_account_is_looked_at(hub: GitHub, tmp_path: Path) -> None:
    elsewhere = "https://git.example/acme/docs.git"
    for text in (
        source(near(hub)) + LOCAL,
        source(near(hub), 'write_back = "none"\n') + tracker(hub.url) + LOCAL,
        source(elsewhere) + tracker(hub.url) + LOCAL,
    ):
        assert said(tmp_path, text) == []
    assert hub.exchanges == []
    (found,) = said(tmp_path, source(elsewhere, 'repository = "acme/docs"\n') + tracker(hub.url) + LOCAL)
    assert found.severity is Severity.PROBLEM
