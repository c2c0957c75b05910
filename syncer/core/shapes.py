"""Owns what the cells of a column look like together: dates, owners, tickets, statuses, sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from syncer.core.looks import (
    is_date_like,
    is_mention,
    is_nothing,
    is_owner_like,
    is_priority,
    is_time_like,
    names_team,
)
from syncer.core.patterns import Pattern
from syncer.core.statuses import LEADING_MARK, is_status_only
from syncer.core.tickets import find_keys, read_ticket
from syncer.core.verbs import asks_for_action
from syncer.core.wording import fold

MAX_SAMPLE = 12
"""So many filled cells tell what a column looks like."""
MAX_SHAPED = 100
"""A longer cell is a text, whatever is in it."""

MAX_STATUS_WORDS = 6
"""A longer cell that begins with a mark says more than a status."""

_UNDATED = Pattern(
    r"(?:ongoing|continuous|backlog|someday|asap|immediate|immediately|recurring|weekly|monthly|quarterly|daily|done"
    r"|complete|completed|short[ -]term|long[ -]term|medium[ -]term|継続|随時|定期|未定)"
)
_NUMBER = Pattern(r"#?(?:[a-z]{1,6}[- ]?)?\d{1,3}[.)]?|[ivx]{1,5}\.?|[a-c]\d")
_NICK = Pattern(r"[a-zA-Z][\w.-]{1,30}")


class Shape(Enum):
    """What most filled cells of a column look like."""

    EMPTY = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    TICKET = auto()
    STATUS = auto()
    PRIORITY = auto()
    OWNER = auto()
    NAME = auto()
    WORDS = auto()
    TEXT = auto()


def shape_of(cells: Sequence[str]) -> Shape:
    """What at least half of a column's filled cells look like, `TEXT` where they differ."""
    filled = [cell for cell in cells if not is_nothing(cell)][:MAX_SAMPLE]
    if not filled:
        return Shape.EMPTY
    shapes = [_cell_shape(cell.strip()) for cell in filled]
    if all(shape in (Shape.NAME, Shape.OWNER) for shape in shapes):
        return Shape.OWNER if Shape.OWNER in shapes else Shape.NAME
    best = max(dict.fromkeys(shapes), key=shapes.count)
    return best if shapes.count(best) * 2 >= len(shapes) else Shape.TEXT


def _cell_shape(text: str) -> Shape:
    if len(text) > MAX_SHAPED:
        return Shape.TEXT
    return next((shape for shape, fits in _TESTS if fits(text)), None) or _name_shape(text)


def _name_shape(text: str) -> Shape:
    if all(is_mention(part) for part in text.replace(",", " ").split()):
        return Shape.OWNER
    words = len(text.split())
    if words <= 5 and is_owner_like(text):
        return Shape.OWNER if names_team(text) or words > 1 else Shape.NAME
    return Shape.WORDS if words <= 2 and (_NICK.fullmatch(text) or len(text) <= 12) else Shape.TEXT


def is_ticket_like(text: str) -> bool:
    """Whether a cell does little else but name tickets."""
    if text.startswith("http") and " " not in text:
        return read_ticket(text, text) is not None
    named = sum(found.end - found.start for found in find_keys(text, in_column=True))
    return named * 2 >= len(text)


def _is_status(text: str) -> bool:
    """A status in words known, or in few unknown ones behind a mark."""
    return is_status_only(text) or (LEADING_MARK.match(text) is not None and len(text.split()) <= MAX_STATUS_WORDS)


def _is_due(text: str) -> bool:
    return is_date_like(text) or _UNDATED.fullmatch(fold(text)) is not None


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(fold(text)) is not None


def _is_order(text: str) -> bool:
    return (" " in text or not text.isascii()) and asks_for_action(text)


_TESTS: tuple[tuple[Shape, Callable[[str], bool]], ...] = (
    (Shape.TIME, is_time_like),
    (Shape.PRIORITY, is_priority),
    (Shape.STATUS, _is_status),
    (Shape.DATE, _is_due),
    (Shape.TICKET, is_ticket_like),
    (Shape.NUMBER, _is_number),
    (Shape.TEXT, _is_order),
)
