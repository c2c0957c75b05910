"""Owns the part of the configuration that decisions depend on, as frozen data without secrets or addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from syncer.core.calendar import Calendar
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.routes import Route

PARSER_VERSION = "3"
"""Changes whenever the same bytes may read differently, so that documents are read again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may do at most; seconds for times, bytes for sizes, shares of one.

    `max_runtime` and `settle_after` are seconds. `share` of a target's open items may be orphaned, or updated
    without an edit of their own row, asked from `share_from` items up. `leave_to_others` is the share of what a vendor
    allows an account that is left for its other uses; a create rate of 0 is no pacing, `None` the vendor's own. A wait
    longer than `max_wait` seconds ends the run cleanly instead.
    """

    max_creates: int = 50
    max_document_bytes: int = 5_000_000
    settle_after: float = 60.0
    max_runtime: float | None = None
    share: float = 0.30
    share_from: int = 10
    creates_per_minute: int | None = None
    creates_per_hour: int | None = None
    leave_to_others: float = 0.0
    max_wait: float = 900.0


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line allows this one run to do although the guard would refuse it."""

    allow_empty_source: bool = False
    allow_mass_change: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides what a run wants.

    `calendars` are by team, with the default under the empty name. `write_back` is by source name: `commit` (write
    the document), `none`. `fingerprint` is a hash of everything here that may change how a document reads.
    `status` is `tracker` or `shared`, `orphans` is `report` or `close`. `since` passes over documents published
    before that day; `adopt_only` makes no new issue; `reread` resolves again what was resolved. `partial` names sources
    that list only some of their documents in this run: what they do not list is not missing.
    """

    publication: PublicationRules
    directory: Directory
    calendars: Mapping[str, Calendar]
    routes: tuple[Route, ...]
    limits: Limits = Limits()
    overrides: Overrides = Overrides()
    write_back: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    status: str = "tracker"
    orphans: str = "report"
    since: date | None = None
    adopt_only: bool = False
    reread: bool = False
    language: str | None = None
    labels: tuple[str, ...] = ("syncer",)
    command: str = "syncer sync"
    partial: frozenset[str] = frozenset()

    def calendar(self, team: str | None) -> Calendar:
        """The calendar of `team`, or the default."""
        return self.calendars.get(team or "", self.calendars[""])
