"""Owns the one way to learn the time and to wait; nothing else may ask the system for either."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """The clock of this machine, in the time zone called `zone`; `as_of` stands for today where it is given."""

    def __init__(self, zone: str = "UTC", as_of: date | None = None) -> None:
        self._zone = ZoneInfo(zone)
        self._as_of = as_of

    def today(self) -> date:
        """Today in the zone, or the day that stands for it."""
        return self._as_of or datetime.now(self._zone).date()

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never step back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds`; a negative number does not wait."""
        time.sleep(max(0.0, seconds))
