"""Owns the way of an issue from one state to another: by the categories of statuses, in as many steps as it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from syncer.core.render import STATE_WORDS
from syncer.errors import PortError, Refused, Rejected, Unavailable
from syncer.model import State, Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.choices import Choices
from syncer.trackers.jira.filling import Filled, Wanted, fill
from syncer.trackers.jira.refusals import refusal, said_of
from syncer.trackers.jira.shown import Json, Shown, understood
from syncer.trackers.jira.site import Site

MOST_STEPS = 4
"""Transitions taken one after the other at most."""
_NEW, _BUSY, _DONE = "new", "indeterminate", "done"
_GOALS: Mapping[State, tuple[str, ...]] = {
    State.TODO: (_NEW, _BUSY),
    State.IN_PROGRESS: (_BUSY,),
    State.DONE: (_DONE,),
    State.WONT_DO: (_DONE,),
}
"""Categories in which an issue has a state, the best first: what is opened again may well be in progress."""
_ON_THE_WAY = (_BUSY, _NEW, _DONE)
"""Categories to pass through, the best first."""
_ORDER = (_NEW, _BUSY, _DONE)
"""Categories as work goes on: a way never leads out of what lies between where it begins and where it is to end."""


class Way(NamedTuple):
    """A transition that is offered: where it leads, and what its screen takes and lacks."""

    id: str
    name: str
    status: str
    category: str
    filled: Filled


def transition(site: Site, shown: Shown, wanted: State, *, is_duplicate: bool = False) -> None:
    """Bring the issue to `wanted`; nothing where its status is of that category already.

    Steps are chosen from what the issue offers: one that leads there, else one to a status where it was not yet.
    Raises `Rejected` with the field `state` where no way leads there, which tells how far it came.
    """
    goals = _GOALS[wanted]
    walk = _Walk(site, shown, Wanted(wanted, is_duplicate=is_duplicate))
    while walk.category not in goals:
        walk.step(goals)


class _Walk:
    """One issue on its way."""

    def __init__(self, site: Site, shown: Shown, wanted: Wanted) -> None:
        self.category = shown.category or _NEW
        self._site = site
        self._shown = shown
        self._wanted = wanted
        self._target: Target = site.names.target(shown.project)
        self._choices: Choices = site.choices.of(shown.project)
        self._been = [shown.status]
        self._path = site.account.api("issue", shown.id, "transitions")

    def step(self, goals: Sequence[str]) -> None:
        """Take the best transition that is offered. Raises `PortError`."""
        if len(self._been) > MOST_STEPS:
            raise self._stuck(f"more than {MOST_STEPS} steps would be needed", "move it by hand")
        ways = self._offered()
        way = self._best(ways, goals)
        content: dict[str, Json] = {"transition": {"id": way.id}, **way.filled.content}
        answer = self._site.write(self._target, "POST", self._path, content)
        if not answer.is_success:
            raise self._failure(way, answer)
        self.category = way.category
        self._been.append(way.status)

    def _best(self, ways: Sequence[Way], goals: Sequence[str]) -> Way:
        if not ways:
            raise self._stuck(
                "Jira offers the account no transition",
                f"give it the permission Transition Issues (and Resolve Issues) in {self._target.name}, or draw a way "
                f"on from {self._been[-1]} in the workflow",
            )
        there = [way for way in ways if way.category in goals]
        near = [way for way in ways if self._is_between(way, goals)]
        open_ = [way for way in there or near if way.filled.lacks is None]
        if open_:
            order = goals if there else _ON_THE_WAY
            return min(open_, key=lambda way: self._rank(way, order))
        if lacking := next((way for way in there or near if way.filled.lacks is not None), None):
            raise self._stuck(f"the transition {lacking.name}: {lacking.filled.lacks}", lacking.filled.remedy)
        raise self._stuck(
            f"of what Jira offers there ({', '.join(way.name for way in ways)}) nothing leads on",
            "draw a way in the workflow, or give the account what its conditions ask for",
        )

    def _is_between(self, way: Way, goals: Sequence[str]) -> bool:
        """Whether `way` leads nearer, or at least not away: to a status where the issue was not on this walk."""
        here, there = _ORDER.index(self.category), _ORDER.index(goals[0])
        is_near = min(here, there) <= _ORDER.index(way.category) <= max(here, there)
        return is_near and way.category not in goals and way.status not in self._been

    def _rank(self, way: Way, order: Sequence[str]) -> tuple[int, int, str, str]:
        """The best category first, then what says the same as the wish, then by name."""
        return (order.index(way.category), self._wanted.distance(way.name, way.status, way.filled), way.name, way.id)

    def _offered(self) -> list[Way]:
        query = {"expand": "transitions.fields"}
        answer = self._site.account.get(self._target, self._path, query)
        if not answer.is_success:
            raise refusal(answer, self._place)
        data: Json = answer.data
        return understood(
            lambda: [self._way(one) for one in data["transitions"]],
            lambda words: Unavailable(f"{self._place}: {words}"),
        )

    def _way(self, one: Json) -> Way:
        to = one["to"]
        category = str((to.get("statusCategory") or {}).get("key") or _NEW)
        is_there = category == _DONE
        filled = fill(
            one.get("fields") or {},
            self._choices,
            self._wanted if is_there else None,
            is_cloud=self._site.account.is_cloud,
        )
        known = category if category in _ON_THE_WAY else _NEW
        return Way(str(one["id"]), str(one["name"]), str(to.get("name") or to["id"]), known, filled)

    def _failure(self, way: Way, answer: Answer) -> PortError:
        if answer.status == 409:
            return Refused(f"{self._place}: somebody moved it at the same moment; tried again", 0)
        if answer.status in (400, 403, 422):
            return self._stuck(
                f"the transition {way.name} was refused ({said_of(answer)})",
                "give the account what the workflow asks for, set transition_fields in the configuration, or move "
                "it by hand",
            )
        return refusal(answer, self._place)

    def _stuck(self, why: str, remedy: str) -> Rejected:
        way = " > ".join(self._been)
        far = f" and is in {self._been[-1]} now ({way})" if len(self._been) > 1 else f" from {way}"
        told = f"{self._place} could not be brought to {STATE_WORDS[self._wanted.state]}{far}"
        return Rejected(f"{told}: {why}; {remedy}", field="state")

    @property
    def _place(self) -> str:
        return f"{self._shown.key} on {self._site.account.host}"
