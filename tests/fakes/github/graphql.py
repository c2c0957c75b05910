"""Owns the GraphQL endpoint: queries are parsed, validated against the vendor's schema and run over the world."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from . import commits
from .accounts import Account, Role, Token
from .issues import Comment, Issue, stamp, to_second
from .limits import Limits
from .repository import Repository
from .shapes import Shapes
from .wire import Json, Reply, Request, refusal
from .world import World

MOST_NODES = 100
SUBSET = Path(__file__).with_name("subset.graphql")


def schema() -> GraphQLSchema:
    """The vendor's schema where SYNCER_REFERENCE leads to it, else the part of it that is served."""
    vendor = Path(os.environ.get("SYNCER_REFERENCE", "/nowhere"), "contracts", "github-graphql.schema.graphql")
    return read_schema(vendor if vendor.is_file() else SUBSET)


@cache
def read_schema(path: Path) -> GraphQLSchema:
    """The schema in a file, read once: the vendor's takes most of a second."""
    return build_schema(path.read_text(), assume_valid=True)


def answer(world: World, limits: Limits, request: Request, token: Token | None) -> Reply:
    """Run the query of `request`: 200 with `data` and `errors`; raises 401 without a token."""
    if token is None:
        raise refusal(401, "This endpoint requires you to be authenticated.")
    sent = request.json()
    return Reply(200, _run(Root(world, limits, token), str(sent.get("query", "")), sent.get("variables") or {}))


def _run(root: Root, query: str, variables: dict[str, Json]) -> dict[str, Json]:
    """`data` of a query that could be run, `errors` where there are some."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return {"errors": [_shown(error)]}
    if errors := validate(schema(), document):
        return {"errors": [_shown(error) for error in errors]}
    result = execute_sync(schema(), document, root, variable_values=variables)
    told = {"errors": [_shown(error) for error in result.errors]} if result.errors else {}
    return {"data": result.data, **told}


def _shown(error: GraphQLError) -> dict[str, Json]:
    kind = getattr(error.original_error, "kind", None)
    shown: dict[str, Json] = {"type": kind} if kind else {}
    shown |= {"path": list(error.path)} if error.path else {}
    places = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return {**shown, "locations": places, "message": error.message}


class GraphQLRefusal(Exception):  # noqa: N818 - named for what GitHub does
    """An error of one field; `kind` is GitHub's word for it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


Field = Callable[..., Any]


