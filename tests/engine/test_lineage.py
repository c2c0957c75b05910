"""Two states on one target, a state that was lost, and issues that only their marker ties to a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import TARGET, Fault, World, assert_calm, codes, lost, problem, remote, values

from syncer.core.rules import Limits
from syncer.errors import Unavailable
from syncer.model import DocumentKey, Field, Issue, IssueRef, Marker, Severity, State


def synced(world: World, *rows: str) -> World:
    world.table("a.md", *(rows or ("Fix the leak", "Add an alert")))
    world.sync()
    return world


def foreign(key: str = "MEM-900", lineage: str = "another", item: str = "x" * 24) -> Issue:
    """An issue that our account made for another state."""
    marker = Marker(item, lineage, DocumentKey("docs", "z.md"), "Something", 0)
    return Issue(IssueRef(TARGET, key, key), "u", dict.fromkeys(Field), State.TODO, is_ours=True, marker=marker)


@pytest.mark.parametrize("is_remote", [False, True], ids=["near", "far"])
def test_a_state_with_links_creates_nothing_beside_another_state(is_remote: bool) -> None:  # F27
    world = synced(World(is_remote=is_remote))
    world.tracker.add(foreign())
    world.table("b.md", "Something new")

    for _ in range(3):
        report = world.sync()

        found = problem(report, "foreign-lineage")
        assert (found.document, found.severity) == ("mem", Severity.ERROR)
        assert "another" in found.message
        assert "syncer state take-over another" in found.advice
        assert (report.created, report.plan.changes) == (0, ())
        assert world.record("b.md").stamp.is_pending

    world.tracker.delete("MEM-900")
    assert world.sync().created == 1
    assert_calm(world)


def test_what_is_no_create_goes_on_beside_another_state() -> None:
    world = synced(remote())
    world.tracker.add(foreign())
    world.replace("a.md", "Fix the leak | @alice", "Fix the leak | @bob")

    report = world.sync()

    assert (report.updated, report.has_failed) == (1, True)


def test_after_take_over_both_go_on() -> None:
    world = synced(remote())
    world.tracker.add(foreign())
    world.sync()
    world.memory.lineage = "another"
    world.table("b.md", "Something new")

    report = world.sync()

    assert report.created == 1  # the issues of its own older lineage are linked, and no strangers
    assert codes(report) == ["stray-issue"]


def test_a_new_state_takes_over_the_lineage_it_finds_and_says_so() -> None:
    world = synced(remote())
    lineage = world.memory.lineage
    world.lose_state()

    report = world.sync()

    assert world.memory.lineage == lineage
    assert lineage in problem(report, "lineage").message
    assert (report.created, report.updated) == (0, 0)
    assert_calm(world, problems=[])


def test_a_dry_run_takes_nothing_over() -> None:
    world = synced(remote())
    world.lose_state()
    fresh = world.memory.lineage

    report = world.plan()

    assert world.memory.lineage == fresh
    assert codes(report) == ["lineage"]
    assert report.plan.changes == ()


def test_of_two_lineages_a_new_state_takes_neither() -> None:
    world = synced(remote())
    world.lose_state()
    world.tracker.add(foreign())

    report = world.sync()

    assert codes(report).count("foreign-lineage") == 2
    assert report.created == 0


def test_a_state_that_made_issues_already_takes_over_nothing() -> None:
    """Killed before the first link was stored, its own issues are known by its lineage alone."""
    world = remote()
    own = world.memory.lineage
    world.tracker.add(foreign("MEM-901", own))
    world.tracker.add(foreign("MEM-900"))

    report = world.sync()

    assert world.memory.lineage == own
    assert codes(report) == ["foreign-lineage", "stray-issue"]


def test_an_issue_of_another_state_made_while_this_run_writes_is_met_by_the_next() -> None:
    world = World()
    world.table("a.md", "Fix the leak")
    world.source.faults.before("write", lambda: world.tracker.add(foreign()))
    world.sync()
    world.table("b.md", "Something new")

    assert "foreign-lineage" in codes(world.sync())
    assert len(world.issues) == 2


def test_a_lost_state_is_rebuilt_with_every_agreement() -> None:  # F34
    world = synced(remote())
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})
    world.sync()
    links = world.links
    world.lose_state()
    world.tracker.edit("MEM-2", {Field.DUE: "2026-05-04"})
    world.replace("a.md", "Fix the leak | @alice | Next sprint", "Fix the leak | @alice | 2026-04-30")

    report = world.sync()

    assert (report.created, report.updated) == (0, 1)
    assert values(world.issues["MEM-1"]) == ("Fix the leak", "carol", "2026-04-30", State.TODO)
    assert values(world.issues["MEM-2"])[2] == "2026-05-04"
    assert {link.id for link in world.links.values()} == {link.id for link in links.values()}
    assert_calm(world)


def test_a_lost_state_finds_issues_of_rows_that_show_no_link() -> None:
    world = synced(remote(write_back={"docs": "none"}))
    assert "MEM" not in world.read("a.md")
    world.lose_state()

    report = world.sync()

    assert report.created == 0
    assert_calm(world, problems=[])


def test_a_lost_state_and_another_path_cost_no_second_issue() -> None:
    world = synced(remote(write_back={"docs": "none"}))
    world.lose_state()
    world.move("a.md", "b.md")

    report = world.sync()

    assert report.created == 0
    assert world.links["Fix the leak"].document.path == "b.md"
    assert_calm(world)


def test_a_lost_state_and_a_vanished_document_leave_issues_that_are_listed() -> None:
    world = synced(remote())
    world.table("b.md", "Something new")
    world.sync()
    world.lose_state()
    del world.source.documents["a.md"]

    report = world.sync()

    assert codes(report) == ["lineage", "stray-issue", "stray-issue"]
    assert report.orphaned == 0
    assert world.links["Fix the leak"].orphaned is not None
    stays = [found for found in report.problems if found.code == "stray-issue"]
    assert_calm(world, problems=stays)

    world.table("a.md", "Fix the leak", "Add an alert")
    assert world.sync().created == 0


def test_a_lost_state_with_a_draft_keeps_its_issues_for_later() -> None:
    world = synced(remote(write_back={"docs": "none"}))
    text = world.read("a.md")
    world.lose_state()
    world.write("a.md", "---\nstatus: draft\n---\n" + text)
    world.sync()
    world.write("a.md", text)

    report = world.sync()

    assert report.created == 0
    assert_calm(world)


def test_a_copied_document_does_not_adopt_issues_twice() -> None:  # F40
    world = synced(remote())
    world.write("0-copy.md", world.read("a.md").replace("2026-03-11", "2026-03-10"))

    for state_is_lost in (False, True):
        if state_is_lost:
            world.lose_state()
        report = world.sync()

        assert codes(report).count("link-copied") == 2
        assert {found.document for found in report.problems if found.code == "link-copied"} == {"0-copy.md"}
        assert (report.created, report.adopted, report.updated) == (0, 0, 0)
        assert {link.document.path for link in world.memory.links.values() if link.issue} == {"a.md"}
        assert_calm(world, problems=[found for found in report.problems if found.code == "link-copied"])


def test_two_new_documents_that_link_to_one_issue_adopt_it_once() -> None:
    world = remote()
    world.tracker.add(Issue(IssueRef(TARGET, "MEM-1", "MEM-1"), "u", dict.fromkeys(Field), State.TODO))
    text = world.source.documents
    row = "| Fix the leak | @alice | [MEM-1](https://mem.example/browse/MEM-1) |"
    table = f"# X\n\nPublished: 2026-03-1{{}}\n\n| Action | Owner | Issue |\n|---|---|---|\n{row}\n"
    text["a.md"], text["b.md"] = table.format(1).encode(), table.format(2).encode()

    report = world.sync()

    assert (report.adopted, codes(report).count("link-copied")) == (1, 1)
    assert problem(report, "link-copied").document == "b.md"
    assert_calm(world)


def test_a_second_issue_with_one_marker_is_reported_and_the_linked_one_kept() -> None:  # F21
    world = synced(remote())
    copy = replace(world.issues["MEM-1"], ref=IssueRef(TARGET, "MEM-50", "MEM-50"))
    world.tracker.add(copy)

    report = world.sync()

    assert "MEM-50" in problem(report, "duplicate-issue").message
    assert world.links["Fix the leak"].issue == IssueRef(TARGET, "MEM-1", "MEM-1")
    assert_calm(world, problems=report.problems)


def test_a_marker_on_an_issue_that_is_not_ours_means_nothing() -> None:
    world = synced(remote())
    forged = replace(foreign("MEM-50"), is_ours=False)
    world.tracker.add(forged)
    world.table("b.md", "Something new")

    report = world.sync()

    assert (report.created, codes(report)) == (1, ["foreign-marker"])


def test_a_killed_create_whose_document_became_a_draft_is_tied_to_it() -> None:
    world = remote()
    world.rules = replace(world.rules, limits=Limits(settle_after=60, max_runtime=5))
    world.table("a.md", "Fix the leak")
    world.tracker.faults.on("create", lost())
    world.sync()
    text = world.read("a.md")
    world.write("a.md", "---\nstatus: draft\n---\n" + text)
    world.sync()
    assert not [intent for intent in world.memory.intents.values() if intent.kind == "create"]
    world.write("a.md", text)

    assert world.sync().created == 0
    assert list(world.issues) == ["MEM-1"]
    assert_calm(world)


def test_a_tracker_that_fails_at_the_last_look_keeps_the_older_cursor() -> None:
    world = World()
    world.table("a.md", "Fix the leak")
    world.tracker.faults.on("changes", Fault(), Fault(), Fault(Unavailable("down")))

    report = world.sync()

    assert (report.created, report.has_failed) == (1, False)
    assert_calm(world)


def test_a_lost_state_a_moved_document_and_another_at_its_old_path_with_the_same_text() -> None:
    """The row that links to an issue has it, whatever document its marker speaks of."""
    world = synced(remote())
    ids = {issue.marker.item for issue in world.issues.values() if issue.marker}
    world.move("a.md", "c.md")
    world.table("a.md", "Fix the leak", "Add an alert")
    world.lose_state()

    report = world.sync()

    assert (report.created, report.adopted) == (2, 0)
    where = {link.issue.key: link for link in world.memory.links.values() if link.issue}
    assert {key: link.document.path for key, link in where.items()} == {
        "MEM-1": "c.md",
        "MEM-2": "c.md",
        "MEM-3": "a.md",
        "MEM-4": "a.md",
    }
    assert {where["MEM-1"].id, where["MEM-2"].id} == ids
    assert_calm(world, problems=[])


def test_a_lost_state_and_a_row_that_moved_keep_what_was_agreed() -> None:
    world = synced(remote())
    world.table("b.md", "Write a runbook")
    world.sync()
    (row,) = [line for line in world.read("a.md").splitlines(keepends=True) if "Fix the leak" in line]
    world.replace("a.md", row, "")
    world.write("b.md", world.read("b.md") + row)
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})
    world.lose_state()

    report = world.sync()

    assert (report.created, report.adopted, codes(report)) == (0, 0, ["lineage"])
    assert "· owner carol" in world.read("b.md")
    assert_calm(world, problems=[])


def test_an_issue_that_took_anothers_key_is_another_issue() -> None:
    world = synced(World())
    copy = replace(world.issues["MEM-1"], ref=IssueRef(TARGET, "MEM-1", "another lasting id"))
    world.tracker.add(replace(copy, state=State.DONE))

    world.sync()

    assert world.links["Fix the leak"].issue == IssueRef(TARGET, "MEM-1", "another lasting id")
    assert_calm(world)


def test_a_lost_state_and_a_draft_with_rows_of_another_document_keep_their_issues_apart() -> None:
    world = synced(remote())
    world.table("b.md", "Write a runbook")
    world.sync()
    first, second = world.read("a.md"), world.read("b.md")
    world.lose_state()
    world.write("a.md", "---\nstatus: draft\n---\n" + second)
    world.write("b.md", first)

    report = world.sync()

    assert (report.created, codes(report)) == (0, ["draft", "lineage"])
    assert {text: link.document.path for text, link in world.links.items()} == {
        "Fix the leak": "b.md",
        "Add an alert": "b.md",
        "Write a runbook": "a.md",
    }
    assert_calm(world)


def test_a_first_run_that_died_before_it_remembered_anything_took_nothing_over() -> None:
    world = remote()
    world.table("a.md", "Fix the leak")
    world.tracker.faults.on("create", Fault(KeyboardInterrupt(), lands=True))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    assert not world.memory.links

    report = world.sync()

    assert (report.created, codes(report)) == (0, [])
    assert_calm(world)


@pytest.mark.parametrize("is_remote", [False, True], ids=["near", "far"])
def test_a_marker_on_an_issue_that_somebody_else_made_is_reported_and_counts_for_nothing(
    is_remote: bool,
) -> None:  # F21
    world = synced(World(is_remote=is_remote))
    ours = world.issues["MEM-1"]
    copied = replace(ours, ref=IssueRef(TARGET, "MEM-900", "MEM-900"), url="u", is_ours=False)
    world.tracker.add(copied)

    report = world.sync()

    found = problem(report, "foreign-marker")
    assert (found.document, found.severity) == ("mem", Severity.PROBLEM)
    assert "MEM-900" in found.message
    assert (report.plan.changes, world.issues["MEM-900"].values) == ((), ours.values)
    world.table("b.md", "Something new")
    assert world.sync().created == 1


def test_a_marker_on_an_issue_that_a_row_links_to_is_not_foreign() -> None:
    world = World(is_remote=True)
    made = replace(foreign("MEM-7", "ours"), is_ours=False, url="https://mem.example/browse/MEM-7")
    world.tracker.add(made)
    world.write(
        "a.md", "Published: 2026-03-11\n\n| Action | Owner | Issue |\n|---|---|---|\n| Fix it | @alice | MEM-7 |\n"
    )

    report = world.sync()

    assert report.adopted == 1
    assert "foreign-marker" not in codes(report)
    world.tracker.add(replace(foreign("MEM-8"), is_ours=False, state=State.DONE))
    assert "foreign-marker" not in codes(world.sync())
