"""Which changes of an item are remembered, and by which side they came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.planning_cases import document, issue, linked, planned, row

from syncer.core.history import differences
from syncer.core.linking import observe
from syncer.model import Agreement, Field, Link, State

AT = datetime(2026, 3, 12, tzinfo=UTC)


def told(before: Link | None, after: Link) -> list[tuple[str, str | None, str | None, str]]:
    entries = list(differences(before, after, "run", AT))
    assert all((entry.item, entry.run, entry.at) == (after.id, "run", AT) for entry in entries)
    return [(entry.field, entry.before, entry.after, entry.side) for entry in entries]


def test_a_new_item_comes_from_nothing() -> None:
    assert told(None, linked(document(row()))) == [
        ("title", None, "Fix the leak", "document"),
        ("owner", None, "alice", "document"),
        ("due", None, "2026-03-27", "document"),
        ("status", None, "todo", "issue"),
    ]


def test_a_row_without_an_issue_says_it_itself() -> None:
    of = document(row(status_text="done", status=State.DONE))
    (plan,) = planned(of).items

    assert told(None, plan.link) == [
        ("title", None, "Fix the leak", "document"),
        ("owner", None, "@alice", "document"),
        ("status", None, "done", "document"),
    ]


def test_nothing_new_is_nothing_to_remember() -> None:
    link = linked(document(row()))

    assert told(link, replace(link, line=99, position=7, due_rule="another")) == []


def test_what_the_tracker_changed_came_from_the_issue() -> None:
    link = linked(document(row()))
    moved = observe(link, issue(values={Field.DUE: "2026-05-04"}, state=State.DONE))

    assert told(link, moved) == [
        ("due", "2026-03-27", "2026-05-04", "issue"),
        ("status", "todo", "done", "issue"),
    ]


def test_what_the_row_changed_came_from_the_document() -> None:
    link = linked(document(row()))
    base = {**link.base, Field.OWNER: Agreement("@bob", "bob", "bob")}
    moved = replace(observe(link, issue(values={Field.OWNER: "bob"})), base=base, text="Fix the leak for good")

    assert told(link, moved) == [
        ("title", "Fix the leak", "Fix the leak for good", "document"),
        ("owner", "alice", "bob", "document"),
    ]


def test_without_an_older_agreement_the_document_counts() -> None:
    link = replace(linked(document(row())), base={})
    moved = observe(link, issue(values={Field.DUE: None}))

    assert told(link, moved) == [("due", "2026-03-27", None, "document")]
