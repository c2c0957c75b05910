"""The command line laid over the configuration."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.loader import Configuration, load
from syncer.settings.overlay import Effective, overlay
from syncer.settings.source_tables import FilesSource
from syncer.settings.sprint_tables import Sprint
from syncer.settings.tracker_tables import LocalTracker

CONFIGURED = """
[sources.pm]
kind = "files"
path = "docs"
exclude = ["x.md"]
[sources.inner]
kind = "files"
path = "docs/inner"
[trackers.folder]
kind = "local"
path = "issues"
[[routes]]
tracker = "folder"
match = { team = "a" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("docs/inner", "docs/sub[1]", "other/docs"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("docs/a.md", "docs/b.md", "docs/inner/c.md", "other/docs/d.md"):
        (tmp_path / name).write_text("# x")
    return tmp_path


def configured(folder: Path, text: str = CONFIGURED) -> Configuration:
    (folder / "syncer.toml").write_text(text)
    return load(folder / "syncer.toml", folder)


def laid(folder: Path, *, text: str | None = CONFIGURED, **given: Any) -> Effective:
    configuration = load(None, folder) if text is None else configured(folder, text)
    return overlay(configuration, Arguments(folder, **given))


def sources(effective: Effective) -> dict[str, tuple[str, tuple[str, ...]]]:
    configuration = effective.configuration
    return {
        name: (str(configuration.path(one.path)), one.include)
        for name, one in configuration.settings.sources.items()
        if isinstance(one, FilesSource)
    }


def test_without_arguments_the_configuration_holds(folder: Path) -> None:
    effective = laid(folder)
    assert effective.configuration.settings == configured(folder).settings
    assert effective.partial == frozenset()


def test_a_path_that_is_a_configured_source_keeps_its_name_and_settings(folder: Path) -> None:
    effective = laid(folder, paths=("docs",))
    assert list(effective.configuration.settings.sources) == ["pm"]
    assert effective.configuration.settings.sources["pm"].exclude == ("x.md",)
    assert effective.partial == frozenset()


def test_a_file_inside_a_configured_source_is_that_source_in_part(folder: Path) -> None:
    effective = laid(folder, paths=("docs/a.md", "docs/sub[1]"))
    assert sources(effective) == {"pm": (str(folder / "docs"), ("a.md", "sub[[]1]/"))}
    assert effective.partial == {"pm"}


def test_a_path_belongs_to_the_innermost_source(folder: Path) -> None:
    assert list(sources(laid(folder, paths=("docs/inner/c.md",)))) == ["inner"]


def test_a_part_beside_the_whole_is_the_whole(folder: Path) -> None:
    effective = laid(folder, paths=("docs/a.md", "docs"))
    assert sources(effective)["pm"] == (str(folder / "docs"), ())
    assert effective.partial == frozenset()


def test_a_folder_that_nobody_configured_is_named_by_where_it_lies(folder: Path) -> None:
    assert sources(laid(folder, paths=("other/docs",))) == {"other-docs": (str(folder / "other/docs"), ())}


def test_without_a_file_a_folder_is_named_by_itself_wherever_we_stand(folder: Path) -> None:
    from_above = sources(laid(folder, text=None, paths=("other/docs",), tracker="local"))
    from_inside = sources(laid(folder / "other", text=None, paths=("docs",), tracker="local"))
    assert from_above == from_inside == {"docs": (str(folder / "other/docs"), ())}


def test_a_single_file_needs_no_listing_of_its_folder(folder: Path) -> None:
    effective = laid(folder, text=None, paths=("docs/a.md",), tracker="local")
    assert sources(effective) == {"docs": (str(folder / "docs/a.md"), ())}
    assert effective.partial == {"docs"}


def test_two_files_of_one_folder_are_one_source(folder: Path) -> None:
    effective = laid(folder, text=None, paths=("docs/a.md", "docs/b.md"), tracker="local")
    assert sources(effective) == {"docs": (str(folder / "docs"), ("a.md", "b.md"))}


def test_two_folders_of_one_name_are_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="folders called docs"):
        laid(folder, text=None, paths=("docs", "other/docs"), tracker="local")


def test_a_path_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="nope: no such file or folder"):
        laid(folder, paths=("nope",))


def test_a_local_tracker_of_the_command_line_gets_everything(folder: Path) -> None:
    effective = laid(folder, tracker="local", issues="elsewhere")
    settings = effective.configuration.settings
    assert settings.trackers == {"local": LocalTracker(kind="local", path=str(folder / "elsewhere"))}
    assert [(route.tracker, route.target, route.match.team) for route in settings.routes] == [("local", "", None)]


def test_the_issues_of_a_local_tracker_have_a_folder_by_default(folder: Path) -> None:
    settings = laid(folder, tracker="local").configuration.settings
    assert settings.trackers["local"].model_dump()["path"] == str(folder / "action-items")


def test_a_configured_tracker_can_be_named(folder: Path) -> None:
    settings = laid(folder, tracker="folder").configuration.settings
    assert list(settings.trackers) == ["folder"]
    assert [(route.tracker, route.match.team) for route in settings.routes] == [("folder", None)]


def test_one_tracker_without_routes_gets_everything(folder: Path) -> None:
    text = '[trackers.folder]\nkind = "local"\n'
    assert [route.tracker for route in laid(folder, text=text).configuration.settings.routes] == ["folder"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tracker": "foldr"}, "--tracker foldr: no such tracker; did you mean folder?"),
        ({"tracker": "zzz"}, "--tracker zzz: no such tracker; known are folder, github, jira, local$"),
        ({"tracker": "jira"}, "--tracker jira: which project.*Add --project KEY, such as --project PAY"),
        ({"issues": "x"}, "--issues says where issues live.*add --tracker local"),
        ({"repo": "a/b"}, "--repo says which repository of a tracker that is not named; add --tracker github"),
        ({"tracker": "local", "repo": "a/b"}, "--repo is a repository on GitHub; local keeps its issues elsewhere"),
        ({"tracker": "folder", "repo": "a/b"}, "--repo is a repository on GitHub; folder keeps its issues elsewhere"),
        ({"tracker": "github"}, "--tracker github: which repository.*Add --repo OWNER/NAME"),
        ({"tracker": "local", "project": "PAY"}, "--project is a project on Jira; local keeps its issues elsewhere"),
        (
            {"tracker": "folder", "issues": "x"},
            "--issues is where the issues of --tracker local live; folder has its own",
        ),
    ],
)
def test_what_the_command_line_cannot_mean_is_refused(folder: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        laid(folder, **given)


def test_flags_win_over_settings(folder: Path) -> None:
    effective = laid(folder, sprint=(date(2026, 3, 2), 3), state=Path("s.db"), max_creates=7, language="de")
    settings = effective.configuration.settings
    assert isinstance(settings.calendar.sprint, Sprint)
    assert (settings.calendar.sprint.starts, settings.calendar.sprint.weeks) == (date(2026, 3, 2), 3)
    assert effective.configuration.path(settings.state.path or "") == folder / "s.db"
    assert settings.limits.max_creates == 7
    assert settings.language == "de"
