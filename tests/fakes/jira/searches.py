"""Owns the search over the index, which is behind: `search/jql` of Cloud with its tokens, `search` of Data Center."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from .issues import Issue
from .jql import Context, JqlError, Query, compile_jql
from .people import READ
from .routing import Call, Route, route
from .wire import Json, Reply, refusal

MOST_RECONCILED = 50
MOST_PROPERTIES = 5
_IDS_ONLY = frozenset({"id", "key"})
_WEEK = timedelta(days=7)
_UNBOUNDED = "Unbounded JQL queries are not allowed here. Please add a search restriction to your query and try again. "
_REMOVED = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline "
    "is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was asked for, by GET or by POST."""

    jql: str
    most: int
    start: int
    token: str | None
    fields: Sequence[str]
    properties: Sequence[str]
    reconciled: Sequence[str]


def _asked(call: Call) -> Asked:
    """What is asked for; raises 400 for what is no search."""
    if call.request.method == "GET":
        return Asked(
            call.query.get("jql", ""),
            call.number("maxResults", 50),
            call.number("startAt", 0),
            call.query.get("nextPageToken"),
            call.request.listed("fields"),
            call.request.listed("properties"),
            call.request.listed("reconcileIssues"),
        )
    sent = call.json()
    for name, kind in (("jql", str), ("maxResults", int), ("startAt", int), ("fields", list), ("properties", list)):
        if sent.get(name) is not None and not isinstance(sent[name], kind):
            raise refusal(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    return Asked(
        sent.get("jql") or "",
        max(0, 50 if sent.get("maxResults") is None else sent["maxResults"]),
        max(0, sent.get("startAt") or 0),
        sent.get("nextPageToken"),
        sent.get("fields") or [],
        sent.get("properties") or [],
        [str(one) for one in sent.get("reconcileIssues") or []],
    )


def _compile(call: Call, jql: str) -> Query:
    try:
        return compile_jql(jql, Context(call.world, call.viewer, call.world.now()))
    except JqlError as error:
        raise refusal(400, *error.messages) from None


def _found(call: Call, query: Query, reconciled: dict[int, Issue | None]) -> list[Issue]:
    """What the index shows of live projects, but for the `reconciled`, which are as they are."""
    world = call.world
    live = {key for key, project in world.projects.items() if not project.archived}
    known = (issue for number, issue in world.index.items() if number not in reconciled)
    fresh = (issue for issue in reconciled.values() if issue is not None)
    chosen = (issue for source in (known, fresh) for issue in source if issue.project in live and query.matches(issue))
    return query.sorted([issue for issue in chosen if world.sees(call.viewer, issue)])


def search(call: Call) -> Reply:
    """GET or POST `search/jql`: a page of issues, with a token where there are more, and never a total."""
    asked = _asked(call)
    if len(asked.reconciled) > MOST_RECONCILED or not all(one.isdecimal() for one in asked.reconciled):
        raise refusal(400, f"At most {MOST_RECONCILED} issue ids can be reconciled.")
    if len(asked.properties) > MOST_PROPERTIES:
        raise refusal(400, f"At most {MOST_PROPERTIES} properties can be asked for.")
    query = _compile(call, asked.jql)
    if not query.is_bounded:
        raise refusal(400, _UNBOUNDED)
    fresh = {int(one): call.world.issues.get(int(one)) for one in asked.reconciled}
    numbers = _remaining(call, asked) if asked.token else [issue.id for issue in _found(call, query, fresh)]
    is_small = set(asked.fields) <= _IDS_ONLY and not asked.properties
    size = min(asked.most, call.world.most_ids if is_small else call.world.most_issues) or 1
    return Reply(200, _page(call, asked, numbers, size, fresh))


def _page(
    call: Call, asked: Asked, numbers: Sequence[int], size: int, fresh: dict[int, Issue | None]
) -> dict[str, Json]:
    known = ((fresh[number] if number in fresh else call.world.index.get(number)) for number in numbers[:size])
    is_default = not asked.fields or list(asked.fields) == ["id"]
    beans = [
        call.shapes.bean(issue, asked.fields, asked.properties, is_default=is_default)
        for issue in known
        if issue is not None and call.world.sees(call.viewer, issue)
    ]
    page: dict[str, Json] = {"issues": beans, "isLast": len(numbers) <= size}
    if len(numbers) > size:
        page["nextPageToken"] = call.world.add_page(asked.jql, numbers[size:])
    return page


def _remaining(call: Call, asked: Asked) -> Sequence[int]:
    """What is left behind the token; raises 400 for one that is not of this search, or too old."""
    made, jql, numbers = call.world.pages.get(asked.token or "", (call.world.now(), None, ()))
    if jql != asked.jql or call.world.now() - made > _WEEK:
        raise refusal(400, "The provided next page token is invalid or has expired.")
    return numbers


def removed(call: Call) -> NoReturn:
    """What once was the search of Cloud: 410."""
    raise refusal(410, _REMOVED)


def search_center(call: Call) -> Reply:
    """GET or POST `search`: a page of issues by offset, with the total. There are no properties in it."""
    asked = _asked(call)
    found = _found(call, _compile(call, asked.jql), {})
    most = min(asked.most, call.world.most_found)
    fields = asked.fields or ["*navigable"]
    beans = [call.shapes.bean(issue, fields) for issue in found[asked.start : asked.start + most]]
    page = {"expand": "schema,names", "startAt": asked.start, "maxResults": most, "total": len(found)}
    return Reply(200, {**page, "issues": beans})


def count(call: Call) -> Reply:
    """POST for about how many issues there are."""
    query = _compile(call, str(call.json().get("jql") or ""))
    if not query.is_bounded:
        raise refusal(400, _UNBOUNDED)
    return Reply(200, {"count": len(_found(call, query, {}))})


CLOUD_ROUTES: tuple[Route, ...] = (
    route("GET", "/search/jql", search),
    route("POST", "/search/jql", search, READ),
    route("POST", "/search/approximate-count", count, READ),
    route("GET", "/search", removed),
    route("POST", "/search", removed, READ),
)
CENTER_ROUTES: tuple[Route, ...] = (
    route("GET", "/search", search_center),
    route("POST", "/search", search_center, READ),
)
