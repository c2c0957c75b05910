"""Cells written while people save: compare and swap, at most five tries, human text always wins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.worlds import TARGET, Fault, World, assert_calm, codes, problem, remote

from syncer.engine import composing
from syncer.errors import NotAllowed, Rejected, SourceUnavailable, StateUnusable
from syncer.model import DocumentKey, Field, IntentKind, Issue, IssueRef, Problem, Severity, State

KEY = DocumentKey("docs", "a.md")


def world_with_rows() -> World:
    world = remote()
    world.table("a.md", "Fix the leak", "Add an alert")
    return world


def add_row(world: World, row: str) -> None:
    """What a person does in the middle of the table, as it is then."""
    lines = world.read("a.md").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("| Fix"))
    world.write("a.md", "".join([*lines[:at], row, *lines[at:]]))


def test_a_save_in_between_is_read_again_and_merged() -> None:  # F36
    world = world_with_rows()
    world.source.faults.before("write", lambda: add_row(world, "| Call the vendor | @carol | 2026-04-20 |\n"))

    report = world.sync()

    text = world.read("a.md")
    assert "| Call the vendor | @carol | 2026-04-20 |" in text
    assert "| Fix the leak | @alice | Next sprint | [MEM-1]" in text
    assert (report.created, report.written_back, report.has_failed) == (2, 2, False)
    assert world.record("a.md").stamp.is_pending

    report = world.sync()

    assert report.created == 1
    assert "| Call the vendor | @carol | 2026-04-20 | [MEM-3]" in world.read("a.md")
    assert_calm(world)


def test_saves_without_end_are_given_up_after_five_tries_and_nothing_is_lost() -> None:
    world = world_with_rows()
    numbers = iter(range(100))
    for _ in range(5):
        world.source.faults.before(
            "write", lambda: add_row(world, f"| Task number {next(numbers)} of many | @bob | 2026-04-20 |\n")
        )

    report = world.sync()

    found = problem(report, "not-written")
    assert (found.document, found.severity) == ("a.md", Severity.ERROR)
    assert world.source.faults.calls.count("write") == 5
    assert world.read("a.md").count("Task number") == 5
    assert not world.memory.intents

    report = world.sync()

    assert (report.created, len(world.issues)) == (5, 7)
    assert world.read("a.md").count("[MEM-") == 7
    assert_calm(world)


def test_a_row_removed_in_between_is_an_orphan_for_the_next_run() -> None:
    world = world_with_rows()

    def remove() -> None:
        lines = world.read("a.md").splitlines(keepends=True)
        world.write("a.md", "".join(line for line in lines if "Fix the leak" not in line))

    world.source.faults.before("write", remove)
    world.sync()

    report = world.sync()

    assert report.orphaned == 1
    assert "syncer-orphan" in world.issues["MEM-1"].labels
    assert_calm(world, problems=report.problems)


def test_a_link_added_in_between_is_adopted_by_the_next_run() -> None:
    world = world_with_rows()
    other = replace(world.tracker.add(_issue("MEM-70")), is_ours=False)
    world.tracker.add(other)

    def link() -> None:
        world.write(
            "a.md",
            world.read("a.md").replace("| Due |", "| Due | Issue |").replace("---|\n|", "---|---|\n|", 1)
            + "| Call the vendor | @carol | 2026-04-20 | [MEM-70](https://mem.example/browse/MEM-70) |\n",
        )

    world.source.faults.before("write", link)
    world.sync()

    report = world.sync()

    assert report.adopted == 1
    assert world.issues["MEM-70"].marker is not None
    assert len(world.issues) == 3
    assert_calm(world)


def _issue(key: str) -> Issue:
    return Issue(IssueRef(TARGET, key, key), "u", dict.fromkeys(Field), State.TODO)


@pytest.mark.parametrize(
    "text", [b"---\nstatus: draft\n---\n# X\n", b"\xff\xfe\x00", None], ids=["draft", "bytes", "gone"]
)
def test_what_became_no_document_in_between_is_left_for_the_next_run(text: bytes | None) -> None:  # F38
    world = world_with_rows()
    world.write("b.md", "# A neighbour, without which the guard would not believe that everything is gone\n")
    before = world.source.documents["a.md"]

    def change() -> None:
        world.source.documents.pop("a.md")
        if text is not None:
            world.source.documents["a.md"] = text

    world.source.faults.before("write", change)

    report = world.sync()

    assert "changed" in codes(report)
    assert not report.has_failed
    assert world.source.documents.get("a.md") == text
    assert not world.memory.intents

    world.sync()
    world.source.documents["a.md"] = before
    report = world.sync()

    assert (report.created, len(world.issues)) == (0, 2)
    assert world.read("a.md").count("[MEM-") == 2
    assert_calm(world)


def test_a_document_that_must_not_be_written_is_named_and_tried_again() -> None:  # F32
    world = world_with_rows()
    world.table("b.md", "Write a runbook")
    world.source.unwritable.add("a.md")

    report = world.sync()

    found = problem(report, "not-written")
    assert (found.document, found.severity) == ("a.md", Severity.ERROR)
    assert "read-only" in found.message
    assert report.has_failed
    assert (report.created, report.written_back) == (3, 1)
    assert "[MEM-" in world.read("b.md")
    assert world.record("a.md").stamp.is_pending
    assert not world.memory.intents

    world.source.unwritable.clear()
    report = world.sync()

    assert (report.created, report.written_back) == (0, 2)
    assert_calm(world, problems=[])


def test_nothing_is_written_to_a_source_that_is_not_to_be_written() -> None:
    world = remote(write_back={"docs": "none"})
    world.table("a.md", "Fix the leak")
    before = world.read("a.md")

    assert [type(change).__name__ for change in world.plan().plan.changes] == ["CreateIssue"]
    report = world.sync()

    assert (report.created, report.written_back, world.read("a.md")) == (1, 0, before)
    assert_calm(world)


def test_cells_that_a_person_changed_are_listed_as_long_as_they_stand() -> None:
    world = world_with_rows()
    world.sync()
    world.replace(
        "a.md",
        "Fix the leak | @alice | Next sprint | [MEM-1](https://mem.example/browse/MEM-1) | Open",
        "Fix the leak | @alice | Next sprint | [MEM-1](https://mem.example/browse/MEM-1) | Nearly",
    )

    report = world.sync()

    assert "cell-changed" in codes(report)
    assert "Nearly" in world.read("a.md")
    assert_calm(world, problems=report.problems)


def test_a_killed_write_that_landed_is_not_taken_for_a_persons() -> None:
    """Its cells stand as intended; the state has never heard of them."""
    world = world_with_rows()
    world.sync()
    world.tracker.edit("MEM-1", state=State.DONE)
    world.source.faults.on("write", Fault(KeyboardInterrupt(), lands=True))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    (intent,) = world.memory.intents.values()
    assert intent.kind is IntentKind.CELLS
    world.tracker.edit("MEM-1", state=State.IN_PROGRESS)

    assert "cell-changed" not in codes(world.plan())
    report = world.sync()

    assert codes(report) == []
    assert "In progress" in world.read("a.md")
    assert not world.memory.intents
    assert_calm(world)


def test_a_killed_write_that_landed_is_remembered_even_when_nothing_is_left_to_write() -> None:
    world = world_with_rows()
    world.sync()
    world.tracker.edit("MEM-1", state=State.DONE)
    world.source.faults.on("write", Fault(KeyboardInterrupt(), lands=True))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    world.sync()
    world.tracker.edit("MEM-1", state=State.TODO)

    report = world.sync()

    assert codes(report) == []
    assert "Done" not in world.read("a.md")
    assert_calm(world)


def test_a_state_that_cannot_store_the_intent_stops_before_the_effect() -> None:  # F32
    world = world_with_rows()
    world.commits.on("commit", Fault(StateUnusable("the disk is full")))
    before = world.outside()

    with pytest.raises(StateUnusable):
        world.sync()

    assert world.outside() == before
    assert world.sync().created == 2
    assert_calm(world)


def test_a_document_that_would_read_differently_is_refused_in_the_run_that_finds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = Problem("write-back-refused", "a.md", 7, "it would change", "report it", Severity.ERROR)
    monkeypatch.setattr(composing, "check", lambda *_: refusal)
    world = world_with_rows()
    before = world.read("a.md")

    report = world.sync()

    assert codes(report) == ["write-back-refused"]
    assert (report.written_back, world.read("a.md"), report.has_failed) == (0, before, True)
    assert_calm(world, problems=report.problems)


def test_history_tells_each_change_once() -> None:
    world = world_with_rows()
    world.sync()
    first = len(world.memory.history)
    assert {(entry.field, entry.after) for entry in world.memory.history} >= {("due", "2026-03-27"), ("status", "todo")}

    world.sync(everything=True)
    assert len(world.memory.history) == first

    world.tracker.edit("MEM-1", {Field.DUE: "2026-05-04"})
    world.replace("a.md", "Add an alert | @alice", "Add an alert | @bob")
    world.sync()
    world.sync(everything=True)

    told = [(entry.field, entry.before, entry.after, entry.side) for entry in world.memory.history[first:]]
    assert sorted(told, key=str) == sorted(
        [("due", "2026-03-27", "2026-05-04", "issue"), ("owner", "alice", "bob", "document")], key=str
    )


def test_history_is_not_lost_with_a_killed_run() -> None:
    world = world_with_rows()
    world.source.faults.on("write", Fault(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    world.sync()

    titles = [entry.after for entry in world.memory.history if entry.field == "title"]
    assert sorted(str(title) for title in titles) == ["Add an alert", "Fix the leak"]


def test_the_record_of_a_run_says_how_it_ended() -> None:
    world = world_with_rows()
    world.table("b.md", "Write a runbook | @alice | when it suits")
    report = world.sync()

    record = world.memory.runs["run-1"]
    assert (record.exit_code, record.command) == (0, "sync")
    assert record.counts["created"] == 3
    assert record.counts["problems"] == sum(found.severity is Severity.PROBLEM for found in report.problems) == 1
    assert (record.counts["errors"], record.counts["documents_read"]) == (0, 2)

    world.source.faults.on("list", Fault(SourceUnavailable("gone")))
    world.sync()

    assert world.memory.runs["run-2"].exit_code == 1
    assert world.memory.runs["run-2"].counts["errors"] == 1


def test_every_problem_names_its_document_as_people_do() -> None:
    world = remote()
    world.source.shown = "postmortems/"
    world.table("a.md", "Fix the leak")
    world.table("b.md", "Add an alert | the usual suspects | when it suits")
    world.sync()
    world.write("c.md", world.read("a.md").replace("2026-03-11", "2026-03-10"))
    world.replace("b.md", "Add an alert | the usual suspects", "Add an alert | @bob")
    world.tracker.faults.fail("update", Rejected("no"))
    world.write("d.md", "---\nstatus: draft\n---\n# X\n")
    world.source.documents["e.md"] = b"\xff\xfe"

    report = world.sync()

    assert {found.document for found in report.problems} == {f"postmortems/{name}.md" for name in "bcde"}
    assert "a row of postmortems/a.md" in problem(report, "link-copied").message
    assert problem(report, "rejected").document == "postmortems/b.md"

    world.move("b.md", "f.md")
    report = world.sync()

    assert "was postmortems/b.md" in problem(report, "renamed").message
    assert {found.document for found in report.problems} == {f"postmortems/{name}.md" for name in "cdef"}


def test_cells_that_a_killed_run_left_in_what_is_a_draft_now_wait_for_it_to_be_published() -> None:
    world = world_with_rows()
    world.sync()
    world.tracker.edit("MEM-1", state=State.DONE)
    world.source.faults.on("write", Fault(KeyboardInterrupt(), lands=True))
    with pytest.raises(KeyboardInterrupt):
        world.sync()
    text = world.read("a.md")
    world.write("a.md", "---\nstatus: draft\n---\n" + text)
    report = world.sync()

    assert_calm(world, problems=report.problems)

    world.write("a.md", text)
    world.tracker.edit("MEM-1", state=State.TODO)
    report = world.sync()

    assert codes(report) == []
    assert "Done" not in world.read("a.md")
    assert not world.memory.intents
    assert_calm(world, problems=[])


def test_what_failed_beside_the_writing_fails_the_run_and_undoes_nothing() -> None:
    world = world_with_rows()
    world.source.besides.append(NotAllowed("no pull request can be opened: the token may not"))

    report = world.sync()

    assert "[MEM-1]" in world.read("a.md")
    assert codes(report) == ["not-proposed"]
    assert report.has_failed
    world.source.besides.clear()
    assert_calm(world)
