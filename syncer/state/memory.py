"""Owns a state that lives in memory and is forgotten with the process: for trying things out and for dry runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Condition
from uuid import uuid4

from syncer.errors import LockHeld, StateUnusable
from syncer.model import (
    Batch,
    DocumentKey,
    DocumentRecord,
    DocumentStamp,
    HistoryEntry,
    Intent,
    IssueRef,
    Link,
    RunRecord,
    Target,
)
from syncer.state.rows import is_open


@dataclass(slots=True)
class Memory:
    """What several `MemoryStore`s of one process share."""

    lineage: str = field(default_factory=lambda: str(uuid4()))
    epoch: int = 0
    holder: str | None = None
    freed: Condition = field(default_factory=Condition)
    documents: dict[DocumentKey, DocumentRecord] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    cursors: dict[Target, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    history: list[HistoryEntry] = field(default_factory=list)
    runs: dict[str, RunRecord] = field(default_factory=dict)


class MemoryStore:
    """A `StateStore` over `memory`, its own where none is given."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory or Memory()
        self._epoch: int | None = None

    def lineage(self) -> str:
        """The UUID minted with this state, or the one it took over."""
        return self._memory.lineage

    def stamps(self, source: str) -> Mapping[str, DocumentStamp]:
        """By path, what is known of every document of `source`."""
        return {key.path: record.stamp for key, record in self._memory.documents.items() if key.source == source}

    def documents(self, keys: Sequence[DocumentKey] | None = None) -> Sequence[DocumentRecord]:
        """The records of `keys` (all when `None`), by key."""
        known = self._memory.documents
        wanted = known if keys is None else set(keys) & known.keys()
        return [known[key] for key in sorted(wanted)]

    def problem_documents(self) -> Sequence[DocumentRecord]:
        """The records that hold at least one problem, by key."""
        return [record for record in self.documents() if record.problems]

    def links(self, documents: Sequence[DocumentKey] | None = None) -> Sequence[Link]:
        """The links of `documents` (all when `None`), by document and position."""
        wanted = None if documents is None else set(documents)
        return _in_order(link for link in self._memory.links.values() if wanted is None or link.document in wanted)

    def links_to(self, refs: Sequence[IssueRef]) -> Sequence[Link]:
        """The links whose issue is one of `refs`: same target and key, or same tracker and lasting id (if any).

        By document and position, each once.
        """
        keys = {(ref.target, ref.key) for ref in refs}
        ids = {(ref.target.tracker, ref.id) for ref in refs if ref.id}
        linked = ((link, link.issue) for link in self._memory.links.values() if link.issue is not None)
        return _in_order(
            link
            for link, issue in linked
            if (issue.target, issue.key) in keys or (issue.target.tracker, issue.id) in ids
        )

    def documents_of(self, items: Sequence[str]) -> Mapping[str, DocumentKey]:
        """By id, the document of each of `items` that is known."""
        known = self._memory.links
        return {item: known[item].document for item in items if item in known}

    def count_open(self, target: Target) -> int:
        """How many linked, not orphaned items of `target` are open."""
        links = self._memory.links.values()
        return sum(1 for link in links if link.issue is not None and link.issue.target == target and is_open(link))

    def count_links(self) -> int:
        """How many items have an issue."""
        return sum(1 for link in self._memory.links.values() if link.issue is not None)

    def tracked(self) -> Mapping[tuple[str, Target], int]:
        """How many items have a living issue and a row that is still there, by source and target."""
        links = [link for link in self._memory.links.values() if link.is_tracked]
        return Counter((link.document.source, link.issue.target) for link in links if link.issue is not None)

    def intents(self) -> Sequence[Intent]:
        """Every intent not yet finished, oldest first."""
        return sorted(self._memory.intents.values(), key=lambda intent: intent.begun_at)

    def cursor(self, target: Target) -> str | None:
        """Where the last complete listing of `target` left off."""
        return self._memory.cursors.get(target)

    def targets(self) -> Sequence[Target]:
        """Every target of a link to an issue that is not only followed, in order."""
        links = self._memory.links.values()
        return sorted({link.issue.target for link in links if link.issue is not None and not link.is_read_only})

    def fact(self, name: str) -> str | None:
        """A small fact kept by name."""
        return self._memory.facts.get(name)

    def history(self, items: Sequence[str] | None = None) -> Sequence[HistoryEntry]:
        """Changes of `items` (all when `None`), oldest first."""
        wanted = None if items is None else set(items)
        found = (entry for entry in self._memory.history if wanted is None or entry.item in wanted)
        return sorted(found, key=lambda entry: entry.at)

    def runs(self, last: int) -> Sequence[RunRecord]:
        """The `last` newest runs, newest first."""
        oldest_first = sorted(self._memory.runs.values(), key=lambda run: run.begun_at)
        return oldest_first[::-1][:last]

    def commit(self, batch: Batch) -> None:
        """Store `batch`; what it drops goes before what it stores.

        Raises `StateUnusable` before `acquire`, `LockHeld` where another store took over meanwhile.
        """
        self._check_writer()
        self._drop(batch)
        memory = self._memory
        memory.documents.update((record.key, record) for record in batch.documents)
        memory.links.update((link.id, link) for link in batch.links)
        memory.intents.update((intent.id, intent) for intent in batch.begun)
        memory.cursors.update(batch.cursors)
        memory.facts.update((name, value) for name, value in batch.facts.items() if value is not None)
        memory.history.extend(batch.history)
        if batch.run:
            memory.runs[batch.run.id] = batch.run

    def take_over(self, lineage: str) -> None:
        """Adopt a foreign lineage as our own."""
        self._check_writer()
        self._memory.lineage = lineage

    def acquire(self, holder: str, wait: float = 5.0) -> None:
        """Become the one writer; raises `LockHeld` naming the holder after `wait` seconds."""
        memory = self._memory
        if self._epoch is not None:
            return
        with memory.freed:
            if not memory.freed.wait_for(lambda: memory.holder is None, wait):
                msg = f"the state is held by {memory.holder}"
                raise LockHeld(msg)
            memory.holder = holder
            memory.epoch += 1
            self._epoch = memory.epoch

    def close(self) -> None:
        """Let go of the lock."""
        with self._memory.freed:
            if self._epoch == self._memory.epoch:
                self._memory.holder = None
                self._memory.freed.notify()
        self._epoch = None

    def _check_writer(self) -> None:
        if self._epoch is None:
            msg = "the state was opened for looking, not for writing"
            raise StateUnusable(msg)
        if self._epoch != self._memory.epoch:
            msg = f"another run took over the state: it is held by {self._memory.holder}"
            raise LockHeld(msg)

    def _drop(self, batch: Batch) -> None:
        memory = self._memory
        for key in batch.vanished:
            memory.documents.pop(key, None)
        for link in batch.forgotten:
            memory.links.pop(link, None)
        for intent in batch.finished:
            memory.intents.pop(intent, None)
        for name in [name for name, value in batch.facts.items() if value is None]:
            memory.facts.pop(name, None)


def _in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.document, link.position, link.id))
