"""Owns the faults that GitHub has of its own: its limits, its repositories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakes.faults import Kind
from simulation.far import FarWorld
from simulation.far_cases import Case, during
from simulation.far_documents import long_table
from simulation.far_faults import Arrange, create_fails, open_again, wait_a_day


def _limited(retry_after: str | None, *, status: int = 429, **details: Any) -> Callable[[FarWorld], None]:
    words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return create_fails(Kind.STATUS, status=status, message=words, retry_after=retry_after, **details)


def _writes(status: int, told: Any) -> Arrange:
    def arrange(world: FarWorld) -> None:
        world.github.limits.limit_writes(20, 3, status=status, told=told)

    return arrange


LIMITS = (
    Case("429 with Retry-After", _limited("7"), codes=(0,), runs=2, waits=7),
    Case("429 with Retry-After as a date", _limited("Thu, 12 Mar 2026 09:00:30 GMT"), codes=(0,), runs=2, waits=29),
    Case("429 without Retry-After", _limited(None), codes=(0,), runs=2, waits=60),
    Case("429 with a Retry-After that is negative", _limited("-5"), codes=(0,), runs=2),
    Case("429 with a Retry-After of a day", _limited("86400"), wait_a_day, codes=(0,), runs=3),
    Case("403 secondary limit three times", _limited(None, status=403, times=3), codes=(0,), runs=2, waits=420),
)
MANY_ROWS = long_table(24, "pool")
SECONDARY = tuple(
    Case(f"20 writes per 3 s, {status}, told by {told}", _writes(status, told), document=MANY_ROWS, codes=(0,), runs=3)
    for status in (403, 429)
    for told in ("seconds", "date", "nothing", "reset")
)


def _disable(world: FarWorld) -> None:
    world.home.has_issues = False


ISSUES_OFF = (
    Case("issues disabled", _disable, open_again, codes=(1,), runs=4, says="disabled"),
    Case("issues disabled in mid-run", during(_disable), open_again, codes=(1,), runs=4, says="disabled"),
)

GITHUB = (*LIMITS, *SECONDARY, *ISSUES_OFF)
