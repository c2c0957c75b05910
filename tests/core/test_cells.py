"""What the owned text of an item should say: a function of row and issue alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from core.planning_cases import document, issue, linked, ref, row

from syncer.core.cells import status, wish
from syncer.core.linking import observe
from syncer.model import Field, Issue, Link, State, Target, Written


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


@pytest.mark.parametrize(
    ("target", "key", "url", "shown"),
    [
        (
            Target("acme", "acme/payments"),
            "41",
            "https://github.com/acme/payments/issues/41",
            "[acme/payments#41](https://github.com/acme/payments/issues/41)",
        ),
        (
            Target("corp", "acme/payments"),
            "41",
            "https://git.corp.example:8443/acme/payments/issues/41",
            "[acme/payments#41](https://git.corp.example:8443/acme/payments/issues/41)",
        ),
        (Target("acme", "PAY"), "PAY-12", "https://j/browse/PAY-12", "[PAY-12](https://j/browse/PAY-12)"),
    ],
)
def test_a_link_names_the_repository_since_a_number_alone_says_nothing(
    target: Target, key: str, url: str, shown: str
) -> None:
    wanted = wish(0, link(), ref(key, target), url, is_linked_by_author=False)

    assert wanted.link == shown


def test_a_transferred_issue_has_the_link_of_where_it_now_is() -> None:
    there = ref("7", Target("acme", "acme/core"))
    moved = observe(link(), issue(url="https://github.com/acme/core/issues/7", ref=there))

    assert moved.issue is not None
    wanted = wish(0, moved, moved.issue, moved.url or "", is_linked_by_author=False)

    assert wanted.link == "[acme/core#7](https://github.com/acme/core/issues/7)"


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (issue(state=State.WONT_DO, closed=date(2026, 3, 20), duplicate_of="7"), "Won't do 2026-03-20"),
        (issue(state=State.DONE, closed=date(2026, 3, 20), is_read_only=True), "Done 2026-03-20"),  # merged
        (issue(state=State.WONT_DO, closed=date(2026, 3, 20), is_read_only=True), "Won't do 2026-03-20"),
    ],
)
def test_a_duplicate_was_not_done_and_a_merged_pull_request_was(of: Issue, text: str) -> None:  # F20
    assert status(observe(link(), of)) == text


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
