"""A repository or a tracker that is configured under another name keeps its rows, links and issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from engine.worlds import FaultyTracker, World, assert_calm, codes, remote

from syncer.core.routes import Route
from syncer.model import Field, Gone, Issue, IssueRef, Moved, State, Target, Ticket

OLD, NEW = Target("mem", "old"), Target("mem", "new")


class Renamed(FaultyTracker):
    """A tracker that shows its issues under whatever target it is asked for, as a repository with two names does."""

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        here = Target(self.name, "")
        issues, now = super().changes(here, cursor)
        return [self._under(target, issue) for issue in issues], now

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        found = super().get(refs)
        return {
            ref: self._under(ref.target, answer) if isinstance(answer, Issue) else answer
            for ref, answer in found.items()
        }

    def _under(self, target: Target, issue: Issue) -> Issue:
        return replace(issue, ref=issue.ref._replace(target=target))

    def _store(self, issue: Issue) -> Issue:
        stored = super()._store(replace(issue, ref=issue.ref._replace(target=Target(self.name, ""))))
        return self._under(issue.ref.target, stored)

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        place, _, key = (ticket.url or "").removeprefix("https://mem.example/").partition("/browse/")
        return IssueRef(Target(self.name, place), key, key) if key.startswith("MEM-") else None

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        return f"https://mem.example/{issue.target.name}/browse/{issue.key}"


def renamed() -> World:
    """A world whose rows have issues in a repository that is called `new` since the last run."""
    world = remote()
    world.rules = replace(world.rules, routes=(Route("mem", "old"),))
    world.tracker = Renamed("mem", world.clock, is_remote=True)
    world.table("a.md", "Fix the leak", "Add an alert")
    world.table("b.md", "Write a runbook")
    assert world.sync().created == 3
    world.rules = replace(world.rules, routes=(Route("mem", "new"),), orphans="close")
    return world


@pytest.mark.parametrize("is_lost", [False, True], ids=["state kept", "state lost"])
def test_rows_keep_their_issues_in_a_repository_that_is_configured_by_its_new_name(is_lost: bool) -> None:  # F18
    world = renamed()
    if is_lost:
        world.lose_state()

    report = world.sync()

    assert (report.created, report.adopted, report.orphaned, report.closed) == (0, 0, 0, 0)
    assert set(codes(report)) <= {"lineage"}
    assert {issue.state for issue in world.issues.values()} == {State.TODO}
    assert len(world.memory.links) == 3
    assert world.sync().plan.changes == ()
    assert all(link.issue is not None and link.issue.target == NEW for link in world.links.values())
    assert_calm(world)


def test_its_cells_show_the_new_name() -> None:
    world = renamed()

    world.sync()

    assert "(https://mem.example/new/browse/MEM-1)" in world.read("a.md")
    assert "old" not in world.read("a.md")


def test_an_edit_from_the_time_of_the_renaming_is_no_less_an_edit() -> None:
    world = renamed()
    world.tracker.edit("MEM-1", {Field.OWNER: "carol"})
    world.replace("a.md", "Add an alert", "Add an alert with a runbook")

    world.sync()

    assert "· owner carol" in world.read("a.md")
    assert world.issues["MEM-2"].values[Field.TITLE] == "Add an alert with a runbook"


def test_once_nothing_is_left_there_the_old_name_is_asked_no_more() -> None:
    world = renamed()
    world.sync()

    assert world.memory.links
    assert {link.issue.target for link in world.memory.links.values() if link.issue} == {NEW}
    assert OLD not in world.sync().requests or len(world.memory.cursors) == 2


class SameIssues(FaultyTracker):
    """The same place under another name of its table."""


def test_a_tracker_that_is_called_otherwise_in_the_configuration_keeps_its_issues() -> None:
    world = remote()
    world.table("a.md", "Fix the leak", "Add an alert")
    world.sync()
    before = world.tracker
    other = SameIssues("gh", world.clock, is_remote=True)
    for issue in before.issues.values():
        other.add(replace(issue, ref=issue.ref._replace(target=Target("gh", ""))))
    world.tracker = other
    world.write("a.md", world.read("a.md").replace("https://mem.example/", "https://gh.example/"))
    world.rules = replace(world.rules, routes=(Route("gh"),))

    report = world.sync()

    assert (report.created, report.adopted, report.orphaned, codes(report)) == (0, 0, 0, [])
    assert world.sync().plan.changes == ()
    assert {link.issue.target for link in world.links.values() if link.issue} == {Target("gh", "")}
    assert_calm(world)
