"""Sprint words where the sprints are those of a board: this, next, in two, by number, gaps, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest
from core.due_cases import line

from syncer.core.calendar import BoardSprints, Calendar, NamedStretch, Sprint, Stretch
from syncer.core.due import read_due
from syncer.core.due.sprints import sprint_id
from syncer.model import Due


def named(name: str, first: str, last: str) -> NamedStretch:
    return NamedStretch(f"id of {name}", name, Stretch(date.fromisoformat(first), date.fromisoformat(last)))


GAPS = (
    named("PAY Sprint 11", "2026-03-02", "2026-03-13"),
    named("PAY Sprint 12", "2026-03-18", "2026-03-31"),
    named("PAY Sprint 13", "2026-04-01", "2026-04-14"),
)


def calendar(*sprints: NamedStretch, puts_in_sprint: bool = True, is_read: bool = True) -> Calendar:
    return Calendar(sprint=BoardSprints("acme", "42", sprints, puts_in_sprint, is_read))


def read(text: str, base: str, *sprints: NamedStretch) -> Due:
    return read_due(text, date.fromisoformat(base), calendar(*sprints))


@pytest.mark.parametrize(
    ("text", "base", "answer"),
    [
        ("this sprint", "2026-03-05", "2026-03-13 period"),
        ("end of sprint", "2026-03-05", "2026-03-13 period"),
        ("next sprint", "2026-03-05", "2026-03-31 period"),
        ("next sprint", "2026-03-13", "2026-03-31 period"),
        ("next sprint", "2026-03-18", "2026-04-14 period"),
        ("in 2 sprints", "2026-03-05", "2026-04-14 period"),
        ("sprint after next", "2026-03-05", "2026-04-14 period"),
        ("this sprint", "2026-03-14", "2026-03-31 period"),
        ("next sprint", "2026-03-14", "2026-03-31 period"),
        ("this sprint", "2026-03-16", "2026-03-31 period"),
        ("next sprint", "2026-03-16", "2026-03-31 period"),
        ("in 2 sprints", "2026-03-16", "2026-04-14 period"),
        ("next sprint", "2026-02-27", "2026-03-13 period"),
        ("this sprint", "2026-02-28", "2026-03-13 period"),
        ("in 2 sprints", "2026-02-27", "2026-03-31 period"),
        ("Sprint 12", "2026-03-05", "2026-03-31 period"),
        ("Sprint 11", "2026-04-05", "2026-03-13 period"),
    ],
)
def test_a_board_answers_with_its_real_sprints(text: str, base: str, answer: str) -> None:
    assert line(read(text, base, *GAPS)) == answer


@pytest.mark.parametrize(
    ("text", "base", "rule", "note"),
    [
        (
            "next sprint",
            "2026-04-05",
            "no-dated-sprint",
            "board 42 has no dated sprint after PAY Sprint 13; give the next one its dates in Jira",
        ),
        ("this sprint", "2026-04-20", "no-dated-sprint", "after PAY Sprint 13"),
        ("in 2 sprints", "2026-03-20", "no-dated-sprint", "after PAY Sprint 13"),
        ("next sprint", "2025-03-05", "before-sprints", "knows no sprint before PAY Sprint 11 (2026-03-02); write a"),
        ("this sprint", "2026-02-10", "before-sprints", "board 42 knows no sprint before PAY Sprint 11"),
        ("Sprint 40", "2026-03-05", "no-such-sprint", "board 42 has no dated sprint 40; give it its dates in Jira"),
    ],
)
def test_a_sprint_that_a_board_does_not_know_is_said(text: str, base: str, rule: str, note: str) -> None:
    due = read(text, base, *GAPS)
    assert line(due) == f"unresolved {rule}"
    assert note in due.note


def test_a_board_without_a_dated_sprint_says_so() -> None:
    due = read("next sprint", "2026-03-05")
    assert due.note == "board 42 has no dated sprint; give the next one its dates in Jira"


@pytest.mark.parametrize("text", ["this sprint", "next sprint", "2 sprints", "Sprint 12"])
def test_a_board_that_was_not_read_says_who_reads_it(text: str) -> None:
    due = read_due(text, date(2026, 3, 5), calendar(is_read=False))
    assert line(due) == "unresolved sprints-not-read"
    assert due.note == (
        "the sprints of board 42 in acme are not known here; plan and sync read them, or add --sprint DATE/2w"
    )


TWO_TEAMS = (
    named("A Sprint 1", "2026-03-02", "2026-03-13"),
    named("B Sprint 1", "2026-03-02", "2026-03-13"),
    named("A Sprint 2", "2026-03-16", "2026-03-27"),
    named("B Sprint 2", "2026-03-16", "2026-04-03"),
    named("A Sprint 3", "2026-04-06", "2026-04-17"),
)


def test_sprints_side_by_side_that_end_together_have_a_date_and_no_id() -> None:
    due = read("this sprint", "2026-03-05", *TWO_TEAMS)
    assert line(due) == "2026-03-13 period"
    assert sprint_id(calendar(*TWO_TEAMS), due) is None


@pytest.mark.parametrize(
    ("text", "base"), [("next sprint", "2026-03-05"), ("this sprint", "2026-03-20"), ("next sprint", "2026-03-20")]
)
def test_of_sprints_side_by_side_that_end_apart_nobody_knows_which_is_meant(text: str, base: str) -> None:
    due = read(text, base, *TWO_TEAMS)
    assert line(due) == "unresolved parallel-sprints"
    assert due.note == "board 42 has several sprints at a time; write a date"


def test_a_day_in_a_long_sprint_around_a_short_one_is_not_in_a_gap() -> None:
    around = (named("Long 1", "2026-03-02", "2026-03-31"), named("Short 2", "2026-03-05", "2026-03-06"))
    assert line(read("next sprint", "2026-03-20", *around, named("C 3", "2026-04-01", "2026-04-10"))) == (
        "unresolved parallel-sprints"
    )


def test_a_number_that_two_sprints_have_names_both() -> None:
    due = read("Sprint 1", "2026-03-05", *TWO_TEAMS)
    assert line(due) == "unresolved two-sprints"
    assert due.note == "board 42 has A Sprint 1 and B Sprint 1; write a date"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("PAY Sprint 42", 42),
        ("Sprint 42 - hardening", 42),
        ("Sprint 42 (Mar 2 - Mar 15)", 42),
        ("Sprint #42", 42),
        ("PAY sprint no. 42", 42),
        ("2026 Sprint 3", 3),
        ("Sprint-7", 7),
        ("PAY 42", 42),
        ("2026 PAY 42 ", 42),
        ("42. Sprint", 42),
        ("スプリント 42", 42),
        ("Sprint 2026-03", None),
        ("Sprint 2026.3", None),
        ("PAY 2026-03", None),
        ("Hardening", None),
        ("", None),
        ("Sprint " + "9" * 200, None),
    ],
)
def test_the_number_of_a_sprint_is_in_its_name(name: str, number: int | None) -> None:
    assert named(name, "2026-03-02", "2026-03-13").number == number


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("this sprint", "id of PAY Sprint 11"),
        ("next sprint", "id of PAY Sprint 12"),
        ("next sprint?", "id of PAY Sprint 12"),
        ("in 2 sprints", "id of PAY Sprint 13"),
        ("Sprint 12", "id of PAY Sprint 12"),
        ("2026-03-31", None),
        ("end of March", None),
        ("before next sprint", None),
        ("start of next sprint", None),
        ("TBD", None),
        ("Sprint 40", None),
    ],
)
def test_only_sprint_words_put_an_issue_into_a_sprint(text: str, identity: str | None) -> None:
    team = calendar(*GAPS)
    assert sprint_id(team, read_due(text, date(2026, 3, 5), team)) == identity


def test_an_issue_is_put_into_a_sprint_only_where_that_is_wanted() -> None:
    due = read("next sprint", "2026-03-05", *GAPS)
    assert sprint_id(calendar(*GAPS, puts_in_sprint=False), due) is None
    assert sprint_id(Calendar(sprint=Sprint(date(2026, 3, 2), 2)), due) is None
    assert sprint_id(Calendar(), due) is None


def test_holidays_at_its_end_do_not_hide_the_sprint() -> None:
    team = Calendar(holidays=frozenset({date(2026, 3, 31)}), sprint=BoardSprints("acme", "42", GAPS, True, True))
    due = read_due("next sprint", date(2026, 3, 5), team)
    assert line(due) == "2026-03-30 period"
    assert sprint_id(team, due) == "id of PAY Sprint 12"
