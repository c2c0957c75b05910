"""Owns the faults that take a story to tell: places that move, people that race us, machines that meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fakes.github import Exchange, Issue, Kind
from simulation.far import HOME, UNPACED, FarWorld, Writing, add_repository, far_world, rules
from simulation.far_documents import NAME, TEN
from simulation.far_faults import EDITED_DUE, FIRST, SECOND, Row, during
from simulation.world import Killed, Killer

from syncer.core.routes import Route
from syncer.errors import Interrupted, LockHeld
from syncer.model import RunReport
from syncer.retry.transport import Bounds

OTHER = "acme/search"
ELSEWHERE = "postmortems/search/2026-03-10-index.md"
INDEX = """\
# Index lost

| Action | Owner | Due |
|---|---|---|
| Copy the index every night | @alice | 2026-04-01 |
| Alert when the index is old | @bob | 2026-04-01 |
"""
DAY = 90_000
ROW = "| Ask the vendor about pool sizes | @erin | 2026-04-01 |\n"
_CELL = re.compile(r"\[([\w./-]+)#(\d+)\]\(([^)\s]+)\)")

Lose = Callable[[], None]
"""Called before every rerun: the state is lost, or is not."""
Play = Callable[[FarWorld, Lose], int]
"""Plays a story to its end and answers how many runs that took."""


@dataclass(frozen=True, slots=True)
class Story:
    """One fault told at length: `play` asserts what is particular to it, `titles` are there once each in the end."""

    name: str
    play: Play
    titles: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ((NAME, TEN),)


def tell(story: Story, root: Path, *, state_lost: bool) -> Row:
    """Play `story` and count what is wrong at its end; a further run must find nothing to do."""
    with far_world(root, dict(story.documents)) as world:
        runs = story.play(world, world.lose_state if state_lost else lambda: None)
        duplicates, missing = wrong(world, story.titles or TEN_TITLES)
        made = len(world.ours())
        before = world.remote.refs()
        assert world.sync().plan.changes == (), story.name
        assert (len(world.ours()), world.remote.refs()) == (made, before), story.name
        assert world.leftovers() == [], story.name
        return Row(
            story.name, "deleted" if state_lost else "kept", runs, duplicates, missing, world.remote.lost_pushes()
        )


def wrong(world: FarWorld, titles: tuple[str, ...]) -> tuple[int, int]:
    """How many issues are there too often or not at all; every link of the documents leads to its own row's issue."""
    wanted, found = Counter(titles), Counter(issue.title for issue in world.ours())
    return (found - wanted).total(), (wanted - found).total()


def links(world: FarWorld, name: str = NAME) -> dict[str, str]:
    """By title of the issue that a link leads to, perhaps by way of a redirect, the line that the link is in."""
    found = {}
    for line in world.read(name).splitlines():
        if cell := _CELL.search(line):
            place, _, number = cell[3].removeprefix(f"{world.github.host}/").partition("/issues/")
            assert (world.github.at(place), number) == (world.github.at(cell[1]), cell[2]), line
            title = issue_at(world, place, int(number)).title
            assert title in line, line
            assert title not in found, line
            found[title] = line
    return found


def issue_at(world: FarWorld, place: str, number: int) -> Issue:
    """The issue that a link leads to."""
    repository = world.github.at(place)
    absence = repository.absences.get(number)
    if absence is None or absence.moved_to is None:
        return repository.issue(number)
    there, new_number = absence.moved_to
    return world.github.world.repositories[there].issue(new_number)


def _titles_of(text: str) -> tuple[str, ...]:
    rows = re.findall(r"^(?:\| |- \[ \] |- |\d\. )([^|\n]+?)(?: \|.*)?$", text, re.MULTILINE)
    return tuple(row for row in rows if row != "Action")


TEN_TITLES = _titles_of(TEN)
assert len(TEN_TITLES) == 10


def codes(reports: list[RunReport]) -> list[int]:
    """Exit codes."""
    return [int(report.has_failed) for report in reports]


def said(report: RunReport) -> str:
    """Everything that a run told people."""
    return "\n".join(f"{problem.message}; {problem.advice}" for problem in report.problems)


# --- people write while we run ---


def _row_added(world: FarWorld, lose: Lose) -> int:
    during(lambda _: world.edit("| Fix connection", f"{ROW}| Fix connection"))(world)
    first = world.sync()
    assert (first.created, first.has_failed) == (10, False)
    lose()
    assert world.sync().created == 1
    assert len(links(world)) == 11
    return 2


