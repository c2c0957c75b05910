"""Owns the way from a path to a usable database: new, whole, damaged, foreign, older or newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from syncer.errors import StateDamaged, StateMissing, StateUnusable
from syncer.state import files, schema, sqlite
from syncer.state.lock import FileLock

_WAIT = 5.0


def open_writer(path: Path) -> sqlite.SqliteFile:
    """The state at `path` for a run, made first where there is none; an older schema waits for `acquire`.

    Raises `StateDamaged`, `StateUnusable` (foreign, newer, not ours, not writable) or `LockHeld`.
    """
    if files.size(path) == 0:
        _make(path)
    files.check_access(path, is_reader=False)
    files.check_whole(path)
    was_interrupted = files.has_log(path)
    engine = sqlite.connect(path, mode="rw")
    revision = _revision(path, engine)
    if revision is None:
        engine.dispose()
        _make(path)
        revision = _revision(path, engine)
    return _opened(path, engine, revision, is_reader=False, was_interrupted=was_interrupted)


def open_reader(path: Path) -> sqlite.SqliteFile:
    """The state at `path` for looking only, beside a running writer too.

    Raises `StateMissing` where there is none, else as `open_writer` does.
    """
    if files.size(path) == 0:
        raise _missing(path)
    files.check_access(path, is_reader=True)
    files.check_whole(path)
    engine = sqlite.connect(path, mode="ro")
    try:
        revision = _revision(path, engine)
    except StateDamaged:
        raise
    except StateUnusable:
        if files.has_log(path):
            raise
        # SQLite cannot keep its index of readers in a folder that is read-only: without a log none is needed.
        engine = sqlite.connect(path, mode="ro", immutable="1")
        revision = _revision(path, engine)
    return _opened(path, engine, revision, is_reader=True)


def _make(path: Path) -> None:
    """Make a new state at `path` unless another process was faster."""
    files.prepare(path)
    lock = FileLock(files.lock_path(path))
    lock.acquire("making a new state", _WAIT)
    try:
        if files.size(path) == 0 and files.has_leftovers(path):
            files.rename_aside(path)
            files.prepare(path)
        sqlite.create(path)
    finally:
        lock.release()


def _revision(path: Path, engine: Engine) -> str | None:
    try:
        with sqlite.translated(path), engine.connect() as connection:
            return schema.revision(connection)
    except StateUnusable:
        engine.dispose()
        raise


def _opened(
    path: Path, engine: Engine, revision: str | None, *, is_reader: bool, was_interrupted: bool = False
) -> sqlite.SqliteFile:
    try:
        if revision is None:
            raise _missing(path)
        return sqlite.SqliteFile(path, engine, revision, is_reader=is_reader, was_interrupted=was_interrupted)
    except StateUnusable:
        engine.dispose()
        raise


def _missing(path: Path) -> StateMissing:
    return StateMissing(f"there is no state at {path} yet; run `syncer sync` first or name another path")
