"""Every request, record and push of a sync killed in turn, then run again: one issue an item, no edit lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from simulation.far import TrackerKind
from simulation.far_effects import Step, edited, fresh, kill_everywhere, lagging, prompt
from simulation.quick import quick_folder

GITHUB = [("github", *one) for one in itertools.product((fresh, edited), (prompt, lagging), (False, True))]
JIRA = [
    ("jira-cloud", fresh, prompt, False),
    ("jira-cloud", edited, lagging, True),
    ("jira-data-center", fresh, prompt, True),
    ("jira-data-center", edited, prompt, False),
]
"""The others are played by hand."""


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.mark.parametrize(("kind", "prepare", "server", "state_lost"), [*GITHUB, *JIRA])
def test_killed_at_every_effect(kind: TrackerKind, prepare: Step, server: Step, state_lost: bool, root: Path) -> None:
    assert kill_everywhere(root, kind, prepare, server, state_lost=state_lost) > 5
