"""Owns how a fault is told that takes more than one breakage: a story, its end, and what must be right then."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from simulation.far import FarWorld, TrackerKind, far_world
from simulation.far_cases import Row
from simulation.far_documents import NAME, TEN
from simulation.world import Killed, Killer

from syncer.core.routes import Route
from syncer.model import RunReport

ELSEWHERE = "postmortems/search/2026-03-10-index.md"
INDEX = """\
# Index lost

| Action | Owner | Due |
|---|---|---|
| Copy the index every night | @alice | 2026-04-01 |
| Alert when the index is old | @bob | 2026-04-01 |
"""
DAY = 90_000
ROW = "| Ask the vendor about pool sizes | @erin | 2026-04-01 |\n"

Lose = Callable[[], None]
"""Called before every rerun: the state is lost, or is not."""
Play = Callable[[FarWorld, Lose], int]
"""Plays a story to its end and answers how many runs that took."""


@dataclass(frozen=True, slots=True)
class Story:
    """One fault told at length: `play` asserts what is particular to it, `titles` are there once each in the end."""

    name: str
    play: Play
    titles: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ((NAME, TEN),)


def tell(story: Story, root: Path, kind: TrackerKind, *, state_lost: bool) -> Row:
    """Play `story` and count what is wrong at its end; a further run must find nothing to do."""
    with far_world(root, dict(story.documents), kind) as world:
        runs = story.play(world, world.lose_state if state_lost else lambda: None)
        duplicates, missing = wrong(world, story.titles or TEN_TITLES)
        made = len(world.ours())
        before = world.remote.refs()
        assert world.sync().plan.changes == (), story.name
        assert (len(world.ours()), world.remote.refs()) == (made, before), story.name
        assert world.leftovers() == [], story.name
        return Row(
            story.name, "deleted" if state_lost else "kept", runs, duplicates, missing, world.remote.lost_pushes()
        )


def wrong(world: FarWorld, titles: tuple[str, ...]) -> tuple[int, int]:
    """How many issues are there too often or not at all; every link of the documents leads to its own row's issue."""
    wanted, found = Counter(titles), Counter(issue.title for issue in world.ours())
    return (found - wanted).total(), (wanted - found).total()


def links(world: FarWorld, name: str = NAME) -> dict[str, str]:
    """By title of the issue that a link leads to, perhaps by way of a redirect, the line that the link is in."""
    found = {}
    for line in world.read(name).splitlines():
        if cell := world.hub.link.search(line):
            title = world.hub.title_at(cell[1], cell[2])
            assert title in line, line
            assert title not in found, line
            found[title] = line
    return found


def _titles_of(text: str) -> tuple[str, ...]:
    rows = re.findall(r"^(?:\| |- \[ \] |- |\d\. )([^|\n]+?)(?: \|.*)?$", text, re.MULTILINE)
    return tuple(row for row in rows if row != "Action")


TEN_TITLES = _titles_of(TEN)
assert len(TEN_TITLES) == 10


def said(report: RunReport) -> str:
    """Everything that a run told people."""
    return "\n".join(f"{problem.message}; {problem.advice}" for problem in report.problems)


def routes_beside(world: FarWorld, other: Route) -> tuple[Route, ...]:
    """What goes to our home, and beside it the rows that go to `other`."""
    return (replace(other, match=(("path", "postmortems/search/**"),)), Route("acme", world.hub.home))


def kill_before(effect: str) -> Callable[[str], None]:
    """Be killed right before an effect whose name ends so."""

    def kill(name: str) -> None:
        if name.endswith(effect):
            raise Killed(name)

    return kill


class KillAfter(Killer):
    """Kills right after the first effect whose name ends so."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def around(self, name: str, effect: Callable[..., object], *args: object, **kwargs: object) -> object:
        """Do it, and die."""
        answer = effect(*args, **kwargs)
        if name.endswith(self._name):
            raise Killed(name)
        return answer


TEN_AND_ROW = (*TEN_TITLES, "Ask the vendor about pool sizes")
INDEX_TITLES = ("Copy the index every night", "Alert when the index is old")
BOTH = ((NAME, TEN), (ELSEWHERE, INDEX))
