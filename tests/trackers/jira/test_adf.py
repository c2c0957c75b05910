"""Descriptions of Jira Cloud: text nodes, whatever a row says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core.test_issue_text import DRAFT, HOSTILE
from fakes.jira.adf import is_document
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.issue_text import title
from syncer.core.issue_words import Block, Run, lines_of
from syncer.model import Field
from syncer.trackers.jira import adf
from syncer.trackers.jira.texts import draft_description

URL = "https://github.com/acme/docs/blob/main/postmortems/pm.md"


def nodes(node: Any) -> list[Any]:
    return [node, *(found for child in node.get("content", ()) for found in nodes(child))]


def test_paragraphs_lists_and_links() -> None:
    described = (Block(((Run("a"), Run("b", "https://x.example")), (Run("c"),))), Block(((Run("d"),),), is_list=True))
    link = {"type": "text", "text": "b", "marks": [{"type": "link", "attrs": {"href": "https://x.example"}}]}
    paragraph = {
        "type": "paragraph",
        "content": [{"type": "text", "text": "a"}, link, {"type": "hardBreak"}, {"type": "text", "text": "c"}],
    }
    entry = {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "d"}]}]}
    assert adf.document(described) == {
        "type": "doc",
        "version": 1,
        "content": [paragraph, {"type": "bulletList", "content": [entry]}],
    }


@given(st.text(max_size=80))
def test_a_hostile_row_is_text_and_links_nowhere_but_to_its_document(text: str) -> None:
    hostile = text + HOSTILE + "[~alice] {code} <b>"
    values = {Field.TITLE: title(hostile), Field.PRIORITY: hostile, Field.TYPE: hostile, Field.DUE: None}
    draft = replace(
        DRAFT,
        marker=replace(DRAFT.marker, text=hostile * 4),
        values=values,
        owners=(hostile,),
        due_text=hostile,
        severity=hostile,
        document_title=hostile,
    )
    made = draft_description(draft, is_cloud=True)
    assert is_document(made)
    kinds = {node["type"] for node in nodes(made)}
    assert kinds == {"doc", "paragraph", "bulletList", "listItem", "text"}
    links = [mark for node in nodes(made) for mark in node.get("marks", ())]
    assert [mark["attrs"]["href"] for mark in links] == [URL, f"{URL}?plain=1#L12"]
    assert len(json.dumps(made, ensure_ascii=False)) <= 32_767


def test_a_size_counts_what_is_escaped() -> None:
    assert adf.size(lines_of('"')) == adf.size(lines_of("x")) + 1
