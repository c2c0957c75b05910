"""Owns the place of a piece of text in a document: byte ranges and the layout of tables and lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of byte offsets in a document's file, counted with its byte order mark."""

    start: int
    end: int

    def of(self, data: bytes) -> bytes:
        """The bytes of `data` in this range."""
        return data[self.start : self.end]


class Role(StrEnum):
    """What a column of an action-item table holds."""

    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    ISSUE = "issue"
    STATUS = "status"
    PRIORITY = "priority"
    TYPE = "type"


OWN_HEADERS = {Role.ISSUE: "Tracking issue", Role.STATUS: "Issue status"}
"""What the columns are called that we add beside an author's own issue and status columns; only we write there."""


@dataclass(frozen=True, slots=True)
class RowLayout:
    """One line of a table.

    `span` starts at the row's first byte (after indentation or quote marks) and ends before trailing blanks and the
    line ending. `cells` are the cells that exist, each the range between its pipes, blanks included; `closed` says
    that the row ends with an unescaped pipe. `line` is 1-based.
    """

    line: int
    span: Span
    cells: tuple[Span, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Where an action-item table stands: header, delimiter row and body rows, and what each column holds.

    `roles` has one entry a header cell, `None` where the column says nothing we read.
    """

    header: RowLayout
    delimiter: RowLayout
    rows: tuple[RowLayout, ...]
    roles: tuple[Role | None, ...]


@dataclass(frozen=True, slots=True)
class TableAnchor:
    """Where we may write for an item that is a table row: indexes into `Document.tables` and `TableLayout.rows`."""

    table: int
    row: int


@dataclass(frozen=True, slots=True)
class LineAnchor:
    """Where we may write for an item that is a list item, paragraph or heading.

    `at` is the byte offset at which a suffix goes (`None`: there is nowhere to write), `suffix` the range of a
    suffix in our own grammar that stands there already (starting at its leading blank), `box` the three bytes of a
    task box such as `[ ]`.
    """

    at: int | None
    suffix: Span | None = None
    box: Span | None = None


Anchor = TableAnchor | LineAnchor
