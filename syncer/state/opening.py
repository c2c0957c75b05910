"""Owns the way from a path to a usable database: new, whole, damaged, foreign, older or newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from syncer.errors import StateMissing, SyncerError
from syncer.state import files, sqlite
from syncer.state.failures import CannotOpen, translated
from syncer.state.lock import FileLock
from syncer.state.schema import CURRENT, Schema

_WAIT = 5.0


def open_writer(path: Path, schema: Schema = CURRENT) -> sqlite.SqliteFile:
    """The state at `path` for a run, made first where there is none; an older schema waits for `acquire`.

    After a killed run, and before a migration, every page is looked at.
    Raises `StateDamaged`, `StateUnusable` (foreign, newer, not ours, not writable) or `LockHeld`.
    """
    if files.size(path) == 0:
        _make(path, schema)
    files.check_access(path, is_reader=False)
    files.check_whole(path)
    was_interrupted = files.has_log(path)
    engine = sqlite.connect(path, mode="rw")
    with _disposing(engine):
        revision = _revision(path, engine, schema)
        if revision is not None and (was_interrupted or revision != schema.head):
            sqlite.check_pages(path, engine)
    if revision is None:
        # The process that was to make it died on the way.
        engine.dispose()
        _make(path, schema)
        return open_writer(path, schema)
    return sqlite.SqliteFile(path, engine, schema, revision)


def open_reader(path: Path, schema: Schema = CURRENT) -> sqlite.SqliteFile:
    """The state at `path` for looking only, beside a running writer too.

    Raises `StateMissing` where there is none, else as `open_writer` does.
    """
    if files.size(path) == 0:
        raise _missing(path)
    files.check_access(path, is_reader=True)
    files.check_whole(path)
    engine, revision = _connect_reader(path, schema)
    if revision is None:
        engine.dispose()
        raise _missing(path)
    return sqlite.SqliteFile(path, engine, schema, revision, is_reader=True)


def _connect_reader(path: Path, schema: Schema) -> tuple[Engine, str | None]:
    engine = sqlite.connect(path, mode="ro")
    try:
        with _disposing(engine):
            return engine, _revision(path, engine, schema)
    except CannotOpen:
        if files.has_log(path):
            raise
    # In a folder that is read-only SQLite cannot keep its index of readers; without a log it needs none.
    engine = sqlite.connect(path, mode="ro", immutable="1")
    with _disposing(engine):
        return engine, _revision(path, engine, schema)


def _make(path: Path, schema: Schema) -> None:
    """Make a new state at `path` unless another process is faster."""
    files.prepare(path)
    lock = FileLock(files.lock_path(path))
    if not lock.acquire("a process that makes it", _WAIT, lambda: _is_made(path, schema)):
        return
    try:
        if files.size(path) == 0 and files.has_leftovers(path):
            files.rename_aside(path)
            files.prepare(path)
        sqlite.create(path, schema)
    finally:
        lock.release()


def _is_made(path: Path, schema: Schema) -> bool:
    """Whether there are tables, made by whoever holds the lock."""
    if files.size(path) == 0:
        return False
    engine = sqlite.connect(path, mode="ro")
    try:
        return _revision(path, engine, schema) is not None
    finally:
        engine.dispose()


def _revision(path: Path, engine: Engine, schema: Schema) -> str | None:
    with translated(path), engine.connect() as connection:
        return schema.revision(connection, str(path))


@contextmanager
def _disposing(engine: Engine) -> Iterator[None]:
    """Let go of `engine` where what is done with it fails."""
    try:
        yield
    except SyncerError:
        engine.dispose()
        raise


def _missing(path: Path) -> StateMissing:
    return StateMissing(f"there is no state at {path} yet; run `syncer sync` first or name another path")
