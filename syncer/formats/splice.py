"""Owns the read-back gate: a written document is read again, and a change outside owned text stops the write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from syncer.model import (
    OWN_HEADERS,
    ActionItem,
    Document,
    Edit,
    Problem,
    ReadFailure,
    Role,
    RowLayout,
    Severity,
    TableLayout,
    Ticket,
    splice,
)

_OWNED = frozenset({Role.ISSUE, Role.STATUS})
_OWN_HEADERS = frozenset(name.encode() for name in OWN_HEADERS.values())

Difference = tuple[int | None, str]
"""A 1-based line and what differs there."""


def check(
    before: Document, after: bytes, edits: Sequence[Edit], read: Callable[[bytes], Document | ReadFailure]
) -> Problem | None:
    """Why `after` must not be written in place of `before.data`, `None` where it may.

    `edits` are those that made `after`. `read` reads bytes just as `before` was read. Compared are the bytes outside
    the edits, the document's facts, every action item but for its status and our links, and every cell of every
    action-item table but for new texts in issue and status columns.
    """
    difference = next(_differences(before, after, edits, read), None)
    if difference is None:
        return None
    line, what = difference
    return Problem(
        "write-back-refused",
        before.name,
        line,
        f"writing links and states would change more than our own text: {what}; nothing was written to this document",
        "please report this with the lines around it; setting the table or list apart by blank lines may help",
        Severity.ERROR,
    )


def _differences(
    before: Document, after: bytes, edits: Sequence[Edit], read: Callable[[bytes], Document | ReadFailure]
) -> Iterator[Difference]:
    if splice(before.data, edits) != after:
        yield None, "bytes outside our own text differ"
    if any(b"\n" in edit.after or b"\r" in edit.after for edit in edits):
        yield None, "a line would be added"
    again = read(after)
    if isinstance(again, ReadFailure):
        yield None, f"it could not be read again ({again.reason})"
    else:
        if _facts(before) != _facts(again):
            yield None, "its title, its publication or its dates would read differently"
        yield from _item_differences(before, again)
        texts = frozenset(text.strip() for edit in edits for text in edit.after.split(b"|"))
        yield from _table_differences(before, again, texts)


def _facts(document: Document) -> tuple[object, ...]:
    return document.title, document.published, document.is_published, document.facts


def _item_differences(before: Document, again: Document) -> Iterator[Difference]:
    for old, new in zip_longest(before.items, again.items):
        if old is None or new is None:
            item = old or new
            yield item.line, f"the action item '{item.action}' would {'vanish' if new is None else 'appear'}"
        elif _lasting(old) != _lasting(new):
            yield old.line, f"the action item '{old.action}' would read differently"


def _lasting(item: ActionItem) -> tuple[object, ...]:
    """What writing back must leave as it is; the status and our own links may change."""
    return (
        item.line,
        item.kind,
        item.action,
        item.owners,
        item.due_text,
        item.priority,
        item.type,
        item.section,
        tuple(ticket for ticket in item.tickets if _is_authors(ticket)),
    )


def _is_authors(ticket: Ticket) -> bool:
    # Those of an issue column are compared cell by cell.
    return not (ticket.in_column or ticket.in_suffix)


def _table_differences(before: Document, again: Document, texts: frozenset[bytes]) -> Iterator[Difference]:
    if len(before.tables) != len(again.tables):
        yield None, f"{len(again.tables)} tables would be found in place of {len(before.tables)}"
    for old, new in zip(before.tables, again.tables, strict=False):
        if len(old.rows) != len(new.rows) or len(old.header.cells) > len(new.header.cells):
            yield old.header.line, "the table would have other rows or fewer columns"
        else:
            yield from _row_differences(_Rows(before.data, again.data, old, new, texts), old, new)


def _row_differences(compare: _Rows, old: TableLayout, new: TableLayout) -> Iterator[Difference]:
    for old_row, new_row in zip(_lines(old), _lines(new), strict=True):
        if not compare.are_equal(old_row, new_row):
            yield old_row.line, "a cell of the table would change or move to another column"


def _lines(table: TableLayout) -> tuple[RowLayout, ...]:
    return (table.header, table.delimiter, *table.rows)


class _Rows:
    """Compares the rows of one table before and after, cell by cell."""

    def __init__(
        self, before: bytes, after: bytes, old: TableLayout, new: TableLayout, texts: frozenset[bytes]
    ) -> None:
        self._before, self._after, self._texts = before, after, texts
        self._width, self._added = len(old.header.cells), len(new.header.cells) - len(old.header.cells)
        headers = [cell.of(after).strip() for cell in new.header.cells]
        self._owned = {
            index
            for index, (name, role) in enumerate(zip(headers, new.roles, strict=True))
            if index >= self._width or role in _OWNED or name in _OWN_HEADERS
        }

    def are_equal(self, old: RowLayout, new: RowLayout) -> bool:
        """Whether every old cell stands where it stood, and every other text is one of ours in a column of ours."""
        if old.line != new.line:
            return False
        olds = [span.of(self._before).strip() for span in old.cells]
        news = [span.of(self._after).strip() for span in new.cells]
        expected = olds[: self._width]
        expected += [b""] * (self._width - len(expected) + self._added)
        expected += olds[self._width :]
        return all(
            was == now or (now in self._texts and index in self._owned)
            for index, (was, now) in enumerate(zip_longest(expected, news, fillvalue=b""))
        )