def _row_removed(world: FarWorld, lose: Lose) -> int:
    """The row of an issue that is being made goes away: its issue stays, for nobody knows what it was for."""
    row = "| Update database runbook | @carol | Next sprint |\n"
    during(lambda _: world.edit(row, ""))(world)
    world.sync()
    lose()
    world.sync()
    assert len(links(world)) == 9
    assert "Update database runbook" not in world.read()
    return 2


def _row_reworded(world: FarWorld, lose: Lose) -> int:
    during(lambda _: world.edit("Update database runbook", "Update the runbook of the database"))(world)
    world.sync()
    lose()
    world.sync()
    lose()
    world.sync()
    assert "Update the runbook of the database" in links(world)
    return 3


def _document_renamed(world: FarWorld, lose: Lose) -> int:
    new = "postmortems/2026-03-11-connections.md"
    during(lambda _: world.remote.move(NAME, new))(world)
    world.sync()
    lose()
    world.sync()
    assert len(links(world, new)) == 10
    return 2


# --- places move ---


def _renamed_between(world: FarWorld, lose: Lose) -> int:
    world.sync()
    world.home.rename("acme/money")
    lose()
    world.clock.advance(DAY)
    first = world.sync()
    assert (first.created, first.has_failed) == (0, False)
    world.home.close(1)
    lose()
    world.sync()
    assert "Done" in links(world)[FIRST]
    return 3


def _renamed_and_configured(world: FarWorld, lose: Lose) -> int:
    """The repository gets another name, the configuration follows, and rows still link by the old one."""
    world.sync()
    world.home.rename("acme/money")
    world.rules = rules(routes=(Route("acme", "acme/money"),))
    world.home.close(1)
    lose()
    assert world.sync().created == 0
    lose()
    report = world.sync()
    assert "Done" in links(world)[FIRST], said(report)
    assert report.in_step + report.adopted == 10, said(report)
    return 3


def _renamed_during(world: FarWorld, lose: Lose) -> int:
    during(lambda _: world.home.rename("acme/money"))(world)
    first = world.sync()
    assert (first.created, first.has_failed) == (10, False)
    lose()
    assert world.sync().created == 0
    assert len(links(world)) == 10
    return 2


def _transferred(world: FarWorld, lose: Lose) -> int:
    world.sync()
    other = add_repository(world.github, "acme/platform")
    world.home.transfer(2, other)
    lose()
    world.clock.advance(DAY)
    first = world.sync()
    assert first.created == 0
    assert SECOND in links(world)
    other.close(1)
    lose()
    world.clock.advance(DAY)
    world.sync()
    assert "Done" in links(world)[SECOND]
    return 3


def _deleted(world: FarWorld, lose: Lose) -> int:
    world.sync()
    world.home.delete(2)
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert report.created == 0
    assert "| Deleted |" in world.read(), said(report)
    lose()
    assert world.sync().created == 0
    return 3


def _out_of_sight(world: FarWorld, lose: Lose) -> int:
    """404 is not deleted: the row stays as it is, and nothing is made anew."""
    world.sync()
    before = world.read()
    world.home.hide(2)
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert report.created == 0
    assert world.read() == before, said(report)
    world.home.show(2)
    lose()
    world.clock.advance(DAY)
    assert world.sync().created == 0
    return 3


def _hidden_later(world: FarWorld, lose: Lose) -> int:
    """The whole repository goes out of sight once all is linked: nothing is made, nothing is written."""
    world.sync()
    before = world.read()
    world.home.private = True
    world.home.roles.clear()
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert (report.created, report.has_failed, world.read()) == (0, True, before)
    world.home.grant("robot", "push")
    world.home.close(1)
    lose()
    assert world.sync().created == 0
    assert "Done" in links(world)[FIRST]
    return 3


def _clock_wrong(world: FarWorld, lose: Lose) -> int:
    """Our clock is two days ahead, then a day behind: what people do in the tracker is seen all the same."""
    world.skew = 2 * DAY
    world.github.fail(Kind.DROP, "POST", "/issues$", nth=3)
    assert world.sync().created == 10
    world.clock.advance(600)
    world.home.close(1)
    lose()
    world.skew = -DAY
    world.sync()
    assert "Done" in links(world)[FIRST]
    world.clock.advance(600)
    world.home.reopen(1)
    lose()
    world.skew = 0
    world.sync()
    assert "Open" in links(world)[FIRST]
    return 3


# --- accounts ---


