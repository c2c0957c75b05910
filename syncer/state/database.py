"""Owns what the store asks of a database: connections, one writer, and errors in the words of this project."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Table
from sqlalchemy.sql import Executable


class Database(Protocol):
    """A database that a state lives in. Raises only `StateUnusable` and `LockHeld`."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for looking."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that is durable once the context ends, refused unless the lock is held."""

    def acquire(self, holder: str, wait: float) -> None:
        """Become the one writer."""

    def upsert(self, table: Table, key: Sequence[str]) -> Executable:
        """The statement that inserts a row of `table` or replaces the one with the same `key` columns."""

    def close(self) -> None:
        """Let go of the lock and of every connection."""
