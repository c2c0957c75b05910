"""Owns the protocols between the engine and the outside: sources, trackers, state, clock, executor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from syncer.errors import PortError
from syncer.model import (
    Batch,
    BoardSprint,
    Capabilities,
    DocumentKey,
    DocumentRecord,
    DocumentRef,
    DocumentStamp,
    Draft,
    Errand,
    FieldChange,
    Finding,
    Gone,
    HistoryEntry,
    Intent,
    Issue,
    IssueRef,
    Link,
    Moved,
    RawDocument,
    ReadFailure,
    RunRecord,
    Target,
    Ticket,
)

A = TypeVar("A")
B = TypeVar("B")

Cursor = str
"""Where a listing of changes left off: opaque to everything but the tracker that gave it."""


@dataclass(frozen=True, slots=True)
class DocumentEdit:
    """New bytes for a document, valid only while it still holds `before`."""

    ref: DocumentRef
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of the edits of one write: new references, or by key why it was not written.

    `beside` is what failed although everything was written: nobody could be asked to merge it.
    """

    written: Mapping[DocumentKey, DocumentRef]
    failed: Mapping[DocumentKey, Exception]
    beside: Sequence[PortError] = ()


class DocumentSource(Protocol):
    """A place that documents live in."""

    name: str

    def list(self) -> Sequence[DocumentRef]:
        """Every document, complete and sorted by path; raises `SourceUnavailable` rather than a short list."""

    def skipped(self) -> Mapping[str, str]:
        """Files of the last listing that are no documents for us: path to reason, for people."""

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        """Each document's bytes, in order; the `ref` that comes back carries the revision that was read."""

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        """Compare and swap; a document that no longer holds `before` fails with `RevisionChanged`."""

    def tidy(self) -> Sequence[PortError]:
        """Remove what a killed run left behind, as the last listing met it; answers what could not be done.

        Only a run that may write and holds the lock calls it, after `list` and before its first effect.
        """

    def examine(self) -> Sequence[Finding]:
        """What would keep a run from reading or writing the documents, before it tries; changes nothing."""


class Proposals(Protocol):
    """A place where a branch is put forward to be merged by people: pull requests of one repository."""

    def propose(self, branch: str, base: str, title: str, body: str) -> str:
        """Open the one request to merge `branch` into `base`, or leave the open one; answers its URL.

        Raises `PortError`.
        """


