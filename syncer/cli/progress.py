"""Owns what a person sees while a run takes long: a moving line on a terminal, elsewhere a line every two seconds."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TextIO

from syncer.clock import SystemClock
from syncer.outputs.printable import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_EVERY = 2.0
"""Seconds before anything is shown, and between two lines."""


class _Stage(NamedTuple):
    """What is being done; `total` is 0 where it has no steps."""

    name: str = ""
    done: int = 0
    total: int = 0

    @property
    def words(self) -> str:
        """The stage in a line."""
        return f"{self.name}: {self.done} of {self.total}" if self.total else self.name


class Progress:
    """Shows nothing for work of under two seconds; rich is imported only to draw on a terminal.

    A request that nobody answers brings no event: one thread looks every two seconds what is to be shown by then.
    """

    def __init__(
        self,
        *,
        is_quiet: bool,
        stream: TextIO | None = None,
        now: Callable[[], float] | None = None,
        is_over: threading.Event | None = None,
    ) -> None:
        self._stream = stream or sys.stderr
        self._now = now or SystemClock().monotonic
        self._is_quiet = is_quiet
        self._begun = self._told = self._now()
        self._stage = _Stage()
        self._wait = ""
        self._last_words = ""
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._drawn = ("", 0)
        self._lock = threading.Lock()
        self._is_over = is_over or threading.Event()
        self._ticking = threading.Thread(target=self._tick_until_over, name="progress", daemon=True)

    def __enter__(self) -> Self:
        if not self._is_quiet:
            self._ticking.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._is_over.set()
        if not self._is_quiet:
            self._ticking.join()
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` things of `stage` are finished, or with a `total` of 0 that it begins."""
        with self._lock:
            self._stage = _Stage(stage, done, total)
            self._show()

    def wait(self, why: str, seconds: float) -> None:
        """Show that a wait of `seconds` begins because of `why`; without a reason it is over."""
        with self._lock:
            self._wait = f"waiting {math.ceil(seconds)} s: {why}" if why else ""
            self._show()

    def tick(self) -> None:
        """Show what there is to show by now, though nothing happened."""
        with self._lock:
            self._show()

    def _tick_until_over(self) -> None:
        while not self._is_over.wait(_EVERY):
            self.tick()

    def _show(self) -> None:
        now = self._now()
        words = self._wait or self._stage.words
        if self._is_quiet or not words or now - self._begun < _EVERY:
            return
        if self._stream.isatty() and os.environ.get("TERM") != "dumb":
            self._draw()
        elif now - self._told >= _EVERY and words != self._last_words:
            self._told, self._last_words = now, words
            print(printable(words), file=self._stream, flush=True)

    def _draw(self) -> None:
        """Show the one line there is: a wait, else the stage and how far it is."""
        if self._bar is None:
            self._bar = _bar(self._stream)
            self._bar.start()
            self._bar.console.show_cursor(True)  # a run that is killed must not leave a terminal without one
        name, done, total = (self._wait, 0, 0) if self._wait else self._stage
        count = f"{done}/{total}" if total else ""
        if self._task is None or (name, total) != self._drawn:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(name, total=total or None, count=count)
            self._drawn = (name, total)
        self._bar.update(self._task, completed=done, count=count)


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    words, count = (TextColumn(f"{{task.{what}}}", markup=False) for what in ("description", "fields[count]"))
    columns = (SpinnerColumn(), words, count, BarColumn(12), TimeElapsedColumn())
    return Bar(*columns, console=Console(file=stream), transient=True)
