"""Faults that take a story to tell, each with the state kept and with the state lost before every rerun."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from simulation.far_stories import STORIES, Story, tell
from simulation.quick import quick_folder

OPEN = {
    ("repository renamed, the configuration follows", True): "rows that link by the old name are not read: nobody "
    "knows any more that it was another name of a repository that a route names",
}
"""What is known to go wrong, by story and whether the state is lost; mend it and take it out."""


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


def told() -> Iterator[object]:
    """Every story, with the state kept and with the state lost."""
    for story in STORIES:
        for state_lost in (False, True):
            reason = OPEN.get((story.name, state_lost))
            marks = [pytest.mark.xfail(reason=reason, raises=AssertionError)] if reason else []
            name = f"{story.name}-{'state deleted' if state_lost else 'state kept'}"
            yield pytest.param(story, state_lost, marks=marks, id=name)


@pytest.mark.parametrize(("story", "state_lost"), told())
def test_story(story: Story, state_lost: bool, root: Path) -> None:
    row = tell(story, root / "world", state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row
