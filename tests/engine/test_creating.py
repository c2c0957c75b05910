"""Creates whose answer is lost, late or a refusal: looked for first, sent again once at most, never twice there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import (
    TARGET,
    Fault,
    FaultyTracker,
    World,
    assert_calm,
    codes,
    lost,
    never_sent,
    problem,
    remote,
    rules,
)

from syncer.core.routes import Route
from syncer.core.rules import Limits
from syncer.errors import Interrupted, NotAllowed, Refused, Rejected, Unavailable, Unknown
from syncer.model import DocumentKey, Field, IntentKind, Issue, IssueRef, Marker, Severity, State
from syncer.state.memory import Memory

ROWS = ("Fix the leak", "Add an alert", "Write a runbook")


def published(world: World) -> World:
    world.table("a.md", *ROWS)
    return world


def titles(world: World) -> list[str]:
    return sorted(str(issue.values[Field.TITLE]) for issue in world.issues.values())


def test_an_unknown_create_that_landed_is_found_by_the_probe_at_the_end_of_the_run() -> None:  # F1
    world = published(remote())
    world.tracker.faults.on("create", Fault(), lost())

    report = world.sync()

    assert report.created == 3
    assert titles(world) == sorted(ROWS)
    assert world.clock.waits == []
    assert "[MEM-2]" in world.read("a.md")
    assert not world.memory.intents
    assert codes(report) == []
    assert_calm(world)


def test_an_unknown_create_that_never_landed_is_sent_again_once_with_the_same_marker() -> None:  # F4
    world = published(remote())
    world.tracker.faults.on("create", never_sent())

    report = world.sync()

    assert report.created == 3
    assert titles(world) == sorted(ROWS)
    assert world.tracker.faults.calls.count("create") == 4
    assert world.tracker.faults.calls.index("probe") > world.tracker.faults.calls.index("create")
    assert sum(world.clock.waits) == 60
    again = next(issue for issue in world.issues.values() if issue.values[Field.TITLE] == ROWS[0])
    assert again.marker is not None
    assert again.marker.item == world.links[ROWS[0]].id
    assert_calm(world)


def test_a_second_unknown_waits_for_the_next_run() -> None:
    world = published(remote())
    world.tracker.faults.on("create", never_sent(), Fault(), Fault(), lost())

    report = world.sync()

    assert (report.created, report.waiting) == (2, 1)
    assert len(world.memory.intents) == 1
    assert not report.has_failed

    world.clock.pass_seconds(60)
    report = world.sync()

    assert report.created == 0
    assert titles(world) == sorted(ROWS)
    assert world.links[ROWS[0]].issue is not None
    assert_calm(world)


def test_what_a_slow_server_made_in_the_end_is_found_by_the_next_run() -> None:
    world = published(remote())
    world.tracker.faults.on("create", lost())
    world.tracker.faults.fail("probe", Unavailable("down"))

    report = world.sync()

    assert report.waiting == 1
    assert "target-unavailable" in codes(report)
    intent = next(iter(world.memory.intents.values()))
    assert (intent.kind, intent.is_unknown) == (IntentKind.CREATE, True)
    assert world.read("a.md").count("MEM-") == 2 * 2

    world.clock.pass_seconds(600)
    report = world.sync()

    assert (report.created, report.waiting) == (0, 0)
    assert titles(world) == sorted(ROWS)
    assert world.tracker.faults.calls.count("create") == 3
    assert_calm(world, problems=[])


def test_a_run_that_may_not_wait_that_long_leaves_it_waiting() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=30))
    world.tracker.faults.on("create", never_sent())

    report = world.sync()

    assert (report.created, report.waiting) == (2, 1)
    assert not report.has_failed
    assert world.clock.waits == []

    world.clock.pass_seconds(40)
    report = world.sync()  # 20 s are left of the 60, and this run may last 30

    assert report.created == 1
    assert sum(world.clock.waits) == 20
    assert titles(world) == sorted(ROWS)
    assert_calm(world)


def test_a_waiting_create_is_not_sent_again_before_the_server_has_decided() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=5))
    world.tracker.faults.on("create", never_sent())
    world.sync()
    world.clock.pass_seconds(10)

    report = world.sync()

    assert (report.created, report.waiting) == (0, 1)
    assert world.record("a.md").stamp.is_pending
    assert world.tracker.faults.calls.count("create") == 3
    assert world.source.read_paths == ["a.md"]


def test_where_looking_decides_nothing_waits() -> None:
    world = published(World())
    world.tracker.faults.on("create", lost(), never_sent())

    report = world.sync()

    assert report.created == 3
    assert titles(world) == sorted(ROWS)
    assert world.clock.waits == []
    assert_calm(world)


def test_an_unknown_create_whose_row_was_reworded_before_the_next_run_keeps_its_issue() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=5))
    world.tracker.faults.on("create", lost())
    world.sync()
    world.replace("a.md", "Fix the leak", "Fix the leak today")

    world.sync()

    assert len(world.issues) == 3
    assert world.links["Fix the leak today"].issue == IssueRef(TARGET, "MEM-1", "MEM-1")


def test_an_unknown_create_whose_row_is_gone_is_looked_for_until_the_server_has_decided() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=5))
    world.tracker.faults.on("create", never_sent())
    world.sync()
    world.replace("a.md", "| Fix the leak | @alice | Next sprint | | |\n", "")
    world.sync()

    world.clock.pass_seconds(60)
    world.sync()

    assert not world.memory.intents
    assert titles(world) == sorted(ROWS[1:])
    assert_calm(world)


def test_a_refused_create_waits_and_so_do_the_rest_of_its_target() -> None:  # F8
    world = published(remote())
    world.tracker.faults.on("create", Fault(), Fault(Refused("slow down", retry_after=1_000)))

    report = world.sync()

    assert (report.created, report.waiting) == (1, 2)
    assert report.waiting_until == "2026-03-12T09:16:40+00:00"
    assert not report.has_failed
    assert not world.memory.intents
    assert world.tracker.faults.calls.count("create") == 2

    report = world.sync()

    assert report.created == 2
    assert titles(world) == sorted(ROWS)
    assert_calm(world)


def test_a_refused_create_is_sent_again_after_a_wait_that_this_run_can_afford() -> None:  # F8
    world = published(remote())
    world.tracker.faults.on("create", Fault(), Fault(Refused("slow down", retry_after=90)))

    report = world.sync()

    assert (report.created, report.waiting) == (3, 0)
    assert sum(world.clock.waits) == 90
    assert world.tracker.faults.calls.count("create") == 4
    assert_calm(world)


def test_a_create_that_is_refused_again_and_again_waits_for_a_later_run() -> None:  # F9
    world = published(remote())
    world.tracker.faults.fail("create", Refused("slow down", retry_after=60), times=5)

    report = world.sync()

    assert (report.created, report.waiting) == (0, 3)
    assert world.tracker.faults.calls.count("create") == 5
    assert sum(world.clock.waits) == 4 * 60
    assert not world.memory.intents


def test_a_signal_during_a_wait_leaves_nothing_to_look_for() -> None:  # F30
    world = published(remote())
    world.tracker.faults.on("create", Fault(), Fault(Refused("slow down", retry_after=90)))

    with pytest.raises(Interrupted):
        world.sync(should_stop=lambda: 15 if world.clock.waits else None)

    assert not world.memory.intents
    assert len(world.issues) == 1
    world.sync()
    assert titles(world) == sorted(ROWS)


def test_our_own_pace_is_kept_before_the_intent_is_stored() -> None:
    world = published(remote())
    world.tracker.pauses.extend([0.0, 7.0, 2_000.0])
    begun: list[float] = []
    world.tracker.faults.before("create", lambda: begun.extend(ages(world)), skip=1)

    report = world.sync()

    assert begun == [0.0]
    assert sum(world.clock.waits) == 7
    assert (report.created, report.waiting) == (2, 1)
    assert report.waiting_until == "2026-03-12T09:33:27+00:00"
    assert not world.memory.intents


def ages(world: World) -> list[float]:
    """How many seconds ago each intent was begun."""
    return [(world.clock.now() - intent.begun_at).total_seconds() for intent in world.memory.intents.values()]


def test_a_refusal_without_a_time_says_so_in_words() -> None:
    world = published(remote())
    world.tracker.faults.fail("create", Refused("slow down"))

    report = world.sync()

    assert report.waiting_until == "the limit is lifted"
    assert report.waiting == 3


def test_the_latest_of_several_refusals_counts() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=0))
    world.tracker.faults.on("create", never_sent(), Fault(Refused("slow down", retry_after=1_000)))
    world.tracker.faults.fail("create", Refused("slow down", retry_after=2_000))

    report = world.sync()

    assert report.waiting == 3
    assert report.waiting_until is not None


def test_an_unavailable_target_is_left_out_and_said_once() -> None:  # F11
    world = published(remote())
    world.tracker.faults.fail("create", Unavailable("the server is down"))

    report = world.sync()

    assert (report.created, report.waiting) == (0, 0)
    assert report.has_failed
    assert problem(report, "target-unavailable").message == "the server is down"
    assert world.tracker.faults.calls.count("create") == 1
    assert not world.memory.intents

    assert world.sync().created == 3
    assert_calm(world)


def test_a_missing_permission_costs_its_target_alone() -> None:  # F15
    world = published(remote())
    world.tracker.faults.fail("create", NotAllowed("the token may not write issues"))

    report = world.sync()

    found = problem(report, "not-allowed")
    assert (found.document, found.line) == ("a.md", 7)
    assert "may not write issues" in found.message
    assert world.tracker.faults.calls.count("create") == 1
    assert report.has_failed
    assert world.sync().created == 3


@pytest.mark.parametrize("field", [None, "Team"])
def test_a_rejected_row_costs_itself_alone(field: str | None) -> None:  # F23
    world = published(remote())
    world.tracker.faults.on("create", Fault(), Fault(Rejected("is required", field)))

    report = world.sync()

    assert report.created == 2
    assert titles(world) == sorted([ROWS[0], ROWS[2]])
    found = problem(report, "rejected")
    assert found.line == 8
    assert found.message == ("is required (Team)" if field else "is required")
    assert report.has_failed
    assert world.record("a.md").stamp.is_pending

    report = world.sync()

    assert report.created == 1
    assert_calm(world)


def test_the_other_targets_go_on() -> None:  # F59
    world = remote(routes=(Route("other", match=(("path", "b.md"),)), Route("mem")))
    other = FaultyTracker("other", world.clock, is_remote=True)
    world.more_trackers = (other,)
    published(world)
    world.table("b.md", "Elsewhere")
    world.tracker.faults.fail("create", Unavailable("down"))

    report = world.sync()

    assert report.created == 1
    assert len(other.issues) == 1
    assert "[MEM-1](https://other.example/browse/MEM-1)" in world.read("b.md")
    assert_calm_of_other = world.sync()
    assert assert_calm_of_other.created == 3


def test_right_before_the_first_create_it_looks_again() -> None:
    world = published(remote())
    foreign = Marker("x" * 24, "another", DocumentKey("docs", "z.md"), "Something", 0)

    def appears() -> None:
        world.tracker.add(
            Issue(IssueRef(TARGET, "MEM-900", "MEM-900"), "u", {}, is_ours=True, marker=foreign, state=State.TODO)
        )

    world.sync()
    world.table("b.md", "Something new")
    world.tracker.faults.before("changes", appears, skip=1)

    report = world.sync()

    assert report.created == 0
    assert len(world.issues) == 4
    assert "another" in problem(report, "foreign-lineage").message


def test_a_first_look_is_taken_once_more_right_before_the_first_create() -> None:  # F27
    world = published(remote())
    foreign = Marker("x" * 24, "another", DocumentKey("docs", "z.md"), "Something", 0)

    def appears() -> None:
        world.tracker.add(
            Issue(IssueRef(TARGET, "MEM-900", "MEM-900"), "u", {}, is_ours=True, marker=foreign, state=State.TODO)
        )

    world.tracker.faults.before("inspect", appears)

    report = world.sync()

    assert (report.created, len(world.issues)) == (0, 1)
    assert "another" in problem(report, "foreign-lineage").message


def test_what_a_list_does_not_show_yet_is_looked_for_where_nothing_is_known() -> None:  # F6
    world = published(remote())
    world.sync()
    late = set(world.issues)
    world.memory = Memory(lineage="another")
    world.tracker.hidden = set(late)
    world.tracker.faults.before("changes", world.tracker.hidden.clear, skip=1)
    world.table("a.md", *ROWS)

    report = world.sync()

    assert report.created == 0
    assert set(world.issues) == late
    assert world.memory.lineage == "ours"


def test_a_tracker_that_fails_at_the_second_look_makes_nothing() -> None:
    world = published(remote())
    world.tracker.faults.on("changes", Fault(), Fault(Unavailable("down")))

    report = world.sync()

    assert (report.created, report.has_failed) == (0, True)
    assert codes(report) == ["target-unavailable"]


def test_a_run_without_time_leaves_its_effects_for_the_next() -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=10))
    world.tracker.faults.before("create", lambda: world.clock.pass_seconds(11))

    report = world.sync()

    assert (report.created, report.waiting) == (1, 2)
    assert not report.has_failed
    assert "[MEM-1]" in world.read("a.md")

    assert world.sync().created == 2
    assert_calm(world)


def test_an_unknown_answer_is_no_failure_when_it_is_decided_in_the_same_run() -> None:
    world = published(World(rules=rules(limits=Limits(settle_after=0)), is_remote=True))
    world.tracker.faults.fail("create", Unknown("?"), lands=True, times=3)

    report = world.sync()

    assert report.created == 3
    assert not report.has_failed


def test_a_lost_create_of_a_row_that_is_known_is_agreed_as_it_was_sent() -> None:
    """Rejected first, then lost: an edit in the tracker since then is an edit, no conflict."""
    world = published(remote())
    world.tracker.faults.on("create", Fault(Rejected("no")))
    world.sync()
    world.tracker.faults.on("create", lost())
    world.tracker.faults.fail("probe", Unavailable("down"))
    world.sync()
    key = next(key for key, issue in world.issues.items() if issue.values[Field.TITLE] == ROWS[0])
    world.tracker.edit(key, {Field.OWNER: "carol"})
    world.clock.pass_seconds(60)

    report = world.sync()

    assert codes(report) == []
    assert "· owner carol" in world.read("a.md")
    assert_calm(world)


@pytest.mark.parametrize("name", ["changes", "probe"])
def test_a_lost_create_waits_while_its_target_is_away(name: str) -> None:
    world = published(remote())
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=5))
    world.tracker.faults.on("create", lost())
    world.tracker.faults.fail("probe", Unavailable("down"))
    world.sync()
    world.clock.pass_seconds(600)
    world.tracker.faults.fail(name, Unavailable("down"))

    report = world.sync()

    assert (report.created, report.has_failed) == (0, True)
    assert len(world.memory.intents) == 1
    assert world.sync().created == 0
    assert titles(world) == sorted(ROWS)
    assert_calm(world)


def test_labels_that_a_tracker_drops_in_silence_are_told() -> None:  # F23
    world = remote(labels=("syncer", "Postmortem"))
    world.tracker.dropped = frozenset({"Postmortem"})
    world.table("a.md", "Fix the leak")

    found = problem(world.sync(), "not-set")

    assert found.message == "the label Postmortem of MEM-1 was not set"
    assert found.severity is Severity.PROBLEM
