"""The sentences about a row that people must look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.planning_cases import RULES, document, issue, linked, ref, row

from syncer.core import row_problems
from syncer.core.merge import Merged, Outcome
from syncer.core.people import Directory
from syncer.core.resolve import ResolvedItem, resolve
from syncer.model import ActionItem, Document, Field, Gone, Person, Problem, Severity, State, Target, Values

KNOWN = replace(
    RULES, directory=Directory((Person("bob", "Bob Jones", accounts={"local": "bob"}),), is_configured=True)
)
NOBODY: Values = {Field.OWNER: None, Field.DUE: None}


def taken(item: ActionItem) -> tuple[Document, ResolvedItem]:
    of = document(item)
    return of, resolve(of, KNOWN)[0]


def codes(item: ActionItem, tracker: Values = NOBODY, kind: str = "local") -> list[tuple[str, Severity]]:
    found = row_problems.unclear(*taken(item), tracker, kind)
    assert all((one.document, one.line) == ("postmortems/2026-03-11-outage.md", 10) for one in found)
    return [(one.code, one.severity) for one in found]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (row(owners=(), due_text=None), [("unowned", Severity.NOTE), ("undated", Severity.NOTE)]),
        (
            row(owners=("the usual suspects",), due_text="when it suits"),
            [("unknown-owner", Severity.PROBLEM), ("unresolved-due", Severity.PROBLEM)],
        ),
        (row(owners=("@bob",), due_text="2026-04-01"), []),
        (row(owners=(), due_text=None, status=State.DONE), []),
    ],
)
def test_a_row_that_is_unclear(item: ActionItem, expected: list[tuple[str, Severity]]) -> None:
    assert codes(item) == expected


def test_what_the_issue_says_is_clear_enough() -> None:
    assert codes(row(owners=(), due_text=None), {Field.OWNER: "bob", Field.DUE: "2026-04-01"}) == []


def test_a_due_text_that_says_done_needs_no_date() -> None:
    of, resolved = taken(row(owners=("@bob",), due_text="Done"))

    assert row_problems.unclear(of, replace(resolved, state=None), NOBODY, "local") == ()


@pytest.mark.parametrize(
    ("owners", "message", "advice"),
    [
        ((), "no owner", "name somebody in the row"),
        (
            ("the usual suspects",),
            "owner 'the usual suspects' is nobody we know (nobody is called 'the usual suspects')",
            "add them to [people], or correct the row",
        ),
        (("@ops/sre",), "owned by the team sre, so nobody is assigned", "name a person to have one assigned"),
    ],
)
def test_why_nobody_is_assigned(owners: tuple[str, ...], message: str, advice: str) -> None:
    rules = replace(KNOWN, directory=replace(KNOWN.directory, teams=frozenset({"sre"})))
    of = document(row(owners=owners, due_text="2026-04-01"))

    (found,) = row_problems.unclear(of, resolve(of, rules)[0], NOBODY, "github")

    assert (found.message, found.advice) == (message, advice)


def test_a_second_issue_is_named_beside_the_first() -> None:
    found = row_problems.duplicate("a.md", issue(ref=ref("9", Target("acme", "acme/pm"))), ref("AI-2"))

    assert (found.code, found.document) == ("duplicate-issue", "a.md")
    assert found.message == "acme/pm#9 is marked as the issue of a row that already has AI-2"
    assert found.advice.startswith("close or delete acme/pm#9, or remove its last line (the marker)")


def test_a_person_without_an_account_there_is_asked_for_it() -> None:
    (problem,) = row_problems.unclear(*taken(row(owners=("@bob",), due_text="2026-04-01")), NOBODY, "github")

    assert (problem.code, problem.severity) == ("no-account", Severity.PROBLEM)
    assert problem.message == "Bob Jones has no github account, so nobody is assigned"
    assert problem.advice == 'add github = "..." to bob in [people]'


def several(owners: tuple[str, ...], kind: str, owner: str | None = None) -> list[tuple[str, str]]:
    """Code and message of each problem of a row with `owners` whose issue belongs to `owner`."""
    people = (
        Person("jonas", "Jonas Weber", accounts={"github": "jonasw"}),
        Person("lena", "Lena Fischer", accounts={"local": "lena"}),
    )
    rules = replace(RULES, directory=Directory(people, teams=frozenset({"sre"}), is_configured=True))
    of = document(row(owners=owners, due_text="2026-04-01"))
    found = row_problems.unclear(of, resolve(of, rules)[0], {Field.OWNER: owner}, kind)
    return [(one.code, one.message) for one in found]


@pytest.mark.parametrize("owner", [None, "jonasw"])
def test_every_owner_who_cannot_be_assigned_is_named_beside_the_one_who_can(owner: str | None) -> None:
    assert several(("@jonas", "@lena", "@ghost", "@ops/sre"), "github", owner) == [
        ("no-account", "Lena Fischer has no github account, so the issue's owner is jonasw"),
        (
            "unknown-owner",
            "owner '@ghost' is nobody we know (nobody has the handle @ghost); the issue's owner is jonasw",
        ),
    ]


def test_whom_the_issue_belongs_to_is_said_as_it_is_there() -> None:
    ((_, message),) = several(("@ghost", "@jonas"), "github", "maria")

    assert message.endswith("; the issue's owner is maria")


def test_several_owners_of_whom_none_can_be_assigned_are_all_named_unless_the_issue_has_one() -> None:
    owners = ("@lena", "Lena Fischer", "@ghost", "@ops/sre")

    assert [code for code, _ in several(owners, "github")] == ["no-account", "unknown-owner", "team-owner"]
    assert several(owners, "github", "maria") == []


def test_several_owners_who_can_all_be_assigned_are_no_problem() -> None:
    assert several(("@jonas", "@lena"), "local") == []


def test_a_handle_that_cannot_be_a_login_is_nobody_we_know() -> None:
    of = document(row(owners=("@bob.smith",), due_text="2026-04-01"))
    (resolved,) = resolve(of, RULES)

    (problem,) = row_problems.unclear(of, resolved, NOBODY, "github")

    assert (problem.code, problem.value) == ("unknown-owner", "@bob.smith")
    assert problem.message == "owner '@bob.smith' is nobody we know (bob.smith cannot be a github account)"
    assert row_problems.unclear(of, resolved, NOBODY, "local") == ()


def test_a_conflict_names_both_sides_and_nothing_where_there_is_nothing() -> None:
    of, resolved = taken(row())
    field = Merged(Field.DUE, Outcome.CONFLICT, "2026-04-01", None, None)

    found = row_problems.conflict(of, resolved, ref(), field)

    assert found.message == "due: the row says 2026-04-01, AI-1 says nothing; neither was changed"


def test_a_missing_issue_is_named_with_the_reason_where_there_is_one() -> None:
    of, resolved = taken(row())

    assert "no permission" in row_problems.issue_missing(of, resolved, "AI-1", Gone(False, "no permission")).message
    assert "knows no such issue" in row_problems.issue_missing(of, resolved, "AI-1", None).message


def test_rivals_are_named_by_issue_or_text() -> None:
    of, resolved = taken(row())
    link = linked(document(row()))

    found = row_problems.ambiguous(of, resolved, [link, replace(link, issue=None)])

    assert "('Fix the leak', AI-1)" in found.message


@pytest.mark.parametrize(
    "found",
    [
        row_problems.status_edited(*taken(row()), State.WONT_DO, issue()),
        row_problems.linked_twice(*taken(row()), ref()),
        row_problems.link_copied(*taken(row()), ref(), "postmortems/b.md"),
        row_problems.elsewhere(*taken(row()), "PAY-1"),
        row_problems.no_route(*taken(row())),
        row_problems.not_created(*taken(row()), "why", "advice"),
        row_problems.orphaned("a.md", linked(document(row()))),
        row_problems.orphaned("a.md", replace(linked(document(row())), issue=None)),
        row_problems.stray("a.md", issue(), "Fix the leak"),
        row_problems.duplicate("a.md", issue(), ref("AI-2")),
    ],
)
def test_every_problem_says_where_what_and_what_to_do(found: Problem) -> None:
    assert found.document
    assert found.message
    assert found.advice
    assert "won't do" in found.message or "wont" not in found.message
