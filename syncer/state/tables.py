"""Owns the tables of the state: their columns, types and indexes, and what any text becomes in them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
)

_ESCAPE = "\ufdd0"
_AWKWARD = re.compile("[\x00\ufdd0\ud800-\udfff]")
_ESCAPED = re.compile("\ufdd0([0-9a-f]{4})")


def escape(text: str) -> str:
    """`text` without what a database refuses to store (NUL, lone surrogates), so that `unescape` gives it back."""
    return _AWKWARD.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", text)


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if _ESCAPE in text else text


def to_json(value: object) -> str:
    """`value` as JSON that a database stores whatever texts are in it; raises `TypeError` where JSON has no word."""
    return escape(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def from_json(text: str) -> object:
    """The inverse of `to_json`; raises `ValueError` where `text` is no JSON."""
    value: object = json.loads(unescape(text))
    return value


class AnyText(TypeDecorator[str]):
    """Text of any content, file names that are no UTF-8 included."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What is stored for `value`."""
        return value if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The inverse of `process_bind_param`."""
        return value if value is None else unescape(value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What is stored for `value`: the same instant in UTC."""
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The instant that was stored, aware also where the database keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData()

STATE = Table(
    "state",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("lineage", String(36), nullable=False),
    Column("epoch", Integer, nullable=False),
    CheckConstraint("id = 1", name="state_is_one_row"),
)
"""One row: the lineage, and the epoch that grows with every writer so that a stale one is refused."""

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("source", AnyText, primary_key=True),
    Column("path", AnyText, primary_key=True),
    Column("revision", AnyText, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("is_pending", Boolean, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("title", AnyText, nullable=False),
    Column("published", Date),
    Column("is_published", Boolean, nullable=False),
    Column("items", Integer, nullable=False),
    Column("problems", JSON(none_as_null=True)),
    Column("team", AnyText),
    Column("service", AnyText),
    Column("severity", AnyText),
    Column("visibility", AnyText),
    Column("url", AnyText),
)
"""`problems` is null where there are none."""

LINKS = Table(
    "links",
    METADATA,
    Column("id", AnyText, primary_key=True),
    Column("source", AnyText, nullable=False),
    Column("path", AnyText, nullable=False),
    Column("position", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", AnyText, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("tracker", AnyText),
    Column("target", AnyText),
    Column("issue_key", AnyText),
    Column("issue_id", AnyText),
    Column("url", AnyText),
    Column("base", JSON, nullable=False),
    Column("row_values", JSON, nullable=False),
    Column("due_text", AnyText),
    Column("due_rule", AnyText, nullable=False),
    Column("owner_text", AnyText),
    Column("state", String(16)),
    Column("row_state", String(16)),
    Column("row_status", AnyText),
    Column("closed", Date),
    Column("observed", JSON, nullable=False),
    Column("written", JSON, nullable=False),
    Column("orphaned", Date),
    Column("is_adopted", Boolean, nullable=False),
    Column("is_elsewhere", Boolean, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    Column("is_read_only", Boolean, nullable=False),
    Column("owner_names", JSON, nullable=False),
    Column("team", AnyText),
    Column("is_open", Boolean, nullable=False),
    Column("due", Date),
    Column("seen_at", Instant),
    Index("links_by_document", "source", "path", "position"),
    Index("links_by_key", "tracker", "target", "issue_key"),
    Index("links_by_issue", "tracker", "issue_id"),
    Index("links_by_due", "is_open", "due"),
)
"""`is_open` and `due` repeat what the other columns say, for counting without reading every row."""

INTENTS = Table(
    "intents",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", AnyText, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("source", AnyText, nullable=False),
    Column("path", AnyText, nullable=False),
    Column("item", AnyText, nullable=False),
    Column("tracker", AnyText),
    Column("target", AnyText),
    Column("ref", JSON(none_as_null=True)),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("newest", AnyText),
    Column("is_unknown", Boolean, nullable=False),
)

CURSORS = Table(
    "cursors",
    METADATA,
    Column("tracker", AnyText, primary_key=True),
    Column("target", AnyText, primary_key=True),
    Column("cursor", AnyText, nullable=False),
)

FACTS = Table(
    "facts",
    METADATA,
    Column("name", AnyText, primary_key=True),
    Column("value", AnyText, nullable=False),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("item", AnyText, nullable=False),
    Column("field", AnyText, nullable=False),
    Column("before", AnyText),
    Column("after", AnyText),
    Column("side", AnyText, nullable=False),
    Column("run", AnyText, nullable=False),
    Column("at", Instant, nullable=False),
    Index("history_by_item", "item", "at"),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", AnyText, nullable=False, unique=True),
    Column("command", AnyText, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
)

VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, described here so that comparing versions needs no Alembic."""

KEYS = MappingProxyType(
    {
        "documents": ("source", "path"),
        "links": ("id",),
        "intents": ("id",),
        "cursors": ("tracker", "target"),
        "facts": ("name",),
        "runs": ("id",),
    }
)
"""By table, the columns by which a stored row is replaced or dropped."""
