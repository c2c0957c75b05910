"""The marker comes back as it was written, whatever its values hold and whatever stands around it (F21, F47)."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.marker import (
    MARKER_LIMIT,
    MARKER_TEXT_LIMIT,
    find_marker_line,
    from_property,
    marker_property,
    read_marker,
    write_marker,
)
from syncer.model import Agreement, DocumentKey, Field, Marker

TEXT = st.text(max_size=40) | st.sampled_from(
    ["-->", "--", "<!--", "--!>", "<!-- syncer: {} -->", "\ud800", "\x00", "]]>"]
)
MAYBE = st.none() | TEXT
BASES = st.dictionaries(st.sampled_from(Field), st.builds(Agreement, MAYBE, MAYBE, MAYBE))
MARKERS = st.builds(Marker, TEXT, TEXT, st.builds(DocumentKey, TEXT, TEXT), TEXT, st.integers(0, 99), BASES)
MARKER = Marker(
    "a1", "l-1", DocumentKey("files", "2026/x.md"), "Fix it", 0, {Field.DUE: Agreement("Friday", "2026-03-13", None)}
)


@given(MARKERS)
def test_a_marker_reads_back_as_it_was_written(marker: Marker) -> None:
    written = write_marker(marker)
    assert read_marker(written) == marker
    assert read_marker(f"Text <!-- of --> a person.\n\n{written}\r\n \n") == marker
    assert from_property(json.loads(json.dumps(marker_property(marker)))) == marker


@given(MARKERS)
def test_a_written_marker_is_one_line_of_ascii_that_is_one_comment(marker: Marker) -> None:
    written = write_marker(marker)
    assert written.isascii()
    assert re.fullmatch(r"<!-- syncer: [^\r\n<>]* -->", written)
    assert "--" not in written[4:-3]


def test_a_marker_with_text_behind_it_is_not_ours() -> None:
    body = f"{write_marker(MARKER)}\nquoted by somebody"
    assert read_marker(body) is None


def test_a_quoted_marker_above_does_not_hide_ours() -> None:
    ours = Marker("b2", "l-2", DocumentKey("files", "y.md"), "Ours", 1)
    assert read_marker(f"{write_marker(MARKER)}\n{write_marker(ours)}") == ours


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("\n", ""),
        ("text\n\n", "\nnotes\n\nmore"),
        ("text\r\n  ", " \t\r\nnotes"),
        ("", "\n<!-- syncer: broken -->\n"),
    ],
)
def test_in_an_issue_of_our_own_people_may_write_below_the_marker(before: str, after: str) -> None:
    written = write_marker(MARKER)
    assert find_marker_line(before + written + after) == (len(before), len(before + written), MARKER)


@pytest.mark.parametrize("body", ["", "an example: {}\nnotes", "{} and more", "> {}", "text", "<!-- syncer: -->\n"])
def test_a_marker_that_shares_its_line_is_none(body: str) -> None:
    assert find_marker_line(body.replace("{}", write_marker(MARKER))) is None


def test_of_two_markers_on_lines_of_their_own_the_last_counts() -> None:
    ours = Marker("b2", "l-2", DocumentKey("files", "y.md"), "Ours", 1)
    found = find_marker_line(f"{write_marker(MARKER)}\n\n{write_marker(ours)}\nquoted: {write_marker(MARKER)}")
    assert found is not None
    assert found[2] == ours


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "{}",
        "[]",
        "null",
        "{",
        "[" * 100_000,
        "9" * 5_000,
        '{"item": 1}',
        *(json.dumps({**marker_property(MARKER), name: 1}) for name in ("item", "lineage", "source", "path", "text")),
        json.dumps({**marker_property(MARKER), "occurrence": "0"}),
        json.dumps({**marker_property(MARKER), "base": []}),
        json.dumps({**marker_property(MARKER), "base": {"due": ["a", "b"]}}),
        json.dumps({**marker_property(MARKER), "base": {"due": ["a", "b", 3]}}),
        json.dumps({**marker_property(MARKER), "base": {"due": "abc"}}),
        json.dumps({**marker_property(MARKER), "item": "two -- hyphens"}),
    ],
)
def test_a_malformed_marker_is_none(inner: str) -> None:
    body = f"text\n<!-- syncer: {inner} -->"
    assert read_marker(body) is None


@pytest.mark.parametrize("value", [None, [], "x", 3, {}])
def test_a_property_that_is_no_marker_is_none(value: object) -> None:
    assert from_property(value) is None


def test_what_a_newer_version_added_is_passed_over() -> None:
    newer = {
        **marker_property(MARKER),
        "extra": 1,
        "base": {"due": ["Friday", "2026-03-13", None], "estimate": ["a", "b", "c"]},
    }
    assert from_property(newer) == MARKER


def test_a_marker_stays_small() -> None:
    long = "x" * 50_000
    base = {Field.TITLE: Agreement(long, "short", None), Field.DUE: Agreement("Friday", None, None)}
    found = from_property(marker_property(Marker("i", "l", DocumentKey("s", "p"), long, 0, base)))
    assert found is not None
    assert found.text == long[:MARKER_TEXT_LIMIT]
    assert found.base == {Field.DUE: Agreement("Friday", None, None)}


def test_a_marker_leaves_out_the_longest_agreements_before_it_grows_too_long() -> None:
    """Each emoji is written as twelve characters: five fields of them would fill all that GitHub takes (F25)."""
    long, short = "👍" * MARKER_TEXT_LIMIT, Agreement("Friday", None, None)
    heavy, light = Agreement(long, long, long), Agreement(long, None, None)
    base = {Field.DUE: heavy, Field.OWNER: light, Field.TITLE: short}
    written = write_marker(Marker("i", "l", DocumentKey("s", "p" * 4_096), long, 0, base))
    found = read_marker(written)
    assert found is not None
    assert len(written) <= MARKER_LIMIT
    assert found.text == long
    assert found.base == {Field.OWNER: light, Field.TITLE: short}


@pytest.mark.parametrize(
    "text", ["@everyone", "@org/team", "fixes #1", "GH-1 gh-2", "acme/payments#41", "https://h/x", "www.h.example"]
)
def test_nothing_inside_a_marker_acts(text: str) -> None:  # F46
    marker = Marker("i", "l", DocumentKey("s", text), text, 0, {Field.TITLE: Agreement(text, text, text)})
    written = write_marker(marker)
    assert read_marker(written) == marker
    assert not re.search(r"[@#]|gh-[0-9]|://|www\.", written, re.IGNORECASE)


def test_hostile_bodies_take_linear_time() -> None:
    """Each of these took minutes if a marker were looked for again from every comment's end (F45)."""
    assert find_marker_line("<!-- syncer: " + " -->" * 300_000) is None
    assert find_marker_line("<!-- syncer: -->\n" * 50_000) is None
    assert find_marker_line("<!-- syncer: " * 100_000) is None
    assert read_marker("<!-- syncer: " * 100_000 + " -->") is None
