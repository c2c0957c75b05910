"""Owns documents in which every table row and list item counts as an action item: the most that can be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syncer.core.render import find_suffix
from syncer.formats.front_matter import split
from syncer.formats.markdown import parse
from syncer.model import (
    ActionItem,
    Block,
    Document,
    DocumentKey,
    DocumentRef,
    Fact,
    Item,
    Kind,
    Leaf,
    LineAnchor,
    ListBlock,
    Paragraph,
    Quote,
    Role,
    Span,
    Table,
    TableAnchor,
    TableLayout,
)

_ROLES = {
    "issue": Role.ISSUE,
    "ticket": Role.ISSUE,
    "tracking issue": Role.ISSUE,
    "status": Role.STATUS,
    "issue status": Role.STATUS,
}


def read_all(data: bytes, start: int | None = None) -> Document:
    """`data` with an item for every row of every table, every list item, and every heading that a paragraph follows."""
    found = parse(data, text_start(data) if start is None else start)
    items: list[ActionItem] = []
    tables: list[TableLayout] = []
    waiting = [iter(found.blocks)]
    while waiting:  # no recursion: documents nest as deep as they like
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, Table):
            tables.append(_layout(data, block))
            items += _rows(data, len(tables) - 1, tables[-1])
        elif isinstance(block, ListBlock):
            waiting.append(_inside(data, block.items, items))
        elif isinstance(block, Quote):
            waiting.append(iter(block.blocks))
    ref = DocumentRef(DocumentKey("files", "pm.md"), "1")
    publication = Fact("published", "default")
    return Document(
        ref,
        "pm.md",
        "T",
        None,
        "",
        is_published=True,
        publication=publication,
        items=tuple(items),
        tables=tuple(tables),
        data=data,
    )


def text_start(data: bytes) -> int:
    """Where the Markdown begins: behind a byte order mark and front matter."""
    return split(data).start


def _inside(data: bytes, items: Sequence[Item], found: list[ActionItem]) -> Iterator[Block]:
    for item in items:
        if item.blocks and isinstance(item.blocks[0], Paragraph):
            found.append(_line(data, item.blocks[0].leaf, item.box))
        yield from item.blocks


def _line(data: bytes, leaf: Leaf, box: Span | None) -> ActionItem:
    text = leaf.span.of(data).decode()
    suffix = find_suffix(text)
    if suffix is None:
        return ActionItem(leaf.line, leaf.span, Kind.LIST, text, LineAnchor(leaf.span.end, box=box))
    start, end = (leaf.span.start + len(text[:at].encode()) for at in (suffix.start, suffix.end))
    action = text[: suffix.start] + text[suffix.end :]
    return ActionItem(leaf.line, leaf.span, Kind.LIST, action, LineAnchor(start, Span(start, end), box))


def _layout(data: bytes, table: Table) -> TableLayout:
    header = table.header.read().layout
    names = [cell.of(data).decode().strip().casefold() for cell in header.cells]
    rows = tuple(row.read().layout for row in table.rows)
    return TableLayout(header, table.read_delimiter(), rows, tuple(_ROLES.get(name) for name in names))


def _rows(data: bytes, table: int, layout: TableLayout) -> Iterator[ActionItem]:
    for number, row in enumerate(layout.rows):
        action = row.cells[0].of(data).decode().strip() if layout.roles[0] is None else ""
        yield ActionItem(row.line, row.span, Kind.TABLE, action, TableAnchor(table, number))
