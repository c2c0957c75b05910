"""Owns a suffix of ours behind an item: it is no part of the action, and its link is the item's issue."""

from __future__ import annotations

from dataclasses import replace

from syncer.core.draft import Draft
from syncer.core.escaping import read_entities
from syncer.core.render import ReadSuffix, find_suffix
from syncer.core.tickets import read_local, read_ticket
from syncer.model import Leaf, Mark, MarkKind, Span, Ticket

RULE = "our own suffix"
_DASH, _DOT = " — ", " · "


def take_suffix(draft: Draft, leaf: Leaf, data: bytes) -> Span | None:
    """Cut a suffix of ours out of `draft`, the text of `leaf` in the file `data`; its range in the file, if any.

    Its link becomes a ticket and its status the item's status.
    """
    source = leaf.span.of(data).decode()
    found = find_suffix(source)
    if found is None:
        return None
    ticket = read_local(found.label, found.address) or read_ticket(found.label, found.address)
    ticket = ticket or Ticket(found.label, found.address, key=found.label)
    draft.add_ticket(replace(ticket, in_suffix=True), RULE)
    draft.replace_status(_cut(draft, found, source), found.status.state, RULE)
    start = leaf.span.start + len(source[: found.start].encode())
    return Span(start, start + len(source[found.start : found.end].encode()))


def _cut(draft: Draft, found: ReadSuffix, source: str) -> str:
    """Take the suffix out of the plain text; its status as shown."""
    status = read_entities(source[found.start : found.end].partition("](")[2].partition(f"){_DOT}")[2])
    link = next((mark for mark in reversed(draft.marks) if _is_link(draft, mark, found.label)), None)
    if link is not None:
        draft.marks = tuple(mark for mark in draft.marks if mark is not link)
        draft.cut(link.start - len(_DASH), link.end + len(_DOT) + len(status))
    return status


def _is_link(draft: Draft, mark: Mark, label: str) -> bool:
    return mark.kind is MarkKind.LINK and draft.plain[mark.start : mark.end] == label
