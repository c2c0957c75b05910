"""Owns the wish to stop: the first signal asks a run to end cleanly, the second ends it at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Asked between two effects: the signal that wants the run to stop, or `None`."""

    def __init__(self) -> None:
        self._signal: int | None = None

    def __call__(self) -> int | None:
        """The number of the signal that came, `None` while none did."""
        return self._signal

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Remember the signal, and let the next one do what it does by default."""
        self._signal = number
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_DFL)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """While this lasts, SIGINT and SIGTERM ask politely; afterwards they are handled as before."""
    stop = Stop()
    before = {one: signal.signal(one, stop.take) for one in _SIGNALS}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
