"""Updates, transitions and adoptions that fail, are lost, or meet a person's edit in the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import TARGET, Fault, World, assert_calm, codes, lost, never_sent, problem, remote, rules, values

from syncer.errors import NotAllowed, Refused, Rejected, RevisionChanged, Unavailable
from syncer.model import Field, FieldChange, IntentKind, Issue, IssueRef, Severity, State

LINKED = """\
# Outage of the pool

Published: 2026-03-11

| Action | Owner | Due | Issue |
|---|---|---|---|
| Fix the leak | @alice | Next sprint | [MEM-1](https://mem.example/browse/MEM-1) |
"""
LIST = """\
# Outage of the pool

Published: 2026-03-11

## Action items

- [ ] Fix the leak
- [ ] Add an alert
"""


def synced(world: World) -> World:
    world.table("a.md", "Fix the leak", "Add an alert")
    world.sync()
    return world


def boxed(**changes: str) -> World:
    """A remote world in which a ticked box closes its issue, with one box ticked since the last run."""
    world = remote(status="shared", **changes)
    world.write("a.md", LIST)
    world.sync()
    world.replace("a.md", "[ ] Fix", "[x] Fix")
    return world


def test_a_lost_update_is_told_and_settled_by_looking() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())

    report = world.sync()

    found = problem(report, "unknown-answer")
    assert (found.document, found.line, found.severity) == ("a.md", 7, Severity.ERROR)
    assert "MEM-1" in found.message
    (intent,) = world.memory.intents.values()
    assert (intent.kind, intent.is_unknown) == (IntentKind.UPDATE, True)
    assert report.updated == 0

    report = world.sync()

    assert codes(report) == []
    assert not world.memory.intents
    assert world.tracker.faults.calls.count("update") == 1
    assert values(world.issues["MEM-1"])[1] == "bob"
    assert_calm(world)


def test_a_lost_update_that_never_landed_is_sent_by_the_next_run() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", never_sent())
    world.sync()

    report = world.sync()

    assert report.updated == 1
    assert values(world.issues["MEM-1"])[1] == "bob"
    assert_calm(world)


def test_a_persons_edit_after_a_lost_update_is_kept() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())
    world.sync()
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})

    report = world.sync()

    assert values(world.issues["MEM-1"])[1] == "carol"
    assert codes(report) in (["conflict"], [])
    assert "· owner carol" in world.read("a.md")
    assert_calm(world)


def test_a_persons_edit_of_another_field_after_a_lost_update_is_kept_too() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())
    world.sync()
    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})

    world.sync()

    assert values(world.issues["MEM-1"])[1:3] == ("bob", "2026-05-04")
    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read("a.md")
    assert_calm(world)


@pytest.mark.parametrize("fault", [lost(), never_sent()], ids=["landed", "not landed"])
def test_a_lost_transition_is_settled_by_looking(fault: Fault) -> None:
    world = boxed()
    world.tracker.faults.on("update", fault)

    report = world.sync()

    assert codes(report).count("unknown-answer") == 1

    report = world.sync()

    assert world.issues["MEM-1"].state is State.DONE
    assert "[x] Fix the leak — [MEM-1](https://mem.example/browse/MEM-1) · Done 2026-03-12" in world.read("a.md")
    assert not report.has_failed
    assert_calm(world)


def test_a_transition_that_the_tracker_did_not_make_is_tried_again() -> None:
    world = boxed()
    world.tracker.deaf = True

    report = world.sync()

    assert "not-set" in codes(report)
    assert world.issues["MEM-1"].state is State.TODO

    world.tracker.deaf = False
    assert world.sync().closed == 1
    assert_calm(world)


def test_a_refused_update_waits() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.replace("a.md", "Add an alert | @alice", "Add an alert | @bob")
    world.tracker.faults.fail("update", Refused("slow down", retry_after=3600))

    report = world.sync()

    assert (report.updated, report.waiting, report.has_failed) == (0, 2, False)
    assert report.waiting_until == "2026-03-12T10:00:00+00:00"
    assert world.record("a.md").stamp.is_pending
    assert world.sync().updated == 2
    assert_calm(world)


@pytest.mark.parametrize("error", [Unavailable("down"), NotAllowed("no"), Rejected("no"), RevisionChanged("saved")])
def test_an_update_that_fails_is_sent_by_the_next_run(error: Exception) -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", Fault(error))

    report = world.sync()

    assert (report.updated, report.has_failed) == (0, True)
    assert not world.memory.intents
    assert world.sync().updated == 1
    assert_calm(world, problems=[])


def test_an_orphans_label_that_could_not_be_set_is_set_by_the_next_run() -> None:
    world = synced(remote())
    drop_row(world, "Fix the leak")
    world.tracker.faults.fail("update", Unavailable("down"))

    report = world.sync()

    assert (report.orphaned, report.has_failed) == (0, True)
    assert world.sync().orphaned == 1
    assert "syncer-orphan" in world.issues["MEM-1"].labels
    assert_calm(world)


def test_an_orphan_is_closed_only_by_the_policy() -> None:
    world = synced(remote(orphans="close"))
    drop_row(world, "Fix the leak")

    report = world.sync()

    assert report.orphaned == 1
    assert world.issues["MEM-1"].state is State.WONT_DO
    assert_calm(world)


def test_a_lost_answer_to_an_orphans_label_costs_no_second_one() -> None:
    world = synced(remote())
    drop_row(world, "Fix the leak")
    world.tracker.faults.on("update", lost())

    world.sync()
    world.sync()

    assert world.issues["MEM-1"].labels.count("syncer-orphan") == 1
    assert world.links["Fix the leak"].orphaned is not None
    assert_calm(world)


def test_an_adoption_that_failed_is_made_by_the_next_run() -> None:
    world = remote()
    theirs(world)
    world.write("a.md", LINKED)
    world.tracker.faults.fail("update", Unavailable("down"))

    report = world.sync()

    assert (report.adopted, report.has_failed) == (0, True)
    assert "syncer" not in world.issues["MEM-1"].labels

    report = world.sync()

    assert (report.adopted, report.created) == (1, 0)
    assert world.issues["MEM-1"].labels == ("syncer",)
    assert world.issues["MEM-1"].marker is not None
    assert world.links["Fix the leak"].is_adopted
    assert_calm(world)


def test_a_lost_answer_to_an_adoption_costs_nothing() -> None:
    world = remote()
    theirs(world)
    world.write("a.md", LINKED)
    world.tracker.faults.on("update", lost())
    world.sync()

    report = world.sync()

    assert not report.has_failed
    assert list(world.issues) == ["MEM-1"]
    assert values(world.issues["MEM-1"]) == ("Their title", "alice", "2026-03-27", State.TODO)
    assert world.links["Fix the leak"].issue == IssueRef(TARGET, "MEM-1", "MEM-1")
    assert_calm(world)


def theirs(world: World) -> None:
    """An issue that a person opened, with a title of its own and nothing else."""
    blank = dict.fromkeys(Field)
    issue = Issue(IssueRef(TARGET, "MEM-1", "MEM-1"), "u", {**blank, Field.TITLE: "Their title"}, State.TODO)
    world.tracker.add(issue)


def drop_row(world: World, action: str) -> None:
    lines = world.read("a.md").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"| {action} ")]
    assert len(kept) == len(lines) - 1
    world.write("a.md", "".join(kept))


@pytest.mark.parametrize("is_remote", [False, True], ids=["near", "far"])
def test_an_edit_in_the_same_moment_wins_over_ours(is_remote: bool) -> None:
    world = synced(World(is_remote=is_remote))
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.before("update", lambda: world.tracker.edit("MEM-1", {Field.OWNER: "carol"}))

    report = world.sync()

    assert values(world.issues["MEM-1"])[1] == "carol"
    found = problem(report, "not-set")
    assert (found.document, found.line) == ("a.md", 7)
    assert found.message == "owner of MEM-1 was not set to bob: it is carol"
    assert "· owner carol" in world.read("a.md")
    assert world.record("a.md").stamp.is_pending

    report = world.sync()

    assert codes(report) == ["conflict"]
    assert values(world.issues["MEM-1"])[1] == "carol"
    assert_calm(world, problems=report.problems)


@pytest.mark.parametrize("is_remote", [False, True], ids=["near", "far"])
def test_an_edit_while_the_run_writes_is_found_by_the_next(is_remote: bool) -> None:
    world = synced(World(is_remote=is_remote))
    world.tracker.edit("MEM-1", state=State.IN_PROGRESS)
    world.source.faults.before("write", lambda: world.tracker.edit("MEM-2", {Field.DUE: "2026-05-04"}))

    world.sync()

    assert "2026-05-04" not in world.read("a.md")

    world.sync()

    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read("a.md")
    assert_calm(world)


def test_what_the_tracker_does_not_take_is_told_and_agreed() -> None:  # F22
    world = remote()
    world.tracker.unassignable = frozenset({"alice"})
    world.table("a.md", "Fix the leak")

    report = world.sync()

    found = problem(report, "not-assigned")
    assert found.message == "MEM-1 has no assignee: alice could not be assigned"
    assert found.advice == "make them assignable in mem, or name somebody else"
    assert (found.document, found.line, found.value) == ("a.md", 7, "alice")
    assert report.created == 1
    assert not report.has_failed
    assert_calm(world)


def test_a_tracker_that_keeps_no_due_dates_is_sent_none() -> None:
    world = remote()
    world.tracker.fields = frozenset({Field.TITLE, Field.OWNER})
    world.table("a.md", "Fix the leak")

    report = world.sync()

    assert codes(report) == []
    assert Field.DUE not in world.issues["MEM-1"].values
    assert "| Open |" in world.read("a.md")
    assert_calm(world)


def test_an_issue_that_moved_keeps_its_row() -> None:  # F18, F19
    world = synced(World())
    old = world.issues.pop("MEM-1")
    world.tracker.add(replace(old, ref=IssueRef(TARGET, "MEM-77", "MEM-77"), url="u77"))
    world.tracker.moved["MEM-1"] = "MEM-77"

    report = world.sync()

    assert report.created == 0
    assert world.links["Fix the leak"].issue == IssueRef(TARGET, "MEM-77", "MEM-77")
    assert "[MEM-77](https://mem.example/browse/MEM-77)" in world.read("a.md")
    assert_calm(world)


def test_an_issue_listed_under_another_key_is_the_same_by_its_lasting_id() -> None:
    world = synced(remote())
    old = world.issues.pop("MEM-1")
    world.tracker.add(replace(old, ref=IssueRef(TARGET, "MEM-77", "MEM-1")))

    report = world.sync()

    assert (report.created, codes(report)) == (0, [])
    assert world.links["Fix the leak"].issue == IssueRef(TARGET, "MEM-77", "MEM-1")
    assert "[MEM-77]" in world.read("a.md")
    assert_calm(world)


def test_a_marker_goes_with_every_update() -> None:
    world = synced(World(rules=rules()))
    world.replace("a.md", "Fix the leak", "Fix the leak for good")

    world.sync()

    marker = world.issues["MEM-1"].marker
    assert marker is not None
    assert marker.text == "Fix the leak for good"
    assert marker.base[Field.TITLE].text == "Fix the leak for good"
    assert FieldChange(marker=marker).marker == marker


def test_an_edit_taken_back_after_a_lost_update_is_taken_back_in_the_issue_too() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())
    world.sync()
    world.replace("a.md", "Fix the leak | @bob", "Fix the leak | @alice")

    report = world.sync()

    assert (report.updated, values(world.issues["MEM-1"])[1]) == (1, "alice")
    assert_calm(world)


@pytest.mark.parametrize("name", ["changes", "get"])
def test_a_lost_update_waits_while_its_target_is_away(name: str) -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())
    world.sync()
    world.tracker.faults.fail(name, Unavailable("down"))

    report = world.sync()

    assert report.has_failed
    assert len(world.memory.intents) == (name == "changes")  # the listing tells as much as a direct read
    assert codes(world.sync()) == []
    assert world.tracker.faults.calls.count("update") == 1
    assert_calm(world)


def test_an_update_of_an_issue_that_was_deleted_meanwhile_is_settled() -> None:
    world = synced(remote())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")
    world.tracker.faults.on("update", lost())
    world.sync()
    world.tracker.delete("MEM-1")

    report = world.sync()

    assert codes(report) == ["issue-missing"]
    assert not world.memory.intents
    assert_calm(world, problems=report.problems)


def test_a_list_that_shows_an_issue_as_it_was_before_our_own_update_is_no_edit() -> None:  # F6
    world = remote()
    world.table("a.md", "Fix the leak | @alice | 2026-04-01")
    world.sync()
    before = world.issues["MEM-1"]
    world.clock.pass_seconds(10)
    world.replace("a.md", "| 2026-04-01 |", "| 2026-05-01 |")
    world.sync()
    text, now = world.read("a.md"), world.issues["MEM-1"]
    assert "due 2026-05-01" in text
    world.tracker.show("MEM-1", before)

    report = world.sync()

    assert (world.read("a.md"), report.plan.changes) == (text, ())
    world.tracker.show("MEM-1", now)
    assert_calm(world)
