"""Owns what travels over the wire: a request as it came in, a reply as it goes out, and the record of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

Json = Any
"""JSON as Python holds it."""

DOCS = "https://docs.github.com/rest"


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` has no query and is still percent-encoded; header names are in lower case."""

    method: str
    path: str
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def query(self) -> dict[str, str]:
        """Query parameters, the last of equal names winning."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def segments(self) -> list[str]:
        """Decoded parts of the path."""
        return [unquote(part) for part in self.path.strip("/").split("/")]

    @property
    def target(self) -> str:
        """Path and query as they were sent."""
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    def json(self) -> dict[str, Json]:
        """The JSON object of the body (empty without a body); raises `Refusal` as GitHub answers others."""
        content = self.any_json()
        if not isinstance(content, dict):
            raise refusal(400, "Body should be a JSON object")
        return content

    def any_json(self) -> Json:
        """The JSON of the body, whatever it is (an empty object without a body); raises `Refusal`."""
        if not self.body.strip():
            return {}
        try:
            content = json.loads(self.body)
            json.dumps(content, ensure_ascii=False).encode()
        except ValueError:  # half a character is one, too
            raise refusal(400, "Problems parsing JSON") from None
        return content


@dataclass(slots=True)
class Reply:
    """What the server answers: `content` is JSON-ready, `None` for no body at all.

    `is_free` says that it spends nothing of the hourly quota.
    """

    status: int
    content: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=utf-8"
    is_free: bool = False

    def encoded(self) -> bytes:
        """The body's bytes: text as it is, everything else as JSON."""
        if self.content is None:
            return b""
        if isinstance(self.content, str) and not self.kind.startswith("application/json"):
            return self.content.encode()
        return json.dumps(self.content).encode()


class Refusal(Exception):  # noqa: N818 - named for what GitHub does
    """An answer that ends the handling of a request."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status, reply.content)
        self.reply = reply


def refusal(status: int, message: str, docs: str = DOCS, **headers: str) -> Refusal:
    """An error in GitHub's form; a header's name is written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refusal(Reply(status, {"message": message, "documentation_url": docs, "status": str(status)}, named))


def invalid(resource: str, field_name: str, code: str = "invalid", **more: Json) -> Refusal:
    """422 with one error; `more` may hold `value` and `message`."""
    error = {**more, "resource": resource, "field": field_name, "code": code}
    content = {"message": "Validation Failed", "errors": [error], "documentation_url": DOCS, "status": "422"}
    return Refusal(Reply(422, content))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what became of it.

    `status` and `response_body` are what the server worked out, even where a `fault` (its kind) kept that from the
    client; both are 0 and empty for a request that was not processed. `login` is who asked, `at` the fake's clock.
    """

    method: str
    path: str
    query: Mapping[str, str]
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    response_headers: Mapping[str, str]
    response_body: bytes
    at: datetime
    login: str | None = None
    fault: str | None = None

    @property
    def sent(self) -> Json:
        """The request's body as JSON, `None` without one."""
        return json.loads(self.request_body) if self.request_body else None

    @property
    def answer(self) -> Json:
        """The response's body as JSON, `None` without one."""
        return json.loads(self.response_body) if self.response_body else None
