"""Owns a plan, its problems and its summary in words that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
_MOST_PLACES = 6
_MARKS = {Severity.ERROR: "!! failed", Severity.PROBLEM: "! problem", Severity.NOTE: "- note"}


def plan_lines(plan: Plan) -> Iterator[str]:
    """What would happen, document by document, oldest first, with the problems of each."""
    for document in plan.documents:
        problems = [one for one in document.problems if one.severity is not Severity.NOTE]
        if document.changes or problems:
            yield _headline(document)
            for change in document.changes:
                yield from (f"  {line}" for line in _change_lines(change, _created_items(document)))
            if document.in_step:
                yield f"  = in step  {_count(document.in_step, 'item')}"
            for problem in problems:
                yield f"  {_MARKS[problem.severity]:<10} {_line(problem)}{problem.message}{_advice(problem)}"
            yield ""


def problem_lines(problems: Sequence[Problem], *, told: Iterable[Problem] = ()) -> Iterator[str]:
    """What a person must look at beside what was `told`: worst first, then notes, one line for many of a kind."""
    known = set(told)
    rest = [problem for problem in problems if problem not in known]
    for problem in sorted(_of(rest, Severity.ERROR)) + sorted(_of(rest, Severity.PROBLEM)):
        yield f"{_MARKS[problem.severity]:<10} {_place(problem)}: {problem.message}{_advice(problem)}"
    alike: dict[tuple[str, str], list[Problem]] = {}
    for note in sorted(_of(rest, Severity.NOTE)):
        alike.setdefault((note.message, note.advice), []).append(note)
    for notes in alike.values():
        yield f"{_MARKS[Severity.NOTE]:<10} {_places(notes)}: {notes[0].message}{_advice(notes[0])}"


def told_problems(plan: Plan) -> Iterator[Problem]:
    """The problems that `plan_lines` shows."""
    for document in plan.documents:
        yield from (problem for problem in document.problems if problem.severity is not Severity.NOTE)


def refusal_lines(plan: Plan) -> Iterator[str]:
    """Why the guard does not let this plan pass."""
    for refusal in plan.refusals:
        yield f"x refused  {refusal}"


def summary_line(report: RunReport, *, is_dry: bool) -> str:
    """One line of counts: what a run did, or with `is_dry` what it would do."""
    return _planned(report) if is_dry else _done(report)


def _done(report: RunReport) -> str:
    waiting = f"waiting until {report.waiting_until}" if report.waiting_until else "waiting"
    counts = [
        (report.created, "created"),
        (report.adopted, "adopted"),
        (report.updated, "updated"),
        (report.closed, "closed"),
        (report.orphaned, "orphaned"),
        (report.written_back, "written back"),
        (report.in_step, "in step"),
        (report.waiting, waiting),
    ]
    seldom = {"adopted", "orphaned"}
    shown = [f"{count} {name}" for count, name in counts if count or name not in seldom]
    unchanged = f"; {_count(report.documents_unchanged, 'document')} unchanged" if report.documents_unchanged else ""
    return ", ".join([*shown, _problem_count(report)]) + unchanged


def _planned(report: RunReport) -> str:
    changes = report.plan.changes
    if not changes:
        return f"nothing to do, {_problem_count(report)}; {_count(report.documents_unchanged, 'document')} unchanged"
    creates = sum(isinstance(change, CreateIssue) for change in changes)
    edited = sum(isinstance(change, EditCells) for change in changes)
    others = len(changes) - creates - edited
    return (
        f"{creates} to create, {others} to update, {_count(edited, 'document')} to write to, "
        f"{report.in_step} in step, {_problem_count(report)}"
    )


def _problem_count(report: RunReport) -> str:
    return _count(sum(problem.severity is not Severity.NOTE for problem in report.problems), "problem")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _of(problems: Iterable[Problem], severity: Severity) -> list[Problem]:
    return [problem for problem in problems if problem.severity is severity]


def _place(problem: Problem) -> str:
    return f"{problem.document}:{problem.line}" if problem.line else problem.document


def _places(problems: Sequence[Problem]) -> str:
    """`a.md:3, :7, b.md:2 and 4 more`."""
    shown = []
    for number, problem in enumerate(problems[:_MOST_PLACES]):
        follows = number > 0 and problems[number - 1].document == problem.document and problem.line is not None
        shown.append(f":{problem.line}" if follows else _place(problem))
    rest = len(problems) - _MOST_PLACES
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def _line(problem: Problem) -> str:
    return f"line {problem.line}: " if problem.line else ""


def _advice(problem: Problem) -> str:
    return f"; {problem.advice}" if problem.advice else ""


def _headline(document: DocumentPlan) -> str:
    return f"{document.title} ({document.name})" if document.title != document.name else document.name


def _created_items(document: DocumentPlan) -> frozenset[str]:
    return frozenset(change.item for change in document.changes if isinstance(change, CreateIssue))


def _change_lines(change: Change, created: frozenset[str]) -> Iterator[str]:
    match change:
        case CreateIssue():
            yield f"+ create   line {change.line}: {_created(change)}"
        case AdoptIssue():
            yield f"~ adopt    {change.ref.key} for line {change.line}{_moves(change.moves)}: {_short(change.text)}"
        case UpdateIssue():
            yield f"~ update   {change.ref.key}{_moves(change.moves)}: {_short(change.text)}"
        case TransitionIssue():
            yield f"~ update   {change.ref.key} state {change.before} -> {change.after}: {_short(change.text)}"
        case MarkOrphan():
            what = "close" if change.close else "label"
            yield f"~ orphan   {what} {change.ref.key}, its row is gone: {_short(change.text)}"
        case EditCells():
            yield from _edit_lines(change, created)


def _edit_lines(change: EditCells, created: frozenset[str]) -> Iterator[str]:
    """Every edit, but for rows that get a new issue only how many: what they get is not known yet."""
    new = {edit.item for edit in change.edits} & created
    if new:
        yield f"~ write    link and state of the new issue into {_count(len(new), 'row')}"
    for edit in change.edits:
        if edit.item not in created:
            yield f"~ write    line {edit.line}: {edit.what} {_quoted(edit.before)} -> {_quoted(edit.after)}"


def _created(change: CreateIssue) -> str:
    values = change.draft.values
    owner = f"owner {values[Field.OWNER]}" if values.get(Field.OWNER) else "no owner"
    due = f"due {values[Field.DUE]}" if values.get(Field.DUE) else "no due date"
    return f"{_short(values.get(Field.TITLE) or '')} ({owner}, {due}, in {change.draft.target})"


def _moves(moves: Sequence[Move]) -> str:
    return "".join(f" {move.field} {_quoted(move.before)} -> {_quoted(move.after)}" for move in moves)


def _quoted(value: str | None) -> str:
    if not value:
        return "(empty)"
    return f'"{_short(value)}"' if " " in value else value


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
