"""Owns searches: one JQL question, page by page, on Cloud by tokens and on Data Center by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from syncer.errors import Rejected, Unavailable
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.places import checked
from syncer.trackers.jira.projects import explained
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import FIELDS, PROPERTY, Json, Shown, understood
from syncer.trackers.jira.site import Site

MOST_ROWS = {True: "5000", False: "1000"}
"""Rows of a page asked for, by whether it is Cloud; either may answer with fewer."""
_MOST_PAGES = 1_000
_AGAIN = 50
"""Rows that two pages on Data Center have in common: an issue changed in between moves all behind it forward by one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: the answer that held it, its issues, and how the next is asked for, `None` at the end."""

    answer: Answer
    shown: tuple[Shown, ...]
    following: Mapping[str, str] | None


def pages_of_project(site: Site, target: Target, condition: str, rows: str | None = None) -> Iterator[Page]:
    """The pages of what is found in the project of `target`; `condition` is JQL that goes on after it.

    Raises `PortError`, as `NotAllowed` that explains it where the project cannot be searched.
    """
    jql = f'project = "{checked(target.name)}" {condition}'
    try:
        yield from pages(site, target, jql, rows)
    except Rejected as error:
        raise explained(site, target, str(error).removeprefix(f"{site.place(target)}: ")) from error


def pages(site: Site, target: Target, jql: str, rows: str | None = None) -> Iterator[Page]:
    """The pages of what `jql` finds, fetched one at a time as they are asked for; `rows` is the most on one.

    Rows may come twice where issues change meanwhile. On Data Center searches show no properties. Raises `PortError`.
    """
    query = {"jql": jql, "fields": ",".join(FIELDS), "maxResults": rows or MOST_ROWS[site.account.is_cloud]}
    following: Mapping[str, str] | None = {"properties": PROPERTY} if site.account.is_cloud else {"startAt": "0"}
    asked: set[tuple[tuple[str, str], ...]] = set()
    while following is not None:
        mark = tuple(sorted(following.items()))
        if mark in asked or len(asked) >= _MOST_PAGES:
            raise Unavailable(f"{site.place(target)}: a search without an end came from the server; nothing was taken")
        asked.add(mark)
        page = _page(site, target, {**query, **following})
        yield page
        following = page.following


def _page(site: Site, target: Target, query: Mapping[str, str]) -> Page:
    account = site.account
    path = account.api("search", "jql") if account.is_cloud else account.api("search")
    answer = account.get(target, path, query)
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    data: Json = answer.data
    rows = understood(lambda: list(data["issues"]), lambda words: Unavailable(f"{site.place(target)}: {words}"))
    shown = tuple(site.read(row, target, is_whole=account.is_cloud) for row in rows)
    following = _by_token(data) if account.is_cloud else _by_position(data, int(query["startAt"]), len(rows))
    return Page(answer, shown, following)


def _by_token(data: Json) -> Mapping[str, str] | None:
    token = data.get("nextPageToken")
    is_last = data.get("isLast") is True or not token
    return None if is_last else {"properties": PROPERTY, "nextPageToken": str(token)}


def _by_position(data: Json, start: int, size: int) -> Mapping[str, str] | None:
    total = data.get("total")
    is_last = size == 0 or (isinstance(total, int) and start + size >= total)
    return None if is_last else {"startAt": str(start + max(1, size - _AGAIN))}
