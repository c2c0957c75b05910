"""How a link is made, and what it remembers of row and issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from core.planning_cases import KEY, RULES, document, issue, linked, marker, ref, row

from syncer.core.linking import (
    agree,
    authors_state,
    by_id,
    expected_state,
    link_of_marker,
    new_link,
    observe,
    remembered,
    resolved_values,
    see_row,
)
from syncer.core.resolve import ResolvedItem, resolve
from syncer.model import (
    ActionItem,
    Agreement,
    Document,
    DocumentKey,
    Field,
    LineAnchor,
    Span,
    State,
    TableAnchor,
    Written,
)


def resolved(of: Document) -> ResolvedItem:
    (found,) = resolve(of, RULES)
    return found


def boxed(box: str) -> tuple[Document, ResolvedItem]:
    of = document(row(anchor=LineAnchor(None, None, Span(2, 5))), data=f"- {box} Fix the leak".encode())
    return of, resolved(of)


def test_a_marker_tells_what_a_link_was() -> None:
    link = linked(document(row()))

    rebuilt = link_of_marker(issue(marker=marker(link)), marker(link))

    assert (rebuilt.id, rebuilt.document, rebuilt.text, rebuilt.occurrence) == (
        link.id,
        KEY,
        link.text,
        link.occurrence,
    )
    assert (rebuilt.base, rebuilt.issue, rebuilt.observed) == (link.base, link.issue, link.observed)


def test_a_new_link_has_no_issue_and_says_what_the_row_says() -> None:
    of = document(row(status_text="wip", status=State.IN_PROGRESS))

    link = new_link("id", KEY, 2, resolved(of), of)

    assert (link.issue, link.occurrence, link.line, link.row_state) == (None, 2, 10, State.IN_PROGRESS)
    assert link.values == {Field.OWNER: "@alice", Field.DUE: "2026-03-27"}
    assert (link.due_text, link.owner_text) == ("Next sprint", "@alice")


def test_a_row_is_seen_where_it_stands_now() -> None:
    link = replace(linked(document(row())), orphaned=date(2026, 3, 1))
    other = DocumentKey("postmortems", "other.md")

    seen = see_row(link, other, 3, resolved(document(row("Fix it", 20))), {Field.DUE: "2026-05-04"})

    assert (seen.document, seen.line, seen.text, seen.occurrence) == (other, 20, "Fix it", 3)
    assert (seen.values, seen.orphaned, seen.id) == ({Field.DUE: "2026-05-04"}, None, link.id)


@pytest.mark.parametrize(
    ("item", "due"),
    [
        (row(), "2026-03-27"),
        (row(due_text=None), None),
        (row(status=State.DONE), None),
    ],
)
def test_a_rows_values_are_its_names_as_written_and_its_date_as_resolved(item: ActionItem, due: str | None) -> None:
    assert resolved_values(resolved(document(item))) == {Field.OWNER: "@alice", Field.DUE: due}


def test_what_a_tracker_says_is_observed_and_remembered() -> None:
    link = replace(linked(document(row())), is_gone=True)
    found = issue(state=State.DONE, closed=date(2026, 3, 20), owner_names=("Alice",), is_read_only=True)

    seen = observe(link, found)

    assert (seen.state, seen.closed, seen.is_gone, seen.owner_names) == (
        State.DONE,
        date(2026, 3, 20),
        False,
        ("Alice",),
    )
    assert remembered(seen) == replace(found, is_ours=True)


def test_what_is_gone_or_never_was_is_not_remembered() -> None:
    link = linked(document(row()))

    assert remembered(replace(link, is_gone=True)) is None
    assert remembered(replace(link, issue=None)) is None
    bare = remembered(replace(link, url=None, state=None))
    assert bare is not None
    assert (bare.url, bare.state) == ("", State.TODO)


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [
        ("bob", Agreement("@bob", "bob", "bob")),  # it was taken
        ("alice", Agreement("@bob", "bob", "alice")),  # it was not, and nobody touched it
        ("carol", None),  # somebody edited it in the same moment
    ],
)
def test_what_was_sent_is_agreed_unless_somebody_else_was_there(answer: str, agreed: Agreement | None) -> None:
    link = linked(document(row()))
    sent = {Field.OWNER: Agreement("@bob", "bob", "bob")}

    settled = agree(link, sent, {Field.OWNER: answer}, {Field.OWNER: "alice"})

    assert settled.base[Field.OWNER] == (agreed or link.base[Field.OWNER])
    assert settled.base[Field.DUE] == link.base[Field.DUE]


@pytest.mark.parametrize(("box", "state"), [("[x]", State.DONE), ("[X]", State.DONE), ("[ ]", State.TODO)])
def test_a_box_says_what_the_author_says(box: str, state: State) -> None:
    assert authors_state(*boxed(box)) is state


@pytest.mark.parametrize(
    ("text", "status", "state"),
    [
        ("done", State.DONE, State.DONE),
        ("Done 2026-03-12", State.DONE, None),  # our own grammar
        (None, None, None),
        ("who knows", None, None),
    ],
)
def test_a_word_says_what_the_author_says_unless_it_is_ours(
    text: str | None, status: State | None, state: State | None
) -> None:
    of = document(row(status_text=text, status=status, anchor=TableAnchor(0, 0)))

    assert authors_state(of, resolved(of)) is state


def test_the_author_is_expected_to_say_what_was_said_but_for_a_box_of_ours() -> None:
    link = replace(linked(document(row())), row_state=State.TODO)

    assert expected_state(link) is State.TODO
    assert expected_state(replace(link, written=Written(box=True))) is State.DONE


def test_links_by_id() -> None:
    link = linked(document(row()))

    assert by_id((link,)) == {link.id: link}
    assert link.issue == ref()
