"""Owns moved dates: struck text, arrows, `moved to` and `was`; which part counts and which are slips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from syncer.core.due.notes import closing
from syncer.core.due.phrases import stripped
from syncer.core.due.span import NOT_UNDERSTOOD, UnsureError, not_understood
from syncer.core.due.words import Word, Words, codes
from syncer.model import Due, DueState

_ARROWS = frozenset("→←⇠")
_MARKS = _ARROWS | {"~~"}


class Part(NamedTuple):
    """A stretch of a due text that an arrow sets apart: `→` holds from then on, `←` held before, `` neither."""

    sign: str
    words: list[Word]


def read_moved(words: Words, read: Callable[[Words], Due]) -> Due:
    """What the valid part of `words` means, by `read`, with the dates of the other parts as slips."""
    if not any(word.code in _MARKS or word.text == "now" for word in words):
        return read(words)
    words, struck = _unstruck(words)
    if not words and struck:
        raise UnsureError("struck", "this date is struck out and no other stands beside it")
    parts = _parts(words)
    valid = _valid(parts)
    due = read(valid.words)
    others = [*map(_quietly(read), struck), *(_known(part, read) for part in parts if part is not valid and part.words)]
    slips = tuple(day for day in others if day is not None and day != due.date)
    return due if not slips else Due(due.state, due.date, due.kind, due.rule, due.note, slips)


def _unstruck(words: Words) -> tuple[list[Word], list[list[Word]]]:
    """The words that are not struck out, and the struck stretches."""
    stretches: list[list[Word]] = [[]]
    for word in words:
        if word.code == "~~":
            stretches.append([])
        else:
            stretches[-1].append(word)
    if len(stretches) % 2 == 0:
        raise not_understood()
    return [word for stretch in stretches[::2] for word in stretch], stretches[1::2]


def _parts(words: list[Word]) -> list[Part]:
    parts = [Part("", [])]
    current = parts[0]
    place = 0
    while place < len(words):
        opening = _opens_move(words, place)
        sign = _sign(words, place + opening)
        if not sign:
            current.words.append(words[place])
            place += 1
            continue
        end = closing(words, place) if opening else place + 1
        part = Part("→" if sign == "→" else "←", list(words[place + 2 : end]) if opening else [])
        if opening and sign == "⇠" and "=" in codes(part.words):
            raise not_understood()
        parts.append(part)
        current = current if opening and sign != "→" else part
        place = end + opening
    return parts


def _opens_move(words: list[Word], place: int) -> bool:
    return words[place].code in "([" and place + 1 < len(words) and bool(_sign(words, place + 1))


def _sign(words: list[Word], place: int) -> str:
    """The arrow at `place`: a sign, a word such as `moved to`, `now` where something stands before it, or nothing."""
    word = words[place]
    before = words[place - 1].code if place else ""
    if word.text == "now" and before and before in "([,;":
        return "→"
    if word.code == "=" and words[0].code == "⇠":
        return "→"
    if word.code == "←" and before == "u":
        return ""
    return word.code if word.code in _ARROWS else ""


def _valid(parts: list[Part]) -> Part:
    """The part that counts: behind the last arrow, else the one that no arrow sets apart."""
    valid = next((part for part in reversed(parts) if part.sign == "→"), parts[0])
    if len(parts) > 1 and not stripped(valid.words):
        raise UnsureError("moved-without-date", "this says that the date moved, but not to when")
    return valid


def _known(part: Part, read: Callable[[Words], Due]) -> date | None:
    """The date of a part that no longer counts; raises `UnsureError` where it is nothing that could have moved."""
    if not stripped(part.words):
        return None
    try:
        due = read(part.words)
    except UnsureError as error:
        if error.rule == NOT_UNDERSTOOD:
            raise
        return None
    if due.state is DueState.DONE:
        raise not_understood()
    return due.date


def _quietly(read: Callable[[Words], Due]) -> Callable[[Words], date | None]:
    """`read` for struck text, which never counts: the date of what it can read, `None` for the rest."""

    def date_of(words: Words) -> date | None:
        try:
            return read(words).date
        except UnsureError:
            return None

    return date_of
