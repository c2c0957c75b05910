"""Owns how much the server lets through: the limits of Jira Cloud in all their forms, and those of Data Center."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Literal

from .wire import Refusal, Request, refusal

Told = Literal["seconds", "nothing"]
"""Whether a refusal has the headers that tell its reason and its end, or none at all."""

BURST, ISSUE = "jira-burst-based", "jira-per-issue-on-write"
GLOBAL, TENANT = "jira-quota-global-based", "jira-quota-tenant-based"
NODE, AWAY = "node", "away"
"""What refuses without a reason of Cloud's: the bucket of Data Center, and a server that is away."""

CLOUD_RATES = {"GET": 100, "POST": 100, "PUT": 50, "DELETE": 50}
"""Requests a second that Cloud lets through at one endpoint."""
CLOUD_ISSUE_READS = 150
HOUR = timedelta(hours=1)
_LIMITED = "Rate limit exceeded."


@dataclass(slots=True)
class Bucket:
    """Holds up to `size` tokens and gets `fill` more every `interval` seconds, all at once."""

    size: int
    fill: int
    interval: float
    tokens: int
    filled_at: datetime

    def settle(self, now: datetime) -> None:
        """Put in what has come since."""
        rounds = int((now - self.filled_at).total_seconds() // self.interval)
        if rounds > 0:
            self.tokens = min(self.size, self.tokens + rounds * self.fill)
            self.filled_at += timedelta(seconds=rounds * self.interval)

    def wait(self, now: datetime) -> float:
        """Seconds until there is a token, 0 where there is one."""
        self.settle(now)
        return 0.0 if self.tokens else self.interval - (now - self.filled_at).total_seconds()


@dataclass(frozen=True, slots=True)
class BucketKind:
    """What a bucket is made from, full, and whether what it refuses is told."""

    size: int
    fill: int
    interval: float = 1.0
    told: Told = "seconds"

    def made(self, now: datetime) -> Bucket:
        """One such bucket."""
        return Bucket(self.size, self.fill, self.interval, self.size, now)


@dataclass(slots=True)
class IssueLimit:
    """At most `count` writes to one issue in any `seconds`."""

    count: int
    seconds: float
    told: Told = "seconds"
    written: dict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, issue: int, now: datetime) -> float:
        """Seconds until the issue may be written again, 0 where it may now."""
        recent = self.written[issue]
        while recent and (now - recent[0]).total_seconds() >= self.seconds:
            recent.popleft()
        if len(recent) < self.count:
            return 0.0
        return self.seconds - (now - (recent[0] if recent else now)).total_seconds()


@dataclass(slots=True)
class Quota:
    """Points for an hour of the clock, one for each request; `reason` says of which pool they are."""

    points: int
    reason: str
    told: Told
    hour: datetime
    used: int = 0


