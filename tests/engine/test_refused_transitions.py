"""A state that a tracker has no way to: left undone, said once on the issue and in the report, not tried for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import World, assert_calm, codes, problem, remote

from syncer.errors import Refused, Unavailable
from syncer.model import State

LIST = "# Outage\n\nPublished: 2026-03-11\n\n## Action items\n\n- [ ] Fix the leak (@alice)\n"


@pytest.fixture
def world() -> World:
    made = remote()
    made.rules = replace(made.rules, status="shared")
    made.write("a.md", LIST)
    made.sync()
    made.tracker.is_stuck = True
    made.replace("a.md", "[ ]", "[x]")
    return made


def test_it_is_left_undone_and_said_once(world: World) -> None:
    report = world.sync()
    told = problem(report, "not-transitioned")
    assert (told.document, told.line) == ("a.md", 7)
    assert (told.message, told.advice) == ("no transition leads to Done", "draw one in the workflow")
    assert world.issues["MEM-1"].state is State.TODO
    (comment,) = world.tracker.comments["MEM-1"].values()
    assert comment == ("The postmortem a.md says Done, and this issue cannot follow: no transition leads to Done")
    assert report.has_failed is False


def test_an_unchanged_world_does_not_try_again_and_still_tells(world: World) -> None:
    world.sync()
    updates = world.tracker.faults.calls.count("update")
    report = assert_calm(world, problems=world.record("a.md").problems)
    assert codes(report) == ["not-transitioned"]
    assert world.tracker.faults.calls.count("update") == updates


def test_once_there_is_a_way_the_next_edit_takes_it(world: World) -> None:
    world.sync()
    world.tracker.is_stuck = False
    world.replace("a.md", "(@alice)", "(@alice, due 2026-04-01)")
    report = world.sync()
    assert world.issues["MEM-1"].state is State.DONE
    assert codes(report) == []
    assert len(world.tracker.comments["MEM-1"]) == 1


def test_a_comment_that_fails_is_told_in_the_report(world: World) -> None:
    world.tracker.faults.fail("comment", Unavailable("mem is away"))
    told = problem(world.sync(), "not-transitioned")
    assert told.message == "no transition leads to Done (a comment on the issue failed, too: mem is away)"


def test_a_comment_keeps_the_pace(world: World) -> None:
    world.tracker.pauses.extend([0.0, 100_000.0])
    told = problem(world.sync(), "not-transitioned")
    assert told.message.endswith("(no comment was left on the issue: a limit holds that up)")
    assert world.tracker.comments == {}


def test_an_orphan_that_cannot_be_closed_is_not_closed_for_ever() -> None:
    made = remote()
    made.rules = replace(made.rules, orphans="close")
    made.table("a.md", "Fix the leak", "Add an alert")
    made.sync()
    made.tracker.is_stuck = True
    made.table("a.md", "Add an alert")
    assert "not-transitioned" in codes(made.sync())
    updates = made.tracker.faults.calls.count("update")
    made.sync(everything=True)
    assert made.tracker.faults.calls.count("update") == updates


def test_a_limit_of_one_issue_lets_other_updates_go() -> None:
    made = remote()
    made.table("a.md", "Fix the leak", "Add an alert")
    made.sync()
    made.tracker.faults.fail("update", Refused("too many writes to MEM-1", 100_000, is_narrow=True))
    made.replace("a.md", "Fix the leak", "Mend the leak")
    made.replace("a.md", "Add an alert", "Add one alert")
    report = made.sync()
    assert (report.updated, report.waiting) == (1, 1)
    assert report.waiting_until == "2026-03-13T12:46:40+00:00"
    assert made.sync().updated == 1


def test_a_limit_of_creates_is_one_of_the_next_create_as_well() -> None:
    made = remote()
    made.table("a.md", "Fix the leak", "Add an alert")
    made.tracker.faults.fail("create", Refused("too many creates", 100_000, is_narrow=True))
    report = made.sync()
    assert (report.created, report.waiting) == (0, 2)
    assert made.tracker.faults.calls.count("create") == 1


def test_what_a_create_could_not_set_is_told_with_the_trackers_own_reason() -> None:
    made = remote()
    made.tracker.unset = {"due": "duedate is not on the screen; add it there", "Components": "no such; make it"}
    made.tracker.unset["owner"] = "alice cannot be assigned; give her access"
    made.table("a.md", "Fix the leak")
    report = made.sync()
    told = sorted((one.code, one.message, one.advice) for one in report.problems)
    assert told == [
        ("not-assigned", "MEM-1 has no owner: alice cannot be assigned", "give her access"),
        ("not-set", "MEM-1 has no Components: no such", "make it"),
        ("not-set", "MEM-1 has no due 2026-03-27: duedate is not on the screen", "add it there"),
    ]
    assert sorted(codes(made.sync())) == ["not-assigned", "not-set", "not-set"]
