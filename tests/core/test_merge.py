"""The three-way merge of one item, as a table: what either side did, and what becomes of the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.merge import Outcome, Side, frozen_value, merge
from syncer.model import Agreement, Field

BASE = Agreement("Next sprint", "2026-03-27", "2026-03-27")


def side(text: str | None, value: str | None, *, field: Field = Field.DUE, unresolved: bool = False) -> Side:
    return Side({field: text}, {field: value}, frozenset({field}) if unresolved else frozenset())


@pytest.mark.parametrize(
    ("text", "value", "tracker", "outcome", "agreed"),
    [
        pytest.param("Next sprint", "2026-03-27", "2026-03-27", Outcome.IN_STEP, BASE, id="nobody moved"),
        pytest.param(
            "2026-04-01",
            "2026-04-01",
            "2026-03-27",
            Outcome.TO_ISSUE,
            Agreement("2026-04-01", "2026-04-01", "2026-04-01"),
            id="only the row moved",
        ),
        pytest.param(
            "Next sprint",
            "2026-03-27",
            "2026-04-10",
            Outcome.TO_DOCUMENT,
            Agreement("Next sprint", "2026-03-27", "2026-04-10"),
            id="only the tracker moved",
        ),
        pytest.param(
            "2026-04-10",
            "2026-04-10",
            "2026-04-10",
            Outcome.IN_STEP,
            Agreement("2026-04-10", "2026-04-10", "2026-04-10"),
            id="both moved to the same",
        ),
        pytest.param("2026-04-01", "2026-04-01", "2026-04-10", Outcome.CONFLICT, None, id="both moved apart"),
        pytest.param("2026-04-01", "2026-04-01", None, Outcome.CONFLICT, None, id="one moved, the other cleared"),
        pytest.param(None, None, "2026-03-27", Outcome.TO_ISSUE, Agreement(None, None, None), id="the row cleared"),
    ],
)
def test_with_a_base_the_side_that_moved_flows(
    text: str | None, value: str | None, tracker: str | None, outcome: Outcome, agreed: Agreement | None
) -> None:
    merged = merge(side(text, value), {Field.DUE: tracker}, {Field.DUE: BASE})[Field.DUE]

    assert (merged.outcome, merged.agreement) == (outcome, agreed)


def test_a_text_without_a_value_never_clears_what_the_issue_has() -> None:
    merged = merge(side("soon", None, unresolved=True), {Field.DUE: "2026-03-27"}, {Field.DUE: BASE})[Field.DUE]

    assert (merged.outcome, merged.agreement) == (Outcome.UNRESOLVED, None)


def test_a_changed_calendar_moves_nothing_that_was_resolved() -> None:
    merged = merge(side("Next sprint", "2026-04-03"), {Field.DUE: "2026-03-27"}, {Field.DUE: BASE})[Field.DUE]

    assert (merged.outcome, merged.document) == (Outcome.IN_STEP, "2026-03-27")


def test_read_again_a_changed_calendar_flows_but_is_no_edit_of_the_row() -> None:
    moved = merge(side("Next sprint", "2026-04-03"), {Field.DUE: "2026-03-27"}, {Field.DUE: BASE}, reread=True)

    assert (moved[Field.DUE].outcome, moved[Field.DUE].is_explained) == (Outcome.TO_ISSUE, False)


def test_read_again_never_overwrites_what_a_person_set_in_the_issue() -> None:
    agreed = {Field.DUE: Agreement("Next sprint", "2026-03-27", "2026-05-01")}

    merged = merge(side("Next sprint", "2026-04-03"), {Field.DUE: "2026-05-01"}, agreed, reread=True)[Field.DUE]

    assert merged.outcome is Outcome.IN_STEP


def test_what_becomes_resolvable_fills_an_empty_issue_only() -> None:
    empty = {Field.DUE: Agreement("Next sprint", None, None)}
    by_hand = {Field.DUE: Agreement("Next sprint", None, "2026-05-01")}
    now = side("Next sprint", "2026-03-27")

    assert merge(now, {Field.DUE: None}, empty)[Field.DUE].outcome is Outcome.TO_ISSUE
    assert merge(now, {Field.DUE: "2026-05-01"}, by_hand)[Field.DUE].outcome is Outcome.IN_STEP


@pytest.mark.parametrize(
    ("field", "value", "tracker", "unresolved", "outcome"),
    [
        (Field.DUE, "2026-03-27", "2026-03-27", False, Outcome.IN_STEP),
        (Field.DUE, "2026-03-27", None, False, Outcome.TO_ISSUE),
        (Field.DUE, None, "2026-03-27", False, Outcome.IN_STEP),
        (Field.DUE, "2026-03-27", "2026-04-01", False, Outcome.CONFLICT),
        (Field.DUE, None, "2026-04-01", True, Outcome.IN_STEP),
        (Field.OWNER, "alice", "bob", False, Outcome.CONFLICT),
        (Field.TITLE, "Fix it", "Fix it now", False, Outcome.IN_STEP),
        (Field.PRIORITY, "P1", "P2", False, Outcome.IN_STEP),
        (Field.TYPE, "prevent", None, False, Outcome.TO_ISSUE),
    ],
)
def test_without_a_base_only_empty_fields_are_filled(
    field: Field, value: str | None, tracker: str | None, unresolved: bool, outcome: Outcome
) -> None:
    merged = merge(side("text", value, field=field, unresolved=unresolved), {field: tracker}, {})[field]

    assert merged.outcome is outcome


def test_a_conflict_ends_when_either_side_is_edited_to_equal_the_other() -> None:
    row_gave_in = merge(side("2026-04-10", "2026-04-10"), {Field.DUE: "2026-04-10"}, {Field.DUE: BASE})
    issue_gave_in = merge(side("2026-04-01", "2026-04-01"), {Field.DUE: "2026-04-01"}, {Field.DUE: BASE})
    issue_went_back = merge(side("2026-04-01", "2026-04-01"), {Field.DUE: "2026-03-27"}, {Field.DUE: BASE})

    assert row_gave_in[Field.DUE].outcome is Outcome.IN_STEP
    assert issue_gave_in[Field.DUE].outcome is Outcome.IN_STEP
    assert issue_went_back[Field.DUE].outcome is Outcome.TO_ISSUE


def test_frozen_value_follows_the_text() -> None:
    assert frozen_value(side("Next sprint", "2026-04-03"), Field.DUE, BASE) == "2026-03-27"
    assert frozen_value(side("Next month", "2026-04-30"), Field.DUE, BASE) == "2026-04-30"


values = st.sampled_from([None, "2026-03-27", "2026-04-01", "2026-04-10"])
agreements = st.none() | st.builds(Agreement, st.sampled_from([None, "a", "b"]), values, values)


@given(
    st.sampled_from(list(Field)),
    st.sampled_from([None, "a", "b"]),
    values,
    values,
    agreements,
    st.booleans(),
    st.booleans(),
)
def test_no_edit_is_ever_lost(
    field: Field,
    text: str | None,
    value: str | None,
    tracker: str | None,
    half: Agreement | None,
    unresolved: bool,
    reread: bool,
) -> None:
    """A tracker's value that is not what was agreed is never overwritten."""
    row = side(text, None if unresolved else value, field=field, unresolved=unresolved)
    base = {} if half is None else {field: half}

    merged = merge(row, {field: tracker}, base, reread=reread)[field]

    if merged.outcome is Outcome.TO_ISSUE:
        assert tracker is None if half is None else tracker == half.tracker
        assert merged.document != tracker
    if merged.outcome is Outcome.CONFLICT:
        assert merged.agreement is None


@given(st.sampled_from([None, "a", "b"]), values, values, agreements)
def test_what_was_agreed_stays_agreed(
    text: str | None, value: str | None, tracker: str | None, half: Agreement | None
) -> None:
    """Merging again after an agreement moves nothing."""
    row = side(text, value)
    first = merge(row, {Field.DUE: tracker}, {} if half is None else {Field.DUE: half})[Field.DUE]
    if first.agreement is None:
        return
    again = merge(row, {Field.DUE: first.agreement.tracker}, {Field.DUE: first.agreement})[Field.DUE]

    assert (again.outcome, again.agreement) == (Outcome.IN_STEP, first.agreement)
