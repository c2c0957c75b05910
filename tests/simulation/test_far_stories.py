"""Faults that take a story to tell, each with the state kept and with the state lost before every rerun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.github import Kind
from simulation.far import far_world
from simulation.far_people import MEETINGS
from simulation.far_places import PLACES
from simulation.far_stories import TEN_TITLES, Story, links, tell
from simulation.quick import quick_folder
from simulation.world import Killed


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
@pytest.mark.parametrize("story", [*MEETINGS, *PLACES], ids=lambda story: story.name)
def test_story(story: Story, state_lost: bool, root: Path) -> None:
    row = tell(story, root / "world", state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row


def test_what_nobody_could_know_is_closed_as_a_duplicate(root: Path) -> None:  # F4, F21
    """Killed while a create was on its way, the state lost, and the server commits after the rerun made its own."""
    posts = []

    def kill(name: str) -> None:
        posts.append(name.endswith("/issues"))
        if sum(posts) == 5:
            raise Killed(name)

    with far_world(root / "world") as world:
        world.github.fail(Kind.LATE, "POST", "/issues$", nth=4, seconds=90)
        with pytest.raises(Killed):
            world.sync(between=kill)
        world.lose_state()
        world.sync()
        assert len(world.ours()) == 10
        world.clock.advance(100)
        assert len(world.ours()) == 11
        world.sync()

        closed = [issue for issue in world.ours() if not issue.is_open]
        assert [(issue.state_reason, issue.title) for issue in closed] == [("duplicate", TEN_TITLES[3])]
        assert Counter(issue.title for issue in world.ours() if issue.is_open) == Counter(TEN_TITLES)
        assert len(links(world)) == 10
        assert world.sync().plan.changes == ()
