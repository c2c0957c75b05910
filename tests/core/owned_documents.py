"""Owns small documents for tests of writing back, laid out by hand so that they do not stand on reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from syncer.core.owned import Wish, WriteBack, write_back
from syncer.core.render import find_suffix
from syncer.formats.tables import lay_out
from syncer.model import (
    ActionItem,
    Document,
    DocumentKey,
    DocumentRef,
    Fact,
    Kind,
    LineAnchor,
    Role,
    RowLayout,
    Span,
    TableAnchor,
    TableLayout,
    Written,
    unsplice,
)

ROLES = {
    "Action": Role.ACTION,
    "Owner": Role.OWNER,
    "Issue": Role.ISSUE,
    "Bug": Role.ISSUE,
    "Tracking issue": Role.ISSUE,
    "Status": Role.STATUS,
    "State": Role.STATUS,
    "Issue status": Role.STATUS,
}
_DELIMITER = re.compile(rb"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ITEM = re.compile(rb"[ \t>]*[-*] (?:(\[.\]) )?")
_PREFIX = re.compile(rb"[ \t>]*")


def document(text: str | bytes) -> Document:
    """Every table row and `-` item of `text`, one line each; a heading `###` is an item whose paragraph follows it."""
    data = text.encode() if isinstance(text, str) else text
    lines = _lines(data)
    tables, items = [], []
    at = 0
    while at < len(lines):
        start, line = lines[at]
        follows = at + 1 < len(lines) and b"|" in line and _DELIMITER.fullmatch(lines[at + 1][1])
        if follows:
            end = next((n for n in range(at + 2, len(lines)) if not lines[n][1].strip(b" \t>")), len(lines))
            tables.append(_table(data, lines, at, end))
            items += [_row_item(data, len(tables) - 1, number, row) for number, row in enumerate(tables[-1].rows)]
            at = end
            continue
        if match := _ITEM.match(line):
            items.append(_line_item(data, at + 1, start, match, start + len(line.rstrip(b" \t"))))
        elif line.startswith(b"### "):
            items.append(_heading_item(data, lines, at))
        at += 1
    key = DocumentKey("files", "pm.md")
    ref = DocumentRef(key, "1")
    fact = Fact("published", "default")
    return Document(
        ref,
        "pm.md",
        "T",
        None,
        "",
        is_published=True,
        publication=fact,
        items=tuple(items),
        tables=tuple(tables),
        data=data,
    )


def _lines(data: bytes) -> list[tuple[int, bytes]]:
    """Every line without its ending, with its offset."""
    found = []
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for line in data[at:].splitlines(keepends=True):
        found.append((at, line.rstrip(b"\r\n")))
        at += len(line)
    return found


def _table(data: bytes, lines: list[tuple[int, bytes]], first: int, end: int) -> TableLayout:
    rows = [_row(data, number, *lines[number]) for number in range(first, end)]
    headers = [cell.of(data).decode().strip() for cell in rows[0].cells]
    return TableLayout(rows[0], rows[1], tuple(rows[2:]), tuple(ROLES.get(header) for header in headers))


def _row(data: bytes, number: int, start: int, line: bytes) -> RowLayout:
    prefix = _PREFIX.match(line)
    return lay_out(data, start + (prefix.end() if prefix else 0), number + 1)


def _row_item(data: bytes, table: int, number: int, row: RowLayout) -> ActionItem:
    action = row.cells[0].of(data).decode().strip()
    return ActionItem(row.line, row.span, Kind.TABLE, action, TableAnchor(table, number))


def _line_item(data: bytes, number: int, start: int, match: re.Match[bytes], end: int) -> ActionItem:
    begin = start + match.end()
    box = Span(start + match.start(1), start + match.end(1)) if match[1] else None
    return _suffixed(data, ActionItem(number, Span(begin, end), Kind.LIST, "", LineAnchor(end, box=box)), begin, end)


def _heading_item(data: bytes, lines: list[tuple[int, bytes]], at: int) -> ActionItem:
    start, line = lines[at]
    item = ActionItem(at + 1, Span(start, start + len(line)), Kind.HEADING, line[4:].decode(), LineAnchor(None))
    following = next(((a, text) for a, text in lines[at + 1 :] if text.strip()), None)
    if following is None:
        return item
    begin, text = following
    return _suffixed(data, item, begin, begin + len(text.rstrip(b" \t")))


def _suffixed(data: bytes, item: ActionItem, begin: int, end: int) -> ActionItem:
    text = data[begin:end].decode()
    found = find_suffix(text)
    box = item.anchor.box if isinstance(item.anchor, LineAnchor) else None
    if found is None:
        return replace(item, action=item.action or text, anchor=LineAnchor(end, None, box))
    suffix = Span(begin + len(text[: found.start].encode()), begin + len(text[: found.end].encode()))
    action = item.action or text[: found.start]
    return replace(item, action=action, anchor=LineAnchor(suffix.start, suffix, box))


def wish(
    index: int, status: str = "Open", *, written: Written | None = None, done: bool = False, issue: bool = True
) -> Wish:
    """A wish for item `index`, whose issue is `AI-<index + 1>`."""
    name = f"AI-{index + 1}"
    return Wish(f"item-{index}", index, name, f"../ai/{name}.md", status, done, written, wants_issue_cell=issue)


def wishes(count: int, status: str = "Open") -> Sequence[Wish]:
    """One wish for each of the first `count` items."""
    return [wish(index, status) for index in range(count)]


def back(text: str | bytes, *asked: Wish) -> WriteBack:
    """Write back once; deleting what was inserted must give the original, and a second time must change nothing."""
    before = document(text)
    result = write_back(before, asked)
    assert unsplice(result.data, result.changes) == before.data
    again = write_back(document(result.data), [knowing(one, result) for one in asked])
    assert (again.data, again.edits, again.written) == (result.data, (), result.written)
    return result


def knowing(one: Wish, result: WriteBack) -> Wish:
    """The same wish on the next run, when it is known what was written."""
    return replace(one, written=result.written[one.item])
