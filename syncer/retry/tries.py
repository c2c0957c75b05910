"""Owns how often one read is tried and how long it pauses in between: the count, without any waiting."""

from __future__ import annotations

from collections.abc import Callable

from syncer.errors import PortError, Refused, Unavailable

_MOST = 5
_FIRST_PAUSE = 1.0
_LONGEST_DOUBLED = 3600.0
"""Seconds: nobody counts over a longer window, so that doubling beyond it gains nothing."""


class Again(Exception):
    """The try came to nothing, and another may succeed."""


def doubled(seconds: float, times: int) -> float:
    """`seconds` for the first of `times` limits in a row, and twice as long for each further one, up to an hour."""
    return seconds if times <= 1 else max(seconds, min(seconds * 2.0 ** (times - 1), _LONGEST_DOUBLED))


class Tries:
    """The tries of one read so far: at most 5 may fail, and at most 5 be refused."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._failures = 0
        self._refusals = 0
        self._secondary = 0
        self._last: PortError = Unavailable("nothing was sent")

    @property
    def are_over(self) -> bool:
        """Whether there is no further try."""
        return max(self._failures, self._refusals) >= _MOST

    def failed(self, error: PortError) -> Again:
        """The last try failed with `error`; answers what to raise."""
        self._failures += 1
        self._secondary = 0
        self._last = Unavailable(f"{error} (tries: {self._failures})" if self._failures > 1 else str(error))
        return Again()

    def refused(self, refusal: Refused, *, is_secondary: bool) -> Again:
        """The last try met a limit, which does not say when it ends if it `is_secondary`; answers what to raise."""
        self._refusals += 1
        self._secondary = self._secondary + 1 if is_secondary else 0
        self._last = Refused(str(refusal), doubled(refusal.retry_after or 0.0, self._secondary))
        return Again()

    def pause(self) -> float:
        """Seconds until the next try: what the limit says, else 1, 2, 4 and so on, up to a half longer by chance."""
        if isinstance(self._last, Refused):
            return self._last.retry_after or 0.0
        return _FIRST_PAUSE * 2.0 ** (self._failures - 1) * (1 + self._chance() / 2)

    def reason(self, host: str) -> str:
        """Why there is a pause before the next request to `host`, for people."""
        if isinstance(self._last, Refused):
            return f"{host} asked for it"
        return f"then trying {host} again"

    def given_up(self) -> PortError:
        """What to raise where there is no further try."""
        return self._last
