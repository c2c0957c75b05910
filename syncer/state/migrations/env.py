"""Owns how Alembic reaches the database: through the connection and transaction of whoever called it."""

from __future__ import annotations

from alembic import context

from syncer.state.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
