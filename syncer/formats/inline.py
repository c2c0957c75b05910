"""Owns the text of a paragraph or cell: inline events -> plain text and the markup over it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

import pyromark

from syncer.model import Mark, MarkKind, Text

if TYPE_CHECKING:
    from pyromark.event import BrokenLink

Event: TypeAlias = str | Mapping[str, object]
Place: TypeAlias = Mapping[str, int]

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_STRIKETHROUGH
"""The extensions that documents are read with."""

_KINDS = {
    "Strong": MarkKind.STRONG,
    "Emphasis": MarkKind.EMPHASIS,
    "Strikethrough": MarkKind.STRIKE,
    "Link": MarkKind.LINK,
    "Image": MarkKind.IMAGE,
}
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


class _Builder:
    """Collects plain text, its length so far, and the marks that are open and closed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.open: list[tuple[MarkKind, int, str]] = []
        self.images = 0

    def add(self, text: str) -> None:
        """Append text, unless it only describes an image."""
        if not self.images:
            self.parts.append(text)
            self.length += len(text)

    def start(self, tag: object) -> None:
        """Open the markup that `tag` names."""
        name, content = next(iter(tag.items())) if isinstance(tag, Mapping) else (str(tag), {})
        kind = _KINDS[name]
        self.images += kind is MarkKind.IMAGE
        self.open.append((kind, self.length, str(content.get("dest_url", ""))))

    def end(self) -> None:
        """Close the markup opened last."""
        kind, start, url = self.open.pop()
        self.images -= kind is MarkKind.IMAGE
        self.marks.append(Mark(kind, start, self.length, url))

    def html(self, raw: str) -> None:
        """Keep a tag as a mark of no width, a line break as one."""
        if _LINE_BREAK.fullmatch(raw):
            self.add("\n")
        else:
            self.marks.append(Mark(MarkKind.HTML, self.length, self.length, raw))

    def take(self, event: Mapping[str, object]) -> None:
        """Take any event but plain text."""
        kind, content = next(iter(event.items()))
        if kind == "Start":
            self.start(content)
        elif kind == "End":
            self.end()
        elif kind == "Code":
            self.code(str(content))
        else:
            self.html(str(content))

    def code(self, content: str) -> None:
        """Keep the content of a code span and where it was."""
        start = self.length
        self.add(content)
        self.marks.append(Mark(MarkKind.CODE, start, self.length))


def read_text(events: Sequence[tuple[Event, Place]], first: int, last: int) -> Text:
    """The text of `events[first:last]`, which must be inline events with balanced markup."""
    built = _Builder()
    for index in range(first, last):
        event = events[index][0]
        if isinstance(event, str):
            built.add("\n")
        elif (text := event.get("Text")) is not None:
            built.add(str(text))
        else:
            built.take(event)
    return Text("".join(built.parts), tuple(built.marks))


class LazyText:
    """Reads the text of `events[first:last]` when it is first called, and keeps it."""

    __slots__ = ("_events", "_first", "_last", "_text")

    def __init__(self, events: Sequence[tuple[Event, Place]], first: int, last: int) -> None:
        self._events, self._first, self._last = events, first, last
        self._text: Text | None = None

    def __call__(self) -> Text:
        """The text."""
        if self._text is None:
            self._text = read_text(self._events, self._first, self._last)
        return self._text


def read_cell(source: str, definitions: Mapping[str, str]) -> Text:
    """The text of a table cell's `source`, which must not hold a pipe without a backslash before it.

    `definitions` are the link targets of its document by folded label.
    """

    def resolve(link: BrokenLink) -> tuple[str, str] | None:
        target = definitions.get(link["reference"].casefold())
        return None if target is None else (target, "")

    parsed = pyromark.events_with_range(
        f"|a|\n|-|\n|{source}|",
        options=OPTIONS,
        broken_link_callback=resolve,
    )
    events = cast("list[tuple[Event, Place]]", list(parsed))
    starts = [index for index, (event, _) in enumerate(events) if event == {"Start": "TableCell"}]
    ends = [index for index, (event, _) in enumerate(events) if event == {"End": "TableCell"}]
    return read_text(events, starts[1] + 1, ends[1])
