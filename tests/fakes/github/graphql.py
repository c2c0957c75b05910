"""Owns the GraphQL endpoint: queries are parsed, validated against the vendor's schema and run over the world."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from graphql import GraphQLError, GraphQLSchema, build_schema, execute_sync, parse, validate

from . import commits
from .accounts import Token
from .issues import stamp
from .limits import Limits
from .nodes import MOST_NODES, GraphQLRefusal, Node, Nodes
from .wire import Json, Reply, Request, refusal
from .world import World

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


class Root:
    """What a query or mutation may ask for; `graphql-core` calls the methods by the names of the fields."""

    def __init__(self, world: World, limits: Limits, token: Token) -> None:
        self._world = world
        self._limits = limits
        self._token = token
        self._nodes = Nodes(world, token)

    def viewer(self, info: object) -> Node:
        """Who asks."""
        return self._nodes.viewer()

    def node(self, info: object, id: str) -> Node:  # noqa: A002 - the field's own word
        """One node by its global id."""
        found = self._nodes.by_id(id)
        if isinstance(found, GraphQLRefusal):
            raise found
        return found

    def nodes(self, info: object, ids: Sequence[str]) -> list[Node | GraphQLRefusal]:
        """Nodes by their global ids; one that cannot be found is `null` and an error of its own."""
        if len(ids) > MOST_NODES:
            told = f"You may not provide more than {MOST_NODES} node ids; you provided {len(ids)}."
            raise GraphQLRefusal("ARGUMENT_LIMIT", told)
        return [self._nodes.by_id(one) for one in ids]

    def repository(self, info: object, owner: str, name: str, followRenames: bool = True) -> Node:  # noqa: N803
        """A repository by its name."""
        found = self._world.named(f"{owner}/{name}")
        if found is None or not self._nodes.sees(found):
            told = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise GraphQLRefusal("NOT_FOUND", told)
        return self._nodes.repository(found)

    def rateLimit(self, info: object, dryRun: bool = False) -> Node:  # noqa: N802, N803 - the fields' own words
        """The quota."""
        shown = self._limits.shown(self._token, "graphql")
        resets_at = datetime.fromtimestamp(shown.pop("reset"), UTC)
        return {**shown, "cost": 1, "nodeCount": 0, "resetAt": stamp(resets_at)}

    def createCommitOnBranch(self, info: object, input: dict[str, Json]) -> Node:  # noqa: N802, A002
        """A commit of several files, if the branch still is where the asker believes."""
        try:
            oid = commits.commit_on_branch(self._world, self._token, input)
        except commits.Stale as error:
            raise GraphQLRefusal("STALE_DATA", str(error)) from None
        except LookupError as error:
            raise GraphQLRefusal("NOT_FOUND", str(error)) from None
        commit = {"__typename": "Commit", "oid": oid, "id": f"C_{oid}"}
        return {"clientMutationId": input.get("clientMutationId"), "commit": commit}
