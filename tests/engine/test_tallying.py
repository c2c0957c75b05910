"""What a run counts as in step, and what as not checked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.scenarios import conflicts, near, synced
from engine.worlds import Fault, FaultySource, World, codes, remote

from syncer.errors import NotAllowed, Refused, SourceUnavailable
from syncer.model import Field, RunReport

HELD = 6
"""Items with an issue in the two documents of a synced world."""


def tally(report: RunReport) -> tuple[int, int]:
    return report.in_step, report.unchecked


def test_what_nothing_speaks_against_is_in_step_read_or_not() -> None:
    world = synced(near())
    assert tally(world.sync()) == (HELD, 0)
    assert tally(world.plan(everything=True)) == (HELD, 0)


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("error", [NotAllowed("the token is expired"), Refused("slow down", 3_600.0)])
def test_items_of_a_target_that_cannot_be_asked_are_not_checked(error: NotAllowed | Refused, everything: bool) -> None:
    world = synced(remote())
    world.tracker.faults.fail("changes", error)
    assert tally(world.plan(everything=everything)) == (0, HELD)
    world.tracker.faults.fail("changes", error)
    assert tally(world.sync(everything=everything)) == (0, HELD)
    assert tally(world.sync()) == (HELD, 0)


def test_items_of_a_source_that_cannot_be_listed_are_not_checked() -> None:
    world = synced(near())
    world.source.faults.on("list", Fault(SourceUnavailable("no connection")))
    report = world.plan()
    assert "source-unavailable" in codes(report)
    assert tally(report) == (0, HELD)


def test_items_of_other_sources_are_nobodys_to_count() -> None:
    world = synced(near())
    other = FaultySource("notes")
    world.source, documents = other, world.source
    assert tally(world.plan()) == (0, 0)
    world.more_sources = (documents,)
    assert tally(world.plan()) == (HELD, 0)


def test_of_a_source_of_which_some_documents_are_asked_for_those_alone_count() -> None:
    world = synced(near())
    in_b = world.plan(everything=True).plan.documents[1].in_step
    world.rules = replace(world.rules, partial=frozenset({"docs"}))
    world.source.documents.pop("a.md")
    assert tally(world.plan()) == (in_b, 0)
    assert tally(world.plan(everything=True)) == (in_b, 0)


@pytest.mark.parametrize("everything", [False, True])
def test_an_orphan_is_not_in_step(everything: bool) -> None:
    world = synced(near())
    row = next(line for line in world.read("a.md").splitlines() if "Add an alert" in line)
    world.replace("a.md", row + "\n", "")
    assert tally(world.sync()) == (HELD - 1, 0)
    assert tally(world.sync(everything=everything)) == (HELD - 1, 0)


def test_when_all_rows_are_orphaned_nothing_is_in_step() -> None:
    world = synced(near())
    for path in ("a.md", "b.md"):
        world.write(path, "# Outage\n\nPublished: 2026-03-11\n\nAll is well.\n")
    world.sync()
    assert tally(world.sync()) == (0, 0)


@pytest.mark.parametrize("everything", [False, True])
def test_a_conflict_is_not_in_step_for_as_long_as_it_lasts(everything: bool) -> None:
    world = conflicts()
    report = world.sync()
    found = [problem for problem in report.problems if problem.code == "conflict"]
    assert found
    lines = {(problem.document, problem.line) for problem in found}
    again = world.plan(everything=everything)
    assert tally(again) == (HELD - len(lines), 0)


def test_an_issue_that_is_gone_is_not_in_step() -> None:
    world = synced(near())
    world.tracker.delete("MEM-1")
    world.sync()
    assert tally(world.sync()) == (HELD - 1, 0)


@pytest.mark.parametrize("text", ["# Outage\n\nStatus: draft\n", "\x00\x01\x02"])
def test_items_of_a_document_whose_rows_nobody_looks_at_are_not_checked(text: str) -> None:
    world = synced(near())
    in_b = world.plan(everything=True).plan.documents[1].in_step
    world.write("a.md", text)
    assert tally(world.plan()) == (in_b, HELD - in_b)
    assert tally(world.sync()) == (in_b, HELD - in_b)
    assert tally(world.sync()) == (in_b, HELD - in_b)


def test_what_a_run_changes_was_not_in_step() -> None:
    world = synced(near())
    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    assert tally(world.sync()) == (HELD - 1, 0)


def test_an_empty_world_has_nothing_to_count() -> None:
    assert tally(World().sync()) == (0, 0)
