"""Owns what our connections add to those of requests: whether a request began to leave, and a deadline."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse, IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from socket import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_CONNECTIONS = 32
"""Connections kept open: reads run in as many threads at most."""


class Late(Exception):
    """The deadline of an exchange has passed; no `OSError`, which urllib3 would take for a drop."""


@dataclass(slots=True)
class Exchange:
    """One request and its answer; `deadline` is on the scale of `monotonic`, `silence` the most seconds for one byte.

    `is_begun` tells whether anything of the request itself may have left: until then there is nothing to be lost.
    """

    monotonic: Callable[[], float]
    deadline: float
    silence: float
    is_begun: bool = False

    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self.monotonic() >= self.deadline

    def wait_at_most(self) -> float:
        """Seconds that the next bytes may take. Raises `Late`."""
        left = self.deadline - self.monotonic()
        if left <= 0:
            raise Late
        return min(self.silence, left)


_PRESENT: ContextVar[Exchange] = ContextVar("exchange")


@contextmanager
def taking_part(exchange: Exchange) -> Iterator[None]:
    """Connections used by this thread inside the block belong to `exchange`."""
    token = _PRESENT.set(exchange)
    try:
        yield
    finally:
        _PRESENT.reset(token)


class _Watched(io.RawIOBase):
    """Bytes of a socket, each wait for some held to what its exchange allows: a drip never adds up to forever."""

    def __init__(self, connection: socket, raw: io.RawIOBase, exchange: Exchange) -> None:
        self._connection = connection
        self._raw = raw
        self._exchange = exchange
        self.is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._connection.settimeout(self._exchange.wait_at_most())
        size = self._raw.readinto(buffer)
        self.is_at_end = size == 0
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _WatchedResponse(HTTPResponse):
    """An answer, of a proxy too, whose every byte comes through `_Watched`."""

    def __init__(self, sock: socket, debuglevel: int = 0, method: str | None = None, url: str | None = None) -> None:
        super().__init__(sock, debuglevel, method, url)
        self._watched = _Watched(sock, self.fp.detach(), _PRESENT.get())
        self.fp = io.BufferedReader(self._watched)

    def begin(self) -> None:
        super().begin()
        # The library takes headers that break off for complete, and what they do not say for unsaid; and hints that
        # come before an answer for the answer, which would then be taken for that to the next request.
        if self._watched.is_at_end or self.status < HTTPStatus.OK:
            raise IncompleteRead(b"")


class _Connection(HTTPConnection):
    """Connects first, and only then, if there is time left, notes that the request begins."""

    response_class = _WatchedResponse

    def request(self, *args: Any, **options: Any) -> None:
        if self.sock is None:
            self.connect()
        exchange = _PRESENT.get()
        exchange.wait_at_most()
        exchange.is_begun = True
        super().request(*args, **options)


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """Never repeats; makes its connections, through a proxy too, from the classes above."""

    def __init__(self) -> None:
        super().__init__(max_retries=0, pool_maxsize=_CONNECTIONS)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if proxy.lower().startswith("socks"):
            # Its connections are of another kind: they would not tell whether a request has begun.
            raise InvalidProxyURL("SOCKS proxies are not supported")
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager


class Session(requests.Session):
    """For one host. The environment counts (proxies, REQUESTS_CA_BUNDLE); cookies, .netrc and redirects do not."""

    def __init__(self) -> None:
        super().__init__()
        self.auth = _leave_alone
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["Accept-Encoding"] = "gzip, deflate"
        self.mount("https://", _Adapter())
        self.mount("http://", _Adapter())
        self._environment: dict[str, Any] = {}

    def merge_environment_settings(self, url: Any, *given: Any, **named: Any) -> Any:
        """What the environment says for `url`, read once: it takes as long as all else of a request, and stays."""
        if not self._environment:
            self._environment = dict(super().merge_environment_settings(url, *given, **named))
            self.trust_env = False
        return dict(self._environment)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None ever: looking for one, requests would read the whole body of a redirect, however long."""


def _leave_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No authentication of requests' own: without any it would look into .netrc."""
    return request
