"""Faults that take a story to tell, each with the state kept and with the state lost before every rerun."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from simulation.far_stories import STORIES, Story, tell
from simulation.quick import quick_folder


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story(story: Story, state_lost: bool, root: Path) -> None:
    row = tell(story, root / "world", state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row
