"""What any text, value and instant becomes in a column, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from syncer.state.tables import Instant, escape, from_json, to_json, unescape

TEXTS = st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(TEXTS | st.text(st.sampled_from("\ufdd0\ud800\udfff\x0001af")))
def test_any_text_is_stored_as_utf_8_without_nul_and_comes_back(text: str) -> None:
    stored = escape(text)
    assert "\0" not in stored
    assert stored.encode().decode() == stored
    assert unescape(stored) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufdd0")))
def test_ordinary_text_is_stored_as_it_is(text: str) -> None:
    assert escape(text) == text


@given(TEXTS, TEXTS)
def test_two_texts_stay_two(left: str, right: str) -> None:
    assert (escape(left) == escape(right)) == (left == right)


@given(VALUES)
def test_any_json_comes_back(value: object) -> None:
    stored = to_json(value)
    assert stored.encode().decode() == stored
    assert from_json(stored) == value


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        to_json({"at": datetime(2026, 3, 11, tzinfo=UTC)})


class TestInstant:
    @pytest.mark.parametrize("offset", [-12, 0, 5.75, 14])
    def test_is_stored_in_utc(self, offset: float) -> None:
        there = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=offset)))
        stored = Instant().process_bind_param(there, sqlite.dialect())
        assert stored == there
        assert stored is not None
        assert stored.tzinfo is UTC

    def test_comes_back_aware_from_a_database_with_or_without_zones(self) -> None:
        nine = datetime(2026, 3, 11, 9, tzinfo=UTC)
        for found in (nine.replace(tzinfo=None), nine.astimezone(timezone(timedelta(hours=1)))):
            loaded = Instant().process_result_value(found, sqlite.dialect())
            assert loaded == nine
            assert loaded is not None
            assert loaded.tzinfo is UTC

    def test_may_be_unset(self) -> None:
        assert Instant().process_bind_param(None, sqlite.dialect()) is None
        assert Instant().process_result_value(None, sqlite.dialect()) is None
