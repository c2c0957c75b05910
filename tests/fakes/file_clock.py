"""Owns a clock for tests with real files: it runs with the machine's, and a wait is over at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from syncer.clock import SystemClock


class FileClock:
    """The machine's time plus everything that was waited for; `day` is today, whatever the test sets.

    `ahead` sets it off by seconds; `stand_at` makes it stand still but for what is waited for.
    """

    def __init__(self, today: date = date(2026, 3, 12)) -> None:
        self.day = today
        self.waits: list[float] = []
        self.ahead = 0.0
        self._machine = SystemClock()
        self._stands_at: datetime | None = None

    def stand_at(self, file: Path, age: float) -> None:
        """Stand still at the moment when `file` had not been changed for `age` seconds."""
        self._stands_at = datetime.fromtimestamp(file.stat().st_ctime + age, UTC)

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return (self._stands_at or self._machine.now()) + timedelta(seconds=self.ahead + sum(self.waits))

    def monotonic(self) -> float:
        return self._machine.monotonic() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
