"""Owns statuses and the ways between them: values that never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

NEW, INDETERMINATE, DONE = "new", "indeterminate", "done"


@dataclass(frozen=True, slots=True)
class Status:
    """A status; `category` is new, indeterminate or done."""

    id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A way into the status called `to`, from any where `sources` is `None`.

    `screen` are the fields people are shown, each with whether it is required; `who` are the only users for whom the
    way is open. `validator` is the message with which a step refuses everybody although it is offered.
    `resolution` is set on the way; `None` clears it, and an empty text leaves it as it is.
    """

    id: str
    name: str
    to: str
    sources: frozenset[str] | None = None
    screen: Mapping[str, bool] = field(default_factory=dict)
    who: frozenset[str] | None = None
    validator: str | None = None
    resolution: str | None = ""

    def starts_at(self, status: str) -> bool:
        """Whether it leads on from the status called `status`."""
        return self.sources is None or status in self.sources


@dataclass(frozen=True, slots=True)
class Workflow:
    """Statuses by name, the first being where issues begin, with their categories; and the ways between them."""

    statuses: Mapping[str, str]
    transitions: tuple[Transition, ...]

    @property
    def first(self) -> str:
        """The name of the status that issues begin in."""
        return next(iter(self.statuses))

    def at(self, status: str) -> list[Transition]:
        """What leads on from the status called `status`."""
        return [way for way in self.transitions if way.starts_at(status)]

    def without(self, *targets: str) -> Workflow:
        """The same with no way into the statuses called so."""
        return replace(self, transitions=tuple(way for way in self.transitions if way.to not in targets))

    def changed(self, to: str, **changes: object) -> Workflow:
        """The same with every way into the status `to` changed, such as `screen={"resolution": True}`."""
        ways = (replace(way, **changes) if way.to == to else way for way in self.transitions)  # type: ignore[arg-type]
        return replace(self, transitions=tuple(ways))


def free(statuses: Mapping[str, str]) -> Workflow:
    """A workflow in which every status can be reached from everywhere."""
    return Workflow(statuses, tuple(_way(number, name, category) for number, (name, category) in _numbered(statuses)))


def stepwise(statuses: Mapping[str, str]) -> Workflow:
    """A workflow in which each status leads only to its neighbours."""
    names = list(statuses)
    ways = []
    for number, (name, category) in _numbered(statuses):
        at = names.index(name)
        neighbours = frozenset(names[max(0, at - 1) : at] + names[at + 1 : at + 2])
        ways.append(replace(_way(number, name, category), sources=neighbours))
    return Workflow(statuses, tuple(ways))


def _numbered(statuses: Mapping[str, str]) -> Iterable[tuple[int, tuple[str, str]]]:
    return enumerate(statuses.items(), start=1)


def _way(number: int, name: str, category: str) -> Transition:
    return Transition(str(number * 10 + 1), name, name, resolution="Done" if category == DONE else None)


SIMPLE = free({"To Do": NEW, "In Progress": INDETERMINATE, "Done": DONE})
STEPS = stepwise({"To Do": NEW, "In Progress": INDETERMINATE, "In Review": INDETERMINATE, "Done": DONE})
