"""Owns when the next write may go, given when the ones before went: pure, in seconds on any one scale."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MINUTE = 60.0
HOUR = 3600.0
_SLACK = 1.0
"""Seconds by which windows are longer than the vendor's: what left first may have arrived late."""
_TICK = 1000
"""Waits are in whole milliseconds, rounded up: after waiting, no rest is left that is too short to be waited for."""


class Rhythm(NamedTuple):
    """`burst` writes go at once, from then on one every `spacing` seconds; quiet ones give the burst back as slowly."""

    burst: int
    spacing: float


GITHUB = Rhythm(10, 1.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `per_minute` writes in any 60 s and `per_hour` in any 3,600 s; 0 where that is not limited."""

    per_minute: int
    per_hour: int
    rhythm: Rhythm = GITHUB

    @property
    def is_limited(self) -> bool:
        """Whether there is a pace at all: without a limit there is no burst and no spacing either."""
        return self.per_minute > 0 or self.per_hour > 0

    @property
    def remembers(self) -> int:
        """How many of the last writes are enough to decide."""
        most = max(self.per_minute, self.per_hour, self.rhythm.burst)
        return most if self.per_hour else max(most, int(HOUR))


def pace_of(per_minute: int, per_hour: int, leave_to_others: float, rhythm: Rhythm = GITHUB) -> Pace:
    """Both limits without the share `leave_to_others` (0 to 1), rounded down but never to nothing; 0 stays 0."""
    return Pace(_share(per_minute, leave_to_others), _share(per_hour, leave_to_others), rhythm)


def due_in(pace: Pace, spent: Sequence[float], now: float, not_before: float = -math.inf) -> float:
    """Seconds from `now` until the next write may go; `spent` are the instants of those before, oldest first.

    It does not go before `not_before`, whatever the pace.

    A burst goes at once, from then on one write follows the other by the pace's rhythm.
    """
    at = max(not_before, _paced_at(pace, spent))
    return math.ceil((at - now) * _TICK) / _TICK if at > now else 0.0


def kept(pace: Pace, spent: tuple[float, ...], now: float) -> tuple[float, ...]:
    """Those of `spent` that still count at `now`; one that seems to lie ahead of it counts as of `now`."""
    begin = max(bisect_right(spent, now - HOUR - _SLACK), len(spent) - pace.remembers)
    window = spent[begin:]
    return tuple(min(at, now) for at in window) if window and window[-1] > now else window


def _share(rate: int, others: float) -> int:
    # The tiny addend makes up for binary fractions: 100 * (1 - 0.9) is a little less than 10.
    return max(1, math.floor(rate * (1 - others) + 1e-6)) if rate > 0 else 0


def _paced_at(pace: Pace, spent: Sequence[float]) -> float:
    if not pace.is_limited:
        return -math.inf
    return max(
        _free_at(spent, pace.per_minute, MINUTE), _free_at(spent, pace.per_hour, HOUR), _spaced_at(pace.rhythm, spent)
    )


def _free_at(spent: Sequence[float], most: int, window: float) -> float:
    """When fewer than `most` writes lie in the last `window` seconds."""
    return spent[-most] + window + _SLACK if 0 < most <= len(spent) else -math.inf


def _spaced_at(rhythm: Rhythm, spent: Sequence[float]) -> float:
    """When the burst allows one more: any `burst` + n writes take at least n times the spacing."""
    burst, spacing = rhythm
    latest = reversed(spent[: len(spent) - burst + 1] if len(spent) >= burst else ())
    return max((at + count * spacing for count, at in enumerate(latest, 1)), default=-math.inf)
