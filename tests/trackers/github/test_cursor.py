"""The cursor survives its way through the state, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.trackers.github.cursor import Cursor, read_cursor

texts = st.text(max_size=20)
cursors = st.builds(
    Cursor,
    etag=texts,
    token=texts,
    newest=st.sampled_from(["", "2026-03-12T09:00:00+00:00"]),
    name=texts,
    login=texts,
    is_bot=st.booleans(),
    account=texts,
    due_field=st.integers(0, 10**12),
)


@given(cursors)
def test_a_cursor_reads_back(cursor: Cursor) -> None:
    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "12",
        "null",
        "[]",
        "{",
        '{"newest": "yesterday"}',
        '{"newest": "2026-03-12"}',
        "[" * 99_999,
    ],
)
def test_anything_else_lists_everything_again(text: str | None) -> None:
    assert read_cursor(text) is None


def test_what_has_another_name_or_type_is_passed_over() -> None:
    assert read_cursor('{"newest":3,"due_field":true}') == Cursor()
    assert read_cursor('{"etag":"a","later":1}') == Cursor(etag="a")
    assert read_cursor("{}") == Cursor()
