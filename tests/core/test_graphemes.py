"""Cutting a text without tearing a visible character apart (F25)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.graphemes import cut, units


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 5, "short"),
        ("too long", 5, "too…"),
        ("word after", 8, "word af…"),
        ("ae\u0301i", 3, "a…"),
        ("a👩‍👩‍👧z", 5, "a…"),
        ("a👍🏽z", 4, "a…"),
        ("🇩🇪🇫🇷🇪🇸", 11, "🇩🇪🇫🇷…"),
        ("🇩🇪🇫🇷🇪🇸", 8, "🇩🇪…"),
        ("e\u0301\u0301\u0301\u0301", 3, "e\u0301…"),
        ("क्षि x", 4, "क्…"),
        ("각각x", 2, "각…"),
        ("a\u1100\u1161x", 3, "a…"),
        ("نص عربي", 5, "نص ع…"),
        ("ab\u200cyz", 3, "a…"),
    ],
)
def test_a_long_text_is_cut_between_graphemes(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@given(st.text(), st.integers(1, 30))
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit or short == text
    assert units(short) <= max(limit, 1)
    assert short == text or text.startswith(short[:-1])


def test_length_counts_as_the_strictest_tracker_does() -> None:
    assert units("aé字") == 3
    assert units("👍🏽") == 4
