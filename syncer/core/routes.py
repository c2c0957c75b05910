"""Owns the choice of tracker and target for a document, and who may see what is written there."""

from __future__ import annotations

from dataclasses import dataclass

MATCH_KEYS = ("path", "team", "service", "severity", "label")
"""What a route can match on; `path` is a glob, the others are compared without regard to case."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where issues go whose document fits every pair of `match` (key, pattern); no pair fits every document.

    `target` is empty for a local tracker. `fallback_owner` is the account for items without a known owner.
    """

    tracker: str
    target: str = ""
    match: tuple[tuple[str, str], ...] = ()
    fallback_owner: str | None = None
    labels: tuple[str, ...] = ()
