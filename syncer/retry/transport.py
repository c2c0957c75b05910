"""Owns how one request goes out and its answer comes in: one host, bounded in time and size, never redirected."""

from __future__ import annotations

import codecs
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import InvalidHeader, RequestException
from urllib3.exceptions import HTTPError

from syncer.errors import ConfigurationError, NotAllowed, PortError
from syncer.ports import Clock
from syncer.retry import blame
from syncer.retry.answer import Answer
from syncer.retry.wire import Exchange, Late, Session, taking_part

__all__ = ["Answer", "Bounds", "Connection", "Transport"]

_PIECE = 65_536
"""Bytes, decompressed, that are looked at together."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one exchange may take: seconds to connect, without a byte, and in all; bytes of body, decompressed."""

    connect: float = 10.0
    silence: float = 30.0
    total: float = 60.0
    size: int = 20_000_000


class Transport:
    """Connections to the host of `base_url`, and to no other; may be used by many threads at once.

    Proxies and certificate authorities come from the environment as for every program (HTTPS_PROXY, NO_PROXY,
    REQUESTS_CA_BUNDLE). TLS cannot be switched off: http:// is for this machine alone.
    """

    def __init__(self, base_url: str, clock: Clock, bounds: Bounds = Bounds()) -> None:
        self.origin = _origin(base_url)
        self.host = urlsplit(self.origin).netloc
        self._monotonic = clock.monotonic
        self._bounds = bounds
        self._session = Session()

    def through(self, call: Callable[[Any], object]) -> Answer:
        """The answer to the one request that `call` sends over the connection it is given.

        Made for the `cnx` argument of PyGithub's `requestJson`: it builds and signs the request, and never sees the
        answer, of which it would follow redirects, sleep over a 202 and trip over headers. Raises as `send`.
        """
        connection = Connection(self)
        try:
            call(connection)
        except _Withheld as withheld:
            return withheld.answer
        raise RuntimeError("the call sent no request over the connection it was given")

    def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
        """Send one request once; `path` starts with a slash and may hold a query.

        Raises `Unavailable` where nothing was sent, `Unknown` where no whole answer came, `NotAllowed` where it
        cannot be sent at all. No message holds a header.
        """
        if not path.startswith("/"):
            raise NotAllowed(f"{path[:80]!r} is no path on {self.host}: nothing else is asked")
        bounds = self._bounds
        exchange = Exchange(self._monotonic, self._monotonic() + bounds.total, bounds.silence)
        try:
            with taking_part(exchange):
                return self._exchange(verb, path, headers, body)
        except UnicodeEncodeError:
            raise blame.unsendable(self.host) from None
        except (RequestException, HTTPError, OSError, Late) as error:
            if isinstance(error, InvalidHeader) and not exchange.is_begun:
                raise blame.unsendable(self.host) from None
            raise self._failure(exchange, error) from error

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def _exchange(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None) -> Answer:
        response = self._session.request(
            verb,
            self.origin + path,
            headers=dict(headers),
            data=body.encode("utf-8", "replace") if isinstance(body, str) else body,
            timeout=(self._bounds.connect, self._bounds.silence),
            allow_redirects=False,
            stream=True,
        )
        with response:
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, lowered, self._text(response))

    def _text(self, response: requests.Response) -> str:
        """The body; bytes that are not UTF-8 are replaced."""
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        pieces, size = [], 0
        for piece in response.raw.stream(_PIECE, decode_content=True):
            size += len(piece)
            if size > self._bounds.size:
                raise blame.too_long(self.host, self._bounds.size)
            pieces.append(decode(piece))
        return "".join((*pieces, decode(b"", final=True)))

    def _failure(self, exchange: Exchange, error: Exception) -> PortError:
        if exchange.is_late():
            return blame.late(self.host, self._bounds.total, is_begun=exchange.is_begun)
        if exchange.is_begun:
            return blame.lost(self.host, error, self._bounds.silence)
        return blame.not_sent(self.host, error, self._bounds.connect)


class _Withheld(Exception):
    """Carries an answer past a library that is not to see it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Connection:
    """One request of PyGithub: stands where it expects a connection, and has no state to share between threads."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._asked: tuple[str, str, Mapping[str, str], str | None] | None = None

    def request(self, verb: str, url: str, body: str | None, headers: Mapping[str, str], *_: object) -> None:
        """Take the request; nothing is sent yet."""
        self._asked = verb, url, headers, body

    def getresponse(self) -> None:
        """Send it; the answer leaves by an exception that `Transport.through` catches."""
        if self._asked is None:
            raise RuntimeError("an answer was asked for before a request was made")
        verb, url, headers, body = self._asked
        raise _Withheld(self._transport.send(verb, url, headers, body))

    def close(self) -> None:
        """The connections below stay open for the next request."""


def _origin(url: str) -> str:
    """Scheme, host and port of `url`. Raises `ConfigurationError` where it is no URL that may be asked."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError([f"{url!r} is no URL: expected something like https://api.github.com"]) from None
    if parts.scheme not in ("https", "http") or not host:
        raise ConfigurationError([f"{url!r} is no URL: expected something like https://api.github.com"])
    if parts.scheme == "http" and not _is_this_machine(host):
        raise ConfigurationError([f"{url!r} is not encrypted: http:// is for this machine alone, use https://{host}"])
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port is not None else "")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
