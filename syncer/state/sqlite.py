"""Owns the connection to an SQLite file, its pragmas and transactions; the only place with SQL of SQLite."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, bindparam, create_engine, event, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from syncer.errors import LockHeld, StateDamaged, StateUnusable
from syncer.state.failures import translated
from syncer.state.files import Watch, lock_path, rename_aside
from syncer.state.lock import FileLock
from syncer.state.schema import Schema
from syncer.state.tables import STATE, from_json, to_json

_BUSY_SECONDS = 5

_PRAGMAS = (
    "synchronous = FULL",  # a commit is on the disk when it returns: an intent outlives a loss of power
    "trusted_schema = OFF",
    "cell_size_check = ON",
)

_STILL_MINE = update(STATE).where(STATE.c.epoch == bindparam("mine")).values(epoch=STATE.c.epoch)
"""Changes nothing, finds no row for a writer that another one followed, and keeps followers out until the commit."""

_MEANINGLESS = (ValueError, TypeError, KeyError, AttributeError)
"""What turning a stored row into words of the model raises where it holds none."""


def connect(path: Path, **options: str) -> Engine:
    """An engine for the file at `path`, which connects when it is used.

    `options` are those of SQLite's URI (`mode`, `immutable`): https://www.sqlite.org/uri.html.
    """
    query = {**options, "uri": "true", "timeout": str(_BUSY_SECONDS)}
    url = URL.create("sqlite", database="file://" + quote(os.fsencode(path.absolute())), query=query)
    engine = create_engine(
        url,
        connect_args={"isolation_level": "IMMEDIATE"},
        hide_parameters=True,
        json_serializer=to_json,
        json_deserializer=from_json,
    )
    event.listen(engine, "connect", _set_pragmas)
    return engine


def create(path: Path, schema: Schema) -> None:
    """Make the tables in the empty file at `path`, in one transaction; to be called under the lock."""
    engine = connect(path, mode="rw")
    try:
        with translated(path), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            schema.create(connection, str(path))
            connection.commit()
    finally:
        engine.dispose()


def check_pages(path: Path, engine: Engine) -> None:
    """Look at every page of the file at `path`; raises `StateDamaged` for the first broken one. Takes 3 ms a MB."""
    with translated(path), engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        msg = f"the state {path} is damaged: {found}"
        raise StateDamaged(msg)


class SqliteFile:
    """The SQLite file at `path` behind `engine`: a `Database`.

    `revision` is what the file has of `schema`. A reader never writes and needs no lock. A file that turned out to be
    damaged under a writer is set aside when that closes it, so that the next run begins anew.
    """

    def __init__(self, path: Path, engine: Engine, schema: Schema, revision: str, *, is_reader: bool = False) -> None:
        self._path = path
        self._engine = engine
        self._schema = schema
        self._is_current = revision == schema.head
        self._is_reader = is_reader
        self._lock = FileLock(lock_path(path))
        self._watch = Watch(path)
        self._epoch: int | None = None
        self._is_damaged = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking; what cannot be understood on the way is `StateDamaged`."""
        if not self._is_current:
            msg = f"the state {self._path} has an older schema; run `syncer sync` once to bring it up to date"
            raise StateUnusable(msg)
        with self._guarded():
            if not self._is_reader:
                self._watch.check()
            try:
                with self._engine.connect() as connection:
                    yield connection
            except _MEANINGLESS as error:
                msg = f"the state {self._path} is damaged: it holds what cannot be understood ({error})"
                raise StateDamaged(msg) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction; refused where the lock was never taken or another writer came since."""
        if self._epoch is None:
            msg = f"the state {self._path} was opened for looking, not for writing"
            raise StateUnusable(msg)
        with self._guarded():
            self._watch.check()
            with self._engine.begin() as connection:
                if connection.execute(_STILL_MINE, {"mine": self._epoch}).rowcount != 1:
                    msg = f"another run took over the state {self._path}: it is held by {self._lock.read()}"
                    raise LockHeld(msg)
                yield connection
            self._watch.check()

    def acquire(self, holder: str, wait: float) -> None:
        """Take the lock, migrate where the schema is older, and begin a new epoch."""
        if self._is_reader:
            msg = f"the state {self._path} was opened for reading only"
            raise StateUnusable(msg)
        if self._epoch is not None:
            return
        self._lock.acquire(holder, wait)
        try:
            with self._guarded():
                self._watch.check()
                self._epoch = self._begin_epoch()
        except BaseException:
            if not self._is_damaged:
                self._lock.release()
            raise
        self._is_current = True

    def upsert(self, table: Table, key: Sequence[str]) -> Insert:
        """The statement that inserts a row of `table` or replaces the one with the same `key` columns."""
        statement = insert(table)
        changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
        return statement.on_conflict_do_update(index_elements=key, set_=changed)

    def close(self) -> None:
        """Let go of the connections, set a damaged file aside where the lock is held, then let go of the lock."""
        self._engine.dispose()
        self._epoch = None
        try:
            if self._is_damaged and self._lock.is_held and self._watch.is_same():
                rename_aside(self._path)
        finally:
            self._is_damaged = False
            self._lock.release()

    def _begin_epoch(self) -> int:
        with self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if not self._is_current:
                self._schema.upgrade(connection)
            connection.execute(update(STATE).values(epoch=STATE.c.epoch + 1))
            return int(connection.scalars(select(STATE.c.epoch)).one())

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Let only errors of ours out, and remember damage."""
        try:
            with translated(self._path):
                yield
        except StateDamaged:
            self._is_damaged = True
            raise


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
