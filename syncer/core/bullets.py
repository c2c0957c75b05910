"""Owns what a list item, heading or paragraph says as an action item: its draft, its fields below it, and where we may write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from syncer.core.draft import Draft
from syncer.core.labels import find_labels, read_labels, take
from syncer.core.markup import has_link, is_all
from syncer.core.outline import walk
from syncer.core.leading import read_leading
from syncer.core.trailing import read_trailing
from syncer.core.render import ReadSuffix, find_suffix
from syncer.core.sentence_due import read_sentence_due
from syncer.core.looks import is_nothing, is_placeholder
from syncer.core.ticket_marks import cut_trailing_tickets, links_below, read_tickets
from syncer.core.tickets import read_local, read_ticket
from syncer.core.wording import collapse
from syncer.model import Block, Heading, Item, Leaf, LineAnchor, ListBlock, MarkKind, Paragraph, Role, Span, State, Text, Ticket

MAX_ITEM = 100_000
"""An item longer than this many bytes is read as its bare text, without looking for fields."""
_WIKI_BULLET = re.compile(r"\n\*{2,3} ")
"""A second-level bullet as wikis write it; Markdown folds it into the item above."""
_INSTRUCTION = re.compile(r"(?:list|describe|add|insert|include|enter|write|fill|document|explain|provide|what|who) .{0,80}\b(?:here|below|above)[.:)\]]{0,3}|e\.?g\.?\b.*|for example\b.*|\.\.\.|…|(?:an? )?(?:itemi[sz]ed )?list of\b.*|what (?:are the things|can be improved|can we do|could we do|will be done|went|needs to be)\b.*"
    r"|(?:none|nothing)\b(?: .{0,40})?|no (?:\w+[ -]){0,4}(?:actions?|action items?|follow[- ]?ups?|tasks?|items?|changes?|work|steps)\b(?: .{0,40})?|not? applicable.{0,40}|keine\b.{0,40}|ninguna?\b.{0,40}|aucune?\b.{0,40}|nenhuma?\b.{0,40}", re.IGNORECASE)


def draft_of(leaf: Leaf, data: bytes, numbering: re.Pattern[str] | None = None) -> tuple[Draft, Span | None]:
    """The draft of the text in `leaf`, and the range of a suffix of ours in the file `data`.

    What `numbering` matches at the start is left out, unless nothing else is there.
    """
    draft = Draft.of(leaf.read())
    if leaf.span.end - leaf.span.start > MAX_ITEM:
        return draft, None
    suffix = _take_suffix(draft, leaf, data)
    if (wiki := _WIKI_BULLET.search(draft.plain)) is not None:
        draft.cut(wiki.start(), len(draft.plain))
    if numbering and (number := numbering.match(draft.plain)) and draft.plain[number.end() :].strip():
        draft.cut(number.start(), number.end())
    read_tickets(draft)
    read_labels(draft)
    read_leading(draft)
    read_trailing(draft)
    cut_trailing_tickets(draft)
    read_sentence_due(draft)
    return draft, suffix


def _take_suffix(draft: Draft, leaf: Leaf, data: bytes) -> Span | None:
    """Cut our own suffix out of the text; its link is the item's ticket and its status the item's status."""
    source = leaf.span.of(data).decode()
    found = find_suffix(source)
    if found is None:
        return None
    ticket = read_local(found.label, found.address) or read_ticket(found.label, found.address)
    draft.add_ticket(replace(ticket or Ticket(found.label, found.address, key=found.label), in_suffix=True), "our own suffix")
    _cut_suffix(draft, found, source)
    draft.status = found.status.state
    start = leaf.span.start + len(source[: found.start].encode())
    return Span(start, start + len(source[found.start : found.end].encode()))


def _cut_suffix(draft: Draft, found: ReadSuffix, source: str) -> None:
    """Take the suffix out of the plain text and keep its status as written."""
    link = next((mark for mark in reversed(draft.marks) if mark.kind is MarkKind.LINK and draft.plain[mark.start : mark.end] == found.label), None)
    status = unescape(source[found.start : found.end].rpartition(") · ")[2])
    if link is not None:
        start, end = link.start - len(" — "), link.end + len(" · ") + len(status)
        draft.status_text = draft.plain[link.end + len(" · ") : end]
        draft.rules[Role.STATUS] = "our own suffix"
        draft.marks = tuple(mark for mark in draft.marks if mark is not link)
        draft.cut(start, end)


def read_item(item: Item, data: bytes) -> tuple[Draft, LineAnchor, Leaf] | None:
    """What a list item's own text says, `None` where it has none."""
    if not item.blocks or not isinstance(item.blocks[0], Paragraph | Heading):
        return None
    leaf = item.blocks[0].leaf
    draft, suffix = draft_of(leaf, data)
    if item.box is not None:
        box = State.DONE if item.ticked else State.TODO
        if draft.status is None or draft.status is State.TODO or box is State.DONE:
            draft.status, draft.status_text = box, draft.status_text if suffix else item.box.of(data).decode()
            draft.rules[Role.STATUS] = "a task box"
    return draft, LineAnchor(leaf.span.end if isinstance(item.blocks[0], Paragraph) else None, suffix, item.box), leaf


