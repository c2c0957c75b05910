"""Owns the reading of Markdown: bytes -> blocks with exact byte ranges, through pyromark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate, islice
from typing import Any, cast

import pyromark

from syncer.errors import Unreadable
from syncer.formats.inline import OPTIONS, Event, LazyText, Place, read_cell, read_text
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
MAX_EVENTS = 1_000_000
"""Pieces of markup beyond this, three times what the largest document has, are made to keep us busy."""
MAX_TITLE_HTML = 2_000
"""Characters at the start of a block of HTML in which a title is looked for."""
_SUMMARY_LEVEL = 6
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
    """A container that is still open: a list, an item, a quote, or the document; `run` is text of a tight item."""

    __slots__ = ("blocks", "box", "items", "line", "name", "run", "start", "ticked")

    def __init__(self, name: str, line: int, start: int | None = None) -> None:
        self.name = name
        self.line = line
        self.start = start
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
        events = islice(pyromark.events_with_range(markdown, options=OPTIONS), MAX_EVENTS + 1)
        self.events = cast("list[tuple[Event, Place]]", list(events))
        if len(self.events) > MAX_EVENTS:
            raise Unreadable(
                f"it consists of more than {MAX_EVENTS} pieces of markup",
                "Exclude the file from the source, or split it.",
            )
        self.depth = 0
        self.frames = [_Frame("Document", 1)]

    def run(self) -> tuple[Block, ...]:
        """The document's blocks."""
        events, frames, index, count = self.events, self.frames, 0, len(self.events)
        while index < count:
            event = events[index][0]
            if isinstance(event, str):
                handled = event == "Rule" and self.rule(index)
            elif (tag := event.get("Start")) is not None:
                after = self.start(tag, index)
                if after:
                    index = after
                    continue
                handled = False
            elif (tag := event.get("End")) is not None:
                handled = self.end(tag, index)
            else:
                handled = "TaskListMarker" in event and self.box(event, index)
            # Whatever is no block is text; in a tight item it begins a run of its own.
            if not handled and frames[-1].run is None:
                frames[-1].run = index
            index += 1
        # Rows hold on to this walk: without the frames, it holds on to no row, and is freed with the last of them.
        return tuple(frames.pop().blocks)

    def start(self, tag: Any, index: int) -> int:
        """Open a container or read a whole block: the number of the next event, 0 where the tag is inline."""
        handler = _STARTS.get(tag if isinstance(tag, str) else next(iter(tag)))
        if handler is None:
            return 0
        self.close_run(index)
        return handler(self, index)

    def end(self, tag: Any, index: int) -> bool:
        """Close a container, if `tag` ends one."""
        handler = _ENDS.get(tag if isinstance(tag, str) else next(iter(tag)))
        if handler is None:
            return False
        self.close_run(index)
        frame = self.frames.pop()
        self.depth -= frame.name != "Item"
        handler(self, frame, self.frames[-1], index)
        return True

    def rule(self, index: int) -> bool:
        """A thematic break."""
        self.close_run(index)
        self.add(Other(self.line(self.offset(index)), "rule"))
        return True

    def box(self, event: Any, index: int) -> bool:
        """A task box belongs to the nearest item and to no text."""
        item = next(frame for frame in reversed(self.frames) if frame.name == "Item")
        start = self.offset(index)
        item.box, item.ticked = Span(start, start + 3), bool(event["TaskListMarker"])
        return True

    def open(self, frame: _Frame, index: int) -> int:
        """Go one level down; raises `Unreadable` where that is beyond reason."""
        self.depth += frame.name != "Item"
        if self.depth > MAX_DEPTH:
            raise Unreadable(
                f"line {frame.line} is nested more than {MAX_DEPTH} levels deep in lists and quotes",
                "Exclude the file from the source, or flatten its lists.",
            )
        self.frames.append(frame)
        return index + 1

    def open_list(self, index: int) -> int:
        """A list; `start` is the first number of a numbered one."""
        tag = cast("Any", self.events[index][0])["Start"]
        return self.open(_Frame("List", self.line(self.offset(index)), tag["List"]), index)

    def open_item(self, index: int) -> int:
        """An item of the list around it."""
        return self.open(_Frame("Item", self.line(self.offset(index))), index)

    def open_quote(self, index: int) -> int:
        """A block quote."""
        return self.open(_Frame("BlockQuote", self.line(self.offset(index))), index)

    def close_item(self, frame: _Frame, around: _Frame, index: int) -> None:
        """Hand an item to its list."""
        end = self.last_byte(self.offset(index), self.base + self.events[index][1]["end"])
        around.items.append(Item(frame.line, self.line(end), frame.box, frame.ticked, tuple(frame.blocks)))

    def close_list(self, frame: _Frame, around: _Frame, _: int) -> None:
        """Hand a list to what is around it."""
        around.blocks.append(ListBlock(frame.line, frame.start, tuple(frame.items)))

    def close_quote(self, frame: _Frame, around: _Frame, _: int) -> None:
        """Hand a quote to what is around it."""
        around.blocks.append(Quote(frame.line, tuple(frame.blocks)))

    def close_run(self, index: int) -> None:
        """End the text of a tight item, if one is open."""
        frame = self.frames[-1]
        if frame.run is not None:
            frame.blocks.append(Paragraph(self.leaf(frame.run, index)))
            frame.run = None

    def add(self, block: Block) -> None:
        """Put a block into the container that is open."""
        self.frames[-1].blocks.append(block)

    def paragraph(self, index: int) -> int:
        """A paragraph, without the task box that may begin it."""
        first, last = index + 1, self.end_of("Paragraph", index)
        event = self.events[first][0]
        if not isinstance(event, str) and "TaskListMarker" in event:
            self.box(event, first)
            first += 1
        self.add(Paragraph(self.leaf(first, last)))
        return last + 1

    def heading(self, index: int) -> int:
        """A heading of any notation, whose text may be empty."""
        last = self.end_of("Heading", index)
        level = int(cast("Any", self.events[index][0])["Start"]["Heading"]["level"][1])
        start = self.offset(index)
        if last > index + 1:
            leaf = self.leaf(index + 1, last)._replace(line=self.line(start))
        else:
            leaf = Leaf(self.line(start), Span(start, start), partial(Text, ""))
        self.add(Heading(level, leaf))
        return last + 1

    def code(self, index: int) -> int:
        """A code block, which holds nothing we read."""
        self.add(Other(self.line(self.offset(index)), "code"))
        return self.end_of("CodeBlock", index) + 1

    def html(self, index: int) -> int:
        """A block of HTML; one that begins with a title counts as a heading."""
        last = self.end_of("HtmlBlock", index)
        start, end = self.offset(index), self.base + self.events[index][1]["end"]
        # An indented block begins with its blanks as an event of text.
        pieces = (event.get("Html", "") for event, _ in self.events[index + 1 : last] if not isinstance(event, str))
        raw = "".join(map(str, pieces))
        if found := _HTML_TITLE.search(raw[:MAX_TITLE_HTML]):
            level = int(found[1][1]) if found[1] != "summary" else _SUMMARY_LEVEL
            leaf = Leaf(self.line(start), Span(start, self.last_byte(start, end) + 1), partial(Text, found[2].strip()))
            self.add(Heading(level, leaf))
        else:
            self.add(Other(self.line(start), "html"))
        return last + 1

    def end_of(self, name: str, index: int) -> int:
        """The number of the event that ends the leaf block begun at `index`."""
        events = self.events
        while True:
            index += 1
            event = events[index][0]
            if isinstance(event, str):
                continue
            tag = event.get("End")
            if tag == name or (isinstance(tag, dict) and name in tag):
                return index

    def leaf(self, first: int, last: int) -> Leaf:
        """The text of `events[first:last]` and its place."""
        start = self.offset(first)
        end = self.last_byte(start, self.base + self.events[last - 1][1]["end"]) + 1
        return Leaf(self.line(start), Span(start, end), LazyText(self.events, first, last))

    def line(self, offset: int) -> int:
        """The 1-based line of a byte of the whole file."""
        return bisect_right(self.starts, offset)

    def offset(self, index: int) -> int:
        """Where in the file an event begins."""
        return self.base + self.events[index][1]["start"]

    def last_byte(self, start: int, end: int) -> int:
        """The last byte of `data[start:end]` that is no blank, at least `start`."""
        data = self.data
        while end - 1 > start and data[end - 1] in _BLANKS:
            end -= 1
        return end - 1

    def table(self, index: int) -> int:
        """A table; the first of its rows is the header."""
        line = self.line(self.offset(index))
        rows: list[Row] = []
        header_end = first = 0
        cells: list[tuple[int, int]] = []
        while True:
            index += 1
            event, place = self.events[index]
            tag = None if isinstance(event, str) else event.get("End") or event.get("Start")
            if tag == "TableCell":
                first = self.cell(index, first, cells)
            elif tag in ("TableRow", "TableHead") and cells:
                header_end = header_end or self.base + place["end"]
                rows.append(self.row(place, cells))
                cells = []
            elif tag == "Table":
                self.add(
                    Table(line, rows[0], tuple(rows[1:]), partial(lay_out_delimiter, self.data, header_end, line + 1))
                )
                return index + 1

    def cell(self, index: int, first: int, cells: list[tuple[int, int]]) -> int:
        """Begin a cell, or end the one begun at `first`; the number of the event that begins the cell's content."""
        if "Start" in self.events[index][0]:
            return index + 1
        cells.append((first, index))
        return first

    def row(self, place: Place, cells: Sequence[tuple[int, int]]) -> Row:
        """A row whose cells' inline events are `cells`."""
        start = self.base + place["start"]
        line = self.line(start)
        return Row(line, cache(partial(self.read_cells, start, line, tuple(cells))))

    def read_cells(self, start: int, line: int, cells: tuple[tuple[int, int], ...]) -> Cells:
        """The cells that exist: padded ones do not, excess ones do."""
        layout = lay_out(self.data, start, line)
        texts = tuple(read_text(self.events, first, last) for first, last in cells[: len(layout.cells)])
        groups = code_groups(self.data, layout) if len(layout.cells) > len(cells) else ()
        return Cells(layout, texts, groups, partial(self.join, layout))

    def join(self, layout: RowLayout, numbers: Sequence[int]) -> Text:
        """Several cells read as one text, the pipes between them kept; references are resolved as in the document."""
        raw = b"\\|".join(layout.cells[number].of(self.data) for number in numbers)
        return read_cell(raw.decode(), self.definitions)

    @cached_property
    def definitions(self) -> Mapping[str, str]:
        """Link targets by folded label."""
        found = pyromark.reference_definitions(self.markdown, options=OPTIONS)
        return {label.casefold(): link["dest"] for label, link in found.items()}


_STARTS: Mapping[str, Callable[[_Walk, int], int]] = {
    "Paragraph": _Walk.paragraph,
    "Heading": _Walk.heading,
    "List": _Walk.open_list,
    "Item": _Walk.open_item,
    "BlockQuote": _Walk.open_quote,
    "Table": _Walk.table,
    "CodeBlock": _Walk.code,
    "HtmlBlock": _Walk.html,
}
_ENDS: Mapping[str, Callable[[_Walk, _Frame, _Frame, int], None]] = {
    "Item": _Walk.close_item,
    "List": _Walk.close_list,
    "BlockQuote": _Walk.close_quote,
}
