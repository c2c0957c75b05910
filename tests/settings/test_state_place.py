"""Where the state lies, and how a command that only looks finds it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.loader import Configuration, load
from syncer.settings.overlay import overlay
from syncer.settings.state_place import find_state, state_path
from syncer.settings.xdg import state_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# a")
    return tmp_path


def configured(folder: Path, text: str = "") -> Configuration:
    (folder / "syncer.toml").write_text(text)
    return load(folder / "syncer.toml", folder)


def place(configuration: Configuration, folder: Path, **given: Any) -> Path:
    return state_path(overlay(configuration, Arguments(folder, **given)))


def bare(folder: Path, *paths: str, issues: str = "ai") -> Path:
    return place(load(None, folder), folder, paths=paths, tracker="local", issues=issues)


def test_beside_a_configuration_file(folder: Path) -> None:
    assert place(configured(folder), folder) == folder / ".syncer" / "state.db"


def test_where_the_configuration_says(folder: Path) -> None:
    assert place(configured(folder, '[state]\npath = "x/y.db"'), folder) == folder / "x" / "y.db"


def test_where_the_command_line_says(folder: Path) -> None:
    assert place(configured(folder), folder, state=Path("s.db")) == folder / "s.db"


def test_without_a_file_it_has_a_place_of_its_own(folder: Path) -> None:
    found = bare(folder, "docs")
    assert found.is_relative_to(folder / "xdg" / "syncer")
    assert found.parent.name.startswith("docs-")
    assert found == bare(folder, "./docs/") == bare(folder, str(folder / "docs"))


def test_a_single_document_shares_the_state_of_its_folder(folder: Path) -> None:
    assert bare(folder, "docs/a.md") == bare(folder, "docs")


def test_another_folder_or_another_tracker_is_another_state(folder: Path) -> None:
    (folder / "more").mkdir()
    assert len({bare(folder, "docs"), bare(folder, "more"), bare(folder, "docs", issues="other")}) == 3


def test_a_relative_xdg_folder_is_ignored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(folder))
    assert state_folder() == folder / ".local" / "state" / "syncer"


def found(folder: Path, **given: Any) -> Path:
    return find_state(load(None, folder), Arguments(folder, **given))


def make(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_the_only_state_is_found(folder: Path) -> None:
    only = make(bare(folder, "docs"))
    assert found(folder) == only


def test_of_several_states_one_must_be_named(folder: Path) -> None:
    (folder / "more").mkdir()
    states = sorted([make(bare(folder, "docs")), make(bare(folder, "more"))])
    with pytest.raises(UsageError, match="name one:") as caught:
        found(folder)
    assert caught.value.choices == (f"--state {states[0]}", f"--state {states[1]}")
    assert found(folder, state=states[0]) == states[0]


def test_where_there_is_none_yet_one_place_is_named(folder: Path) -> None:
    assert found(folder) == state_folder() / "state.db"
    assert not os.path.lexists(found(folder))


def test_beside_a_configuration_the_state_is_its_own(folder: Path) -> None:
    make(bare(folder, "docs"))
    assert find_state(configured(folder), Arguments(folder)) == folder / ".syncer" / "state.db"
