"""Before an issue is made somewhere, and only then, its target is asked what it holds."""

from __future__ import annotations

import pytest
from engine.worlds import Fault, World, assert_calm, codes, problem, remote

from syncer.errors import NotAllowed, PortError, Unavailable, UnsafePlan
from syncer.model import Field


def published() -> World:
    world = remote()
    world.table("a.md", "Fix the leak")
    return world


def test_a_target_is_asked_once_before_its_first_create() -> None:
    world = published()
    world.table("b.md", "Add an alert")

    world.sync()

    calls = world.tracker.faults.calls
    assert calls.count("inspect") == 1
    assert calls.index("inspect") < calls.index("create")


def test_a_run_that_makes_nothing_asks_nothing() -> None:
    world = published()
    world.sync()
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})
    world.tracker.faults.calls.clear()

    world.sync()

    assert "carol" in world.read("a.md")
    assert "inspect" not in world.tracker.faults.calls


def test_where_no_issue_can_be_made_the_others_are_followed_all_the_same() -> None:  # F15
    world = published()
    world.sync()
    world.table("b.md", "Add an alert")
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})
    world.tracker.faults.fail("inspect", NotAllowed("acme/payments is archived; unarchive it or route elsewhere"))

    report = world.sync()

    assert (report.created, report.has_failed) == (0, True)
    assert "archived" in problem(report, "not-allowed").message
    assert "carol" in world.read("a.md")
    assert not world.memory.intents

    assert world.sync().created == 1
    assert_calm(world)


@pytest.mark.parametrize("error", [Unavailable("down")])
def test_a_target_that_does_not_answer_is_left_out_of_this_run(error: PortError) -> None:
    world = published()
    world.tracker.faults.fail("inspect", error)

    report = world.sync()

    assert report.created == 0
    assert codes(report) == ["target-unavailable"]
    assert world.sync().created == 1


SECRET = "---\nstatus: published\nvisibility: private\n---\n\n"


def test_what_a_private_document_says_goes_to_no_public_place_by_way_of_an_old_issue_either() -> None:
    world = published()
    world.sync()
    world.tracker.is_public = True
    world.write("a.md", SECRET + world.read("a.md").replace("Fix the leak", "Fix the leak of the secret sauce"))

    with pytest.raises(UnsafePlan, match="is private"):
        world.sync()

    assert "secret" not in str(world.issues)


def test_a_private_document_bars_no_run_while_its_target_takes_nothing() -> None:
    world = published()
    world.write("a.md", SECRET + world.read("a.md"))
    world.tracker.is_public = None
    world.tracker.faults.on("inspect", Fault(NotAllowed("archived")), Fault(Unavailable("down")))

    assert codes(world.sync()) == ["not-allowed"]
    assert codes(world.sync()) == ["target-unavailable"]
    with pytest.raises(UnsafePlan, match="is private"):
        world.sync()


@pytest.mark.parametrize("error", [Unavailable("down"), NotAllowed("only read; give it the role Write")])
def test_nothing_private_is_told_where_nobody_says_who_can_read_it(error: PortError) -> None:
    world = published()
    world.write("a.md", SECRET + world.read("a.md"))
    world.sync()
    world.replace("a.md", "Fix the leak", "Fix the leak of the secret sauce")
    world.tracker.is_public = None
    world.tracker.faults.fail("inspect", error)

    report = world.sync()

    assert (report.updated, report.has_failed) == (0, True)
    assert "secret" not in str(world.issues)

    world.tracker.is_public = False
    assert world.sync().updated == 1
