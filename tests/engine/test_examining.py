"""The examination before a first run: it reads and asks everything, and changes nothing at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from engine.worlds import Fault, FaultySource, FaultyTracker, World, rules

from syncer.core.calendar import BoardSprints, Calendar
from syncer.core.routes import Route
from syncer.engine.examining import examine
from syncer.errors import Interrupted, Rejected, SourceUnavailable, Unavailable
from syncer.model import BoardSprint, Finding, Person, Severity, Target


class Asked(FaultyTracker):
    """A tracker that remembers what it was asked to examine, and answers `says`."""

    says: Sequence[Finding] = ()
    error: Unavailable | None = None
    asked: tuple[tuple[Target, tuple[str, ...]], ...] = ()

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        self.asked = (*self.asked, (target, tuple(owners)))
        if self.error is not None:
            raise self.error
        return self.says


def world_of(tracker: str = "mem") -> tuple[World, Asked]:
    world = World(rules=rules(routes=(Route(tracker),)))
    asked = world.tracker = Asked("mem", world.clock)
    return world, asked


def examined(world: World, **options: object) -> list[Finding]:
    setup, _ = world.setup()
    return list(examine(setup, **options))  # type: ignore[arg-type]


def test_it_changes_nothing_and_asks_for_the_accounts_of_open_rows() -> None:
    world, tracker = world_of()
    world.table("a.md", "Fix it", "Mend it | @bob | 2026-04-10")
    outside, state = world.outside(), world.remembered()
    shown: list[tuple[str, int, int]] = []

    findings = examined(world, progress=lambda *stage: shown.append(stage))

    assert (world.outside(), world.remembered()) == (outside, state)
    assert tracker.asked == ((Target("mem", ""), ("alice", "bob")),)
    assert [one for one in findings if one.severity is not Severity.NOTE] == []
    assert shown == [
        ("listing documents docs", 0, 0),
        ("fetching documents of docs", 0, 0),
        ("reading documents", 1, 1),
        ("examining docs", 0, 0),
        ("asking mem", 0, 0),
    ]


def test_a_draft_counts_as_one_and_a_document_that_cannot_be_read_is_named() -> None:
    world, _ = world_of()
    world.write("draft.md", "---\nstatus: draft\n---\n\n## Action items\n\n- [ ] Fix it\n")
    world.table("b.md", "Fix it")
    world.source.unreadable.add("b.md")
    findings = examined(world)
    assert Finding(Severity.PROBLEM, "b.md", "cannot be opened", "allow it to be read") in findings
    assert any(one.what == "nothing but drafts: 1 document, which make no issue" for one in findings)


def test_what_trackers_and_sources_say_is_handed_on() -> None:
    world, tracker = world_of()
    tracker.says = (Finding(Severity.ERROR, "mem", "issues are disabled", "enable them"),)
    tracker.faults.fail("inspect", Unavailable("is not asked after an error"))
    findings = examined(world)
    assert tracker.says[0] in findings
    assert any(one.where == "docs" for one in findings)
    assert [one.what for one in findings if one.severity is Severity.ERROR] == ["issues are disabled"]


def test_a_tracker_that_cannot_be_asked_is_an_error_and_the_others_go_on() -> None:
    world, tracker = world_of()
    tracker.error = Unavailable("the host does not answer")
    other = Asked("other", world.clock)
    world.more_trackers = (other,)
    world.rules = rules(routes=(Route("mem", match=(("team", "x"),)), Route("other"), Route("gone", "y")))
    findings = examined(world)
    assert [(one.where, one.what) for one in findings if one.severity is Severity.ERROR] == [
        ("mem", "the host does not answer"),
        ("routes[2]", "leads to gone, which is no tracker"),
    ]
    assert [target.tracker for target, _ in other.asked] == ["other"]


@pytest.mark.parametrize("error", [None, Unavailable("not now")])
def test_where_a_private_document_would_be_public_is_said(error: Unavailable | None) -> None:
    world, tracker = world_of()
    tracker.is_public = True
    if error is not None:
        tracker.faults.fail("inspect", error)
    world.write("a.md", "---\nvisibility: private\n---\nPublished: 2026-03-11\n\n## Action items\n\n- [ ] Fix it\n")
    (said,) = [one.what for one in examined(world) if one.severity is Severity.ERROR]
    assert said.startswith("is private, and mem may be public" if error else "is private, and mem is public")


def test_a_source_that_fails_is_an_error_of_its_own() -> None:
    class Broken(FaultySource):
        def examine(self) -> Sequence[Finding]:
            raise Unavailable("the disk is gone")

    world, _ = world_of()
    world.more_sources = (Broken("more"),)
    world.source.faults.on("list", Fault(SourceUnavailable("docs: Permission denied")))
    errors = [(one.where, one.what) for one in examined(world) if one.severity is Severity.ERROR]
    assert ("more", "the disk is gone") in errors


def test_a_signal_ends_it() -> None:
    world, _ = world_of()
    with pytest.raises(Interrupted):
        examined(world, should_stop=lambda: 15)


def test_a_failure_that_says_what_to_do_is_given_no_other_remedy() -> None:
    world, tracker = world_of()
    world.table("a.md", "Fix it")
    tracker.error = Unavailable("mem did not answer; check the network")
    (found,) = [one for one in examined(world) if one.severity is Severity.ERROR]
    assert (found.what, found.remedy) == ("mem did not answer", "check the network")


class TestBoards:
    """The boards of calendars are read as a run would, and what is missing there is said before it is needed."""

    @pytest.fixture
    def world(self) -> World:
        world, tracker = world_of()
        world.rules = replace(world.rules, calendars={"": Calendar(sprint=BoardSprints("mem", "42"))})
        tracker.boards["42"] = [sprint("11", 2), sprint("12", 16)]
        return world

    def said(self, world: World) -> list[Finding]:
        return [one for one in examined(world) if one.where == "board 42 (mem)"]

    def test_a_board_that_knows_the_next_sprint_is_well(self, world: World) -> None:
        assert self.said(world) == [
            Finding(Severity.NOTE, "board 42 (mem)", "the next sprint is due on 2026-03-27"),
        ]

    def test_a_board_without_a_dated_next_sprint_is_a_problem_once_for_all_teams(self, world: World) -> None:
        world.tracker.boards["42"].pop()
        world.rules = replace(world.rules, calendars={**world.rules.calendars, "pay": world.rules.calendars[""]})
        what, remedy = "board 42 has no dated sprint after Sprint 11", "give the next one its dates in Jira"
        assert self.said(world) == [Finding(Severity.PROBLEM, "board 42 (mem)", what, remedy)]

    def test_a_board_that_cannot_be_read_is_an_error(self, world: World) -> None:
        error = Rejected("board 42: it has no sprints; name a Scrum board", field="sprint")
        world.tracker.faults.fail("sprints", error)
        what, remedy = "board 42: it has no sprints", "name a Scrum board"
        assert self.said(world) == [Finding(Severity.ERROR, "board 42 (mem)", what, remedy)]

    def test_documents_are_read_with_the_sprints_of_the_board(self, world: World) -> None:
        world.table("a.md", "Fix it | @alice | Next sprint")
        assert [one.what for one in examined(world) if one.severity is not Severity.NOTE] == []


def sprint(identity: str, first: int) -> BoardSprint:
    starts = datetime(2026, 3, first, 9, tzinfo=UTC)
    return BoardSprint(identity, f"Sprint {identity}", starts, starts + timedelta(days=11))


def test_an_owner_whom_the_tracker_knows_by_e_mail_has_an_account() -> None:
    world, tracker = world_of()
    carol = Person("carol", "Carol Doe", "carol@example.com", None, {})
    directory = replace(world.rules.directory, people=(*world.rules.directory.people, carol))
    world.rules = replace(world.rules, directory=directory)
    world.table("a.md", "Fix it | @carol | 2026-04-10")
    assert any("Carol Doe" in one.what for one in examined(world))

    tracker.emails = {"carol@example.com": "carol-d"}
    assert not any("Carol Doe" in one.what for one in examined(world))
    assert tracker.asked[-1] == (Target("mem", ""), ("carol-d",))
