"""Edits of bytes: applied, undone, and refused where they do not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.model import Edit, Span, inverse, splice, unsplice

DATA = b"one two three"


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    data = draw(st.binary(max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return data, [Edit(span, span.of(data), draw(st.binary(max_size=5))) for span in spans]


@given(edited())
def test_what_was_done_can_be_undone(case: tuple[bytes, list[Edit]]) -> None:
    data, edits = case
    assert unsplice(splice(data, edits), edits) == data
    assert inverse(inverse(edits)) == tuple(edits)


def test_edits_of_one_place_stand_in_the_order_given() -> None:
    edits = [Edit(Span(3, 3), b"", b"A"), Edit(Span(3, 3), b"", b"B"), Edit(Span(4, 7), b"two", b"2")]
    assert splice(DATA, edits) == b"oneAB 2 three"


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([Edit(Span(4, 7), b"two", b""), Edit(Span(6, 6), b"", b"x")], "an edit at byte 6 begins before .* at byte 7"),
        ([Edit(Span(4, 7), b"too", b"")], "expects b'too' at byte 4, found b'two'"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        splice(DATA, edits)