class Limits:
    """Counts every request; refuses what is too much. Without a limit set nothing is refused.

    `refused` counts refusals, `reasons` the same by what refused, and `hammered` the requests sent to where a refusal
    holds (that endpoint, that issue, or everything) before the time was over that it had told.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.refused = 0
        self.hammered = 0
        self.reasons: Counter[str] = Counter()
        self._bursts: dict[str, BucketKind] = {}
        self._buckets: dict[str, Bucket] = {}
        self._issues: list[IssueLimit] = []
        self._quota: Quota | None = None
        self._node: BucketKind | None = None
        self._nodes: dict[str, Bucket] = {}
        self._away_until: datetime | None = None
        self._away_told: Told = "seconds"
        self._told_until: dict[str, datetime] = {}

    # --- what is set up ---

    def limit_burst(self, size: int, per_second: int | None = None, *, at: str = "", told: Told = "seconds") -> None:
        """Let `size` requests through at once and `per_second` after (as many: `None`), at each endpoint by itself.

        `at` is one endpoint, such as `POST /issue` or `GET /issue/{issue}`, or all of a method, such as `PUT`.
        """
        self._bursts[at] = BucketKind(size, size if per_second is None else per_second, 1.0, told)
        self._buckets.clear()

    def limit_issue_writes(self, count: int, seconds: float, *, told: Told = "seconds") -> None:
        """Let through only `count` writes to one issue in any `seconds`."""
        self._issues.append(IssueLimit(count, seconds, told))

    def limit_quota(self, points: int, *, pool: Literal["global", "tenant"] = "global", told: Told = "seconds") -> None:
        """Let through only `points` requests in an hour of the clock."""
        self._quota = Quota(points, GLOBAL if pool == "global" else TENANT, told, _hour(self._now()))

    def limit_bucket(self, size: int, fill: int, interval: float = 1.0, *, told: Told = "seconds") -> None:
        """Data Center's: each account has `size` tokens and gets `fill` more every `interval` seconds."""
        self._node, self._nodes = BucketKind(size, fill, interval, told=told), {}

    def limit_as_cloud(self) -> None:
        """Cloud's limits for an API token: bursts by endpoint, and writes by issue."""
        for method, rate in CLOUD_RATES.items():
            self.limit_burst(rate, at=method)
        self.limit_burst(CLOUD_ISSUE_READS, at="GET /issue/{issue}")
        self.limit_issue_writes(20, 2)
        self.limit_issue_writes(100, 30)

    def limit_as_data_center(self) -> None:
        """A Data Center whose administrator allows 50 requests at once and 10 a second after."""
        self.limit_bucket(50, 10)

    def use_up(self, *, pool: Literal["global", "tenant"] = "global") -> None:
        """Spend every point of this hour."""
        if self._quota is None:
            self.limit_quota(65_000, pool=pool)
        if self._quota is not None:
            self._quota.used, self._quota.hour = self._quota.points, _hour(self._now())

    def away(self, seconds: float, *, told: Told = "seconds") -> None:
        """Answer everything with 503 for so long; the answers tell when it is over, or nothing."""
        self._away_until, self._away_told = self._now() + timedelta(seconds=seconds), told

    def lift(self) -> None:
        """No limit any more; what was counted stays."""
        self._bursts = {}
        self._buckets = {}
        self._issues = []
        self._quota = None
        self._node = None
        self._nodes = {}
        self._away_until = None
        self._away_told = "seconds"
        self._told_until = {}

    # --- what is asked of every request ---

    def check(self, request: Request, who: str | None, endpoint: str, issue: int | None) -> None:
        """Raise `Refusal` for a request that is too much; count it otherwise. `issue` is the one it is about."""
        now, is_write = self._now(), request.method != "GET"
        scopes = ["", endpoint, *([f"issue {issue}"] if is_write and issue is not None else [])]
        self.hammered += any(now < self._told_until.get(scope, now) for scope in scopes)
        self._check_away(now)
        self._check_quota(now)
        self._check_node(who or "", now)
        self._check_burst(request.method, endpoint, now)
        if is_write and issue is not None:
            self._check_issue(issue, now)
        self._spend(who or "", request.method, endpoint, issue if is_write else None)

    def headers(self, request: Request, who: str | None) -> dict[str, str]:
        """What every answer tells: on Data Center the asker's bucket, where the limit is on."""
        if self._node is None or self._node.told == "nothing":
            return {}
        return _bucket_headers(self._bucket_of(who or "", self._node), self._now())

    def _spend(self, who: str, method: str, endpoint: str, issue: int | None) -> None:
        if self._quota is not None:
            self._quota.used += 1
        if self._node is not None:
            self._bucket_of(who, self._node).tokens -= 1
        if (burst := self._burst_of(method, endpoint)) is not None:
            burst.tokens -= 1
        if issue is not None:
            for limit in self._issues:
                limit.written[issue].append(self._now())

    # --- the limits one by one ---

    def _check_away(self, now: datetime) -> None:
        if self._away_until is None or now >= self._away_until:
            return
        seconds = (self._away_until - now).total_seconds()
        headers = {"Retry-After": str(ceil(seconds))} if self._away_told == "seconds" else {}
        raise self._refusal(AWAY, "", seconds, headers, 503)

    def _check_quota(self, now: datetime) -> None:
        if (quota := self._quota) is None:
            return
        if quota.hour != _hour(now):
            quota.hour, quota.used = _hour(now), 0
        if quota.used >= quota.points:
            seconds = (quota.hour + HOUR - now).total_seconds()
            raise self._cloud_refusal(quota.reason, "", seconds, quota.points, quota.told)

    def _check_node(self, who: str, now: datetime) -> None:
        if self._node is None:
            return
        bucket = self._bucket_of(who, self._node)
        if (seconds := bucket.wait(now)) > 0:
            told = _bucket_headers(bucket, now) if self._node.told == "seconds" else {}
            raise self._refusal(NODE, "", seconds, told)

    def _check_burst(self, method: str, endpoint: str, now: datetime) -> None:
        kind, bucket = self._kind_of(method, endpoint), self._burst_of(method, endpoint)
        if kind is not None and bucket is not None and (seconds := bucket.wait(now)) > 0:
            raise self._cloud_refusal(BURST, endpoint, seconds, bucket.size, kind.told)

    def _check_issue(self, issue: int, now: datetime) -> None:
        waits = [(limit.wait(issue, now), limit) for limit in self._issues]
        seconds, worst = max(waits, key=lambda entry: entry[0], default=(0.0, None))
        if worst is not None and seconds > 0:
            raise self._cloud_refusal(ISSUE, f"issue {issue}", seconds, worst.count, worst.told)

    def _kind_of(self, method: str, endpoint: str) -> BucketKind | None:
        """What the endpoint's bucket is made from: its own, its method's, or that of all."""
        return next((self._bursts[at] for at in (endpoint, method, "") if at in self._bursts), None)

    def _burst_of(self, method: str, endpoint: str) -> Bucket | None:
        kind = self._kind_of(method, endpoint)
        if kind is not None and endpoint not in self._buckets:
            self._buckets[endpoint] = kind.made(self._now())
        return self._buckets.get(endpoint)

    def _bucket_of(self, who: str, kind: BucketKind) -> Bucket:
        if who not in self._nodes:
            self._nodes[who] = kind.made(self._now())
        return self._nodes[who]

    # --- how it is refused ---

    def _cloud_refusal(self, reason: str, scope: str, seconds: float, limit: int, told: Told) -> Refusal:
        over = self._now().astimezone(UTC) + timedelta(seconds=ceil(seconds))
        headers = {
            "Retry-After": str(ceil(seconds)),
            "RateLimit-Reason": reason,
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": f"{over:%Y-%m-%dT%H:%M:%SZ}",
        }
        return self._refusal(reason, scope, seconds, headers if told == "seconds" else {})

    def _refusal(self, reason: str, scope: str, seconds: float, headers: dict[str, str], status: int = 429) -> Refusal:
        self.refused += 1
        self.reasons[reason] += 1
        if headers:
            self._told_until[scope] = self._now() + timedelta(seconds=seconds)
        refused = refusal(status, _LIMITED if status == 429 else "Service Unavailable")
        refused.reply.headers |= headers
        return refused


def _bucket_headers(bucket: Bucket, now: datetime) -> dict[str, str]:
    """How Data Center tells a bucket: with every answer, so that nobody need be refused."""
    seconds = bucket.wait(now)
    return {
        "X-RateLimit-Limit": str(bucket.size),
        "X-RateLimit-Remaining": str(bucket.tokens),
        "X-RateLimit-FillRate": str(bucket.fill),
        "X-RateLimit-Interval-Seconds": f"{bucket.interval:g}",
        "Retry-After": str(ceil(seconds)),
    }


def _hour(moment: datetime) -> datetime:
    """The beginning of the hour by the clock of UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
