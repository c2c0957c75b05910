"""A plan and a summary in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from syncer.model import (
    AdoptIssue,
    CellEdit,
    Change,
    CloseDuplicate,
    CreateIssue,
    DocumentKey,
    DocumentPlan,
    Draft,
    EditCells,
    Field,
    FieldChange,
    IssueRef,
    Marker,
    MarkOrphan,
    Move,
    Plan,
    Problem,
    RunReport,
    Severity,
    State,
    Target,
    TransitionIssue,
    UpdateIssue,
    Values,
)
from syncer.outputs.plan_text import plan_lines, refusal_lines, summary_line, told_problems
from syncer.outputs.problem_text import problem_lines

KEY = DocumentKey("docs", "a.md")
REF = IssueRef(Target("local", ""), "AI-1", "1")
MOVES = (Move(Field.DUE, "2026-03-13", "2026-03-27"), Move(Field.OWNER, None, "Alice Smith"))


def create(values: Values) -> CreateIssue:
    marker = Marker("i1", "l", KEY, "x", 0)
    draft = Draft(
        Target("local", ""), marker, values, State.TODO, (), (), None, "A", "docs/a.md", None, 3, date(2026, 3, 11)
    )
    return CreateIssue(KEY, 3, "i1", draft)


UNTIL = "2026-03-12T11:00:00+01:00"


def shown(*changes: Change, problems: tuple[Problem, ...] = (), in_step: int = 0) -> list[str]:
    document = DocumentPlan(KEY, "docs/a.md", "A", changes, problems, in_step)
    return list(plan_lines(Plan((document,))))


def test_every_change_is_a_line() -> None:
    found = shown(
        create({Field.TITLE: "Fix it", Field.OWNER: "alice", Field.DUE: "2026-03-27"}),
        create({Field.TITLE: "x" * 101}),
        AdoptIssue(KEY, 4, "i2", REF, "Adopt it", FieldChange(), MOVES),
        UpdateIssue(KEY, 5, "i3", REF, "Fix it", FieldChange(), MOVES),
        TransitionIssue(KEY, 6, "i4", REF, "Fix it", State.TODO, State.DONE),
        MarkOrphan(KEY, 7, "i5", REF, "Fix it"),
        MarkOrphan(KEY, 7, "i5", REF, "Fix it", close=True),
        CloseDuplicate(KEY, 5, "i3", REF._replace(key="AI-9"), REF, "Fix it"),
        EditCells(
            KEY, 3, (CellEdit(3, "i1", "issue", "", "x"), CellEdit(8, "i6", "status", "Open", "Done 2026-03-12"))
        ),
        in_step=2,
    )
    assert found == [
        "A (docs/a.md)",
        "  + create   line 3: Fix it (owner alice, due 2026-03-27, in local)",
        f"  + create   line 3: {'x' * 99}… (no owner, no due date, in local)",
        '  ~ adopt    AI-1 for line 4 due 2026-03-13 -> 2026-03-27 owner (empty) -> "Alice Smith": Adopt it',
        '  ~ update   AI-1 due 2026-03-13 -> 2026-03-27 owner (empty) -> "Alice Smith": Fix it',
        "  ~ update   AI-1 state todo -> done: Fix it",
        "  ~ orphan   label AI-1, its row is gone: Fix it",
        "  ~ orphan   close AI-1, its row is gone: Fix it",
        "  ~ close    AI-9, a duplicate of AI-1 that nobody touched: Fix it",
        "  ~ write    link and state of the new issue into 1 row",
        '  ~ write    line 8: status Open -> "Done 2026-03-12"',
        "  = in step  2 items",
        "",
    ]


def test_a_document_in_which_nothing_happens_is_left_out() -> None:
    assert shown(in_step=3) == []
    assert shown(problems=(Problem("undated", "docs/a.md", 1, "no due date", severity=Severity.NOTE),)) == []


def test_problems_stand_with_their_document_and_nowhere_else() -> None:
    problem = Problem("unknown-owner", "docs/a.md", 3, "owner 'x' is nobody", "add them")
    plan = Plan((DocumentPlan(KEY, "docs/a.md", "docs/a.md", (), (problem,)),))
    assert list(plan_lines(plan)) == ["docs/a.md", "  ! problem  line 3: owner 'x' is nobody; add them", ""]
    assert list(problem_lines((problem,), told=told_problems(plan))) == []


def test_of_two_long_texts_the_difference_is_shown() -> None:
    link = "[AI-1](../action-items/AI-1-add-connection-pool-utilization-alert-to-every-service-that-has-a-pool.md)"
    before, after = f"{link} · Open · due 2026-11-20", f"{link} · Open · due 2026-11-20 · owner Priya Raman"
    (_, line, _) = shown(EditCells(KEY, 3, (CellEdit(8, "i6", "suffix", before, after),)))
    assert line == (
        '  ~ write    line 8: suffix "…pen · due 2026-11-20" -> "…pen · due 2026-11-20 · owner Priya Raman"'
    )


def test_a_long_title_that_changes_in_the_middle_is_cut_on_both_sides() -> None:
    before, after = ("x" * 90 + word + "y" * 90 for word in ("old", "new"))
    (_, line, _) = shown(UpdateIssue(KEY, 5, "i3", REF, "t", FieldChange(), (Move(Field.TITLE, before, after),)))
    x, y = "x" * 20, "y" * 20
    assert line == f"  ~ update   AI-1 title …{x}old{y}… -> …{x}new{y}…: t"


def test_a_hostile_change_is_bounded() -> None:
    (_, line, _) = shown(EditCells(KEY, 3, (CellEdit(8, "i6", "status", "", "z" * 10_000),)))
    assert line == f"  ~ write    line 8: status (empty) -> {'z' * 199}…"


def test_refusals_are_lines() -> None:
    assert list(refusal_lines(Plan(refusals=("60 creates: run x",)))) == ["x refused  60 creates: run x"]


def test_a_summary_counts_what_was_done() -> None:
    report = RunReport(Plan(), created=2, updated=1, in_step=3, documents_unchanged=1)
    assert summary_line(report, is_dry=False) == (
        "2 created, 1 updated, 0 closed, 0 written back, 3 in step, 0 waiting, 0 problems; 1 document unchanged"
    )
    problem = Problem("x", "a.md", 1, "y")
    seldom = replace(report, adopted=1, orphaned=2, waiting=4, waiting_until=UNTIL, problems=(problem,))
    assert summary_line(replace(seldom, documents_unchanged=0), is_dry=False) == (
        "2 created, 1 adopted, 1 updated, 0 closed, 2 orphaned, 0 written back, 3 in step, "
        "4 waiting until 2026-03-12 10:00:00 UTC, 1 problem"
    )
    limited = replace(seldom, waiting_until="the limit is lifted")
    assert "4 waiting until the limit is lifted, " in summary_line(limited, is_dry=False)


def test_a_summary_of_a_plan_counts_what_would_be_done() -> None:
    changes = (create({}), UpdateIssue(KEY, 5, "i3", REF, "x", FieldChange(), ()), EditCells(KEY, 3, ()))
    plan = Plan((DocumentPlan(KEY, "a.md", "A", changes),))
    assert summary_line(RunReport(plan, in_step=1), is_dry=True) == (
        "1 to create, 1 to update, 1 document to write to, 1 in step, 0 problems"
    )
    assert summary_line(RunReport(Plan(), documents_unchanged=2), is_dry=True) == (
        "nothing to do, 0 problems; 2 documents unchanged"
    )


def test_a_summary_does_not_say_of_what_was_not_checked_that_there_is_nothing_to_do() -> None:
    failed = Problem("target-unavailable", "acme", None, "401", severity=Severity.ERROR)
    unsure = RunReport(Plan(), in_step=2, unchecked=11, problems=(failed,), documents_unchanged=3)
    assert summary_line(unsure, is_dry=True) == (
        "not everything could be checked: 2 in step, 11 not checked, 1 problem; 3 documents unchanged"
    )
    assert "0 written back, 2 in step, 11 not checked, 0 waiting" in summary_line(unsure, is_dry=False)
    failing = replace(unsure, unchecked=0, documents_unchanged=0)
    assert summary_line(failing, is_dry=True) == "not everything could be checked: 2 in step, 1 problem"
    some = replace(unsure, plan=Plan((DocumentPlan(KEY, "a.md", "A", (create({}),)),)))
    assert summary_line(some, is_dry=True).endswith("2 in step, 11 not checked, 1 problem")


def test_a_summary_counts_requests_where_there_is_a_network() -> None:
    one, two = Target("acme", "acme/payments"), Target("acme", "acme/pm")
    unchanged = RunReport(Plan(), documents_unchanged=2, requests={one: 1})
    assert summary_line(unchanged, is_dry=True) == "nothing to do, 0 problems; 2 documents unchanged; 1 request"
    assert summary_line(unchanged, is_dry=False).endswith("; 2 documents unchanged; 1 request")
    assert summary_line(replace(unchanged, requests={two: 12, one: 1}), is_dry=False).endswith(
        "; 1 request to acme/payments (acme), 12 requests to acme/pm (acme)"
    )
    assert "request" not in summary_line(replace(unchanged, requests={}), is_dry=False)
