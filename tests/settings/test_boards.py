"""Sprints of a board: which tracker has it, said where it is clear and asked for where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncer.core.calendar import BoardSprints, Sprint
from syncer.errors import ConfigurationError
from syncer.settings.arguments import Arguments
from syncer.settings.calendars import build_calendars
from syncer.settings.loader import load
from syncer.settings.overlay import overlay
from syncer.settings.schema import Settings

JIRA = '[trackers.acme]\nkind = "jira"\nurl = "https://jira.acme.example"\npat = "env:THE_TOKEN"\n'
MORE = JIRA.replace("acme", "more")
LOCAL = '[trackers.folder]\nkind = "local"\n'
BOARD = "[calendar]\nsprint = { board = 42 }\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_TOKEN", "c4n4ry-c4n4ry")


def laid(folder: Path, text: str, *, tracker: str | None = None) -> Settings:
    (folder / "syncer.toml").write_text(text)
    configuration = load(folder / "syncer.toml", folder)
    return overlay(configuration, Arguments(folder, tracker=tracker)).configuration.settings


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        laid(folder, text)
    return [fault.removeprefix("syncer.toml:") for fault in caught.value.faults]


def test_the_only_jira_has_the_board(tmp_path: Path) -> None:
    calendars = build_calendars(laid(tmp_path, LOCAL + JIRA + BOARD))
    assert calendars[""].sprint == BoardSprints("acme", "42")


def test_a_team_may_have_a_board_of_its_own_on_another_jira(tmp_path: Path) -> None:
    team = '[calendars.payments]\nsprint = { board = 7, tracker = "more", put_in_sprint = true }\n'
    calendars = build_calendars(laid(tmp_path, JIRA + MORE + "[calendar]\nsprint = '2026-03-02/2w'\n" + team))
    assert isinstance(calendars[""].sprint, Sprint)
    assert calendars["payments"].sprint == BoardSprints("more", "7", puts_in_sprint=True)


def test_the_tracker_of_a_board_stays_where_issues_go_elsewhere(tmp_path: Path) -> None:
    assert laid(tmp_path, JIRA + BOARD, tracker="local").trackers.keys() == {"acme", "local"}
    assert laid(tmp_path, JIRA, tracker="local").trackers.keys() == {"local"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LOCAL + BOARD, '4: calendar.sprint.board: needs a [trackers.NAME] of kind "jira" that has it'),
        (
            JIRA + MORE + BOARD,
            "10: calendar.sprint.tracker is missing; name the one that has the board: acme or more",
        ),
        (
            LOCAL + JIRA + '[calendars.x]\nsprint = { board = 42, tracker = "acm" }\n',
            '8: calendars.x.sprint.tracker = "acm": is no tracker of kind jira; did you mean acme?',
        ),
        (
            LOCAL + JIRA + '[calendar]\nsprint = { board = 42, tracker = "folder" }\n',
            '8: calendar.sprint.tracker = "folder": is no tracker of kind jira; known are acme',
        ),
        (
            JIRA + '[calendar]\nsprint = { board = "PAY" }\n',
            '6: calendar.sprint.board = "PAY": expected a whole number',
        ),
        (
            JIRA + "[calendar]\nsprint = { board = 0 }\n",
            "6: calendar.sprint.board = 0: expected greater than or equal to 1",
        ),
        (
            JIRA + "[calendar]\nsprint = { board = 42, weeks = 2 }\n",
            "6: calendar.sprint.weeks: unknown key; known are board, put_in_sprint, tracker",
        ),
        (
            JIRA + "[calendar]\nsprint = { board = 42, put_in_sprin = true }\n",
            "6: calendar.sprint.put_in_sprin: unknown key; did you mean put_in_sprint?",
        ),
        ("[calendar]\nsprint = { starts = 2026-03-02 }\n", "2: calendar.sprint.weeks: is missing; add it"),
        (
            "[calendar]\nsprint = { starts = 2026-03-02, week = 2 }\n",
            "2: calendar.sprint.week: unknown key; did you mean weeks?",
        ),
        ("[calendar]\nsprint = 42\n", "2: calendar.sprint = 42: expected a table"),
    ],
)
def test_what_cannot_be_read_from_a_board_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults(tmp_path, text)


def test_a_variable_may_name_the_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCER_CALENDAR__SPRINT", '{"board": 9}')
    assert build_calendars(laid(tmp_path, JIRA))[""].sprint == BoardSprints("acme", "9")
