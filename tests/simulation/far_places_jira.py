"""Owns the stories of projects on Jira: moved issues, screens and workflows that change, two trackers at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.faults import Kind
from simulation.far import FarWorld
from simulation.far_cases import FIRST, SECOND, during
from simulation.far_github import HOME
from simulation.far_jira import JiraHub
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

BOXED = "Page the owner when the pool runs out"


def jira(world: FarWorld) -> JiraHub:
    """The Jira of this world."""
    assert isinstance(world.hub, JiraHub)
    return world.hub


# --- issues and projects move ---


def _moved(world: FarWorld, lose: Lose) -> int:
    """An issue goes to another project: its row's link follows, and what is done with it there is seen."""
    hub = jira(world)
    world.sync()
    hub.add_place("OPS")
    hub.move(hub.key(SECOND), "OPS")
    world.clock.advance(DAY)
    assert world.sync().created == 0
    assert "[OPS-1]" in links(world)[SECOND]
    hub.close("OPS-1")
    lose()
    world.clock.advance(DAY)
    assert world.sync().created == 0
    world.sync()
    assert "Done" in links(world)[SECOND]
    return 4


def _moved_unseen(world: FarWorld, lose: Lose) -> int:
    """An issue goes to another project, and whoever looks next may know nothing of it: the old key leads there."""
    hub = jira(world)
    world.sync()
    hub.add_place("OPS")
    hub.move(hub.key(SECOND), "OPS")
    hub.close("OPS-1")
    lose()
    world.clock.advance(DAY)
    first = world.sync()
    assert first.created == 0, said(first)
    assert SECOND in links(world)
    lose()
    world.clock.advance(DAY)
    assert world.sync().created == 0
    assert "Done" in links(world)[SECOND]
    return 3


def _archived_later(world: FarWorld, lose: Lose) -> int:
    """The project is archived once all is linked: nothing is made, no row is written, and a new row is told why."""
    world.sync()
    world.hub.close_home("archived")
    world.edit("| Fix connection", f"{ROW}| Fix connection")
    before = world.read()
    lose()
    world.clock.advance(DAY)
    report = world.sync()
    assert (report.created, report.has_failed, world.read()) == (0, True, before), said(report)
    assert "archived" in said(report)
    world.hub.open_home()
    world.hub.close(world.hub.key(FIRST))
    lose()
    assert world.sync().created == 1
    assert "Done" in links(world)[FIRST]
    return 3


# --- screens, fields and workflows change ---


def _due_off_screen(world: FarWorld, lose: Lose) -> int:
    """The due date leaves the screens after the first create: the others are made without, and it is said."""
    during(lambda _: jira(world).project.off_screen("duedate"), at=1)(world)
    first = world.sync()
    assert (first.created, first.has_failed) == (10, False), said(first)
    assert "due" in said(first)
    assert "screen" in said(first)
    assert [issue.due is not None for issue in world.hub.issues()].count(True) == 1
    lose()
    second = world.sync()
    assert second.created == 0
    assert len(links(world)) == 10
    return 2


def _field_required(world: FarWorld, lose: Lose) -> int:
    """A field becomes required after the fourth create: the others wait for somebody to say what to put there."""
    hub = jira(world)
    field = hub.jira.custom_field("Root cause", "string")
    during(lambda _: hub.project.add_field(field.id, required=True))(world)
    first = world.sync()
    assert first.created == 4, said(first)
    assert "Root cause" in said(first)
    hub.choices = replace(hub.choices, default=replace(hub.choices.default, fields={"Root cause": "unknown"}))
    world.clock.advance(DAY)
    lose()
    second = world.sync()
    assert (second.created, second.has_failed) == (6, False), said(second)
    return 2


def _transition_refused(world: FarWorld, lose: Lose) -> int:
    """A box is ticked where the tracker lets nobody close the issue: it stays open, and is told of it once."""
    hub = jira(world)
    world.rules = world.with_rules(status="shared")
    world.sync()
    world.sync()
    hub.project.block("Done")
    world.edit(f"- [ ] {BOXED}", f"- [x] {BOXED}")
    lose()
    report = world.sync()
    assert hub.find(BOXED).is_open
    assert "PAY-5" in said(report)
    lose()
    world.sync()
    assert len(hub.find(BOXED).comments) == 1
    hub.close(hub.key(BOXED))
    lose()
    world.sync()
    assert "Done" in links(world)[BOXED]
    return 5


# --- the link to the document ---


def _link_killed(world: FarWorld, lose: Lose) -> int:
    """Killed between a create and its link, and right after a link."""
    with pytest.raises(Killed):
        world.sync(between=kill_before("/remotelink"))
    assert [len(issue.links) for issue in world.ours()] == [0]
    lose()
    with pytest.raises(Killed):
        world.sync(killer=KillAfter("/remotelink"))
    lose()
    world.sync()
    return 3


# --- two trackers ---


def _one_down(world: FarWorld, lose: Lose) -> int:
    """Rows of two documents go to Jira and to GitHub; Jira is down at first, and once all is done GitHub is."""
    world.rules = world.with_rules(routes=routes_beside(world, Route("code", HOME)))
    world.hub.server.fail(Kind.UNAVAILABLE, times=None)
    first = world.sync()
    assert (first.created, first.has_failed) == (2, True), said(first)
    world.hub.server.faults.clear()
    lose()
    second = world.sync()
    assert (second.created, second.has_failed) == (10, False), said(second)
    assert sorted(issue.title for issue in world.code.ours()) == sorted(INDEX_TITLES)
    world.github.fail(Kind.UNAVAILABLE, times=None)
    world.hub.close(world.hub.key(FIRST))
    lose()
    third = world.sync()
    assert (third.created, third.has_failed) == (0, True), said(third)
    assert "Done" in links(world)[FIRST]
    world.github.faults.clear()
    lose()
    assert world.sync().created == 0
    return 4


def _one_limited(world: FarWorld, lose: Lose) -> int:
    """The quota of Jira is used up in mid-run: the rows of GitHub are done, and the rest of Jira's an hour later."""
    world.rules = world.with_rules(routes=routes_beside(world, Route("code", HOME)))
    quota = {"RateLimit-Reason": "jira-quota-tenant-based"}
    world.hub.fail_create(Kind.STATUS, times=None, status=429, headers=quota, retry_after="3000", message="Limit")
    first = world.sync()
    assert (first.created, first.has_failed) == (5, False), said(first)
    assert first.waiting
    world.hub.server.faults.clear()
    world.clock.advance(3_700)
    lose()
    second = world.sync()
    assert (second.created, second.has_failed) == (7, False), said(second)
    return 2


JIRA_PLACES = (
    Story("issue moved to another project", _moved),
    Story("issue moved while nobody looked", _moved_unseen),
    Story("project archived once all is linked", _archived_later, TEN_AND_ROW),
    Story("due date off screen in mid-run", _due_off_screen),
    Story("field required in mid-run", _field_required),
    Story("transition refused, told once", _transition_refused),
    Story("killed before and after a link", _link_killed),
    Story("Jira down, then GitHub", _one_down, TEN_TITLES, BOTH),
    Story("quota of Jira used up, GitHub goes on", _one_limited, TEN_TITLES, BOTH),
)
