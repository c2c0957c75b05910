"""What the fields of a row mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from core.planning_cases import RULES, document, row

from syncer.core.people import Directory
from syncer.core.resolve import ResolvedItem, resolve
from syncer.core.routes import Route
from syncer.core.rules import Rules
from syncer.model import ActionItem, Around, DueState, Fact, Field, Person, State

ALICE = Person("alice", "Alice Smith", team="payments", accounts={"github": "alice-s", "local": "alice"})
KNOWN = replace(RULES, directory=Directory((ALICE,), is_configured=True))


def resolved(item: ActionItem, rules: Rules = RULES, **fields: object) -> ResolvedItem:
    (found,) = resolve(document(item, **fields), rules)
    return found


def test_a_row_means_what_it_says() -> None:
    found = resolved(row(priority="P1", type="prevent"))

    assert found.texts() == {
        Field.TITLE: "Fix the leak",
        Field.OWNER: "@alice",
        Field.DUE: "Next sprint",
        Field.PRIORITY: "P1",
        Field.TYPE: "prevent",
    }
    assert (found.due.date, found.state, found.says_done) == (date(2026, 3, 27), None, False)
    assert found.accounts("local", 10) == ("alice",)
    assert found.route == Route("local")


def test_blanks_in_a_title_do_not_count() -> None:
    assert resolved(row("Fix\n  the  leak")).texts()[Field.TITLE] == "Fix the leak"


def test_where_a_row_is_silent_its_surroundings_speak() -> None:
    around = Around(owners=("@bob",), due_text="2026-04-20", status_text="done", status=State.DONE)

    found = resolved(row(owners=(), due_text=None, around=around))

    assert (found.owner_text, found.due_text, found.state) == ("@bob", "2026-04-20", State.DONE)
    assert found.says_done


@pytest.mark.parametrize(
    ("names", "owner"),
    [
        (("Alice Smith",), "Alice Smith"),
        (("alice@corp.example",), "alice@corp.example"),
        (("Alice Smith & @alice",), "Alice Smith, @alice"),
        (("Short term", "Alice Smith"), "Alice Smith"),
        (("Alice Smith & Zed",), "@bob"),
        (("payments",), "@bob"),
        (("-",), "@bob"),
        ((), "@bob"),
    ],
)
def test_a_title_above_names_the_owner_where_the_directory_knows_the_name(names: tuple[str, ...], owner: str) -> None:
    alice = Person("alice", "Alice Smith", team="payments", email="alice@corp.example")
    rules = replace(RULES, directory=Directory((alice,), is_configured=True))
    silent = row(owners=(), around=Around(owners=("@bob",), names=names))

    assert resolved(silent, rules).owner_text == owner
    assert resolved(silent, replace(RULES, directory=Directory())).owner_text == "@bob"


def test_a_row_that_names_an_owner_needs_no_title() -> None:
    rules = replace(RULES, directory=Directory((Person("bob", "Bob Jones"),), is_configured=True))

    assert resolved(row(around=Around(names=("Bob Jones",))), rules).owner_text == "@alice"


def test_a_row_that_speaks_is_not_overruled_by_its_surroundings() -> None:
    around = Around(owners=("@bob",), due_text="2026-04-20", status=State.DONE)

    found = resolved(row(status=State.IN_PROGRESS, around=around))

    assert (found.owner_text, found.due_text, found.state) == ("@alice", "Next sprint", State.IN_PROGRESS)


def test_a_due_text_may_say_that_it_is_done() -> None:
    found = resolved(row(due_text="Done"))

    assert (found.due.state, found.state, found.says_done) == (DueState.DONE, State.DONE, True)


@pytest.mark.parametrize(
    ("owners", "due_text", "fields"),
    [
        (("@alice",), "Next sprint", set()),
        ((), None, set()),
        (("the usual suspects",), None, {Field.OWNER}),
        ((), "when it suits", {Field.DUE}),
        ((), "Done", {Field.DUE}),
    ],
)
def test_what_has_no_value_is_unresolved(owners: tuple[str, ...], due_text: str | None, fields: set[Field]) -> None:
    assert resolved(row(owners=owners, due_text=due_text), KNOWN).unresolved("local") == fields


def test_accounts_are_those_of_the_tracker_without_repeats_and_at_most_so_many() -> None:
    found = resolved(row(owners=("@alice", "Alice Smith", "@bob")), KNOWN)

    assert found.accounts("github", 10)[0] == "alice-s"
    assert len(found.accounts("github", 1)) == 1
    assert found.accounts("github", 10).count("alice-s") == 1


def test_the_team_is_the_owners_or_else_the_documents() -> None:
    facts = (("team", Fact("platform", "front matter")),)

    assert resolved(row(), KNOWN, facts=facts).team == "payments"
    assert resolved(row(owners=("@nobody",)), KNOWN, facts=facts).team == "platform"
    assert resolved(row(owners=()), KNOWN).team is None


def test_a_row_without_a_due_date_gets_that_of_its_priority() -> None:
    calendar = replace(RULES.calendars[""], sla=(("P1", 7),))
    rules = replace(RULES, calendars={"": calendar})

    assert resolved(row(due_text=None, priority="P1"), rules).due.date == date(2026, 3, 18)
    assert resolved(row(due_text=None, priority="P4"), rules).due.state is DueState.NONE
    assert resolved(row(due_text="2026-05-04", priority="P1"), rules).due.date == date(2026, 5, 4)
    assert resolved(row(due_text=None, priority="P1"), rules, published=None).due.state is DueState.NONE


def test_without_a_route_there_is_none() -> None:
    assert resolved(row(), replace(RULES, routes=())).route is None
