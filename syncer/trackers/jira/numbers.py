"""Owns reads by key: the ones that no index delays, for issues that a search does not show yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from syncer.errors import Unavailable
from syncer.model import Target
from syncer.trackers.jira.places import key_at
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import FIELDS, PROPERTY, Json, Shown, understood
from syncer.trackers.jira.site import Site

MOST_AT_ONCE = 100
"""Issues that one bulkfetch takes."""
ABSENT = frozenset({403, 404, 410})
"""Statuses that say that an issue cannot be seen, for whatever reason."""
_MISSING = ("does not exist", "not found", "do not have permission", "don't have permission", "no permission")
SHOWING = {"fields": ",".join(FIELDS), "properties": PROPERTY}
"""What to ask of one issue."""


def read_bulk(site: Site, target: Target, names: Sequence[str]) -> Sequence[Shown]:
    """Those of `names` (at most 100 ids or keys) that Jira Cloud shows, in one request; moved ones with new keys.

    What it could not read just now is read by itself. Raises `PortError`.
    """
    content = {"issueIdsOrKeys": list(names), "fields": list(FIELDS), "properties": [PROPERTY]}
    answer = site.account.ask(target, site.account.api("issue", "bulkfetch"), content)
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    data: Json = answer.data
    rows, failed = understood(
        lambda: (list(data["issues"]), [str(one["id"]) for one in data.get("issueErrors") or () if not _is_miss(one)]),
        lambda words: Unavailable(f"{site.place(target)}: {words}"),
    )
    shown = [site.read(row, target) for row in rows]
    again = (read_one(site, target, name) for name in failed)
    return [*shown, *(one for one in again if one is not None)]


def _is_miss(error: Json) -> bool:
    """Whether an error says that an issue is not there for us, and not that it could not be read just now."""
    words = str(error.get("errorMessage") or "").casefold()
    return any(said in words for said in _MISSING)


def read_one(site: Site, target: Target, name: str) -> Shown | None:
    """The issue with the id or key `name`, with its new key where it moved; `None` where it cannot be seen.

    Raises `PortError`.
    """
    answer = site.account.get(target, site.account.api("issue", name), SHOWING)
    if answer.status in ABSENT:
        return None
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    return site.read(answer.data, target)


def read_numbers(site: Site, target: Target, numbers: Iterable[int]) -> Sequence[Shown]:
    """What has `numbers` in the project of `target`, by number; 100 in one request on Cloud.

    Issues that moved away are among them, in the project that they are in now. Raises `PortError`.
    """
    keys = [key_at(target.name, number) for number in sorted(set(numbers))]
    if not site.account.is_cloud:
        alone = (read_one(site, target, key) for key in keys)
        return [shown for shown in alone if shown is not None]
    batches = (keys[start : start + MOST_AT_ONCE] for start in range(0, len(keys), MOST_AT_ONCE))
    return [shown for batch in batches for shown in read_bulk(site, target, batch)]


def read_upwards(site: Site, target: Target, after: int, *, misses: int, at_least: int = 0) -> Sequence[Shown]:
    """What stands behind the number `after`, on until `misses` in a row show nothing, but to `at_least` anyway.

    Raises `PortError`.
    """
    stride = MOST_AT_ONCE if site.account.is_cloud else 1
    found: list[Shown] = []
    highest = max(after, at_least)
    while after < highest + misses:
        last = min(after + stride, highest + misses)
        found += read_numbers(site, target, range(after + 1, last + 1))
        after, highest = last, max([highest, *(one.number for one in found if one.project == target.name)])
    return found
