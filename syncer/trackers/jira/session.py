"""Owns the requests that the library jira builds and signs: each leaves over our own transport, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jira import JIRA
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from syncer.retry.answer import Answer
from syncer.retry.transport import Connection, Transport
from syncer.trackers.jira.auth import Credentials

_TIMEOUT = 60
"""Seconds; of the library's own connections, which are never used."""
_NOT_OURS = frozenset({"content-length", "connection", "accept-encoding"})
"""Headers that belong to a connection: the transport sets them by itself."""
_HEADERS = {"User-Agent": "syncer", "Accept": "application/json"}


class Client:
    """The library's session on the API below `base`, of which nothing but requests of ours is ever sent.

    May be used by many threads at once: a session that keeps no cookies and looks at no environment has no state.
    """

    def __init__(self, base: str, credentials: Credentials, transport: Transport) -> None:
        self._transport = transport
        # Kept, because the library closes its session when it is thrown away.
        self._jira = JIRA(
            options={"server": base, "check_update": False, "headers": dict(_HEADERS)},
            get_server_info=False,
            max_retries=0,
            timeout=_TIMEOUT,
            logging=False,
            **_authentication(credentials),
        )
        self._session = self._jira._session  # noqa: SLF001 - its public methods ask for more than they are told to
        self._session.trust_env = False
        self._session.adapters.clear()
        self._session.mount(f"{transport.origin}/", _Adapter(transport))

    def send(self, verb: str, path: str, content: object, *, is_signed: bool = True) -> Answer:
        """The answer to one request for `path`, sent once. Raises as `Transport.send`."""
        url = f"{self._transport.origin}{path}"
        body = None if content is None else json.dumps(content, ensure_ascii=True, allow_nan=False)
        auth = None if is_signed else _leave_alone
        return self._transport.through(lambda _: self._session.request(verb, url, data=body, auth=auth))


class _Adapter(BaseAdapter):
    """Hands a request that is ready to leave to the transport, which keeps its answer from the library."""

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self._transport = transport

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Send `request`; its answer leaves by the exception that `Transport.through` catches."""
        parts = urlsplit(str(request.url))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection = Connection(self._transport)
        connection.request(str(request.method), path, _body(request), _headers(request))
        connection.getresponse()
        raise RuntimeError("an answer was not kept from the library")

    def close(self) -> None:
        """The connections below stay open for the next request."""


def _body(request: PreparedRequest) -> str | None:
    return request.body if isinstance(request.body, str) else None


def _headers(request: PreparedRequest) -> Mapping[str, str]:
    unwanted = _NOT_OURS if request.body is not None else _NOT_OURS | {"content-type"}
    return {name: str(value) for name, value in request.headers.items() if name.lower() not in unwanted}


def _authentication(credentials: Credentials) -> dict[str, Any]:
    """What the library is to sign with; as bytes, for e-mail addresses that are not Latin-1."""
    if credentials.login is None:
        return {"token_auth": credentials.secret}
    return {"basic_auth": (credentials.login.encode(), credentials.secret.encode())}


def _leave_alone(request: PreparedRequest) -> PreparedRequest:
    """No authentication at all."""
    return request
