"""Owns the one search that a run asks of a site, for all its projects: what changed since the last one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from syncer.model import Issue, Target
from syncer.trackers.jira.cursor import Cursor, milliseconds
from syncer.trackers.jira.searching import Page, pages, pages_of_project
from syncer.trackers.jira.shown import Shown
from syncer.trackers.jira.site import Site

OVERLAP = timedelta(minutes=15)
"""How far back of the last one a search reads: what the index showed too late is found there."""
LEAST_OVERLAP = timedelta(minutes=5)
"""How far back of its own last listing a search must reach to answer for another project as well."""
_FRESH = 300.0
"""Seconds for which a search answers for further projects."""
_NEWEST = "100"


@dataclass(slots=True)
class _Search:
    """What one search found: since when it asked, when it was answered by the server's clock and by ours."""

    since: datetime
    at: datetime
    asked_at: float
    shown: tuple[Shown, ...]
    served: set[Target] = field(default_factory=set)

    def serves(self, target: Target, cursor: Cursor, now: float) -> bool:
        """Whether it says what changed in `target` since `cursor`, and did not say so already."""
        is_fresh = now - self.asked_at <= _FRESH and self.at >= cursor.seen
        return target not in self.served and is_fresh and cursor.seen - LEAST_OVERLAP >= self.since


class Listing:
    """Lists what changed, target by target, from any thread: targets of one run share one search."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._last: _Search | None = None

    def changes(self, target: Target, cursor: Cursor | None) -> tuple[Sequence[Issue], Cursor]:
        """Issues with our label that changed since `cursor` (all when `None`), by number, and where this leaves off.

        Raises `PortError`.
        """
        if cursor is not None and cursor.viewer and cursor.account == self._site.account.identity:
            self._site.account.remember(cursor.viewer)
        found, at = _first(self._site, target) if cursor is None else self._changed(target, cursor)
        self._site.listed[target] = at
        listed = [shown for shown in found if shown.project == target.name and has_label(self._site, shown)]
        issues = [self._site.issue(shown) for shown in sorted(listed, key=lambda shown: shown.number)]
        account = self._site.account
        viewer = account.known_viewer
        return issues, Cursor(milliseconds(at), viewer or "", account.identity if viewer else "")

    def _changed(self, target: Target, cursor: Cursor) -> tuple[Iterable[Shown], datetime]:
        with self._lock:
            now = self._site.clock.monotonic()
            if self._last is None or not self._last.serves(target, cursor, now):
                self._last = None
                self._last = _search(self._site, target, cursor.seen - OVERLAP)
            self._last.served.add(target)
            return self._last.shown, self._last.at


def _search(site: Site, target: Target, since: datetime) -> _Search:
    """What changed on the whole site since the instant `since`."""
    asked_at = site.clock.monotonic()
    jql = f'labels = "{site.label}" AND updated >= {milliseconds(since)} ORDER BY updated ASC'
    found, at = _all(site, pages(site, target, jql))
    return _Search(since, at, asked_at, tuple(found))


def _first(site: Site, target: Target) -> tuple[Iterable[Shown], datetime]:
    """Everything in `target`: its newest page, and where that is not the whole project, what bears our label.

    The page tells the newest number and the types of issues as well, which a first run asks for anyway.
    """
    page = next(pages_of_project(site, target, "ORDER BY created DESC", _NEWEST))
    at = site.account.server_time(page.answer)
    site.newest_page[target] = page.shown
    site.see(target, 0)  # a project without issues is known to have none
    if page.following is None:
        return page.shown, at
    condition = f'AND labels = "{site.label}" ORDER BY updated ASC'
    return _all(site, pages_of_project(site, target, condition))[0], at


def _all(site: Site, found_in: Iterable[Page]) -> tuple[Iterable[Shown], datetime]:
    """What is found, each issue as last seen, and when the first page was answered."""
    found: dict[str, Shown] = {}
    at: datetime | None = None
    for page in found_in:
        at = at or site.account.server_time(page.answer)
        found |= {shown.id: shown for shown in page.shown}
    return found.values(), at or site.clock.now()


def has_label(site: Site, shown: Shown) -> bool:
    """Whether `shown` has our label; searches take no notice of case."""
    return any(label.casefold() == site.label.casefold() for label in shown.labels)