def _unassignable(world: FarWorld, lose: Lose) -> int:
    """422 for the whole create, because somebody left after we asked who can be assigned."""
    during(lambda _: world.home.refuse_assignee("carol"), at=1)(world)
    first = world.sync()
    assert first.created == 10
    assert "owner" in said(first)
    assert world.home.issue(world.number("Update database runbook")).assignees == ()
    lose()
    world.sync()
    assert len(links(world)) == 10
    return 2


def _rights_lost(world: FarWorld, lose: Lose) -> int:
    """Labels, assignees and dates are dropped in silence; killed at the push, so that no row has a link yet."""
    during(lambda _: world.home.grant("robot", "triage"))(world)
    with pytest.raises(Killed):
        world.sync(between=_kill_before("push"))
    world.home.grant("robot", "push")
    lose()
    report = world.sync()
    assert report.created == 0, said(report)
    assert len(links(world)) == 10
    lose()
    world.sync()
    return 3


def _silently_dropped(world: FarWorld, lose: Lose) -> int:
    during(lambda _: world.home.grant("robot", "triage"), at=1)(world)
    first = world.sync()
    assert first.created == 10
    assert "owner" in said(first)
    assert "due" in said(first)
    world.home.grant("robot", "push")
    lose()
    assert world.sync().created == 0
    lose()
    assert world.sync().created == 0
    assert len(links(world)) == 10
    return 3


# --- other places go on ---


def _routes(other: Route) -> tuple[Route, ...]:
    return (replace(other, match=(("path", "postmortems/search/**"),)), Route("acme", HOME))


def _others_go_on(breaks: Callable[[FarWorld], None], mends: Callable[[FarWorld], None], other: Route) -> Play:
    """While one place is broken, rows that go to another get their issues; later the broken one gets its own."""

    def play(world: FarWorld, lose: Lose) -> int:
        add_repository(world.github, OTHER)
        world.rules = rules(routes=_routes(other))
        breaks(world)
        first = world.sync()
        assert (first.has_failed, first.created) == (True, 2), said(first)
        mends(world)
        lose()
        second = world.sync()
        assert (second.has_failed, second.created) == (False, 10), said(second)
        lose()
        world.sync()
        return 3

    return play


def _storm(world: FarWorld) -> None:
    world.github.fail(Kind.UNAVAILABLE, times=None)


def _heal(world: FarWorld) -> None:
    world.github.faults.clear()


def _archive(world: FarWorld) -> None:
    world.home.archived = True


def _unarchive(world: FarWorld) -> None:
    world.home.archived = False


# --- two of us ---


def _two_at_once(world: FarWorld, lose: Lose) -> int:
    """A second run on the same state stops before anything; the first does not notice."""
    refused: list[str] = []

    def second(_: FarWorld) -> None:
        with pytest.raises(LockHeld) as error:
            world.sync()
        refused.append(str(error.value))

    during(second)(world)
    first = world.sync()
    assert (first.created, first.has_failed) == (10, False)
    assert len(refused) == 1
    lose()
    world.sync()
    return 3


def _with_both_states(world: FarWorld) -> None:
    """Two machines whose states hold links: the second one's in another repository."""
    add_repository(world.github, OTHER)
    world.machine, world.rules = "second", rules(routes=_routes(Route("acme", OTHER)), adopt_only=False)
    world.rules = replace(world.rules, routes=world.rules.routes[:1])
    assert world.sync().created == 2
    world.machine, world.rules = "first", rules(routes=_routes(Route("acme", OTHER))[1:])


def _two_machines(world: FarWorld, lose: Lose) -> int:
    """The second is shown the first one's repository: it makes nothing there until it takes over."""
    _with_both_states(world)
    world.rules = replace(world.rules, routes=(replace(world.rules.routes[0], match=(("path", NAME),)),))
    assert world.sync().created == 10
    lineage = world.lineage()
    world.edit("| Fix connection", f"{ROW}| Fix connection")
    world.machine, world.rules = "second", rules(routes=_routes(Route("acme", OTHER)))
    report = world.sync()
    assert (report.created, report.has_failed) == (0, True)
    assert f"syncer state take-over {lineage}" in said(report)
    with closing(world.open_state()) as state:
        state.acquire("take-over", 0)
        state.take_over(lineage)
    assert world.sync().created == 1
    return 4


