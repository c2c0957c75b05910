"""Owns how much the server lets through: the hourly quota, and the limit on writes in all forms that GitHub has."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from math import ceil
from typing import Literal

from .accounts import Token, TokenKind
from .wire import DOCS, Json, Refusal, Reply, Request

Told = Literal["seconds", "date", "nothing", "reset"]
"""How a refusal says for how long: `Retry-After` in seconds or as a date, only by its text, or `X-RateLimit-Reset`."""

SECONDARY = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. "
    "Please retry your request again later."
)
SECONDARY_DOCS = f"{DOCS}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"
PRIMARY_DOCS = f"{DOCS}/overview/rate-limits-for-the-rest-api#rate-limiting"
HOUR = timedelta(hours=1)
ANONYMOUS = 60


@dataclass(slots=True)
class WriteLimit:
    """At most `count` writes of one account in any `seconds`."""

    count: int
    seconds: float
    status: int = 403
    told: Told = "seconds"
    written: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, login: str, now: datetime) -> float:
        """Seconds until `login` may write again, 0 where it may now."""
        recent = self.written[login]
        while recent and now - recent[0] >= timedelta(seconds=self.seconds):
            recent.popleft()
        if len(recent) < self.count:
            return 0.0
        oldest = recent[-self.count] if self.count else now
        return self.seconds - (now - oldest).total_seconds()


@dataclass(slots=True)
class Quota:
    """What an account has used of its hour, which began with its first request."""

    used: int
    resets_at: datetime


class Limits:
    """Counts every request; refuses what is too much.

    `refused` counts refusals, `hammered` the requests sent before the wait was over that a refusal had told.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.primary = 5_000
        self.writes: list[WriteLimit] = []
        self.refused = 0
        self.hammered = 0
        self._quotas: dict[tuple[str, str], Quota] = {}
        self._told_until: dict[str, datetime] = {}

    def limit_writes(self, count: int, seconds: float, *, status: int = 403, told: Told = "seconds") -> None:
        """Let through only `count` writes of an account in any `seconds`."""
        self.writes.append(WriteLimit(count, seconds, status, told))

    def limit_as_github(self) -> None:
        """GitHub's own limits on content: 80 a minute and 500 an hour."""
        self.limit_writes(80, 60)
        self.limit_writes(500, 3600)

    def lift(self) -> None:
        """No limit on writes any more."""
        self.writes.clear()

    def use_up(self, login: str, resource: str = "core") -> None:
        """Spend the whole hourly quota of `login`: of REST (`core`) or of `graphql`."""
        self._quota(login.lower(), resource).used = self.primary

    def check(self, request: Request, token: Token | None) -> None:
        """Raise `Refusal` for a request that is too much; count it otherwise (as a write, if it is one)."""
        login, now = _who(token), self._now()
        if (until := self._told_until.get(login)) and now < until:
            self.hammered += 1
        quota = self._quota(login, resource_of(request))
        if quota.used >= self._allowed(token):
            reply = _primary_refusal(login, quota, resource_of(request))
            raise self._refused(login, reply, (quota.resets_at - now).total_seconds())
        if _is_write(request):
            self._check_write(login, now, token)

    def _check_write(self, login: str, now: datetime, token: Token | None) -> None:
        waits = [(limit.wait(login, now), limit) for limit in self.writes]
        seconds, worst = max(waits, key=lambda entry: entry[0], default=(0.0, None))
        if worst is not None and seconds > 0:
            raise self._refused(login, self._secondary_refusal(worst, seconds, now), seconds)
        for limit in self.writes:
            limit.written[login].append(now)

    def _refused(self, login: str, reply: Reply, seconds: float) -> Refusal:
        self.refused += 1
        reply.is_free = True
        if reply.headers:
            self._told_until[login] = self._now() + timedelta(seconds=seconds)
        return Refusal(reply)

    def _secondary_refusal(self, limit: WriteLimit, seconds: float, now: datetime) -> Reply:
        over = now + timedelta(seconds=ceil(seconds))
        headers: dict[Told, dict[str, str]] = {
            "seconds": {"Retry-After": str(ceil(seconds))},
            "date": {"Retry-After": format_datetime(over.replace(microsecond=0) + timedelta(seconds=1), usegmt=True)},
            "nothing": {},
            "reset": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(ceil(over.timestamp()))},
        }
        content = {"message": SECONDARY, "documentation_url": SECONDARY_DOCS}
        return Reply(limit.status, content, dict(headers[limit.told]))

    def count(self, request: Request, token: Token | None) -> None:
        """Spend one request of the hourly quota."""
        self._quota(_who(token), resource_of(request)).used += 1

    def headers(self, token: Token | None, resource: str) -> dict[str, str]:
        """The headers that tell the quota."""
        quota, allowed = self._quota(_who(token), resource), self._allowed(token)
        return {
            "X-RateLimit-Limit": str(allowed),
            "X-RateLimit-Remaining": str(max(0, allowed - quota.used)),
            "X-RateLimit-Used": str(quota.used),
            "X-RateLimit-Reset": str(ceil(quota.resets_at.timestamp())),
            "X-RateLimit-Resource": resource,
        }

    def shown(self, token: Token | None, resource: str) -> dict[str, Json]:
        """The quota as `GET /rate_limit` shows it."""
        told = self.headers(token, resource)
        return {name: int(told[f"X-RateLimit-{name.capitalize()}"]) for name in ("limit", "remaining", "used", "reset")}

    def _allowed(self, token: Token | None) -> int:
        if token is None:
            return ANONYMOUS
        return min(self.primary, 1_000) if token.kind is TokenKind.ACTIONS else self.primary

    def _quota(self, login: str, resource: str) -> Quota:
        now = self._now()
        found = self._quotas.get((login, resource))
        if found is None or now >= found.resets_at:
            found = self._quotas[login, resource] = Quota(0, now + HOUR)
        return found


def resource_of(request: Request) -> str:
    """Which of the two quotas a request spends."""
    return "graphql" if request.path == "/graphql" else "core"


def _primary_refusal(login: str, quota: Quota, resource: str) -> Reply:
    """403, but for GraphQL, which tells its errors with 200."""
    told = f"API rate limit exceeded for user ID {login}."
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(ceil(quota.resets_at.timestamp()))}
    if resource == "graphql":
        return Reply(200, {"errors": [{"type": "RATE_LIMITED", "message": told}]}, headers)
    return Reply(403, {"message": told, "documentation_url": PRIMARY_DOCS}, headers)


def _who(token: Token | None) -> str:
    return token.account.login.lower() if token else ""


def _is_write(request: Request) -> bool:
    if resource_of(request) == "graphql":
        return b"mutation" in request.body.lstrip()[:200]
    return request.method not in {"GET", "HEAD"} and not request.path.endswith("/access_tokens")
