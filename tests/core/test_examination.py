"""What is missing before the first write, as far as configuration and documents tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from core.planning_cases import RULES, document, row

from syncer.core.calendar import Calendar
from syncer.core.examination import Read, Survey, accounts_by_target, examine_rules
from syncer.core.people import Directory
from syncer.core.resolve import resolve
from syncer.core.routes import Route
from syncer.core.rules import Limits, Rules
from syncer.model import ActionItem, Document, Fact, Finding, Person, Severity, State, Target

ALICE = Person("alice", "Alice Smith", team="payments", accounts={"github": "Alice-S"})
BOB = Person("bob", "Bob Jones", accounts={"local": "bob"})
PAYMENTS = Target("acme", "acme/payments")
KINDS = {"acme": "github"}
GITHUB = replace(RULES, routes=(Route("acme", "acme/payments"),), directory=Directory((ALICE, BOB), is_configured=True))


def survey(*documents: Document, rules: Rules = GITHUB, kinds: Mapping[str, str] = KINDS, **more: object) -> Survey:
    reads = tuple(Read(one, resolve(one, rules) if one.is_published else ()) for one in documents)
    return replace(Survey(rules, kinds, reads), **more)  # type: ignore[arg-type]


def found(*documents: Document, **more: object) -> list[tuple[str, str, str]]:
    """Severity, place and what was found, of everything."""
    return [(one.severity.value, one.where, one.what) for one in examine_rules(survey(*documents, **more))]  # type: ignore[arg-type]


def whats(findings: Sequence[Finding], where: str) -> list[str]:
    return [one.what for one in findings if one.where == where]


def test_nothing_is_said_where_nothing_is_missing() -> None:
    assert found(document(row())) == []


def test_a_world_without_documents_says_nothing_of_them() -> None:
    assert found() == []


def test_nothing_but_drafts_makes_no_issue() -> None:
    draft = document(row(), is_published=False)
    assert found(draft, draft)[0] == ("problem", "documents", "nothing but drafts: 2 documents, which make no issue")
    assert not any("drafts" in what for _, _, what in found(draft, document(row())))


def test_documents_without_a_row_are_worth_a_look() -> None:
    assert ("problem", "documents", "no published document has an action item") in found(document())


def test_a_route_below_one_that_takes_everything_never_matches() -> None:
    routes = (Route("acme", "acme/payments"), Route("acme", "acme/pm", (("team", "core"),)))
    (finding,) = examine_rules(survey(document(row()), rules=replace(GITHUB, routes=routes), places=("a:1", "a:5")))
    assert finding == Finding(
        Severity.PROBLEM,
        "a:5",
        "never matches: a:1 comes first and takes everything it is for",
        "move it up, or remove it",
    )


@pytest.mark.parametrize(
    ("first", "later", "is_taken"),
    [
        ((), (), True),
        ((("team", "a"),), (("team", "a"), ("severity", "SEV1")), True),
        ((("team", "a"), ("team", "b")), (("team", "b"),), True),
        ((("team", "a"),), (("team", "a"), ("team", "b")), False),
        ((("team", "a"),), (), False),
        ((("team", "a"), ("severity", "SEV1")), (("team", "a"),), False),
    ],
)
def test_a_route_takes_what_asks_for_as_much(
    first: tuple[tuple[str, str], ...], later: tuple[tuple[str, str], ...], is_taken: bool
) -> None:
    routes = (Route("acme", "acme/payments", first), Route("acme", "acme/pm", later))
    whole = found(rules=replace(GITHUB, routes=routes))
    assert (len([what for _, _, what in whole if what.startswith("never matches: routes[0]")]) == 1) is is_taken


def test_a_route_to_no_tracker_is_an_error() -> None:
    rules = replace(GITHUB, routes=(Route("acme", "acme/payments"), Route("gone", "", (("team", "x"),))))
    assert ("error", "routes[1]", "leads to gone, which is no tracker") in found(rules=rules)
    assert ("error", "routes[0]", "leads to acme, which is no tracker") in found(rules=rules, kinds={})


def test_a_route_that_nothing_takes_now_is_a_note() -> None:
    rules = replace(GITHUB, routes=(Route("acme", "acme/pm", (("severity", "SEV1"),)), *GITHUB.routes))
    assert found(document(row()), rules=rules) == [("note", "routes[0]", "no open row goes to acme/pm (acme) by it")]


def test_a_tracker_that_no_route_uses_is_named_unless_it_opens_pull_requests() -> None:
    kinds = {**KINDS, "spare": "local", "opener": "github"}
    whole = found(document(row()), kinds=kinds, openers=frozenset({"opener"}))
    assert whole == [("problem", "trackers.spare", "no route leads to it")]


def test_rows_that_no_route_fits_get_no_issue() -> None:
    rules = replace(GITHUB, routes=(Route("acme", "acme/payments", (("team", "payments"),)),))
    whole = found(document(row(), row(owners=("@bob",))), rules=rules)
    name = "postmortems/2026-03-11-outage.md"
    assert ("problem", name, "no route fits 1 row, so they get no issue") in whole


def test_sprint_words_want_a_sprint_calendar_of_their_team() -> None:
    calendars = {"": Calendar(), "payments": Calendar()}
    rows = (row(), row("B"), row("C", owners=("@bob",)))
    findings = examine_rules(survey(document(*rows), rules=replace(GITHUB, calendars=calendars)))
    assert whats(findings, "calendars.payments") == ["2 due texts in documents speak of sprints, and none are set"]
    assert whats(findings, "calendar") == ["1 due text in documents speaks of sprints, and none are set"]


def test_owners_without_an_account_or_whom_nobody_knows_are_named_once() -> None:
    rows = (
        row("A", owners=("@bob",)),
        row("B", owners=("Bob Jones",)),
        row("C", owners=("@carol",)),
        row("D", owners=("@carol",)),
        row("E", owners=("payments",)),
        row("F", owners=()),
        row("G", owners=("@dave",), status=State.DONE),
    )
    assert found(document(*rows)) == [
        ("problem", "people.bob", "Bob Jones owns 2 rows and has no github account, so nobody is assigned"),
        ("problem", "people", "'@carol' owns 2 rows and is nobody we know (nobody has the handle @carol)"),
    ]


def test_of_many_unknown_owners_the_most_frequent_are_named() -> None:
    rows = [row(f"A{number}", owners=(f"@p{number:02}",)) for number in range(23)]
    rows += [row("B", owners=("@p22",)), row("C", owners=("@" + "x" * 100,))]
    whole = found(document(*rows))
    assert len(whole) == 21
    assert whole[0][2].startswith("'@p22' owns 2 rows")
    assert whole[-1][2] == "4 other owners of 4 rows likewise"
    long = found(document(rows[-1]))
    assert long[0][2].startswith(f"'@{'x' * 58}…' owns 1 row")


def test_owners_of_rows_that_go_nowhere_are_not_asked_after() -> None:
    rules = replace(GITHUB, routes=())
    whole = found(document(row(owners=("@carol",))), rules=rules, kinds={})
    assert [where for _, where, _ in whole] == ["postmortems/2026-03-11-outage.md"]


@pytest.mark.parametrize(
    ("is_public", "said"),
    [
        (True, "is private, and acme/payments (acme) is public: a run refuses to write there"),
        (None, "is private, and acme/payments (acme) may be public for all we know: a run refuses to write there"),
        (False, None),
    ],
)
def test_a_private_document_must_not_become_public(is_public: bool | None, said: str | None) -> None:
    private = document(row(), facts=(("visibility", Fact("private", "line 2")),))
    whole = found(private, document(row()), public={PAYMENTS: is_public})
    assert [what for severity, _, what in whole if severity == "error"] == ([said] if said else [])
    assert found(private) == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(), []),
        (Limits(settle_after=5), [("problem", "settle_after is 5 seconds")]),
        (Limits(settle_after=60, max_runtime=60), [("note", "max_runtime (60 s) ends before settle_after (60 s)")]),
        (Limits(max_runtime=900), []),
        (Limits(max_wait=30), [("note", "max_wait is 30 seconds")]),
        (
            Limits(creates_per_minute=0),
            [("problem", "creates_per_minute sets no pace; GitHub allows")],
        ),
        (Limits(creates_per_hour=900), [("problem", "creates_per_hour is 900; GitHub allows an account about 500")]),
        (Limits(max_creates=0), [("note", "max_creates is 0")]),
    ],
)
def test_odd_limits_are_told_where_something_is_asked_across_a_network(
    limits: Limits, said: list[tuple[str, str]]
) -> None:
    whole = found(rules=replace(GITHUB, limits=limits))
    assert [(severity, where) for severity, where, _ in whole] == [(severity, "limits") for severity, _ in said]
    assert all(what.startswith(begin) for (_, _, what), (_, begin) in zip(whole, said, strict=True))
    assert found(rules=replace(RULES, limits=limits), kinds={"local": "local"}) == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(), []),
        (Limits(creates_per_minute=600, creates_per_hour=0), []),
        (Limits(creates_per_minute=601), ["creates_per_minute is 601; Jira allows an account about 600"]),
        (Limits(creates_per_minute=0), ["creates_per_minute sets no pace; Jira allows an account about 600"]),
        (Limits(settle_after=5), ["settle_after is 5 seconds: a create whose answer is lost may land later still"]),
    ],
)
def test_jira_has_limits_of_its_own(limits: Limits, said: list[str]) -> None:
    whole = found(rules=replace(RULES, limits=limits), kinds={"local": "jira"})
    assert [what for _, where, what in whole if where == "limits"] == said


def test_every_finding_that_is_no_note_has_a_remedy() -> None:
    rows: tuple[ActionItem, ...] = (row("A", owners=("@bob",)), row("B", owners=("@carol",)))
    rules = replace(GITHUB, calendars={"": Calendar()}, limits=Limits(settle_after=1, creates_per_hour=0))
    whole = examine_rules(survey(document(*rows), rules=rules, kinds={**KINDS, "spare": "local"}))
    assert len(whole) > 4
    assert [one for one in whole if one.severity is not Severity.NOTE and not one.remedy] == []


def test_the_accounts_to_be_assigned_are_asked_of_their_target() -> None:
    routes = (
        Route("acme", "acme/payments", (("team", "payments"),), fallback_owner="OnCall"),
        Route("acme", "acme/pm"),
        Route("acme", "acme/never", (("team", "x"),)),
    )
    rows = (row("A"), row("B", owners=("@bob",)), row("C", owners=("@alice",), status=State.DONE))
    asked = accounts_by_target(survey(document(*rows), rules=replace(GITHUB, routes=routes)))
    assert asked == {
        PAYMENTS: ("alice-s", "oncall"),
        Target("acme", "acme/pm"): (),
        Target("acme", "acme/never"): (),
    }


def test_a_row_without_route_is_nobodys() -> None:
    assert accounts_by_target(survey(document(row()), rules=replace(GITHUB, routes=()))) == {}
