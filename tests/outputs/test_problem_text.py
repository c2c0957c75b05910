"""Problems in words: one line for many of a kind."""

from __future__ import annotations

from syncer.model import Problem, Severity
from syncer.outputs.problem_text import lines_of_document, problem_lines


def owner(text: str, line: int | None, document: str = "a.md") -> Problem:
    return Problem("unknown-owner", document, line, f"owner '{text}' is nobody we know", "Add them.", value=text)


def test_the_worst_comes_first() -> None:
    note = Problem("draft", "b.md", None, "is a draft", "publish it", Severity.NOTE)
    error = Problem("not-written", "c.md", None, "cannot be written", severity=Severity.ERROR)
    problem = Problem("no-route", "a.md", 3, "leads nowhere", "Add a route.")
    assert list(problem_lines((note, problem, error))) == [
        "!! failed  c.md: cannot be written",
        "! problem  a.md:3: leads nowhere; add a route",
        "- note     b.md: is a draft; publish it",
    ]
    assert list(problem_lines((note, error), told=(error,))) == ["- note     b.md: is a draft; publish it"]


def test_notes_alike_share_a_line() -> None:
    notes = [
        Problem("undated", f"{name}.md", line, "no due date", severity=Severity.NOTE)
        for name, line in (("b", 1), ("a", 9), ("a", 2), ("c", 1), ("d", 1), ("e", 1), ("f", 1), ("g", 1))
    ]
    assert list(problem_lines(notes)) == [
        "- note     a.md:2, :9, b.md:1, c.md:1, d.md:1, e.md:1 and 2 more: no due date"
    ]


def test_many_rows_with_one_value_share_a_line() -> None:
    assert list(problem_lines([owner("x", 7), owner("x", 3), owner("x", 1, "b.md")])) == [
        "! problem  a.md:3, :7, b.md:1: owner 'x' is nobody we know; add them"
    ]


def test_many_values_share_a_line_too_the_most_frequent_first() -> None:
    found = [owner("Al", 9), *(owner("SRE", line) for line in (3, 4, 5, 6)), owner("Bo", 1, "b.md")]
    assert list(problem_lines(found)) == [
        "! problem  owners that nobody knows: 'SRE' (a.md:3, :4, :5 and 1 more), 'Al' (a.md:9), 'Bo' (b.md:1); add them"
    ]


def test_accounts_that_could_not_be_assigned_share_a_line() -> None:
    found = [
        Problem(
            "not-assigned", "a.md", line, f"acme/payments#{line} has no assignee: x", "Name another.", value=account
        )
        for line, account in ((3, "maria"), (4, "maria"), (7, "bo"))
    ]
    assert list(problem_lines(found)) == [
        "! problem  a.md: accounts that could not be assigned: 'maria' (lines 3, 4), 'bo' (line 7); name another"
    ]
    assert list(problem_lines(found[:2])) == [
        "! problem  a.md: accounts that could not be assigned: 'maria' (lines 3, 4); name another"
    ]
    assert list(problem_lines(found[:1])) == ["! problem  a.md:3: acme/payments#3 has no assignee: x; name another"]


def test_the_only_document_is_named_once() -> None:
    found = [owner("Al", 9), owner("SRE", 3), owner("SRE", 4)]
    assert list(problem_lines(found)) == [
        "! problem  a.md: owners that nobody knows: 'SRE' (lines 3, 4), 'Al' (line 9); add them"
    ]
    assert list(lines_of_document(found)) == [
        "! problem  owners that nobody knows: 'SRE' (lines 3, 4), 'Al' (line 9); add them"
    ]


def test_however_many_values_there_are_the_line_is_bounded() -> None:
    (line,) = problem_lines([owner(f"{number:03}" + "x" * 1_000, number, "d" * 20) for number in range(1, 400)])
    assert line.endswith(" and 394 more; add them")
    assert len(line) < 600


def test_another_advice_is_another_line() -> None:
    soon = Problem("unresolved-due", "a.md", 3, "due 'soon' gives no date", "write a date", value="soon")
    sprint = Problem("unresolved-due", "a.md", 4, "due 'sprint' gives no date", "give a sprint", value="sprint")
    assert len(list(problem_lines([soon, sprint]))) == 2


def test_values_of_which_nothing_can_be_said_together_stay_apart() -> None:
    one, two = (Problem("odd", "a.md", line, f"{line} is odd", value=str(line)) for line in (1, 3))
    assert list(problem_lines([two, one])) == ["! problem  a.md:1: 1 is odd", "! problem  a.md:3: 3 is odd"]


def test_places_may_lack_a_line() -> None:
    assert list(problem_lines([owner("x", 2), owner("x", None)])) == [
        "! problem  a.md, :2: owner 'x' is nobody we know; add them"
    ]


def test_a_document_that_was_named_before_is_not_named_again() -> None:
    note = Problem("undated", "a.md", 1, "no due date", severity=Severity.NOTE)
    error = Problem("not-written", "a.md", None, "cannot be written", severity=Severity.ERROR)
    assert list(lines_of_document([note, owner("x", 3), error])) == [
        "!! failed  cannot be written",
        "! problem  line 3: owner 'x' is nobody we know; add them",
    ]
    assert list(lines_of_document([owner("x", line) for line in range(1, 10)])) == [
        "! problem  lines 1, 2, 3, 4, 5, 6 and 3 more: owner 'x' is nobody we know; add them"
    ]
