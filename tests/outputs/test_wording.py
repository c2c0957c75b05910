"""Counts, quotations and advice inside a sentence."""

from __future__ import annotations

import pytest

from syncer.outputs.wording import because, clause, count, short


def test_one_is_singular() -> None:
    assert [count(number, "item") for number in (0, 1, 2)] == ["0 items", "1 item", "2 items"]


def test_a_long_text_is_cut_to_its_width() -> None:
    assert (short("x" * 5, 5), short("x" * 6, 5)) == ("xxxxx", "xxxx…")


@pytest.mark.parametrize(
    ("advice", "shown"),
    [
        ("Correct it; the text below it was read.", "correct it; the text below it was read"),
        (r"Write \| for a pipe.", r"write \| for a pipe"),
        ("AI-2 is closed", "AI-2 is closed"),
        ("add them", "add them"),
        ("", ""),
    ],
)
def test_advice_goes_on_behind_a_semicolon(advice: str, shown: str) -> None:
    assert clause(advice) == shown
    assert because(advice) == (f"; {shown}" if shown else "")
