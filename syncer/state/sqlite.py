"""Owns the connection to an SQLite file: pragmas, transactions, error codes; the only place with SQL of SQLite."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, bindparam, create_engine, event, select, update
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from syncer.errors import LockHeld, StateDamaged, StateUnusable
from syncer.state import files, schema
from syncer.state.lock import FileLock
from syncer.state.tables import STATE

_BUSY_SECONDS = 5
_PRAGMAS = ("synchronous = FULL", "trusted_schema = OFF", "cell_size_check = ON")
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,  # our statements are fixed: a table or column is gone
        sqlite3.SQLITE_IOERR_SHORT_READ,
        sqlite3.SQLITE_IOERR_DATA,
        sqlite3.SQLITE_IOERR_CORRUPTFS,
    }
)

_STILL_MINE = update(STATE).where(STATE.c.epoch == bindparam("mine")).values(epoch=STATE.c.epoch)
"""Changes nothing, finds no row for a writer that another one followed, and keeps followers out until the commit."""


def connect(path: Path, **options: str) -> Engine:
    """An engine for the file at `path`; `options` are those of SQLite's URI (`mode`, `immutable`).

    Connects only when used. Every commit is on the disk when it returns (`synchronous = FULL`).
    """
    query = {**options, "uri": "true", "timeout": str(_BUSY_SECONDS)}
    url = URL.create("sqlite", database="file://" + quote(os.fsencode(path.absolute())), query=query)
    engine = create_engine(url, connect_args={"isolation_level": "IMMEDIATE"})
    event.listen(engine, "connect", _set_pragmas)
    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and SQLAlchemy raise for the file at `path` into `StateUnusable` or `LockHeld`."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else None
        raise _translate(path, cause or error) from error
    except sqlite3.Error as error:
        raise _translate(path, error) from error


def create(path: Path) -> None:
    """Make the tables in the empty file at `path`, in one transaction; to be called under the lock."""
    engine = connect(path, mode="rw")
    try:
        with translated(path), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            schema.create(connection)
            connection.commit()
    finally:
        engine.dispose()


class SqliteFile:
    """The SQLite file at `path` behind `engine`: a `Database`.

    `revision` is the schema found, `was_interrupted` says that a killed writer left its log: then the file is checked
    whole before it is written to. A reader never writes and needs no lock.
    """

    def __init__(
        self, path: Path, engine: Engine, revision: str, *, is_reader: bool, was_interrupted: bool = False
    ) -> None:
        self.path = path
        self._engine = engine
        self._lock = FileLock(files.lock_path(path))
        self._is_reader = is_reader
        self._is_current = schema.is_current(revision)
        self._was_interrupted = was_interrupted
        self._epoch: int | None = None
        self._watch = _Watch(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking; what cannot be understood on the way is `StateDamaged`."""
        if not self._is_current:
            msg = f"the state {self.path} has an older schema; run `syncer sync` once to bring it up to date"
            raise StateUnusable(msg)
        with translated(self.path):
            try:
                with self._engine.connect() as connection:
                    yield connection
            except (ValueError, TypeError, KeyError) as error:
                msg = f"the state {self.path} is damaged: it holds what cannot be understood ({error})"
                raise StateDamaged(msg) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction; refused where the lock was never taken or another writer came since."""
        if self._epoch is None:
            msg = f"the state {self.path} was opened for looking, not for writing"
            raise StateUnusable(msg)
        with translated(self.path), self._engine.begin() as connection:
            if connection.execute(_STILL_MINE, {"mine": self._epoch}).rowcount != 1:
                msg = f"another run took over the state {self.path}: {self._lock.read()}"
                raise LockHeld(msg)
            yield connection
        self._watch.check()

    def acquire(self, holder: str, wait: float) -> None:
        """Take the lock, check the file after a killed writer, migrate, and begin a new epoch."""
        if self._is_reader:
            msg = f"the state {self.path} was opened for reading only"
            raise StateUnusable(msg)
        if self._lock.is_held:
            return
        self._lock.acquire(holder, wait)
        try:
            with translated(self.path):
                self._prepare()
        except BaseException:
            self._lock.release()
            raise

    def _prepare(self) -> None:
        self._watch.check()
        if self._was_interrupted:
            self._check_pages()
        with self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if not self._is_current:
                schema.upgrade(connection)
            connection.execute(update(STATE).values(epoch=STATE.c.epoch + 1))
            self._epoch = connection.scalar(select(STATE.c.epoch))
        self._is_current = True
        self._watch.check()

    def _check_pages(self) -> None:
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            msg = f"the state {self.path} is damaged: {found}"
            raise StateDamaged(msg)

    def upsert(self, table: Table, key: Sequence[str]) -> Insert:
        """The statement that inserts a row of `table` or replaces the one with the same `key` columns."""
        statement = insert(table)
        kept = {*key, *(column.name for column in table.primary_key)}
        changed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in kept}
        return statement.on_conflict_do_update(index_elements=key, set_=changed)

    def close(self) -> None:
        """Let go of the connections, then of the lock."""
        try:
            with translated(self.path):
                self._engine.dispose()
        finally:
            self._epoch = None
            self._lock.release()


class _Watch:
    """Notices that the file at `path`, or its log, is no longer the one that was opened, or was cut short."""

    def __init__(self, path: Path) -> None:
        self._paths = (path, path.with_name(f"{path.name}-wal"))
        self._seen: dict[Path, os.stat_result] = {}
        self.check()

    def check(self) -> None:
        """Raise `StateDamaged` unless every file seen before is there, the same and no shorter; two `stat` calls."""
        for path in self._paths:
            before = self._seen.get(path)
            try:
                now = path.stat()
            except FileNotFoundError as error:
                if before is not None:
                    msg = f"the state's file {path} was taken away while in use"
                    raise StateDamaged(msg) from error
                continue
            if before is not None and (not os.path.samestat(before, now) or now.st_size < before.st_size):
                msg = f"the state's file {path} was replaced or cut short while in use"
                raise StateDamaged(msg)
            self._seen[path] = now


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _translate(path: Path, cause: BaseException) -> StateUnusable | LockHeld:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None and "decode" in str(cause).lower():
        return StateDamaged(f"the state {path} is damaged: {cause}")
    if code in _DAMAGED or (code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}):
        return StateDamaged(f"the state {path} is damaged: {cause}")
    if code is not None and code & 0xFF in _BUSY:
        return LockHeld(f"another program keeps the state {path} busy for more than {_BUSY_SECONDS} seconds")
    return StateUnusable(f"the state {path} cannot be used: {cause}")
