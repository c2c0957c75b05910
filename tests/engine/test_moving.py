"""Documents that get another path and rows that move between documents keep their issues; nobody else takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import World, assert_calm, codes, problem, remote

from syncer.model import Field, State

HEAD = "# Another outage\n\nPublished: 2026-03-10\n\n| Action | Owner | Due |\n|---|---|---|\n"
SHOWN = {"docs": "commit"}
UNSHOWN = {"docs": "none"}


def synced(world: World) -> World:
    world.table("a.md", "Fix the leak", "Add an alert")
    world.table("b.md", "Write a runbook", "Rehearse the failover", head=HEAD)
    world.sync()
    return world


def keys(world: World) -> dict[str, tuple[str, str]]:
    """Document and issue of every linked item, by its text."""
    return {
        link.text: (link.document.path, link.issue.key)
        for link in world.memory.links.values()
        if link.issue is not None
    }


def lines(world: World, path: str) -> list[str]:
    return world.read(path).splitlines(keepends=True)


def take_row(world: World, path: str, action: str) -> str:
    """Cut a row out of a document."""
    (row,) = [line for line in lines(world, path) if line.startswith(f"| {action} ")]
    world.write(path, "".join(line for line in lines(world, path) if line != row))
    return row


def put_row(world: World, path: str, row: str) -> None:
    world.write(path, world.read(path) + row)


@pytest.mark.parametrize("write_back", [SHOWN, UNSHOWN], ids=["links shown", "no links"])
@pytest.mark.parametrize("edit", [False, True], ids=["as it was", "edited"])
def test_a_renamed_document_keeps_its_issues(write_back: dict[str, str], edit: bool) -> None:
    world = synced(remote(write_back=write_back))
    world.move("a.md", "2026/a.md")
    if edit:
        world.write("2026/a.md", world.read("2026/a.md") + "\nOne more sentence.\n")

    report = world.sync()

    found = problem(report, "renamed")
    assert (found.document, "a.md" in found.message) == ("2026/a.md", True)
    assert (report.created, report.orphaned) == (0, 0)
    assert keys(world)["Fix the leak"] == ("2026/a.md", "MEM-3")
    assert {record.key.path for record in world.memory.documents.values()} == {"2026/a.md", "b.md"}
    assert_calm(world, problems=[])


@pytest.mark.parametrize(("moment", "skip"), [("create", 0), ("create", 1), ("write", 0)])
def test_a_new_document_may_be_renamed_before_it_is_written(moment: str, skip: int) -> None:
    """F38: nothing in it says yet whose issues those are that were just made."""
    world = remote()
    world.table("a.md", "Fix the leak", "Add an alert")
    faults = world.source.faults if moment == "write" else world.tracker.faults
    faults.before(moment, lambda: world.move("a.md", "c.md"), skip=skip)

    assert world.sync().created == 2
    report = world.sync()

    assert (report.created, codes(report), len(world.issues)) == (0, ["renamed"], 2)
    assert keys(world) == {"Fix the leak": ("c.md", "MEM-1"), "Add an alert": ("c.md", "MEM-2")}
    assert world.read("c.md").count("[MEM-") == 2
    assert_calm(world, problems=[])


def test_a_document_that_was_saved_right_after_us_may_be_renamed() -> None:
    """What is there then has no revision that we know; that does not mean that it is gone already."""
    world = synced(remote())
    record = world.record("a.md")
    world.memory.documents[record.key] = replace(record, stamp=record.stamp._replace(revision=""))
    world.move("a.md", "c.md")

    report = world.sync()

    assert (codes(report), report.created) == (["renamed"], 0)
    assert keys(world)["Fix the leak"] == ("c.md", "MEM-3")
    assert {record.key.path for record in world.memory.documents.values()} == {"b.md", "c.md"}
    assert_calm(world, problems=[])


def test_a_renamed_document_is_followed_by_the_next_edit_of_its_issue() -> None:
    world = synced(remote())
    world.move("a.md", "c.md")
    world.tracker.edit("MEM-3", {Field.DUE: "2026-05-04"})

    world.sync()

    assert "Open · due 2026-05-04 (was 2026-03-27)" in world.read("c.md")
    assert_calm(world)


def test_a_renamed_document_with_another_one_at_its_old_path_with_the_same_text() -> None:
    """The link in the row decides, not the text; the row at the old path gets an issue and an id of its own."""
    world = synced(remote())
    ids = {link.id for link in world.memory.links.values()}
    world.move("a.md", "c.md")
    world.table("a.md", "Fix the leak", "Add an alert")

    report = world.sync()

    assert (report.created, report.orphaned) == (2, 0)
    by_path = {(link.document.path, link.text): link for link in world.memory.links.values()}
    assert by_path["c.md", "Fix the leak"].issue == world.issues["MEM-3"].ref
    assert by_path["a.md", "Fix the leak"].issue == world.issues["MEM-5"].ref
    assert by_path["a.md", "Fix the leak"].id not in ids
    assert len({issue.marker.item for issue in world.issues.values() if issue.marker}) == 6
    assert_calm(world, problems=[])

    world.move("a.md", "d.md")  # and once more, so that the second id is taken as well
    world.table("a.md", "Fix the leak", "Add an alert")
    report = world.sync()

    assert (report.created, report.orphaned) == (2, 0)
    assert len({issue.marker.item for issue in world.issues.values() if issue.marker}) == 8
    assert len({link.id for link in world.memory.links.values()}) == 8
    assert_calm(world, problems=[])


def test_a_copy_is_a_document_of_its_own() -> None:
    world = synced(remote(write_back=UNSHOWN))
    world.write("c.md", world.read("a.md"))

    report = world.sync()

    assert report.created == 2
    assert_calm(world)


@pytest.mark.parametrize("order", ["a to b", "b to a"])
def test_a_row_that_moves_to_another_document_keeps_its_issue(order: str) -> None:
    world = synced(remote())
    old, new = order.split(" to ")
    action = "Fix the leak" if old == "a" else "Write a runbook"
    before = keys(world)[action]
    put_row(world, f"{new}.md", take_row(world, f"{old}.md", action))

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, [])
    assert keys(world)[action] == (f"{new}.md", before[1])
    assert world.issues[before[1]].labels == ("syncer",)
    assert_calm(world, problems=[])


def test_rows_that_change_places_between_documents_keep_their_issues() -> None:
    world = synced(remote())
    before = keys(world)
    first, second = take_row(world, "a.md", "Fix the leak"), take_row(world, "b.md", "Write a runbook")
    put_row(world, "a.md", second)
    put_row(world, "b.md", first)

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, [])
    assert keys(world)["Fix the leak"] == ("b.md", before["Fix the leak"][1])
    assert keys(world)["Write a runbook"] == ("a.md", before["Write a runbook"][1])
    assert_calm(world, problems=[])


def test_a_row_that_moves_and_one_with_its_text_that_stays_behind() -> None:
    world = synced(remote())
    row = take_row(world, "a.md", "Fix the leak")
    put_row(world, "b.md", row)
    put_row(world, "a.md", "| Fix the leak | @bob | 2026-04-20 | | |\n")

    report = world.sync()

    assert (report.created, report.orphaned) == (1, 0)
    links = [link for link in world.memory.links.values() if link.text == "Fix the leak"]
    assert {(link.document.path, link.issue.key) for link in links if link.issue} == {
        ("b.md", "MEM-3"),
        ("a.md", "MEM-5"),
    }
    assert_calm(world, problems=[])


def test_a_row_that_moves_out_of_a_document_that_is_deleted() -> None:
    world = synced(remote())
    row = take_row(world, "a.md", "Fix the leak")
    put_row(world, "b.md", row)
    del world.source.documents["a.md"]

    report = world.sync()

    assert (report.created, report.orphaned) == (0, 1)
    assert keys(world)["Fix the leak"] == ("b.md", "MEM-3")
    assert_calm(world)


def test_a_row_that_comes_back_in_another_document_a_run_later_keeps_its_issue() -> None:
    world = synced(remote())
    row = take_row(world, "a.md", "Fix the leak")
    assert world.sync().orphaned == 1
    put_row(world, "b.md", row)

    report = world.sync()

    assert (report.created, codes(report)) == (0, [])
    assert keys(world)["Fix the leak"] == ("b.md", "MEM-3")
    assert [entry for entry in world.memory.history if entry.run == "run-3"] == []
    assert_calm(world, problems=[])


def test_a_link_copied_into_another_document_is_reported() -> None:
    world = synced(remote())
    (row,) = [line for line in lines(world, "a.md") if line.startswith("| Fix the leak ")]
    put_row(world, "b.md", row)

    report = world.sync()

    found = problem(report, "link-copied")
    assert (found.document, "a.md" in found.message) == ("b.md", True)
    assert (report.created, report.orphaned) == (0, 0)
    assert_calm(world, problems=report.problems)

    world.replace("b.md", row, "| Fix the leak | @alice | Next sprint | | |\n")
    assert world.sync().created == 1
    assert_calm(world, problems=[])


def test_a_link_copied_out_of_a_document_that_changed_too_is_reported() -> None:
    world = synced(remote())
    (row,) = [line for line in lines(world, "a.md") if line.startswith("| Fix the leak ")]
    world.write("a.md", world.read("a.md") + "\nOne more sentence.\n")
    put_row(world, "b.md", row)

    report = world.sync()

    assert problem(report, "link-copied").document == "b.md"
    assert (report.created, report.orphaned) == (0, 0)
    assert_calm(world, problems=report.problems)


def test_a_copied_link_is_the_copys_once_the_original_is_gone() -> None:
    world = synced(remote())
    world.write("c.md", world.read("a.md"))
    assert codes(world.sync()) == ["link-copied", "link-copied"]
    del world.source.documents["a.md"]

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, [])
    assert keys(world)["Fix the leak"] == ("c.md", "MEM-3")
    assert_calm(world, problems=[])


def test_a_row_without_its_link_follows_those_it_stood_with() -> None:
    world = synced(remote())
    first, second = take_row(world, "a.md", "Fix the leak"), take_row(world, "a.md", "Add an alert")
    put_row(world, "a.md", "| Call the vendor | @carol | 2026-04-20 | | |\n")
    put_row(world, "b.md", first)
    put_row(
        world,
        "b.md",
        second.replace("[MEM-4](https://mem.example/browse/MEM-4)", "").replace("Open · due 2026-03-27", ""),
    )

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (1, 0, [])
    assert keys(world)["Add an alert"] == ("b.md", "MEM-4")
    assert "[MEM-4]" in world.read("b.md")
    assert_calm(world, problems=[])


def test_a_row_without_its_link_that_is_still_where_it_was_does_not_follow() -> None:
    world = synced(remote())
    put_row(world, "b.md", take_row(world, "a.md", "Fix the leak"))
    put_row(world, "b.md", "| Add an alert | @alice | Next sprint | | |\n")

    report = world.sync()

    assert (report.created, report.orphaned) == (1, 0)
    assert {(link.document.path, link.issue.key) for link in world.memory.links.values() if link.issue} >= {
        ("a.md", "MEM-4"),
        ("b.md", "MEM-5"),
    }
    assert_calm(world, problems=[])


def test_a_row_that_moves_out_of_a_document_that_is_renamed() -> None:
    world = synced(remote())
    put_row(world, "b.md", take_row(world, "a.md", "Fix the leak"))
    world.move("a.md", "c.md")

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, ["renamed"])
    assert keys(world)["Fix the leak"][0] == "b.md"
    assert keys(world)["Add an alert"][0] == "c.md"
    assert_calm(world, problems=[])


def test_a_draft_that_changes_places_with_a_document_keeps_its_issues() -> None:
    world = synced(remote())
    first, second = world.read("a.md"), world.read("b.md")
    world.write("a.md", second)
    world.write("b.md", "---\nstatus: draft\n---\n" + first)

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, ["draft"])
    assert keys(world)["Write a runbook"][0] == "a.md"
    assert keys(world)["Fix the leak"][0] == "b.md"
    assert_calm(world)


def test_a_row_that_moves_out_of_a_draft_that_nobody_touched_since_keeps_its_issue() -> None:
    world = synced(remote())
    row = take_row(world, "a.md", "Fix the leak")
    world.write("a.md", "---\nstatus: draft\n---\n" + world.read("a.md"))
    assert world.sync().orphaned == 0
    put_row(world, "b.md", row)

    report = world.sync()

    assert (report.created, codes(report)) == (0, ["draft"])
    assert keys(world)["Fix the leak"][0] == "b.md"
    assert_calm(world)


def test_a_source_by_another_name_is_the_same_source() -> None:
    world = synced(remote())
    ids = {link.id for link in world.memory.links.values()}
    world.source.name = "postmortems"

    report = world.sync()

    assert (report.created, report.orphaned, codes(report)) == (0, 0, [])
    assert {link.id for link in world.memory.links.values()} == ids
    assert {link.document.source for link in world.memory.links.values()} == {"postmortems"}
    assert_calm(world, problems=[])


def test_a_bare_key_in_a_sentence_does_not_say_where_a_row_is_tracked() -> None:
    world = remote()
    world.table("a.md", "Fix the leak that PAY-12 was about")

    report = world.sync()

    assert (report.created, codes(report)) == (1, [])


def test_a_link_in_a_document_whose_own_row_never_showed_it_is_a_copy() -> None:
    """Where nothing is written back, a row is still where its text is."""
    world = remote(write_back=UNSHOWN)
    world.table("a.md", "Fix the leak")
    world.sync()
    world.write("a.md", world.read("a.md") + "\nMore.\n")
    world.write(
        "b.md",
        "# X\n\n| Action | Owner | Issue |\n|---|---|---|\n"
        "| See the leak | @bob | [MEM-1](https://mem.example/browse/MEM-1) |\n",
    )

    report = world.sync()

    assert codes(report).count("link-copied") == 1
    assert keys(world) == {"Fix the leak": ("a.md", "MEM-1")}


def test_two_rows_with_one_link_and_its_cure() -> None:
    world = synced(remote())
    (row,) = [line for line in lines(world, "a.md") if line.startswith("| Fix the leak ")]
    put_row(world, "a.md", row.replace("Fix the leak", "Fix another leak"))

    report = world.sync()

    assert problem(report, "link-twice").line == 9
    assert report.created == 0
    assert_calm(world, problems=report.problems)

    world.replace(
        "a.md", row.replace("Fix the leak", "Fix another leak"), "| Fix another leak | @bob | 2026-04-20 | | |\n"
    )
    assert world.sync().created == 1
    assert_calm(world, problems=[])


def test_a_reworded_row_that_resembles_two_lost_ones_is_not_guessed() -> None:
    world = remote()
    world.table("a.md", "Add an alert for the pool", "Add an alarm for the pool")
    world.sync()
    text = world.read("a.md")
    rows = [line for line in text.splitlines(keepends=True) if line.startswith("| Add ")]
    world.write(
        "a.md", text.replace(rows[1], "").replace(rows[0], "| Add an alerm for the pool | @alice | Next sprint | | |\n")
    )

    report = world.sync()

    assert codes(report) == ["ambiguous-row"]
    assert (report.created, report.orphaned) == (0, 0)
    assert_calm(world, problems=report.problems)


def test_a_closed_orphan_that_returns_is_followed_again() -> None:
    world = synced(remote())
    row = take_row(world, "a.md", "Fix the leak")
    world.sync()
    world.tracker.edit("MEM-3", state=State.DONE)
    world.sync()
    put_row(world, "a.md", row)

    report = world.sync()

    assert report.created == 0
    assert "Done 2026-03-12" in world.read("a.md")
    assert_calm(world)
