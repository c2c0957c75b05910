"""Listings that leave out markers and fields: what is missing is remembered, or read where nobody knows it."""

from __future__ import annotations

import pytest
from engine.worlds import World, assert_calm, codes, remote

from syncer.model import Field, State

HEAD = "# Outage of the pool\n\nPublished: 2026-03-11\n\n| Action | Owner | Due | Priority |\n|---|---|---|---|\n"


@pytest.fixture
def world() -> World:
    made = remote()
    made.tracker.lists_whole = False
    made.table("a.md", "Fix the leak | @alice | Next sprint | P1", head=HEAD)
    made.sync()
    return made


def test_a_change_of_a_known_issue_costs_no_direct_read(world: World) -> None:
    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    gets = world.tracker.faults.calls.count("get")
    world.sync()
    assert "due 2026-05-04" in world.read("a.md")
    assert world.tracker.faults.calls.count("get") == gets
    assert world.links["Fix the leak"].observed[Field.PRIORITY] == "P1"
    assert_calm(world)


def test_a_lost_state_is_rebuilt_from_direct_reads(world: World) -> None:
    world.tracker.edit("MEM-1", state=State.DONE)
    world.lose_state()
    report = world.sync()
    assert (report.created, len(world.issues)) == (0, 1)
    assert "Done 2026-03-12" in world.read("a.md")
    assert codes(report) == ["lineage"]
    assert world.links["Fix the leak"].observed[Field.PRIORITY] == "P1"
