"""Owns the schema of a state as revisions: made new, compared, or brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, inspect, select

from syncer.errors import StateDamaged, StateUnusable
from syncer.state.tables import METADATA, STATE, VERSION


@dataclass(frozen=True, slots=True)
class Schema:
    """The revisions this version of syncer knows, oldest first, and the folder of Alembic's scripts that make them."""

    revisions: tuple[str, ...]
    scripts: Path

    @property
    def head(self) -> str:
        """The newest revision."""
        return self.revisions[-1]

    def create(self, connection: Connection, name: str) -> None:
        """Make every table and note the revision, without Alembic; does nothing where there are tables."""
        if self.revision(connection, name) is not None:
            return
        METADATA.create_all(connection, checkfirst=False)
        VERSION.create(connection)
        connection.execute(VERSION.insert().values(version_num=self.head))
        _mint(connection)

    def revision(self, connection: Connection, name: str) -> str | None:
        """The revision that the database called `name` has, `None` where it has no tables at all.

        Raises `StateUnusable` for a database of something else or of a newer syncer, `StateDamaged` where the
        revision is lost.
        """
        tables = set(inspect(connection).get_table_names())
        if not tables:
            return None
        if VERSION.name not in tables:
            msg = f"the state {name} is a database of something else (table {min(tables)}); choose another path"
            raise StateUnusable(msg)
        found = connection.scalar(select(VERSION.c.version_num))
        if found is None:
            msg = f"the state {name} is damaged: it does not say which revision its schema has"
            raise StateDamaged(msg)
        if found not in self.revisions:
            msg = (
                f"the state {name} was written by a newer syncer (schema {found}; this one knows {self.head}):"
                " it is left untouched; use the newer syncer or another path"
            )
            raise StateUnusable(msg)
        return str(found)

    def upgrade(self, connection: Connection) -> None:
        """Bring an older schema up to date inside the transaction of `connection`; to be called under the lock."""
        from syncer.state.migrations.run import upgrade_to_head  # noqa: PLC0415 - Alembic costs half a second

        upgrade_to_head(connection, self.scripts)
        _mint(connection)


CURRENT = Schema(revisions=("0001", "0002"), scripts=Path(__file__).parent / "migrations")
"""What `tables` describes is its last revision."""


def _mint(connection: Connection) -> None:
    """Give the state its one row, with a lineage of its own, unless it has one."""
    if connection.scalar(select(STATE.c.id)) is None:
        connection.execute(STATE.insert().values(id=1, lineage=str(uuid4()), epoch=0))
