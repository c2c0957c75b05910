"""Owns what a fault is: something that goes wrong in a far world, and in how many runs all is right nevertheless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fakes.wire import Exchange
from simulation.far import FarWorld, Outcome, TrackerKind, far_world
from simulation.far_documents import NAME, TEN

from syncer.model import RunReport

FIRST = "Add connection pool utilization alert"
SECOND = "Fix connection leak in new query"
EDITED_DUE = "2026-05-04"
QUESTION = "Who takes this?"
THANKS = "\nThanks to everybody on call.\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One fault.

    `arrange` breaks the world before the first run, `meanwhile` is called between two runs with the number of the one
    that is over, and `runs` is how many there may be until all is right. `codes` are the exit codes of the first
    runs, where they are promised. `waits` are the seconds that somebody must have waited in the end, `requests` the
    most that the first run may have sent.
    """

    name: str
    arrange: Callable[[FarWorld], None] = lambda world: None
    meanwhile: Callable[[FarWorld, int], None] = lambda world, number: None
    runs: int = 3
    codes: tuple[int, ...] = ()
    says: str = ""
    waits: float = 0.0
    requests: int = 1_000
    document: str = TEN


@dataclass(frozen=True, slots=True)
class Row:
    """What a fault came to."""

    fault: str
    state: str
    runs: int
    duplicates: int
    missing: int
    lost_edits: int

    def __str__(self) -> str:
        """One line of a table in Markdown."""
        cells = (self.fault, self.state, self.runs, self.duplicates, self.missing, self.lost_edits)
        return "| " + " | ".join(map(str, cells)) + " |"


class People:
    """What people do while the first run goes on: once the third issue is made, they write on either side."""

    def __init__(self, world: FarWorld) -> None:
        self._world = world
        self._made = 0
        world.hub.server.watch(self._see)

    def _see(self, exchange: Exchange) -> None:
        self._made += self._world.hub.makes(exchange)
        if self._made == 3:
            self._made += 1_000_000
            self._act()

    def _act(self) -> None:
        """A date and a label on an issue, a comment under another, a sentence in the document."""
        world = self._world
        first, second = world.hub.issues()[:2]
        world.hub.edit(first.key, labels=[*first.labels, "customer"], due=EDITED_DUE)
        world.hub.comment(second.key, QUESTION)
        world.remote.commit({NAME: world.remote.read(NAME) + THANKS})


def lost_edits(world: FarWorld) -> int:
    """How many of the edits of `People` are gone, or did not reach the other side."""
    first, second = world.hub.issues()[:2]
    text = world.read()
    kept = (
        first.due == EDITED_DUE,
        "customer" in first.labels,
        second.comments == (QUESTION,),
        text.endswith(THANKS),
        f"due {EDITED_DUE}" in text,
    )
    return kept.count(False) + world.remote.lost_pushes()


def calm(root: Path, kind: TrackerKind, document: str = TEN) -> Outcome:
    """What a world comes to in which nothing goes wrong."""
    with far_world(root, {NAME: document}, kind) as world:
        People(world)
        world.sync()
        world.sync()
        assert lost_edits(world) == 0
        return world.outcome()


def survive(case: Case, root: Path, kind: TrackerKind, expected: Outcome, *, state_lost: bool) -> Row:
    """Let `case` happen, run until all is right or the runs are used up, and count what is wrong then."""
    with far_world(root, {NAME: case.document}, kind) as world:
        People(world)
        case.arrange(world)
        reports = []
        for number in range(1, case.runs + 1):
            if number > 1 and state_lost:
                world.lose_state()
            reports.append(world.sync())
            assert number > 1 or len(world.hub.server.exchanges) <= case.requests, case.name
            found = world.outcome()
            if found == expected and lost_edits(world) == 0:
                break
            case.meanwhile(world, number)
        check_codes(case, reports)
        assert found == expected, case.name
        assert world.clock.slept >= case.waits, (case.name, world.clock.slept)
        assert world.hub.hammered == 0, case.name
        assert nothing_left(world), case.name
        state = "deleted" if state_lost else "kept"
        wrong = (found.duplicates(expected), found.missing(expected), lost_edits(world))
        return Row(case.name, state, len(reports), *wrong)


def nothing_left(world: FarWorld) -> bool:
    """Whether a further run finds nothing to do and changes nothing."""
    before, made = world.remote.refs(), len(world.ours())
    report = world.sync()
    return report.plan.changes == () and world.remote.refs() == before and len(world.ours()) == made


def check_codes(case: Case, reports: list[RunReport]) -> None:
    """Exit codes and words of the runs are those that were promised."""
    codes = tuple(int(report.has_failed) for report in reports)
    assert codes[: len(case.codes)] == case.codes, (case.name, [report.problems for report in reports])
    said = "\n".join(f"{problem.message} {problem.advice}" for report in reports for problem in report.problems)
    assert case.says in said, (case.name, said)


def during(act: Callable[[FarWorld], None], at: int = 4) -> Callable[[FarWorld], None]:
    """Something happens once the create numbered `at` is through."""

    def arrange(world: FarWorld) -> None:
        made: list[Exchange] = []

        def see(exchange: Exchange) -> None:
            if world.hub.makes(exchange):
                made.append(exchange)
                if len(made) == at:
                    act(world)

        world.hub.server.watch(see)

    return arrange
