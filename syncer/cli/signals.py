"""Owns the wish to stop: the first signal asks a run to end cleanly, and soon; the second ends it at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from types import FrameType

from syncer.cli.printing import put

_GRACE = 9.0
"""Seconds to finish the change in hand, which a server decides within ten; a stopped container gets thirty in all."""


class Stop:
    """Asked between two effects: the signal that wants the run to stop, or `None`.

    A run that waits for somebody who does not answer is ended `grace` seconds after that: as after any other sudden
    death, the next one looks what became of the change in hand.
    """

    def __init__(self, grace: float = _GRACE) -> None:
        self._signal: int | None = None
        self._last_call = Timer(grace, self._end)
        self._last_call.daemon = True

    def __call__(self) -> int | None:
        """The number of the signal that came, `None` while none did."""
        return self._signal

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Remember the signal, and let the next one do what it does by default; of two that came at once the first."""
        if self._signal is not None:
            return
        self._signal = number
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_DFL)
        self._last_call.start()

    def over(self) -> None:
        """The run has come to its end."""
        self._last_call.cancel()

    def _end(self) -> None:
        """Leave without any cleaning up, which could wait as well; as process 1 of a container nothing else works."""
        number = self._signal or signal.SIGTERM
        put(f"syncer: ended by signal {number} in the middle; the next run looks what became of that", err=True)
        os._exit(128 + number)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(grace: float = _GRACE) -> Iterator[Stop]:
    """While this lasts, SIGINT and SIGTERM ask politely; afterwards they are handled as before.

    A run that is asked has `grace` seconds to get there.
    """
    stop = Stop(grace)
    before = {one: signal.signal(one, stop.take) for one in _SIGNALS}
    try:
        yield stop
    finally:
        stop.over()
        for one, handler in before.items():
            signal.signal(one, handler)