def _two_machines_at_once(world: FarWorld, lose: Lose) -> int:
    """The second begins while the first is in the middle of its creates."""
    _with_both_states(world)
    world.rules = replace(world.rules, routes=(replace(world.rules.routes[0], match=(("path", NAME),)),))
    own, reports = world.rules, []
    world.bounds = Bounds()

    def second(_: FarWorld) -> None:
        world.machine, world.rules = "second", rules(routes=_routes(Route("acme", OTHER)))
        reports.append(world.sync())
        world.machine, world.rules = "first", own

    during(second)(world)
    assert world.sync().created == 10
    assert (reports[0].created, reports[0].has_failed) == (0, True)
    assert "syncer state take-over" in said(reports[0])
    return 3


def _two_machines_in_turn(world: FarWorld, lose: Lose) -> int:
    """The first makes its issues after the second has looked and before it makes its first: it looks again."""
    add_repository(world.github, OTHER)
    world.machine, world.rules = "second", rules(routes=_routes(Route("acme", OTHER)))
    world.remote.commit({NAME: "# Pool exhaustion\n\nTo be written.\n"})
    assert world.sync().created == 2
    world.machine, own = "first", world.rules
    world.rules = rules(routes=(Route("acme", HOME, match=(("path", NAME),)),))
    world.sync()
    world.remote.commit({NAME: TEN})
    reports = []

    def first() -> None:
        world.machine, world.rules = "first", rules(routes=(Route("acme", HOME, match=(("path", NAME),)),))
        reports.append(world.sync())
        world.machine, world.rules = "second", own

    world.machine, world.rules, world.bounds = "second", own, Bounds()
    _once_listed(world, first)
    second = world.sync()
    assert (reports[0].created, second.created, second.has_failed) == (10, 0, True), said(second)
    assert "syncer state take-over" in said(second)
    world.machine, world.rules = "first", rules(routes=(Route("acme", HOME, match=(("path", NAME),)),))
    return 4


def _once_listed(world: FarWorld, act: Callable[[], None]) -> None:
    """Something happens right after the changes of `HOME` are listed next."""
    todo = [act]

    def see(exchange: Exchange) -> None:
        if todo and exchange.path == f"/repos/{HOME}/issues" and exchange.query.get("sort") == "updated":
            todo.pop()()

    world.github.watch(see)


def _both_edit(world: FarWorld, lose: Lose) -> int:
    """A row is edited; the same field of its issue is, too, after we listed and before we write: theirs stays."""
    world.sync()
    world.sync()
    world.edit("| @bob | This week |", "| @erin | 2026-04-20 |")

    def people() -> None:
        world.set_due(SECOND, EDITED_DUE)
        world.home.edit(world.number(SECOND), assignees=["dave"], title="Fix it")

    _once_listed(world, people)
    world.sync()
    lose()
    report = world.sync()
    issue = world.home.issue(world.number("Fix it"))
    assert (world.due(issue), [account.login for account in issue.assignees]) == (EDITED_DUE, ["dave"])
    assert "2026-05-04" in said(report)
    assert "| @erin | 2026-04-20 |" in world.read()
    world.edit("| @erin | 2026-04-20 |", f"| @dave | {EDITED_DUE} |")
    lose()
    world.sync()
    assert f"Open · due {EDITED_DUE} |" in world.read()
    world.home.edit(issue.number, title=SECOND)
    world.sync()
    return 5


# --- patience ends ---


def _stopped(world: FarWorld, lose: Lose) -> int:
    """SIGTERM after the fourth create: what is made is recorded, the rest is for the next run."""
    asked: list[int] = []
    during(lambda _: asked.append(15))(world)
    with pytest.raises(Interrupted):
        world.sync(stop=lambda: asked[0] if asked else None)
    assert len(world.ours()) == 4
    asked.clear()
    lose()
    assert world.sync().created == 6
    return 2


def _out_of_time(world: FarWorld, lose: Lose) -> int:
    """Six creates a minute and 20 s a run: what is left waits, and says so; the pace goes on with the state."""
    limits = replace(UNPACED, creates_per_minute=60, creates_per_hour=4, max_runtime=20)
    world.rules = rules(limits=limits)
    runs = 0
    while True:
        report, runs = world.sync(), runs + 1
        assert not report.has_failed, said(report)
        if not report.waiting:
            break
        assert report.waiting_until
        world.clock.advance(3_700)
        lose()
        assert runs < 6
    return runs


# --- pull requests ---


