"""Owns how a year is written beside a date or period, and which years a name without one may mean."""

from __future__ import annotations

from syncer.core.due.span import Context, UnsureError
from syncer.core.due.words import Word

YEARS_AWAY = 2


def year_of(word: Word, context: Context) -> int | None:
    """The year that `word` writes in four digits, or in two within two years of base; `None` for another number."""
    if word.code == "y":
        return word.value
    if len(word.text) != 2:
        return None
    year = 2000 + word.value
    if abs(year - context.day().year) > YEARS_AWAY:
        raise UnsureError("two-digit-year", f"{year} is more than two years from publication; write the year in full")
    return year


def years_around(context: Context) -> range:
    """Last year, this year and the next, seen from base."""
    year = context.day().year
    return range(year - 1, year + 2)
