"""Owns what happens when every effect of a run is its last one in turn: killed there, then run again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simulation.far import FarWorld, Outcome, TrackerKind, far_world
from simulation.far_cases import EDITED_DUE, FIRST, SECOND
from simulation.far_documents import NAME
from simulation.world import Killed, Killer

Step = Callable[[FarWorld], None]
RUNBOOK = "Update database runbook"
LOAD_TEST = "Add connection pool limit to load test"


def fresh(world: FarWorld) -> None:
    """Nothing was ever synced."""


def edited(world: FarWorld) -> None:
    """Ten items in step; then an issue is closed, one dated, two rows are edited, a row and a sentence added."""
    world.sync()
    world.sync()
    world.hub.close(world.hub.key(FIRST))
    world.hub.edit(world.hub.key(SECOND), due=EDITED_DUE)
    world.hub.comment(world.hub.key(SECOND), "Not before May.")
    text = world.remote.read(NAME)
    text = text.replace(RUNBOOK, "Update the database runbook and link it")
    text = text.replace("| @dave | Next month |", "| @erin | 2026-04-20 |")
    text = text.replace("| Update the database", "| Ask the vendor | @erin | 2026-04-01 | | |\n| Update the database")
    world.remote.commit({NAME: text + "\nThanks to everybody on call.\n"})


def prompt(world: FarWorld) -> None:
    """Everything made is seen at once."""


def lagging(world: FarWorld) -> None:
    """Lists and the search are ten minutes behind, from before the run that is killed until long after."""
    world.clock.advance(1_200)
    world.hub.lag(600)


def check_edits(world: FarWorld) -> None:
    """What people did in `edited` still stands and has reached the other side."""
    text = world.read()
    assert text.endswith("\nThanks to everybody on call.\n")
    assert "Done 2026-03-1" in text
    assert f"due {EDITED_DUE}" in text
    assert world.hub.find(SECOND).comments == ("Not before May.",)
    assert "erin" in world.hub.find(LOAD_TEST).owners
    assert world.hub.key("Update the database runbook and link it")
    assert world.remote.lost_pushes() == 0


def kill_everywhere(
    root: Path, kind: TrackerKind, prepare: Step, server: Step, *, state_lost: bool, is_whole: bool = False
) -> int:
    """Kill a run before its first effect and after each, with a rerun every time; how often.

    What is after one effect is before the next, for nothing happens in between.
    """
    with far_world(root / "world", kind=kind) as world:
        prepare(world)
        server(world)
        start = world.snapshot(root / "start")
        counter = Killer()
        world.sync(killer=counter)
        settle(world, server)
        expected = world.outcome()
        assert counter.seen > 10
        moments = steps(counter, prepare, server, state_lost=state_lost, is_whole=is_whole)
        for at in moments:
            world.restore(start)
            assert is_killed(world, at)
            if state_lost:
                world.lose_state()
            world.sync()
            where = f"{at}: {counter.log[at - 1]}"
            assert world.outcome() == expected, where
            settle(world, server)
            check(world, expected, where)
            if prepare is edited:
                check_edits(world)
        return len(moments)


def is_killed(world: FarWorld, at: int) -> bool:
    """A run that dies after its effect number `at`, before the first for 0."""
    try:
        world.sync(killer=Killer(max(at, 1), after=at > 0))
    except Killed:
        return True
    return False


def settle(world: FarWorld, server: Callable[[FarWorld], None]) -> None:
    """Where lists lag, one run more once they have caught up; until then issues are right, and cells may be late."""
    if server is lagging:
        made = world.outcome().issues
        world.clock.advance(700)
        world.sync()
        assert world.outcome().issues == made


def steps(counter: Killer, prepare: Step, server: Step, *, state_lost: bool, is_whole: bool) -> list[int]:
    """Which effects to kill after: every one, but records only where the state is kept; fewer where lists lag."""
    every = [at for at in range(counter.seen + 1) if not (state_lost and at and counter.log[at - 1] == "commit")]
    return [*every[:5], *every[-5:]] if server is lagging and prepare is fresh and not is_whole else every


def check(world: FarWorld, expected: Outcome, where: str) -> None:
    """All is as if nothing had been killed, and a further run finds nothing to do."""
    found = world.outcome()
    assert (found.duplicates(expected), found.missing(expected)) == (0, 0), where
    assert found == expected, where
    refs, writes = world.remote.refs(), world.writes()
    report = world.sync()
    assert report.plan.changes == (), where
    assert (world.remote.refs(), world.writes()) == (refs, writes), where
