"""Owns where a listing of changes left off, and how that is written down between runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

_LATEST = 2**45
"""Milliseconds since 1970 that no cursor is behind: the year 3084."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the last listing of a project left off.

    `at` is when the server answered it, by the server's own clock, in milliseconds since 1970. `viewer` is our account
    id (on Data Center our name), known for the account marked `account`.
    """

    at: int
    viewer: str = ""
    account: str = ""

    @property
    def seen(self) -> datetime:
        """When the last listing was answered."""
        return datetime.fromtimestamp(self.at / 1000, UTC)

    def __str__(self) -> str:
        """Compact JSON without what is empty."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def milliseconds(instant: datetime) -> int:
    """`instant`, which is aware, in milliseconds since 1970."""
    return int(instant.timestamp() * 1000)


def read_cursor(text: str | None) -> Cursor | None:
    """The inverse of `str`; `None` for what is no cursor of ours, so that everything is listed again."""
    try:
        told = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    kept = told if isinstance(told, dict) else {}
    at = kept.get("at")
    if type(at) is not int or not 0 < at < _LATEST:
        return None
    names = {name: kept[name] for name in ("viewer", "account") if isinstance(kept.get(name), str)}
    return Cursor(at, **names)
