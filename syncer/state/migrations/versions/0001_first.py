"""The first schema: documents, links, intents, cursors, facts, history and runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing to revision 0001."""
    _create_memory()
    _create_journal()


def _create_memory() -> None:
    op.create_table(
        "state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lineage", sa.String(36), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("id = 1", name="state_is_one_row"),
    )
    op.create_table(
        "documents",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("is_pending", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON()),
        sa.Column("team", sa.Text()),
        sa.Column("service", sa.Text()),
        sa.Column("severity", sa.Text()),
        sa.Column("visibility", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.PrimaryKeyConstraint("source", "path"),
    )
    _create_links()
    op.create_table(
        "cursors",
        sa.Column("tracker", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tracker", "target"),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("tracker", sa.Text()),
        sa.Column("target", sa.Text()),
        sa.Column("issue_key", sa.Text()),
        sa.Column("issue_id", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("row_values", sa.JSON(), nullable=False),
        sa.Column("due_text", sa.Text()),
        sa.Column("due_rule", sa.Text(), nullable=False),
        sa.Column("owner_text", sa.Text()),
        sa.Column("state", sa.String(16)),
        sa.Column("row_state", sa.String(16)),
        sa.Column("row_status", sa.Text()),
        sa.Column("closed", sa.Date()),
        sa.Column("observed", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("orphaned", sa.Date()),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("is_elsewhere", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("is_read_only", sa.Boolean(), nullable=False),
        sa.Column("owner_names", sa.JSON(), nullable=False),
        sa.Column("team", sa.Text()),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("links_by_document", "links", ["source", "path", "position"])
    op.create_index("links_by_key", "links", ["tracker", "target", "issue_key"])
    op.create_index("links_by_issue", "links", ["tracker", "issue_id"])
    op.create_index("links_by_due", "links", ["is_open", "due"])


def _create_journal() -> None:
    op.create_table(
        "intents",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("tracker", sa.Text()),
        sa.Column("target", sa.Text()),
        sa.Column("ref", sa.JSON()),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest", sa.Text()),
        sa.Column("is_unknown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "history",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("history_by_item", "history", ["item", "at"])
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
