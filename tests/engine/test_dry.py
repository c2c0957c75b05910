"""A dry run changes nothing at all, and says exactly what the run right after it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from engine.scenarios import SCENARIOS
from engine.worlds import World, assert_calm, codes, remote

from syncer.core.rules import Limits
from syncer.engine import verify
from syncer.errors import UnsafePlan
from syncer.model import AdoptIssue, Change, CreateIssue, EditCells, MarkOrphan, TransitionIssue, UpdateIssue


def effects(changes: tuple[Change, ...]) -> Counter[str]:
    """What a plan would do to trackers, by the method that does it."""
    return Counter(
        "create" if isinstance(change, CreateIssue) else "update" for change in changes if not _edits(change)
    )


def _edits(change: Change) -> bool:
    return isinstance(change, EditCells)


PASSING = {"renamed", "lineage", "not-set", "not-assigned"}
"""Codes of what is told once, when it happens."""


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_dry_run_changes_nothing_and_tells_the_truth(scenario: Callable[[], World]) -> None:
    world = scenario()
    outside, state, clock = world.outside(), world.remembered(), world.clock.instant

    planned = world.plan()

    assert world.outside() == outside
    assert world.remembered() == state
    assert world.clock.instant == clock
    calls = len(world.tracker.faults.calls), len(world.source.faults.calls)
    before = dict(world.source.documents)

    done = world.sync()

    assert done.plan.changes == planned.plan.changes
    made = Counter(call for call in world.tracker.faults.calls[calls[0] :] if call in ("create", "update"))
    assert made == effects(planned.plan.changes)
    *counted, closing = _counted(done.plan.changes)
    assert counted == [done.created, done.adopted, done.updated, done.orphaned]
    assert closing <= done.closed  # people close issues, too
    edited = {path for path, data in world.source.documents.items() if before.get(path) != data}
    promised = [change for change in planned.plan.changes if isinstance(change, EditCells)]
    assert edited == {change.document.path for change in promised}
    assert done.written_back == sum(len({edit.item for edit in change.edits}) for change in promised)
    assert set(codes(planned)) <= {*codes(done)}
    assert planned.in_step == done.in_step


def _counted(changes: tuple[Change, ...]) -> tuple[int, ...]:
    closing = [change for change in changes if isinstance(change, TransitionIssue) and change.after.is_closed]
    kinds = Counter(type(change) for change in changes)
    return (
        kinds[CreateIssue],
        kinds[AdoptIssue],
        kinds[UpdateIssue] + kinds[TransitionIssue] - len(closing),
        kinds[MarkOrphan],
        len(closing),
    )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_run_nothing_is_left_to_plan_or_to_read(scenario: Callable[[], World]) -> None:
    world = scenario()
    report = world.sync()
    lasting = [found for found in report.problems if found.code not in PASSING]

    assert_calm(world, problems=lasting)
    state = world.remembered(but=frozenset({"epoch", "holder", "freed", "runs"}))
    assert_calm(world, problems=lasting)
    assert world.remembered(but=frozenset({"epoch", "holder", "freed", "runs"})) == state


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_a_run_looking_at_everything_finds_nothing_to_do(scenario: Callable[[], World]) -> None:
    world = scenario()
    report = world.sync()
    outside, state = world.outside(), world.remembered()

    setup, _ = world.setup()
    found = verify(setup)

    assert found.plan.changes == ()
    assert world.outside() == outside
    assert world.remembered() == state
    assert found.documents_unchanged == 0
    assert {*codes(found)} - {"orphan", "stray-issue"} == {*codes(report)} - PASSING - {"orphan", "stray-issue"}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_with_a_lost_state_afterwards_nothing_is_made_or_changed(scenario: Callable[[], World]) -> None:
    world = scenario()
    world.sync()
    documents = dict(world.source.documents)
    issues = {key: (issue.values, issue.state) for key, issue in world.issues.items()}
    world.lose_state()

    report = world.sync()

    assert report.created == 0
    assert {key: (issue.values, issue.state) for key, issue in world.issues.items()} == issues
    assert world.source.documents == documents


def test_a_plan_past_the_guard_is_shown_with_its_refusals() -> None:
    world = remote()
    world.rules = replace(world.rules, limits=Limits(max_creates=1))
    world.table("a.md", "Fix the leak", "Add an alert")

    planned = world.plan()

    assert len(planned.plan.refusals) == 1
    assert "--max-creates 2" in planned.plan.refusals[0]
    with pytest.raises(UnsafePlan) as refused:
        world.sync()
    assert refused.value.refusals == planned.plan.refusals
    assert not world.issues
    assert not world.memory.links
