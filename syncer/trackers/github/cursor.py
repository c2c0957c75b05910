"""Owns where a listing of changes left off, and how that is written down between runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from syncer.trackers.github.shown import moment


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the last listing of a repository left off.

    `etag` is good for the token marked `token`; `newest` is the latest change seen, ISO 8601, never ahead of the
    server's clock; `name` what the repository is called now, empty where that is as configured; `login` is ours (in
    the form in which two are compared, `is_bot` for an App's), known for the account marked `account`; `due_field`
    is the id of the field that holds due dates, 0 where none is known.
    """

    etag: str = ""
    token: str = ""
    newest: str = ""
    name: str = ""
    login: str = ""
    is_bot: bool = False
    account: str = ""
    due_field: int = 0

    @property
    def seen(self) -> datetime | None:
        """The latest change seen."""
        return moment(self.newest) if self.newest else None

    def __str__(self) -> str:
        """Compact JSON without what is empty."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


_EMPTY = asdict(Cursor())
"""Every name with a value of its type."""


def read_cursor(text: str | None) -> Cursor | None:
    """The inverse of `str`; `None` for what is no cursor of ours, so that everything is listed again."""
    try:
        told = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    known = {name: told[name] for name, empty in _EMPTY.items() if type(told.get(name)) is type(empty)}
    cursor = Cursor(**known)
    return cursor if not cursor.newest or _is_moment(cursor.newest) else None


def _is_moment(text: str) -> bool:
    try:
        return moment(text) is not None
    except ValueError:
        return False
