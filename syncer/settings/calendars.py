"""Owns the way from calendar tables to the calendars that due dates are read with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from syncer.core import calendar
from syncer.settings.schema import CalendarTable, Settings, Weekday
from syncer.settings.sprint_tables import BoardSprint, Sprint

_NUMBERS = {name: number for number, name in enumerate(get_args(Weekday), start=1)}


def build_calendars(settings: Settings) -> Mapping[str, calendar.Calendar]:
    """The calendar of every team by its name, and the default under the empty name."""
    teams = {team: _calendar(_over(settings.calendar, table)) for team, table in settings.calendars.items()}
    return {"": _calendar(settings.calendar), **teams}


def _over(default: CalendarTable, table: CalendarTable) -> CalendarTable:
    """`default` with what a team says itself."""
    return default.model_copy(update={key: getattr(table, key) for key in table.model_fields_set})


def _calendar(table: CalendarTable) -> calendar.Calendar:
    return calendar.Calendar(
        timezone=table.timezone,
        workdays=tuple(_NUMBERS[day] for day in table.workdays),
        holidays=frozenset(table.holidays),
        sprint=None if table.sprint is None else _sprints(table.sprint),
        fiscal_year_starts=table.fiscal_year_starts,
        fiscal_year_named_by=table.fiscal_year_named_by,
        date_order=table.date_order,
        asap_workdays=table.asap_workdays,
        sla=tuple(table.sla.items()),
    )


def _sprints(table: Sprint | BoardSprint) -> calendar.Sprint | calendar.BoardSprints:
    """Sprints by their rhythm, or those of a board, which is not read yet."""
    if isinstance(table, Sprint):
        return calendar.Sprint(table.starts, table.weeks, table.number)
    return calendar.BoardSprints(table.tracker or "", str(table.board), puts_in_sprint=table.put_in_sprint)
