"""Owns the shape of what is stored: words of the model to plain columns, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from syncer.model import (
    Agreement,
    Base,
    DocumentKey,
    DocumentRecord,
    DocumentStamp,
    Field,
    HistoryEntry,
    Intent,
    IntentKind,
    IssueRef,
    Kind,
    Link,
    Problem,
    RunRecord,
    Severity,
    State,
    Target,
    Values,
    Written,
)

Columns = dict[str, Any]
"""One row to store: column name to plain value (text, number, date, instant, or something JSON can hold)."""


def is_open(link: Link) -> bool:
    """Whether `link` has a living issue that is not finished and whose row is still there."""
    is_closed = link.state is not None and link.state.is_closed
    return link.is_tracked and not is_closed


def due(link: Link) -> date | None:
    """The day `link` is due: the tracker's where it has one, else the row's; `None` where neither is a date."""
    text = link.observed.get(Field.DUE) or link.values.get(Field.DUE)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def from_document(record: DocumentRecord) -> Columns:
    """The columns of `record`."""
    return {
        "source": record.key.source,
        "path": record.key.path,
        **record.stamp._asdict(),
        "name": record.name,
        "title": record.title,
        "published": record.published,
        "is_published": record.is_published,
        "items": record.items,
        "problems": [_from_problem(problem) for problem in record.problems] or None,
        "team": record.team,
        "service": record.service,
        "severity": record.severity,
        "visibility": record.visibility,
        "url": record.url,
    }


def to_document(row: Any) -> DocumentRecord:
    """The record that `row` holds; raises `ValueError`, `TypeError` or `KeyError` where it holds none."""
    return DocumentRecord(
        key=DocumentKey(row.source, row.path),
        stamp=DocumentStamp(row.revision, row.fingerprint, row.content, row.is_pending),
        name=row.name,
        title=row.title,
        published=row.published,
        is_published=row.is_published,
        items=row.items,
        problems=tuple(_to_problem(problem) for problem in row.problems or ()),
        team=row.team,
        service=row.service,
        severity=row.severity,
        visibility=row.visibility,
        url=row.url,
    )


def from_link(link: Link) -> Columns:
    """The columns of `link`, with what is derived from it for counting."""
    issue = link.issue
    return {
        "id": link.id,
        "source": link.document.source,
        "path": link.document.path,
        "position": link.position,
        "line": link.line,
        "kind": link.kind,
        "text": link.text,
        "occurrence": link.occurrence,
        "tracker": issue and issue.target.tracker,
        "target": issue and issue.target.name,
        "issue_key": issue and issue.key,
        "issue_id": issue and issue.id,
        "url": link.url,
        "base": dict(link.base),
        "row_values": dict(link.values),
        "due_text": link.due_text,
        "due_rule": link.due_rule,
        "owner_text": link.owner_text,
        "state": link.state,
        "row_state": link.row_state,
        "row_status": link.row_status,
        "closed": link.closed,
        "observed": dict(link.observed),
        "written": _from_written(link.written),
        "orphaned": link.orphaned,
        "is_adopted": link.is_adopted,
        "is_elsewhere": link.is_elsewhere,
        "is_gone": link.is_gone,
        "is_read_only": link.is_read_only,
        "owner_names": list(link.owner_names),
        "team": link.team,
        "is_open": is_open(link),
        "due": due(link),
        "seen_at": link.seen_at,
    }


def to_link(row: Any) -> Link:
    """The link that `row` holds; raises `ValueError`, `TypeError` or `KeyError` where it holds none."""
    return Link(
        id=row.id,
        document=DocumentKey(row.source, row.path),
        position=row.position,
        line=row.line,
        kind=Kind(row.kind),
        text=row.text,
        occurrence=row.occurrence,
        issue=None if row.tracker is None else IssueRef(Target(row.tracker, row.target), row.issue_key, row.issue_id),
        url=row.url,
        base=_to_base(row.base),
        values=_to_values(row.row_values),
        due_text=row.due_text,
        due_rule=row.due_rule,
        owner_text=row.owner_text,
        state=_to_state(row.state),
        row_state=_to_state(row.row_state),
        row_status=row.row_status,
        closed=row.closed,
        observed=_to_values(row.observed),
        written=_to_written(row.written),
        orphaned=row.orphaned,
        is_adopted=row.is_adopted,
        is_elsewhere=row.is_elsewhere,
        is_gone=row.is_gone,
        is_read_only=row.is_read_only,
        owner_names=tuple(row.owner_names),
        team=row.team,
        seen_at=row.seen_at,
    )


def from_intent(intent: Intent) -> Columns:
    """The columns of `intent`."""
    ref, target = intent.ref, intent.target
    return {
        "id": intent.id,
        "kind": intent.kind,
        "source": intent.document.source,
        "path": intent.document.path,
        "item": intent.item,
        "tracker": target and target.tracker,
        "target": target and target.name,
        "ref": ref and [*ref.target, ref.key, ref.id],
        "before": dict(intent.before),
        "after": dict(intent.after),
        "begun_at": intent.begun_at,
        "newest": intent.newest,
        "is_unknown": intent.is_unknown,
    }


def to_intent(row: Any) -> Intent:
    """The intent that `row` holds; raises `ValueError`, `TypeError` or `KeyError` where it holds none."""
    return Intent(
        id=row.id,
        kind=IntentKind(row.kind),
        document=DocumentKey(row.source, row.path),
        item=row.item,
        target=None if row.tracker is None else Target(row.tracker, row.target),
        ref=row.ref and _to_ref(*row.ref),
        before=row.before,
        after=row.after,
        begun_at=row.begun_at,
        newest=row.newest,
        is_unknown=row.is_unknown,
    )


def from_cursor(target: Target, cursor: str) -> Columns:
    """The columns of `cursor`."""
    return {"tracker": target.tracker, "target": target.name, "cursor": cursor}


def from_facts(facts: Mapping[str, str | None]) -> list[Columns]:
    """The columns of each of `facts` that has a value."""
    return [{"name": name, "value": value} for name, value in facts.items() if value is not None]


def from_history(entry: HistoryEntry) -> Columns:
    """The columns of `entry`."""
    return {name: getattr(entry, name) for name in ("item", "field", "before", "after", "side", "run", "at")}


def to_history(row: Any) -> HistoryEntry:
    """The entry that `row` holds."""
    return HistoryEntry(row.item, row.field, row.before, row.after, row.side, row.run, row.at)


def from_run(run: RunRecord) -> Columns:
    """The columns of `run`."""
    return {
        "id": run.id,
        "command": run.command,
        "begun_at": run.begun_at,
        "ended_at": run.ended_at,
        "exit_code": run.exit_code,
        "counts": dict(run.counts),
    }


def to_run(row: Any) -> RunRecord:
    """The run that `row` holds."""
    return RunRecord(row.id, row.command, row.begun_at, row.ended_at, row.exit_code, row.counts)


def _from_problem(problem: Problem) -> Sequence[object]:
    said = (problem.code, problem.document, problem.line, problem.message, problem.advice, problem.severity)
    return (*said, problem.value)


def _to_problem(parts: Sequence[Any]) -> Problem:
    """The problem whose `parts` these are; one that was stored before problems had a value has none."""
    code, document, line, message, advice, severity, *value = parts
    return Problem(code, document, line, message, advice, Severity(severity), *value)


def _from_written(written: Written) -> Columns:
    return {
        "issue_cell": written.issue_cell,
        "status_cell": written.status_cell,
        "suffix": written.suffix,
        "box": written.box,
    }


def _to_written(parts: Mapping[str, Any]) -> Written:
    return Written(**parts)


def _to_base(parts: Mapping[str, Sequence[Any]]) -> Base:
    return {Field(name): Agreement(*halves) for name, halves in parts.items()}


def _to_values(parts: Mapping[str, str | None]) -> Values:
    return {Field(name): value for name, value in parts.items()}


def _to_state(text: str | None) -> State | None:
    return None if text is None else State(text)


def _to_ref(tracker: str, target: str, key: str, lasting: str) -> IssueRef:
    return IssueRef(Target(tracker, target), key, lasting)
