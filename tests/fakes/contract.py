"""Owns the comparison of recorded exchanges with a published OpenAPI contract, which is read, never copied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import jsonschema
from fakes.wire import Exchange, Json
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_ROOT = "urn:contract"


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
    """An OpenAPI 3.0 document, asked whether exchanges stay inside it.

    What a vendor's document leaves unsaid is said by the class for that vendor: `everywhere` are the statuses that any
    operation may answer, `own` the query parameters that no operation lists (`name`) or that one does not
    (`GET /path?name`), `deep` the parts of a path that may have slashes, `unasked` the statuses after which the
    question is not judged, and `error` the form of an error that an operation does not describe.
    """

    everywhere: frozenset[int] = frozenset()
    own: frozenset[str] = frozenset()
    deep: tuple[str, ...] = ()
    unasked: frozenset[int] = frozenset({400})
    error: Mapping[str, Json] = {}

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = self._as_json_schema(document)
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
        operation = self._find(exchange)
        if operation is None:
            return [f"{exchange.method} {exchange.path}: no such operation in the contract"]
        where = f"{operation.method} {operation.template}"
        judged = (*self._of_query(operation, exchange), *self._of_body(operation, exchange))
        asked = () if exchange.status in self.unasked else judged
        return [f"{where}: {problem}" for problem in (*asked, *self._of_answer(operation, exchange))]

    def _find(self, exchange: Exchange) -> Operation | None:
        path = self._path(unquote(exchange.path))
        fitting = (one for one in self._operations if one.method == exchange.method and one.pattern.fullmatch(path))
        return next(fitting, None)

    def _path(self, path: str) -> str:
        """A path as the document has it."""
        return path

    # --- what was asked ---

    def _of_query(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        for name, text in exchange.query.items():
            if {name, f"{operation.method} {operation.template}?{name}"} & self.own:
                continue
            if (schema := operation.parameters.get(name)) is None:
                yield f"query parameter {name!r} is not in the contract"
            else:
                yield from self._errors(f"query parameter {name!r}", self._typed(text, schema), schema)

    def _typed(self, text: str, schema: Mapping[str, Any]) -> Json:
        """A query parameter's text as the type that the contract gives it."""
        resolved = self._resolved(schema)
        match resolved.get("type"):
            case "integer" if re.fullmatch(r"-?\d+", text):
                return int(text)
            case "boolean":
                return {"true": True, "false": False}.get(text, text)
            case "array":
                return [self._typed(part, resolved["items"]) for part in text.split(",")]
        return text

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
            yield from self._of_other_status(operation, exchange)
            return
        resolved = self._resolved(described)
        schema = _schema_of(resolved)
        if exchange.status >= 400 and not schema:
            yield from self._of_error(exchange)
        elif schema and exchange.response_body:
            yield from self._errors(f"{exchange.status}", exchange.answer, schema)
        elif schema:
            yield f"{exchange.status}: the body is missing"
        elif exchange.response_body and "content" not in resolved:
            # Content without a schema is described as some JSON: all that can be said of it, and nothing is some, too.
            yield f"{exchange.status}: the body is not in the contract"

    def _of_other_status(self, operation: Operation, exchange: Exchange) -> Iterator[str]:
        """What is wrong with an answer of a status that the operation does not list."""
        if exchange.status not in self.everywhere:
            yield f"status {exchange.status} is not in the contract"
        yield from self._of_error(exchange)

    def _of_error(self, exchange: Exchange) -> Iterator[str]:
        if exchange.response_body:
            yield from self._errors("error", exchange.answer, self.error)

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
                yield Operation(method.upper(), template, self._pattern(template), described, queried)

    def _pattern(self, template: str) -> re.Pattern[str]:
        for name in self.deep:
            template = template.replace(f"{{{name}}}", ".+")
        return re.compile(re.sub(r"\{\w+\}", "[^/]+", template) + "/?")

    def _resolved(self, described: Mapping[str, Any]) -> Mapping[str, Any]:
        """What `described` refers to, if it is a reference."""
        found: Any = described
        while "$ref" in found:
            keys, found = found["$ref"].partition("#/")[2].split("/"), self._document
            for key in keys:
                found = found[key.replace("~1", "/")]
        resolved: Mapping[str, Any] = found
        return resolved

    def _as_json_schema(self, node: Any) -> Any:
        """OpenAPI 3.0 as JSON Schema: `nullable` becomes a null, references absolute, overlapping choices allowed."""
        if isinstance(node, list):
            return [self._as_json_schema(inner) for inner in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return {"$ref": node["$ref"] if node["$ref"].startswith(_ROOT) else _ROOT + node["$ref"]}
        plain = {key: self._as_json_schema(inner) for key, inner in node.items() if key != "nullable"}
        if "oneOf" in plain and isinstance(plain["oneOf"], list):
            # Vendors' alternatives overlap: a string of digits is a string and a milestone.
            plain["anyOf"] = [*plain.pop("oneOf"), *plain.pop("anyOf", [])]
        return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def reference_to(schema: str) -> Mapping[str, Json]:
    """The schema of the document's components called so."""
    return {"$ref": f"{_ROOT}#/components/schemas/{schema}"}


@cache
def _read(path: Path) -> dict[str, Json]:
    document: dict[str, Json] = json.loads(path.read_text())
    return document


def _schema_of(described: Mapping[str, Any]) -> Mapping[str, Any]:
    content = described.get("content", {})
    media = content.get("application/json") or {}
    schema: Mapping[str, Any] = media.get("schema", {})
    return schema
