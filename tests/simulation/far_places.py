"""Owns the stories of places and accounts that change: renamed, transferred, deleted, hidden, without rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes.github import Kind
from simulation.far import FarWorld, add_repository, rules
from simulation.far_faults import FIRST, SECOND, during
from simulation.far_stories import (
    BOTH,
    DAY,
    INDEX_TITLES,
    OTHER,
    TEN_TITLES,
    Lose,
    Play,
    Story,
    kill_before,
    links,
    routes_beside,
    said,
)
from simulation.world import Killed

from syncer.core.routes import Route

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
        world.sync(between=kill_before("push"))
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


def _others_go_on(breaks: Callable[[FarWorld], None], mends: Callable[[FarWorld], None], other: Route) -> Play:
    """While one place is broken, rows that go to another get their issues; later the broken one gets its own."""

    def play(world: FarWorld, lose: Lose) -> int:
        add_repository(world.github, OTHER)
        world.rules = rules(routes=routes_beside(other))
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


PLACES = (
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
    Story("503 storm, another tracker goes on", _others_go_on(_storm, _heal, Route("local")), documents=BOTH),
    Story(
        "archived, another repository goes on",
        _others_go_on(_archive, _unarchive, Route("acme", OTHER)),
        (*TEN_TITLES, *INDEX_TITLES),
        BOTH,
    ),
)  # fmt: skip
