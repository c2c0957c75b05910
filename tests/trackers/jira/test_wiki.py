"""Descriptions of Data Center: wiki markup in which nothing that a row says is markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from core.test_issue_text import DRAFT, HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import plain
from syncer.core.issue_words import Block, Run
from syncer.model import Field
from syncer.trackers.jira import wiki
from syncer.trackers.jira.texts import draft_description

URL = "https://github.com/acme/docs/blob/main/postmortems/pm.md"
ACTIVE = re.compile(
    r"[\[\]{}|!*+^~?@\\<>=()]|(?<!&)#|&(?!#[0-9]+;)|\b_|_\b|(?:^|\W)-|-(?:\W|$)|:\S|^\s*(?:h[1-6]|bq)\.|\bwww\.|[A-Z]-[0-9]"
)
"""What Jira's renderer may act on, as its own notation guide tells it; faces begin with a colon or a bracket."""


@pytest.mark.parametrize(
    "text",
    [
        "[~alice]",
        "{code}",
        "!http://x/y.png!",
        "h1. Big",
        "[text|http://x]",
        "----",
        "# one",
        "* two",
        "- three",
        "bq. said",
        "||head||",
        "*bold* _slanted_ -gone- +in+ ^up^ ~down~ ??cited?? {{mono}}",
        "\\\\ server",
        ":) ;) :P (y) (*) (on)",
        "http://evil.example mailto:a@b www.evil.example",
        "PAY-12 and pay-12",
        "&#91;~alice&#93; &lt;b&gt; <script>",
        "a--b a---b",
        "{color:red}red{color}",
        "^[attached]",
    ],
)
def test_nothing_acts_and_all_is_shown(text: str) -> None:
    shown = wiki.escaped(text)
    assert ACTIVE.search(shown) is None
    assert html.unescape(shown) == text


@pytest.mark.parametrize(
    "text",
    ["snake_case", "re-run it", "2026-12-01", "Fix: the thing", "it's 5 % of 3/4", "v1.2, x; y", "Müller-Lüdenscheidt"],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert wiki.escaped(text) == text


@given(st.text(max_size=60))
def test_any_text_is_shown_literally(text: str) -> None:
    line = plain(text)
    shown = wiki.escaped(line)
    assert ACTIVE.search(shown) is None
    assert re.sub(r"&#([0-9]+);", lambda match: chr(int(match[1])), shown) == line


def test_paragraphs_lists_and_links() -> None:
    described = (Block(((Run("a*"), Run("b]", "https://x.example")),)), Block(((Run("c"),), (Run("d"),)), is_list=True))
    assert wiki.text(described) == "a&#42;[b&#93;|https://x.example]\n\n* c\n* d"


def test_a_hostile_row_fits_and_begins_no_line() -> None:
    hostile = ("#*|[]{}" + HOSTILE) * 300
    draft = replace(
        DRAFT,
        marker=replace(DRAFT.marker, text=hostile),
        values={Field.PRIORITY: hostile, Field.TYPE: hostile, Field.DUE: None},
        owners=(hostile,) * 40,
        due_text=hostile,
        severity=hostile,
        document_title=hostile,
    )
    made = draft_description(draft, is_cloud=False)
    assert len(made) <= 32_767
    begins = ("In full: ", "Action item of the postmortem [", "* Owners: ", "* Due: ", "* Severity: ", "* Priority: ")
    others = ("* Type: ", "What is to be done", "")
    assert all(line.startswith(begins) or line.startswith(others[:2]) or line == "" for line in made.split("\n"))
    assert re.findall(r"\|(https?://[^\]]*)\]", made) == [URL, f"{URL}?plain=1#L12"]
