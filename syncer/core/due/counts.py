"""Owns the rules for counted days: durations, working days, sprints ahead, and as soon as possible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from syncer.core.calendar import add_months
from syncer.core.due.span import Context, Span, computed, period, written
from syncer.core.due.sprints import near_sprint
from syncer.core.due.words import Words

MOST = 999
"""No team means more than that many of anything; a larger number is no duration."""

_COUNTS: dict[str, Callable[[date, int], date]] = {
    "day": lambda day, number: day + timedelta(days=number),
    "week": lambda day, number: day + timedelta(weeks=number),
    "fortnight": lambda day, number: day + timedelta(weeks=2 * number),
    "month": add_months,
    "year": lambda day, number: add_months(day, 12 * number),
}
_LETTERS = {"d": "day", "w": "week", "h": "hour"}


def duration(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`2 weeks`, `48h`, `10 business days`, `in 2 sprints`: the number and the unit at the places `at`."""
    number, unit = words[at[0]].value, words[at[1]].text.removesuffix("s")
    unit = _LETTERS.get(unit, unit)
    if not 1 <= number <= MOST:
        return None
    if unit == "hour":
        number, rest = divmod(number, 24)
        return None if rest else computed(context.day() + timedelta(days=number), "duration")
    if unit == "workday":
        return written(context.calendar.workdays_after(context.day(), number), "working-days")
    if unit == "sprint":
        return period(near_sprint(context, number), "sprint")
    count = _COUNTS.get(unit)
    return None if count is None else computed(count(context.day(), number), "duration")


def days_hence(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`3日後`: so many days, where `3日` alone would be the third of the month."""
    return computed(context.day() + timedelta(days=words[at[0]].value), "duration") if words[at[0]].value else None


def one(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`fortnight`."""
    if words[at[0]].text != "fortnight":
        return None
    return computed(context.day() + timedelta(weeks=2), "duration")


def as_soon_as_possible(_words: Words, _at: tuple[int, ...], context: Context) -> Span | None:
    """`ASAP`: so many working days after base as the calendar says."""
    return written(context.calendar.workdays_after(context.day(), context.calendar.asap_workdays), "asap")
