"""Owns the rules for days that somebody named: dates in every order, days of a month, weekdays, today and tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from syncer.core.calendar import Stretch, add_months, months
from syncer.core.due.span import Context, Span, UnsureError, written
from syncer.core.due.weeks import near_week
from syncer.core.due.words import Words
from syncer.core.due.years import year_of

PAST_DAYS = 60
_NEAR_DAYS = ("today", "tomorrow", "day-after-tomorrow")


def real_day(year: int, month: int, day: int) -> date:
    """That day; raises `UnsureError` where the calendar has no such day."""
    found = _day_or_none(year, month, day)
    if found is None:
        raise UnsureError("no-such-day", f"the calendar has no {year:04}-{month:02}-{day:02}")
    return found


def _day_or_none(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    whole = months(year, month)
    return whole.first.replace(day=day) if 1 <= day <= whole.last.day else None


def iso_day(words: Words, at: tuple[int, ...], _context: Context) -> Span | None:
    """`2026-12-04`: year, month and day at the places `at`."""
    year, month, day = (words[place] for place in at)
    return written(real_day(year.value, month.value, day.value), "iso-date", fixed=True)


def compact_day(words: Words, _at: tuple[int, ...], _context: Context) -> Span | None:
    """`20261204`."""
    year, rest = divmod(words[0].value, 10_000)
    return written(real_day(year, *divmod(rest, 100)), "iso-date", fixed=True) if 1900 <= year < 2200 else None


def full_day(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`4 Dec 2026`, `20-Mar-26`: year, month and day at the places `at`."""
    year = year_of(words[at[0]], context)
    return None if year is None else written(real_day(year, words[at[1]].value, words[at[2]].value), "date", fixed=True)


def short_day(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`4 Dec`, `4.12.`: month and day at the places `at`."""
    return written(yearless_day(words[at[0]].value, words[at[1]].value, context), "date-without-year")


def yearless_day(month: int, day: int, context: Context) -> date:
    """The first such day on or after base minus 60 days; one that is over a year away (29 February) is none."""
    base = context.day()
    earliest = base - timedelta(days=PAST_DAYS)
    for year in range(earliest.year, earliest.year + 3):
        found = _day_or_none(year, month, day)
        if found and earliest <= found <= base + timedelta(days=366) and not (context.after_base and found == base):
            return found
    raise UnsureError("no-such-day", f"there is no day {day} of month {month} in the year after publication")


def numeric_day(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`12/04/2026`, `12/4`: two numbers in unknown order at the first places of `at`, then the year if there is one."""
    year = year_of(words[at[2]], context) if len(at) > 2 else None
    if year is None and len(at) > 2:
        return None
    first, second = words[at[0]].value, words[at[1]].value
    pairs = _orders(first, second) or _agreeing(first, second, year, context)
    if not pairs:
        raise UnsureError(
            "ambiguous-date", "day and month could be either way round; set calendar.date_order to dmy or mdy"
        )
    month, day = pairs
    if year is None:
        return written(yearless_day(month, day, context), "numeric-date")
    return written(real_day(year, month, day), "numeric-date", fixed=True)


def _orders(first: int, second: int) -> tuple[int, int] | None:
    """Month and day where a part over 12 or equal parts decide."""
    if first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _agreeing(first: int, second: int, year: int | None, context: Context) -> tuple[int, int] | None:
    """Month and day where a weekday beside them, else the calendar's order, decides."""
    if context.weekday is not None:
        both = ((second, first), (first, second))
        right = [pair for pair in both if _dated(pair, year, context).isoweekday() == context.weekday]
        if len(right) == 1:
            return right[0]
        if not right:
            raise contradiction()
    return {"dmy": (second, first), "mdy": (first, second)}.get(context.calendar.date_order or "")


def _dated(pair: tuple[int, int], year: int | None, context: Context) -> date:
    return yearless_day(*pair, context) if year is None else real_day(year, *pair)


def contradiction() -> UnsureError:
    """The reason for a weekday that is not that of the date beside it."""
    return UnsureError("weekday-contradicts", "the weekday is not that of the date beside it")


def unclear_day(_words: Words, _at: tuple[int, ...], _context: Context) -> Span | None:
    """`Apr-26`, `26-04-03`: nobody knows which number is the year."""
    raise UnsureError("ambiguous-date", "nobody can say which number is the year; write the year in four digits")


def day_of_month(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`the 15th`: the next one on or after base."""
    day = words[at[0]].value
    if not 1 <= day <= 31:
        raise UnsureError("no-such-day", f"no month has a day {day}")
    base = context.day()
    found = (_day_or_none(month.first.year, month.first.month, day) for month in _months_from(base))
    return written(next(each for each in found if each and context.may_be(each)), "day-of-month")


def _months_from(day: date) -> Iterator[Stretch]:
    return (months(day.year, day.month + offset) for offset in count())


def dotted_day_of_month(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`15.` where the language writes ordinals so."""
    return day_of_month(words, at, context) if context.takes_dots else None


def day_of_near_month(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`the 15th of next month`: ordinal, `this` or `next`, and the unit at the places `at`."""
    ordinal, which, unit = (words[place] for place in at)
    if unit.text != "month":
        return None
    month = add_months(context.day().replace(day=1), int(which.code == "X"))
    return written(real_day(month.year, month.month, ordinal.value), "day-of-month")


def near_day(words: Words, _at: tuple[int, ...], context: Context) -> Span | None:
    """`today`, `tomorrow`."""
    return written(context.day() + timedelta(days=words[0].value), _NEAR_DAYS[words[0].value])


def weekday(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`Friday`, `this Friday`: the first one on or after base."""
    first = context.day() + timedelta(days=int(context.after_base))
    return written(first + timedelta(days=(words[at[0]].value - first.isoweekday()) % 7), "weekday")


def weekday_of_week(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`next Friday`, `Friday of next week`: weekday, `this` or `next`, and the unit if one is written, at `at`."""
    if len(at) > 2 and words[at[2]].text != "week":
        return None
    week = near_week(context, int(words[at[1]].code == "X"))
    return written(week.first + timedelta(days=(words[at[0]].value - week.first.isoweekday()) % 7), "weekday")
