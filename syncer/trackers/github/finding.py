"""Owns the search for issues of ours that no record of ours knows: newcomers, and what a lost create left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from syncer.core.issue_body import read_own_marker
from syncer.core.settle import by_target
from syncer.model import Intent, Issue, Target
from syncer.trackers.github.cursor import Cursor
from syncer.trackers.github.listing import OVERLAP
from syncer.trackers.github.numbers import BEYOND, read_number, read_numbers
from syncer.trackers.github.pages import PER_PAGE, pages, rows
from syncer.trackers.github.shown import Shown
from syncer.trackers.github.site import Site

_NEAR = 50
"""How many numbers before the newest listed one are looked at where a list shows none: what lags is new."""
_STRIDE = 50
"""How many numbers are looked at together once the list has turned out to lag."""


@dataclass(slots=True)
class Look:
    """What the newest pages of a list showed, by number."""

    seen: dict[int, Shown] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The highest number seen, 0 where there is none."""
        return max(self.seen, default=0)

    @property
    def oldest(self) -> int:
        """The lowest number seen, 1 where there is none."""
        return min(self.seen, default=1)


def newcomers(site: Site, target: Target, cursor: Cursor | None) -> Sequence[Issue]:
    """Our marked issues made since the last listing of `target`, by number; afterwards `newest` is up to date.

    Without a cursor nothing is known: then numbers that the list does not show are read as well. Raises `PortError`.
    """
    site.names.meet(target)
    since = _since(site, target, cursor)
    begin = since or _recent(site, target)
    look = _newest_pages(site, target, lambda shown: begin is None or shown.created_at < begin)
    found = dict(look.seen)
    if cursor is None:
        found.update(_unlisted(site, target, look))
    recent = [found[number] for number in sorted(found) if since is None or found[number].created_at >= since]
    marked = [shown for shown in recent if not shown.is_pull and read_own_marker(shown.body)]
    return [issue for shown in marked if (issue := site.issue(shown, target)).is_ours]


def _recent(site: Site, target: Target) -> datetime | None:
    """Since when the label of a new issue may not be listed by, as of the last listing, if there was one."""
    listed = site.listed.get(target)
    return listed - OVERLAP if listed is not None else None


def _since(site: Site, target: Target, cursor: Cursor | None) -> datetime | None:
    """When the last listing of `target` was, less what a list may lag; nothing is left out where none was."""
    listed = site.listed.get(target) or (cursor.seen if cursor else None)
    if cursor is None or listed is None:
        return None
    return listed - OVERLAP


def _unlisted(site: Site, target: Target, look: Look) -> dict[int, Shown]:
    """What stands behind the newest listed number, and between the newest listed ones, though no list shows it yet."""
    found: dict[int, Shown] = {}
    start, newest, last = max(look.oldest, look.newest - _NEAR), look.newest, look.newest + BEYOND
    while True:
        asked = [number for number in range(start, last + 1) if number not in look.seen]
        new = {number: shown for number, shown in read_numbers(site, target, asked).items() if shown is not None}
        found |= new
        newest = max([newest, *new])
        if newest + BEYOND <= last:
            return found
        start, last = last + 1, newest + _STRIDE


def probe(site: Site, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
    """By intent id, the issue that a lost create left behind. Raises `PortError`.

    Neither a search nor a list decides: numbers that the newest pages do not show are read one by one, from the
    newest that was known when the request left to a few behind the newest known now.
    """
    found: dict[str, Issue | None] = dict.fromkeys(intent.id for intent in intents)
    for target, group in by_target(intents).items():
        made = _made_since(site, target, group)
        found |= {intent.id: made.get(intent.item) for intent in group}
    return found


def _made_since(site: Site, target: Target, intents: Sequence[Intent]) -> Mapping[str, Issue]:
    """The issues of ours made for the items of `intents` since they were begun, by item; the oldest of several."""
    site.names.meet(target)
    wanted = {intent.item for intent in intents}
    look = _look(site, target, intents)
    made: dict[str, Issue] = {}
    for _, shown in sorted({**look.seen, **dict(_gaps(site, target, intents, look))}.items()):
        marker = None if shown.is_pull else read_own_marker(shown.body)
        if marker is None or marker.item not in wanted or marker.item in made:
            continue
        issue = site.issue(shown, target)
        if issue.is_ours:
            made[marker.item] = issue
    return made


def _look(site: Site, target: Target, intents: Sequence[Intent]) -> Look:
    """The newest pages, back to where the first of `intents` can have made something."""
    number = _lowest(intents)
    begun = min(intent.begun_at for intent in intents) - OVERLAP

    def is_before(shown: Shown) -> bool:
        return shown.number <= number if number is not None else shown.created_at < begun

    return _newest_pages(site, target, is_before)


def _gaps(site: Site, target: Target, intents: Sequence[Intent], look: Look) -> Iterator[tuple[int, Shown]]:
    """What the list does not show although it may be there, read number by number, on until a few show nothing."""
    lowest = _lowest(intents)
    number = lowest if lowest is not None else look.oldest - 1
    last = max(number, look.newest) + BEYOND
    while number < last:
        number += 1
        if number in look.seen:
            continue
        shown = read_number(site, target, number)
        if shown is not None:
            yield number, shown
            last = max(last, number + BEYOND)


def _lowest(intents: Sequence[Intent]) -> int | None:
    """The newest number known when the first of `intents` left, `None` where that is not known of one of them."""
    known = [int(intent.newest) for intent in intents if intent.newest is not None and intent.newest.isdecimal()]
    return min(known) if len(known) == len(intents) else None


def _newest_pages(site: Site, target: Target, is_enough: Callable[[Shown], bool]) -> Look:
    """Issues and pull requests, newest first, page by page until the oldest of one `is_enough`."""
    look, place = Look(), site.place(target)
    query = {"state": "all", "sort": "created", "direction": "desc", "per_page": PER_PAGE}
    url = site.account.absolute(f"/repos/{site.names.now(target)}/issues", query)
    for page in pages(site.account, target, url, place):
        for row in rows(page, place):
            shown = site.read(row, target)
            look.seen[shown.number] = shown
        if not look.seen or is_enough(look.seen[look.oldest]):
            break
    return look
