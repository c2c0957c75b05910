"""Owns items that are titles: `### 1. Add an alert`, with an explanation or fields below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncer.core.around import read_around
from syncer.core.bullets import draft_of
from syncer.core.draft import Draft
from syncer.core.entry import Entry
from syncer.core.field_lines import has_fields, is_field_list, read_below
from syncer.core.headings import Grade
from syncer.core.leading import read_subject_handles
from syncer.core.outline import BOLD, Section
from syncer.core.own_suffix import split_suffix, use_suffix
from syncer.core.patterns import Pattern
from syncer.core.verbs import begins_with_verb
from syncer.model import Kind, Leaf, LineAnchor, ListBlock, Other, Paragraph, Table

_NUMBERING = Pattern(r"\s*(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[.):]?|#[0-9]{1,3}:?|[A-Z][0-9]{1,2}[.):])\s+(?=\S)")
_NUMBERED_ACTION = Pattern(
    r"\s*(?:action(?: item)?|ai|task|item|follow[- ]?up|アクション|行动项)\s*#?\s*[0-9]{1,3}\s*"
    r"(?:[:.：)—–-]\s*|\s(?=\S))",
    re.IGNORECASE,
)
_REACH = 200
"""Characters of the paragraph below that may name its subject."""


def is_titled_item(outline: Sequence[Section], number: int, threshold: Grade) -> bool:
    """Whether the title of the nth section is itself an action item, explained by what stands below it."""
    section = outline[number]
    if not section.titles or (title := section.titles[-1]).level > BOLD:
        return False
    lists = [block for block in section.blocks if isinstance(block, ListBlock) and not is_field_list(block)]
    has_boxes = any(item.box is not None for block in lists for item in block.items)
    if _NUMBERED_ACTION.match(title.text):
        return not has_boxes
    if title.grade in (Grade.STRONG, Grade.AGAINST) or _has_sections(outline, number):
        return False
    if not any(above.grade >= threshold for above in section.titles[:-1]):
        return False
    fields = has_fields(section.blocks)
    is_numbered = _NUMBERING.match(title.text) is not None
    is_marked = is_numbered or begins_with_verb(title.text)
    if lists or any(isinstance(block, Table) for block in section.blocks):
        return fields and (is_numbered or (is_marked and not has_boxes))
    return fields or (is_marked and any(isinstance(block, Paragraph | Other) for block in section.blocks))


def _has_sections(outline: Sequence[Section], number: int) -> bool:
    """Whether the nth section has sections of its own."""
    following = outline[number + 1 : number + 2]
    return any(len(section.titles) > len(outline[number].titles) for section in following)


def titled_entry(section: Section, data: bytes) -> Entry:
    """The item that a section's title is."""
    title = section.titles[-1]
    numbering = _NUMBERED_ACTION if _NUMBERED_ACTION.match(title.text) else _NUMBERING
    draft, suffix = draft_of(title.leaf, data, numbering)
    read_below(draft, section.blocks, data)
    paragraph = next((block.leaf for block in section.blocks if isinstance(block, Paragraph)), None)
    if paragraph is not None:
        read_subject_handles(draft, paragraph.read().plain[:_REACH])
    is_line = title.level >= BOLD
    anchor = LineAnchor(title.leaf.span.end, suffix) if is_line else _below_heading(draft, paragraph, data)
    return Entry(title.line, title.leaf.span, Kind.HEADING, draft, anchor, read_around(section.titles[:-1]))


def _below_heading(draft: Draft, paragraph: Leaf | None, data: bytes) -> LineAnchor:
    """Where to write for a heading: the end of the first paragraph below it; our suffix there speaks for the item."""
    if paragraph is None:
        return LineAnchor(None)
    suffix = split_suffix(paragraph, data)[1]
    if suffix is None:
        return LineAnchor(paragraph.span.end)
    use_suffix(draft, suffix)
    return LineAnchor(paragraph.span.end, suffix.span)
