"""Issues that are deleted or out of sight: reported, never recreated, never closed, found again when they are back."""

from __future__ import annotations

import pytest
from engine.worlds import TARGET, World, assert_calm, codes, problem, remote

from syncer.engine.gather import differs
from syncer.model import Field, Gone, Issue, IssueRef, State


def synced(world: World) -> World:
    world.table("a.md", "Fix the leak", "Add an alert")
    world.sync()
    return world


def test_a_deleted_issue_is_shown_and_not_made_again() -> None:  # F17
    world = synced(World())
    issue = world.issues["MEM-1"]
    world.tracker.delete("MEM-1")

    report = world.sync()

    assert "MEM-1 was deleted" in problem(report, "issue-missing").message
    assert (report.created, report.has_failed) == (0, False)
    assert "[MEM-1](https://mem.example/browse/MEM-1) | Deleted |" in world.read("a.md")
    assert_calm(world, problems=report.problems)
    assert world.sync(everything=True).problems == report.problems

    world.tracker.add(issue)
    report = world.sync()

    assert codes(report) == []
    assert "Open · due 2026-03-27" in world.read("a.md")
    assert "Deleted" not in world.read("a.md")
    assert_calm(world, problems=[])


def test_a_row_whose_link_to_a_deleted_issue_is_emptied_gets_a_new_one() -> None:
    world = synced(World())
    world.tracker.delete("MEM-1")
    world.sync()
    world.replace("a.md", "[MEM-1](https://mem.example/browse/MEM-1) | Deleted |", " | |")

    report = world.sync()

    assert (report.created, codes(report)) == (1, [])
    assert "[MEM-3](https://mem.example/browse/MEM-3) | Open · due 2026-03-27 |" in world.read("a.md")
    assert [link.issue.key for link in world.memory.links.values() if link.issue] == ["MEM-2", "MEM-3"]
    assert_calm(world, problems=[])


def test_a_row_that_never_showed_its_deleted_issue_is_not_made_again_by_itself() -> None:
    world = synced(World(rules=remote(write_back={"docs": "none"}).rules))
    world.tracker.delete("MEM-1")
    world.sync()
    world.replace("a.md", "Add an alert", "Add the alert")

    report = world.sync()

    assert report.created == 0
    assert codes(report) == ["issue-missing"]


def test_a_deleted_issue_whose_row_goes_too_is_forgotten() -> None:
    world = synced(World())
    world.tracker.delete("MEM-1")
    world.sync()
    text = world.read("a.md")
    world.write("a.md", "".join(line for line in text.splitlines(keepends=True) if "Fix the leak" not in line))

    report = world.sync()

    assert codes(report) == []
    assert "Fix the leak" not in world.links
    assert_calm(world, problems=[])


def test_an_issue_out_of_sight_is_never_taken_for_deleted() -> None:  # F16
    world = synced(World())
    world.tracker.hidden.add("MEM-1")
    world.tracker.edit("MEM-2", state=State.IN_PROGRESS)
    shown = world.read("a.md").splitlines()[6]

    report = world.sync()

    assert "MEM-1 is out of sight" in problem(report, "issue-missing").message
    assert not world.links["Fix the leak"].is_gone
    assert world.read("a.md").splitlines()[6] == shown
    assert "In progress" in world.read("a.md")
    assert report.in_step == 0
    assert_calm(world, problems=report.problems, reads=["a.md"])
    assert_calm(world, problems=report.problems, reads=["a.md"])

    world.tracker.hidden.clear()
    report = world.sync()

    assert codes(report) == []
    assert_calm(world, problems=[])


def test_an_orphan_out_of_sight_is_kept_until_it_is_seen_again() -> None:
    world = synced(World())
    world.tracker.hidden.add("MEM-1")
    world.tracker.edit("MEM-2", state=State.IN_PROGRESS)
    text = world.read("a.md")
    world.write("a.md", "".join(line for line in text.splitlines(keepends=True) if "Fix the leak" not in line))

    report = world.sync()

    assert (report.orphaned, codes(report)) == (0, [])
    assert "Fix the leak" in world.links


def test_a_row_that_links_to_nothing_is_reported() -> None:
    world = remote()
    world.write(
        "a.md",
        "# X\n\n| Action | Owner | Issue |\n|---|---|---|\n"
        "| Fix the leak | @bob | [MEM-9](https://mem.example/browse/MEM-9) |\n",
    )

    report = world.sync()

    assert codes(report) == ["issue-missing"]
    assert report.created == 0
    assert_calm(world, problems=report.problems)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_change_of_an_issue_is_not_lost_with_a_target_that_goes_down_in_between(deleted: bool) -> None:
    world = synced(World())
    link = world.links["Fix the leak"]

    assert differs(link, Gone(deleted, "why"))
    assert not differs(link, world.issues["MEM-1"])


def test_a_pull_request_is_followed_and_never_written_to() -> None:
    world = remote()
    pull = Issue(
        IssueRef(TARGET, "MEM-7", "MEM-7"),
        "u",
        {**dict.fromkeys(Field), Field.TITLE: "Their pull request"},
        State.IN_PROGRESS,
        is_read_only=True,
    )
    world.tracker.add(pull)
    world.write(
        "a.md",
        "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Issue |\n|---|---|---|\n"
        "| Fix the leak | @bob | [MEM-7](https://mem.example/browse/MEM-7) |\n",
    )

    report = world.sync()

    assert (report.created, report.adopted, report.updated) == (0, 0, 0)
    assert "update" not in world.tracker.faults.calls
    assert "| In progress" in world.read("a.md")
    assert_calm(world)

    world.tracker.edit("MEM-7", state=State.DONE)
    world.sync()

    assert "| Done 2026-03-12 |" in world.read("a.md")
    world.replace("a.md", "Fix the leak", "Fix the leak, at last")
    world.sync()
    assert "update" not in world.tracker.faults.calls

    world.write("a.md", "# X\n\nPublished: 2026-03-11\n\nNothing left.\n")
    report = world.sync()

    assert (codes(report), report.orphaned, world.links) == ([], 0, {})
    assert_calm(world, problems=[])
