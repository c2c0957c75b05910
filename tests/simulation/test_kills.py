"""Every effect of a sync killed in turn, then run again: one issue an item, right cells, nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from simulation.far_documents import TEN
from simulation.quick import quick_folder
from simulation.world import Killed, Killer, World

from syncer.state.store import open_store

NAME = "2026-03-11-pool.md"


def prepared(root: Path) -> World:
    world = World(root)
    world.write(NAME, TEN)
    return world


def synced(root: Path) -> World:
    world = prepared(root)
    world.sync()
    return world


def edited(root: Path) -> World:
    """A synced world in which both sides moved: an issue closed, one re-dated, two rows edited, one removed."""
    world = synced(root)
    world.set_field("AI-1", "state", "done")
    world.set_field("AI-2", "due", "2026-04-15")
    text = world.read(NAME)
    text = text.replace("Update database runbook", "Update the database runbook and link it")
    text = text.replace("| @dave | Next month |", "| @erin | 2026-04-20 |")
    text = "".join(line for line in text.splitlines(keepends=True) if "Alert on slow checkout" not in line)
    world.write(NAME, text)
    return world


def outcome(world: World) -> dict[str, object]:
    """Everything that must not depend on where a run was killed."""
    fields = ("title", "state", "owners", "due", "labels")
    return {
        "document": world.read(NAME),
        "issues": {key: [world.field(key, name) for name in fields] for key in world.issue_files()},
        "leftovers": world.leftovers(),
    }


def by_title(found: dict[str, object], *, with_labels: bool = True) -> object:
    """Issues without their keys, which depend on the order of creation alone.

    Without the state nobody knows that a row was there: its issue is left alone, without the orphan's label.
    """
    issues = found["issues"]
    assert isinstance(issues, dict)
    return sorted(str(fields if with_labels else fields[:-1]) for fields in issues.values())


class Templates:
    """Worlds made once and copied for every kill, with a state that is empty but for its tables in `fresh`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fresh = prepared(folder / "fresh")
        open_store(self.fresh.state).close()
        self._made: dict[Callable[[Path], World], World] = {}

    def copy(self, prepare: Callable[[Path], World], root: Path) -> World:
        """The world that `prepare` makes, at `root`."""
        if prepare not in self._made:
            self._made[prepare] = prepare(self.folder / prepare.__name__)
        original = self._made[prepare]
        shutil.copytree(original.root, root)
        copy = World(root, runs=original.runs)
        if not copy.state.exists():
            self.lose_state(copy)
        return copy

    def lose_state(self, world: World) -> None:
        """Leave `world` with a state that knows nothing, as the next run would make it."""
        world.lose_state()
        shutil.copytree(self.fresh.state.parent, world.state.parent)


@pytest.fixture(scope="module")
def templates() -> Iterator[Templates]:
    with quick_folder() as folder:
        yield Templates(folder)


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize("prepare", [prepared, edited])
@pytest.mark.parametrize("lose_state", [False, True], ids=["state kept", "state deleted"])
def test_killed_at_every_effect(
    prepare: Callable[[Path], World], lose_state: bool, templates: Templates, root: Path
) -> None:
    """Before the first effect and after each: what is after one is before the next, for nothing happens in between."""
    calm, counter = templates.copy(prepare, root / "calm"), Killer()
    calm.sync(killer=counter)
    expected = outcome(calm)
    assert counter.seen > 5
    for at in range(counter.seen + 1):
        world = templates.copy(prepare, root / f"world-{at}")
        with pytest.raises(Killed):
            world.sync(killer=Killer(max(at, 1), after=at > 0))
        if lose_state:
            templates.lose_state(world)
        world.sync()

        found = outcome(world)
        assert found["document"] == expected["document"], at
        assert by_title(found, with_labels=not lose_state) == by_title(expected, with_labels=not lose_state), at
        assert found["leftovers"] == [], at
        report = world.sync()
        assert outcome(world) == found, at
        assert report.plan.changes == (), at


def test_killed_twice_in_a_row(templates: Templates, root: Path) -> None:
    expected = by_title(outcome(templates.copy(synced, root / "calm")))
    for first in range(1, 14):
        world = templates.copy(prepared, root / f"world-{first}")
        for at in (first, 2):
            with pytest.raises(Killed):
                world.sync(killer=Killer(at, after=True))
        world.sync()

        assert by_title(outcome(world)) == expected


@pytest.mark.parametrize("lost_at", [0, 1, 2])
def test_state_deleted_between_any_two_steps(lost_at: int, root: Path) -> None:
    """First sync, tracker edit, document edit, sync: the state is lost after the step `lost_at`."""
    world = synced(root / "lost")
    if lost_at == 0:
        world.lose_state()
    world.set_field("AI-1", "due", "2026-05-04")
    if lost_at == 1:
        world.lose_state()
    world.write(
        NAME, world.read(NAME).replace("Fix connection leak in new query", "Fix the connection leak in new query")
    )
    if lost_at == 2:
        world.lose_state()
    report = world.sync()

    assert report.created == 0
    assert len(world.issue_files()) == 10
    assert world.field("AI-1", "due") == "2026-05-04"
    assert world.field("AI-2", "title") == "Fix the connection leak in new query"
    assert "| Next sprint | [AI-1]" in world.read(NAME)
    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read(NAME)
