"""Two open issues of ours with one marker: the linked one stays, the other is closed unless a person touched it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import TARGET, Fault, World, assert_calm, codes, lost, problem, remote

from syncer.errors import Unavailable
from syncer.model import Issue, IssueRef, State


def twice(*, is_untouched: bool = True, is_ours: bool = True) -> World:
    """A world with a row, its issue MEM-1, and a second issue MEM-2 with the same marker."""
    world = remote()
    world.table("a.md", "Fix the leak")
    world.sync()
    first = world.issues["MEM-1"]
    second = replace(
        first, ref=IssueRef(TARGET, "MEM-2", "MEM-2"), url="u2", is_ours=is_ours, is_untouched=is_untouched
    )
    world.tracker.add(second)
    return world


def second(world: World) -> Issue:
    return world.issues["MEM-2"]


def test_a_second_issue_that_nobody_touched_is_closed() -> None:  # F21
    world = twice()
    document = world.read("a.md")

    report = world.sync()

    assert second(world).state is State.WONT_DO
    assert world.issues["MEM-1"].state is State.TODO
    assert world.read("a.md") == document
    assert (report.closed, codes(report)) == (1, [])
    assert not world.memory.intents
    assert_calm(world)


def test_a_plan_says_what_would_be_closed_and_closes_nothing() -> None:
    world = twice()

    (change,) = world.sync(dry=True).plan.changes

    assert (change.ref.key, change.of.key) == ("MEM-2", "MEM-1")  # type: ignore[union-attr]
    assert second(world).state is State.TODO


@pytest.mark.parametrize("touched", [{"is_untouched": False}])
def test_a_second_issue_that_a_person_touched_is_reported(touched: dict[str, bool]) -> None:  # F21
    world = twice(**touched)

    report = world.sync()

    assert second(world).state is State.TODO
    assert "MEM-2" in problem(report, "duplicate-issue").message


def test_an_issue_that_somebody_else_made_is_none_of_ours() -> None:  # F21
    world = twice(is_ours=False)

    report = world.sync()

    assert second(world).state is State.TODO
    assert report.closed == 0


def test_a_close_whose_answer_was_lost_is_looked_at_by_the_next_run() -> None:  # F1
    world = twice()
    world.tracker.faults.on("update", lost())

    assert world.sync().has_failed
    report = world.sync()

    assert second(world).state is State.WONT_DO
    assert codes(report) == []
    assert_calm(world)


def test_a_close_that_could_not_be_sent_is_tried_again() -> None:
    world = twice()
    world.tracker.faults.on("update", Fault(Unavailable("down")))
    world.sync()

    world.sync()

    assert second(world).state is State.WONT_DO
    assert_calm(world)
