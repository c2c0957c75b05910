"""Owns how a text that names owners is split into them, as written."""

from __future__ import annotations

import re

from syncer.core.looks import is_nothing, is_placeholder
from syncer.core.patterns import Pattern
from syncer.core.wording import collapse

_SEPARATOR = Pattern(r"[,;/&+、，；／\n]|(?<=\s)(?:and|und|et|og|och|y|и|e)(?=\s)", re.IGNORECASE)
_LEAD = Pattern(r"(?:owners?|assignees?|assigned to|dri|lead|cc)\s*[:：]\s*", re.IGNORECASE)
_URL = Pattern(r"https?://")
MAX_OWNERS = 20
"""More names than this in one cell are no owners but a text."""


def split_owners(text: str) -> tuple[str, ...]:
    """The owners that `text` names, in order, as written; placeholders such as `TBD` or `-` give none.

    Split at commas, slashes, ampersands, line breaks and the word "and" outside brackets, so that the remark in
    `Kai (operations, Berlin)` stays with its name.
    """
    if is_nothing(text) or is_placeholder(text):
        return ()
    if _URL.search(text):
        return (collapse(text),)
    parts = (collapse(_without_lead(part)).strip(" *_`|.:") for part in _outside_brackets(_unwrap(text)))
    return tuple(dict.fromkeys(part for part in parts if part and not is_nothing(part)))[:MAX_OWNERS]


def _without_lead(part: str) -> str:
    return _LEAD.sub("", part, count=1) if ":" in part or "：" in part else part


def _unwrap(text: str) -> str:
    """`text` without one pair of brackets around all of it."""
    text = text.strip()
    if text[:1] in "([（" and text[-1:] in ")]）" and not any(character in text[1:-1] for character in "()[]（）"):
        return text[1:-1]
    return text


def _outside_brackets(text: str) -> list[str]:
    parts: list[str] = []
    start = depth = position = 0
    for match in _SEPARATOR.finditer(text):
        between = text[position : match.start()]
        depth += sum(map(between.count, "([（")) - sum(map(between.count, ")]）"))
        position = match.end()
        if depth <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
