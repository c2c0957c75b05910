"""Owns the call of Alembic: it is imported only where a schema is older than this version of syncer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from syncer.errors import StateUnusable


def configuration(scripts: Path, connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file, for the folder `scripts` (`env.py` and `versions`)."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    return config


def upgrade_to_head(connection: Connection, scripts: Path) -> None:
    """Run every revision that the database of `connection` has not seen, in the transaction that it is in.

    Raises `StateUnusable` where one fails; it is for the caller to undo the transaction.
    """
    try:
        command.upgrade(configuration(scripts, connection), "head")
    except (CommandError, SQLAlchemyError) as error:
        msg = (
            f"the state cannot be brought up to date: {getattr(error, 'orig', error)}; nothing was changed: report this"
        )
        raise StateUnusable(msg) from error
