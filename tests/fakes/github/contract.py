"""Owns the comparison of recorded exchanges with the vendor's published contract, which is read, never copied."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import graphql
import jsonschema
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .graphql import read_schema
from .wire import Exchange, Json

_ROOT = "urn:contract"
_OF_EVERY_OPERATION = frozenset({301, 304, 307, 401, 403, 404, 410, 429, 500, 502, 503})
"""Answers that the vendor gives anywhere, whether or not an operation lists them."""
_IN_LINKS = frozenset({"after", "before"})
"""Query parameters that only the vendor's own links carry."""


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _format_checker() -> jsonschema.FormatChecker:
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(_is_moment)
    return checker


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the path's pattern and the description of what goes in and out."""

    method: str
    template: str
    pattern: re.Pattern[str]
    described: Mapping[str, Any]
    parameters: Mapping[str, Any]


class Contract:
    """An OpenAPI 3.0 document, asked whether exchanges stay inside it."""

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = _as_json_schema(document)
        self._registry: Registry[Any] = Registry().with_resource(_ROOT, DRAFT202012.create_resource(self._document))
        self._operations = list(self._read_operations())

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """The contract in a file."""
        return cls(_read(path))

    def problems(self, exchanges: Iterable[Exchange]) -> list[str]:
        """One line for everything that is outside the contract, each said once; what was not processed is left out."""
        found = (problem for exchange in exchanges if exchange.status for problem in self._judge(exchange))
        return list(dict.fromkeys(found))

    def _judge(self, exchange: Exchange) -> list[str]:
        if exchange.path == "/graphql":
            return _judge_query(exchange)
        operation = self._find(exchange)
        if operation is None:
            return [f"{exchange.method} {exchange.path}: no such operation in the contract"]
        where = f"{operation.method} {operation.template}"
        judged = (*self._of_query(operation, exchange), *self._of_body(operation, exchange))
        asked = () if exchange.status in {400, 422} else judged
        return [f"{where}: {problem}" for problem in (*asked, *self._of_answer(operation, exchange))]

    def _find(self, exchange: Exchange) -> Operation | None:
        path = re.sub(r"^/repositories/\d+", "/repos/o/r", unquote(exchange.path))
        fitting = (one for one in self._operations if one.method == exchange.method and one.pattern.fullmatch(path))
        return next(fitting, None)

    # --- what was asked ---

    def _of_query(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        for name, text in exchange.query.items():
            if name in _IN_LINKS:
                continue
            if (schema := operation.parameters.get(name)) is None:
                yield f"query parameter {name!r} is not in the contract"
            else:
                yield from self._errors(f"query parameter {name!r}", _typed(text, self._resolved(schema)), schema)

    def _of_body(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        described = self._resolved(operation.described.get("requestBody") or {})
        sent = exchange.sent
        if sent is None or not described:
            if sent is not None or described.get("required"):
                yield "a body is sent where the contract has none" if sent is not None else "no body is sent"
            return
        schema = _schema_of(described)
        known = set(self._properties(schema))
        if isinstance(sent, dict) and known:
            yield from (f"{name!r} in the request is not in the contract" for name in sorted(set(sent) - known))
        yield from self._errors("request", sent, schema)

    def _properties(self, schema: Mapping[str, Any]) -> Iterator[str]:
        """Names that an object may have: those of the schema and of every alternative in it."""
        resolved = self._resolved(schema)
        yield from resolved.get("properties", {})
        for word in ("anyOf", "oneOf", "allOf"):
            for inner in resolved.get(word, ()):
                yield from self._properties(inner)

    # --- what was answered ---

    def _of_answer(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        described = operation.described["responses"].get(str(exchange.status))
        if described is None:
            if exchange.status not in _OF_EVERY_OPERATION:
                yield f"status {exchange.status} is not in the contract"
            if exchange.response_body:
                yield from self._errors("error", exchange.answer, {"$ref": f"{_ROOT}#/components/schemas/basic-error"})
            return
        schema = _schema_of(self._resolved(described))
        if bool(schema) != bool(exchange.response_body):
            yield f"{exchange.status}: the body is {'missing' if schema else 'not in the contract'}"
        elif schema:
            yield from self._errors(f"{exchange.status}", exchange.answer, schema)

    def _errors(self, where: str, value: Json, schema: Mapping[str, Any]) -> Iterator[str]:
        validator = jsonschema.Draft202012Validator(schema, registry=self._registry, format_checker=_format_checker())
        for error in validator.iter_errors(value):
            place = "/".join(re.sub(r"^\d+$", "*", str(part)) for part in error.absolute_path)
            yield f"{where}: {place or '(whole)'}: {error.message[:300]}"

    # --- the document ---

    def _read_operations(self) -> Iterator[Operation]:
        paths = self._document["paths"]
        for template in sorted(paths, key=lambda path: (path.count("{"), path)):
            shared = paths[template].get("parameters", [])
            for method in {"get", "post", "put", "patch", "delete"} & set(paths[template]):
                described = paths[template][method]
                parameters = [self._resolved(one) for one in (*shared, *described.get("parameters", ()))]
                queried = {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
                yield Operation(method.upper(), template, _pattern(template), described, queried)

    def _resolved(self, described: Mapping[str, Any]) -> Mapping[str, Any]:
        """What `described` refers to, if it is a reference."""
        found: Any = described
        while "$ref" in found:
            keys, found = found["$ref"].partition("#/")[2].split("/"), self._document
            for key in keys:
                found = found[key.replace("~1", "/")]
        resolved: Mapping[str, Any] = found
        return resolved


@cache
def _read(path: Path) -> dict[str, Json]:
    document: dict[str, Json] = json.loads(path.read_text())
    return document


def github_contract(reference: Path) -> Contract:
    """GitHub's contract below the folder of reference material."""
    return _contract(reference / "contracts" / "github-rest.json")


@cache
def _contract(path: Path) -> Contract:
    return Contract.from_file(path)


def _pattern(template: str) -> re.Pattern[str]:
    deep = re.sub(r"\{(?:path|ref)\}", ".+", template)
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", deep) + "/?")


def _schema_of(described: Mapping[str, Any]) -> Mapping[str, Any]:
    content = described.get("content", {})
    media = content.get("application/json") or {}
    schema: Mapping[str, Any] = media.get("schema", {})
    return schema


def _typed(text: str, schema: Mapping[str, Any]) -> Json:
    """A query parameter's text as the type that the contract gives it."""
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if schema.get("type") == "boolean" else text


def _as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` becomes a null, references absolute, overlapping alternatives allowed."""
    if isinstance(node, list):
        return [_as_json_schema(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"] if node["$ref"].startswith(_ROOT) else _ROOT + node["$ref"]}
    plain = {key: _as_json_schema(inner) for key, inner in node.items() if key != "nullable"}
    if "oneOf" in plain and isinstance(plain["oneOf"], list):
        # The vendor's alternatives overlap: a string of digits is a string and a milestone.
        plain["anyOf"] = [*plain.pop("oneOf"), *plain.pop("anyOf", [])]
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def _judge_query(exchange: Exchange) -> list[str]:
    """What the vendor's GraphQL schema says against the query, where SYNCER_REFERENCE leads to it."""
    vendor = Path(os.environ.get("SYNCER_REFERENCE", "/nowhere"), "contracts", "github-graphql.schema.graphql")
    if not vendor.is_file():
        return []
    errors = graphql.validate(read_schema(vendor), graphql.parse(exchange.sent["query"]))
    return [f"POST /graphql: {error.message}" for error in errors]
