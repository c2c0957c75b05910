"""Owns what goes wrong on purpose: which request it hits, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fakes.wire import Reply, Request

Say = Callable[[int, str, Mapping[str, str]], Reply]
"""An error as the vendor tells it: status, message (empty: the vendor's own) and headers."""


class Kind(StrEnum):
    """How an exchange goes wrong. The request is processed, or not, before it does."""

    # processed, and the answer is lost or spoilt
    DROP = "drop"  # the connection is reset
    BAD_GATEWAY_AFTER = "bad-gateway-after"  # 502
    UNAVAILABLE_AFTER = "unavailable-after"  # 503
    HANG_AFTER = "hang-after"  # nothing comes until the client leaves
    HTML = "html"  # a page with status 200
    TRUNCATED = "truncated"  # the connection ends in the middle of the body
    CUT = "cut"  # half of the JSON, well framed
    SLOW = "slow"  # one byte every `seconds`
    ENDLESS = "endless"  # a body that never ends
    BOMB = "bomb"  # a small gzip body that unpacks to 200 MB
    FOREIGN_LINK = "foreign-link"  # the answer's `Link` header leads to the host `to`
    # not processed
    RESET = "reset"  # the connection is reset
    HANG = "hang"  # nothing comes until the client leaves
    BAD_GATEWAY = "bad-gateway"  # 502
    UNAVAILABLE = "unavailable"  # 503
    UNAUTHORIZED = "unauthorized"  # 401
    STATUS = "status"  # `status` with `message` and `headers`
    REDIRECT = "redirect"  # to the URL `to`
    # processed later than it seems
    LATE = "late"  # the connection is reset, the request processed `seconds` later
    LATE_HANG = "late-hang"  # the same, but the client is left hanging


_NEVER_PROCESSED = {
    Kind.RESET,
    Kind.HANG,
    Kind.BAD_GATEWAY,
    Kind.UNAVAILABLE,
    Kind.UNAUTHORIZED,
    Kind.STATUS,
    Kind.REDIRECT,
}


@dataclass(slots=True)
class Fault:
    """Hits the `nth` fitting request (1-based) and the `times - 1` fitting ones after it; `times=None` is all of them.

    `path` is searched for in the path with its query; `method` `*` is any. `retry_after` goes out as it is.
    """

    kind: Kind
    method: str = "*"
    path: str = ""
    nth: int = 1
    times: int | None = 1
    seconds: float = 1.0
    status: int = 403
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after: str | None = None
    to: str = "http://127.0.0.2:9"
    seen: int = 0

    def meets(self, request: Request) -> bool:
        """Whether it is this request's turn; counts it."""
        if self.method not in {"*", request.method} or not re.search(self.path, request.target):
            return False
        self.seen += 1
        return self.nth <= self.seen and (self.times is None or self.seen < self.nth + self.times)

    @property
    def is_processed(self) -> bool:
        """Whether the server does what it is asked before things go wrong."""
        return self.kind not in _NEVER_PROCESSED and not self.is_late

    @property
    def is_late(self) -> bool:
        """Whether the server does it only afterwards."""
        return self.kind in {Kind.LATE, Kind.LATE_HANG}

    def reply(self, worked_out: Reply | None, say: Say) -> Reply:
        """What the client gets instead of (or made of) what the server worked out; errors are told by `say`."""
        told = {"Retry-After": self.retry_after} if self.retry_after is not None else {}
        answers = {
            Kind.UNAVAILABLE: say(503, "Service Unavailable", told),
            Kind.UNAVAILABLE_AFTER: say(503, "Service Unavailable", told),
            Kind.BAD_GATEWAY: _page(502, "Bad Gateway"),
            Kind.BAD_GATEWAY_AFTER: _page(502, "Bad Gateway"),
            Kind.UNAUTHORIZED: say(401, "", {}),
            Kind.STATUS: say(self.status, self.message, {**self.headers, **told}),
            Kind.REDIRECT: say(307, "Temporary Redirect", {"Location": self.to}),
            Kind.HTML: _page(200, "Whoa there!"),
        }
        if self.kind is Kind.FOREIGN_LINK and worked_out is not None:
            headers = {**worked_out.headers, "Link": f'<{self.to}/page2>; rel="next"'}
            return Reply(worked_out.status, worked_out.content, headers)
        return answers[self.kind]


def _page(status: int, title: str) -> Reply:
    page = f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{title}</body></html>\n"
    return Reply(status, page, {}, "text/html; charset=utf-8")
