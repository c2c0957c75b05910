"""Owns a clock for tests with real files: it runs with the machine's, and a wait is over at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from syncer.clock import SystemClock


class FileClock:
    """The machine's time plus everything that was waited for; `day` is today, whatever the test sets."""

    def __init__(self, today: date = date(2026, 3, 12)) -> None:
        self.day = today
        self.waits: list[float] = []
        self.ahead = 0.0
        self._machine = SystemClock()

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return self._machine.now() + timedelta(seconds=self.ahead + sum(self.waits))

    def monotonic(self) -> float:
        return self._machine.monotonic() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
