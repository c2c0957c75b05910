"""What was not listed or not read cannot be missing: failed, emptied, partial sources, drafts, unreadable documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine.worlds import (
    TARGET,
    Fault,
    FaultySource,
    World,
    assert_calm,
    codes,
    problem,
    remote,
    rules,
    values,
)

from syncer.core.calendar import Sprint
from syncer.core.rules import Limits, Overrides
from syncer.errors import NotAllowed, Refused, Rejected, SourceUnavailable, Unavailable, UnsafePlan
from syncer.model import Field, IssueRef, Severity, State

DRAFT = "---\nstatus: draft\n---\n"


def synced(world: World, *paths: str) -> World:
    for path in paths or ("a.md", "b.md"):
        world.table(path, f"Fix the leak of {path}", f"Add an alert for {path}")
    world.sync()
    return world


def test_a_source_that_cannot_be_listed_freezes_its_documents() -> None:
    world = synced(remote())
    world.source.faults.on("list", Fault(SourceUnavailable("docs: the disk is gone")))
    before = world.outside()

    report = world.sync()

    found = problem(report, "source-unavailable")
    assert (found.document, found.severity) == ("docs", Severity.ERROR)
    assert report.has_failed
    assert report.plan.changes == ()
    assert world.outside() == before
    assert not any(link.orphaned for link in world.memory.links.values())
    assert_calm(world, problems=[])


def test_the_other_sources_go_on() -> None:
    world = synced(remote())
    world.more_sources = (FaultySource("more", {"c.md": world.source.documents["a.md"].replace(b"leak", b"pump")}),)
    world.source.faults.on("list", Fault(SourceUnavailable("gone")))
    world.more_sources[0].documents["c.md"] = b"# X\n\n## Action items\n\n- Paint the door, due 2026-04-01\n"

    report = world.sync()

    assert report.created == 1
    assert report.has_failed


def test_a_change_in_the_tracker_is_not_forgotten_while_the_source_is_away() -> None:
    world = synced(World())
    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    world.tracker.delete("MEM-2")
    world.source.faults.on("list", Fault(SourceUnavailable("gone")))
    world.sync()

    assert world.links["Fix the leak of a.md"].observed[Field.DUE] == "2026-05-04"
    assert world.links["Add an alert for a.md"].is_gone

    report = world.sync()

    assert world.source.read_paths == ["a.md"]
    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read("a.md")
    assert "| Deleted |" in world.read("a.md")
    assert codes(report) == ["issue-missing"]
    assert_calm(world, problems=report.problems)


def test_a_state_lost_while_a_source_was_away_costs_no_second_issue() -> None:
    world = synced(remote(write_back={"docs": "none"}))
    world.lose_state()
    world.source.faults.on("list", Fault(SourceUnavailable("gone")))
    world.sync()

    report = world.sync()

    assert report.created == 0
    assert len(world.issues) == 4
    assert_calm(world)


def test_an_emptied_source_is_refused_until_that_is_meant() -> None:  # F61
    world = synced(remote())
    world.source.documents.clear()
    before, state = world.outside(), world.remembered()

    with pytest.raises(UnsafePlan) as refused:
        world.sync()

    assert "source 'docs' lists no document, but had 2" in str(refused.value)
    assert "--allow-empty-source" in str(refused.value)
    assert world.outside() == before
    assert world.remembered() == state
    assert world.plan().plan.refusals == refused.value.refusals

    world.rules = replace(world.rules, overrides=Overrides(allow_empty_source=True))
    report = world.sync()

    assert report.orphaned == 4
    assert_calm(world, problems=report.problems)
    world.rules = replace(world.rules, overrides=Overrides())
    assert_calm(world, problems=report.problems)


def test_documents_that_were_not_asked_for_are_not_missing() -> None:
    world = synced(remote())
    del world.source.documents["b.md"]
    world.rules = replace(world.rules, partial=frozenset({"docs"}))

    report = world.sync()

    assert report.plan.changes == ()
    assert not any(link.orphaned for link in world.memory.links.values())

    world.rules = replace(world.rules, partial=frozenset())
    assert world.sync().orphaned == 2


def test_a_document_that_is_gone_leaves_orphans_that_stay_listed_until_they_are_closed() -> None:
    world = synced(remote())
    del world.source.documents["b.md"]

    report = world.sync()

    assert report.orphaned == 2
    assert codes(report) == ["orphan", "orphan"]
    assert {found.document for found in report.problems} == {"b.md"}
    assert_calm(world, problems=report.problems)

    world.tracker.edit("MEM-3", state=State.DONE)
    report = world.sync()

    assert codes(report) == ["orphan"]
    assert report.plan.changes == ()
    assert_calm(world, problems=report.problems)

    world.tracker.edit("MEM-4", state=State.DONE)
    assert world.sync().problems == ()
    assert "b.md" not in {record.name for record in world.memory.documents.values()}
    assert_calm(world, problems=[])

    world.tracker.edit("MEM-4", state=State.TODO)
    report = world.sync()

    assert codes(report) == ["orphan"]
    assert_calm(world, problems=report.problems)


def test_a_document_that_comes_back_gets_its_issues_back() -> None:
    world = synced(remote())
    text = world.source.documents.pop("b.md")
    world.sync()
    world.source.documents["b.md"] = text

    report = world.sync()

    assert (report.created, codes(report)) == (0, [])
    assert world.links["Fix the leak of b.md"].orphaned is None
    assert_calm(world, problems=[])


def test_a_document_that_is_gone_while_its_tracker_is_away_is_looked_at_again() -> None:
    world = synced(remote())
    del world.source.documents["b.md"]
    world.tracker.faults.fail("changes", Unavailable("down"))

    report = world.sync()

    assert (report.orphaned, codes(report)) == (0, ["orphan", "orphan", "target-unavailable"])
    assert world.sync().orphaned == 2


def test_drafts_are_skipped_and_their_links_frozen() -> None:
    world = synced(remote(), "a.md")
    text = world.read("a.md")
    world.write("a.md", DRAFT + text.replace("| Fix the leak of a.md | @alice", "| Something else | @bob"))
    before = world.outside()

    report = world.sync()

    found = problem(report, "draft")
    assert (found.document, found.severity) == ("a.md", Severity.NOTE)
    assert report.plan.changes == ()
    assert world.outside() == before
    assert_calm(world, problems=report.problems)

    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    world.sync()

    assert world.links["Fix the leak of a.md"].observed[Field.DUE] == "2026-05-04"
    assert_calm(world, problems=report.problems)

    world.write("a.md", text)
    world.sync()

    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read("a.md")
    assert len(world.issues) == 2
    assert_calm(world, problems=[])


def test_a_document_that_becomes_a_draft_elsewhere_keeps_its_issues() -> None:
    world = synced(remote(), "a.md", "b.md")
    text = world.source.documents.pop("b.md").decode()
    world.write("drafts/b.md", DRAFT + text)

    report = world.sync()

    assert codes(report) == ["draft", "renamed"]
    assert report.orphaned == 0
    assert world.links["Fix the leak of b.md"].document.path == "drafts/b.md"
    assert_calm(world)

    world.move("drafts/b.md", "c.md")
    world.write("c.md", text)
    report = world.sync()

    assert (report.created, report.orphaned) == (0, 0)
    assert_calm(world)


def test_a_document_that_becomes_unreadable_keeps_its_issues_and_what_is_known_of_it() -> None:
    world = synced(remote(), "a.md", "b.md")
    known = world.record("b.md")
    world.source.documents["b.md"] = b"\xff\xfe\x00"
    before = world.outside()

    report = world.sync()

    found = problem(report, "unreadable")
    assert found.document == "b.md"
    assert not report.has_failed
    assert world.outside() == before
    assert replace(world.record("b.md"), stamp=known.stamp, problems=()) == known
    assert_calm(world, problems=report.problems)


def test_a_document_that_cannot_be_opened_is_tried_again() -> None:
    world = remote()
    world.table("a.md", "Fix the leak")
    world.source.unreadable.add("a.md")

    report = world.sync()

    assert codes(report) == ["unreadable"]
    assert_calm(world, problems=report.problems, reads=["a.md"])

    world.source.unreadable.clear()
    assert world.sync().created == 1


def test_a_change_in_the_tracker_of_an_unreadable_document_is_remembered() -> None:
    world = synced(remote(), "a.md")
    world.source.documents["a.md"] = b"\xff\xfe\x00"
    world.sync()
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})

    report = world.sync()

    assert world.links["Fix the leak of a.md"].observed[Field.OWNER] == "carol"
    assert_calm(world, problems=report.problems)


def test_a_document_that_is_gone_when_it_is_read_is_left_for_the_next_run() -> None:  # F38
    world = synced(remote(), "a.md", "b.md")
    world.write("b.md", world.read("b.md") + "\nMore.\n")
    world.source.faults.before("read", lambda: world.source.documents.pop("b.md"))

    report = world.sync()

    assert codes(report) == ["unreadable"]
    assert world.sync().orphaned == 2


def test_what_a_source_passes_over_is_named() -> None:
    world = synced(remote(), "a.md")
    world.source.passed_over = {"notes.rst": "is no Markdown"}
    world.source.faulty = [Rejected("x.tmp cannot be removed")]
    world.tracker.faulty = [Rejected("MEM-9 cannot be read")]

    report = world.sync()

    assert codes(report) == ["skipped", "untidy", "untidy"]
    assert {found.document for found in report.problems} == {"notes.rst", "docs", "mem"}


@pytest.mark.parametrize("name", ["capabilities", "changes"])
def test_a_target_that_cannot_be_asked_is_left_out(name: str) -> None:
    world = synced(remote(), "a.md")
    world.replace("a.md", "Fix the leak of a.md | @alice", "Fix the leak of a.md | @bob")
    world.table("b.md", "Something new")
    world.tracker.faults.fail(name, NotAllowed("the token is expired"))

    report = world.sync()

    assert report.has_failed
    assert problem(report, "target-unavailable").message == "the token is expired"
    assert report.plan.changes == ()
    assert report.in_step == 0
    assert values(world.issues["MEM-1"])[1] == "alice"

    report = world.sync()

    assert (report.created, report.updated) == (1, 1)
    assert_calm(world, problems=[])


def test_a_target_whose_limit_is_reached_is_no_failure() -> None:  # F10
    world = synced(remote(), "a.md")
    world.table("b.md", "Something new")
    world.tracker.faults.fail("changes", Refused("the quota is used up", retry_after=600))

    report = world.sync()

    assert not report.has_failed
    assert problem(report, "target-limited").severity is Severity.NOTE
    assert report.waiting_until == "2026-03-12T09:10:00+00:00"
    assert world.sync().created == 1


def test_a_tracker_that_is_no_longer_configured_is_named_and_left_alone() -> None:
    world = synced(remote(), "a.md")
    other = remote()
    other.memory, other.source = world.memory, world.source
    other.tracker.name = "new"
    other.rules = replace(other.rules, routes=(replace(other.rules.routes[0], tracker="new"),), fingerprint="2")

    report = other.sync()

    assert report.created == 0
    assert codes(report) == ["elsewhere", "elsewhere"]
    assert other.links["Fix the leak of a.md"].issue == IssueRef(TARGET, "MEM-1", "MEM-1")
    assert_calm(other, problems=report.problems)


def test_older_postmortems_are_left_alone_until_since_is_earlier() -> None:
    world = remote(since=date(2026, 4, 1))
    world.table("a.md", "Fix the leak")

    report = world.sync()

    assert (report.created, codes(report)) == (0, ["not-created"])
    assert_calm(world, problems=report.problems)

    world.rules = replace(world.rules, since=date(2026, 3, 1))
    assert world.sync().created == 1
    assert_calm(world, problems=[])


def test_adopt_only_makes_no_issue() -> None:
    world = remote(adopt_only=True)
    world.table("a.md", "Fix the leak")

    report = world.sync()

    assert (report.created, codes(report)) == (0, ["not-created"])
    assert_calm(world, problems=report.problems)


def test_reread_resolves_again_what_was_resolved() -> None:
    world = synced(remote(), "a.md")
    calendar = world.rules.calendars[""]
    assert isinstance(calendar.sprint, Sprint)
    world.rules = replace(
        world.rules, calendars={"": replace(calendar, sprint=replace(calendar.sprint, weeks=3))}, fingerprint="2"
    )
    assert world.sync().updated == 0

    world.rules = replace(world.rules, reread=True)
    report = world.sync()

    assert report.updated == 2
    assert values(world.issues["MEM-1"])[2] == "2026-04-10"
    world.rules = replace(world.rules, reread=False)
    assert_calm(world)


def test_everything_reads_every_document_and_finds_deleted_issues() -> None:
    world = synced(remote(), "a.md", "b.md")
    world.tracker.delete("MEM-1")
    assert_calm(world)

    report = world.sync(everything=True)

    assert sorted(world.source.read_paths) == ["a.md", "b.md"]
    assert codes(report) == ["issue-missing"]
    assert "| Deleted |" in world.read("a.md")
    assert_calm(world, problems=report.problems)


def test_two_sources_may_hold_the_same_path() -> None:
    world = World(rules=rules())
    other = FaultySource("other")
    world.more_sources = (other,)
    world.table("a.md", "Fix the leak")
    other.documents["a.md"] = world.source.documents["a.md"]

    report = world.sync()

    assert report.created == 2
    assert "[MEM-1]" in world.read("a.md")
    assert "[MEM-2]" in other.documents["a.md"].decode()
    assert_calm(world)


def test_a_source_that_may_be_written_from_now_on_gets_its_cells() -> None:
    world = synced(remote(write_back={"docs": "none"}), "a.md")
    world.rules = replace(world.rules, write_back={"docs": "commit"})

    report = world.sync()

    assert (report.created, report.written_back) == (0, 2)
    assert_calm(world)


def test_a_document_that_was_too_long_is_read_once_the_limit_is_higher() -> None:
    world = remote()
    world.rules = replace(world.rules, limits=Limits(max_document_bytes=20))
    world.table("a.md", "Fix the leak")
    report = world.sync()
    assert (report.created, codes(report)) == (0, ["unreadable"])
    assert_calm(world, problems=report.problems)

    world.rules = replace(world.rules, limits=Limits())

    assert world.sync().created == 1
    assert_calm(world, problems=[])
