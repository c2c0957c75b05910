"""Owners of whom only the e-mail address is known: their accounts are looked up where the tracker can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import World, codes, problem, remote

from syncer.core.people import Directory
from syncer.errors import Unavailable
from syncer.model import Field, Person

ALICE = Person("alice", "Alice Smith", "alice@corp.example")
BOB = Person("bob", "Bob Brown", "bob@corp.example", accounts={"memory": "bobby"})
CAROL = Person("carol", "Carol Jones")


@pytest.fixture
def world() -> World:
    made = remote()
    made.rules = replace(made.rules, directory=Directory((ALICE, BOB, CAROL), is_configured=True))
    made.tracker.emails = {"alice@corp.example": "acc-1"}
    made.table("a.md", "Fix the leak", "Add an alert | @bob | This week", "Write it up | @carol | This week")
    return made


def asked(made: World) -> int:
    return made.tracker.faults.calls.count("find_accounts")


def owner(made: World, key: str) -> str | None:
    return made.issues[key].values[Field.OWNER]


def test_an_account_is_found_by_its_address(world: World) -> None:
    report = world.sync()
    assert [owner(world, f"MEM-{number}") for number in (1, 2, 3)] == ["acc-1", "bobby", None]
    assert asked(world) == 1
    assert problem(report, "no-account").message.startswith("Carol Jones")


def test_what_was_found_is_remembered_for_a_week(world: World) -> None:
    world.sync()
    world.table("b.md", "Rehearse it")
    world.clock.pass_seconds(6 * 86400)
    world.sync()
    assert (owner(world, "MEM-4"), asked(world)) == ("acc-1", 1)
    world.table("c.md", "Rehearse that")
    world.clock.pass_seconds(86400)
    world.sync()
    assert (owner(world, "MEM-5"), asked(world)) == ("acc-1", 2)


def test_what_was_not_found_is_asked_again_the_next_day(world: World) -> None:
    world.tracker.emails = {}
    assert "no-account" in codes(world.sync())
    world.replace("a.md", "Fix the leak", "Mend the leak")
    world.sync()
    assert asked(world) == 1
    world.tracker.emails = {"alice@corp.example": "acc-1"}
    world.clock.pass_seconds(86400)
    world.replace("a.md", "Mend the leak", "Stop the leak")
    world.sync(everything=True)
    assert asked(world) == 2


def test_an_unchanged_world_asks_nothing(world: World) -> None:
    world.sync()
    world.clock.pass_seconds(30 * 86400)
    world.sync()
    assert asked(world) == 1


def test_a_tracker_that_is_away_is_left_out(world: World) -> None:
    world.tracker.faults.fail("find_accounts", Unavailable("mem is away"))
    assert "target-unavailable" in codes(world.sync())
    assert world.issues == {}
    world.sync()
    assert owner(world, "MEM-1") == "acc-1"


def test_a_tracker_that_cannot_tell_is_not_asked(world: World) -> None:
    world.tracker.emails = None
    world.sync()
    assert asked(world) == 0
    assert owner(world, "MEM-1") is None


@pytest.mark.parametrize(("name", "code"), [("@carol", "no-account"), ("@zed", "unknown-owner")])
def test_an_owner_that_nobody_can_be_assigned_for_is_told_although_the_issue_keeps_its_own(
    world: World, name: str, code: str
) -> None:
    world.table("b.md", "Rehearse it | @bob | This week")
    world.sync()
    world.replace("b.md", "@bob", name)
    for _ in range(2):
        told = [one for one in world.sync().problems if one.document == "b.md"]
        assert [one.code for one in told] == [code]
        assert "the issue's owner is bobby" in told[0].message
    assert owner(world, "MEM-4") == "bobby"


def test_a_due_text_that_gives_no_date_is_told_although_the_issue_keeps_its_own(world: World) -> None:
    world.table("b.md", "Rehearse it | @bob | 2026-04-01")
    world.sync()
    world.replace("b.md", "2026-04-01 | [", "when pigs fly | [")
    told = [one for one in world.sync().problems if one.document == "b.md"]
    assert [one.code for one in told] == ["unresolved-due"]
    assert world.issues["MEM-4"].values[Field.DUE] == "2026-04-01"
