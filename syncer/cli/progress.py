"""Owns what a person sees while a run takes long: a bar on a terminal, elsewhere a line every two seconds."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from syncer.clock import SystemClock

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_EVERY = 2.0
"""Seconds before anything is shown, and between two lines."""


class Progress:
    """Shows nothing for work of under two seconds; rich is imported only to draw a bar on a terminal."""

    def __init__(self, *, is_quiet: bool, stream: TextIO | None = None, now: Callable[[], float] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._now = now or SystemClock().monotonic
        self._is_quiet = is_quiet
        self._begun = self._told = self._now()
        self._stage = ""
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` things of `stage` are finished."""
        now = self._now()
        if self._is_quiet or now - self._begun < _EVERY:
            return
        if self._stream.isatty() and os.environ.get("TERM") != "dumb":
            self._draw(stage, done, total)
        elif now - self._told >= _EVERY:
            self._told = now
            print(f"{stage}: {done} of {total}", file=self._stream, flush=True)

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar(self._stream)
            self._bar.start()
        if self._task is None or stage != self._stage:
            self._task = self._bar.add_task(stage, total=total)
        self._stage = stage
        self._bar.update(self._task, completed=done, total=total)


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Bar(*columns, console=Console(file=stream), transient=True)
