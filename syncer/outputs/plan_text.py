"""Owns a plan, its problems and its summary in words that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syncer.model import (
    AdoptIssue,
    Change,
    CreateIssue,
    DocumentPlan,
    EditCells,
    Field,
    MarkOrphan,
    Move,
    Plan,
    Problem,
    RunReport,
    Severity,
    TransitionIssue,
    UpdateIssue,
)

_WIDEST = 100
_MARKS = {Severity.ERROR: "!! failed ", Severity.PROBLEM: "! problem", Severity.NOTE: "- note   "}


def plan_lines(plan: Plan) -> Iterator[str]:
    """What would happen, document by document; documents in which nothing would are left out."""
    for document in plan.documents:
        if document.changes:
            yield from _document_lines(document)
            yield ""


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """What a person must look at, worst first, then by document and line."""
    order = list(Severity)
    for problem in sorted(problems, key=lambda one: (order.index(one.severity), one.document, one.line or 0)):
        place = f"{problem.document}:{problem.line}" if problem.line else problem.document
        advice = f" ({problem.advice})" if problem.advice else ""
        yield f"{_MARKS[problem.severity]} {place}: {problem.message}{advice}"


def refusal_lines(plan: Plan) -> Iterator[str]:
    """Why the guard would not let this plan pass."""
    for refusal in plan.refusals:
        yield f"x refused  {refusal}"


def summary_line(report: RunReport, *, is_dry: bool) -> str:
    """One line of counts: what a run did, or with `is_dry` what it would do."""
    return _planned(report) if is_dry else _done(report)


def _done(report: RunReport) -> str:
    counts = [
        (report.created, "created"),
        (report.adopted, "adopted"),
        (report.updated, "updated"),
        (report.closed, "closed"),
        (report.orphaned, "orphaned"),
        (report.written_back, "written back"),
        (report.in_step, "in step"),
        (report.waiting, f"waiting{f' until {report.waiting_until}' if report.waiting_until else ''}"),
        (_count_problems(report), "problems"),
    ]
    always = {"created", "updated", "closed", "written back", "in step", "problems"}
    return ", ".join(f"{count} {name}" for count, name in counts if count or name in always)


def _planned(report: RunReport) -> str:
    changes = report.plan.changes
    if not changes:
        return f"nothing to do: {report.in_step} in step, {_count_problems(report)} problems"
    creates = sum(isinstance(change, CreateIssue) for change in changes)
    edited = sum(isinstance(change, EditCells) for change in changes)
    others = len(changes) - creates - edited
    return (
        f"{creates} to create, {others} to update, {edited} documents to write to, {report.in_step} in step, "
        f"{_count_problems(report)} problems; `syncer sync` does it"
    )


def _count_problems(report: RunReport) -> int:
    return sum(problem.severity is not Severity.NOTE for problem in report.problems)


def _document_lines(document: DocumentPlan) -> Iterator[str]:
    yield f"{document.title} ({document.name})" if document.title != document.name else document.name
    for change in document.changes:
        yield from (f"  {line}" for line in _change_lines(change))
    if document.in_step:
        yield f"  = in step  {document.in_step}"


def _change_lines(change: Change) -> Iterator[str]:
    match change:
        case CreateIssue():
            yield f"+ create   line {change.line}: {_created(change)}"
        case AdoptIssue():
            yield f"~ adopt    {change.ref.key} for line {change.line}: {_short(change.text)}{_moves(change.moves)}"
        case UpdateIssue():
            yield f"~ update   {change.ref.key}{_moves(change.moves)} ({_short(change.text)})"
        case TransitionIssue():
            yield f"~ move     {change.ref.key} {change.before} -> {change.after} ({_short(change.text)})"
        case MarkOrphan():
            what = "close" if change.close else "mark"
            yield f"~ orphan   {what} {change.ref.key}, its row is gone ({_short(change.text)})"
        case EditCells():
            for edit in change.edits:
                yield f"~ write    line {edit.line}: {edit.what} {_quoted(edit.before)} -> {_quoted(edit.after)}"


def _created(change: CreateIssue) -> str:
    values = change.draft.values
    owner = f", owner {values[Field.OWNER]}" if values.get(Field.OWNER) else ", no owner"
    due = f", due {values[Field.DUE]}" if values.get(Field.DUE) else ", no due date"
    return f"{_short(values.get(Field.TITLE) or '')}{owner}{due}, in {change.draft.target}"


def _moves(moves: Sequence[Move]) -> str:
    return "".join(f" {move.field} {_quoted(move.before)} -> {_quoted(move.after)}" for move in moves)


def _quoted(value: str | None) -> str:
    if not value:
        return "(empty)"
    return f'"{_short(value)}"' if " " in value else value


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
