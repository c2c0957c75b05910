"""Owns text as Jira Cloud takes it: a document of the Atlassian Document Format that is made of text nodes alone.

What others wrote is the text of a node and never anything else, so that no part of it can act.
"""

from __future__ import annotations

import json

from syncer.core.graphemes import units
from syncer.core.issue_words import Block, Description, Line, Run
from syncer.trackers.jira.shown import Json


def document(described: Description) -> dict[str, Json]:
    """`described` as an ADF document: paragraphs and lists of text; the only mark is a link to the web."""
    return {"type": "doc", "version": 1, "content": [_block(block) for block in described]}


def size(described: Description) -> int:
    """How long `described` is in UTF-16 units of its JSON, which is never less than Jira counts."""
    return units(json.dumps(document(described), ensure_ascii=False))


def _block(block: Block) -> dict[str, Json]:
    if block.is_list:
        entries = [{"type": "listItem", "content": [_paragraph((line,))]} for line in block.lines]
        return {"type": "bulletList", "content": entries}
    return _paragraph(block.lines)


def _paragraph(lines: tuple[Line, ...]) -> dict[str, Json]:
    content: list[Json] = []
    for line in lines:
        content += [{"type": "hardBreak"}] if content else []
        content += [_text(run) for run in line if run.text]
    return {"type": "paragraph", "content": content}


def _text(run: Run) -> dict[str, Json]:
    text: dict[str, Json] = {"type": "text", "text": run.text}
    return {**text, "marks": [{"type": "link", "attrs": {"href": run.address}}]} if run.address else text
