"""Owns the way from the sprints of a tracker's board to the calendars that dues are read with, and their memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from itertools import starmap
from typing import NamedTuple

from syncer.core.calendar import ONE_DAY, BoardSprints, Calendar, NamedStretch, Stretch
from syncer.core.rules import Rules
from syncer.core.zones import zone_of
from syncer.model import BoardSprint

_YEARS = range(2, 9999)
"""Years in which every instant has a day in every time zone."""


class Board(NamedTuple):
    """A board by the name of its tracker in the configuration and its id there."""

    tracker: str
    id: str


class BoardReading(NamedTuple):
    """The dated sprints of a board as they were read at an instant (aware)."""

    sprints: tuple[BoardSprint, ...]
    at: datetime


def boards(rules: Rules) -> tuple[Board, ...]:
    """Every board whose sprints the calendars of `rules` need, sorted."""
    found = (calendar.sprint for calendar in rules.calendars.values())
    return tuple(sorted({_board(sprint) for sprint in found if isinstance(sprint, BoardSprints)}))


def with_boards(rules: Rules, read: Mapping[Board, Sequence[BoardSprint]]) -> Rules:
    """`rules` whose calendars know the sprints of the boards that were `read`; boards not in it stay as they are.

    The fingerprint changes with what the calendars learn, so that documents are read again when a board does, and is
    the same again for the same sprints. Raises `ValueError` where a calendar is in a time zone that is not known.
    """
    calendars = {team: _with_sprints(calendar, read) for team, calendar in rules.calendars.items()}
    learnt = [
        (team, sprint.tracker, sprint.board, sprint.sprints)
        for team, calendar in sorted(calendars.items())
        if isinstance(sprint := calendar.sprint, BoardSprints) and sprint.is_read
    ]
    if not learnt:
        return rules
    text = json.dumps([rules.fingerprint, learnt], default=str)
    return replace(rules, calendars=calendars, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:32])


def named_stretches(sprints: Sequence[BoardSprint], timezone: str) -> tuple[NamedStretch, ...]:
    """The days of `sprints` in `timezone` (an IANA name), in order.

    A sprint is from its start day to its end day; a day on which one ends and another starts is the later one's. One
    that ends before it starts is none.
    """
    zone = zone_of(timezone)
    dated = [NamedStretch(sprint.id, sprint.name, _days(sprint, zone)) for sprint in sprints if _has_days(sprint)]
    starts = {named.stretch.first for named in dated}
    ended = (named._replace(stretch=_until_next(named.stretch, starts)) for named in dated)
    return tuple(sorted(ended, key=lambda named: (named.stretch, named.id)))


def encode_reading(reading: BoardReading) -> str:
    """`reading` as a text that can be remembered."""
    rows = [[each.id, each.name, each.starts.isoformat(), each.ends.isoformat()] for each in reading.sprints]
    return json.dumps({"at": reading.at.isoformat(), "sprints": rows}, ensure_ascii=False, separators=(",", ":"))


def decode_reading(text: str | None) -> BoardReading | None:
    """The inverse of `encode_reading`; `None` for anything else."""
    try:
        data = json.loads(text or "")
        return BoardReading(tuple(starmap(_sprint, data["sprints"])), _instant(data["at"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _sprint(identity: object, name: object, starts: object, ends: object) -> BoardSprint:
    return BoardSprint(_text(identity), _text(name), _instant(starts), _instant(ends))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, not {value!r}")
    return value


def _instant(value: object) -> datetime:
    instant = datetime.fromisoformat(_text(value))
    if instant.tzinfo is None:
        raise ValueError(f"expected an instant with its offset, not {value}")
    return instant


def _board(sprint: BoardSprints) -> Board:
    return Board(sprint.tracker, sprint.board)


def _with_sprints(calendar: Calendar, read: Mapping[Board, Sequence[BoardSprint]]) -> Calendar:
    sprint = calendar.sprint
    if not isinstance(sprint, BoardSprints) or _board(sprint) not in read:
        return calendar
    sprints = named_stretches(read[_board(sprint)], calendar.timezone)
    return replace(calendar, sprint=replace(sprint, sprints=sprints, is_read=True))


def _has_days(sprint: BoardSprint) -> bool:
    return sprint.starts <= sprint.ends and sprint.starts.year in _YEARS and sprint.ends.year in _YEARS


def _days(sprint: BoardSprint, zone: tzinfo) -> Stretch:
    return Stretch(sprint.starts.astimezone(zone).date(), sprint.ends.astimezone(zone).date())


def _until_next(stretch: Stretch, starts: set[date]) -> Stretch:
    """`stretch` without its last day where that is the first one of a later sprint."""
    is_shared = stretch.last in starts and stretch.first < stretch.last
    return Stretch(stretch.first, stretch.last - ONE_DAY) if is_shared else stretch
