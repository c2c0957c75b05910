"""What follows a create: journalled with its record, run until it is done, and never more than needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from engine.worlds import TARGET, FaultyTracker, World, codes, problem, remote

from syncer.core.calendar import BoardSprints, Calendar
from syncer.errors import NotAllowed, PortError, Refused, Rejected, Unavailable, Unknown
from syncer.model import BoardSprint, Errand, Field, IntentKind, Issue, IssueRef, Severity, State

URL = "https://docs.example/blob/abc/a.md"


def world(*rows: str) -> World:
    made = remote()
    made.tracker.errands = {}
    made.source.url = URL
    made.table("a.md", *(rows or ("Fix the leak",)))
    return made


def errands(made: World, key: str = "MEM-1") -> list[Errand]:
    assert made.tracker.errands is not None
    return made.tracker.errands.get(key, [])


LINK = Errand(URL, "Outage of the pool")


def test_a_new_issue_gets_its_errand_once() -> None:
    made = world("Fix the leak", "Add an alert")
    made.sync()
    assert [errands(made, key) for key in ("MEM-1", "MEM-2")] == [[LINK], [LINK]]
    made.sync(everything=True)
    assert [errands(made, key) for key in ("MEM-1", "MEM-2")] == [[LINK], [LINK]]
    assert made.memory.intents == {}


def test_a_tracker_without_errands_is_asked_for_none() -> None:
    made = remote()
    made.source.url = URL
    made.table("a.md", "Fix the leak")
    made.sync()
    assert "run_errand" not in made.tracker.faults.calls


def test_a_document_without_address_has_no_errand() -> None:
    made = world()
    made.source.url = None
    made.sync()
    assert errands(made) == []


def test_an_issue_that_a_row_links_to_gets_the_link_as_well() -> None:
    made = world()
    made.tracker.add(
        Issue(IssueRef(TARGET, "MEM-7", "MEM-7"), "u", {**dict.fromkeys(Field), Field.TITLE: "Old"}, State.TODO)
    )
    made.write("a.md", "# Outage of the pool\n\nPublished: 2026-03-11\n\n## Action items\n\n- Fix it MEM-7\n")
    made.replace("a.md", "MEM-7", "[MEM-7](https://mem.example/browse/MEM-7)")
    made.sync()
    assert errands(made, "MEM-7") == [LINK]


@pytest.mark.parametrize("landed", [False, True])
def test_a_lost_answer_to_an_errand_is_repeated_at_once(*, landed: bool) -> None:
    made = world()
    made.tracker.faults.fail("run_errand", Unknown("dropped"), lands=landed)
    report = made.sync()
    assert errands(made) == [LINK] * (1 + landed)
    assert codes(report) == []
    assert made.memory.intents == {}


def test_an_errand_that_no_answer_came_to_is_left_for_the_next_run() -> None:
    made = world()
    made.tracker.faults.fail("run_errand", Unknown("dropped"), times=5)
    report = made.sync()
    assert codes(report) == ["errand-waits"]
    assert [intent.kind for intent in made.memory.intents.values()] == [IntentKind.ERRAND]
    made.sync()
    assert errands(made) == [LINK]
    assert made.memory.intents == {}


def test_an_errand_waits_while_its_tracker_is_away() -> None:
    made = world()
    made.tracker.faults.fail("run_errand", Unknown("dropped"), times=5)
    made.sync()
    made.tracker.faults.fail("changes", Unavailable("mem is away"))
    assert codes(made.sync()) == ["target-unavailable"]
    assert len(made.memory.intents) == 1
    made.sync()
    assert errands(made) == [LINK]


def test_an_errand_is_not_begun_once_the_time_is_up() -> None:
    made = world()
    made.rules = replace(made.rules, limits=replace(made.rules.limits, max_runtime=60))
    made.tracker.faults.before("create", lambda: made.clock.pass_seconds(61))
    made.sync()
    assert errands(made) == []
    made.sync()
    assert errands(made) == [LINK]


def test_a_target_that_shuts_us_out_gets_its_errand_once_it_lets_us_in() -> None:
    made = world()
    made.tracker.faults.fail("run_errand", NotAllowed("the project is archived"))
    assert codes(made.sync()) == ["target-unavailable"]
    made.sync()
    assert errands(made) == [LINK]


def test_a_tracker_that_goes_away_gets_its_errand_from_the_next_run() -> None:
    made = world("Fix the leak", "Add an alert")
    made.tracker.faults.fail("run_errand", Unavailable("mem is away"))
    report = made.sync()
    assert (report.created, codes(report)) == (1, ["target-unavailable"])
    made.sync()
    assert [errands(made, key) for key in ("MEM-1", "MEM-2")] == [[LINK], [LINK]]


def test_what_will_never_work_is_told_with_its_remedy_and_forgotten() -> None:
    made = world()
    made.tracker.faults.fail("run_errand", Rejected("no permission; grant Link Issues"))
    told = problem(made.sync(), "errand-failed")
    assert (told.document, told.line, told.advice) == ("a.md", 7, "grant Link Issues")
    assert made.memory.intents == {}
    assert codes(made.sync()) == ["errand-failed"]  # kept with its document until that is read again
    assert made.tracker.faults.calls.count("run_errand") == 1


def test_a_limit_is_waited_for() -> None:
    made = world()
    made.tracker.faults.fail("run_errand", Refused("slow down", 7))
    made.sync()
    assert errands(made) == [LINK]
    assert sum(made.clock.waits) == 7


def test_a_limit_longer_than_patience_leaves_the_rest_for_later() -> None:
    made = world("Fix the leak", "Add an alert")
    made.tracker.faults.fail("run_errand", Refused("come back tomorrow", 100_000))
    report = made.sync()
    assert (report.created, report.waiting) == (1, 1)
    assert report.waiting_until == "2026-03-13T12:46:40+00:00"
    made.sync()
    assert [errands(made, key) for key in ("MEM-1", "MEM-2")] == [[LINK], [LINK]]


def test_a_limit_of_one_issue_holds_up_nothing_else() -> None:
    made = world("Fix the leak", "Add an alert")
    made.tracker.faults.fail("run_errand", Refused("too many writes to it", 100_000, is_narrow=True))
    report = made.sync()
    assert report.created == 2
    assert errands(made, "MEM-2") == [LINK]
    made.sync()
    assert errands(made, "MEM-1") == [LINK]


def test_an_errand_keeps_the_pace() -> None:
    made = world()
    made.tracker.pauses.extend([0.0, 3.0])
    made.sync()
    assert errands(made) == [LINK]
    assert sum(made.clock.waits) == 3


def test_an_errand_that_must_wait_too_long_for_its_pace_is_left() -> None:
    made = world()
    made.tracker.pauses.extend([0.0, 100_000.0])
    made.sync()
    assert errands(made) == []
    made.sync()
    assert errands(made) == [LINK]


def test_a_create_that_landed_unseen_gets_its_errand_when_it_is_found() -> None:
    made = world()
    made.tracker.faults.fail("create", Unknown("dropped"), lands=True)
    made.sync()
    assert len(made.issues) == 1
    assert errands(made) == [LINK]


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("name", ["create", "run_errand"])
@pytest.mark.parametrize("is_lost", [False, True])
def test_a_killed_run_leaves_its_errand_to_the_next(name: str, *, is_lost: bool) -> None:
    made = world()
    made.tracker.faults.fail(name, Killed(), lands=name == "create")  # type: ignore[arg-type]  # a death is no answer
    with pytest.raises(Killed):
        made.sync()
    if is_lost:
        made.lose_state()
    made.sync()
    assert len(made.issues) == 1
    assert errands(made) == [LINK]
    made.sync(everything=True)
    assert errands(made) == [LINK]


def test_a_row_that_shows_its_link_is_known_to_have_had_its_errand() -> None:
    made = world()
    made.sync()
    made.lose_state()
    made.sync()
    assert errands(made) == [LINK]


@pytest.mark.parametrize("is_lost", [False, True])
@pytest.mark.parametrize(
    "error", [Refused("come back tomorrow", 100_000), NotAllowed("archived"), Unavailable("away"), Unknown("dropped")]
)
def test_a_row_shows_no_link_while_its_errand_waits(error: PortError, *, is_lost: bool) -> None:
    """Else nobody would know of the errand once the state is lost."""
    made = world()
    made.tracker.faults.fail("run_errand", error, times=5 if isinstance(error, Unknown) else 1)
    made.sync()
    assert "MEM-1" not in made.read("a.md")
    if is_lost:
        made.lose_state()
    made.sync()
    assert (len(made.issues), errands(made)) == (1, [LINK])
    assert "MEM-1" in made.read("a.md")
    made.sync()
    assert errands(made) == [LINK]


def test_what_is_in_progress_is_brought_there_and_shown_so() -> None:
    made = world()
    head = "# Outage of the pool\n\nPublished: 2026-03-11\n\n| Action | Owner | Due | Status |\n|---|---|---|---|\n"
    made.table("a.md", "Fix the leak | @alice | Next sprint | In progress", head=head)
    made.sync()
    assert errands(made) == [replace(LINK, state=State.IN_PROGRESS)]
    assert "In progress · due" in made.read("a.md")


class TestSprints:
    """Issues are put into the sprint of a board that their due text speaks of."""

    @pytest.fixture
    def made(self) -> World:
        made = world("Fix the leak | @alice | Next sprint")
        board = BoardSprints("mem", "42", puts_in_sprint=True)
        made.rules = replace(made.rules, calendars={"": Calendar(sprint=board)})
        made.tracker.boards["42"] = [sprint("11", 2, 13), sprint("12", 16, 27)]
        return made

    def test_a_new_issue_is_put_into_its_sprint(self, made: World) -> None:
        made.sync()
        assert errands(made) == [replace(LINK, sprint="12")]
        assert made.issues["MEM-1"].values[Field.DUE] == "2026-03-27"

    def test_a_due_text_that_changes_moves_it(self, made: World) -> None:
        made.sync()
        made.replace("a.md", "Next sprint", "Sprint 11")
        made.sync()
        assert errands(made)[1:] == [Errand(sprint="11")]

    def test_a_sprint_of_another_tracker_is_none_of_ours(self, made: World) -> None:
        other = FaultyTracker("far", made.clock)
        other.boards = made.tracker.boards
        made.more_trackers = (other,)
        made.rules = replace(
            made.rules, calendars={"": Calendar(sprint=BoardSprints("far", "42", puts_in_sprint=True))}
        )
        made.sync()
        assert errands(made) == [LINK]
        assert made.issues["MEM-1"].values[Field.DUE] == "2026-03-27"

    def test_another_change_moves_nothing(self, made: World) -> None:
        made.sync()
        made.replace("a.md", "Fix the leak", "Mend the leak")
        made.sync()
        assert len(errands(made)) == 1
        assert made.issues["MEM-1"].values[Field.TITLE] == "Mend the leak"


def sprint(identity: str, first: int, last: int) -> BoardSprint:
    starts, ends = (datetime(2026, 3, day, 9, tzinfo=UTC) for day in (first, last))
    return BoardSprint(identity, f"Pool sprint {identity}", starts, ends)


class TestBoards:
    """The sprints of a board are asked for once a day and remembered in between."""

    @pytest.fixture
    def made(self) -> World:
        made = remote()
        made.table("a.md", "Fix the leak | @alice | Next sprint")
        made.rules = replace(made.rules, calendars={"": Calendar(sprint=BoardSprints("mem", "42"))})
        made.tracker.boards["42"] = [sprint("11", 2, 13), sprint("12", 16, 27)]
        return made

    def asked(self, made: World) -> int:
        return made.tracker.faults.calls.count("sprints")

    def test_once_a_day(self, made: World) -> None:
        made.sync()
        made.sync()
        made.plan()
        assert self.asked(made) == 1
        made.clock.pass_seconds(24 * 3600)
        made.sync()
        assert self.asked(made) == 2

    def test_what_is_found_later_resolves_what_was_not(self, made: World) -> None:
        later = made.tracker.boards["42"].pop()
        report = made.sync()
        assert "sprint" in problem(report, "unresolved-due").message
        made.tracker.boards["42"].append(later)
        made.clock.pass_seconds(24 * 3600)
        made.sync()
        assert made.issues["MEM-1"].values[Field.DUE] == "2026-03-27"
        assert made.read("a.md").count("2026-03-27") == 1

    def test_a_board_that_cannot_be_read_is_reported_and_counts_as_last_read(self, made: World) -> None:
        made.sync()
        made.clock.pass_seconds(24 * 3600)
        made.tracker.faults.fail("sprints", Unavailable("mem is away"))
        made.table("b.md", "Add an alert | @alice | Sprint 12")
        report = made.sync()
        told = problem(report, "board-unavailable")
        assert (told.document, told.severity) == ("board 42 (mem)", Severity.ERROR)
        assert made.issues["MEM-2"].values[Field.DUE] == "2026-03-27"

    def test_a_wrong_board_is_told_with_its_remedy(self, made: World) -> None:
        made.tracker.faults.fail("sprints", Rejected("there is no board 42; look at its address"))
        report = made.sync()
        told = problem(report, "board-unavailable")
        assert (told.message, told.advice) == ("there is no board 42", "look at its address")
        assert made.issues["MEM-1"].values[Field.DUE] is None


def test_today_is_a_day_of_the_tests() -> None:
    assert remote().clock.today() == date(2026, 3, 12)
