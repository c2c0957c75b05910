"""Owns what a run is given and what it remembers while it lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from syncer.core.rules import Rules
from syncer.model import Batch, Capabilities, DocumentKey, Gone, Issue, Link, Problem, Severity, Target
from syncer.ports import Clock, DocumentSource, Executor, StateStore, Tracker
from syncer.retry.patience import Patience

A = TypeVar("A")
B = TypeVar("B")


_MOST_PLACES = 3
"""Places that a stage is told by; more make no line."""


class Progress(Protocol):
    """Told how far a stage has come, for people."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` things of `stage` are finished; it only begins, and has no steps, where `total` is 0."""


class ThreadExecutor:
    """Runs reads side by side in threads; the only threads there are."""

    def __init__(self, workers: int = 8) -> None:
        self._workers = workers

    def map(self, function: Callable[[A], B], things: Iterable[A]) -> Iterator[B]:
        """Apply `function` to each of `things`; answers come in their order. One thing needs no thread."""
        todo = list(things)
        if len(todo) < 2:
            return iter([function(thing) for thing in todo])
        with ThreadPoolExecutor(self._workers) as pool:
            return iter(list(pool.map(function, todo)))


class SerialExecutor:
    """Runs one thing after the other, for simulations."""

    def map(self, function: Callable[[A], B], things: Iterable[A]) -> Iterator[B]:
        """Apply `function` to each of `things`, in order."""
        return iter([function(thing) for thing in things])


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything a run needs, wired once. `trackers` are by name; `run_id` names this run in logs and history.

    `patience` is the one that its adapters wait with; where they never wait there need not be one.
    """

    sources: tuple[DocumentSource, ...]
    trackers: Mapping[str, Tracker]
    state: StateStore
    rules: Rules
    clock: Clock
    executor: Executor
    run_id: str
    command: str = "sync"
    patience: Patience | None = None


def silent(stage: str, done: int, total: int) -> None:
    """Say nothing."""


@dataclass(slots=True)
class Run:
    """One run while it lasts: its setup, what it learnt of the trackers, its problems and counts.

    `is_dry` runs change nothing anywhere. `everything` reads every document and lists every issue, changed or not.
    `blocked` targets get no new issue, `down` ones no request at all, `limited` ones are down until a limit is lifted.
    `looked` are the targets whose newest issues were read right before the first create there.
    `facts` are to be stored at the end. `names` are the paths that people know documents by, where anybody asked.
    `stored` has links as the state holds them, `settled` those that a killed run's intents changed. What waits, waits
    until `waiting_until` at the latest, where that is known.
    """

    setup: Setup
    patience: Patience
    is_dry: bool = False
    everything: bool = False
    progress: Progress = silent
    lineage: str = ""
    issues: dict[tuple[Target, str], Issue | Gone] = field(default_factory=dict)
    capabilities: dict[Target, Capabilities] = field(default_factory=dict)
    cursors: dict[Target, str] = field(default_factory=dict)
    blocked: set[Target] = field(default_factory=set)
    down: set[Target] = field(default_factory=set)
    limited: set[Target] = field(default_factory=set)
    looked: set[Target] = field(default_factory=set)
    names: dict[DocumentKey, str] = field(default_factory=dict)
    settled: dict[str, Link] = field(default_factory=dict)
    stored: dict[str, Link] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    pending_links: list[Link] = field(default_factory=list)
    pending_finished: list[str] = field(default_factory=list)
    waiting_until: datetime | None = None
    facts: dict[str, str | None] = field(default_factory=dict)

    def commit(self, batch: Batch) -> None:
        """Store `batch`, unless this run is dry."""
        if not self.is_dry:
            self.setup.state.commit(batch)

    def count(self, name: str, by: int = 1) -> None:
        """Add to the count called `name`."""
        self.counts[name] = self.counts.get(name, 0) + by

    def fail(self, code: str, document: str, line: int | None, message: str, advice: str) -> None:
        """Report something that should have been done and was not."""
        self.problems.append(Problem(code, document, line, message, advice, Severity.ERROR))

    def fail_softly(self, code: str, document: str, line: int | None, message: str, advice: str) -> None:
        """Report what a person should look at, although the run did what it could."""
        self.problems.append(Problem(code, document, line, message, advice))

    def note(self, code: str, document: str, message: str, advice: str = "") -> None:
        """Report something that people may want to know."""
        self.problems.append(Problem(code, document, None, message, advice, Severity.NOTE))

    def wait_until(self, instant: datetime) -> None:
        """Remember that something waits until `instant`; the latest counts."""
        self.waiting_until = instant if self.waiting_until is None else max(instant, self.waiting_until)

    def limit(self, target: Target, seconds: float | None) -> None:
        """Ask nothing more of `target`: it told us to come back, in `seconds` where it said when."""
        self.down.add(target)
        self.limited.add(target)
        self.waits_for(seconds)

    def waits_for(self, seconds: float | None) -> None:
        """Something waits for `seconds` from now, where that is known."""
        if seconds is not None:
            self.wait_until(self.setup.clock.now() + timedelta(seconds=max(0.0, seconds)))

    def begin_stage(self, what: str, places: Sequence[str]) -> None:
        """Tell people that `what` begins at `places`, before anything there is waited for."""
        named = ", ".join(places[:_MOST_PLACES])
        more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        self.progress(f"{what} {named}{more}".rstrip(), 0, 0)

    def stop_if_asked(self) -> None:
        """Raise `Interrupted` where a signal asked the run to stop."""
        self.patience.stop_if_asked()

    def out_of_time(self) -> bool:
        """Whether `max_runtime` has passed."""
        left = self.patience.left()
        return left is not None and left <= 0

    def tracker(self, target: Target) -> Tracker:
        """The tracker that `target` is in."""
        return self.setup.trackers[target.tracker]

    def may_ask(self, target: Target) -> bool:
        """Whether issues of `target` can be read in this run, be it that a row links to one and no route names it."""
        return target.tracker in self.setup.trackers and target not in self.down

    def is_reachable(self, target: Target) -> bool:
        """Whether requests to `target` make sense in this run."""
        return target in self.capabilities and target not in self.down
