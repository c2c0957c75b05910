"""Owns fields that stand on lines of their own below an item: `- **Owner:** @alice`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syncer.core.draft import Draft
from syncer.core.labels import Label, find_labels, take
from syncer.core.outline import walk
from syncer.core.own_suffix import text_without_suffix
from syncer.core.ticket_marks import links_of, read_tickets
from syncer.core.wording import collapse
from syncer.model import Block, Item, Leaf, ListBlock, Paragraph, Role, Text

MAX_LINE = 2_000
"""A longer paragraph, in bytes, is no line of fields."""
MAX_LOOKED_AT = 20
"""So many items tell whether a list consists of fields."""

_EDGES = " \t,，;；|·•、*_"
_LEADS = " \t\n*_-•"


def read_below(draft: Draft, blocks: Sequence[Block], data: bytes) -> None:
    """Take over fields and linked tickets from the lines below an item of the file `data`, but no suffix of ours."""
    for leaf in _lines(blocks):
        text = text_without_suffix(leaf, data)
        read_field_line(draft, text)
        for ticket in links_of(text):
            draft.add_ticket(ticket, "a link in the lines below")


def read_field_line(draft: Draft, text: Text) -> None:
    """Take over the fields of a line such as `Owner: @alice, Due: Friday`; any other line says nothing."""
    labels = _labels(text)
    if not labels:
        return
    line = Draft.of(text)
    read_tickets(line)
    for number, label in enumerate(labels):
        end = labels[number + 1].start if number + 1 < len(labels) else len(text.plain)
        value = collapse(line.view()[label.value : end].split("\n")[0].strip(_EDGES))
        take(draft, label.role, value, label.weight, "a field named below")
    for ticket in line.tickets:
        draft.add_ticket(ticket, "a field named below")


def has_fields(blocks: Sequence[Block]) -> bool:
    """Whether any line of `blocks` is a field."""
    return any(_labels(leaf.read()) for leaf in _lines(blocks))


def is_field_list(block: Block) -> bool:
    """Whether at least half of a list's items are fields, or names of fields that were left blank."""
    if not isinstance(block, ListBlock):
        return False
    items = block.items[:MAX_LOOKED_AT]
    fields = sum(has_fields(item.blocks[:1]) for item in items)
    blank = sum(map(_is_blank, items))
    return (fields + (blank if blank > 1 else 0)) * 2 >= len(items)


def _is_blank(item: Item) -> bool:
    """Whether an item ends in a colon that nothing follows: a form's question without an answer."""
    if len(item.blocks) != 1 or not isinstance(only := item.blocks[0], Paragraph):
        return False
    return only.leaf.span.end - only.leaf.span.start <= MAX_LINE and only.leaf.read().plain.rstrip().endswith(
        (":", "：")
    )


def _lines(blocks: Sequence[Block]) -> Iterator[Leaf]:
    """The paragraphs of `blocks` that are short enough to be looked at."""
    for block in walk(blocks):
        if isinstance(block, Paragraph) and block.leaf.span.end - block.leaf.span.start <= MAX_LINE:
            yield block.leaf


def _labels(text: Text) -> list[Label]:
    """The field names of a line, if it begins with one."""
    labels = find_labels(text.plain, frozenset(mark.start for mark in text.marks))
    fields = [label for label in labels if label.role is not Role.ACTION]
    return fields if fields and not text.plain[: fields[0].start].strip(_LEADS) else []
