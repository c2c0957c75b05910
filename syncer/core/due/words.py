"""Owns words: pieces of a text brought to plain English and classed, so that a rule is a row of classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from syncer.core.due.english import CLASSES, DROPPED, ENGLISH
from syncer.core.due.lexing import Piece
from syncer.core.due.table import Table

_ORDINALS = frozenset({"st", "nd", "rd", "th"})


class Word(NamedTuple):
    """A word with its class: one letter or sign of `code`, a number where it has one, and where it stands.

    Numbers are `n` (one or two digits), `y` (a year in four), `8` (eight digits), `N` (any other), `a` (a year after
    an apostrophe), `o` (ordinal) and `c` (spelt out); unknown words are `u`. The other codes are in `english`.
    """

    code: str
    value: int
    text: str
    at: int


Words = Sequence[Word]


def words_of(pieces: list[Piece], table: Table | None) -> list[Word]:
    """The words of `pieces`, read with the table of a language beside English."""
    if table is not None:
        pieces = table.rewrite(pieces)
    words: list[Word] = []
    for piece in ENGLISH.rewrite(_meaningful(pieces)):
        _add(words, piece)
    return [word for word in words if word.code != "'"]


def codes(words: Words) -> str:
    """The classes of `words` in a row."""
    return "".join([word.code for word in words])


def _meaningful(pieces: list[Piece]) -> list[Piece]:
    """`pieces` without those that only join two others; one that joins nothing stays, and is not understood."""
    if DROPPED.isdisjoint([piece.text for piece in pieces]):
        return pieces
    last = max([place for place, piece in enumerate(pieces) if piece.text.isalnum()], default=0)
    return [piece for place, piece in enumerate(pieces) if piece.text not in DROPPED or place == last]


def _add(words: list[Word], piece: Piece) -> None:
    word = _classed(piece)
    last = words[-1].code if words else ""
    if word.text in _ORDINALS and last == "n":
        words[-1] = words[-1]._replace(code="o")
    elif last == "'" and word.code == "n":
        words[-1] = word._replace(code="a")
    elif last == "." and word.code == "M":
        words[-1] = word
    elif word.code != "." or last in "nNy8":
        words.append(word)


def _classed(piece: Piece) -> Word:
    text, at = piece
    if known := CLASSES.get(text):
        return Word(known[0], known[1], text, at)
    return _number(text, at) if text.isdecimal() else Word("u", 0, text, at)


def _number(text: str, at: int) -> Word:
    value = int(text)
    if len(text) <= 2:
        return Word("n", value, text, at)
    if len(text) == 4 and 1900 <= value < 2200:
        return Word("y", value, text, at)
    return Word("8" if len(text) == 8 else "N", value, text, at)
