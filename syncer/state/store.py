"""Owns what the state remembers, in portable SQL over any `Database`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, and_, bindparam, delete, func, select, update
from sqlalchemy.sql import Executable

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
from syncer.state import rows
from syncer.state.database import Database
from syncer.state.opening import open_reader, open_writer
from syncer.state.tables import CURSORS, DOCUMENTS, FACTS, HISTORY, INTENTS, KEYS, LINKS, RUNS, STATE

Word = TypeVar("Word")
Value = TypeVar("Value")

_CHUNK = 500

_ADD_HISTORY = HISTORY.insert()

_DELETES = {
    table.name: delete(table).where(*(table.c[name] == bindparam(name) for name in KEYS[table.name]))
    for table in (DOCUMENTS, LINKS, INTENTS, FACTS)
}


def open_store(path: Path, *, read_only: bool = False) -> SqlStore:
    """The state in the SQLite file at `path`.

    Without `read_only` it is made where there is none; call `acquire` before the first `commit`. With it nothing is
    written, no lock is needed, and a running writer does not disturb. Raises `StateDamaged` for a broken file (close
    everything, `move_aside` it and open again), `StateMissing` (`read_only`) where there is none, `StateUnusable`
    for one that is foreign, newer, or open to others, `LockHeld` where another process is making it too slowly.
    """
    return SqlStore(open_reader(path) if read_only else open_writer(path))


class SqlStore:
    """A `StateStore` in a relational database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._upserts: dict[Table, Executable] = {}

    def lineage(self) -> str:
        """The UUID minted with this state, or the one it took over."""
        with self._database.reading() as connection:
            return str(connection.scalars(select(STATE.c.lineage)).one())

    def stamps(self, source: str) -> Mapping[str, DocumentStamp]:
        """By path, what is known of every document of `source`."""
        columns = DOCUMENTS.c
        query = select(columns.path, columns.revision, columns.fingerprint, columns.content, columns.is_pending)
        with self._database.reading() as connection:
            found = connection.execute(query.where(columns.source == source))
            return {path: DocumentStamp(*stamp) for path, *stamp in found}

    def documents(self, keys: Sequence[DocumentKey] | None = None) -> Sequence[DocumentRecord]:
        """The records of `keys` (all when `None`), by key."""
        found = self._of_documents(DOCUMENTS, rows.to_document, keys)
        return sorted(found, key=lambda record: record.key)

    def problem_documents(self) -> Sequence[DocumentRecord]:
        """The records that hold at least one problem, by key."""
        query = select(DOCUMENTS).where(DOCUMENTS.c.problems.is_not(None))
        return sorted(self._words(rows.to_document, [query]), key=lambda record: record.key)

    def links(self, documents: Sequence[DocumentKey] | None = None) -> Sequence[Link]:
        """The links of `documents` (all when `None`), by document and position."""
        found = self._of_documents(LINKS, rows.to_link, documents)
        return sorted(found, key=lambda link: (link.document, link.position, link.id))

    def links_to(self, refs: Sequence[IssueRef]) -> Sequence[Link]:
        """The links whose issue is one of `refs`: same target and key, or same tracker and lasting id (if any).

        By document and position, each once.
        """
        columns = LINKS.c
        by_key = [
            select(LINKS).where(
                columns.tracker == target.tracker, columns.target == target.name, columns.issue_key.in_(keys)
            )
            for target, group in _grouped((ref.target, ref.key) for ref in refs).items()
            for keys in _chunks(group)
        ]
        by_id = [
            select(LINKS).where(columns.tracker == tracker, columns.issue_id.in_(ids))
            for tracker, group in _grouped((ref.target.tracker, ref.id) for ref in refs if ref.id).items()
            for ids in _chunks(group)
        ]
        found = {link.id: link for link in self._words(rows.to_link, [*by_key, *by_id])}
        return sorted(found.values(), key=lambda link: (link.document, link.position, link.id))

    def documents_of(self, items: Sequence[str]) -> Mapping[str, DocumentKey]:
        """By id, the document of each of `items` that is known."""
        columns = LINKS.c
        with self._database.reading() as connection:
            return {
                item: DocumentKey(source, path)
                for chunk in _chunks(sorted(set(items)))
                for item, source, path in connection.execute(
                    select(columns.id, columns.source, columns.path).where(columns.id.in_(chunk))
                )
            }

    def count_open(self, target: Target) -> int:
        """How many linked, not orphaned items of `target` are open."""
        columns = LINKS.c
        is_there = and_(columns.tracker == target.tracker, columns.target == target.name, columns.is_open)
        return self._count(select(func.count()).select_from(LINKS).where(is_there))

    def count_links(self) -> int:
        """How many items have an issue."""
        return self._count(select(func.count()).select_from(LINKS).where(LINKS.c.tracker.is_not(None)))

    def tracked(self) -> Mapping[tuple[str, Target], int]:
        """How many items have a living issue and a row that is still there, by source and target."""
        columns = LINKS.c
        where = (columns.source, columns.tracker, columns.target)
        is_tracked = and_(columns.tracker.is_not(None), columns.orphaned.is_(None), ~columns.is_gone)
        query = select(*where, func.count()).where(is_tracked).group_by(*where)
        with self._database.reading() as connection:
            found = connection.execute(query)
            return {(source, Target(tracker, name)): number for source, tracker, name, number in found}

    def intents(self) -> Sequence[Intent]:
        """Every intent not yet finished, oldest first."""
        return self._words(rows.to_intent, [select(INTENTS).order_by(INTENTS.c.begun_at, INTENTS.c.number)])

    def cursor(self, target: Target) -> str | None:
        """Where the last complete listing of `target` left off."""
        columns = CURSORS.c
        query = select(columns.cursor).where(columns.tracker == target.tracker, columns.target == target.name)
        with self._database.reading() as connection:
            return connection.scalar(query)

    def targets(self) -> Sequence[Target]:
        """Every target of a link to an issue that is not only followed, in order."""
        linked = select(LINKS.c.tracker, LINKS.c.target).where(LINKS.c.tracker.is_not(None), ~LINKS.c.is_read_only)
        with self._database.reading() as connection:
            return sorted(Target(tracker, name) for tracker, name in connection.execute(linked.distinct()))

    def fact(self, name: str) -> str | None:
        """A small fact kept by name."""
        with self._database.reading() as connection:
            return connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name))

    def history(self, items: Sequence[str] | None = None) -> Sequence[HistoryEntry]:
        """Changes of `items` (all when `None`), oldest first."""
        oldest_first = select(HISTORY).order_by(HISTORY.c.at, HISTORY.c.number)
        if items is None:
            return self._words(rows.to_history, [oldest_first])
        chunks = _chunks(sorted(set(items)))
        found = self._words(rows.to_history, [oldest_first.where(HISTORY.c.item.in_(chunk)) for chunk in chunks])
        return sorted(found, key=lambda entry: entry.at)

    def runs(self, last: int) -> Sequence[RunRecord]:
        """The `last` newest runs, newest first."""
        newest_first = select(RUNS).order_by(RUNS.c.begun_at.desc(), RUNS.c.number.desc())
        return self._words(rows.to_run, [newest_first.limit(last)])

    def commit(self, batch: Batch) -> None:
        """Store `batch` in one transaction, durable when this returns; what it drops goes before what it stores.

        Raises `LockHeld` where another run took over meanwhile, `StateUnusable` before `acquire`, on a full disk and
        wherever else nothing could be stored, `StateDamaged` where the file is broken or gone.
        """
        with self._database.writing() as connection:
            _drop(connection, batch)
            self._store(connection, batch)

    def take_over(self, lineage: str) -> None:
        """Adopt a foreign lineage as our own."""
        with self._database.writing() as connection:
            connection.execute(update(STATE).values(lineage=lineage))

    def acquire(self, holder: str, wait: float = 5.0) -> None:
        """Become the one writer, migrating if needed; raises `LockHeld` naming the holder after `wait` seconds."""
        self._database.acquire(holder, wait)

    def close(self) -> None:
        """Let go of the lock and of every file or connection."""
        self._database.close()

    def _store(self, connection: Connection, batch: Batch) -> None:
        self._replace(connection, DOCUMENTS, map(rows.from_document, batch.documents))
        self._replace(connection, LINKS, map(rows.from_link, batch.links))
        self._replace(connection, INTENTS, map(rows.from_intent, batch.begun))
        self._replace(connection, CURSORS, (rows.from_cursor(*pair) for pair in batch.cursors.items()))
        self._replace(connection, FACTS, rows.from_facts(batch.facts))
        self._replace(connection, RUNS, [rows.from_run(batch.run)] if batch.run else [])
        if batch.history:
            connection.execute(_ADD_HISTORY, [rows.from_history(entry) for entry in batch.history])

    def _replace(self, connection: Connection, table: Table, new: Iterable[rows.Columns]) -> None:
        if listed := list(new):
            # Building this statement costs more than running it, so each is built once.
            if table not in self._upserts:
                self._upserts[table] = self._database.upsert(table, KEYS[table.name])
            connection.execute(self._upserts[table], listed)

    def _of_documents(
        self, table: Table, convert: Callable[[Any], Word], keys: Sequence[DocumentKey] | None
    ) -> Sequence[Word]:
        if keys is None:
            return self._words(convert, [select(table)])
        queries = [
            select(table).where(table.c.source == source, table.c.path.in_(paths))
            for source, group in _grouped(keys).items()
            for paths in _chunks(group)
        ]
        return self._words(convert, queries)

    def _words(self, convert: Callable[[Any], Word], queries: Sequence[Select[Any]]) -> list[Word]:
        with self._database.reading() as connection:
            return [convert(row) for query in queries for row in connection.execute(query)]

    def _count(self, query: Select[int]) -> int:
        with self._database.reading() as connection:
            return connection.scalars(query).one()


def _drop(connection: Connection, batch: Batch) -> None:
    _delete(connection, DOCUMENTS, list(batch.vanished))
    _delete(connection, LINKS, [(link,) for link in batch.forgotten])
    _delete(connection, INTENTS, [(intent,) for intent in batch.finished])
    _delete(connection, FACTS, [(name,) for name, value in batch.facts.items() if value is None])


def _delete(connection: Connection, table: Table, keys: Sequence[tuple[str, ...]]) -> None:
    if keys:
        names = KEYS[table.name]
        connection.execute(_DELETES[table.name], [dict(zip(names, key, strict=True)) for key in keys])


def _grouped(pairs: Iterable[tuple[Value, str]]) -> dict[Value, list[str]]:
    groups: dict[Value, set[str]] = defaultdict(set)
    for group, member in pairs:
        groups[group].add(member)
    return {group: sorted(members) for group, members in groups.items()}


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """`values` in pieces that fit into one statement: databases limit its parameters."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
