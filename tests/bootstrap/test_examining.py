"""The wiring of an examination: no lock, no state needed, and what is said of the state's place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from syncer.bootstrap.examining import Examined, examined
from syncer.clock import SystemClock
from syncer.model import Severity
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load
from syncer.state.lock import holder
from syncer.state.store import open_store

TEXT = '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path


def looked(folder: Path, text: str = TEXT, **given: Any) -> Examined:
    (folder / "syncer.toml").write_text(text)
    configuration = load(folder / "syncer.toml", folder)
    with examined(configuration, Arguments(folder, **given), "run1", lambda *_: None) as now:
        return now


def said(now: Examined) -> list[tuple[str, str]]:
    return [(one.severity.value, one.what) for one in now.findings]


def test_without_a_state_nothing_is_made(folder: Path) -> None:
    now = looked(folder)
    assert said(now) == [("note", "there is none yet: the first sync makes it")]
    assert now.findings[0].where == str(folder / ".syncer" / "state.db")
    assert not (folder / ".syncer").exists()
    assert now.setup.command == "doctor"


def test_a_state_says_how_much_it_holds(folder: Path) -> None:
    store = open_store(folder / ".syncer" / "state.db")
    lineage = store.lineage()
    store.close()
    assert said(looked(folder)) == [("note", f"the state of 0 issues, lineage {lineage}")]


def test_a_state_that_is_held_is_looked_at_all_the_same(folder: Path) -> None:
    store = open_store(folder / ".syncer" / "state.db")
    store.acquire(holder("sync", SystemClock().now()), 0)
    try:
        assert said(looked(folder))[1][1].startswith(f"held by process {os.getpid()} on ")
    finally:
        store.close()


@pytest.mark.parametrize(
    ("data", "severity"), [(b"damaged" * 1_000, Severity.PROBLEM), (b"", Severity.NOTE)], ids=["damaged", "empty"]
)
def test_a_state_that_would_be_made_anew_fails_nothing(folder: Path, data: bytes, severity: Severity) -> None:
    (folder / ".syncer").mkdir()
    (folder / ".syncer" / "state.db").write_bytes(data)
    assert [one.severity for one in looked(folder).findings] == [severity]
    assert (folder / ".syncer" / "state.db").read_bytes() == data


def test_a_state_that_cannot_be_used_is_an_error(folder: Path) -> None:
    (folder / ".syncer" / "state.db").mkdir(parents=True)
    assert looked(folder).findings[0].severity is Severity.ERROR


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_an_error(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        assert ("error", f"{folder} cannot be written to") in said(looked(folder))
    finally:
        folder.chmod(0o700)


def test_what_may_not_be_written_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder)
    now = looked(folder)
    assert ("error", f"{folder} cannot be written to") in said(now)
    assert now.findings[-1].remedy == "let this user write there"


def test_routes_are_named_by_where_they_stand(folder: Path) -> None:
    routed = TEXT + '[[routes]]\ntracker = "local"\n'
    assert looked(folder, routed).places == ("syncer.toml:6 routes[0]",)
    assert looked(folder).places == ("the only route",)
    assert looked(folder, routed, tracker="local").places == ("the route of the command line",)


def test_who_opens_pull_requests_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "c4n4ry-c4n4ry")
    trackers = "".join(f'[trackers.{name}]\nkind = "github"\ntoken = "env:TOKEN"\n' for name in ("a", "b"))
    source = '[sources.pm]\nkind = "git"\nurl = "https://github.com/x/y"\nwrite_back = "pull-request"\ntracker = "b"\n'
    trackers += '[[routes]]\ntracker = "local"\n'
    assert looked(folder, TEXT + trackers + source).openers == frozenset({"b"})
    alone = trackers.replace('[trackers.b]\nkind = "github"\ntoken = "env:TOKEN"\n', "")
    assert looked(folder, TEXT + alone + source.replace('tracker = "b"\n', "")).openers == frozenset({"a"})
    assert looked(folder).openers == frozenset()
