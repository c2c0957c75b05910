"""Owns the revision of the schema in a state: made new, compared, or brought up to date."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, inspect, select

from syncer.errors import StateDamaged, StateUnusable
from syncer.state.tables import HEAD, METADATA, REVISIONS, STATE, VERSION


def create(connection: Connection) -> None:
    """Make every table and note the revision; needs no Alembic. Does nothing where the tables are there."""
    if revision(connection) is not None:
        return
    METADATA.create_all(connection, checkfirst=False)
    VERSION.create(connection)
    connection.execute(VERSION.insert().values(version_num=HEAD))
    mint(connection)


def mint(connection: Connection) -> None:
    """Give the state its one row, with a lineage of its own, unless it has one."""
    if connection.scalar(select(STATE.c.id)) is None:
        connection.execute(STATE.insert().values(id=1, lineage=str(uuid4()), epoch=0))


def revision(connection: Connection) -> str | None:
    """The revision of the schema, `None` where there are no tables at all.

    Raises `StateUnusable` for a database of something else and `StateDamaged` where the revision is lost.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if VERSION.name not in tables:
        msg = f"it holds something else than a state of syncer (table {min(tables)})"
        raise StateUnusable(msg)
    found = connection.scalar(select(VERSION.c.version_num))
    if found is None:
        msg = "it does not say which revision of the schema it has"
        raise StateDamaged(msg)
    return str(found)


def is_current(found: str) -> bool:
    """Whether `found` is the newest revision; raises `StateUnusable` for one that this version does not know."""
    if found not in REVISIONS:
        msg = (
            f"its schema is revision {found}, newer than {HEAD}, the newest that this version of syncer knows;"
            " it is left untouched: use the newer version of syncer"
        )
        raise StateUnusable(msg)
    return found == HEAD


def upgrade(connection: Connection) -> None:
    """Bring an older schema up to date inside the transaction of `connection`; to be called under the lock."""
    from syncer.state.migrations.run import upgrade_to_head  # noqa: PLC0415 - Alembic costs half a second

    upgrade_to_head(connection)
    mint(connection)