def read_below(draft: Draft, blocks: Sequence[Block]) -> None:
    """Fields and tickets in the lines below an item."""
    leaves = [block.leaf for block in walk(blocks) if isinstance(block, Paragraph)]
    texts = [leaf.read() for leaf in leaves if leaf.span.end - leaf.span.start <= MAX_ITEM]
    for text in texts:
        read_field_line(draft, text)
    for ticket in links_below(texts):
        draft.add_ticket(ticket, "a link in the lines below")


def read_field_line(draft: Draft, text: Text) -> bool:
    """Take over the fields of a line such as `Owner: @alice`; whether the line is nothing but fields."""
    line = Draft.of(text)
    read_tickets(line)
    prose = line.prose()
    labels = [label for label in find_labels(prose, frozenset(mark.start for mark in text.marks)) if label.role is not Role.ACTION]
    if not labels or prose[: labels[0].start].strip(" \t\n*_-•"):
        return False
    for number, label in enumerate(labels):
        end = labels[number + 1].start if number + 1 < len(labels) else len(prose)
        value = collapse(line.view()[label.value : end].split("\n")[0].strip(" \t,，;；|·•、*_"))
        take(draft, label.role, value, label.weight, "a field named below")
    for ticket in line.tickets:
        draft.add_ticket(ticket, "a field named below")
    return True


def is_field_line(text: Text) -> bool:
    """Whether a line begins with the name of a field and a colon."""
    labels = find_labels(text.plain, frozenset(mark.start for mark in text.marks))
    return bool(labels) and labels[0].role is not Role.ACTION and not text.plain[: labels[0].start].strip(" \t\n*_-•")


def has_fields(blocks: Sequence[Block]) -> bool:
    """Whether any line of `blocks` is a field such as `Owner: @alice`."""
    return any(isinstance(block, Paragraph) and block.leaf.span.end - block.leaf.span.start < 2_000 and is_field_line(block.leaf.read()) for block in walk(blocks))


def is_field_list(block: Block) -> bool:
    """Whether most items of a list are fields."""
    if not isinstance(block, ListBlock):
        return False
    fields = sum(bool(item.blocks) and isinstance(item.blocks[0], Paragraph) and is_field_line(item.blocks[0].leaf.read()) for item in block.items[:20])
    return fields * 2 >= min(len(block.items), 20)


def says_nothing(draft: Draft, leaf: Leaf) -> bool:
    """Whether an item is empty, a placeholder, or a template's instruction left in place."""
    text = leaf.read()
    plain = collapse(text.plain)
    if draft.placeholders > 1 and not draft.owners and draft.due_text is None:
        return True
    if draft.tickets:
        return False
    action = draft.action()
    if is_nothing(plain) or (is_nothing(action) and not draft.tickets) or (is_placeholder(plain) and not has_link(text)):
        return True
    if is_placeholder(action):
        return True
    return is_all(text, MarkKind.EMPHASIS) and _INSTRUCTION.fullmatch(plain) is not None or _INSTRUCTION.fullmatch(action) is not None
