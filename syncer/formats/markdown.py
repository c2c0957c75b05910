"""Owns the reading of Markdown: bytes -> blocks with exact byte ranges, through pyromark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

import pyromark

from syncer.errors import Unreadable
from syncer.formats.inline import OPTIONS, Event, Place, read_cell, read_text
from syncer.formats.tables import code_groups, lay_out, lay_out_delimiter
from syncer.model import (
    Block,
    Blocks,
    Cells,
    Heading,
    Item,
    Leaf,
    ListBlock,
    Other,
    Paragraph,
    Quote,
    Row,
    RowLayout,
    Span,
    Table,
    Text,
)

MAX_DEPTH = 100
"""Lists and quotes inside each other beyond this are no document that a person wrote."""

_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_BLANKS = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_HTML_TITLE = re.compile(r"<(h[1-6]|summary)\b[^<>]{0,300}>([^<>]{1,200})</")


def parse(data: bytes, start: int = 0) -> Blocks:
    """The blocks of the Markdown in `data[start:]`.

    `data` is the whole file: every byte range and 1-based line counts from its beginning. A byte order mark is
    skipped. Raises `Unreadable` where the bytes are not strict UTF-8, hold a NUL, or nest beyond reason.
    """
    if start == 0 and data.startswith(_BOM):
        start = len(_BOM)
    return Blocks(data, _Walk(data, _decode(data, start), start).run())


def _decode(data: bytes, start: int) -> str:
    """Strict UTF-8; raises `Unreadable` naming the offending line."""
    if (nul := data.find(b"\0", start)) >= 0:
        raise Unreadable(
            f"line {_line_of(data, nul)} holds a NUL byte: this is no text file",
            "Exclude it from the source, or save it as UTF-8 text.",
        )
    try:
        return data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        place = start + error.start
        raise Unreadable(
            f"line {_line_of(data, place)} holds the byte 0x{data[place]:02x}, which is not UTF-8",
            "Save the file as UTF-8.",
        ) from None


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


class _Frame:
    """A container that is still open: a list, an item, a quote, or the document."""

    __slots__ = ("blocks", "box", "items", "line", "run", "tag", "ticked")

    def __init__(self, tag: object, line: int) -> None:
        self.tag = tag
        self.line = line
        self.blocks: list[Block] = []
        self.items: list[Item] = []
        self.box: Span | None = None
        self.ticked = False
        self.run: int | None = None


class _Walk:
    """One pass over the events of a document, without recursion."""

    def __init__(self, data: bytes, markdown: str, base: int) -> None:
        self.data = data
        self.base = base
        self.markdown = markdown
        self.starts = list(accumulate(map(len, data.splitlines(keepends=True)), initial=0))
        self.events: list[tuple[Event, Place]] = list(
            pyromark.events_with_range(markdown, options=OPTIONS)  # type: ignore[arg-type]
        )
        self.frames = [_Frame("Document", 1)]
        self.leaf_first = 0

    def line(self, offset: int) -> int:
        """The 1-based line of a byte of the whole file."""
        return bisect_right(self.starts, offset)

    def run(self) -> tuple[Block, ...]:
        """The document's blocks."""
        events, index, count = self.events, 0, len(self.events)
        while index < count:
            event = events[index][0]
            if isinstance(event, str):
                index = self.on_word(event, index)
            elif "Start" in event:
                index = self.on_start(event["Start"], index)
            elif "End" in event:
                index = self.on_end(event["End"], index)
            elif "TaskListMarker" in event:
                index = self.on_box(bool(event["TaskListMarker"]), index)
            else:
                index = self.on_inline(index)
        return tuple(self.frames[0].blocks)

    def on_inline(self, index: int) -> int:
        """Text inside a block; in a tight item it begins a run of its own."""
        frame = self.frames[-1]
        if frame.run is None:
            frame.run = index
        return index + 1

    def on_word(self, event: str, index: int) -> int:
        """A rule is a block, a line break belongs to the text around it."""
        if event != "Rule":
            return self.on_inline(index)
        self.close_run(index)
        self.frames[-1].blocks.append(Other(self.line(self.offset(index)), "rule"))
        return index + 1

    def on_box(self, ticked: bool, index: int) -> int:  # noqa: FBT001 the event's own payload
        """A task box belongs to the nearest item and to no text."""
        item = next(frame for frame in reversed(self.frames) if frame.tag == "Item")
        start = self.offset(index)
        item.box, item.ticked = Span(start, start + 3), ticked
        return index + 1

    def on_start(self, tag: Any, index: int) -> int:
        """Open a container, or read a whole leaf block."""
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _INLINE:
            return self.on_inline(index)
        self.close_run(index)
        if name in ("Item", "List", "BlockQuote"):
            return self.open_frame(name, tag, index)
        if name == "Table":
            return self.read_table(index)
        return self.read_leaf(name, tag, index)

    def open_frame(self, name: str, tag: Any, index: int) -> int:
        """Go one level down; raises `Unreadable` where that is beyond reason."""
        line = self.line(self.offset(index))
        if len(self.frames) > MAX_DEPTH:
            raise Unreadable(
                f"line {line} is nested more than {MAX_DEPTH} levels deep in lists and quotes",
                "Exclude the file from the source, or flatten its lists.",
            )
        self.frames.append(_Frame(name if name != "List" else tag, line))
        return index + 1

    def on_end(self, tag: Any, index: int) -> int:
        """Close a container and hand it to the one around it."""
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _INLINE:
            return self.on_inline(index)
        self.close_run(index)
        frame = self.frames.pop()
        around = self.frames[-1]
        if name == "Item":
            end = self.base + self.events[index][1]["end"]
            end_line = self.line(self.last_byte(self.offset(index), end))
            around.items.append(Item(frame.line, end_line, frame.box, frame.ticked, tuple(frame.blocks)))
        elif name == "List":
            start = frame.tag["List"] if isinstance(frame.tag, Mapping) else None
            around.blocks.append(ListBlock(frame.line, start, tuple(frame.items)))
        else:
            around.blocks.append(Quote(frame.line, tuple(frame.blocks)))
        return index + 1

    def close_run(self, index: int) -> None:
        """End the text of a tight item, if one is open."""
        frame = self.frames[-1]
        if frame.run is not None:
            frame.blocks.append(Paragraph(self.leaf(frame.run, index)))
            frame.run = None

    def read_leaf(self, name: str, tag: Any, index: int) -> int:
        """A paragraph, heading or block of other text, up to and with its end."""
        last = self.skip_to_end(name, index)
        blocks = self.frames[-1].blocks
        if name == "Paragraph":
            first = index + 1
            if "TaskListMarker" in self.events[first][0]:
                first = self.on_box(bool(self.events[first][0]["TaskListMarker"]), first)  # type: ignore[index]
            if first < last:
                blocks.append(Paragraph(self.leaf(first, last)))
        elif name == "Heading":
            blocks.append(Heading(int(tag["Heading"]["level"][1]), self.heading_leaf(index, last)))
        elif name == "HtmlBlock":
            blocks.append(self.html_block(index, last))
        else:
            blocks.append(Other(self.line(self.offset(index)), "code"))
        return last + 1

    def html_block(self, index: int, last: int) -> Block:
        """A block of HTML; one that begins with a title counts as a heading."""
        start = self.offset(index)
        raw = "".join(str(event["Html"]) for event, _ in self.events[index + 1 : last] if "Html" in event)  # type: ignore[index]
        if not (found := _HTML_TITLE.search(raw[:2000])):
            return Other(self.line(start), "html")
        level = int(found[1][1]) if found[1] != "summary" else 6
        span = Span(start, self.last_byte(start, self.base + self.events[index][1]["end"]))
        return Heading(level, Leaf(self.line(start), span, partial(Text, found[2].strip())))

    def skip_to_end(self, name: str, index: int) -> int:
        """The number of the event that ends the leaf block begun at `index`."""
        events = self.events
        while True:
            index += 1
            event = events[index][0]
            if not isinstance(event, str) and "End" in event:
                tag = event["End"]
                if tag == name or (not isinstance(tag, str) and name in tag):  # type: ignore[operator]
                    return index

    def heading_leaf(self, index: int, last: int) -> Leaf:
        """A heading's text, which may be empty."""
        if last > index + 1:
            return self.leaf(index + 1, last)._replace(line=self.line(self.offset(index)))
        start = self.offset(index)
        return Leaf(self.line(start), Span(start, start), partial(Text, ""))

    def leaf(self, first: int, last: int) -> Leaf:
        """The text of `events[first:last]` and its place."""
        start = self.offset(first)
        end = self.last_byte(start, self.base + self.events[last - 1][1]["end"]) + 1
        return Leaf(self.line(start), Span(start, end), partial(read_text, self.events, first, last))

    def offset(self, index: int) -> int:
        """Where in the file an event begins."""
        return self.base + self.events[index][1]["start"]

    def last_byte(self, start: int, end: int) -> int:
        """The last byte of `data[start:end]` that is no blank, at least `start`."""
        while end - 1 > start and self.data[end - 1] in _BLANKS:
            end -= 1
        return end - 1

    def read_table(self, index: int) -> int:
        """A table, up to and with its end."""
        header: Row | None = None
        rows: list[Row] = []
        line = self.line(self.offset(index))
        cells: list[tuple[int, int]] = []
        header_end = 0
        while True:
            index += 1
            event, place = self.events[index]
            if isinstance(event, str):
                continue
            if (tag := event.get("Start")) is not None:
                if tag == "TableCell":
                    first = index + 1
                elif tag in ("TableRow", "TableHead"):
                    cells = []
            elif (tag := event.get("End")) is not None:
                if tag == "TableCell":
                    cells.append((first, index))
                elif tag == "TableRow":
                    rows.append(self.row(place, cells))
                elif tag == "TableHead":
                    header = self.row(place, cells)
                    header_end = self.base + place["end"]
                elif tag == "Table":
                    break
        assert header is not None
        read_delimiter = partial(lay_out_delimiter, self.data, header_end, line + 1)
        self.frames[-1].blocks.append(Table(line, header, tuple(rows), read_delimiter))
        return index + 1

    def row(self, place: Place, cells: Sequence[tuple[int, int]]) -> Row:
        """A row whose cells' inline events are `cells`."""
        start = self.base + place["start"]
        line = self.line(start)
        return Row(line, partial(self.read_cells, start, line, tuple(cells)))

    def read_cells(self, start: int, line: int, cells: tuple[tuple[int, int], ...]) -> Cells:
        """The cells that exist: padded ones do not, excess ones do."""
        layout = lay_out(self.data, start, line)
        texts = [read_text(self.events, first, last) for first, last in cells[: len(layout.cells)]]
        join = partial(self.join, layout)
        texts += [join((number,)) for number in range(len(texts), len(layout.cells))]
        groups = code_groups(self.data, layout) if len(layout.cells) > len(cells) else ()
        return Cells(layout, tuple(texts), groups, join)

    def join(self, layout: RowLayout, numbers: Sequence[int]) -> Text:
        """Several cells read as one text, the pipes between them kept; references are resolved as in the document."""
        raw = b"\\|".join(layout.cells[number].of(self.data) for number in numbers)
        return read_cell(raw.decode(), pyromark.reference_definitions(self.markdown, options=OPTIONS))
