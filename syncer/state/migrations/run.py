"""Owns the call of Alembic: it is imported only where a schema is older than this version of syncer."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent


def configuration(connection: Connection | None = None, scripts: Path = _SCRIPTS) -> Config:
    """Alembic's configuration without a file, for the revisions in the folder `scripts`."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    return config


def upgrade_to_head(connection: Connection, scripts: Path = _SCRIPTS) -> None:
    """Run every revision that the database of `connection` has not seen, in the transaction that it is in."""
    command.upgrade(configuration(connection, scripts), "head")
