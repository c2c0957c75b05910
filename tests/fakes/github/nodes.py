"""Owns how GraphQL shows the world: repositories, issues, accounts and lists, as `graphql-core` walks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from .accounts import Account, Role, Token
from .issues import Comment, Issue, stamp, to_second
from .repository import Repository
from .shapes import Shapes
from .wire import Json
from .world import World

MOST_NODES = 100
"""Node ids that one field takes, and nodes of one page."""

Node = dict[str, Any]
Lister = Callable[..., Node]

_PERMISSIONS = {
    Role.NONE: None,
    Role.READ: "READ",
    Role.TRIAGE: "TRIAGE",
    Role.PUSH: "WRITE",
    Role.MAINTAIN: "MAINTAIN",
    Role.ADMIN: "ADMIN",
}


class GraphQLRefusal(Exception):  # noqa: N818 - named for what GitHub does
    """An error of one field; `kind` is GitHub's word for it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Nodes:
    """Shows the world to the holder of a token."""

    def __init__(self, world: World, token: Token) -> None:
        self._world = world
        self._token = token
        self._shapes = Shapes(world)

    def sees(self, repository: Repository) -> bool:
        """Whether the asker may know of it."""
        return self._world.role_in(repository, self._token) > Role.NONE

    def by_id(self, global_id: str) -> Node | GraphQLRefusal:
        """The node with this id: an issue, a pull request or a repository."""
        found = self._world.node(global_id)
        if isinstance(found, Repository) and self.sees(found):
            return self.repository(found)
        if isinstance(found, tuple) and self.sees(found[0]):
            return self.issue(*found)
        return GraphQLRefusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{global_id}'")

    def actor(self, account: Account) -> Node:
        """An account; a bot goes by its login without `[bot]`."""
        login = account.login.removesuffix("[bot]")
        return {
            "__typename": account.kind,
            "id": account.node_id,
            "databaseId": account.id,
            "login": login,
            "name": None,
            "url": f"{self._world.host}/{login}",
            "resourcePath": f"/{login}",
        }

    def viewer(self) -> Node:
        """Who asks: always a user for the schema, and a bot with its full login."""
        account = self._token.account
        return {**self.actor(account), "__typename": "User", "login": account.login}

    def repository(self, repository: Repository) -> Node:
        """A repository with its issues."""
        return {
            "__typename": "Repository",
            "id": repository.node_id,
            "databaseId": repository.id,
            "name": repository.name,
            "nameWithOwner": repository.full_name,
            "owner": self.actor(repository.owner),
            "url": self._shapes.html_url(repository),
            "isPrivate": repository.private,
            "isArchived": repository.archived,
            "hasIssuesEnabled": repository.has_issues,
            "viewerPermission": _PERMISSIONS[self._world.role_in(repository, self._token)],
            "assignableUsers": lambda info, **asked: self._assignable(repository, asked),
            "issue": lambda info, number: self._numbered(repository, number, is_issue=True),
            "issueOrPullRequest": lambda info, number: self._numbered(repository, number, is_issue=False),
            "issues": lambda info, **asked: self._issues(repository, asked),
        }

    def _assignable(self, repository: Repository, asked: dict[str, Any]) -> Node:
        accounts = sorted(repository.assignees.values(), key=lambda account: account.login.lower())
        return connection([self.actor(account) for account in accounts], asked)

    def _numbered(self, repository: Repository, number: int, *, is_issue: bool) -> Node:
        kind = "Issue" if is_issue else "issue or pull request"
        missing = GraphQLRefusal("NOT_FOUND", f"Could not resolve to an {kind} with the number of {number}.")
        try:
            found = repository.issue(number)
        except KeyError:
            raise missing from None
        if is_issue and found.pull:
            raise missing
        return self.issue(repository, found)

    def _issues(self, repository: Repository, asked: dict[str, Any]) -> Node:
        lag = self._world.list_lag
        seen = repository.seen_at(self._world.now() - timedelta(seconds=lag) if lag else None)
        asked = {**asked, **(asked.get("filterBy") or {})}
        rows = [issue for issue in seen if issue.pull is None and _is_asked(issue, asked)]
        order = asked.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
        rows.sort(key=_ORDERS[order["field"]], reverse=order["direction"] == "DESC")
        return connection([self.issue(repository, issue) for issue in rows], asked)

    def issue(self, repository: Repository, issue: Issue) -> Node:
        """An issue or a pull request."""
        page = f"/{repository.full_name}/{'pull' if issue.pull else 'issues'}/{issue.number}"
        merged_at = issue.pull.merged_at if issue.pull else None
        return {
            "__typename": "PullRequest" if issue.pull else "Issue",
            "id": issue.node_id,
            "databaseId": issue.id,
            "fullDatabaseId": str(issue.id),
            "number": issue.number,
            "title": issue.title,
            "body": issue.body or "",
            "url": self._world.host + page,
            "resourcePath": page,
            "state": "MERGED" if merged_at else issue.state.upper(),
            "stateReason": lambda info, **asked: _reason(issue, **asked),
            "closed": not issue.is_open,
            "merged": merged_at is not None,
            "mergedAt": stamp(merged_at) if merged_at else None,
            "createdAt": stamp(issue.created_at),
            "updatedAt": stamp(issue.updated_at),
            "closedAt": stamp(issue.closed_at) if issue.closed_at else None,
            "locked": issue.is_locked,
            "viewerDidAuthor": issue.author == self._token.account,
            "author": self.actor(issue.author),
            "repository": lambda info: self.repository(repository),
            "labels": _lister(lambda: [self._label(repository, name) for name in issue.labels]),
            "assignees": _lister(lambda: [self.actor(account) for account in issue.assignees]),
            "comments": _lister(lambda: [self._comment(comment) for comment in issue.comments]),
            "timelineItems": lambda info, **asked: self._timeline(issue, asked),
        }

    def _timeline(self, issue: Issue, asked: dict[str, Any]) -> Node:
        """What happened to the issue, of which only one kind is kept: that it was marked as a duplicate."""
        wanted = asked.get("itemTypes") or ["MARKED_AS_DUPLICATE_EVENT"]
        found = self._world.by_database_id(issue.duplicate_of) if issue.duplicate_of else None
        if found is None or "MARKED_AS_DUPLICATE_EVENT" not in wanted:
            return connection([], asked)
        canonical = self.issue(*found) if self.sees(found[0]) else None
        return connection([{"__typename": "MarkedAsDuplicateEvent", "canonical": canonical}], asked)

    def _label(self, repository: Repository, name: str) -> Node:
        return {**self._shapes.label(repository, repository.label(name)), "__typename": "Label"}

    def _comment(self, comment: Comment) -> Node:
        return {
            "__typename": "IssueComment",
            "id": comment.node_id,
            "databaseId": comment.id,
            "body": comment.body,
            "author": self.actor(comment.author),
            "createdAt": stamp(comment.created_at),
            "updatedAt": stamp(comment.updated_at),
        }


