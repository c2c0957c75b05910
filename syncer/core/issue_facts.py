"""Owns the lines of facts in an issue's body, such as `- Due: Next sprint (2026-03-27)`, for writing and reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from syncer.core.escaping import entity, harmless, plain, read_entities
from syncer.core.graphemes import cut
from syncer.core.looks import is_nothing
from syncer.model import Field

OWNERS, DUE, SEVERITY, PRIORITY, TYPE = FACTS = ("Owners", "Due", "Severity", "Priority", "Type")
"""The names of the lines, in the order we write them."""
FIELDS = {Field.DUE: DUE, Field.PRIORITY: PRIORITY, Field.TYPE: TYPE}
"""The fields that a body may be the only place for, and the lines that hold them."""
VALUE_LIMIT = 300
"""UTF-16 units of a value of the document that is shown on a line."""
MOST_OWNERS = 30
"""Owners named on a line; of more only the number is told."""

_NAMES = {"owner": OWNERS, "due date": DUE, **{name.casefold(): name for name in FACTS}}
_LINE = re.compile(
    r"^[ \t]*(?:[-*+][ \t]*)?[*_]{0,2}(?P<name>owners?|due(?: date)?|severity|priority|type)[*_]{0,2}[ \t]*:"
    r"[*_]{0,2}[ \t]*",
    re.IGNORECASE | re.MULTILINE | re.ASCII,
)
_DATE = r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])"
_DAY = re.compile(_DATE)
_OURS = re.compile(rf"\([ \t]*({_DATE})[ \t]*\)")
_BRACKETS = re.compile(r"\([^()]*\)")
_MARKUP = "`*_~ \t"


class FactLine(NamedTuple):
    """Where a line stands, by characters: its first, its value without blanks, and behind its line ending."""

    start: int
    value: int
    stop: int
    end: int


def fact_value(text: str | None) -> str | None:
    """What `text` of a document means as a priority or type in any tracker: one line, `None` where it says nothing."""
    shown = cut(plain(text or ""), VALUE_LIMIT)
    return None if is_nothing(shown) else shown


def fact_words(text: str | None, limit: int = VALUE_LIMIT) -> str:
    """One line of `text` as Markdown that shows it literally and without effect, at most `limit` units of it."""
    return harmless(cut(plain(text or ""), limit))


def owner_words(owners: Sequence[str], most: int = MOST_OWNERS, limit: int = VALUE_LIMIT) -> str:
    """The plain names `owners` on one line; only the first `most`, with the number of the others."""
    shown = ", ".join(fact_words(owner.lstrip("@"), limit) for owner in owners[:most])
    return f"{shown} and {len(owners) - most} more" if len(owners) > most else shown


def due_words(written: str | None, resolved: str | None, limit: int = VALUE_LIMIT) -> str:
    """A due text as `written` and the ISO date that it means: `Next sprint (2026-03-27)`.

    A date in a text that means none is shown, but not read back.
    """
    words = fact_words(written, limit)
    if resolved is None:
        return _DAY.sub(lambda match: match[0].replace("-", entity("-"), 1), words)
    if _read_due(words) == resolved:
        return words
    return f"{words} ({resolved})" if words else resolved


def fact_line(name: str, words: str) -> str:
    """A line without its ending."""
    return f"- {name}: {words}"


def find_lines(text: str, start: int, end: int) -> Mapping[str, FactLine]:
    """The first line of each name in `text[start:end]`, however people may have retyped it."""
    found: dict[str, FactLine] = {}
    for match in _LINE.finditer(text, start, end):
        found.setdefault(_NAMES[match["name"].casefold()], _line(text, match, end))
    return found


def _line(text: str, match: re.Match[str], end: int) -> FactLine:
    newline = text.find("\n", match.end(), end)
    stop = end if newline < 0 else newline
    value = text[match.end() : stop].rstrip()
    return FactLine(match.start(), match.end(), match.end() + len(value), stop if newline < 0 else newline + 1)


def read_fact(field: Field, words: str) -> str | None:
    """What the value of a line now says of DUE (an ISO date), PRIORITY or TYPE; `None` where it says nothing.

    Of several dates the last that stands alone in brackets counts, else the only one outside of brackets, else the
    only one: `2026-04-10 (was 2026-03-27)` is April.
    """
    if field is Field.DUE:
        return _read_due(words)
    return fact_value(read_entities(words.strip(_MARKUP)))


def _read_due(words: str) -> str | None:
    ours = list(_days(_OURS.findall(words)))[-1:]
    outside = set(_days(_DAY.findall(_BRACKETS.sub(" ", words))))
    candidates = ours or outside or set(_days(_DAY.findall(words)))
    return next(iter(candidates)) if len(candidates) == 1 else None


def _days(texts: Sequence[str]) -> Iterator[str]:
    """Those of `texts` that are days of the calendar."""
    for text in texts:
        try:
            yield date.fromisoformat(text).isoformat()
        except ValueError:
            continue  # shaped like a date only
