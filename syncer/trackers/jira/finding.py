"""Owns the search for issues of ours that no record of ours knows: newcomers, and what a lost create left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from syncer.core.marker import from_property
from syncer.core.settle import by_target
from syncer.model import Intent, Issue, Target
from syncer.trackers.jira.cursor import Cursor
from syncer.trackers.jira.listing import OVERLAP, has_label
from syncer.trackers.jira.numbers import read_numbers, read_one, read_upwards
from syncer.trackers.jira.searching import pages_of_project
from syncer.trackers.jira.shown import Shown
from syncer.trackers.jira.site import Site

_NEAR = 9
"""How many numbers before the newest listed one are looked at where a search shows none: what lags is new."""
_STRIDE = 100
"""How many numbers are looked at together: what Jira Cloud shows in one answer."""
_MISSES = {True: 90, False: 1}
"""How many numbers in a row must show nothing before newcomers end, by whether it is Cloud."""
_LOST_MISSES = {True: 100, False: 10}
"""The same where it decides whether a request is sent again."""


def newcomers(site: Site, target: Target, cursor: Cursor | None) -> Sequence[Issue]:
    """Our marked issues made since the last listing of `target`, by number; afterwards `newest` is up to date.

    Without a cursor nothing is known: then everything near the newest number counts. Raises `PortError`.
    """
    listed = site.listed.get(target) or (cursor.seen if cursor else site.clock.now())
    begin = listed - OVERLAP
    if target not in site.newest_page:
        found = _near_newest(site, target, begin)
    elif cursor is None:
        found = _around(site, target, site.newest_page[target], begin)
    else:
        found = read_upwards(site, target, site.newest.get(target, 0), misses=_MISSES[site.account.is_cloud])
    recent = found if cursor is None else [one for one in found if (one.created_at or begin) >= begin]
    return [issue for issue in _marked(site, recent) if issue.is_ours]


def _marked(site: Site, found: Iterable[Shown]) -> Sequence[Issue]:
    """Those of `found` that bear our marker, each once, by project and number."""
    marked = {one.id: one for one in found if from_property(one.kept) is not None}
    return [site.issue(one) for one in sorted(marked.values(), key=lambda one: (one.project, one.number))]


def _around(site: Site, target: Target, page: Sequence[Shown], begin: datetime) -> Sequence[Shown]:
    """What the newest `page` shows, what is missing in it near its newest, and what stands behind that.

    On Data Center the index is up to date where the issue was made, and only what stands behind is read.
    """
    newest = site.newest.get(target, 0)
    if not site.account.is_cloud:
        return [*page, *read_upwards(site, target, newest, misses=_MISSES[False])]
    here = {one.number: one for one in page if one.project == target.name}
    young = [number for number, one in here.items() if (one.created_at or begin) >= begin]
    low = max(1, min([newest - _NEAR, *young]))
    missing = [number for number in range(low, newest + 1) if number not in here]
    last = newest + _MISSES[True]
    read = read_numbers(site, target, [*missing, *range(newest + 1, last + 1)])
    above = _above(site, target, read, newest, last)
    is_young = bool(here) and low <= min(here) and low > 1
    return [*page, *read, *above, *(_below(site, target, low, begin) if is_young else ())]


def _near_newest(site: Site, target: Target, begin: datetime) -> Sequence[Shown]:
    """What stands near the newest number, back to where issues are older than `begin`."""
    is_cloud = site.account.is_cloud
    rows = "1" if is_cloud else str(_STRIDE)
    page = next(pages_of_project(site, target, "ORDER BY created DESC", rows)).shown
    site.see(target, 0)
    newest = site.newest.get(target, 0)
    if not is_cloud:
        recent = [one for one in page if has_label(site, one) and (one.created_at or begin) >= begin]
        whole = (one if one.is_whole else read_one(site, target, one.id) for one in recent)
        above = read_upwards(site, target, newest, misses=_MISSES[False])
        return [*(one for one in whole if one is not None), *above]
    low, last = max(1, newest - _NEAR), newest + _MISSES[True]
    read = read_numbers(site, target, range(low, last + 1))
    is_young = any(_is_at(one, target, low) and (one.created_at or begin) >= begin for one in read)
    below = _below(site, target, low, begin) if is_young else ()
    return [*read, *_above(site, target, read, newest, last), *below]


def _is_at(shown: Shown, target: Target, low: int) -> bool:
    """Whether `shown` is of the project of `target`, among the lowest numbers that were read."""
    return shown.project == target.name and low <= shown.number <= low + _NEAR


def _above(site: Site, target: Target, read: Sequence[Shown], newest: int, last: int) -> Sequence[Shown]:
    """What stands behind the number `last`, where anything of what was `read` stands behind the `newest` listed."""
    if not any(one.project == target.name and one.number > newest for one in read):
        return []
    return read_upwards(site, target, last, misses=_MISSES[True])


def _below(site: Site, target: Target, low: int, begin: datetime) -> Sequence[Shown]:
    """What has numbers below `low`, back to issues that are older than `begin`."""
    found: list[Shown] = []
    while low > 1:
        first = max(1, low - _STRIDE)
        read = [one for one in read_numbers(site, target, range(first, low)) if one.project == target.name]
        found, low = [*found, *read], first
        if not read or min(one.created_at or begin for one in read) < begin:
            break
    return found


def probe(site: Site, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
    """By intent id, the issue that a lost create left behind. Raises `PortError`.

    No search decides: everything is read by key from the newest number that was known when the request left, until
    many in a row behind the newest known now show nothing.
    """
    found: dict[str, Issue | None] = dict.fromkeys(intent.id for intent in intents)
    for target, group in by_target(intents).items():
        made = _made_since(site, target, group)
        found |= {intent.id: made.get(intent.item) for intent in group}
    return found


def _made_since(site: Site, target: Target, intents: Sequence[Intent]) -> Mapping[str, Issue]:
    """The issues of ours made for the items of `intents` since they were begun, by item; the oldest of several."""
    wanted = {intent.item for intent in intents}
    made: dict[str, Issue] = {}
    for issue in _marked(site, _since(site, target, intents)):
        if issue.marker is not None and issue.marker.item in wanted and issue.is_ours:
            made.setdefault(issue.marker.item, issue)
    return made


def _since(site: Site, target: Target, intents: Sequence[Intent]) -> Sequence[Shown]:
    """Everything made since the first of `intents` left; where its newest number is not known, by when it left."""
    misses = _LOST_MISSES[site.account.is_cloud]
    lowest = _lowest(intents)
    if lowest is not None:
        return read_upwards(site, target, lowest, misses=misses, at_least=site.newest.get(target, 0))
    near = _near_newest(site, target, min(intent.begun_at for intent in intents) - OVERLAP)
    return [*near, *read_upwards(site, target, site.newest.get(target, 0), misses=misses)]


def _lowest(intents: Sequence[Intent]) -> int | None:
    """The newest number known when the first of `intents` left, `None` where that is not known of one of them."""
    known = [int(intent.newest) for intent in intents if intent.newest is not None and intent.newest.isdecimal()]
    return min(known) if len(known) == len(intents) else None
