"""What of a text may reach a terminal (F51)."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.outputs.printable import printable, printable_json, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ünïcödé, 日本語, 🎉", "plain, ünïcödé, 日本語, 🎉"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc\x00", "a\\r\\nb\\tc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eevil\u2069", "\\u202eevil\\u2069"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_acts_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_lines() -> None:
    assert printable_lines(["a", "b\x1b"]) == "a\nb\\x1b"


def test_a_line_break_makes_no_line() -> None:
    assert printable_lines(["a\n! problem", "b"]) == "a\\n! problem\nb"


@given(st.text())
def test_json_holds_what_it_was_given_and_nothing_that_acts(text: str) -> None:
    shown = printable_json({text: [text]})
    assert json.loads(shown) == {text: [text]}
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}


def test_json_stays_readable() -> None:
    assert printable_json({"title": "日本語 \u202e\x9b"}) == '{"title": "日本語 \\u202e\\u009b"}'


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not {unicodedata.category(character) for character in printable(text)} & {"Cc", "Cs", "Zl", "Zp"}
