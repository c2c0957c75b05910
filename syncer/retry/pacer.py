"""Owns the pace of one account's writes, across the runs that share its memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from syncer.ports import Clock
from syncer.retry.pace import GITHUB, Rhythm, due_in, kept, pace_of
from syncer.retry.remembered import Remembered, decode, encode

_LONGEST_PENALTY = 86_400.0
_TOLERANCE = 1.0
"""Seconds by which remembered instants may lie ahead without a sign that the clock was set back."""


class Pacer:
    """Says when the next write may go, and notes each one that goes.

    `leave_to_others` is the share (0 to 1) of `per_minute` and `per_hour` that is left to people and other programs;
    rates of 0 mean no pace; `rhythm` is how close together writes may follow. `remembered` is the text last given to
    `remember`, perhaps by another process. Within a process time is monotonic; what was remembered is judged by the
    clock on the wall, and if that was set back, counts as of now: too long a wait by an hour at most, and never again
    after that.
    """

    def __init__(
        self,
        clock: Clock,
        per_minute: int,
        per_hour: int,
        leave_to_others: float,
        remembered: str | None,
        remember: Callable[[str], None],
        rhythm: Rhythm = GITHUB,
    ) -> None:
        self._clock = clock
        self._pace = pace_of(per_minute, per_hour, leave_to_others, rhythm)
        self._remember = remember
        self._lock = threading.Lock()
        self._is_to_be_stored = False
        self._state = self._recalled(decode(remembered))

    def due_in(self) -> float:
        """Seconds until the next write may go; 0 where it may go at once."""
        with self._lock:
            now = self._clock.monotonic()
            self._settle(now)
            if self._is_to_be_stored:
                self._store(now)
            return due_in(self._pace, self._state.spent, now, self._state.until)

    def spend(self) -> None:
        """A write goes now; stored before this returns. Raises what `remember` raises."""
        with self._lock:
            if self._pace.is_limited:
                now = self._clock.monotonic()
                self._settle(now)
                self._state = replace(self._state, spent=(*self._state.spent, now))
                self._store(now)

    def penalty(self, seconds: float) -> None:
        """The vendor refused a write: the next goes in `seconds` at the earliest, in a later run too.

        After a day it is asked again even if it said longer: a single garbled answer must not stop us for good.
        """
        seconds = min(seconds, _LONGEST_PENALTY)
        with self._lock:
            now = self._clock.monotonic()
            if now + seconds > self._state.until:
                self._state = replace(self._state, until=now + seconds, length=seconds)
                self._store(now)

    def _settle(self, now: float) -> None:
        """Forget what no longer counts; nothing lies ahead of `now` further than it can."""
        state = self._state
        until = min(state.until, now + state.length)
        self._state = replace(state, spent=kept(self._pace, state.spent, now), until=until)

    def _store(self, now: float) -> None:
        self._remember(encode(_moved(self._state, self._clock.now().timestamp() - now)))
        self._is_to_be_stored = False

    def _recalled(self, wall: Remembered) -> Remembered:
        """`wall`, whose instants are on the wall, on the monotonic scale of this process."""
        present = self._clock.now().timestamp()
        is_ahead = bool(wall.spent) and wall.spent[-1] > present + _TOLERANCE
        self._is_to_be_stored = is_ahead or wall.until > present + wall.length + _TOLERANCE
        return _moved(wall, self._clock.monotonic() - present)


def _moved(remembered: Remembered, seconds: float) -> Remembered:
    spent = tuple(at + seconds for at in remembered.spent)
    return replace(remembered, spent=spent, until=remembered.until + seconds)
