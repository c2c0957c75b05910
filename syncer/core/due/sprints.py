"""Owns the rules for sprints: this one, the next, the one in two, and sprints by number."""

from __future__ import annotations

from syncer.core.calendar import Sprint, Stretch
from syncer.core.due.span import Context, Span, UnsureError, period


def near_sprint(context: Context, ahead: int) -> Stretch:
    """The sprint of the first working day on or after base (0), or so many after the sprint that contains base."""
    sprint, base = _sprint(context), context.day()
    if ahead:
        return sprint.nth(sprint.index_of(base) + ahead)
    return sprint.nth(sprint.index_of(context.calendar.workday_from(base)))


def numbered_sprint(number: int, context: Context) -> Span:
    """`Sprint 42`, past ones too."""
    stretch = _sprint(context).numbered(number)
    if stretch is None:
        raise UnsureError("no-sprint-number", "sprints have no numbers here; set calendar.sprint.number")
    return period(stretch, "sprint-number", fixed=True)


def _sprint(context: Context) -> Sprint:
    if context.calendar.sprint is None:
        raise UnsureError("no-sprint-calendar", "sprints are not known; set calendar.sprint (or --sprint DATE/2w)")
    return context.calendar.sprint
