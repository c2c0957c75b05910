"""Owns phrases around a row of the grammar: end, start and middle of it, its weekday, its week, the day before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from syncer.core.calendar import ONE_DAY, months
from syncer.core.due.days import contradiction
from syncer.core.due.grammar import read_row
from syncer.core.due.periods import near, near_fiscal_year
from syncer.core.due.span import Context, Span, UnsureError, computed, written
from syncer.core.due.weeks import week_of
from syncer.core.due.words import Words
from syncer.model import DueKind

_OPENING = frozenset("p~-–.,;")
_CLOSING = frozenset("p–,;!")
_NAMED = frozenset({"iso-date", "date", "date-without-year", "numeric-date", "day-of-month"})
_DATED = _NAMED | {"today", "tomorrow", "day-after-tomorrow"}
_COUNTED = frozenset({"duration", "working-days", "asap"})


def stripped(words: Words) -> Words:
    """`words` without what is ignored around a phrase."""
    first, last = 0, len(words)
    while first < last and words[first].code in _OPENING:
        first += 1
    while first < last and words[last - 1].code in _CLOSING:
        last -= 1
    return words[first:last]


def read_phrase(words: Words, context: Context) -> Span | None:
    """What one phrase means, `before` included; raises `UnsureError` where it is known but not certain."""
    words = stripped(words)
    if not words:
        return None
    return _before(words[1:], context) if words[0].code == "b" else read_atom(words, context)


def read_atom(words: Words, context: Context) -> Span | None:
    """What one name of a day or period means, with the words that may modify it; `words` are not all ignored ones."""
    words = stripped([word for word in words if word.code != ","])
    return _plain(words, context) or _of_ends(words, context) or _modified(words, context)


def _plain(words: Words, context: Context) -> Span | None:
    return read_row(words, context) or _week_of(words, context) or _beside_weekday(words, context)


def _of_ends(words: Words, context: Context) -> Span | None:
    """`EOD Friday`: end of day says nothing more about a day, and by itself means today."""
    rest = stripped([word for word in words if word.code != "e"])
    if len(rest) == len(words):
        return None
    if not rest:
        return written(context.day(), "today")
    span = _plain(rest, context)
    return span if span and span.is_day else None


def _week_of(words: Words, context: Context) -> Span | None:
    """`week of April 6`, `w/c 6 Apr`, `4月6日の週`."""
    if words[0].code == "V" or words[0].text == "week":
        rest = stripped(words[1:])
    elif words[-1].text == "week":
        rest = stripped(words[:-1])
    else:
        return None
    day = (read_row(rest, context) or _beside_weekday(rest, context)) if rest else None
    if day is None or not day.is_day or (words[0].code != "V" and day.rule not in _NAMED):
        return None
    return week_of(day, context)


def _beside_weekday(words: Words, context: Context) -> Span | None:
    """`Fri 4 Dec`: the weekday must be that of the date."""
    if len(words) < 2 or "W" not in {words[0].code, words[-1].code}:
        return None
    weekday, rest = (words[0], words[1:]) if words[0].code == "W" else (words[-1], words[:-1])
    span = read_row(stripped(rest), replace(context, weekday=weekday.value))
    if span is None or span.rule not in _DATED:
        return None
    if span.start.isoweekday() != weekday.value:
        raise contradiction()
    return span


def _modified(words: Words, context: Context) -> Span | None:
    """`end of April`, `April end`, `mid-April`, `start of Q3`."""
    if words[0].code in "ELSI":
        how, rest = words[0].code, stripped(words[1:])
    elif words[-1].code in "ELSI":
        how, rest = words[-1].code, stripped(words[: -2 if words[-2:][0].code == "-" else -1])
    else:
        return None
    span = _named(rest, context) if rest else None
    return None if span is None else _part_of(how, span, context)


def _named(words: Words, context: Context) -> Span | None:
    """A period, where a unit alone is the one of base: `month` in `end of month`."""
    if len(words) == 1 and words[0].code in "U月年":
        return near(words, (0, 0), context)
    if len(words) == 1 and words[0].code == "F":
        return near_fiscal_year(words, (), context)
    return _plain(words, context)


def _part_of(how: str, span: Span, context: Context) -> Span | None:
    if span.kind is not DueKind.PERIOD:
        return span if how == "E" and span.is_day and span.rule not in _COUNTED else None
    if how == "S":
        return _start_of(span, context)
    return _middle_of(span, context) if how == "I" else span


def _start_of(span: Span, context: Context) -> Span:
    first = context.calendar.workday_from(span.start)
    if not span.fixed and first < context.day():
        raise _past(first)
    return computed(first, "start-of", fixed=span.fixed)


def _middle_of(span: Span, context: Context) -> Span | None:
    offset = {"month": 0, "quarter": 1}.get(span.rule.rpartition("-")[2])
    if offset is None:
        return None
    middle = months(span.start.year, span.start.month + offset).first.replace(day=15)
    if middle < context.day():
        raise _past(middle)
    return computed(middle, "mid-of", fixed=span.fixed)


def _past(day: date) -> UnsureError:
    return UnsureError("before-base", f"that would be {day}, before publication; write the year or the day")


def _before(words: Words, context: Context) -> Span | None:
    """The last working day before what `words` name begins; before its end is its end."""
    words = stripped(words)
    if not words:
        return None
    if words[0].code in "Ee" or words[-1].code in "Ee":
        return read_atom(words, context)
    span = read_atom(words, replace(context, after_base=True))
    if span is None or span.rule in _COUNTED or words[0].code == "L":
        return None
    day = context.calendar.workday_until(span.start - ONE_DAY)
    if not span.fixed and day < context.day():
        raise _past(day)
    return written(day, "before", fixed=span.fixed)
