"""Owns small examples of what a state keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from syncer.model import (
    Agreement,
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
    State,
    Target,
    Written,
)


def moment(second: int = 0) -> datetime:
    """An instant of a run."""
    return datetime(2026, 3, 11, 12, 0, second, 7, tzinfo=UTC)


def target(name: str = "acme/payments", tracker: str = "acme") -> Target:
    """A repository."""
    return Target(tracker, name)


def ref(key: str, lasting: str | None = None, where: Target | None = None) -> IssueRef:
    """An issue; its lasting id is made from its key unless given."""
    return IssueRef(where or target(), key, f"id-{key}" if lasting is None else lasting)


def document(
    path: str, *, source: str = "docs", revision: str = "r1", items: int = 0, problems: int = 0
) -> DocumentRecord:
    """A document with that many problems."""
    return DocumentRecord(
        key=DocumentKey(source, path),
        stamp=DocumentStamp(revision, "fingerprint", "content", is_pending=False),
        name=path,
        title=f"Postmortem {path}",
        published=date(2026, 3, 11),
        is_published=True,
        items=items,
        problems=tuple(Problem("no-owner", path, number, "nobody owns it") for number in range(problems)),
    )


def link(
    name: str,
    *,
    path: str = "a.md",
    position: int = 0,
    key: str | None = "1",
    lasting: str | None = None,
    place: str = "acme/payments",
    tracker: str = "acme",
    everything: bool = False,
    **changed: Any,
) -> Link:
    """An item with issue `key` (none for `None`); with `everything` no field has its default."""
    issue = None if key is None else ref(key, lasting, target(place, tracker))
    facts: dict[str, Any] = {"text": "Add an alert", "position": position, "line": 7, "occurrence": 0, **changed}
    if everything:
        facts |= _EVERYTHING
    return Link(id=name, document=DocumentKey("docs", path), kind=Kind.TABLE, issue=issue, **facts)


def intent(name: str, *, second: int = 0, is_unknown: bool = False) -> Intent:
    """A create that is about to happen."""
    return Intent(
        id=name,
        kind=IntentKind.CREATE,
        document=DocumentKey("docs", "a.md"),
        item=name,
        target=target(),
        ref=None,
        before={},
        after={"title": "Add an alert", "labels": ["syncer"]},
        begun_at=moment(second),
        newest="41",
        is_unknown=is_unknown,
    )


def entry(item: str, *, second: int = 0, field: str = "due", at: datetime | None = None) -> HistoryEntry:
    """A due date that moved."""
    return HistoryEntry(item, field, None, "2026-03-27", "document", "run-1", at or moment(second))


def run(name: str, *, second: int = 0) -> RunRecord:
    """A finished run."""
    return RunRecord(name, "sync", moment(second), moment(second + 1), 0, {"created": 2})


_EVERYTHING: dict[str, Any] = {
    "position": 3,
    "line": 7,
    "occurrence": 1,
    "url": "https://example.com/41",
    "base": {
        Field.DUE: Agreement("Next sprint", "2026-03-27", "2026-03-27"),
        Field.OWNER: Agreement(None, None, "alice-s"),
    },
    "values": {Field.TITLE: "Add an alert", Field.OWNER: None, Field.DUE: "2026-03-27"},
    "due_text": "Next sprint",
    "due_rule": "the end of the next sprint",
    "owner_text": "@alice",
    "state": State.IN_PROGRESS,
    "row_state": State.TODO,
    "row_status": "open",
    "closed": date(2026, 4, 1),
    "observed": {Field.TITLE: "Add an alert", Field.PRIORITY: None},
    "written": Written("[41](x)", "Open", " — [41](x)", box=True),
    "orphaned": date(2026, 4, 2),
    "is_adopted": True,
    "is_elsewhere": True,
    "is_gone": True,
    "is_read_only": True,
    "owner_names": ("Alice Smith", "Bob"),
    "seen_at": datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
    "team": "payments",
}
