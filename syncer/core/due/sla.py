"""Owns the due date that a priority or severity gives to an item that has none."""

from __future__ import annotations

from datetime import date, timedelta

from syncer.core.calendar import Calendar
from syncer.core.due.reading import answer
from syncer.core.due.span import Context, computed, settle
from syncer.model import Due, DueKind, DueState


def sla_due(priority: str | None, severity: str | None, base: date | None, calendar: Calendar) -> Due | None:
    """The due date by `calendar.sla` for an item of `priority` in a document of `severity`; `None` without a rule.

    The item's own priority counts before the document's severity; case, blanks and signs do not. The days are
    counted from `base` and moved like a computed date.
    """
    rules = {_key(name): days for name, days in calendar.sla}
    name = next((name for name in (priority, severity) if name and _key(name) in rules), None)
    if name is None:
        return None
    days, context = rules[_key(name)], Context(base, calendar)
    return answer(lambda: _counted(days, name, context))


def _counted(days: int, name: str, context: Context) -> Due:
    due = settle(computed(context.day() + timedelta(days=days), "sla"), context)
    return Due(DueState.DATE, due, DueKind.COMPUTED, "sla", f"{days} day{'s' * (days != 1)} for {name}")


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
