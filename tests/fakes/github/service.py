"""Owns the order in which a request is judged: who asks, how much, what for; then the headers of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import format_datetime
from itertools import count
from threading import RLock
from typing import Any

from fakes.wire import exchange_of

from . import contents, graphql, issue_parts, issue_reads, issue_writes, pulls, site
from .accounts import Token, TokenKind
from .limits import Limits, resource_of
from .routing import Route, dispatch
from .wire import Exchange, NotJson, Refusal, Reply, Request, refusal
from .world import World

DEFAULT_VERSION = "2022-11-28"
VERSIONS = (DEFAULT_VERSION, "2026-03-10")

ROUTES: tuple[Route, ...] = (
    *issue_writes.ROUTES,
    *issue_reads.ROUTES,
    *issue_parts.ROUTES,
    *pulls.ROUTES,
    *contents.ROUTES,
    *site.ROUTES,
)


class Service:
    """Answers requests over a world, one at a time, and records every exchange."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.world = world
        self.limits = limits
        self.exchanges: list[Exchange] = []
        self.watchers: list[Callable[[Exchange], object]] = []
        self._serial = count(1)

    def process(self, request: Request, fault: str | None = None) -> Reply:
        """Do what is asked and work out the answer, whether or not the client will get it."""
        with self.world.lock:
            self.world.settle()
            token: Token | None = None
            try:
                token = self._authenticate(request)
                reply = _conditional(request, token, self._answer(request, token))
            except NotJson as problem:
                reply = refusal(400, str(problem)).reply
            except Refusal as refused:
                reply = refused.reply
            if reply.status != 304 and not reply.is_free:
                self.limits.count(request, token)
            self._add_headers(request, token, reply)
            exchange = self._record(request, token, reply, fault)
        for watcher in list(self.watchers):
            watcher(exchange)
        return reply

    def skip(self, request: Request, fault: str) -> None:
        """Record a request that was not processed."""
        with self.world.lock:
            self._record(request, None, None, fault)

    @property
    def lock(self) -> RLock:
        """Whoever holds it is alone with the world."""
        return self.world.lock

    def below(self, request: Request) -> Request:
        """The request as it would have been sent to a server without a path before its API."""
        prefix = self.world.prefix
        graphql_path = prefix.removesuffix("/v3") + "/graphql"
        path = "/graphql" if request.path == graphql_path else request.path.removeprefix(prefix)
        return replace(request, path=path)

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""
        self.world.promise(seconds, action)

    def error(self, status: int, message: str, headers: Mapping[str, str]) -> Reply:
        """An error as GitHub tells it."""
        reply = refusal(status, message or "Bad credentials").reply
        reply.headers |= headers
        return reply

    def _authenticate(self, request: Request) -> Token | None:
        if request.path.startswith("/app/"):
            return None
        return self.world.accounts.authenticate(request)

    def _answer(self, request: Request, token: Token | None) -> Reply:
        if request.path == "/rate_limit":
            return self._rate_limit(request, token)
        if request.headers.get("x-github-api-version", DEFAULT_VERSION) not in VERSIONS:
            raise refusal(400, "Unsupported API version")
        self.limits.check(request, token)
        if request.path == "/graphql" and request.method == "POST":
            return graphql.answer(self.world, self.limits, request, token)
        return dispatch(self.world, ROUTES, request, token)

    def _rate_limit(self, request: Request, token: Token | None) -> Reply:
        core, graph = (self.limits.shown(token, resource) for resource in ("core", "graphql"))
        content: dict[str, Any] = {"resources": {"core": core, "search": core, "graphql": graph}}
        if request.headers.get("x-github-api-version") != VERSIONS[1]:
            content["rate"] = core
        return Reply(200, content, is_free=True)

    def _add_headers(self, request: Request, token: Token | None, reply: Reply) -> None:
        version = request.headers.get("x-github-api-version", DEFAULT_VERSION)
        known = {
            "Date": format_datetime(self.world.now(), usegmt=True),
            "Server": "github.com",
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-GitHub-Api-Version-Selected": version,
            "X-GitHub-Request-Id": f"FA4E:{next(self._serial):08X}",
            **self.limits.headers(token, resource_of(request)),
            **_token_headers(token),
        }
        for name, value in known.items():
            reply.headers.setdefault(name, value)

    def _record(self, request: Request, token: Token | None, reply: Reply | None, fault: str | None) -> Exchange:
        exchange = exchange_of(request, reply, self.world.now(), token.account.login if token else None, fault)
        self.exchanges.append(exchange)
        return exchange


def _conditional(request: Request, token: Token | None, reply: Reply) -> Reply:
    """A read with its ETag, or 304 where the asker has that one."""
    if request.method != "GET" or reply.status != 200:
        return reply
    secret = token.value if token else ""
    text = b"\0".join((secret.encode(), request.target.encode(), reply.encoded()))
    etag = f'W/"{hashlib.sha256(text).hexdigest()}"'
    reply.headers |= {"ETag": etag, "Cache-Control": "private, max-age=60, s-maxage=60"}
    is_known = _same_tag(request.headers.get("if-none-match", ""), etag)
    return Reply(304, None, reply.headers) if is_known else reply


def _same_tag(asked: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return etag.removeprefix("W/") in tags


def _token_headers(token: Token | None) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    if token and token.kind is TokenKind.CLASSIC:
        headers |= {"X-OAuth-Scopes": ", ".join(token.scopes), "X-Accepted-OAuth-Scopes": "repo"}
    if token and token.expires_at and not token.kind.is_bot:
        headers["github-authentication-token-expiration"] = f"{token.expires_at:%Y-%m-%d %H:%M:%S} UTC"
    return headers
