"""Owns which tracker has the board that a calendar reads its sprints from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from syncer.settings.faults import Places
from syncer.settings.nearest import unknown
from syncer.settings.raw import TableAt, named_tables
from syncer.settings.schema import CalendarTable, Settings
from syncer.settings.sprint_tables import BoardSprint


def board_faults(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    """One sentence for every board that it is not clear where to find; `data` need not have been validated yet."""
    trackers = dict(named_tables(data, "trackers"))
    jira = [name for name, table in trackers.items() if table.get("kind") == "jira"]
    for path, calendar in _calendars(data):
        sprint = calendar.get("sprint")
        if isinstance(sprint, Mapping) and "board" in sprint:
            yield from _fault(TableAt((*path, "sprint"), sprint, places), jira)


def _calendars(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every calendar that is a table at all, with its path."""
    yield from ((("calendar",), table) for key, table in data.items() if key == "calendar" and isinstance(table, dict))
    yield from ((("calendars", team), table) for team, table in named_tables(data, "calendars"))


def _fault(one: TableAt, jira: list[str]) -> Iterator[str]:
    named = one.table.get("tracker")
    if not jira:
        yield one.fault("board", ': needs a [trackers.NAME] of kind "jira" that has it')
    elif isinstance(named, str) and named not in jira:
        yield one.fault("tracker", f' = "{named}": is no tracker of kind jira; {unknown(named, jira)}')
    elif named is None and len(jira) > 1:
        yield one.fault("", f".tracker is missing; name the one that has the board: {' or '.join(jira)}")


def with_boards(settings: Settings) -> Settings:
    """The settings in which every board says which tracker has it."""
    only = next((name for name, table in settings.trackers.items() if table.kind == "jira"), None)
    teams = {team: _with_board(table, only) for team, table in settings.calendars.items()}
    return settings.model_copy(update={"calendar": _with_board(settings.calendar, only), "calendars": teams})


def _with_board(table: CalendarTable, only: str | None) -> CalendarTable:
    sprint = table.sprint
    if not isinstance(sprint, BoardSprint) or sprint.tracker is not None:
        return table
    return table.model_copy(update={"sprint": sprint.model_copy(update={"tracker": only})})


def board_trackers(settings: Settings) -> frozenset[str]:
    """The trackers that calendars read sprints from."""
    sprints = (table.sprint for table in (settings.calendar, *settings.calendars.values()))
    named = (sprint.tracker for sprint in sprints if isinstance(sprint, BoardSprint))
    return frozenset(name for name in named if name is not None)
