"""Owns ranges: `Jan 5-9`, `Q4 2025 - Q1 2026`, `this week or next`; the end decides."""

from __future__ import annotations

from syncer.core.due.phrases import read_atom, stripped
from syncer.core.due.span import NO_BASE, Context, Span, UnsureError, two_dates
from syncer.core.due.words import Words, codes

_STRONG = frozenset("–|=~")
_WEAK = frozenset("-/")
_LENDS_NUMBER = frozenset({"Mn", "Mo", "Kn", "Un", "UN", "Yn", "YN", "Qn", "hn"})
_TAKES_NUMBER = frozenset({"n", "o", "N", "ny", "oy", "na"})
_TAKES_REST = frozenset({"n", "o", "c", "T", "X", "n.", "E", "L", "S", "I"})
_STARTS_SOMEWHERE = frozenset({"just-over", "before-base", "week-too-far", "ambiguous-date", NO_BASE})
"""Why a start may not be known for certain; the end decides, so it does not matter."""
_RELATIVE = ("duration", "working-days", "sprint", "this-", "next-", "after-next-")


def read_range(words: Words, context: Context) -> Span | None:
    """What a range means: its end, read alone; `None` where `words` are no range of two things that can be read."""
    words = stripped([word for word in words if word.code != ","])
    opening = words[0].text if words else ""
    if opening in {"from", "between"}:
        words = words[1:]
    place = _sign_place(words, "&" if opening == "between" else "")
    if place is None:
        return None
    left, right = stripped(words[:place]), stripped(words[place + 1 :])
    if not left or not right:
        return None
    return _read_halves(left, right, words[place].code, context)


def _sign_place(words: Words, more: str) -> int | None:
    """Where the one sign is that splits a range; a tight one counts only where there is no other."""
    for signs in (_STRONG | set(more), _WEAK):
        places = [place for place, word in enumerate(words) if word.code in signs]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def _read_halves(left: Words, right: Words, sign: str, context: Context) -> Span | None:
    if sign == "/" and left[0].code == "K" and codes(right) == "n":
        return None
    end = read_atom(_completed_end(left, right), context)
    if end is None:
        return None
    try:
        start = read_atom(left, context) or read_atom(_completed_start(left, right), context)
    except UnsureError as error:
        if error.rule not in _STARTS_SOMEWHERE:
            raise
        return end._replace(rule="range")
    if start is None:
        return None
    _check(start, end, sign)
    return end._replace(rule="range")


def _completed_end(left: Words, right: Words) -> Words:
    """The end with what it borrows from the start: the month of `Jan 5-9`, the unit of `this week or next`."""
    if codes(left) in _LENDS_NUMBER and codes(right) in _TAKES_NUMBER:
        return [*left[:-1], *right]
    if codes(right) in {"T", "X"} and left[-1].code == "U":
        return [*right, left[-1]]
    return right


def _completed_start(left: Words, right: Words) -> Words:
    """The start with what it borrows from the end: the month of `5-9 Jan`, the unit of `2-3 weeks`."""
    return [left[0], *right[1:]] if codes(left) in _TAKES_REST else left


def _check(start: Span, end: Span, sign: str) -> None:
    """Refuse a range that runs backwards, and two full dates of which either may be meant."""
    both_fixed = start.fixed and end.fixed
    if both_fixed and start.is_day and end.is_day and sign in "/|" and start != end:
        raise two_dates()
    may_be_earlier = start.rule == end.rule and not start.rule.startswith(_RELATIVE)
    if (both_fixed or not may_be_earlier) and start.start > end.end:
        raise UnsureError("reversed-range", "the range ends before it begins")
