"""Owns the rules for weeks: this and next, ISO weeks, the week of a named day, the first week of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from syncer.core.calendar import Stretch, add_months, months
from syncer.core.due.span import Context, Span, UnsureError, next_named, period, written
from syncer.core.due.words import Words
from syncer.core.due.years import year_of, years_around

WEEKS_AHEAD = 26


def near_week(context: Context, weeks: int) -> Stretch:
    """The week of base (0), the next (1) or a later one.

    On a non-working base this week and next week are both the week of the first working day after it.
    """
    base, calendar = context.day(), context.calendar
    if not calendar.is_workday(base):
        base = calendar.workday_from(base)
        weeks = max(weeks - 1, 0)
    return calendar.week(base + timedelta(weeks=weeks))


def iso_week(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`W12`, `week 12`, `2026-W12`: the number, then the year if there is one, at the places `at`."""
    number = words[at[0]].value
    if len(at) == 1:
        return period(_week_ahead(number, context), "iso-week", fixed=True)
    in_year = year_of(words[at[1]], context)
    return None if in_year is None else period(_real_week(in_year, number), "iso-week", fixed=True)


def day_of_iso_week(words: Words, at: tuple[int, ...], _context: Context) -> Span | None:
    """`2026-W12-3`: number, year and ISO weekday at the places `at`."""
    number, year, day = (words[place].value for place in at)
    if not 1 <= day <= 7:
        raise UnsureError("no-such-day", f"a week has no day {day}")
    return written(_real_week(year, number).first + timedelta(days=day - 1), "iso-date", fixed=True)


def _week_ahead(number: int, context: Context) -> Stretch:
    if not 1 <= number <= 53:
        raise _no_such_week(number)
    base = context.day()
    named = (_week_or_none(year, number) for year in range(base.year - 1, base.year + 8))
    found = next_named((week for week in named if week), context)
    if (found.first - base).days > 7 * WEEKS_AHEAD:
        raise UnsureError("week-too-far", f"week {number} is more than {WEEKS_AHEAD} weeks ahead; write the year")
    return found


def _real_week(year: int, number: int) -> Stretch:
    found = _week_or_none(year, number) if 1 <= number <= 53 else None
    if found is None:
        raise _no_such_week(number)
    return found


def _week_or_none(year: int, number: int) -> Stretch | None:
    """That ISO week, Monday to Sunday; `None` for a week 53 in a year of 52."""
    first = months(year, 1).first.replace(day=4)
    first += timedelta(weeks=number - 1, days=1 - first.isoweekday())
    return Stretch(first, first + timedelta(days=6)) if first.isocalendar().year == year else None


def _no_such_week(number: int) -> UnsureError:
    return UnsureError("no-such-week", f"that year has no week {number}")


def week_of(day: Span, context: Context) -> Span:
    """The week of a named day; where its name has no year, a period without one."""
    week = context.calendar.week
    if day.rule == "date-without-year":
        return period(next_named(map(week, _anniversaries(day.start)), context), "week-of")
    if day.rule == "day-of-month":
        earlier = week(add_months(day.start, -1))
        return period(earlier if earlier.last >= context.day() else week(day.start), "week-of")
    return period(week(day.start), "week-of", fixed=day.fixed)


def _anniversaries(day: date) -> Iterator[date]:
    """That day in the year before, in its own and in the next."""
    return (add_months(day, offset) for offset in (-12, 0, 12))


def first_week(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`first week of April`: the week of its first working day; the month, then the year if there is one, at `at`."""
    if words[0].value != 1 or words[1].text != "week":
        return None
    number = words[at[0]].value
    if len(at) > 1:
        return period(_first_week(words[at[1]].value, number, context), "first-week", fixed=True)
    named = (_first_week(year, number, context) for year in years_around(context))
    return period(next_named(named, context), "first-week")


def first_week_of_near_month(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`first week of next month`: `this` or `next` and the unit at the places `at`."""
    if words[0].value != 1 or words[1].text != "week" or words[at[1]].text != "month":
        return None
    base = context.day()
    return period(_first_week(base.year, base.month + (words[at[0]].code == "X"), context), "first-week")


def _first_week(year: int, month: int, context: Context) -> Stretch:
    return context.calendar.week(context.calendar.workday_from(months(year, month).first))
