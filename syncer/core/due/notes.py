"""Owns what stands beside a due phrase: notes in brackets, tails, signs of doubt, and a second date."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from syncer.core.due.phrases import read_phrase, stripped
from syncer.core.due.ranges import read_range
from syncer.core.due.span import Context, Span, UnsureError, not_understood, settle, two_dates
from syncer.core.due.words import Word, Words, codes

_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_BRACKETS = _OPENING | _CLOSING
_DATE_LIKE = re.compile(r"[MWDV8y]|[TX][UWF]|[QKF][na]|nQ|n[-/]n|n\.n\.|n[月日]|[nNc][UYdh]")
_NUMBERS = frozenset("nNoy8a")
_TAKING_BACK = frozenset({"cancelled", "canceled", "abandoned", "delayed", "moved", "postponed", "rescheduled"})
_TAKING_BACK |= {"slipped", "deferred", "missed", "obsolete", "not", "no", "or"}


class Group(NamedTuple):
    """What stands in a pair of brackets: its words and its text."""

    words: Words
    text: str


class Beside(NamedTuple):
    """A phrase without what stands beside it: its words, the bracketed groups, and whether it is in doubt."""

    words: Words
    groups: tuple[Group, ...]
    is_uncertain: bool


def set_aside(words: Words, tidied: str) -> Beside:
    """`words` without brackets and signs of doubt; raises `UnsureError` where brackets do not pair up."""
    words = _unwrapped(words)
    outside, groups = (words, []) if _BRACKETS.isdisjoint(codes(words)) else _groups(words, tidied)
    clear, is_uncertain = _without_doubt(outside)
    return Beside(clear, tuple(groups), is_uncertain)


def closing(words: Words, opening: int) -> int:
    """Where the bracket that opens at `opening` closes; raises `UnsureError` where it never does."""
    depth = 0
    for place in range(opening, len(words)):
        depth += (words[place].code in _OPENING) - (words[place].code in _CLOSING)
        if depth == 0:
            return place
    raise not_understood()


def _unwrapped(words: Words) -> Words:
    """`words` without brackets around all of them, two pairs at most."""
    for _ in range(2):
        if len(words) > 1 and words[0].code in _OPENING and closing(words, 0) == len(words) - 1:
            words = words[1:-1]
    return words


def _groups(words: Words, tidied: str) -> tuple[Words, list[Group]]:
    """The words outside of brackets, and the bracketed groups; a weekday in brackets counts as outside."""
    outside: list[Word] = []
    groups: list[Group] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.code in _CLOSING:
            raise not_understood()
        if word.code not in _OPENING:
            outside.append(word)
            place += 1
            continue
        end = closing(words, place)
        inner = words[place + 1 : end]
        if codes(inner) in {"W", "e"}:
            outside += inner
        else:
            groups.append(Group(inner, " ".join(tidied[word.at + 1 : words[end].at].split())))
        place = end + 1
    return outside, groups


def _without_doubt(words: Words) -> tuple[Words, bool]:
    """`words` without closing question marks and words such as `tentative`, and whether any stood there."""
    words, found = list(words), False
    while len(words) > 1 and words[-1].code in ",;!":
        words.pop()
    while len(words) > 1 and (words[-1].code in "?g" or (words[-1].code in ".,;!" and words[-2].code in "?g")):
        found |= words.pop().code in "?g"
    while len(words) > 1 and words[0].code == "g":
        found, words = True, words[1:]
    return words, found


def read_any(words: Words, context: Context) -> Span | None:
    """What a phrase or range means; `15.` is a day only where a word such as `am` stands before it."""
    if context.takes_dots and words and words[0].code not in "pb":
        context = replace(context, takes_dots=False)
    return read_phrase(words, context) or read_range(words, context)


def read_with_tail(words: Words, context: Context) -> tuple[Span, int | None]:
    """What a phrase means, and where its tail (`then quarterly`, `ongoing`) begins if it has one."""
    if span := read_any(words, context):
        return span, None
    place = next((place for place, word in enumerate(words) if place and word.code in ">r"), None)
    if place is None:
        raise not_understood()
    head = list(words[:place])
    while head and head[-1].code in "&~,;–p":
        head.pop()
    span = read_any(head, context)
    if span is None:
        raise not_understood()
    if mentions_date(words[place:]) or not _NUMBERS.isdisjoint(codes(words[place:])):
        raise two_dates()
    return span, place


def mentions_date(words: Words) -> bool:
    """Whether anything in `words` looks like a date or period."""
    return _DATE_LIKE.search(codes(words)) is not None


def is_doubt(group: Group) -> bool:
    """Whether a group says no more than that the phrase is uncertain: `(tentative)`, `(?)`, `(TBC)`."""
    return bool(group.words) and set(codes(group.words)) <= set("g0?") and not takes_back(group)


def takes_back(group: Group) -> bool:
    """Whether a group says that the date beside it does not hold: `(cancelled)`, `(delayed)`."""
    return not _TAKING_BACK.isdisjoint(word.text for word in group.words)


def check(group: Group, span: Span, context: Context) -> None:
    """Raise `UnsureError` where a group takes the date beside it back or names another."""
    if takes_back(group):
        raise UnsureError("taken-back", "the note beside the date takes it back")
    other = read_quietly(group.words, context)
    if other is None:
        if mentions_date(group.words):
            raise two_dates()
    elif settle(other, context) != settle(span, context) and not other.start <= span.start <= span.end <= other.end:
        raise two_dates()


def read_quietly(words: Words, context: Context) -> Span | None:
    """What `words` mean; `None` too where that is not certain."""
    try:
        return read_any(stripped(words), context)
    except UnsureError:
        return None
