"""The instant at which a tracker last changed what was observed of an issue, to tell a list that lags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From revision 0001 to 0002."""
    op.add_column("links", sa.Column("seen_at", sa.DateTime(timezone=True)))
