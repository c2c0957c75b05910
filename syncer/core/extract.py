"""Owns the way from a document's blocks to its action items, and says what was passed over and why."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.core.collecting import Collector
from syncer.core.headings import Grade
from syncer.core.outline import sections
from syncer.model import ActionItem, Blocks, LineAnchor, PassedOver, Problem, TableLayout

MAX_BYTES = 16_000
"""Text of more bytes is no action item. It leaves room for our suffix below what is searched for one."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Action items in order of line, the tables that hold them, what was passed over, and rows that cannot be read.

    `TableAnchor.table` counts in `tables`. The problems' `document` is empty: the caller knows its name.
    """

    items: tuple[ActionItem, ...] = ()
    tables: tuple[TableLayout, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[Problem, ...] = ()


def extract(blocks: Blocks, language: str | None = None) -> Extraction:
    """Read every action item of a document.

    `language` (an ISO 639 code) helps to tell an infinitive that asks for something from a name. Sections whose titles
    only may introduce action items count where no other section gives any, or where they say when; where those give
    none either, lists count whose items have owners or due dates.
    """
    collector = Collector(blocks, sections(blocks), language)
    collector.read_tables()
    collector.read_lists(Grade.STRONG)
    if not collector.items and not collector.tables:
        collector.read_lists(Grade.WEAK)
    else:
        collector.read_ahead()
    if not collector.items and not collector.tables:
        collector.read_by_shape()
    items = sorted((item for item in collector.items if _length(item) <= MAX_BYTES), key=lambda item: item.line)
    too_long = [_too_long(item) for item in collector.items if _length(item) > MAX_BYTES]
    passed_over = sorted(set(collector.passed_over), key=lambda passed: (passed.line, passed.what, passed.why))
    return Extraction(tuple(items), tuple(collector.tables), tuple(passed_over), (*collector.problems, *too_long))


def _length(item: ActionItem) -> int:
    """Bytes of a row's action, or of a whole list item or title without our suffix."""
    if not isinstance(item.anchor, LineAnchor):
        return len(item.action.encode())
    suffix = item.anchor.suffix
    return item.span.end - item.span.start - (suffix.end - suffix.start if suffix else 0)


def _too_long(item: ActionItem) -> Problem:
    message = f"the action item is {_length(item)} bytes long, at most {MAX_BYTES} are tracked"
    return Problem("item-too-long", "", item.line, message, "say in one sentence what to do, and the rest below it")
