"""Owns what status words, marks and boxes mean, in the languages that postmortems are written in."""

from __future__ import annotations

import re

from syncer.core.lexicon import states
from syncer.core.patterns import Pattern
from syncer.core.wording import fold
from syncer.model import State

# Where two words begin at one place the earlier state wins: `no longer needed` is not `no`.
_BY_STATE = (
    (State.WONT_DO, states.WONT_DO, states.EAST_ASIAN_WONT_DO),
    (State.TODO, states.TODO, states.EAST_ASIAN_TODO),
    (State.IN_PROGRESS, states.IN_PROGRESS, states.EAST_ASIAN_IN_PROGRESS),
    (State.DONE, states.DONE, states.EAST_ASIAN_DONE),
)
_WORDS = Pattern(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{state.value}>{words})" for state, words, _ in _BY_STATE)
    + r")(?![\w-])|"
    + "|".join(f"(?P<{state.value}_cjk>{words})" for state, _, words in _BY_STATE)
)
_MARKS = {
    State.DONE: states.DONE_MARKS,
    State.IN_PROGRESS: states.IN_PROGRESS_MARKS,
    State.TODO: states.TODO_MARKS,
    State.WONT_DO: states.WONT_DO_MARKS,
}
_STATE_OF = {mark: state for state, marks in _MARKS.items() for mark in marks}
_BOXES = {
    "[x]": State.DONE,
    "[*]": State.DONE,
    "[v]": State.DONE,
    "[]": State.TODO,
    "[ ]": State.TODO,
    "[~]": State.IN_PROGRESS,
    "[/]": State.IN_PROGRESS,
    "[-]": State.WONT_DO,
}
MAX_STATUS = 60
"""A longer text says more than a status."""
LEADING_MARK = Pattern(r"\s*(\[[ xX*vV~/-]?\](?=\s|$)|[✅☑☒✔✓❌⬜☐□🔲🔄🚧⏳🟢🟡🔴⚪🚫]\ufe0f?)\s*")
"""A box or mark that begins an item, in group 1."""

_YES = Pattern(r"(?:yes|y|x|true|ja|oui|s[ií]|sim|да|是|はい|100 ?%|✓|[0-9]{4}-[0-9]{2}-[0-9]{2})\b.*", re.DOTALL)
_PERCENT = Pattern(r"([0-9]{1,3}) ?%")
_BESIDE = Pattern(r"[\s.,;:!/&()（）-]+|and|all|now|in|as of|on|by|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""What may stand beside status words, one at a time."""


def read_state(text: str, *, is_done_column: bool = False) -> State | None:
    """What a status text says, `None` where it says nothing known; the first word known decides, then marks.

    In a column that asks whether it is done, a yes or a date says so.
    """
    folded = fold(text)
    if is_done_column and _YES.fullmatch(folded):
        return State.DONE
    if found := _WORDS.search(folded):
        return State((found.lastgroup or "").removesuffix("_cjk"))
    if percent := _PERCENT.search(folded):
        return State.DONE if percent[1] == "100" else State.IN_PROGRESS
    return read_mark(text)


def read_mark(text: str) -> State | None:
    """What the box that `text` begins with says, or else the first mark in it."""
    start = text.lstrip()[:3].casefold()
    for box in (start, start[:2]):
        if box in _BOXES:
            return _BOXES[box]
    return next((_STATE_OF[character] for character in text[:200] if character in _STATE_OF), None)


def is_status_only(text: str) -> bool:
    """Whether `text` says a status and nothing else."""
    folded = fold(text)
    if not folded:
        return read_mark(text) is not None
    if len(folded) > MAX_STATUS:
        return False
    position, said = 0, False
    while position < len(folded):
        word = _WORDS.match(folded, position)
        beside = word or _BESIDE.match(folded, position)
        if beside is None:
            return False
        position, said = beside.end(), said or word is not None
    return said


def begins_with_status(text: str) -> bool:
    """Whether the first word of `text` is a status word."""
    return _WORDS.match(fold(text)) is not None
