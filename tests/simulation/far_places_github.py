"""Owns the stories of repositories on GitHub: renamed, transferred, with rights that are lost in silence."""

from __future__ import annotations

import pytest
from simulation.far import FarWorld
from simulation.far_cases import FIRST, SECOND, during
from simulation.far_stories import DAY, Lose, Story, kill_before, links, said
from simulation.world import Killed

from syncer.core.routes import Route


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
    world.rules = world.with_rules(routes=(Route("acme", "acme/money"),))
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
    other = world.code.add_repository("acme/platform")
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


GITHUB_PLACES = (
    Story("repository renamed between two runs", _renamed_between),
    Story("repository renamed during the run", _renamed_during),
    Story("repository renamed, the configuration follows", _renamed_and_configured),
    Story("issue transferred", _transferred),
    Story("assignee, label and date dropped in silence", _silently_dropped),
    Story("label dropped in silence, killed before the push", _rights_lost),
)
