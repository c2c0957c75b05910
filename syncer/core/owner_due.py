"""Owns the due date that people write behind an owner: `Owner: @maria, due 2026-11-30`, `Jonas Weber (by Friday)`."""

from __future__ import annotations

import re
from typing import NamedTuple

from syncer.core.calendar import Calendar
from syncer.core.due import read_due_in_any_language
from syncer.core.lexicon.dates import DUE_LEADS
from syncer.core.looks import is_date_like
from syncer.core.owner_text import split_owners
from syncer.core.patterns import Pattern
from syncer.core.wording import collapse

MAX_TEXT = 400
"""Characters; a longer text names owners alone, if it names any."""
_SEPARATOR = Pattern(r"[;；、|·•()（）\[\]\n]|[,，](?!\s*\d{4}(?![-/.年\d]))|\s[—–-]{1,3}\s")
_LEAD = Pattern(rf"(?<![^\W\d_])(?:{DUE_LEADS})(?:\s*[:：]\s*|\s+|(?=\d))", re.IGNORECASE)
_NAME_OF_FIELD = Pattern(r"(?:due(?: date)?|eta|deadline|target(?: date)?|期限|締切|срок)[:：\s]+", re.IGNORECASE)
"""Words before a date that say no more than that it is due; `by` and `before` are part of it."""
_DIGIT = Pattern(r"\d")
_EMPTY = Pattern(r"[(（\[][\s,，;；]*[)）\]]")
_DANGLING = Pattern(r"[\s,，;；]+(?=[)）\]])")
_UNTIL = ("まで", "までに", "迄", "前")
_NOT_DUE = frozenset({"not-understood", "too-long", "empty"})
_ANY_CALENDAR = Calendar()


class OwnersAndDue(NamedTuple):
    """The owners that a text names, as written, and the due date that stands among them, `None` without one."""

    owners: tuple[str, ...]
    due: str | None


def read_owners(text: str) -> OwnersAndDue:
    """The owners of `text`, and the due date beside them.

    A due date is what words such as `due`, `by` or `bis` lead up to, or what is a date by itself, provided that the
    due-date grammar reads it in some language: `Ops, due to their access` names owners alone.
    """
    if len(text) > MAX_TEXT:
        return OwnersAndDue(split_owners(text), None)
    position = 0
    for end in (*(match.start() for match in _SEPARATOR.finditer(text)), len(text)):
        start = _due_start(text, position, end)
        if start is not None:
            rest = _DANGLING.sub("", _EMPTY.sub(" ", text[:start].rstrip(" \t—–-") + text[end:]))
            due = collapse(text[start:end]).strip(" .*_`")
            return OwnersAndDue(split_owners(rest), _NAME_OF_FIELD.sub("", due, count=1))
        position = end + 1
    return OwnersAndDue(split_owners(text), None)


def _due_start(text: str, start: int, end: int) -> int | None:
    """Where the due date begins that ends the part `text[start:end]`."""
    for lead in _LEAD.finditer(text, start, end):
        if is_date_like(text[lead.end() : end].strip()) or _is_due(text[lead.start() : end]):
            return lead.start()
    part = text[start:end].lstrip(" \t—–-")
    if _DIGIT.search(part) and (is_date_like(part) or part.endswith(_UNTIL)) and _is_due(part):
        return end - len(part)
    return None


def _is_due(text: str) -> bool:
    """Whether the due-date grammar reads `text`; which day it means depends on the document."""
    return read_due_in_any_language(text.strip(" \t.*_`"), None, _ANY_CALENDAR).rule not in _NOT_DUE
