"""Owns the raw rows of pipe tables: where their cells stand, and which of them one code span holds together."""

from __future__ import annotations

import re
from collections import deque
from itertools import pairwise

from syncer.errors import Unreadable
from syncer.model import RowLayout, Span

MAX_PIPES = 10_000
"""A line with more is no row that people read."""

_PIPE = re.compile(rb"(?<!\\)\|")
_TICKS = re.compile(rb"`+")
_LINE_END = re.compile(rb"[\r\n]")
_BLANKS = b" \t"


def line_end(data: bytes, start: int) -> int:
    """The offset of the line ending at or after `start`, or of the end of the file."""
    found = _LINE_END.search(data, start)
    return found.start() if found else len(data)


def lay_out(data: bytes, start: int, line: int) -> RowLayout:
    """The row that begins at byte `start`, on 1-based `line`.

    Cells are split at every pipe without a backslash before it, inside code spans too, as GitHub does.
    Raises `Unreadable` for more than `MAX_PIPES`.
    """
    end = start + len(data[start : line_end(data, start)].rstrip(_BLANKS))
    if (count := data.count(b"|", start, end)) > MAX_PIPES:
        raise Unreadable(
            f"the table row on line {line} has {count} pipes; at most {MAX_PIPES} are read",
            "Exclude the file from the source, or shorten the row.",
        )
    pipes = [match.start() for match in _PIPE.finditer(data, start, end)]
    opened = pipes[:1] == [start]
    closed = pipes[-1:] == [end - 1] and len(pipes) > opened
    bounds = [*([] if opened else [start - 1]), *pipes, *([] if closed else [end])]
    cells = tuple(Span(a + 1, b) for a, b in pairwise(bounds))
    return RowLayout(line, Span(start, end), cells, closed)


def lay_out_delimiter(data: bytes, header_end: int, line: int) -> RowLayout:
    """The delimiter row on the line that begins at byte `header_end`, after indentation and quote marks."""
    end = header_end + len(data[header_end : line_end(data, header_end)].rstrip(_BLANKS))
    start = end
    while start > header_end and data[start - 1] in b"|:- \t":
        start -= 1
    start += len(data[start:end]) - len(data[start:end].lstrip(_BLANKS))
    return lay_out(data, start, line)


def code_groups(data: bytes, layout: RowLayout) -> tuple[tuple[int, ...], ...]:
    """The numbers of the cells, grouped where a code span reaches over a pipe."""
    spans = _code_spans(data, layout.span)
    groups: list[list[int]] = []
    inside = 0
    for number, cell in enumerate(layout.cells):
        while inside < len(spans) and spans[inside].end <= cell.start:
            inside += 1
        if groups and inside < len(spans) and spans[inside].start < cell.start:
            groups[-1].append(number)
        else:
            groups.append([number])
    return tuple(map(tuple, groups))


def _code_spans(data: bytes, span: Span) -> list[Span]:
    """Code spans as Markdown without tables sees them: a run of back-ticks up to the next run of that length."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(data, span.start, span.end)]
    following: dict[int, deque[int]] = {}
    for index, (start, end) in enumerate(runs):
        following.setdefault(end - start, deque()).append(index)
    spans: list[Span] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = following[end - start]
        while same and same[0] <= index:
            same.popleft()
        if same:
            index = same.popleft()
            spans.append(Span(start, runs[index][1]))
        index += 1
    return spans
