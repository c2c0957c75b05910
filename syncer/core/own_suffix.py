"""Owns a suffix of ours behind an item: it is no part of the action, and its link is the item's issue."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from syncer.core.draft import Draft
from syncer.core.escaping import read_entities
from syncer.core.markup import joined, part
from syncer.core.render import ReadSuffix, find_suffix
from syncer.core.tickets import read_local, read_ticket
from syncer.model import Leaf, Mark, MarkKind, Role, Span, State, Text, Ticket

RULE = "our own suffix"
_DASH, _DOT = " — ", " · "
_MAY_BEGIN = " — [".encode()


class Suffix(NamedTuple):
    """A suffix of ours: its range in the file, its link as a ticket, its status as shown and what that means."""

    span: Span
    ticket: Ticket
    status_text: str
    state: State | None


def split_suffix(leaf: Leaf, data: bytes) -> tuple[Text, Suffix | None]:
    """The text of `leaf` in the file `data` as its author wrote it, and a suffix of ours, if there is one.

    The text is the same with and without a suffix, so that an item reads the same before and after we write one.
    """
    text, raw = leaf.read(), leaf.span.of(data)
    if _MAY_BEGIN not in raw or (found := find_suffix(source := raw.decode())) is None:
        return text, None
    link = next((mark for mark in reversed(text.marks) if _is_link(text, mark, found.label)), None)
    if link is None:  # inside a code span
        return text, None
    status = read_entities(source[found.start : found.end].partition("](")[2].partition(f"){_DOT}")[2])
    start, end = link.start - len(_DASH), link.end + len(_DOT) + len(status)
    kept = joined(part(text, 0, start), part(text, end, len(text.plain)))
    return kept, Suffix(_place(leaf, source, found), _ticket(found), status, found.status.state)


def text_without_suffix(leaf: Leaf, data: bytes) -> Text:
    """The text of `leaf` in the file `data` as its author wrote it."""
    return split_suffix(leaf, data)[0]


def use_suffix(draft: Draft, suffix: Suffix) -> None:
    """Let a suffix speak for the item: its issue comes first, its status counts where the author says none.

    The author's tickets stay, also one that the suffix repeats: they are theirs with and without a suffix.
    """
    draft.tickets = [suffix.ticket, *draft.tickets]
    draft.rules[Role.ISSUE] = RULE
    if draft.status_text is None:
        draft.replace_status(suffix.status_text, suffix.state, RULE)


def _place(leaf: Leaf, source: str, found: ReadSuffix) -> Span:
    start = leaf.span.start + len(source[: found.start].encode())
    return Span(start, start + len(source[found.start : found.end].encode()))


def _ticket(found: ReadSuffix) -> Ticket:
    known = read_local(found.label, found.address) or read_ticket(found.label, found.address)
    return replace(known or Ticket(found.label, found.address, key=found.label), in_suffix=True)


def _is_link(text: Text, mark: Mark, label: str) -> bool:
    return mark.kind is MarkKind.LINK and text.plain[mark.start : mark.end] == label
