"""Owns how things are measured here: interleaved rounds, medians, and a verdict against a budget."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison: `measured` and `reference` in `unit`, and the largest ratio of the two that is allowed."""

    name: str
    measured: float
    reference: float
    unit: str
    limit: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the reference was needed."""
        return self.measured / self.reference

    @property
    def is_met(self) -> bool:
        """Whether the budget was kept."""
        return self.ratio <= self.limit

    def __str__(self) -> str:
        """One line for people."""
        mark = "ok  " if self.is_met else "OVER"
        figures = f"{self.measured:9.2f} {self.unit} against {self.reference:9.2f} {self.unit}"
        line = f"{mark} {self.name:<44} {figures}   ratio {self.ratio:5.2f} (at most {self.limit:g})"
        return f"{line}\n     {self.note}" if self.note else line


@dataclass(frozen=True, slots=True)
class Process:
    """What one run of a command cost: wall and processor seconds, and the peak of its resident memory in MiB."""

    seconds: float
    processor: float
    peak_mib: float


def run(arguments: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> Process:
    """Run a command to its end; raises `CalledProcessError` with what it printed unless it ends with 0."""
    begun = time.perf_counter()
    with subprocess.Popen(
        arguments, cwd=folder, env=own_environment(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments, printed)
    return Process(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def own_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's environment without settings of syncer, with the checkout importable from anywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNCER_")}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def interleave(rounds: int, *tasks: Callable[[], float]) -> list[float]:
    """The median of what each of `tasks` returns, run in turns so that a busy machine is as unfair to all of them."""
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(rounds):
        for task, results in zip(tasks, taken, strict=True):
            results.append(task())
    return [statistics.median(results) for results in taken]


def timed(task: Callable[[], object]) -> float:
    """Seconds that `task` takes, with the garbage collector as it is in the command."""
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun
