"""How long what we write may be, and where it is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from core.test_issue_text import DRAFT
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.graphemes import units
from syncer.model import Field
from syncer.trackers.jira.texts import draft_summary, literal, summary


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Add an alert", "Add an alert"),
        ("two\nlines", "two lines"),
        ("x" * 300, "x" * 254 + "…"),
        ("👍🏽" * 100, "👍🏽" * 63 + "…"),
        ("nul \x00 \ud800", "nul \ufffd \ufffd"),
        ("", "Untitled action item"),
        (None, "Untitled action item"),
    ],
)
def test_a_summary_is_one_line_that_jira_takes(value: str | None, shown: str) -> None:
    assert summary(value) == shown


@given(st.text(max_size=400))
def test_no_summary_is_empty_or_too_long(text: str) -> None:
    shown = summary(text)
    assert 0 < units(shown) <= 255
    assert len(shown.splitlines()) == 1


def test_a_draft_without_a_title_goes_by_its_text() -> None:
    assert draft_summary(replace(DRAFT, values={})) == "Add an alert"
    assert draft_summary(replace(DRAFT, values={Field.TITLE: "Other"})) == "Other"


@pytest.mark.parametrize("is_cloud", [True, False])
def test_a_comment_is_shown_literally(*, is_cloud: bool) -> None:
    made: Any = literal("one [~bob]\ntwo", is_cloud=is_cloud)
    if is_cloud:
        assert [node.get("text") for node in made["content"][0]["content"]] == ["one [~bob]", None, "two"]
    else:
        assert made == "one &#91;&#126;bob&#93;\ntwo"


def test_a_comment_of_any_length_fits() -> None:
    assert len(literal("{" * 100_000, is_cloud=False)) <= 32_767
