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


class NotJson(Exception):  # noqa: N818 - named for what a body is
    """A body that is not the JSON it should be."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` has no query and is still percent-encoded; header names are in lower case.

    `prefix` is what was cut off before the path: a gateway, or the path below which a server keeps its API.
    """

    method: str
    path: str
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    prefix: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Query parameters, the last of equal names winning."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    def listed(self, name: str) -> list[str]:
        """Every value of the query parameter, given once with commas or several times."""
        given = [value for key, value in parse_qsl(self.query_string, keep_blank_values=True) if key == name]
        return [part.strip() for value in given for part in value.split(",") if part.strip()]

    @property
    def segments(self) -> list[str]:
        """Decoded parts of the path."""
        return [unquote(part) for part in self.path.strip("/").split("/")]

    @property
    def target(self) -> str:
        """Path and query as they were sent."""
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    def json(self) -> dict[str, Json]:
        """The JSON object of the body (empty without a body); raises `NotJson`."""
        content = self.any_json()
        if not isinstance(content, dict):
            raise NotJson("Body should be a JSON object")
        return content

    def any_json(self) -> Json:
        """The JSON of the body, whatever it is (an empty object without a body); raises `NotJson`."""
        if not self.body.strip():
            return {}
        try:
            content = json.loads(self.body)
            json.dumps(content, ensure_ascii=False).encode()
        except ValueError:  # half a character is one, too
            raise NotJson("Problems parsing JSON") from None
        return content


@dataclass(slots=True)
class Reply:
    """What the server answers: `content` is JSON-ready, `None` for no body at all.

    `is_free` says that it spends nothing of a quota.
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


class Refusal(Exception):  # noqa: N818 - named for what a server does
    """An answer that ends the handling of a request."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status, reply.content)
        self.reply = reply


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


def exchange_of(
    request: Request, reply: Reply | None, at: datetime, login: str | None = None, fault: str | None = None
) -> Exchange:
    """The record of `request`; without a `reply` it was not processed."""
    return Exchange(
        request.method,
        request.path,
        request.query,
        request.headers,
        request.body,
        reply.status if reply else 0,
        dict(reply.headers) if reply else {},
        reply.encoded() if reply else b"",
        at,
        login,
        fault,
    )
