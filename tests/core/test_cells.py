"""What the owned text of an item should say: a function of row and issue alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from core.planning_cases import document, linked, ref, row

from syncer.core.cells import label, status, wish
from syncer.model import Field, Link, State, Target, Written


def link(**fields: object) -> Link:
    return replace(linked(document(row())), **fields)  # type: ignore[arg-type]


def test_a_wish_speaks_of_the_issue() -> None:
    one = link(state=State.DONE, closed=date(2026, 3, 20))

    wanted = wish(3, one, ref(), "../AI-1.md", is_linked_by_author=False)

    assert (wanted.index, wanted.item, wanted.link, wanted.status) == (
        3,
        one.id,
        "[AI-1](../AI-1.md)",
        "Done 2026-03-20",
    )
    assert (wanted.is_done, wanted.written, wanted.wants_issue_cell) == (True, None, True)


@pytest.mark.parametrize(
    ("written", "by_author", "wants"),
    [(Written(), True, False), (Written(), False, True), (Written(issue_cell="x"), True, True)],
)
def test_an_authors_own_link_is_enough(written: Written, by_author: bool, wants: bool) -> None:
    wanted = wish(0, link(written=written), ref(), "a", is_linked_by_author=by_author)

    assert wanted.wants_issue_cell is wants
    assert wanted.written == (None if written == Written() else written)


def test_a_repository_is_part_of_the_label_and_a_project_is_not() -> None:
    assert label(ref("41", Target("acme", "acme/payments"))) == "acme/payments#41"
    assert label(ref("PAY-12", Target("acme", "PAY"))) == "PAY-12"


@pytest.mark.parametrize(
    ("observed", "values", "names", "text"),
    [
        ({}, {}, (), "Open"),
        ({Field.DUE: "2026-04-10"}, {Field.DUE: "2026-04-10"}, (), "Open · due 2026-04-10"),
        ({Field.DUE: "2026-04-10"}, {Field.DUE: "2026-03-27"}, (), "Open · due 2026-04-10 (was 2026-03-27)"),
        ({Field.OWNER: "alice"}, {Field.OWNER: "alice"}, ("Alice",), "Open"),
        ({Field.OWNER: "bob, alice"}, {Field.OWNER: "alice, carol"}, ("Bob", "Alice"), "Open"),
        ({Field.OWNER: "bob"}, {Field.OWNER: "alice"}, ("Bob Jones",), "Open · owner Bob Jones"),
        ({Field.OWNER: "bob"}, {}, (), "Open · owner bob"),
        ({}, {Field.OWNER: "alice"}, (), "Open"),
    ],
)
def test_a_status_names_what_the_row_does_not_say(
    observed: dict[Field, str], values: dict[Field, str], names: tuple[str, ...], text: str
) -> None:
    assert status(link(observed=observed, values=values, owner_names=names, state=State.TODO)) == text


def test_a_deleted_issue_says_so() -> None:
    assert status(link(is_gone=True)) == "Deleted"
