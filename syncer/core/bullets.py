"""Owns what one line of text says as an action item: its sentence, and the fields in and around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from syncer.core.draft import Draft
from syncer.core.labels import read_labels
from syncer.core.leading import read_leading
from syncer.core.lexicon import fillers
from syncer.core.looks import is_nothing, is_placeholder
from syncer.core.own_suffix import Suffix, split_suffix, use_suffix
from syncer.core.patterns import Pattern
from syncer.core.sentence_due import read_sentence_due
from syncer.core.statuses import is_status_only
from syncer.core.ticket_marks import cut_trailing_tickets, read_tickets
from syncer.core.trailing import read_trailing
from syncer.core.wording import collapse
from syncer.model import Heading, Item, Leaf, LineAnchor, Paragraph, Span, State

MAX_ITEM = 20_000
"""An item of more characters is read as its bare text, without looking for fields."""

_WIKI_BULLET = Pattern(r"\n\*{2,3} ")
"""A second-level bullet as wikis write it; Markdown folds it into the item above."""
_INSTRUCTION = Pattern(fillers.INSTRUCTION, re.IGNORECASE)


class ItemReading(NamedTuple):
    """What a list item's own text says, where we may write, and the text."""

    draft: Draft
    anchor: LineAnchor
    leaf: Leaf


def draft_of(leaf: Leaf, data: bytes, numbering: Pattern | None = None) -> tuple[Draft, Span | None]:
    """The draft of the text in `leaf`, and the range of a suffix of ours in the file `data`.

    What `numbering` matches at the start is left out, unless nothing else is there.
    """
    text, suffix = split_suffix(leaf, data)
    draft = Draft.of(text)
    if len(text.plain) > MAX_ITEM:
        return _with_suffix(draft, suffix)
    if "\n**" in draft.plain and (wiki := _WIKI_BULLET.search(draft.plain)) is not None:
        draft.cut(wiki.start(), len(draft.plain))
    if numbering and (number := numbering.match(draft.plain)) and draft.plain[number.end() :].strip():
        draft.cut(number.start(), number.end())
    read_tickets(draft)
    read_labels(draft)
    read_leading(draft)
    read_trailing(draft)
    cut_trailing_tickets(draft)
    read_sentence_due(draft)
    return _with_suffix(draft, suffix)


def _with_suffix(draft: Draft, suffix: Suffix | None) -> tuple[Draft, Span | None]:
    """What our suffix says outweighs what the text says."""
    if suffix is None:
        return draft, None
    use_suffix(draft, suffix)
    return draft, suffix.span


def read_item(item: Item, data: bytes) -> ItemReading | None:
    """What a list item's own text says, `None` where it has none."""
    if not item.blocks or not isinstance(first := item.blocks[0], Paragraph | Heading):
        return None
    draft, suffix = draft_of(first.leaf, data)
    if item.box is not None:
        _read_box(draft, item.box.of(data).decode(), is_ticked=item.ticked)
    at = first.leaf.span.end if isinstance(first, Paragraph) else None
    return ItemReading(draft, LineAnchor(at, suffix, item.box), first.leaf)


def _read_box(draft: Draft, box: str, *, is_ticked: bool) -> None:
    """A ticked box says done whatever the text says, an empty one only that nothing else is said."""
    if is_ticked and draft.status is not State.DONE:
        draft.replace_status(box, State.DONE, "a task box")
    elif draft.status is None:
        draft.replace_status(box, State.TODO, "a task box")


def says_nothing(draft: Draft, leaf: Leaf) -> bool:
    """Whether an item is empty, a placeholder, or a template's instruction left in place."""
    if draft.placeholders > 1 and not draft.owners and draft.due_text is None:
        return True
    if draft.tickets:
        return False
    plain, action = collapse(leaf.read().plain), draft.action()
    if is_nothing(plain) or is_nothing(action) or is_placeholder(action) or is_status_only(plain):
        return True
    return _INSTRUCTION.fullmatch(action) is not None
