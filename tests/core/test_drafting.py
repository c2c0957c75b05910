"""What a new issue should say, and what is agreed once it exists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.planning_cases import RULES, TARGET, TODAY, document, row, situation

from syncer.core.drafting import desired, draft_issue, field_change
from syncer.core.linking import new_link
from syncer.core.people import Directory
from syncer.core.routes import Route
from syncer.core.rules import Rules
from syncer.model import (
    ActionItem,
    Agreement,
    Base,
    Capabilities,
    Draft,
    Fact,
    Field,
    FieldChange,
    Marker,
    Move,
    Person,
    State,
    Target,
)

ROUTE = Route("local")


def drafted(item: ActionItem, route: Route = ROUTE, rules: Rules = RULES, **fields: object) -> tuple[Draft, Base]:
    of = document(item, facts=(("severity", Fact("sev-1", "front matter")),))
    known = situation(of, rules, **fields)
    (resolved,) = known.resolved
    return draft_issue(known, rules, resolved, route, new_link("id", of.ref.key, 0, resolved, of))


def test_a_draft_says_everything_at_once() -> None:
    draft, agreements = drafted(row(priority="P1"), Route("local", labels=("postmortem", "syncer")))

    assert (draft.target, draft.state, draft.labels) == (TARGET, State.TODO, ("syncer", "postmortem"))
    assert draft.values == {
        Field.TITLE: "Fix the leak",
        Field.OWNER: "alice",
        Field.DUE: "2026-03-27",
        Field.PRIORITY: "P1",
        Field.TYPE: None,
    }
    assert (draft.owners, draft.due_text, draft.severity, draft.line) == (("@alice",), "Next sprint", "sev-1", 10)
    assert draft.marker.base == agreements
    assert agreements[Field.DUE] == Agreement("Next sprint", "2026-03-27", "2026-03-27")


def test_a_row_in_progress_is_opened_in_progress() -> None:
    assert drafted(row(status=State.IN_PROGRESS))[0].state is State.IN_PROGRESS


def test_people_are_named_by_their_names_and_others_as_written() -> None:
    rules = replace(RULES, directory=Directory((Person("alice", "Alice Smith", accounts={"local": "alice"}),)))

    draft, _ = drafted(row(owners=("@alice", "somebody else")), rules=rules)

    assert draft.owners == ("Alice Smith", "somebody else")
    assert draft.values[Field.OWNER] == "alice"


def test_an_unknown_owner_falls_back_and_stays_the_rows() -> None:
    draft, agreements = drafted(row(owners=()), Route("local", fallback_owner="oncall"))

    assert draft.values[Field.OWNER] == "oncall"
    assert agreements[Field.OWNER] == Agreement(None, None, "oncall")


def test_accounts_are_spelt_as_their_tracker_compares_them() -> None:
    hub, rules = Target("acme", "acme/pm"), replace(RULES, routes=(Route("acme", "acme/pm"),))
    known = {"capabilities": {hub: Capabilities(owners=1)}, "kinds": {"acme": "github"}}

    assert drafted(row(owners=("@Alice", "@bob")), rules.routes[0], rules, **known)[0].values[Field.OWNER] == "alice"
    fallback = Route("acme", "acme/pm", fallback_owner="On-Call")
    assert drafted(row(owners=()), fallback, rules, **known)[0].values[Field.OWNER] == "on-call"


@pytest.mark.parametrize(
    ("written", "value"),
    [("P1", "P1"), (" P1\u200b  now ", "P1 now"), ("-", None), (None, None), ("x" * 301, "x" * 299 + "…")],
)
def test_a_priority_is_one_line_that_reads_back_from_any_tracker(written: str | None, value: str | None) -> None:
    values = drafted(row(priority=written, type=written))[0].values

    assert (values[Field.PRIORITY], values[Field.TYPE]) == (value, value)


def test_a_change_says_of_owners_and_due_date_what_the_body_shows() -> None:
    rules = replace(RULES, directory=Directory((Person("alice", "Alice Smith"),)))
    (resolved,) = situation(document(row(owners=("@alice", "@bob"))), rules).resolved

    change = field_change(resolved, (Move(Field.OWNER, "x", "alice"), Move(Field.DUE, None, "2026-03-27")))

    assert change == FieldChange(
        values={Field.OWNER: "alice", Field.DUE: "2026-03-27"},
        expected={Field.OWNER: "x", Field.DUE: None},
        owners=("Alice Smith", "@bob"),
        due_text="Next sprint",
    )
    other = field_change(resolved, (Move(Field.TITLE, "a", "b"),))
    assert (other.owners, other.due_text) == (None, None)


def test_a_target_is_sent_only_the_fields_it_keeps() -> None:
    held = Capabilities(owners=1, fields=frozenset({Field.TITLE, Field.DUE}))

    draft, agreements = drafted(row(), Route("local", fallback_owner="oncall"), capabilities={TARGET: held})

    assert set(draft.values) == set(agreements) == {Field.TITLE, Field.DUE}


def test_a_target_gets_only_as_many_owners_as_it_can_hold() -> None:
    of = document(row(owners=("@alice", "@bob")))
    for owners, value in ((1, "alice"), (2, "alice, bob")):
        known = situation(of, capabilities={TARGET: Capabilities(owners=owners)})
        assert desired(known, known.resolved[0], TARGET).values[Field.OWNER] == value


def test_an_owner_without_an_account_there_is_unresolved() -> None:
    known = situation(document(row(owners=("@bob.smith",))))

    assert Field.OWNER not in desired(known, known.resolved[0], TARGET).unresolved
    elsewhere = replace(known, kinds={"local": "github"})
    assert Field.OWNER in desired(elsewhere, elsewhere.resolved[0], TARGET).unresolved


def test_a_draft_says_where_it_comes_from() -> None:
    of = document(row(), url="https://h/a.md", folder="/docs")
    known = situation(of)
    link = new_link("id", of.ref.key, 3, known.resolved[0], of)

    draft, agreements = draft_issue(known, RULES, known.resolved[0], ROUTE, link)

    assert draft.marker == Marker("id", "ours", of.ref.key, "Fix the leak", 3, agreements)
    assert (draft.document_title, draft.document_name) == ("Outage", of.name)
    assert (draft.document_url, draft.document_folder, draft.created) == ("https://h/a.md", "/docs", TODAY)


def test_a_date_that_was_only_written_down_when_done_is_no_due_date() -> None:
    for due_text, is_unresolved in (("Done", True), ("Done 2026-03-05", False)):
        known = situation(document(row(due_text=due_text)))

        side = desired(known, known.resolved[0], TARGET)

        assert side.values[Field.DUE] is None
        assert (Field.DUE in side.unresolved) is is_unresolved
