"""Owns the stories of places and accounts that change: issues deleted and hidden, homes closed, clocks, people."""

from __future__ import annotations

from collections.abc import Callable

from fakes.faults import Kind
from simulation.far import FarWorld
from simulation.far_cases import FIRST, SECOND, during
from simulation.far_stories import (
    BOTH,
    DAY,
    INDEX_TITLES,
    TEN_TITLES,
    Lose,
    Play,
    Story,
    links,
    routes_beside,
    said,
)

from syncer.core.routes import Route


def _deleted(world: FarWorld, lose: Lose) -> int:
    world.sync()
    world.hub.delete(world.hub.key(SECOND))
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
    hidden = world.hub.key(SECOND)
    world.hub.hide(hidden)
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert report.created == 0
    assert world.read() == before, said(report)
    world.hub.show(hidden)
    lose()
    world.clock.advance(DAY)
    assert world.sync().created == 0
    return 3


def _hidden_later(world: FarWorld, lose: Lose) -> int:
    """The whole home goes out of sight once all is linked: nothing is made, nothing is written."""
    world.sync()
    before = world.read()
    world.hub.close_home("hidden")
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert (report.created, world.read()) == (0, before)
    assert report.has_failed or "cannot be read" in said(report), said(report)
    world.hub.open_home()
    world.hub.close(world.hub.key(FIRST))
    lose()
    assert world.sync().created == 0
    assert "Done" in links(world)[FIRST]
    return 3


def _clock_wrong(world: FarWorld, lose: Lose) -> int:
    """Our clock is two days ahead, then a day behind: what people do in the tracker is seen all the same."""
    world.skew = 2 * DAY
    world.hub.fail_create(Kind.DROP, nth=3)
    assert world.sync().created == 10
    world.clock.advance(600)
    world.hub.close(world.hub.key(FIRST))
    lose()
    world.skew = -DAY
    world.sync()
    assert "Done" in links(world)[FIRST]
    world.clock.advance(600)
    world.hub.reopen(world.hub.key(FIRST))
    lose()
    world.skew = 0
    world.sync()
    assert "Open" in links(world)[FIRST]
    return 3


# --- accounts ---


def _unassignable(world: FarWorld, lose: Lose) -> int:
    """The whole create is refused, because somebody left after we asked who can be assigned."""
    during(lambda _: world.hub.refuse_assignee("carol"), at=1)(world)
    first = world.sync()
    assert first.created == 10
    assert "owner" in said(first)
    assert world.hub.find("Update database runbook").owners == ()
    lose()
    world.sync()
    assert len(links(world)) == 10
    return 2


# --- other places go on ---


def _others_go_on(breaks: Callable[[FarWorld], object], mends: Callable[[FarWorld], object], to: str) -> Play:
    """While one place is broken, rows that go to another get their issues; later the broken one gets its own."""

    def play(world: FarWorld, lose: Lose) -> int:
        world.hub.add_place(world.hub.other)
        other = Route("local") if to == "local" else Route("acme", world.hub.other)
        world.rules = world.with_rules(routes=routes_beside(world, other))
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


PLACES = (
    Story("issue deleted", _deleted, tuple(title for title in TEN_TITLES if title != SECOND)),
    Story("issue out of sight", _out_of_sight),
    Story("home hidden once all is linked", _hidden_later),
    Story("our clock two days ahead, then a day behind", _clock_wrong),
    Story("owner not assignable once we had asked", _unassignable),
    Story(
        "503 storm, another tracker goes on",
        _others_go_on(
            lambda world: world.hub.server.fail(Kind.UNAVAILABLE, times=None),
            lambda world: world.hub.server.faults.clear(),
            "local",
        ),
        documents=BOTH,
    ),
    Story(
        "home archived, another place goes on",
        _others_go_on(lambda world: world.hub.close_home("archived"), lambda world: world.hub.open_home(), "other"),
        (*TEN_TITLES, *INDEX_TITLES),
        BOTH,
    ),
)
