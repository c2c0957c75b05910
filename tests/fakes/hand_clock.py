"""Owns a clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import date, datetime, timedelta


class HandClock:
    """Shows `start`, later whatever `pass_by` and waiting have made of it; may be shared with a server's thread."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._passed = 0.0

    def pass_by(self, seconds: float) -> None:
        """Let time go by; a negative number sets the clock back."""
        self._passed += seconds

    def today(self) -> date:
        return self.now().date()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    def sleep(self, seconds: float) -> None:
        self.pass_by(max(0.0, seconds))
