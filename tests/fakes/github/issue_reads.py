"""Owns the endpoints that read issues: one by its number, the list with its filters, and the search that lags."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from .issue_writes import check_issues_enabled
from .issues import Issue, to_second
from .paging import cursor_page_of, page_of
from .repository import Repository
from .routing import Call, Route, route
from .wire import Json, Reply, invalid

_EPOCH = datetime(1970, 1, 2, tzinfo=UTC)


def get_issue(call: Call) -> Reply:
    """GET one issue: never lags."""
    issue = call.issue()
    if issue.pull is None:
        check_issues_enabled(call.repository)
    return Reply(200, call.shapes.issue(call.repository, issue))


def list_issues(call: Call) -> Reply:
    """GET the list: pull requests are in it, the default is open issues, newest first."""
    check_issues_enabled(call.repository)
    query = call.request.query
    lag = max(call.world.list_lag, call.world.label_lag if query.get("labels") else 0.0)
    seen = call.repository.seen_at(_behind(call, lag))
    place, falling = _order(query.get("sort") or "created"), query.get("direction") != "asc"
    rows = sorted((issue for issue in seen if _fits(issue, query)), key=place, reverse=falling)
    return cursor_page_of(call, rows, lambda issue: call.shapes.issue(call.repository, issue), place, falling=falling)


def _behind(call: Call, lag: float) -> datetime | None:
    return call.world.now() - timedelta(seconds=lag) if lag else None


def _fits(issue: Issue, query: dict[str, str]) -> bool:
    return (
        _has_state(issue, query.get("state") or "open")
        and _has_labels(issue, query.get("labels", "").split(","))
        and _is_since(issue, query.get("since", ""))
        and _is_by(issue, query.get("creator", ""))
        and _is_assigned(issue, query.get("assignee", "*any*"))
    )


def _has_state(issue: Issue, state: str) -> bool:
    if state not in {"open", "closed", "all"}:
        raise invalid("Issue", "state", value=state)
    return state in {"all", issue.state}


def _has_labels(issue: Issue, names: Iterable[str]) -> bool:
    held = {name.lower() for name in issue.labels}
    return all(name.strip().lower() in held for name in names if name.strip())


def _is_since(issue: Issue, since: str) -> bool:
    if not since:
        return True
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise invalid("Issue", "since", value=since) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    # GitHub answers nothing at all for the epoch itself.
    return moment >= _EPOCH and to_second(issue.updated_at) >= to_second(moment)


def _is_by(issue: Issue, creator: str) -> bool:
    return not creator or issue.author.login.lower() == creator.lower()


def _is_assigned(issue: Issue, assignee: str) -> bool:
    if assignee in {"*any*", ""}:
        return True
    logins = {account.login.lower() for account in issue.assignees}
    return bool(logins) if assignee == "*" else not logins if assignee == "none" else assignee.lower() in logins


def _order(by: str) -> Callable[[Issue], tuple[int, int]]:
    """What a list is sorted by; equal ones by their numbers."""
    orders: dict[str, Callable[[Issue], tuple[int, int]]] = {
        "created": lambda issue: (int(issue.created_at.timestamp()), issue.number),
        "updated": lambda issue: (int(issue.updated_at.timestamp()), issue.number),
        "comments": lambda issue: (len(issue.comments), issue.number),
    }
    if by not in orders:
        raise invalid("Issue", "sort", value=by)
    return orders[by]


def search_issues(call: Call) -> Reply:
    """GET the search: an index that lags, over every repository that the asker sees."""
    text = call.request.query.get("q", "")
    if not text.strip():
        raise invalid("Search", "q", "missing")
    terms = _terms(text)
    rows = [(repository, issue) for repository in _searched(call, terms) for issue in _hits(call, repository, terms)]
    rows.sort(key=lambda row: (row[1].created_at, row[1].id), reverse=True)
    reply = page_of(call, rows, lambda row: {**call.shapes.issue(*row), "score": 1.0})
    content = {"total_count": len(rows), "incomplete_results": False, "items": reply.content}
    return Reply(200, {**content, "search_type": "lexical"}, reply.headers)


def _terms(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _searched(call: Call, terms: list[str]) -> list[Repository]:
    named = {term[len("repo:") :].lower() for term in terms if term.startswith("repo:")}
    seen = [entry for entry in call.world.repositories.values() if call.world.role_in(entry, call.token)]
    found = [entry for entry in seen if not named or entry.full_name.lower() in named]
    if named and not found:
        raise invalid("Search", "q", message="The listed users and repositories cannot be searched.")
    return found


def _hits(call: Call, repository: Repository, terms: list[str]) -> list[Issue]:
    seen = repository.seen_at(_behind(call, call.world.search_lag))
    return [issue for issue in seen if all(_is_hit(issue, term) for term in terms)]


def _is_hit(issue: Issue, term: str) -> bool:
    name, _, value = term.partition(":")
    wanted: Json = {
        "repo": True,
        "in": True,
        "sort": True,
        "is": {"issue": issue.pull is None, "pr": issue.pull is not None}.get(value, issue.state == value),
        "type": (issue.pull is not None) == (value == "pr"),
        "state": issue.state == value,
        "label": _has_labels(issue, [value]),
        "author": _is_by(issue, value),
        "assignee": _is_assigned(issue, value),
    }
    if value and name in wanted:
        return bool(wanted[name])
    return term.lower() in f"{issue.title}\n{issue.body or ''}".lower()


ROUTES: tuple[Route, ...] = (
    route("GET", "/{repo}/issues", list_issues, "issues=read"),
    route("GET", "/{repo}/issues/{number}", get_issue, "issues=read"),
    route("GET", "/search/issues", search_issues),
)
