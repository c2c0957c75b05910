"""Owns the stories of people and machines that meet: edits during a run, two runs, a signal, pull requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from fakes.wire import Exchange
from simulation.far import UNPACED, FarWorld, Writing
from simulation.far_cases import EDITED_DUE, FIRST, SECOND, during
from simulation.far_documents import NAME, TEN
from simulation.far_stories import (
    BOTH,
    DAY,
    INDEX_TITLES,
    ROW,
    TEN_AND_ROW,
    TEN_TITLES,
    KillAfter,
    Lose,
    Story,
    kill_before,
    links,
    routes_beside,
    said,
)
from simulation.world import Killed

from syncer.core.routes import Route
from syncer.errors import Interrupted, LockHeld
from syncer.retry.transport import Bounds

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
    return _once_more(world, lose, 3)


def _with_both_states(world: FarWorld) -> None:
    """Two machines whose states hold links: the second one's in another repository."""
    world.hub.add_place(world.hub.other)
    world.machine, world.rules = (
        "second",
        world.with_rules(routes=routes_beside(world, Route("acme", world.hub.other)), adopt_only=False),
    )
    world.rules = replace(world.rules, routes=world.rules.routes[:1])
    assert world.sync().created == 2
    world.machine, world.rules = (
        "first",
        world.with_rules(routes=routes_beside(world, Route("acme", world.hub.other))[1:]),
    )


def _two_machines(world: FarWorld, lose: Lose) -> int:
    """The second is shown the first one's repository: it makes nothing there until it takes over."""
    _with_both_states(world)
    world.rules = replace(world.rules, routes=(replace(world.rules.routes[0], match=(("path", NAME),)),))
    assert world.sync().created == 10
    lineage = world.lineage()
    world.edit("| Fix connection", f"{ROW}| Fix connection")
    world.machine, world.rules = "second", world.with_rules(routes=routes_beside(world, Route("acme", world.hub.other)))
    report = world.sync()
    assert (report.created, report.has_failed) == (0, True)
    assert f"syncer state take-over {lineage}" in said(report)
    with closing(world.open_state()) as state:
        state.acquire("take-over", 0)
        state.take_over(lineage)
    assert world.sync().created == 1
    return _once_more(world, lose, 5)


def _once_more(world: FarWorld, lose: Lose, runs: int) -> int:
    """A rerun of the machine whose turn it is makes nothing; `runs` with that one."""
    lose()
    assert world.sync().created == 0
    return runs


def _two_machines_at_once(world: FarWorld, lose: Lose) -> int:
    """The second begins while the first is in the middle of its creates."""
    _with_both_states(world)
    world.rules = replace(world.rules, routes=(replace(world.rules.routes[0], match=(("path", NAME),)),))
    own, reports = world.rules, []
    world.bounds = Bounds()

    def second(_: FarWorld) -> None:
        world.machine, world.rules = (
            "second",
            world.with_rules(routes=routes_beside(world, Route("acme", world.hub.other))),
        )
        reports.append(world.sync())
        world.machine, world.rules = "first", own

    during(second)(world)
    assert world.sync().created == 10
    assert (reports[0].created, reports[0].has_failed) == (0, True)
    assert "syncer state take-over" in said(reports[0])
    return _once_more(world, lose, 4)


