"""Owns what the tests of the due-date grammar share: a team's calendar, a day of publication, and answers in a line."""

from __future__ import annotations

from datetime import date

from syncer.core.calendar import Calendar, Sprint
from syncer.core.due import read_due, read_due_in_any_language
from syncer.model import Due, DueState

PUBLISHED = date(2026, 3, 11)  # a Wednesday
TEAM = Calendar(sprint=Sprint(date(2026, 3, 2), 2, number=41))
PLAIN = Calendar()


def line(due: Due) -> str:
    """The answer in a line: `2026-03-13 period`, `none`, `done 2026-03-01`, `unresolved just-over`."""
    if due.state is DueState.DATE:
        return f"{due.date} {due.kind}"
    if due.state is DueState.UNRESOLVED:
        return f"unresolved {due.rule}"
    return f"{due.state} {due.date or ''}".strip()


def read(
    text: str | None, base: date | None = PUBLISHED, calendar: Calendar = TEAM, language: str | None = None
) -> str:
    """What `text` means, in a line."""
    return line(read_due(text, base, calendar, language))


def read_anyhow(text: str, base: date | None = PUBLISHED, calendar: Calendar = TEAM) -> str:
    """What `text` means where its language is unknown, in a line."""
    return line(read_due_in_any_language(text, base, calendar))
