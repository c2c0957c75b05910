"""What follows the making of an issue: only where a tracker needs a request of its own for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.settle import read_errand, write_errand
from syncer.model import NO_ERRAND, Errand, State

TEXT = st.none() | st.text(max_size=20)
STATES = st.none() | st.sampled_from(State)


@given(st.builds(Errand, document_url=TEXT, document_title=st.text(max_size=20), sprint=TEXT, state=STATES))
def test_an_errand_survives_the_journal(errand: Errand) -> None:
    assert read_errand(write_errand(errand)) == (NO_ERRAND if errand.is_nothing else errand)


@pytest.mark.parametrize("after", [{}, {"errand": None}, {"errand": "x"}])
def test_an_intent_without_an_errand_has_none(after: dict[str, object]) -> None:
    assert read_errand(after) is NO_ERRAND
