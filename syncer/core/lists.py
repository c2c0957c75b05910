"""Owns the items of lists, and of lines that are lists to people though not to Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from syncer.core.around import read_around
from syncer.core.bullets import draft_of, read_item, says_nothing
from syncer.core.draft import Draft
from syncer.core.entry import Entry
from syncer.core.field_lines import has_fields, read_below
from syncer.core.headings import Grade
from syncer.core.markup import part
from syncer.core.outline import BULLET, Title
from syncer.core.patterns import Pattern
from syncer.core.statuses import LEADING_MARK
from syncer.core.verbs import asks_for_action
from syncer.core.wording import collapse
from syncer.model import Around, Item, Kind, Leaf, LineAnchor, ListBlock, Paragraph, Span

MAX_LABEL_WORDS = 6
"""A bullet of more words is no mere label of the bullets below it."""
MAX_LABEL = 60
"""Nor is one of more characters."""
MAX_LINES_BYTES = 20_000
"""A longer paragraph is no list of lines."""

_LINE_BULLET = Pattern(r"\s*(?:[•‣◦▪●○·–—☐□☑☒✅✔⬜]|\[[ xX]?\])\s*(?=\S)")


def list_entries(block: ListBlock, around: Around, data: bytes, language: str | None) -> Iterator[Entry]:
    """The items of a list; a bullet that is a mere label stands aside for the bullets below it."""
    is_alone = len(block.items) == 1 and block.start is None
    is_nested = all(any(isinstance(inner, ListBlock) for inner in item.blocks) for item in block.items)
    waiting: list[tuple[Item, Around, bool]] = [(item, around, is_nested) for item in reversed(block.items)]
    while waiting:
        item, above, is_group = waiting.pop()
        read = read_item(item, data)
        if read is None:
            continue
        nested = [inner for inner in item.blocks if isinstance(inner, ListBlock)]
        if nested and _is_label(item, read.draft, language, is_group=is_group):
            inherited = _below_label(read.leaf, above)
            waiting += [(below, inherited, False) for inner in reversed(nested) for below in reversed(inner.items)]
            continue
        read_below(read.draft, item.blocks[1:], data)
        if is_alone and _asks_nothing(item, read.draft, language):
            continue
        if not says_nothing(read.draft, read.leaf):
            is_task = item.box is not None or LEADING_MARK.match(read.draft.plain) is not None
            kind = Kind.TASK_LIST if is_task else Kind.LIST
            yield Entry(item.line, read.leaf.span, kind, read.draft, read.anchor, above)


def _is_label(item: Item, draft: Draft, language: str | None, *, is_group: bool) -> bool:
    """Whether a bullet names no action but a group of those below it.

    `is_group` says that every bullet beside it has bullets below.
    """
    if item.box is not None or draft.owners or draft.due_text or draft.tickets or has_fields(item.blocks[1:]):
        return False
    text = collapse(draft.plain)
    bare = text.rstrip(":： *")
    words = len(bare.split())
    if words > MAX_LABEL_WORDS or len(bare) > MAX_LABEL:
        return False
    is_bold = any(mark.start == 0 and mark.end >= len(draft.plain.rstrip(": ")) for mark in draft.marks)
    if not (text.endswith((":", "：")) or is_bold or (is_group and words <= 3)):
        return False
    return words == 1 or not asks_for_action(bare, language)


def _asks_nothing(item: Item, draft: Draft, language: str | None) -> bool:
    """Whether a bullet is a form's question that nobody answered: it ends in a colon with nothing behind or below."""
    if item.box is not None or len(item.blocks) > 1 or not draft.plain.rstrip().endswith((":", "：")):
        return False
    return not asks_for_action(draft.plain, language)


def _below_label(leaf: Leaf, around: Around) -> Around:
    """What a label says of the bullets below it, and else what its own surroundings say."""
    said = read_around((Title(collapse(leaf.read().plain), BULLET, leaf, Grade.WEAK),))
    owners, due = said.owners or around.owners, said.due_text or around.due_text
    names = () if said.owners else (*said.names, *around.names)
    status = around if said.status_text is None else said
    return Around(owners, due, status.status_text, status.status, names)


def line_entries(block: Paragraph, around: Around, data: bytes) -> Iterator[Entry]:
    """Lines of a paragraph that begin with a bullet or box which Markdown does not know."""
    raw = block.leaf.span.of(data)
    if len(raw) > MAX_LINES_BYTES:
        return
    text = block.leaf.read()
    lines, raw_lines = text.plain.split("\n"), raw.splitlines(keepends=True)
    if len(lines) != len(raw_lines) or not any(map(_LINE_BULLET.match, lines)):
        return
    start, position = block.leaf.span.start, 0
    for number, (line, raw_line) in enumerate(zip(lines, raw_lines, strict=True)):
        span = Span(start, start + len(raw_line.rstrip()))
        read = partial(part, text, position, position + len(line))
        yield from _line_entry(Leaf(block.leaf.line + number, span, read), around, data)
        start += len(raw_line)
        position += len(line) + 1


def _line_entry(leaf: Leaf, around: Around, data: bytes) -> Iterator[Entry]:
    """One such line, if it begins with a bullet or box."""
    match = _LINE_BULLET.match(leaf.read().plain)
    if match is None:
        return
    draft, suffix = draft_of(leaf, data)
    draft.cut(match.start(), match.end())
    if not says_nothing(draft, leaf):
        yield Entry(leaf.line, leaf.span, Kind.LIST, draft, LineAnchor(leaf.span.end, suffix), around)