_ORDERS: dict[str, Callable[[Issue], Any]] = {
    "CREATED_AT": lambda issue: (to_second(issue.created_at), issue.number),
    "UPDATED_AT": lambda issue: (to_second(issue.updated_at), issue.number),
    "COMMENTS": lambda issue: (len(issue.comments), issue.number),
}


def _is_asked(issue: Issue, asked: dict[str, Any]) -> bool:
    """Whether the filters of a list let `issue` through: any of the labels, any of the states, changed since."""
    wanted = {name.lower() for name in asked.get("labels") or ()}
    states = {state.lower() for state in asked.get("states") or ()}
    since = asked.get("since")
    return (
        (not states or issue.state in states)
        and (not wanted or bool(wanted & {name.lower() for name in issue.labels}))
        and (not since or to_second(issue.updated_at) >= datetime.fromisoformat(since))
    )


def _reason(issue: Issue, enableDuplicate: bool = False) -> str | None:  # noqa: N803 - the argument's own word
    if issue.state_reason == "duplicate" and not enableDuplicate:
        return "NOT_PLANNED"
    return issue.state_reason.upper() if issue.state_reason else None


def _lister(rows: Callable[[], list[Json]]) -> Lister:
    return lambda info, **asked: connection(rows(), asked)


def connection(rows: list[Json], asked: dict[str, Any]) -> Node:
    """The page of `rows` that `first` and `after`, or `last`, ask for; raises without a size and for one too large."""
    size = asked.get("first") or asked.get("last")
    if size is None:
        raise GraphQLRefusal("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value.")
    if size > MOST_NODES:
        raise GraphQLRefusal("EXCESSIVE_PAGINATION", f"Requesting {size} records exceeds the limit of 100 records.")
    start = int(asked.get("after") or 0) if asked.get("first") else max(0, len(rows) - size)
    end = min(len(rows), start + size)
    more = {"hasNextPage": end < len(rows), "hasPreviousPage": start > 0}
    shown = rows[start:end]
    return {
        "totalCount": len(rows),
        "nodes": shown,
        "edges": [{"node": row} for row in shown],
        "pageInfo": {**more, "startCursor": str(start), "endCursor": str(end)},
    }
