"""Owns which faults and stories each kind of tracker is put through, and what part of them every suite plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from simulation.far import KINDS, TrackerKind
from simulation.far_cases import Case
from simulation.far_faults import COMMON
from simulation.far_faults_github import GITHUB
from simulation.far_faults_jira import CENTER, CLOUD
from simulation.far_people import MEETINGS
from simulation.far_places import PLACES
from simulation.far_places_github import GITHUB_PLACES
from simulation.far_places_jira import JIRA_PLACES
from simulation.far_stories import Story

One = TypeVar("One", Case, Story)


def cases(kind: TrackerKind) -> Sequence[Case]:
    """The faults of a tracker of that kind."""
    own = {"github": GITHUB, "jira-cloud": CLOUD, "jira-data-center": CENTER}
    return (*COMMON, *own[kind])


def stories(kind: TrackerKind) -> Sequence[Story]:
    """The faults that take a story to tell."""
    return (*MEETINGS, *PLACES, *(GITHUB_PLACES if kind == "github" else JIRA_PLACES))


def of_suite(table: Callable[[TrackerKind], Sequence[One]]) -> Iterator[tuple[TrackerKind, One, bool]]:
    """What every suite plays: all on GitHub; on each Jira every fault once, state kept on one and lost on the other."""
    for kind in KINDS:
        for number, one in enumerate(table(kind)):
            states = (False, True) if kind == "github" else ((number + KINDS.index(kind)) % 2 == 1,)
            yield from ((kind, one, state_lost) for state_lost in states)
