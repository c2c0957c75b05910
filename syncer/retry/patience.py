"""Owns how long one run may wait: until its deadline, never longer than a limit at a time, and not past a signal."""

from __future__ import annotations

from collections.abc import Callable

from syncer.errors import Interrupted
from syncer.ports import Clock

_NAP = 1.0
"""Seconds between two looks at whether a signal asked to stop."""

Waits = Callable[[str, float], None]
"""Told why, and for how many seconds, a wait begins; and with no reason that it is over. Any thread may tell."""


def never() -> int | None:
    """Nobody asks to stop."""
    return None


def silently(why: str, seconds: float) -> None:
    """Tell nobody of a wait."""


class Patience:
    """Shared by the engine and the adapters of one run; `longest` is the most seconds that one wait may take.

    Until `begin` there is no deadline and nobody asks to stop.
    """

    def __init__(self, clock: Clock, longest: float = 900.0) -> None:
        self._clock = clock
        self._longest = longest
        self._deadline: float | None = None
        self._should_stop: Callable[[], int | None] = never
        self._tell: Waits = silently

    def begin(self, max_runtime: float | None, should_stop: Callable[[], int | None], tell: Waits = silently) -> None:
        """The run begins: it has `max_runtime` seconds, and `should_stop` answers a signal that asks to stop.

        `tell` learns of every wait of a second or more.
        """
        self._deadline = None if max_runtime is None else self._clock.monotonic() + max_runtime
        self._should_stop = should_stop
        self._tell = tell

    def left(self) -> float | None:
        """Seconds until the run's deadline, `None` without one; negative once it has passed."""
        return None if self._deadline is None else self._deadline - self._clock.monotonic()

    def allows(self, seconds: float) -> bool:
        """Whether a wait of `seconds` is short enough and ends before the deadline."""
        left = self.left()
        return seconds <= self._longest and (left is None or seconds <= left)

    def wait(self, seconds: float, why: str) -> bool:
        """Wait for `seconds`, for people because of `why`; false, at once, where that is not allowed.

        Raises `Interrupted` where a signal came.
        """
        if not self.allows(seconds):
            return False
        if seconds < _NAP:
            self._sleep(seconds)
            return True
        self._tell(why, seconds)
        try:
            self._sleep(seconds)
        finally:
            self._tell("", 0.0)
        return True

    def _sleep(self, seconds: float) -> None:
        end = self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0:
            self.stop_if_asked()
            self._clock.sleep(min(left, _NAP))

    def stop_if_asked(self) -> None:
        """Raise `Interrupted` where a signal asked the run to stop."""
        signal = self._should_stop()
        if signal is not None:
            raise Interrupted(signal)
