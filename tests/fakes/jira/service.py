"""Owns the order in which a request is judged: where it is sent, who asks, how much; then the headers of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import format_datetime
from itertools import count
from threading import RLock

from fakes.wire import exchange_of

from . import agile, issue_parts, issue_reads, issue_writes, metadata, moves, searches, site, users
from .limits import Limits
from .people import Token, TokenKind
from .routing import Call, Route, find
from .wire import Exchange, NotJson, Refusal, Reply, Request, dead_link, refusal
from .world import World

_COMMON: tuple[Route, ...] = (
    *metadata.ROUTES,
    *issue_writes.ROUTES,
    *issue_reads.ROUTES,
    *issue_parts.ROUTES,
    *moves.ROUTES,
    *site.ROUTES,
    *users.ROUTES,
    *agile.ROUTES,
)
CLOUD_ROUTES = (*searches.CLOUD_ROUTES, *issue_reads.CLOUD_ROUTES, *site.CLOUD_ROUTES, *_COMMON)
CENTER_ROUTES = (*searches.CENTER_ROUTES, *site.CENTER_ROUTES, *_COMMON)
_API = re.compile(r"/rest/(?:api/(?P<version>2|3|latest)|(?P<agile>agile)/(?:1\.0|latest))(?P<rest>/.*)")
_GATEWAY = re.compile(r"/ex/jira/(?P<site>[^/]+)")


class Service:
    """Answers requests over a world, one at a time, and records every exchange."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.world = world
        self.limits = limits
        self.exchanges: list[Exchange] = []
        self.watchers: list[Callable[[Exchange], object]] = []
        self._routes = CLOUD_ROUTES if world.is_cloud else CENTER_ROUTES
        self._serial = count(1)

    @property
    def lock(self) -> RLock:
        """Whoever holds it is alone with the world."""
        return self.world.lock

    def below(self, request: Request) -> Request:
        """The request without the gateway and the site, or without the path below which the server keeps its API."""
        gateway = _GATEWAY.match(request.path) if self.world.is_cloud else None
        prefix = gateway[0] if gateway else self.world.path
        if prefix and not request.path.startswith(f"{prefix}/"):
            return replace(request, path=request.path, prefix="/elsewhere")
        return replace(request, path=request.path.removeprefix(prefix), prefix=prefix)

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""
        self.world.promise(seconds, action)

    def error(self, status: int, message: str, headers: Mapping[str, str]) -> Reply:
        """An error as Jira tells it."""
        reply = refusal(status, message).reply
        reply.headers |= headers
        return reply

    def process(self, request: Request, fault: str | None = None) -> Reply:
        """Do what is asked and work out the answer, whether or not the client will get it."""
        with self.world.lock:
            self.world.settle()
            token: Token | None = None
            try:
                token = self.world.people.authenticate(request)
                reply = self._answer(request, token)
            except NotJson as problem:
                reply = refusal(400, str(problem)).reply
            except Refusal as refused:
                reply = refused.reply
            self._add_headers(request, token, reply)
            exchange = exchange_of(request, reply, self.world.now(), token.user.name if token else None, fault)
            self.exchanges.append(exchange)
        for watcher in list(self.watchers):
            watcher(exchange)
        return reply

    def skip(self, request: Request, fault: str) -> None:
        """Record a request that was not processed."""
        with self.world.lock:
            self.exchanges.append(exchange_of(request, None, self.world.now(), fault=fault))

    def _answer(self, request: Request, token: Token | None) -> Reply:
        call, path = self._call(request, token)
        found, call.parts = find(self._routes, request.method, path)
        if token and token.kind is TokenKind.SCOPED and found.needs not in token.scopes:
            raise refusal(401, "Unauthorized; scope does not match")
        meant = self.world.find(call.parts["issue"]) if "issue" in call.parts else None
        who = token.user.name if token else None
        self.limits.check(request, who, found.endpoint, meant.id if meant else None)
        if request.body and not request.headers.get("content-type", "").startswith("application/json"):
            raise refusal(415, "Unsupported Media Type")
        return found.handler(call)

    def _call(self, request: Request, token: Token | None) -> tuple[Call, str]:
        """The call and what follows the version in its path; raises 404 for addresses below which no API is."""
        match = _API.fullmatch(request.path)
        if match is None or request.prefix == "/elsewhere":
            raise dead_link()
        if request.prefix.startswith("/ex/jira/") and not request.prefix.endswith(f"/{self.world.cloud_id}"):
            raise refusal(404, "No message available")
        own = "3" if self.world.is_cloud else "2"
        version = match["version"] or own
        if version not in {own, *(() if self.world.is_cloud else ("latest",))}:
            raise refusal(404, "null for uri: " + request.path)
        return Call(self.world, request, token, own), ("/agile" if match["agile"] else "") + match["rest"]

    def _add_headers(self, request: Request, token: Token | None, reply: Reply) -> None:
        user = token.user if token else None
        name = "anonymous" if user is None else user.account_id if self.world.is_cloud else user.name
        says_who = self.world.tells_who or user is None
        known = {
            "Date": format_datetime(self.world.now().replace(microsecond=0), usegmt=True),
            "Server": "AtlassianEdge" if self.world.is_cloud else "Apache",
            "X-ARequestId": f"{next(self._serial):032x}",
            **({"X-AACCOUNTID" if self.world.is_cloud and user else "X-AUSERNAME": name} if says_who else {}),
            **self.limits.headers(request, user.name if user else None),
        }
        for header, value in known.items():
            reply.headers.setdefault(header, value)
