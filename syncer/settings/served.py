"""Owns which kinds of sources and trackers this version can serve; the schema knows more."""

from __future__ import annotations

SERVED_SOURCES = ("files", "git")
SERVED_TRACKERS = ("local", "github", "jira")


def is_served(table: str, kind: str) -> bool:
    """Whether this version serves `kind` in a table of `table`, which is `sources` or `trackers`."""
    return kind in (SERVED_SOURCES if table == "sources" else SERVED_TRACKERS)
