"""Owns the faults that Jira has of its own: three kinds of limits, and what goes wrong with the links to documents."""

from __future__ import annotations

from collections.abc import Mapping

from fakes.faults import Kind
from simulation.far import FarWorld
from simulation.far_cases import Case
from simulation.far_documents import long_table
from simulation.far_faults import LOST_ANSWERS, Arrange, create_fails, heal, wait_a_day
from simulation.far_jira import JiraHub

LINKS = "/remotelink$"
LIMITED = "Rate limit exceeded."
BURST = {"RateLimit-Reason": "jira-burst-based"}
ISSUE = {"RateLimit-Reason": "jira-per-issue-on-write"}
QUOTA = {"RateLimit-Reason": "jira-quota-tenant-based"}
BUCKET = {
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-FillRate": "10",
    "X-RateLimit-Interval-Seconds": "5",
}


def _refused(retry_after: str | None, headers: Mapping[str, str], path: str, times: int = 1) -> Arrange:
    """The fourth request of its kind, and those after it, are one too many."""

    def arrange(world: FarWorld) -> None:
        world.hub.server.fail(
            Kind.STATUS,
            "POST",
            path,
            nth=4,
            times=times,
            status=429,
            message=LIMITED,
            headers=headers,
            retry_after=retry_after,
        )

    return arrange


def _limits(told: Mapping[str, Mapping[str, str]]) -> tuple[Case, ...]:
    """Every limit, told with its end and without."""
    made = []
    for name, headers in told.items():
        for words, path in (("a create", JiraHub.creates), ("a link", LINKS)):
            what = f"429 to {words}, {name}"
            made += [
                Case(f"{what}, Retry-After", _refused("7", headers, path), codes=(0,), runs=3, waits=7),
                Case(f"{what}, no Retry-After", _refused(None, headers, path), codes=(0,), runs=3),
            ]
    return tuple(made)


ANY = (
    Case("429 with a Retry-After that is negative", _refused("-5", {}, JiraHub.creates), codes=(0,), runs=2),
    Case("429 with a Retry-After of a day", _refused("86400", {}, JiraHub.creates), wait_a_day, codes=(0,), runs=3),
    Case("429 three times in a row", _refused("7", {}, JiraHub.creates, times=3), codes=(0,), runs=2, waits=21),
    Case(
        "503 with Retry-After",
        create_fails(Kind.UNAVAILABLE, retry_after="7"),
        codes=(0,),
        runs=2,
    ),
)


def _later(world: FarWorld, number: int) -> None:
    world.clock.advance(3_700)


OF_CLOUD = (
    *_limits({"burst": BURST, "per issue": ISSUE, "without a reason": {}}),
    Case(
        "hourly quota is used up, 30 min left",
        _refused("1800", QUOTA, JiraHub.creates),
        _later,
        codes=(0,),
        runs=3,
    ),
    Case("hourly quota is used up, no Retry-After", _refused(None, QUOTA, JiraHub.creates), _later, codes=(0,), runs=3),
)
OF_CENTER = _limits({"X-RateLimit headers": BUCKET, "without a reason": {}})

# --- limits as the server really keeps them ---

MANY_ROWS = long_table(24, "pool")


def _bursts(world: FarWorld) -> None:
    assert isinstance(world.hub, JiraHub)
    world.hub.jira.limits.limit_burst(5, 2, at="POST /issue")


def _bursts_untold(world: FarWorld) -> None:
    assert isinstance(world.hub, JiraHub)
    world.hub.jira.limits.limit_burst(5, 2, at="POST /issue", told="nothing")


def _quota(world: FarWorld) -> None:
    assert isinstance(world.hub, JiraHub)
    world.hub.jira.limits.limit_quota(30)


def _bucket(world: FarWorld) -> None:
    assert isinstance(world.hub, JiraHub)
    world.hub.jira.limits.limit_bucket(20, 5, 10)


def _bucket_untold(world: FarWorld) -> None:
    assert isinstance(world.hub, JiraHub)
    world.hub.jira.limits.limit_bucket(20, 5, 10, told="nothing")


KEPT_BY_CLOUD = (
    Case("5 creates at once and 2 a second", _bursts, document=MANY_ROWS, codes=(0,), runs=3),
    Case("5 creates at once and 2 a second, untold", _bursts_untold, document=MANY_ROWS, codes=(0,), runs=3),
    Case("30 requests an hour", _quota, _later, document=MANY_ROWS, codes=(0,), runs=6),
)
KEPT_BY_CENTER = (
    Case("20 requests at once and 5 in 10 s", _bucket, document=MANY_ROWS, codes=(0,), runs=3),
    Case("20 requests at once and 5 in 10 s, untold", _bucket_untold, document=MANY_ROWS, codes=(0,), runs=3),
)


# --- the link to the document ---


def _link_fails(kind: Kind, times: int | None = 1, nth: int = 4) -> Arrange:
    def arrange(world: FarWorld) -> None:
        world.hub.server.fail(kind, "POST", LINKS, nth=nth, times=times, seconds=6)

    return arrange


NO_LINK = (
    *(Case(f"answer to a link lost: {words}", _link_fails(kind), codes=(0,), runs=3) for words, kind in LOST_ANSWERS),
    Case("link made 6 s late", _link_fails(Kind.LATE), codes=(0,), runs=3),
    Case("link not made: connection reset", _link_fails(Kind.RESET), codes=(0,), runs=3),
    Case("no link is ever answered", _link_fails(Kind.DROP, times=None, nth=1), heal, codes=(1,), runs=4),
    Case("503 storm from the fourth link on", _link_fails(Kind.UNAVAILABLE, times=None), heal, codes=(1,), runs=4),
)

CLOUD = (*ANY, *OF_CLOUD, *KEPT_BY_CLOUD, *NO_LINK)
CENTER = (*ANY, *OF_CENTER, *KEPT_BY_CENTER, *NO_LINK)
