from __future__ import annotations

import pytest
from core.reading import text

from syncer.core.draft import Draft
from syncer.core.labels import MAX_LABELS, find_labels, read_labels
from syncer.model import Role, State


def read(markdown: str) -> Draft:
    draft = Draft.of(text(markdown))
    read_labels(draft)
    return draft


@pytest.mark.parametrize(
    ("markdown", "action", "owners", "due"),
    [
        ("Add an alert. Owner: @alice", "Add an alert.", ("@alice",), None),
        ("Add an alert (Owner: Alice, Due: 2025-03-01).", "Add an alert.", ("Alice",), "2025-03-01"),
        ("Add an alert — Assignee: Alice; ETA: next week", "Add an alert", ("Alice",), "next week"),
        ("Add an alert **Owner:** Alice **Due date:** Q3", "Add an alert", ("Alice",), "Q3"),
        ("追加する **担当: platform、期限: 2026-04-30**", "追加する", ("platform",), "2026-04-30"),
        ("追加する。期限: 2026-05-14（議論必要）", "追加する。", (), "2026-05-14"),
        ("Add [DRI: Alice] an alert", "Add an alert", ("Alice",), None),
        ("Add an alert\nResponsible: Alice\nDeadline: Friday.", "Add an alert", ("Alice",), "Friday"),
        ("Add an alert. Owner: Alice. It must page.", "Add an alert. It must page.", ("Alice",), None),
        ("Add an alert. Owner: TBD, Due: -", "Add an alert.", (), None),
        ("Action: Add an alert. Owner: Alice", "Add an alert.", ("Alice",), None),
        ("Add an alert. Due: after the release", "Add an alert.", (), "after the release"),
    ],
)
def test_named_fields_are_taken_out_of_the_sentence(
    markdown: str, action: str, owners: tuple[str, ...], due: str | None
) -> None:
    found = read(markdown)
    assert (found.action(), found.owners, found.due_text) == (action, owners, due)


def test_status_priority_type_and_ticket_are_fields_too() -> None:
    found = read("Fix it. Status: In progress, Priority: P1, Type: prevent, Ticket: none")
    assert (found.action(), found.status, found.priority, found.type) == ("Fix it.", State.IN_PROGRESS, "P1", "prevent")


@pytest.mark.parametrize(
    "markdown",
    [
        "Talk to the owner: they know about it",
        "Investigate why `owner: foo` fails",
        "See https://owner:x@example.com",
        "Note: this matters",
        "Plan: rebuild it",
        "Fix the action: it fails",
        "Fix it. Owner: the people who have ever touched this code and their friends",
        "Fix it. When: the cows come home and somebody sees them in the yard",
        "Fix it. Due: whenever somebody of the team who knows it finds the time",
        "Fix it. Priority: as high as the sky over Berlin",
        "Fix it. Type: as far as we know the usual",
        "Fix it. Status: nobody really knows for sure",
        "Fix it. Ticket: ask Alice",
        "Fix it. Action: page everybody",
        "Fix it. Done: the first part of it",
    ],
)
def test_other_colons_are_part_of_the_sentence(markdown: str) -> None:
    found = read(markdown)
    assert (found.cuts, found.owners, found.due_text, found.status, found.priority, found.type) == (
        [],
        (),
        None,
        None,
        None,
        None,
    )


def test_placeholders_are_counted() -> None:
    found = read("Fix it (assigned: @username, due: date)")
    assert (found.placeholders, found.owners, found.due_text) == (2, (), None)


def test_name_may_begin_where_emphasis_begins() -> None:
    assert [label.role for label in find_labels("x owner: a", frozenset({2}))] == [Role.OWNER]
    assert find_labels("x owner: a") == []


def test_so_many_colons_are_looked_at() -> None:
    assert find_labels("x: " * (MAX_LABELS + 1) + ", owner: a") == []
