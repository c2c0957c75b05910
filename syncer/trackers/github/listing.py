"""Owns the one conditional list that a run asks of a repository: what changed since the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain

from syncer.model import Issue, Target
from syncer.retry.answer import Answer
from syncer.retry.redirects import next_page
from syncer.trackers.github.account import Viewer
from syncer.trackers.github.cursor import Cursor
from syncer.trackers.github.pages import PER_PAGE, pages, rows
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Shown
from syncer.trackers.github.site import MOVED, Site, has_label

OVERLAP = timedelta(minutes=5)
"""How far behind the newest change a listing reads on: what a lagging list showed too late is found there."""


def changes(site: Site, target: Target, cursor: Cursor | None) -> tuple[Sequence[Issue], Cursor]:
    """Issues with our label that changed since `cursor` (all when `None`), by number, and where this leaves off.

    Costs one request where nothing changed: the URL is always the same, so that its ETag holds. Raises `PortError`.
    """
    _remember(site, target, cursor)
    answer = _first_page(site, target, cursor)
    site.listed[target] = site.account.server_time(answer)
    if answer.status == 304 and cursor is not None:
        return [], _named(site, target, cursor)
    found = {shown.node_id: shown for shown in _changed(site, target, answer, cursor.seen if cursor else None)}
    wanted = [shown for shown in found.values() if not shown.is_pull and has_label(shown, site.label)]
    issues = [site.issue(shown, target) for shown in sorted(wanted, key=lambda shown: shown.number)]
    return issues, _cursor(site, target, cursor, answer, list(found.values()))


def _remember(site: Site, target: Target, cursor: Cursor | None) -> None:
    """Take up what an earlier run learnt."""
    site.names.meet(target)
    if cursor is None:
        return
    if cursor.name:
        site.names.renamed(target, cursor.name)
    if cursor.login and cursor.account == site.account.identity:
        site.account.remember(Viewer(cursor.login, cursor.is_bot))
    if cursor.due_field:
        site.reader.due.ids.setdefault(target, cursor.due_field)


def _first_page(site: Site, target: Target, cursor: Cursor | None) -> Answer:
    is_same_token = cursor is not None and cursor.etag and cursor.token == site.account.token_mark(target)
    headers = {"If-None-Match": cursor.etag} if cursor is not None and is_same_token else {}
    answer = _ask(site, target, headers)
    if answer.status in MOVED:
        # Renamed: a list must not be followed blindly, the new name is what links and later requests need.
        site.resolve(target)
        answer = _ask(site, target, {})
    if not (answer.is_success or (answer.status == 304 and headers)):
        raise refusal(answer, site.place(target))
    return answer


def _ask(site: Site, target: Target, headers: dict[str, str]) -> Answer:
    return site.account.get(target, _url(site, target), headers=headers, follows=False)


def _url(site: Site, target: Target, state: str = "all") -> str:
    """Always the same, so that its ETag holds."""
    query = {"labels": site.label, "state": state, "sort": "updated", "direction": "desc", "per_page": PER_PAGE}
    return site.account.absolute(f"/repos/{site.names.now(target)}/issues", query)


def _changed(site: Site, target: Target, answer: Answer, seen: datetime | None) -> Iterator[Shown]:
    """What the list shows, newest change first, until something older than `seen` and its overlap."""
    place = site.place(target)
    following = next_page(_url(site, target), answer)
    more = pages(site.account, target, following, place) if following else ()
    for page in chain([answer], more):
        for row in rows(page, place):
            shown = site.read(row, target)
            if seen is not None and shown.updated_at < seen - OVERLAP:
                return
            yield shown


def _cursor(site: Site, target: Target, before: Cursor | None, answer: Answer, found: Sequence[Shown]) -> Cursor:
    """Where this listing leaves off. A change from the future (a clock that was wrong) never moves it there."""
    latest = [min(shown.updated_at, site.listed[target]) for shown in found]
    seen = [before.seen] if before is not None and before.seen is not None else []
    newest = max([*latest, *seen], default=None)
    written = newest.astimezone(UTC).isoformat(timespec="seconds") if newest else ""
    viewer = site.account.known_viewer
    return _named(
        site,
        target,
        Cursor(
            etag=answer.headers.get("etag", ""),
            token=site.account.token_mark(target),
            newest=written,
            login=viewer.login if viewer else "",
            is_bot=viewer.is_bot if viewer else False,
            account=site.account.identity if viewer else "",
            due_field=site.reader.due.ids.get(target, 0),
        ),
    )


def _named(site: Site, target: Target, cursor: Cursor) -> Cursor:
    """`cursor` with what the repository is called now."""
    return replace(cursor, name=site.names.now(target) if site.names.is_renamed(target) else "")


def listed_open(site: Site, target: Target) -> Mapping[str, Shown]:
    """Every open issue with our label as the list shows it, by node id; a list may lag. Raises `PortError`."""
    place = site.place(target)
    url = _url(site, target, state="open")
    shown = (site.read(row, target) for page in pages(site.account, target, url, place) for row in rows(page, place))
    return {one.node_id: one for one in shown}