class Tracker(Protocol):
    """A place that issues live in. Raises only `PortError`."""

    name: str
    kind: str

    def changes(self, target: Target, cursor: Cursor | None) -> tuple[Sequence[Issue], Cursor]:
        """Issues of ours that changed since `cursor` (all when `None`; more than changed is allowed)."""

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        """Batched direct reads that never lag; every reference gets an answer."""

    def create(self, draft: Draft) -> Issue:
        """One request with the marker inside, sent once. Raises `Unknown` where it may have been processed."""

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        """By intent id: the issue that a lost create left behind, found by its marker, or `None`."""

    def newest(self, target: Target) -> str | None:
        """The newest issue number known for `target`, for the next create's intent; costs no request."""

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        """Send the fields of `change`; a field no longer at its expected value is left and shows in the answer."""

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        """Add a comment unless one with `key` is there."""

    def run_errand(self, ref: IssueRef, errand: Errand) -> None:
        """Do what follows once `ref` was made or adopted; safe to repeat. Only where `Capabilities.has_errands`.

        Raises `Rejected` for what will never work; what could be done of the errand is done first.
        """

    def find_accounts(self, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
        """By e-mail address, the one account that has it, as far as the tracker tells; `None` where it tells none.

        Only where `Capabilities.finds_accounts`.
        """

    def sprints(self, board: str) -> Sequence[BoardSprint]:
        """The dated sprints of a board, by their beginning. Raises `Rejected` where there is no such board."""

    def newcomers(self, target: Target, cursor: Cursor | None) -> Sequence[Issue]:
        """Issues of ours made since the listing that gave `cursor`, read anew; afterwards `newest` is up to date.

        With `None` nothing is known of `target`: what a listing does not show yet is looked for by number as well.
        """

    def pause(self, target: Target) -> float:
        """Seconds until the next write to `target` may be sent by our own pacing; 0 where it may go at once."""

    def capabilities(self, target: Target) -> Capabilities:
        """What every target of this tracker can hold, as far as that is known without a request."""

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        """What `target` holds, asked of the tracker; cached. Raises `NotAllowed` where no issue can be made there.

        With `audience` it must be known whether everybody can read it, as far as the tracker tells that at all.
        """

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        """What would keep a run from writing to `target` or assigning the accounts `owners`; changes nothing."""

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        """The issue that `ticket` names, if it is one of this tracker's; pure.

        `target` is the one its item is routed to (for bare keys), `folder` the absolute folder of its document.
        """

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        """What a document in `folder` should link to for the issue whose own URL is `url`; pure."""

    def tidy(self, target: Target) -> Sequence[PortError]:
        """Put in order what the last listing of `target` met; answers what could not be done.

        That is what a killed run left behind, and a completion date that nobody wrote down (from then on it stays).
        Only a run that may write and holds the lock calls it, after `changes` and before its first effect.
        """

    def problems(self, target: Target) -> Sequence[PortError]:
        """What a person must look at in `target` as the last listing met it: an issue that cannot be read, ..."""

    def requests(self) -> Mapping[Target, int]:
        """Requests sent so far by target."""


class StateStore(Protocol):
    """What is remembered between runs: a cache and a journal. Raises `StateUnusable` and `LockHeld`."""

    def lineage(self) -> str:
        """The UUID minted with this state, or the one it took over."""

    def stamps(self, source: str) -> Mapping[str, DocumentStamp]:
        """By path, what is known of every document of `source`."""

    def documents(self, keys: Sequence[DocumentKey] | None = None) -> Sequence[DocumentRecord]:
        """The records of `keys` (all when `None`)."""

    def problem_documents(self) -> Sequence[DocumentRecord]:
        """The records that hold at least one problem."""

    def links(self, documents: Sequence[DocumentKey] | None = None) -> Sequence[Link]:
        """The links of `documents` (all when `None`), by document and position."""

    def links_to(self, refs: Sequence[IssueRef]) -> Sequence[Link]:
        """The links whose issue is one of `refs`: same target and key, or same tracker and a lasting id in common."""

    def documents_of(self, items: Sequence[str]) -> Mapping[str, DocumentKey]:
        """By id, the document of each of `items` that is known."""

    def count_open(self, target: Target) -> int:
        """How many linked, not orphaned items of `target` are open."""

    def count_links(self) -> int:
        """How many items have an issue."""

    def tracked(self) -> Mapping[tuple[str, Target], int]:
        """How many items have a living issue and a row that is still there, by source and target."""

    def intents(self) -> Sequence[Intent]:
        """Every intent not yet finished, oldest first."""

    def cursor(self, target: Target) -> Cursor | None:
        """Where the last complete listing of `target` left off."""

    def targets(self) -> Sequence[Target]:
        """Every target of a link to an issue that is not only followed."""

    def fact(self, name: str) -> str | None:
        """A small fact kept by name."""

    def history(self, items: Sequence[str] | None = None) -> Sequence[HistoryEntry]:
        """Changes of `items` (all when `None`), oldest first."""

    def runs(self, last: int) -> Sequence[RunRecord]:
        """The `last` newest runs, newest first."""

    def commit(self, batch: Batch) -> None:
        """Store `batch` in one transaction, durable when this returns."""

    def take_over(self, lineage: str) -> None:
        """Adopt a foreign lineage as our own."""

    def acquire(self, holder: str, wait: float = 5.0) -> None:
        """Become the one writer, migrating if needed; raises `LockHeld` naming the holder after `wait` seconds."""

    def close(self) -> None:
        """Let go of the lock and of every file or connection."""


class Clock(Protocol):
    """The only way to learn the time or to wait."""

    def today(self) -> date:
        """Today in the configured zone, or the day given by --as-of."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never step back, for waits and deadlines."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Executor(Protocol):
    """Runs reads side by side; a simulator runs them one by one."""

    def map(self, function: Callable[[A], B], things: Iterable[A]) -> Iterator[B]:
        """Apply `function` to each of `things`; answers come in their order."""