class Root:
    """What a query or mutation may ask for; `graphql-core` calls the methods by the names of the fields."""

    def __init__(self, world: World, limits: Limits, token: Token) -> None:
        self._limits = limits
        self._world = world
        self._token = token
        self._shapes = Shapes(world)

    def viewer(self, info: object) -> Json:
        """Who asks; a bot is shown with its full login here."""
        account = self._token.account
        return {**self._actor(account), "__typename": "User", "login": account.login}

    def node(self, info: object, id: str) -> Json:  # noqa: A002 - the field's own word
        """One node by its global id."""
        found = self._node(id)
        if isinstance(found, GraphQLRefusal):
            raise found
        return found

    def nodes(self, info: object, ids: Sequence[str]) -> list[Json]:
        """Nodes by their global ids; one that cannot be found is `null` and an error of its own."""
        if len(ids) > MOST_NODES:
            told = f"You may not provide more than {MOST_NODES} node ids; you provided {len(ids)}."
            raise GraphQLRefusal("ARGUMENT_LIMIT", told)
        index = self._index()
        return [self._node(one, index) for one in ids]

    def repository(self, info: object, owner: str, name: str, followRenames: bool = True) -> Json:  # noqa: N803
        """A repository by its name."""
        found = self._world.named(f"{owner}/{name}")
        if found is None or not self._sees(found):
            told = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise GraphQLRefusal("NOT_FOUND", told)
        return self._repository(found)

    def rateLimit(self, info: object, dryRun: bool = False) -> Json:  # noqa: N802, N803 - the fields' own words
        """The quota."""
        shown = self._limits.shown(self._token)
        resets_at = datetime.fromtimestamp(shown.pop("reset"), UTC)
        return {**shown, "cost": 1, "nodeCount": 0, "resetAt": stamp(resets_at)}

    def createCommitOnBranch(self, info: object, input: dict[str, Json]) -> Json:  # noqa: N802, A002
        """A commit of several files, if the branch still is where the asker believes."""
        try:
            oid = commits.commit_on_branch(self._world, self._token, input)
        except commits.Stale as error:
            raise GraphQLRefusal("STALE_DATA", str(error)) from None
        except LookupError as error:
            raise GraphQLRefusal("NOT_FOUND", str(error)) from None
        commit = {"__typename": "Commit", "oid": oid, "id": f"C_{oid}"}
        return {"clientMutationId": input.get("clientMutationId"), "commit": commit}

    def _sees(self, repository: Repository) -> bool:
        return self._world.role_in(repository, self._token) > Role.NONE

    def _index(self) -> dict[str, tuple[Repository, Issue]]:
        seen = [repository for repository in self._world.repositories.values() if self._sees(repository)]
        return {issue.node_id: (repository, issue) for repository in seen for issue in repository.latest()}

    def _node(self, global_id: str, index: dict[str, tuple[Repository, Issue]] | None = None) -> Any:
        for repository in self._world.repositories.values():
            if repository.node_id == global_id and self._sees(repository):
                return self._repository(repository)
        found = (self._index() if index is None else index).get(global_id)
        if found is None:
            return GraphQLRefusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{global_id}'")
        return self._issue(*found)

    # --- what things look like ---

    def _actor(self, account: Account) -> dict[str, Json]:
        login = account.login.removesuffix("[bot]")
        page = f"{self._world.host}/{login}"
        return {
            "__typename": account.kind,
            "id": account.node_id,
            "databaseId": account.id,
            "login": login,
            "url": page,
            "resourcePath": f"/{login}",
            "name": None,
        }

    def _repository(self, repository: Repository) -> dict[str, Any]:
        def one(info: object, number: int) -> Json:
            found = next((issue for issue in repository.latest() if issue.number == number), None)
            if found is None:
                raise GraphQLRefusal("NOT_FOUND", f"Could not resolve to an Issue with the number of {number}.")
            return self._issue(repository, found)

        return {
            "__typename": "Repository",
            "id": repository.node_id,
            "databaseId": repository.id,
            "name": repository.name,
            "nameWithOwner": repository.full_name,
            "owner": self._actor(repository.owner),
            "url": self._shapes.html_url(repository),
            "isPrivate": repository.private,
            "isArchived": repository.archived,
            "hasIssuesEnabled": repository.has_issues,
            "viewerPermission": _PERMISSIONS[self._world.role_in(repository, self._token)],
            "issue": one,
            "issueOrPullRequest": one,
            "assignableUsers": _lister([self._actor(account) for account in repository.assignees.values()]),
            "issues": lambda info, **asked: self._issues(repository, asked),
        }

    def _issues(self, repository: Repository, asked: dict[str, Any]) -> Json:
        lag = self._world.list_lag
        seen = repository.seen_at(self._world.now() - timedelta(seconds=lag) if lag else None)
        asked = {**asked, **(asked.get("filterBy") or {})}
        rows = [issue for issue in seen if issue.pull is None and _is_asked(issue, asked)]
        order = asked.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
        rows.sort(key=_ORDERS[order["field"]], reverse=order["direction"] == "DESC")
        return _connection([self._issue(repository, issue) for issue in rows], asked)

    def _issue(self, repository: Repository, issue: Issue) -> dict[str, Any]:
        shown = self._shapes.issue(repository, issue)
        state = "MERGED" if issue.pull and issue.pull.merged_at else issue.state.upper()
        return {
            "__typename": "PullRequest" if issue.pull else "Issue",
            "id": issue.node_id,
            "databaseId": issue.id,
            "fullDatabaseId": str(issue.id),
            "number": issue.number,
            "title": issue.title,
            "body": issue.body or "",
            "url": shown["html_url"],
            "resourcePath": shown["html_url"].removeprefix(self._world.host),
            "state": state,
            "stateReason": lambda info, **asked: _reason(issue, **asked),
            "closed": not issue.is_open,
            "merged": state == "MERGED",
            "mergedAt": stamp(issue.pull.merged_at) if issue.pull and issue.pull.merged_at else None,
            "createdAt": shown["created_at"],
            "updatedAt": shown["updated_at"],
            "closedAt": shown["closed_at"],
            "locked": issue.is_locked,
            "author": self._actor(issue.author),
            "viewerDidAuthor": issue.author == self._token.account,
            "timelineItems": lambda info, **asked: _connection(self._duplicates(repository, issue, asked), asked),
            "repository": self._repository(repository),
            "labels": _lister([{**label, "__typename": "Label"} for label in shown["labels"]]),
            "assignees": _lister([self._actor(account) for account in issue.assignees]),
            "comments": _lister([self._comment(comment) for comment in issue.comments]),
        }

    def _duplicates(self, repository: Repository, issue: Issue, asked: dict[str, Any]) -> list[Json]:
        """The event that says what the issue is a duplicate of, if that is asked for and so."""
        is_asked = "MARKED_AS_DUPLICATE_EVENT" in (asked.get("itemTypes") or ())
        canonical = [one for one in repository.latest() if one.id == issue.duplicate_of]
        shown = [
            {"__typename": "MarkedAsDuplicateEvent", "canonical": self._issue(repository, one)} for one in canonical
        ]
        return shown if is_asked else []

    def _comment(self, comment: Comment) -> dict[str, Json]:
        return {
            "__typename": "IssueComment",
            "id": comment.node_id,
            "databaseId": comment.id,
            "body": comment.body,
            "author": self._actor(comment.author),
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


_PERMISSIONS = {
    Role.NONE: None,
    Role.READ: "READ",
    Role.TRIAGE: "TRIAGE",
    Role.PUSH: "WRITE",
    Role.MAINTAIN: "MAINTAIN",
    Role.ADMIN: "ADMIN",
}


def _reason(issue: Issue, enableDuplicate: bool = False) -> str | None:  # noqa: N803 - the argument's own word
    if issue.state_reason == "duplicate" and not enableDuplicate:
        return "NOT_PLANNED"
    return issue.state_reason.upper() if issue.state_reason else None


def _lister(rows: list[Json]) -> Field:
    return lambda info, **asked: _connection(rows, asked)


def _connection(rows: list[Json], asked: dict[str, Any]) -> Json:
    """The page of `rows` between `after` and the `first` ones behind it; raises for none of both ends named."""
    size = asked.get("first") or asked.get("last")
    if size is None:
        raise GraphQLRefusal("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value.")
    if size > MOST_NODES:
        raise GraphQLRefusal("EXCESSIVE_PAGINATION", f"Requesting {size} records exceeds the limit of 100 records.")
    start = int(asked.get("after") or 0) if asked.get("first") else max(0, len(rows) - size)
    end = min(len(rows), start + size)
    info = {
        "hasNextPage": end < len(rows),
        "hasPreviousPage": start > 0,
        "startCursor": str(start),
        "endCursor": str(end),
    }
    return {
        "totalCount": len(rows),
        "nodes": rows[start:end],
        "edges": [{"node": row} for row in rows[start:end]],
        "pageInfo": info,
    }
