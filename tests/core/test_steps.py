"""What is sent for an item that has an issue, down to the marker that will be read back."""

from __future__ import annotations

from dataclasses import replace

from core.planning_cases import KEY, RULES, document, issue, linked, only, planned, ref, row

from syncer.core.routes import Route
from syncer.model import (
    AdoptIssue,
    Agreement,
    Capabilities,
    Field,
    FieldChange,
    Issue,
    IssueRef,
    Marker,
    Move,
    State,
    Target,
    UpdateIssue,
    Values,
)


def test_an_update_carries_what_is_then_agreed() -> None:
    link = linked(document(row()))
    moved = row("Fix the leak for good", line=12, due_text="2026-05-05")

    plan = only(planned(document(moved), links=(replace(link, text="Fix the leak"),)))

    moves = (
        Move(Field.TITLE, "Fix the leak", "Fix the leak for good"),
        Move(Field.DUE, "2026-03-27", "2026-05-05"),
    )
    agreed = {
        **link.base,
        Field.TITLE: Agreement("Fix the leak for good", "Fix the leak for good", "Fix the leak for good"),
        Field.DUE: Agreement("2026-05-05", "2026-05-05", "2026-05-05"),
    }
    change = FieldChange(
        values={move.field: move.after for move in moves},
        expected={move.field: move.before for move in moves},
        marker=Marker(link.id, "ours", KEY, "Fix the leak for good", 0, agreed),
        due_text="2026-05-05",
    )
    assert plan.effects == (UpdateIssue(KEY, 12, link.id, ref(), "Fix the leak for good", change, moves),)


def test_an_adopted_issue_gets_our_marker_and_what_it_lacks() -> None:
    named = IssueRef(ref().target, "AI-7", "")
    found = issue("AI-7", values={Field.TITLE: "Leak!", Field.OWNER: None}, is_ours=False)

    plan = only(planned(document(row()), refs={0: (named,)}, issues={(named.target, named.key): found}))

    moves = (Move(Field.OWNER, None, "alice"),)
    change = FieldChange(
        values={Field.OWNER: "alice"},
        expected={Field.OWNER: None},
        marker=Marker(plan.link.id, "ours", KEY, "Fix the leak", 0, plan.agreements),
        add_labels=("syncer",),
        owners=("@alice",),
    )
    assert plan.effects == (AdoptIssue(KEY, 10, plan.link.id, found.ref, "Fix the leak", change, moves),)
    assert plan.agreements[Field.OWNER] == Agreement("@alice", "alice", "alice")
    assert plan.agreements[Field.TITLE] == Agreement("Fix the leak", "Fix the leak", "Leak!")
    assert plan.issue == found
    assert plan.index == 0
    assert plan.link.values[Field.DUE] == "2026-03-27"


def test_a_pull_request_is_followed_and_never_written_to() -> None:
    named = IssueRef(ref().target, "AI-7", "")
    found = issue("AI-7", values={Field.TITLE: "Leak!", Field.OWNER: "bob"}, is_read_only=True, state=State.DONE)

    plan = only(planned(document(row()), refs={0: (named,)}, issues={(named.target, named.key): found}))

    assert (plan.effects, plan.index, plan.issue) == ((), 0, found)
    assert (plan.link.issue, plan.link.state, plan.link.is_read_only, plan.link.is_adopted) == (
        found.ref,
        State.DONE,
        True,
        True,
    )
    assert Field.OWNER not in plan.link.base


def test_a_login_in_another_case_is_the_same_owner_on_github() -> None:
    """GitHub answers as the account is spelt, its adapter as both sides hold it."""
    hub = Target("acme", "acme/pm")
    rules = replace(RULES, routes=(Route("acme", "acme/pm", fallback_owner="On-Call"),))
    known = {"capabilities": {hub: Capabilities(owners=1)}, "kinds": {"acme": "github"}}
    first = only(planned(document(row(owners=("@Alice-S",))), rules, **known))
    made: Issue = issue("41", ref=ref("41", hub), values={Field.OWNER: "alice-s"})
    link = replace(first.link, issue=made.ref, base=first.agreements, observed=made.values, state=State.TODO)

    again = only(planned(document(row(owners=("@alice-s",))), rules, links=(link,), **known))

    assert first.agreements[Field.OWNER].value == "alice-s"
    assert again.effects == ()
    assert again.problems == ()


def test_an_owner_that_only_the_fallback_gave_is_still_missing() -> None:
    hub = Target("acme", "acme/pm")
    rules = replace(RULES, routes=(Route("acme", "acme/pm", fallback_owner="On-Call"),))
    known = {"capabilities": {hub: Capabilities(owners=1)}, "kinds": {"acme": "github"}}
    first = only(planned(document(row(owners=("@bob.smith",))), rules, **known))
    made = issue("41", ref=ref("41", hub), values={Field.OWNER: "on-call"})
    link = replace(first.link, issue=made.ref, base=first.agreements, observed=made.values, state=State.TODO)

    again = only(planned(document(row(owners=("@bob.smith",))), rules, links=(link,), **known))

    assert first.agreements[Field.OWNER] == Agreement("@bob.smith", None, "on-call")
    assert [problem.code for problem in again.problems] == ["unknown-owner"]


def test_fields_of_which_nothing_is_known_are_left_alone() -> None:
    """A person removed our part of the body: the fields that only stood there are neither cleared nor set."""
    link = linked(document(row(priority="P1")), issue(values={Field.PRIORITY: "P1"}))
    silent: Values = {
        field: value for field, value in issue().values.items() if field not in (Field.DUE, Field.PRIORITY)
    }
    found = replace(issue(), values=silent)

    plan = only(
        planned(
            document(row(priority="P2", due_text="2026-05-05")), links=(link,), issues={(ref().target, "AI-1"): found}
        )
    )

    assert plan.effects == ()
    assert plan.link.base[Field.DUE] == link.base[Field.DUE]
    assert plan.link.base[Field.PRIORITY] == link.base[Field.PRIORITY]


def test_an_issue_that_was_read_in_a_target_out_of_reach_is_adopted_by_a_later_run() -> None:
    named = IssueRef(Target("acme", "acme/pm"), "7", "")
    found = issue("7", ref=named, is_ours=False)

    plan = only(planned(document(row()), refs={0: (named,)}, issues={(named.target, named.key): found}))

    assert (plan.effects, plan.problems, plan.link.issue) == ((), (), None)
    assert (plan.index, plan.is_unreachable) == (0, True)
