"""Owns when a host has failed often enough in a row that the rest of the run leaves it alone."""

from __future__ import annotations

import threading

from syncer.errors import Unavailable

_MOST_FAILURES = 5


class Breaker:
    """Counts failures of `host` in a row, from any thread; at the fifth it opens, for as long as it lives.

    A failure is a connection that did not come about, an answer that was lost or unreadable, and a status of 5xx.
    """

    def __init__(self, host: str, most: int = _MOST_FAILURES) -> None:
        self.host = host
        self._most = most
        self._failures = 0
        self._last = ""
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether the host is left alone from now on."""
        return self._failures >= self._most

    def check(self) -> None:
        """Raise `Unavailable`, with what happened last, where the host is left alone."""
        if self.is_open:
            raise Unavailable(
                f"{self.host} failed {self._most} times in a row and is not asked again in this run; last: {self._last}"
            )

    def failed(self, what: str) -> None:
        """The host failed; `what` is one sentence for a person."""
        with self._lock:
            if not self.is_open:
                self._failures, self._last = self._failures + 1, what

    def succeeded(self) -> None:
        """The host answered properly, if only with a no."""
        with self._lock:
            if not self.is_open:
                self._failures = 0
