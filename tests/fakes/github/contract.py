"""Owns what GitHub's published contract leaves unsaid, and the comparison of queries with its GraphQL schema."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import graphql
from fakes.contract import Contract as OpenApi
from fakes.contract import reference_to

from .graphql import read_schema
from .wire import Exchange


class Contract(OpenApi):
    """GitHub's REST contract; queries are held against the GraphQL schema."""

    everywhere = frozenset({301, 304, 307, 401, 403, 404, 410, 429, 500, 502, 503})
    own = frozenset({"after", "before"})
    deep = ("path", "ref")
    unasked = frozenset({400, 422})
    error = reference_to("basic-error")

    def _judge(self, exchange: Exchange) -> list[str]:
        return _judge_query(exchange) if exchange.path == "/graphql" else super()._judge(exchange)

    def _path(self, path: str) -> str:
        return re.sub(r"^/repositories/\d+", "/repos/o/r", path)


def github_contract(reference: Path) -> Contract:
    """GitHub's contract below the folder of reference material."""
    return _contract(reference / "contracts" / "github-rest.json")


@cache
def _contract(path: Path) -> Contract:
    return Contract.from_file(path)


def _judge_query(exchange: Exchange) -> list[str]:
    """What the vendor's GraphQL schema says against the query, where SYNCER_REFERENCE leads to it."""
    vendor = Path(os.environ.get("SYNCER_REFERENCE", "/nowhere"), "contracts", "github-graphql.schema.graphql")
    if not vendor.is_file():
        return []
    errors = graphql.validate(read_schema(vendor), graphql.parse(exchange.sent["query"]))
    return [f"POST /graphql: {error.message}" for error in errors]
