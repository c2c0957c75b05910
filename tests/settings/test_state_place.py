"""Where the state lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from syncer.settings.arguments import Arguments
from syncer.settings.loader import Configuration, load
from syncer.settings.overlay import overlay
from syncer.settings.state_place import named_state, own_states, state_path
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


def named(folder: Path, **given: Any) -> Path | None:
    return named_state(load(None, folder), Arguments(folder, **given))


def test_a_state_that_is_named_is_meant(folder: Path) -> None:
    assert named(folder, state=Path("s.db")) == folder / "s.db"
    assert named(folder, paths=("docs",), tracker="local", issues="ai") == bare(folder, "docs")


def test_beside_a_configuration_the_state_is_its_own(folder: Path) -> None:
    assert named_state(configured(folder), Arguments(folder)) == folder / ".syncer" / "state.db"


def test_without_either_none_is_named(folder: Path) -> None:
    assert named(folder) is None


def test_own_states_are_listed_by_path(folder: Path) -> None:
    (folder / "more").mkdir()
    assert list(own_states()) == []
    states = [bare(folder, "docs"), bare(folder, "more")]
    for path in states:
        path.parent.mkdir(parents=True)
        path.touch()
    assert list(own_states()) == sorted(states)


def far(folder: Path, monkeypatch: pytest.MonkeyPatch, repo: str = "acme/payments", token: str = "c4n4ry-1") -> Path:
    """The state of a run without a configuration file whose issues are on GitHub."""
    monkeypatch.setenv("GITHUB_TOKEN", token)
    return place(load(None, folder), folder, paths=(str(folder / "docs"),), tracker="github", repo=repo)


def test_issues_in_another_repository_are_another_state_whoever_asks_from_wherever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    first = far(folder, monkeypatch)
    assert first == far(folder, monkeypatch, "Acme/Payments", "c4n4ry-2")
    assert first != far(folder, monkeypatch, "acme/pm")
    here = load(None, folder / "elsewhere")
    assert first == place(here, folder / "elsewhere", paths=("../docs",), tracker="github", repo="acme/payments")
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.example/api/v3")
    assert first != far(folder, monkeypatch)


def test_documents_of_another_branch_are_another_state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "c4n4ry-1")
    found = set()
    for source in (
        {"url": "https://x/a/b"},
        {"url": "https://x/a/b", "branch": "trunk"},
        {"path": str(folder / "docs")},
    ):
        monkeypatch.setenv("SYNCER_SOURCES", json.dumps({"pm": {"kind": "git", **source}}))
        found.add(place(load(None, folder), folder, tracker="local", issues="ai"))
    assert len(found) == 3