def _two_machines_in_turn(world: FarWorld, lose: Lose) -> int:
    """The first makes its issues after the second has looked and before it makes its first: it looks again."""
    world.hub.add_place(world.hub.other)
    world.machine, world.rules = "second", world.with_rules(routes=routes_beside(world, Route("acme", world.hub.other)))
    world.remote.commit({NAME: "# Pool exhaustion\n\nTo be written.\n"})
    assert world.sync().created == 2
    world.machine, own = "first", world.rules
    world.rules = world.with_rules(routes=(Route("acme", world.hub.home, match=(("path", NAME),)),))
    world.sync()
    world.remote.commit({NAME: TEN})
    reports = []

    def first() -> None:
        world.machine, world.rules = (
            "first",
            world.with_rules(routes=(Route("acme", world.hub.home, match=(("path", NAME),)),)),
        )
        reports.append(world.sync())
        world.machine, world.rules = "second", own

    world.machine, world.rules, world.bounds = "second", own, Bounds()
    _once_listed(world, first)
    second = world.sync()
    assert (reports[0].created, second.created, second.has_failed) == (10, 0, True), said(second)
    assert "syncer state take-over" in said(second)
    world.machine, world.rules = (
        "first",
        world.with_rules(routes=(Route("acme", world.hub.home, match=(("path", NAME),)),)),
    )
    return _once_more(world, lose, 5)


def _once_listed(world: FarWorld, act: Callable[[], None]) -> None:
    """Something happens right after the changes of our home are listed next."""
    todo = [act]

    def see(exchange: Exchange) -> None:
        if todo and world.hub.lists_changes(exchange):
            todo.pop()()

    world.hub.server.watch(see)


def _both_edit(world: FarWorld, lose: Lose) -> int:
    """A row is edited; the same field of its issue is, too, after we listed and before we write: theirs stays."""
    world.sync()
    world.sync()
    world.edit("| @bob | This week |", "| @erin | 2026-04-20 |")

    def people() -> None:
        world.hub.edit(world.hub.key(SECOND), owners=["dave"], title="Fix it", due=EDITED_DUE)

    _once_listed(world, people)
    world.sync()
    lose()
    report = world.sync()
    issue = world.hub.find("Fix it")
    assert (issue.due, issue.owners) == (EDITED_DUE, ("dave",))
    assert "2026-05-04" in said(report)
    assert "| @erin | 2026-04-20 |" in world.read()
    world.edit("| @erin | 2026-04-20 |", f"| @dave | {EDITED_DUE} |")
    lose()
    world.sync()
    assert f"Open · due {EDITED_DUE} |" in world.read()
    world.hub.edit(issue.key, title=SECOND)
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
    world.rules = world.with_rules(limits=limits)
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
    world.hub.close(world.hub.key(FIRST))
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
        world.sync(between=kill_before("/pulls"))
    assert (world.remote.tip("syncer/status") is not None, _pulls(world)) == (True, [])
    lose()
    world.sync()
    assert len(_pulls(world)) == 1
    return 2


def _answer_to_push_lost(world: FarWorld, lose: Lose) -> int:
    """The push went through, and we were killed before we knew."""
    with pytest.raises(Killed):
        world.sync(killer=KillAfter("push"))
    assert len(links(world)) == 10
    commits = world.remote.commits()
    lose()
    world.sync()
    assert world.remote.commits() == commits
    return 2


MEETINGS = (
    Story("row added during the run", _row_added, TEN_AND_ROW),
    Story("row removed during the run", _row_removed),
    Story("row reworded during the run", _row_reworded, tuple(
        "Update the runbook of the database" if title == "Update database runbook" else title for title in TEN_TITLES
    )),
    Story("document renamed during the run", _document_renamed),
    Story("two runs at once on one state", _two_at_once),
    Story("two machines, two states with links", _two_machines, (*TEN_AND_ROW, *INDEX_TITLES), BOTH),
    Story("two machines at once, two states with links", _two_machines_at_once, (*TEN_TITLES, *INDEX_TITLES), BOTH),
    Story("two machines in turn, between look and create", _two_machines_in_turn, (*TEN_TITLES, *INDEX_TITLES), BOTH),
    Story("both sides edit one field at once", _both_edit),
    Story("SIGTERM after the fourth create", _stopped),
    Story("pace reached, max_runtime over", _out_of_time),
    Story("pull request, updated and merged", _pull_request),
    Story("killed between push and pull request", _merge_killed),
    Story("killed after the push", _answer_to_push_lost),
)  # fmt: skip
