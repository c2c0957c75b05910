"""What the errors of SQLite and SQLAlchemy become."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import exc

from syncer.errors import LockHeld, StateDamaged, StateUnusable, SyncerError
from syncer.state.failures import CannotOpen, translated

PATH = Path("/x/state.db")


def sqlite_error(code: int, message: str = "what SQLite said") -> sqlite3.Error:
    """An error as the driver raises it."""
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    return error


def translation(error: Exception) -> SyncerError:
    """What `error` becomes."""
    with pytest.raises(SyncerError) as raised, translated(PATH):
        raise error
    assert raised.value.__cause__ is error
    assert str(raised.value).startswith("the state /x/state.db ")
    return raised.value


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_CORRUPT, StateDamaged),
        (sqlite3.SQLITE_CORRUPT_INDEX, StateDamaged),
        (sqlite3.SQLITE_NOTADB, StateDamaged),
        (sqlite3.SQLITE_ERROR, StateDamaged),
        (sqlite3.SQLITE_IOERR_SHORT_READ, StateDamaged),
        (sqlite3.SQLITE_IOERR, StateUnusable),
        (sqlite3.SQLITE_IOERR_FSYNC, StateUnusable),
        (sqlite3.SQLITE_FULL, StateUnusable),
        (sqlite3.SQLITE_CONSTRAINT_NOTNULL, StateUnusable),
        (sqlite3.SQLITE_BUSY, LockHeld),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LockHeld),
        (sqlite3.SQLITE_LOCKED, LockHeld),
        (sqlite3.SQLITE_CANTOPEN, CannotOpen),
        (sqlite3.SQLITE_READONLY_CANTINIT, CannotOpen),
        (sqlite3.SQLITE_PERM, CannotOpen),
    ],
)
def test_an_error_code_decides(code: int, expected: type[SyncerError]) -> None:
    error = translation(exc.OperationalError("SELECT secret", None, sqlite_error(code)))
    assert type(error) is expected
    assert "what SQLite said" in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize("error", [exc.TimeoutError("no connection is free"), exc.InvalidRequestError("odd")])
def test_what_has_no_code_is_unusable(error: exc.SQLAlchemyError) -> None:
    assert type(translation(error)) is StateUnusable


def test_a_value_that_cannot_be_stored_is_named_without_the_others() -> None:
    cause = TypeError("Object of type date is not JSON serializable")
    error = translation(exc.StatementError("cannot", "INSERT secret", {"a": "secret"}, cause))
    assert str(error).startswith("the state /x/state.db cannot be used: Object of type date is not JSON serializable")
    assert "secret" not in str(error)


def test_a_text_that_is_no_utf_8_is_damage() -> None:
    garbled = sqlite3.OperationalError("Could not decode to UTF-8 column 'title' with text '\\xff'")
    assert type(translation(exc.OperationalError("SELECT", None, garbled))) is StateDamaged


def test_what_is_ours_passes() -> None:
    with pytest.raises(LockHeld, match=r"^somebody$"), translated(PATH):
        raise LockHeld("somebody")
