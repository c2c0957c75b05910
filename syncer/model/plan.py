"""Owns the words for what a run intends and what it did: changes, plan, report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syncer.model.document import DocumentKey, Problem, Severity, State
from syncer.model.issue import NO_ERRAND, Draft, Errand, Field, FieldChange, IssueRef, Marker, Target


@dataclass(frozen=True, slots=True)
class Move:
    """One field that is to change, for people: from what to what."""

    field: Field
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class CreateIssue:
    """Open an issue for an item; sent exactly once, with the marker inside. `errand` follows once it is made."""

    document: DocumentKey
    line: int
    item: str
    draft: Draft
    errand: Errand = NO_ERRAND


@dataclass(frozen=True, slots=True)
class AdoptIssue:
    """Tie an item to the issue its row links to: our label and marker, and empty fields filled."""

    document: DocumentKey
    line: int
    item: str
    ref: IssueRef
    text: str
    change: FieldChange
    moves: tuple[Move, ...] = ()
    errand: Errand = NO_ERRAND


@dataclass(frozen=True, slots=True)
class UpdateIssue:
    """Bring fields of an issue to what the document newly says."""

    document: DocumentKey
    line: int
    item: str
    ref: IssueRef
    text: str
    change: FieldChange
    moves: tuple[Move, ...]
    is_explained: bool = True
    errand: Errand = NO_ERRAND


@dataclass(frozen=True, slots=True)
class TransitionIssue:
    """Bring the state of an issue to what the document says (only where status is shared)."""

    document: DocumentKey
    line: int
    item: str
    ref: IssueRef
    text: str
    before: State
    after: State
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What one item's owned text becomes: a cell, suffix or box, for people."""

    line: int
    item: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditCells:
    """Write links and states back into one document, in one compare-and-swap."""

    document: DocumentKey
    line: int
    edits: tuple[CellEdit, ...]


@dataclass(frozen=True, slots=True)
class MarkOrphan:
    """The row of a linked issue is gone: label and report; close only by policy."""

    document: DocumentKey
    line: int
    item: str
    ref: IssueRef
    text: str
    close: bool = False


@dataclass(frozen=True, slots=True)
class CloseDuplicate:
    """A second open issue of ours with the marker of one that is linked, untouched by people: close it as duplicate."""

    document: DocumentKey
    line: int
    item: str
    ref: IssueRef
    of: IssueRef
    text: str


Change = CreateIssue | AdoptIssue | UpdateIssue | TransitionIssue | EditCells | MarkOrphan | CloseDuplicate


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """What is to happen for one document, in order of line.

    `in_step` counts items that need nothing, `unchecked` those whose tracker could not be asked.
    """

    document: DocumentKey
    name: str
    title: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    in_step: int = 0
    unchecked: int = 0
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do, oldest document first; `refusals` are the guard's, empty where it is safe."""

    documents: tuple[DocumentPlan, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusals: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change in the order it is applied."""
        return tuple(change for document in self.documents for change in document.changes)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined before a run: what was seen, where, and the remedy if it is not right.

    A `NOTE` without a remedy says that all is well, an `ERROR` that a run would fail.
    """

    severity: Severity
    where: str
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: counts for people, problems, failures, and requests by tracker.

    `in_step` are items whose row and issue agree, `unchecked` those whose document or tracker could not be asked.
    """

    plan: Plan
    created: int = 0
    adopted: int = 0
    updated: int = 0
    closed: int = 0
    written_back: int = 0
    in_step: int = 0
    unchecked: int = 0
    waiting: int = 0
    orphaned: int = 0
    documents_read: int = 0
    documents_unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    requests: Mapping[Target, int] = field(default_factory=dict)
    waiting_until: str | None = None

    @property
    def has_failed(self) -> bool:
        """Whether something that should have been done was not: a write, target or source listing failed."""
        return any(problem.severity == "error" for problem in self.problems)
