"""Owns what the errors of SQLite and SQLAlchemy mean in the words of this project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import NoResultFound, SQLAlchemyError, StatementError

from syncer.errors import LockHeld, StateDamaged, StateUnusable, SyncerError

_PRIMARY = 0xFF
"""The part of an extended error code that names the kind: https://www.sqlite.org/rescode.html."""

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_CLOSED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})
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


class CannotOpen(StateUnusable):
    """SQLite may not open or write the file, or what it keeps beside it."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLAlchemy and SQLite raise for the file at `path` into `StateUnusable` or `LockHeld`."""
    try:
        yield
    except NoResultFound as error:
        msg = f"the state {path} is damaged: the row that names its lineage is gone"
        raise StateDamaged(msg) from error
    except StatementError as error:
        raise _translate(path, error.orig or error) from error
    except SQLAlchemyError as error:
        raise _translate(path, error) from error


def _translate(path: Path, cause: BaseException) -> SyncerError:
    code = getattr(cause, "sqlite_errorcode", 0)
    primary = code & _PRIMARY
    is_garbled = isinstance(cause, sqlite3.OperationalError) and "Could not decode" in str(cause)
    if is_garbled or code in _DAMAGED or primary in _DAMAGED:
        return StateDamaged(f"the state {path} is damaged: {cause}")
    if primary in _BUSY:
        return LockHeld(f"the state {path} is held by another program: {cause}")
    if primary in _CLOSED:
        return CannotOpen(f"the state {path} cannot be used: {cause}; make it and its folder readable and writable")
    if primary == sqlite3.SQLITE_FULL:
        return StateUnusable(f"the state {path} cannot be stored: {cause}; make room on its disk and run again")
    advice = "look at the disk it is on and its quota, then run again"
    return StateUnusable(f"the state {path} cannot be used: {cause}; {advice}")
