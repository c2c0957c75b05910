"""Owns a plan and its summary in words that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from syncer.model import (
    AdoptIssue,
    Change,
    CloseDuplicate,
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
from syncer.outputs.problem_text import lines_of_document
from syncer.outputs.wording import WIDEST, count, instant, short

_CONTEXT = 20
"""Characters of what two long texts have in common that are shown around where they differ."""


def plan_lines(plan: Plan) -> Iterator[str]:
    """What would happen, document by document, oldest first, with the problems of each."""
    for document in plan.documents:
        problems = list(lines_of_document(document.problems))
        if document.changes or problems:
            yield _headline(document)
            created = _created_items(document)
            for change in document.changes:
                yield from (f"  {line}" for line in _change_lines(change, created))
            if document.in_step:
                yield f"  = in step  {count(document.in_step, 'item')}"
            yield from (f"  {line}" for line in problems)
            yield ""


def told_problems(plan: Plan) -> Iterator[Problem]:
    """The problems that `plan_lines` shows."""
    for document in plan.documents:
        yield from (problem for problem in document.problems if problem.severity is not Severity.NOTE)


def refusal_lines(plan: Plan) -> Iterator[str]:
    """Why the guard does not let this plan pass."""
    for refusal in plan.refusals:
        yield f"x refused  {refusal}"


def summary_line(report: RunReport, *, is_dry: bool) -> str:
    """One line of counts: what a run did, or with `is_dry` what it would do; and what it asked across a network."""
    return (_planned(report) if is_dry else _done(report)) + _requests(report)


def _requests(report: RunReport) -> str:
    """How many requests went to each place across a network; only trackers there count any."""
    asked = sorted(report.requests.items())
    if len(asked) == 1:
        return f"; {count(asked[0][1], 'request')}"
    each = ", ".join(f"{count(number, 'request')} to {target.words}" for target, number in asked)
    return f"; {each}" if each else ""


def _done(report: RunReport) -> str:
    waiting = f"waiting until {_until(report.waiting_until)}" if report.waiting_until else "waiting"
    counts = [
        (report.created, "created"),
        (report.adopted, "adopted"),
        (report.updated, "updated"),
        (report.closed, "closed"),
        (report.orphaned, "orphaned"),
        (report.written_back, "written back"),
        (report.in_step, "in step"),
        (report.unchecked, "not checked"),
        (report.waiting, waiting),
    ]
    seldom = {"adopted", "orphaned", "not checked"}
    shown = [f"{number} {name}" for number, name in counts if number or name not in seldom]
    return ", ".join([*shown, _problem_count(report)]) + _unchanged(report)


def _until(text: str) -> str:
    """`text` as people read it: an instant, or words where none is known."""
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError:
        return text


def _planned(report: RunReport) -> str:
    changes = report.plan.changes
    if not changes:
        return f"{_without_changes(report)}, {_problem_count(report)}{_unchanged(report)}"
    creates = sum(isinstance(change, CreateIssue) for change in changes)
    edited = sum(isinstance(change, EditCells) for change in changes)
    others = len(changes) - creates - edited
    return (
        f"{creates} to create, {others} to update, {count(edited, 'document')} to write to, "
        f"{report.in_step} in step{_unchecked(report)}, {_problem_count(report)}"
    )


def _without_changes(report: RunReport) -> str:
    """That there is nothing to do, as far as anybody could tell."""
    if report.unchecked or report.has_failed:
        return f"not everything could be checked: {report.in_step} in step{_unchecked(report)}"
    return "nothing to do"


def _unchecked(report: RunReport) -> str:
    return f", {report.unchecked} not checked" if report.unchecked else ""


def _unchanged(report: RunReport) -> str:
    return f"; {count(report.documents_unchanged, 'document')} unchanged" if report.documents_unchanged else ""


def _problem_count(report: RunReport) -> str:
    return count(sum(problem.severity is not Severity.NOTE for problem in report.problems), "problem")


def _headline(document: DocumentPlan) -> str:
    return f"{document.title} ({document.name})" if document.title != document.name else document.name


def _created_items(document: DocumentPlan) -> frozenset[str]:
    return frozenset(change.item for change in document.changes if isinstance(change, CreateIssue))


def _change_lines(change: Change, created: frozenset[str]) -> Iterator[str]:
    match change:
        case CreateIssue():
            yield f"+ create   line {change.line}: {_created(change)}"
        case AdoptIssue():
            yield f"~ adopt    {change.ref.label} for line {change.line}{_moves(change.moves)}: {short(change.text)}"
        case UpdateIssue():
            yield f"~ update   {change.ref.label}{_moves(change.moves)}: {short(change.text)}"
        case TransitionIssue():
            yield f"~ update   {change.ref.label} state {change.before} -> {change.after}: {short(change.text)}"
        case MarkOrphan():
            what = "close" if change.close else "label"
            yield f"~ orphan   {what} {change.ref.label}, its row is gone: {short(change.text)}"
        case CloseDuplicate():
            what = f"{change.ref.label}, a duplicate of {change.of.label} that nobody touched"
            yield f"~ close    {what}: {short(change.text)}"
        case EditCells():
            yield from _edit_lines(change, created)


def _edit_lines(change: EditCells, created: frozenset[str]) -> Iterator[str]:
    """Every edit, but for rows that get a new issue only how many: what they get is not known yet."""
    new = {edit.item for edit in change.edits} & created
    if new:
        yield f"~ write    link and state of the new issue into {count(len(new), 'row')}"
    for edit in change.edits:
        if edit.item not in created:
            yield f"~ write    line {edit.line}: {edit.what} {_pair(edit.before, edit.after)}"


def _created(change: CreateIssue) -> str:
    values = change.draft.values
    owner = f"owner {values[Field.OWNER]}" if values.get(Field.OWNER) else "no owner"
    due = f"due {values[Field.DUE]}" if values.get(Field.DUE) else "no due date"
    return f"{short(values.get(Field.TITLE) or '')} ({owner}, {due}, in {change.draft.target})"


def _moves(moves: Sequence[Move]) -> str:
    return "".join(f" {move.field} {_pair(move.before or '', move.after or '')}" for move in moves)


def _pair(before: str, after: str) -> str:
    """What a text changes to; of two long ones what they begin and end with alike is left out."""
    if max(len(before), len(after)) > WIDEST:
        start = max(0, _alike(before, after) - _CONTEXT)
        tail = max(0, _alike(before[start:][::-1], after[start:][::-1]) - _CONTEXT)
        before, after = _middle(before, start, tail), _middle(after, start, tail)
    return f"{_quoted(before)} -> {_quoted(after)}"


def _alike(one: str, other: str) -> int:
    """How many characters the beginnings of both have in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def _middle(text: str, start: int, tail: int) -> str:
    """`text` without its first `start` and last `tail` characters, bounded."""
    if not text:
        return ""
    middle = text[start : len(text) - tail]
    return f"{'…' if start else ''}{short(middle, 2 * WIDEST)}{'…' if tail else ''}"


def _quoted(value: str) -> str:
    if not value:
        return "(empty)"
    return f'"{value}"' if " " in value else value
