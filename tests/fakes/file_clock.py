"""Owns a clock for tests with real files: it runs with the machine's, and a wait is over at once."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta


class FileClock:
    """The machine's time plus everything that was waited for; `today` is whatever day the test sets."""

    def __init__(self, today: date = date(2026, 3, 12)) -> None:
        self.day = today
        self.waits: list[float] = []
        self.ahead = 0.0

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead + sum(self.waits))

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
