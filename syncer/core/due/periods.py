"""Owns the rules for periods: months, quarters, halves, years and ISO weeks, by name or as this and next."""

from __future__ import annotations

from collections.abc import Callable

from syncer.core.calendar import Calendar, Stretch, add_months, months
from syncer.core.due.span import Context, Span, UnsureError, next_named, period, written
from syncer.core.due.sprints import near_sprint, numbered_sprint
from syncer.core.due.weeks import iso_week, near_week
from syncer.core.due.words import Words, codes
from syncer.core.due.years import year_of, years_around

_LENGTHS = {"quarter": 3, "half": 6}
_SIGNS = {"月": "month", "年": "year"}
_PARTS = {"Q": "quarter", "h": "half"}


def named_month(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`April`, `Apr 2027`, `2026-04`: the month, then the year if there is one, at the places `at`."""
    number = words[at[0]].value
    if not 1 <= number <= 12:
        raise UnsureError("no-such-month", f"there is no month {number}")
    if len(at) == 1:
        return period(next_named((months(each, number) for each in years_around(context)), context), "month")
    year = year_of(words[at[1]], context)
    return None if year is None else period(months(year, number), "month", fixed=True)


def month_of_unit(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`month April`, which is what `EOM April` comes to: the unit stands first."""
    return named_month(words, at, context) if words[0].text == "month" else None


def named_year(words: Words, at: tuple[int, ...], _context: Context) -> Span | None:
    """`2027`, `year 2027`: the calendar year."""
    if words[0].code == "U" and words[0].text != "year":
        return None
    return period(months(words[at[0]].value, 1, 12), "year", fixed=True)


def fiscal_year(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`FY27`: the fiscal year of that name."""
    name = year_of(words[at[0]], context)
    if name is None:
        return None
    return period(context.calendar.fiscal_year(_fiscal_start(name, context.calendar)), "fiscal-year", fixed=True)


def near_fiscal_year(words: Words, _at: tuple[int, ...], context: Context) -> Span | None:
    """`this FY`, `FY`, `next FY`."""
    first_year = context.calendar.fiscal_start(context.day()) + (words[0].code == "X")
    return period(context.calendar.fiscal_year(first_year), "fiscal-year")


def _fiscal_start(name: int, calendar: Calendar) -> int:
    """The calendar year in which the fiscal year called `name` begins."""
    first_year = calendar.fiscal_start_named(name)
    if first_year is None:
        raise UnsureError(
            "no-fiscal-year-name",
            "a fiscal year that does not start in January needs calendar.fiscal_year_named_by (start or end)",
        )
    return first_year


def part(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`Q3`, `H1 2026`, `3rd quarter`: its letter or unit, its number, then the year if there is one, at `at`."""
    unit = _PARTS.get(words[at[0]].code, words[at[0]].text)
    length = _LENGTHS.get(unit)
    if length is None:
        return None
    number = words[at[1]].value
    if not 1 <= number <= 12 // length:
        if codes(words[:2]) == "nh":  # a clock time such as `17h30`
            return None
        raise UnsureError("no-such-period", f"a year has no {unit} {number}")
    if len(at) == 2:
        return _next_part(number, length, unit, context)
    name = year_of(words[at[2]], context)
    if name is None:
        return None
    first_year = _fiscal_start(name, context.calendar)
    return period(context.calendar.fiscal_part(first_year, number, length), unit, fixed=True)


def _next_part(number: int, length: int, unit: str, context: Context) -> Span:
    first_year = context.calendar.fiscal_start(context.day())
    named = (context.calendar.fiscal_part(first_year + offset, number, length) for offset in (-1, 0, 1))
    return period(next_named(named, context), unit)


def near(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`this week`, `next month`, `the sprint after next`: the unit at `at`, and in `at[1]` how many of it ahead."""
    unit, ahead = _SIGNS.get(words[at[0]].text, words[at[0]].text), at[1]
    if unit == "workday" and ahead == 1:
        return written(context.calendar.workdays_after(context.day(), 1), "working-days")
    find = _NEAR.get(unit)
    if find is None:
        return None
    names = ("this", "next", "after-next")
    return period(find(context, ahead), f"{names[ahead]}-{unit}")


def _near_month(context: Context, ahead: int) -> Stretch:
    first = add_months(context.day().replace(day=1), ahead)
    return months(first.year, first.month)


def _near_year(context: Context, ahead: int) -> Stretch:
    return months(context.day().year + ahead, 1, 12)


def _near_part(length: int) -> Callable[[Context, int], Stretch]:
    def find(context: Context, ahead: int) -> Stretch:
        base, calendar = context.day(), context.calendar
        number = (base.month - calendar.fiscal_year_starts) % 12 // length + 1
        return calendar.fiscal_part(calendar.fiscal_start(base), number + ahead, length)

    return find


_NEAR: dict[str, Callable[[Context, int], Stretch]] = {
    "week": near_week,
    "month": _near_month,
    "quarter": _near_part(3),
    "half": _near_part(6),
    "year": _near_year,
    "sprint": near_sprint,
}


def numbered_unit(words: Words, at: tuple[int, ...], context: Context) -> Span | None:
    """`week 12`, `quarter 3`, `Sprint 42`: the unit, its number, then the year if there is one, at the places `at`."""
    unit = words[at[0]].text.removesuffix("s")
    if unit == "week":
        return iso_week(words, at[1:], context)
    if unit == "sprint":
        return numbered_sprint(words[at[1]].value, context) if len(at) == 2 else None
    return part(words, at, context)
