"""Every effect of a sync killed in turn, then run again: one issue an item, right cells, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from simulation.world import Killed, Killer, World

TEN = """\
# Pool exhaustion

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
| Fix connection leak in new query | @bob | This week |
| Update database runbook | @carol | Next sprint |
| Add connection pool limit to load test | @dave | Next month |

## Action items

- [ ] Page the owner when the pool runs out
- [ ] Write a query review checklist
- Rehearse the failover with the whole team

### More action items

1. Document who owns the billing database
2. Remove the retry storm from the client
3. Alert on slow checkout requests
"""

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


def effects(prepare: Callable[[Path], World], root: Path) -> int:
    killer = Killer()
    prepare(root).sync(killer=killer)
    return killer.seen


SCENARIOS = [prepared, edited]


@pytest.mark.parametrize("prepare", SCENARIOS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("lose_state", [False, True], ids=["state kept", "state deleted"])
def test_killed_at_every_effect(
    prepare: Callable[[Path], World], after: bool, lose_state: bool, tmp_path: Path
) -> None:
    calm = prepare(tmp_path / "calm")
    calm.sync()
    expected = outcome(calm)
    count = effects(prepare, tmp_path / "count")
    assert count > 5
    for at in range(1, count + 1):
        world = prepare(tmp_path / f"world-{at}")
        with pytest.raises(Killed):
            world.sync(killer=Killer(at, after))
        if lose_state:
            world.lose_state()
        world.sync()

        found = outcome(world)
        assert found["document"] == expected["document"], at
        assert by_title(found, with_labels=not lose_state) == by_title(expected, with_labels=not lose_state), at
        assert found["leftovers"] == [], at
        killer = Killer()
        report = world.sync(killer=killer)
        assert outcome(world) == found, at
        assert report.plan.changes == (), at


def test_killed_twice_in_a_row(tmp_path: Path) -> None:
    expected = by_title(outcome(synced(tmp_path / "calm")))
    for first in range(1, 14):
        world = prepared(tmp_path / f"world-{first}")
        for at in (first, 2):
            with pytest.raises(Killed):
                world.sync(killer=Killer(at, after=True))
        world.sync()

        assert by_title(outcome(world)) == expected


@pytest.mark.parametrize("lost_at", [0, 1, 2])
def test_state_deleted_between_any_two_steps(lost_at: int, tmp_path: Path) -> None:
    """First sync, tracker edit, document edit, sync: the state is lost after the step `lost_at`."""
    world = synced(tmp_path / "lost")
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
