from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.retry.remembered import Remembered, decode, encode

NOW = 1_773_306_000.0
INSTANTS = st.lists(st.floats(0, 4e9), max_size=600).map(lambda instants: tuple(sorted(instants)))


@given(spent=INSTANTS, until=st.floats(0, 4e9), length=st.floats(0, 1e6))
def test_what_is_written_is_read_a_tenth_of_a_second_later_at_most(
    spent: tuple[float, ...], until: float, length: float
) -> None:
    """Never earlier: an instant that seems older than it is would let a write go too soon."""
    again = decode(encode(Remembered(spent, until, length)))
    assert len(again.spent) == len(spent)
    pairs = [*zip(spent, again.spent, strict=True), (until, again.until), (length, again.length)]
    assert all(-1e-6 <= read - written <= 0.1 + 1e-6 for written, read in pairs)


def test_an_hour_of_writes_is_two_kilobytes() -> None:
    text = encode(Remembered(tuple(NOW + 1.05 * number for number in range(500)), NOW + 60, 60))
    assert len(text) < 2_000
    assert text.startswith("1 17733060600 600 17733065240,1")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{}",
        "1",
        "1 2",
        "2 0 0 17733060000",
        "1 0 0 1,",
        "1 0 0 1,-2",
        "1 0 0 ١",
        "1 0 0 1 2",
        "1 0 0 1\n",
        "1 0 0 " + "9" * 5000,
        "1 0 0 1," + "9" * 5000,
        "\x00" * 9,
    ],
)
def test_rubbish_is_no_memory(text: str | None) -> None:
    assert decode(text) == Remembered()


def test_gaps_that_lead_below_zero_do_no_harm() -> None:
    assert decode("1 0 0 10,30").spent == (-2.0, 1.0)


@given(st.text() | st.from_regex(r"1 [0-9]{1,14} [0-9]{1,14} [0-9,]{0,40}", fullmatch=True))
def test_no_text_makes_it_raise(text: str) -> None:
    spent = decode(text).spent
    assert list(spent) == sorted(spent)
