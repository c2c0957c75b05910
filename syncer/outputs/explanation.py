"""Owns what `explain` says of a document: every row, how each field was read, and what was passed over and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syncer.core.resolve import ResolvedItem
from syncer.core.row_problems import unclear
from syncer.model import Document, DueState, OwnerReading, Problem, Severity, Ticket
from syncer.outputs.printable import printable_json
from syncer.outputs.wording import clause, count

_KIND = "local"
"""No tracker is asked here: whoever is known has an account in a folder of issues."""
_MARKS = {Severity.ERROR: "!!", Severity.PROBLEM: "!", Severity.NOTE: "-"}


def document_json(path: str, document: Document, items: Sequence[ResolvedItem]) -> str:
    """One JSON object on one line for a document that was read; `path` is as its user gave it."""
    return printable_json(
        {
            "path": path,
            "title": document.title,
            "published": document.published.isoformat() if document.published else None,
            "items": [_item_json(item) for item in items],
            "problems": [
                {"code": one.code, "line": one.line, "message": one.message} for one in problems(document, items)
            ],
        }
    )


def refusal_json(path: str, code: str, reason: str) -> str:
    """One JSON object on one line for a document that was not read."""
    problem = {"code": code, "line": None, "message": reason}
    return printable_json({"path": path, "title": None, "published": None, "items": [], "problems": [problem]})


def document_lines(path: str, document: Document, items: Sequence[ResolvedItem]) -> Iterator[str]:
    """The same for a person: facts of the document, rows, what was passed over, problems."""
    yield path
    yield f"  title      {document.title}"
    yield f"  published  {document.published or 'unknown'} ({document.published_origin})"
    state = "published" if document.is_published else "a draft, makes no issues"
    yield f"  is         {state} ({document.publication.origin})"
    for name, fact in document.facts:
        if name != "title":
            yield f"  {name:<10} {fact.value} ({fact.origin})"
    for item in items:
        yield from _item_lines(item)
    for passed in document.passed_over:
        yield f"  passed over, line {passed.line}: {passed.what}: {passed.why}"
    for problem in problems(document, items):
        place = f"line {problem.line}: " if problem.line else ""
        advice = f" ({clause(problem.advice)})" if problem.advice else ""
        yield f"  {_MARKS[problem.severity]} {place}{problem.message}{advice}"
    yield f"  {count(len(items), 'action item')}"
    yield ""


def refusal_lines(path: str, reason: str, advice: str) -> Iterator[str]:
    """What a person should know of a document that was not read."""
    yield path
    yield f"  ! not read: {reason}{f' ({advice})' if advice else ''}"
    yield ""


def problems(document: Document, items: Sequence[ResolvedItem]) -> tuple[Problem, ...]:
    """What must be looked at in a document and in its rows, in order of line."""
    found = [*document.problems, *(problem for item in items for problem in unclear(document, item, {}, _KIND))]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line or 0))


def _item_json(resolved: ResolvedItem) -> dict[str, object]:
    item, due = resolved.item, resolved.due
    return {
        "line": item.line,
        "kind": item.kind.value,
        "action": item.action,
        "owners": list(item.owners),
        "due_text": item.due_text,
        "due": due.date.isoformat() if due.date else None,
        "due_rule": due.rule or None,
        "tickets": [_ticket_text(ticket) for ticket in item.tickets],
        "status": resolved.state.value if resolved.state else None,
        "status_text": item.status_text,
        "priority": item.priority,
        "type": item.type,
    }


def _ticket_text(ticket: Ticket) -> str:
    """The address where the row has one, else the key as written."""
    return ticket.url or ticket.text


def _item_lines(resolved: ResolvedItem) -> Iterator[str]:
    item = resolved.item
    yield f"  line {item.line}: {item.action}"
    for name, text in _fields(resolved):
        yield f"    {name:<9}{text}"
    if item.rules:
        yield "    read by  " + "; ".join(f"{field}: {rule}" for field, rule in item.rules)


def _fields(resolved: ResolvedItem) -> Iterator[tuple[str, str]]:
    item = resolved.item
    yield "kind", item.kind.value
    yield "owner", "; ".join(_owner(reading) for reading in resolved.owners) or "none"
    yield "due", _due(resolved)
    if resolved.state is not None:
        yield "status", resolved.state.value + (f' ("{item.status_text}")' if item.status_text else "")
    if item.tickets:
        yield "issue", ", ".join(_ticket_text(ticket) for ticket in item.tickets)
    for name, value in (("priority", item.priority), ("type", item.type), ("team", resolved.team)):
        if value:
            yield name, value
    if resolved.route is not None:
        yield "goes to", f"{resolved.route.tracker} {resolved.route.target}".rstrip()


def _owner(reading: OwnerReading) -> str:
    who = reading.person.name if reading.person else reading.login or reading.team or "nobody known"
    return f'"{reading.text}" is {who} ({reading.rule})'


def _due(resolved: ResolvedItem) -> str:
    due, text = resolved.due, resolved.due_text
    written = f'"{text}" ' if text else ""
    if due.date is not None:
        answer = f"{written}is {due.date} ({due.rule})"
    elif due.state is DueState.NONE:
        answer = f"{written}none" if not text else f"{written}sets no date ({due.rule})"
    else:
        answer = f"{written}gives no date: {due.state.value} ({due.rule})"
    return answer + (f"; {due.note}" if due.note else "")
