"""Owns the time of simulated worlds that wait: it moves when somebody waits, so that a minute costs nothing."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


class MovingClock:
    """Shared by the runs and the fake server of a world; every look at the time takes `tick` seconds."""

    def __init__(self, tick: float = 0.0) -> None:
        self._tick = tick
        self._passed = 0.0
        self._lock = threading.Lock()
        self.slept = 0.0

    def today(self) -> date:
        """The day that it is by this clock."""
        return self.now().date()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return START + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Seconds since the world began."""
        with self._lock:
            self._passed += self._tick
            return self._passed

    def sleep(self, seconds: float) -> None:
        """Somebody waits: the time moves on."""
        with self._lock:
            self._passed += max(0.0, seconds)
            self.slept += max(0.0, seconds)

    def advance(self, seconds: float) -> None:
        """Time passes in which nobody of ours does anything."""
        with self._lock:
            self._passed += seconds


class SkewedClock:
    """A clock on the wall that is wrong by `skew` seconds; what waits is none the wiser."""

    def __init__(self, right: MovingClock, skew: float) -> None:
        self._right, self._skew = right, timedelta(seconds=skew)

    def today(self) -> date:
        """The day that this clock takes it for."""
        return self.now().date()

    def now(self) -> datetime:
        """The instant that this clock takes it for."""
        return self._right.now() + self._skew

    def monotonic(self) -> float:
        """Seconds, as ever."""
        return self._right.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, as ever."""
        self._right.sleep(seconds)
