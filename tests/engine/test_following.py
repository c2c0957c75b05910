"""Rows that link to issues where no route leads: followed, never written to, and found again where they moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.worlds import TARGET, FaultyTracker, World, assert_calm, codes, remote

from syncer.core.routes import Route
from syncer.errors import Unavailable
from syncer.model import DocumentKey, Field, Issue, IssueRef, Marker, Moved, State, Target, Ticket

UPSTREAM = Target("mem", "upstream")
LINKED = "| Fix the leak | @alice | [MEM-7](https://upstream.example/browse/MEM-7) |\n"
HEAD = "# X\n\nPublished: 2026-03-11\n\n| Action | Owner | Issue |\n|---|---|---|\n"
DAY = 24 * 3600


class Upstream(FaultyTracker):
    """A tracker of several targets: `https://upstream.example/browse/MEM-7` is not where routes lead."""

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        key = (ticket.url or "").removeprefix("https://upstream.example/browse/")
        return IssueRef(UPSTREAM, key, key) if key.startswith("MEM-") else super().recognise(ticket, target, folder)

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        return url


def followed(**changes: object) -> World:
    """A world with a row that links to an open issue upstream."""
    world = remote()
    world.tracker = Upstream("mem", world.clock, is_remote=True)
    issue = Issue(
        IssueRef(UPSTREAM, "MEM-7", "MEM-7"),
        "https://upstream.example/browse/MEM-7",
        {**dict.fromkeys(Field), Field.TITLE: "Leak"},
        State.TODO,
    )
    world.tracker.add(replace(issue, **changes))  # type: ignore[arg-type]
    world.write("a.md", HEAD + LINKED)
    return world


def test_its_state_reaches_the_row_and_nothing_is_written_to_it() -> None:
    world = followed()
    before = world.issues["MEM-7"]

    report = world.sync()

    assert "| Open |" in world.read("a.md")
    assert LINKED.removesuffix(" |\n") in world.read("a.md")
    assert (report.created, report.adopted, codes(report)) == (0, 0, [])
    assert world.issues["MEM-7"] == before
    assert_calm(world)


def test_it_is_looked_at_once_a_day() -> None:
    world = followed()
    world.sync()
    world.tracker.edit("MEM-7", state=State.DONE)
    world.sync()
    assert "| Open |" in world.read("a.md")
    world.clock.pass_seconds(DAY)

    world.sync()

    assert "| Done 2026-03-12 |" in world.read("a.md")
    assert_calm(world)


def test_a_lost_state_finds_it_again() -> None:
    world = followed()
    world.sync()
    text = world.read("a.md")
    world.lose_state()

    world.sync()

    assert world.read("a.md") == text
    assert_calm(world)


def test_it_is_looked_at_when_its_document_is_read_anyway() -> None:
    world = followed()
    world.sync()
    world.tracker.edit("MEM-7", state=State.DONE)
    world.replace("a.md", "# X", "# Another title")

    world.sync()

    assert "| Done 2026-03-12 |" in world.read("a.md")


def test_while_it_cannot_be_read_its_row_is_left_and_looked_at_again() -> None:
    world = followed()
    world.tracker.faults.fail("get", Unavailable("down"))
    before = world.read("a.md")

    report = world.sync()

    assert (world.read("a.md"), report.has_failed) == (before, True)
    world.sync()
    assert "| Open |" in world.read("a.md")


def test_what_our_own_account_made_there_is_taken_up_whole() -> None:
    mine = Marker("x" * 24, "ours", DocumentKey("docs", "a.md"), "Fix the leak", 0)
    world = followed(is_ours=True, marker=mine)

    report = world.sync()

    assert report.adopted == 1
    assert world.sync().plan.changes == ()  # the first listing there
    assert_calm(world)


class Renamed(Upstream):
    """What is asked for upstream is by now where routes lead."""

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, object]:  # type: ignore[override]
        self.faults.calls.append("get")
        moved = {ref: self.issues[ref.key] for ref in refs}
        return {ref: Moved(replace(issue, ref=ref._replace(target=TARGET))) for ref, issue in moved.items()}


def test_an_issue_of_ours_that_is_where_routes_lead_by_now_is_the_rows_own() -> None:
    world = remote()
    world.tracker = Renamed("mem", world.clock, is_remote=True)
    world.table("a.md", "Fix the leak")
    world.sync()
    (key,) = world.issues
    world.write("a.md", world.read("a.md").replace(f"(memory%3Amem/{key})", f"(https://upstream.example/browse/{key})"))
    assert "upstream" in world.read("a.md")
    world.lose_state()
    world.rules = replace(world.rules, routes=(Route("mem"),))

    report = world.sync()

    assert (report.created, codes(report)) == (0, ["lineage"])
    assert next(iter(world.links.values())).issue == IssueRef(TARGET, key, key)
    assert world.sync().plan.changes == ()
    assert "syncer-orphan" not in world.issues[key].labels


def test_a_lost_state_still_says_that_an_issue_was_deleted() -> None:  # F17
    world = remote()
    world.table("a.md", "Fix the leak")
    world.sync()
    world.tracker.delete("MEM-1")
    world.clock.pass_seconds(DAY)
    world.sync()
    text = world.read("a.md")
    assert "Deleted" in text
    world.lose_state()

    report = world.sync()

    assert world.read("a.md") == text
    assert report.created == 0
    assert "issue-missing" in codes(report)
