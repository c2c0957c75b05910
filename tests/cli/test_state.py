"""`state`: look at it, rebuild it, take one over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncer.state.files import lock_path
from syncer.state.lock import FileLock
from syncer.state.store import open_store

from .conftest import Syncer


def state_file(folder: Path) -> Path:
    return next((folder / "xdg").rglob("state.db"))


def shown(syncer: Syncer, *more: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(syncer("state", "show", "--format", "json", *more).out)
    return found


def test_show_says_where_it_lies_and_what_is_in_it(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    sync()
    facts = shown(syncer)
    assert facts["path"] == str(state_file(folder))
    assert (facts["documents"], facts["issues"], facts["targets"], facts["open_writes"]) == (1, 2, ["local"], [])
    assert (facts["folder"], facts["sources"]) == (str(folder), [str(folder / "docs")])
    assert "(sync) ended " in str(facts["last_run"])
    lines = syncer("state", "show").out.splitlines()
    assert lines[0] == f"path         {state_file(folder)}"
    assert "open writes  none" in lines


def test_without_a_state_that_is_said(syncer: Syncer) -> None:
    done = syncer("state", "show")
    assert (done.code, done.out) == (2, "")
    assert "there is no state at " in done.err


def test_rebuild_sets_it_aside_and_the_next_sync_builds_it_anew(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    sync()
    before = shown(syncer)
    text = (folder / "docs" / "2026-03-11-checkout.md").read_text()
    done = syncer("state", "rebuild")
    assert done.code == 0
    assert f"{before['path']} is now {before['path']}.old-1; " in done.out
    assert not Path(str(before["path"])).exists()
    assert sync().out.splitlines()[-1].startswith("0 created,")
    after = shown(syncer)
    assert (after["lineage"], after["issues"]) == (before["lineage"], 2)
    assert (folder / "docs" / "2026-03-11-checkout.md").read_text() == text


def test_there_is_nothing_to_rebuild_without_a_state(syncer: Syncer) -> None:
    done = syncer("state", "rebuild")
    assert done.code == 2
    assert "the next sync builds one" in done.err


@pytest.fixture
def foreign(folder: Path, syncer: Syncer, sync: Syncer) -> str:
    """The lineage of another state, whose issues a run of ours has met."""
    sync("sync", "--state", "other.db")
    lineage = str(shown(syncer, "--state", "other.db")["lineage"])
    (folder / "more").mkdir()
    (folder / "more" / "b.md").write_text("## Action items\n\n- [ ] @carol Write the runbook\n")
    assert syncer("sync", "more", "--tracker", "local", "--issues", "more-issues", "--state", "ours.db").code == 0
    assert f"syncer state take-over {lineage}" in sync("sync", "--state", "ours.db").out
    return lineage


def test_take_over_makes_another_lineage_ours(syncer: Syncer, sync: Syncer, foreign: str) -> None:
    before = shown(syncer, "--state", "ours.db")["lineage"]
    done = syncer("state", "take-over", foreign.upper(), "--state", "ours.db")
    assert (done.code, done.err) == (0, "")
    assert f"had the lineage {before} and now has {foreign}" in done.out
    assert shown(syncer, "--state", "ours.db")["lineage"] == foreign
    again = syncer("state", "take-over", foreign, "--state", "ours.db")
    assert again.code == 0
    assert again.out.endswith(f"has the lineage {foreign} already; nothing was changed\n")


@pytest.mark.parametrize("text", ["nonsense", "", "11111111-2222-4333-8444"])
def test_only_a_lineage_is_taken_over(syncer: Syncer, text: str) -> None:
    done = syncer("state", "take-over", text)
    assert (done.code, done.out) == (2, "")
    assert f'"{text}" is no lineage; copy it from the message of the run that met it' in done.err


def test_a_lineage_that_no_issue_carries_is_refused_with_those_there_are(syncer: Syncer, foreign: str) -> None:
    before = shown(syncer, "--state", "ours.db")
    done = syncer("state", "take-over", "11111111-2222-4333-8444-555555555555", "--state", "ours.db")
    assert (done.code, done.out) == (2, "")
    assert "no issue carries the lineage 11111111-2222-4333-8444-555555555555, those that are found:" in done.err
    assert f"\n  {foreign}  # " in done.err
    assert shown(syncer, "--state", "ours.db")["lineage"] == before["lineage"]


def test_where_no_issue_carries_any_lineage_that_is_said(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    sync()
    for issue in (folder / "issues").iterdir():
        issue.unlink()
    done = syncer("state", "take-over", "11111111-2222-4333-8444-555555555555")
    assert done.code == 2
    assert done.err.endswith(", nor any other\n")


def test_a_state_that_knows_no_tracker_needs_the_configuration(folder: Path, syncer: Syncer) -> None:
    open_store(folder / "s.db").close()
    done = syncer("state", "take-over", "11111111-2222-4333-8444-555555555555", "--state", "s.db")
    assert done.code == 2
    assert "it is not known where the issues are: run this beside the syncer.toml" in done.err


def test_a_new_state_takes_over_by_itself(folder: Path, syncer: Syncer) -> None:
    done = syncer("state", "take-over", "11111111-2222-4333-8444-555555555555")
    assert done.code == 2
    assert "the next sync takes over what it finds by itself" in done.err
    assert not (folder / "xdg").exists()


def test_a_state_can_be_named(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    sync("sync", "--state", "here.db")
    assert (folder / "here.db").exists()
    assert syncer("state", "show", "--state", "here.db").code == 0


def test_beside_a_configuration_no_state_needs_to_be_named(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text(
        '[sources.docs]\nkind = "files"\npath = "docs"\n[trackers.local]\nkind = "local"\ntoken_x = 1\n'.replace(
            "token_x = 1\n", ""
        )
    )
    assert syncer("sync").code == 0
    assert f"path         {folder}/.syncer/state.db" in syncer("state", "show").out


@pytest.mark.parametrize("command", ["rebuild", "take-over"])
def test_a_state_that_is_held_is_waited_for_aloud(
    folder: Path, syncer: Syncer, sync: Syncer, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("syncer.bootstrap.states.PATIENCE", 0.0)
    sync()
    lock = FileLock(lock_path(state_file(folder)))
    lock.acquire("process 7 on host (sync)", 0)
    try:
        more = ["11111111-2222-4333-8444-555555555555"] if command == "take-over" else []
        done = syncer("state", command, *more)
    finally:
        lock.release()
    waiting, held = done.err.splitlines()
    assert (done.code, done.out) == (4, "")
    assert waiting.startswith("syncer: waiting up to 0 seconds, because the state ")
    assert "is held by process 7 on host (sync); nothing was changed" in held
    assert state_file(folder).exists()
