"""Owns the due date that a priority or severity gives to an item that has none."""

from __future__ import annotations

from datetime import date, timedelta

from syncer.core.calendar import Calendar
from syncer.core.due.span import NO_BASE, Context, UnsureError, computed, settle
from syncer.model import Due, DueState


def sla_due(priority: str | None, severity: str | None, base: date | None, calendar: Calendar) -> Due | None:
    """The due date by `calendar.sla` for an item of `priority` in a document of `severity`; `None` without a rule.

    The item's own priority counts before the document's severity; case, blanks and signs do not. The days are
    counted from `base` and moved like a computed date.
    """
    days = {_key(name): number for name, number in calendar.sla}
    name = next((name for name in (priority, severity) if name and _key(name) in days), None)
    if name is None:
        return None
    context = Context(base, calendar)
    try:
        due = settle(computed(context.day() + timedelta(days=days[_key(name)]), "sla"), context)
    except UnsureError as error:
        return Due(DueState.UNRESOLVED, rule=NO_BASE, note=error.note)
    return Due(DueState.DATE, due, computed(due, "sla").kind, "sla", f"{days[_key(name)]} days for {name}")


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
