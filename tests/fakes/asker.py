"""Owns requests over the plain wire, without an SDK that hides what came back."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Got:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Asker:
    """One connection to `url`, kept alive; requests carry `token` where there is one: that of `email`, if given."""

    def __init__(self, url: str, token: str | None = None, timeout: float = 5.0, *, email: str | None = None) -> None:
        parts = urlsplit(url)
        self._prefix = parts.path
        self._signed = _signed(token, email)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> Got:
        """Send one request; `path` may be a whole URL. A header's name is written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {**self._signed, **named}
        if body is not None:
            named.setdefault("Content-Type", "application/json")
        parts = urlsplit(path)
        target = (parts.path if parts.netloc else self._prefix + parts.path) + (
            f"?{parts.query}" if parts.query else ""
        )
        try:
            self._connection.request(
                method, target, body if body is None or isinstance(body, bytes) else json.dumps(body), named
            )
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        return Got(response.status, {name.lower(): value for name, value in response.getheaders()}, text)

    def get(self, path: str, **headers: str) -> Got:
        """GET."""
        return self("GET", path, None, **headers)

    def post(self, path: str, body: object, **headers: str) -> Got:
        """POST JSON."""
        return self("POST", path, body, **headers)

    def put(self, path: str, body: object) -> Got:
        """PUT JSON."""
        return self("PUT", path, body)

    def patch(self, path: str, body: object) -> Got:
        """PATCH with JSON."""
        return self("PATCH", path, body)


def _signed(token: str | None, email: str | None) -> dict[str, str]:
    if token is None:
        return {}
    if email is None:
        return {"Authorization": f"Bearer {token}"}
    return {"Authorization": "Basic " + base64.b64encode(f"{email}:{token}".encode()).decode()}
