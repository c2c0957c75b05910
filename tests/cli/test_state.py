"""`state`: look at it, rebuild it, take one over."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Syncer


def state_file(folder: Path) -> Path:
    return next((folder / "xdg").rglob("state.db"))


def shown(syncer: Syncer) -> dict[str, object]:
    found: dict[str, object] = json.loads(syncer("state", "show", "--format", "json").out)
    return found


def test_show_says_where_it_lies_and_what_is_in_it(folder: Path, syncer: Syncer, sync: Syncer) -> None:
    sync()
    facts = shown(syncer)
    assert facts["path"] == str(state_file(folder))
    assert (facts["documents"], facts["issues"], facts["targets"], facts["open_writes"]) == (1, 2, ["local"], [])
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
    assert f"{before['path']} is now {before['path']}." in done.out
    assert not Path(str(before["path"])).exists()
    assert sync().out.splitlines()[-1].startswith("0 created,")
    after = shown(syncer)
    assert (after["lineage"], after["issues"]) == (before["lineage"], 2)
    assert (folder / "docs" / "2026-03-11-checkout.md").read_text() == text


def test_there_is_nothing_to_rebuild_without_a_state(syncer: Syncer) -> None:
    done = syncer("state", "rebuild")
    assert done.code == 2
    assert "the next sync builds one" in done.err


def test_take_over_makes_another_lineage_ours(syncer: Syncer, sync: Syncer) -> None:
    sync()
    before = shown(syncer)["lineage"]
    done = syncer("state", "take-over", "11111111-2222-4333-8444-555555555555")
    assert done.code == 0
    assert f"had the lineage {before} and now has 11111111-2222-4333-8444-555555555555" in done.out
    assert shown(syncer)["lineage"] == "11111111-2222-4333-8444-555555555555"


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
