"""Owns a tracker that keeps its issues in memory: for trying things out, and the first to pass the contract."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

from syncer.errors import PortError, Rejected
from syncer.model import (
    Capabilities,
    Draft,
    Field,
    FieldChange,
    Finding,
    Gone,
    Intent,
    Issue,
    IssueRef,
    Moved,
    Severity,
    State,
    Target,
    Ticket,
)
from syncer.ports import Clock
from syncer.trackers.errandless import Errandless


class MemoryTracker(Errandless):
    """Issues with keys `MEM-1`, `MEM-2`, ... of one account; people use `add`, `edit` and `delete`.

    `issues` holds the live ones by key and `comments` the texts of each by comment key.
    """

    kind = "memory"

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self.issues: dict[str, Issue] = {}
        self.comments: dict[str, dict[str, str]] = {}
        self._clock = clock
        self._versions: dict[str, int] = {}
        self._version = 0
        self._number = 0
        self._requests: dict[Target, int] = {}

    def add(self, issue: Issue) -> Issue:
        """What a person does who opens an issue, whatever its key."""
        return self._store(issue)

    def edit(self, key: str, values: Mapping[Field, str | None] | None = None, state: State | None = None) -> Issue:
        """What a person does to an issue: `values` replace those of their fields, `state` the state."""
        return self._store(_changed(self.issues[key], FieldChange(values or {}, state=state), self._clock.today()))

    def delete(self, key: str) -> None:
        """Remove an issue for good."""
        del self.issues[key]

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        """The issues of `target` that changed since `cursor`, which counts changes."""
        self._count(target)
        since = int(cursor or 0)
        changed = [issue for key, issue in self.issues.items() if self._versions[key] > since]
        return [issue for issue in changed if issue.ref.target == target], str(self._version)

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        """The issues of `refs`; one that is not there was deleted."""
        for target in {ref.target for ref in refs}:
            self._count(target)
        return {ref: self.issues.get(ref.key) or Gone(deleted=True, reason=f"{ref.key} was deleted") for ref in refs}

    def create(self, draft: Draft) -> Issue:
        """Open an issue under the next number; a deleted one's number is never used again."""
        self._count(draft.target)
        self._number += 1
        key = f"MEM-{self._number}"
        return self._store(
            Issue(
                IssueRef(draft.target, key, key),
                f"memory:{self.name}/{key}",
                {field: draft.values.get(field) for field in Field},
                draft.state,
                self._clock.today() if draft.state.is_closed else None,
                self._clock.now(),
                is_ours=True,
                marker=draft.marker,
                owner_names=_names(draft.values.get(Field.OWNER)),
                labels=draft.labels,
            )
        )

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        """By intent id, the first issue whose marker names its item."""
        found: dict[str, Issue] = {}
        for issue in self.issues.values():
            if issue.marker:
                found.setdefault(issue.marker.item, issue)
        return {intent.id: found.get(intent.item) for intent in intents}

    def newest(self, target: Target) -> str | None:
        """The highest number given away."""
        return str(self._number) if self._number else None

    def newcomers(self, target: Target, cursor: str | None) -> Sequence[Issue]:
        """What changed since `cursor`, new issues among it."""
        return self.changes(target, cursor)[0]

    def pause(self, target: Target) -> float:
        """Nothing has to wait here."""
        return 0.0

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        """Change fields; raises Rejected where the issue is gone."""
        self._count(ref.target)
        return self._store(_changed(self._issue(ref), change, self._clock.today()))

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        """Add a comment unless one with `key` is there; raises Rejected where the issue is gone."""
        self._count(ref.target)
        self.comments.setdefault(self._issue(ref).ref.key, {}).setdefault(key, text)

    def capabilities(self, target: Target) -> Capabilities:
        """Everything, and looking decides."""
        return Capabilities(1_000, frozenset(Field), looking_decides=True, is_public=False, kind=self.kind)

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        """The same: there is nothing to ask."""
        return self.capabilities(target)

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        """Nothing can be wrong with memory."""
        return [Finding(Severity.NOTE, target.words, "issues are kept in memory")]

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        """The issue whose URL a row links to, or whose key stands bare in an issue column."""
        own = target if target.tracker == self.name else Target(self.name, "")
        key = (ticket.url or "").removeprefix(f"memory:{self.name}/") if ticket.url else ticket.key or ticket.text
        is_own = key.startswith("MEM-") and key[4:].isdigit()
        may_be = ticket.url is not None or (ticket.in_column and own == target)
        return IssueRef(own, key, key) if is_own and may_be else None

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        """The URL itself."""
        return url

    def tidy(self, target: Target) -> Sequence[PortError]:
        """Nothing is ever left behind in memory."""
        return []

    def problems(self, target: Target) -> Sequence[PortError]:
        """None: nobody can write anything here that cannot be read."""
        return []

    def requests(self) -> Mapping[Target, int]:
        """Calls so far, by target."""
        return dict(self._requests)

    def _count(self, target: Target) -> None:
        self._requests[target] = self._requests.get(target, 0) + 1

    def _issue(self, ref: IssueRef) -> Issue:
        issue = self.issues.get(ref.key)
        if issue is None:
            raise Rejected(f"{self.name}: {ref.key} was deleted")
        return issue

    def _store(self, issue: Issue) -> Issue:
        key = issue.ref.key
        if self.issues.get(key) != issue:
            self._version += 1
            self._versions[key] = self._version
            self.issues[key] = dataclasses.replace(issue, updated_at=self._clock.now())
        return self.issues[key]


def _changed(issue: Issue, change: FieldChange, today: date) -> Issue:
    """`issue` with the fields of `change` that are still at their expected values."""
    wanted = {
        field: value
        for field, value in change.values.items()
        if change.expected.get(field, issue.values[field]) == issue.values[field]
    }
    values = {**issue.values, **wanted}
    state = change.state or issue.state
    kept = change.closed or (issue.closed if state is issue.state else None)
    return dataclasses.replace(
        issue,
        values=values,
        state=state,
        closed=(kept or today) if state.is_closed else None,
        marker=change.marker or issue.marker,
        owner_names=_names(values[Field.OWNER]),
        labels=tuple(dict.fromkeys((*issue.labels, *change.add_labels))),
    )


def _names(owners: str | None) -> tuple[str, ...]:
    return tuple(owners.split(", ")) if owners else ()
