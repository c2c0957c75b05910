"""Where a listing left off, through a text that anybody may have spoiled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.trackers.jira.cursor import Cursor, milliseconds, read_cursor


@given(st.builds(Cursor, st.integers(1, 2**45 - 1), st.text(), st.text()))
def test_a_cursor_comes_back(cursor: Cursor) -> None:
    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"at": "1"}',
        '{"at": true}',
        '{"at": 0}',
        '{"at": -5}',
        '{"at": 1e30}',
        '{"at": 99999999999999999999}',
        "[" * 100000,
        '{"etag": "x"}',
    ],
)
def test_what_is_no_cursor_lists_everything_again(text: str | None) -> None:
    assert read_cursor(text) is None


def test_what_is_unknown_in_it_is_passed_over() -> None:
    assert read_cursor('{"at": 5, "viewer": 7, "account": "x", "more": []}') == Cursor(5, "", "x")


def test_its_instant_is_exact() -> None:
    at = datetime(2026, 3, 12, 9, 30, 15, tzinfo=UTC)
    assert Cursor(milliseconds(at)).seen == at
