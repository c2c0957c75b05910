"""What no listing of changes shows (deleted, transferred, out of sight) is looked for once a day, by id."""

from __future__ import annotations

from engine.worlds import World, assert_calm, codes, remote

from syncer.errors import Unavailable
from syncer.model import State

DAY = 24 * 3600


def settled() -> World:
    world = remote()
    world.table("a.md", "Fix the leak", "Add an alert")
    world.sync()
    world.tracker.faults.calls.clear()
    return world


def test_on_the_same_day_nobody_asks() -> None:
    world = settled()
    world.tracker.delete("MEM-1")
    world.clock.pass_seconds(DAY - 60)

    world.sync()

    assert "get" not in world.tracker.faults.calls
    assert "Deleted" not in world.read("a.md")


def test_once_a_day_an_issue_that_was_deleted_shows() -> None:  # F17
    world = settled()
    world.tracker.delete("MEM-1")
    world.clock.pass_seconds(DAY)

    world.sync()

    assert world.tracker.faults.calls.count("get") == 1
    assert "Deleted" in world.read("a.md")
    world.tracker.faults.calls.clear()
    world.sync()
    assert "get" not in world.tracker.faults.calls


def test_a_closed_issue_is_not_asked_for() -> None:
    world = settled()
    for key in list(world.issues):
        world.tracker.edit(key, state=State.DONE)
    world.sync()
    for key in list(world.issues):
        world.tracker.delete(key)
    world.clock.pass_seconds(DAY)

    world.sync()

    assert "Deleted" not in world.read("a.md")


def test_an_issue_out_of_sight_is_neither_deleted_nor_made_again() -> None:  # F16
    world = settled()
    world.tracker.hidden.add("MEM-1")
    world.clock.pass_seconds(DAY)
    before = world.read("a.md")

    report = world.sync()

    assert "issue-missing" in codes(report)
    assert world.read("a.md") == before
    assert len(world.issues) == 2
    world.tracker.hidden.clear()
    world.clock.pass_seconds(DAY)
    assert "issue-missing" not in codes(world.sync())


def test_a_truth_that_cannot_be_had_is_asked_for_again_by_the_next_run() -> None:
    world = settled()
    world.tracker.delete("MEM-1")
    world.clock.pass_seconds(DAY)
    world.tracker.faults.fail("get", Unavailable("down"))

    assert world.sync().has_failed

    world.sync()
    assert "Deleted" in world.read("a.md")
    assert_calm(world, problems=None)


def test_a_dry_run_does_not_count_as_a_look() -> None:
    world = settled()
    world.tracker.delete("MEM-1")
    world.clock.pass_seconds(DAY)

    world.sync(dry=True)
    world.sync()

    assert "Deleted" in world.read("a.md")
