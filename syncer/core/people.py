"""Owns what an owner text means: which person, team or login it names, and which account that is in a tracker."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.model import Person


@dataclass(frozen=True, slots=True)
class Directory:
    """The people and teams of the configuration; `is_configured` says that people were configured at all.

    `teams` are team names as written; every person's team counts as one without being listed.
    """

    people: tuple[Person, ...] = ()
    teams: frozenset[str] = frozenset()
    is_configured: bool = False
