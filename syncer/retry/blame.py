"""Owns what to say of an exchange that failed: nothing was sent, or the answer was lost; each with a remedy."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from typing import TypeVar

from requests.exceptions import InvalidProxyURL, ProxyError
from urllib3.exceptions import (
    DecodeError,
    IncompleteRead,
    InvalidChunkLength,
    NameResolutionError,
    ReadTimeoutError,
)

from syncer.errors import NotAllowed, PortError, Unavailable, Unknown
from syncer.retry.answer import TooLong, Untrusted

E = TypeVar("E", bound=BaseException)

_MOST_CAUSES = 20
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
_VARIABLES = "HTTPS_PROXY, HTTP_PROXY and NO_PROXY"
_PROXY = f"check {_VARIABLES}"
_ELSE = f"no connection to {{host}}{{reason}}: check the configured URL, the network, and {_VARIABLES}"
# The first that fits counts: a proxy that cannot be reached fails for one of the reasons below it.
_NO_CONNECTION: tuple[tuple[type[BaseException], str], ...] = (
    (InvalidProxyURL, f"the proxy for {{host}} cannot be used: {_PROXY} (http:// and https:// proxies work)"),
    (ProxyError, f"the proxy for {{host}} cannot be reached{{reason}}: {_PROXY}"),
    (NameResolutionError, f"DNS does not know {{host}}: check the configured URL, the network, and {_VARIABLES}"),
    (
        TimeoutError,
        f"{{host}} took no connection within {{seconds:g}} s: check the network, the firewall, and {_VARIABLES}",
    ),
    (ssl.SSLError, f"no TLS connection to {{host}}{{reason}}: check the configured URL and port, and {_VARIABLES}"),
)


def not_sent(host: str, error: BaseException, seconds: float) -> PortError:
    """What to raise where nothing of a request to `host` was sent because of `error`.

    `seconds` is how long a connection may take. The words never hold what the exception says of the request.
    """
    causes = tuple(_causes(error))
    if fault := _of(causes, ssl.SSLCertVerificationError):
        return Untrusted(
            f"the TLS certificate of {host} is not trusted ({fault.verify_message}): if your network or server has "
            "a certificate authority of its own, set REQUESTS_CA_BUNDLE to a file with its certificate"
        )
    if any("CA certificate bundle" in str(cause) for cause in causes):
        return Untrusted(
            f"no certificate can be checked for {host}: the file of certificate authorities does not exist; "
            "correct or unset REQUESTS_CA_BUNDLE"
        )
    return Unavailable(_why_no_connection(host, causes, seconds))


def _why_no_connection(host: str, causes: tuple[BaseException, ...], seconds: float) -> str:
    tunnel = next((match for cause in causes if (match := _TUNNEL.search(str(cause)))), None)
    if tunnel:
        return f"the proxy will not connect to {host} (it answered {tunnel[1]}): {_PROXY}, and the proxy's own rules"
    words = next((words for kind, words in _NO_CONNECTION if _of(causes, kind)), _ELSE)
    return words.format(host=host, reason=_reason(causes), seconds=seconds)


def lost(host: str, error: BaseException, silence: float) -> Unknown:
    """What to raise where a request to `host` left but no whole answer came because of `error`.

    `silence` is how many seconds may pass without a byte.
    """
    causes = tuple(_causes(error))
    if _of(causes, ReadTimeoutError) or _of(causes, TimeoutError):
        return Unknown(
            f"{host} sent nothing for {silence:g} s: look at the network, proxy or server if it happens again"
        )
    if _of(causes, IncompleteRead) or _of(causes, InvalidChunkLength):
        return Unknown(
            f"the answer of {host} broke off in its middle: look at the network or proxy if it happens again"
        )
    if _of(causes, DecodeError):
        return Unknown(f"the answer of {host} cannot be decompressed: look at the proxy if it happens again")
    return Unknown(f"{host} dropped the connection before its answer was complete{_reason(causes)}")


def late(host: str, seconds: float, *, is_begun: bool) -> PortError:
    """What to raise where an exchange with `host` was not over after `seconds`."""
    if not is_begun:
        return Unavailable(f"no connection to {host} within {seconds:g} s: check the network, and {_VARIABLES}")
    return Unknown(f"the answer of {host} was not complete after {seconds:g} s: the network or the server is slow")


def too_long(host: str, most: int) -> TooLong:
    """What to raise where the answer of `host` has more than `most` bytes, decompressed."""
    return TooLong(f"the answer of {host} is longer than {most:,} bytes, which no API's is: check the configured URL")


def unsendable(host: str) -> NotAllowed:
    """What to raise where a header of a request to `host` may not be sent; names no header's value."""
    return NotAllowed(
        f"the request to {host} cannot be sent: its token holds a line break, a space at an end, or a character "
        "that is not ASCII; check how the secret is stored"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and everything it wraps, however the libraries keep it, outermost first."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _MOST_CAUSES:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
        waiting.extend(each for each in inner if isinstance(each, BaseException))


def _of(causes: tuple[BaseException, ...], kind: type[E]) -> E | None:
    return next((cause for cause in causes if isinstance(cause, kind)), None)


def _reason(causes: tuple[BaseException, ...]) -> str:
    """What the system says, in brackets: the innermost error's own words, never those of a library about a request."""
    words = [cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror]
    return f" ({words[-1]})" if words else ""
