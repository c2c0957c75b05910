"""Owns the words for the structure of a document: blocks with exact places, whose text is read on demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from syncer.model.span import RowLayout, Span


class MarkKind(StrEnum):
    """What markup says of a stretch of text."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRIKE = "strike"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    HTML = "html"


class Mark(NamedTuple):
    """Markup over `plain[start:end]`; `url` is the target of a link or image, the raw tag of HTML."""

    kind: MarkKind
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    r"""Text without its markup, line breaks kept as `\n`, and where the markup was, by characters.

    Images and HTML tags leave no characters behind, only their mark.
    """

    plain: str
    marks: tuple[Mark, ...] = ()


class Leaf(NamedTuple):
    """A run of text: its 1-based first line and its bytes, without trailing blanks and line ending.

    `read` makes its `Text`: most of a document is never asked for.
    """

    line: int
    span: Span
    read: Callable[[], Text]


class Cells(NamedTuple):
    """A table row taken apart.

    `texts` has one entry a cell of `layout` under a header. Where there are more cells, `groups` are runs of
    cell numbers that one code span holds together: how a person reads the row, where the table rules split it. `join`
    reads any cells as one text.
    """

    layout: RowLayout
    texts: tuple[Text, ...]
    groups: tuple[tuple[int, ...], ...]
    join: Callable[[Sequence[int]], Text]


class Row(NamedTuple):
    """One line of a table that is not its delimiter; `read` takes it apart."""

    line: int
    read: Callable[[], Cells]


class Heading(NamedTuple):
    """A heading of any notation; `level` is 1 to 6."""

    level: int
    leaf: Leaf

    @property
    def line(self) -> int:
        """1-based first line."""
        return self.leaf.line


class Paragraph(NamedTuple):
    """A paragraph, or the text of a tight list item."""

    leaf: Leaf

    @property
    def line(self) -> int:
        """1-based first line."""
        return self.leaf.line


class Item(NamedTuple):
    """A list item; `box` is the three bytes of its task box, `ticked` what it says, `end_line` its last line."""

    line: int
    end_line: int
    box: Span | None
    ticked: bool
    blocks: tuple[Block, ...]


class ListBlock(NamedTuple):
    """A list; a change of the list mark starts a new one. `start` is a numbered list's first number."""

    line: int
    start: int | None
    items: tuple[Item, ...]


class Quote(NamedTuple):
    """A block quote."""

    line: int
    blocks: tuple[Block, ...]


class Table(NamedTuple):
    """A pipe table; `read_delimiter` gives the layout of the row below its header."""

    line: int
    header: Row
    rows: tuple[Row, ...]
    read_delimiter: Callable[[], RowLayout]


class Other(NamedTuple):
    """A block that holds nothing we read: `code`, `html` or `rule`."""

    line: int
    what: str


Block = Heading | Paragraph | ListBlock | Quote | Table | Other


class Blocks(NamedTuple):
    """A document's whole bytes, which every span counts in, and its blocks in order."""

    data: bytes
    blocks: tuple[Block, ...]
