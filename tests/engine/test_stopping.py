"""Signals and deadlines: no new effect, nothing half-recorded, the next run goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from engine.worlds import TARGET, Fault, World, assert_calm, codes, never_sent, remote, rules

from syncer.core.rules import Limits
from syncer.engine import SerialExecutor, ThreadExecutor
from syncer.engine.setup import Run
from syncer.errors import Interrupted, Refused
from syncer.model import Field, Issue, IssueRef, State
from syncer.retry.patience import Patience


class Stop:
    """A signal that comes at the look numbered `at`; `looks` counts them."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.looks = at, 0

    def __call__(self) -> int | None:
        self.looks += 1
        return 15 if self.at is not None and self.looks >= self.at else None


def near() -> World:
    world = World(rules=rules())
    fill(world)
    return world


def far() -> World:
    world = remote()
    fill(world)
    return world


def fill(world: World) -> None:
    world.table("a.md", "Fix the leak", "Add an alert")
    world.table("b.md", "Write a runbook", "Rehearse the failover")


@pytest.mark.parametrize("make", [near, far])
def test_a_signal_at_any_moment_leaves_a_consistent_state(make: Callable[[], World]) -> None:  # F30
    calm = make()
    looks = Stop()
    calm.sync(should_stop=looks)
    assert looks.looks > 6
    for at in range(1, looks.looks + 1):
        world = make()
        with pytest.raises(Interrupted) as stopped:
            world.sync(should_stop=Stop(at))

        assert stopped.value.signal == 15
        linked = {link.issue.key for link in world.memory.links.values() if link.issue}
        assert linked == set(world.issues)  # whatever was made is recorded
        assert not [intent for intent in world.memory.intents.values() if intent.kind == "create"]

        report = world.sync()

        assert len(world.issues) == 4
        assert not report.has_failed
        assert world.outside() == calm.outside()
        assert world.clock.waits == []
        assert_calm(world)


def test_a_signal_in_the_long_wait_for_a_lost_create_is_heard_within_a_second() -> None:
    world = far()
    world.tracker.faults.on("create", never_sent())

    class Late:
        def __call__(self) -> int | None:
            return 2 if sum(world.clock.waits) >= 10 else None

    with pytest.raises(Interrupted):
        world.sync(should_stop=Late())

    assert sum(world.clock.waits) == 10
    assert max(world.clock.waits) <= 1
    assert len(world.memory.intents) == 1

    world.clock.pass_seconds(60)
    world.sync()

    assert len(world.issues) == 4
    assert_calm(world)


def test_a_signal_is_heard_between_two_lost_creates_that_need_no_waiting() -> None:
    world = near()
    world.tracker.faults.on("create", never_sent(), never_sent())

    with pytest.raises(Interrupted):
        world.sync(should_stop=lambda: 15 if "probe" in world.tracker.faults.calls else None)

    assert world.tracker.faults.calls.count("probe") == 1
    world.sync()
    assert len(world.issues) == 4
    assert_calm(world)


def test_max_runtime_stops_updates_too() -> None:
    world = far()
    world.sync()
    world.rules = replace(world.rules, limits=Limits(max_runtime=10))
    for path, action in (("a.md", "Fix the leak"), ("b.md", "Write a runbook")):
        world.replace(path, f"{action} | @alice", f"{action} | @bob")
    world.tracker.faults.before("update", lambda: world.clock.pass_seconds(10))

    report = world.sync()

    assert (report.updated, report.waiting, report.has_failed) == (1, 1, False)
    assert [record.stamp.is_pending for record in world.memory.documents.values()] == [False, True]

    assert world.sync().updated == 1
    assert_calm(world)


def test_progress_is_told_stage_by_stage() -> None:
    world = far()
    told: list[tuple[str, int, int]] = []

    world.sync(progress=lambda stage, done, total: told.append((stage, done, total)))

    assert told == [
        ("listing documents docs", 0, 0),
        ("asking mem", 0, 0),
        ("fetching documents of docs", 0, 0),
        ("reading documents", 1, 2),
        ("reading documents", 2, 2),
        ("asking mem", 0, 0),
        *[("applying changes", done, 4) for done in range(5)],
        ("writing documents of docs", 0, 0),
    ]


def test_what_is_waited_for_is_told_before_and_after() -> None:
    """Our own pace, then what the tracker asks for."""
    world = remote()
    world.table("a.md", "Fix it")
    world.tracker.pauses.append(42.0)
    world.tracker.faults.fail("create", Refused("slow down", 8.0))
    told: list[tuple[str, float]] = []

    world.sync(waits=lambda why, seconds: told.append((why, seconds)))

    assert told == [("the pace of writes to mem", 42.0), ("", 0.0), ("mem asked for it", 8.0), ("", 0.0)]


def test_a_stage_names_no_more_places_than_people_read() -> None:
    world = remote()
    told: list[str] = []
    setup, store = world.setup()
    started = Run(setup, Patience(world.clock), progress=lambda stage, done, total: told.append(stage))
    for places in ([], ["a"], list("abc"), list("abcde")):
        started.begin_stage("listing", places)
    store.close()
    assert told == ["listing", "listing a", "listing a, b, c", "listing a, b, c and 2 more"]


@pytest.mark.parametrize("executor", [SerialExecutor(), ThreadExecutor(4)])
def test_reads_come_back_in_order(executor: SerialExecutor | ThreadExecutor) -> None:
    assert list(executor.map(lambda number: number * 2, range(9))) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    assert list(executor.map(lambda number: number * 2, [4])) == [8]
    assert list(executor.map(lambda number: number * 2, [])) == []


def test_a_run_killed_right_after_an_effect_on_an_unchanged_document_still_writes_its_cells() -> None:
    """A conflict ends in the tracker; the run that pushes the row's date dies before it writes the cell."""
    world = remote()
    blank = {**dict.fromkeys(Field), Field.TITLE: "Theirs", Field.DUE: "2026-05-04"}
    world.tracker.add(Issue(IssueRef(TARGET, "MEM-1", "MEM-1"), "u", blank, State.TODO))
    world.write(
        "a.md",
        "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Due | Issue |\n|---|---|---|---|\n"
        "| Fix the leak | @bob | 2026-04-01 | [MEM-1](https://mem.example/browse/MEM-1) |\n",
    )
    assert "conflict" in codes(world.sync())
    assert "Open · due 2026-05-04 (was 2026-04-01)" in world.read("a.md")
    assert_calm(world)
    world.tracker.edit("MEM-1", {Field.DUE: None})
    world.source.faults.on("write", Fault(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    world.memory.intents.clear()  # as if it had died just before the cells were begun

    report = world.sync()

    assert codes(report) == []
    assert "Open · due 2026-04-01" in world.read("a.md")
    assert_calm(world)


@pytest.mark.parametrize("dry", [False, True])
def test_a_run_that_a_signal_stopped_is_remembered_as_such(dry: bool) -> None:
    world = remote()
    world.table("a.md", "Fix it")
    before = len(world.memory.runs)
    with pytest.raises(Interrupted):
        (world.plan if dry else world.sync)(should_stop=lambda: 2)
    codes_of_new = [record.exit_code for record in list(world.memory.runs.values())[before:]]
    assert codes_of_new == ([] if dry else [130])
