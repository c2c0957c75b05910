"""Faults that take a story to tell, each with the state kept and with the state lost before every rerun."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.faults import Kind
from simulation.far import KINDS, TrackerKind, far_world
from simulation.far_stories import TEN_TITLES, Story, links, tell
from simulation.far_table import of_suite, stories
from simulation.quick import quick_folder
from simulation.world import Killed


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize(
    ("kind", "story", "state_lost"),
    [
        pytest.param(*one, id=f"{one[0]}: {one[1].name}, state {'deleted' if one[2] else 'kept'}")
        for one in of_suite(stories)
    ],
)
def test_story(kind: TrackerKind, story: Story, state_lost: bool, root: Path) -> None:
    row = tell(story, root / "world", kind, state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_could_know_is_closed_as_a_duplicate(kind: TrackerKind, root: Path) -> None:  # F4, F21
    """Killed while a create was on its way, the state lost, and the server commits after the rerun made its own."""
    posts = []

    def kill(name: str) -> None:
        verb, _, path = name.partition(" ")
        posts.append(verb == "POST" and re.search(world.hub.creates, path) is not None)
        if sum(posts) == 5:
            raise Killed(name)

    with far_world(root / "world", kind=kind) as world:
        world.hub.fail_create(Kind.LATE, seconds=90)
        with pytest.raises(Killed):
            world.sync(between=kill)
        world.lose_state()
        world.sync()
        assert len(world.ours()) == 10
        world.clock.advance(100)
        assert len(world.ours()) == 11
        world.sync()

        closed = [issue for issue in world.ours() if not issue.is_open]
        assert [issue.title for issue in closed] == [TEN_TITLES[3]]
        assert "duplicate" in closed[0].state.lower()
        assert Counter(issue.title for issue in world.ours() if issue.is_open) == Counter(TEN_TITLES)
        assert len(links(world)) == 10
        assert world.sync().plan.changes == ()
