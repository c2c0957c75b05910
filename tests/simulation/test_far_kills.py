"""Every request, record and push of a sync killed in turn, then run again: one issue an item, no edit lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from simulation.far import FarWorld, Outcome, far_world
from simulation.far_documents import NAME
from simulation.far_faults import EDITED_DUE, FIRST, SECOND
from simulation.quick import quick_folder
from simulation.world import Killed, Killer

RUNBOOK = "Update database runbook"
LOAD_TEST = "Add connection pool limit to load test"


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


def fresh(world: FarWorld) -> None:
    """Nothing was ever synced."""


def edited(world: FarWorld) -> None:
    """Ten items in step; then an issue is closed, one dated, two rows are edited, a row and a sentence added."""
    world.sync()
    world.sync()
    world.home.close(world.number(FIRST))
    world.set_due(SECOND, EDITED_DUE)
    world.home.comment(world.number(SECOND), "Not before May.")
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
    world.github.lag(lists=600, search=600)


def check_edits(world: FarWorld) -> None:
    """What people did in `edited` still stands and has reached the other side."""
    text = world.read()
    assert text.endswith("\nThanks to everybody on call.\n")
    assert "Done 2026-03-1" in text
    assert f"due {EDITED_DUE}" in text
    assert [comment.body for comment in world.home.issue(world.number(SECOND)).comments] == ["Not before May."]
    assert "erin" in [account.login for account in world.home.issue(world.number(LOAD_TEST)).assignees]
    assert world.number("Update the database runbook and link it")
    assert world.remote.lost_pushes() == 0


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
@pytest.mark.parametrize("server", [prompt, lagging])
@pytest.mark.parametrize("prepare", [fresh, edited])
def test_killed_at_every_effect(
    prepare: Callable[[FarWorld], None], server: Callable[[FarWorld], None], state_lost: bool, root: Path
) -> None:
    """Before the first effect and after each: what is after one is before the next, for nothing happens in between."""
    with far_world(root / "world") as world:
        prepare(world)
        server(world)
        start = world.snapshot(root / "start")
        counter = Killer()
        world.sync(killer=counter)
        settle(world, server)
        expected = world.outcome()
        assert counter.seen > 10
        for at in steps(counter, prepare, server, state_lost=state_lost):
            world.restore(start)
            with pytest.raises(Killed):
                world.sync(killer=Killer(max(at, 1), after=at > 0))
            if state_lost:
                world.lose_state()
            world.sync()
            where = f"{at}: {counter.log[at - 1]}"
            assert world.outcome() == expected, where
            settle(world, server)
            check(world, expected, where)
            if prepare is edited:
                check_edits(world)


def settle(world: FarWorld, server: Callable[[FarWorld], None]) -> None:
    """Where lists lag, one run more once they have caught up; until then issues are right, and cells may be late."""
    if server is lagging:
        made = world.outcome().issues
        world.clock.advance(700)
        world.sync()
        assert world.outcome().issues == made


def steps(
    counter: Killer, prepare: Callable[[FarWorld], None], server: Callable[[FarWorld], None], *, state_lost: bool
) -> list[int]:
    """Which effects to kill after: every one, but records only where the state is kept; fewer where lists lag."""
    every = [at for at in range(counter.seen + 1) if not (state_lost and at and counter.log[at - 1] == "commit")]
    return [*every[:5], *every[-5:]] if server is lagging and prepare is fresh else every


def check(world: FarWorld, expected: Outcome, where: str) -> None:
    """All is as if nothing had been killed, and a further run finds nothing to do."""
    found = world.outcome()
    assert (found.duplicates(expected), found.missing(expected)) == (0, 0), where
    assert found == expected, where
    refs, writes = world.remote.refs(), world.writes()
    report = world.sync()
    assert report.plan.changes == (), where
    assert (world.remote.refs(), world.writes()) == (refs, writes), where