def _pull_request(world: FarWorld, lose: Lose) -> int:
    world.writing = Writing("pull-request")
    world.home.files.git_dir = world.remote.place
    main = world.remote.tip()
    assert world.sync().created == 10
    lose()
    second = world.sync()
    assert (second.plan.changes, len(_pulls(world))) == ((), 1)
    world.home.close(1)
    lose()
    world.clock.advance(DAY)
    world.sync()
    assert "Done" in links(world)[FIRST]
    assert (world.remote.tip(), len(_pulls(world))) == (main, 1)
    world.remote.merge("syncer/status")
    world.home.merge(_pulls(world)[0])
    lose()
    world.sync()
    assert "Done" in world.remote.read(NAME)
    return 4


def _pulls(world: FarWorld) -> list[int]:
    return [issue.number for issue in world.home.latest() if issue.pull]


def _merge_killed(world: FarWorld, lose: Lose) -> int:
    """Killed between the push and its pull request: the next run asks for the merge."""
    world.writing = Writing("pull-request")
    world.home.files.git_dir = world.remote.place

    with pytest.raises(Killed):
        world.sync(between=_kill_before(f"POST /repos/{HOME}/pulls"))
    assert (world.remote.tip("syncer/status") is not None, _pulls(world)) == (True, [])
    lose()
    world.sync()
    assert len(_pulls(world)) == 1
    return 2


def _answer_to_push_lost(world: FarWorld, lose: Lose) -> int:
    """The push went through, and we were killed before we knew."""
    with pytest.raises(Killed):
        world.sync(killer=_KillAfter("push"))
    assert len(links(world)) == 10
    commits = world.remote.commits()
    lose()
    world.sync()
    assert world.remote.commits() == commits
    return 2


def _kill_before(effect: str) -> Callable[[str], None]:
    def kill(name: str) -> None:
        if name == effect:
            raise Killed(name)

    return kill


class _KillAfter(Killer):
    """Kills right after the first effect of a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def around(self, name: str, effect: Callable[..., object], *args: object, **kwargs: object) -> object:
        """Do it, and die."""
        answer = effect(*args, **kwargs)
        if name == self._name:
            raise Killed(name)
        return answer


_TEN_AND_ROW = (*TEN_TITLES, "Ask the vendor about pool sizes")
_INDEX_TITLES = ("Copy the index every night", "Alert when the index is old")
_BOTH = ((NAME, TEN), (ELSEWHERE, INDEX))

STORIES = (
    Story("row added during the run", _row_added, _TEN_AND_ROW),
    Story("row removed during the run", _row_removed),
    Story("row reworded during the run", _row_reworded, tuple(
        "Update the runbook of the database" if title == "Update database runbook" else title for title in TEN_TITLES
    )),
    Story("document renamed during the run", _document_renamed),
    Story("repository renamed between two runs", _renamed_between),
    Story("repository renamed during the run", _renamed_during),
    Story("repository renamed, the configuration follows", _renamed_and_configured),
    Story("issue transferred", _transferred),
    Story("issue deleted", _deleted, tuple(title for title in TEN_TITLES if title != SECOND)),
    Story("issue out of sight", _out_of_sight),
    Story("repository hidden once all is linked", _hidden_later),
    Story("our clock two days ahead, then a day behind", _clock_wrong),
    Story("owner not assignable (422)", _unassignable),
    Story("assignee, label and date dropped in silence", _silently_dropped),
    Story("label dropped in silence, killed before the push", _rights_lost),
    Story("503 storm, another tracker goes on", _others_go_on(_storm, _heal, Route("local")), documents=_BOTH),
    Story(
        "archived, another repository goes on",
        _others_go_on(_archive, _unarchive, Route("acme", OTHER)),
        (*TEN_TITLES, *_INDEX_TITLES),
        _BOTH,
    ),
    Story("two runs at once on one state", _two_at_once),
    Story("two machines, two states with links", _two_machines, (*_TEN_AND_ROW, *_INDEX_TITLES), _BOTH),
    Story("two machines at once, two states with links", _two_machines_at_once, (*TEN_TITLES, *_INDEX_TITLES), _BOTH),
    Story("two machines in turn, between look and create", _two_machines_in_turn, (*TEN_TITLES, *_INDEX_TITLES), _BOTH),
    Story("both sides edit one field at once", _both_edit),
    Story("SIGTERM after the fourth create", _stopped),
    Story("pace reached, max_runtime over", _out_of_time),
    Story("pull request, updated and merged", _pull_request),
    Story("killed between push and pull request", _merge_killed),
    Story("killed after the push", _answer_to_push_lost),
)  # fmt: skip
