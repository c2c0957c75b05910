"""Owns whether an issue of a project can be brought to a status that counts as done, as far as that can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from syncer.errors import Unavailable
from syncer.model import Severity, State, Target
from syncer.trackers.jira.examined_fields import Flaw
from syncer.trackers.jira.fields import Screen
from syncer.trackers.jira.filling import Wanted, fill
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.searching import pages
from syncer.trackers.jira.shown import Json, Shown, understood
from syncer.trackers.jira.site import Site
from syncer.trackers.jira.transitions import MOST_STEPS

_DONE, _NEW = "done", "new"
_MOST_SAMPLES = "50"
_MOST_STATUSES = 8
"""Statuses of which an issue is asked where it can go."""


class Offer(NamedTuple):
    """A transition that Jira offers: the status it leads to, and why we cannot take it, with a remedy."""

    name: str
    status: str
    category: str
    is_everywhere: bool
    lacks: str | None
    remedy: str


def samples(site: Site, target: Target, screen: Screen) -> tuple[Shown, ...]:
    """The newest issues of the type of `screen`. Raises `PortError`."""
    jql = f'project = "{target.name}" AND issuetype = {screen.type_id} ORDER BY created DESC'
    page = next(islice(pages(site, target, jql, _MOST_SAMPLES), 1), None)
    return page.shown if page is not None else ()


def done_flaws(site: Site, target: Target, screen: Screen, issues: Sequence[Shown]) -> Iterator[Flaw]:
    """Whether an issue of the type of `screen` can be brought to done, by its statuses and by what `issues` offer.

    Raises `PortError`.
    """
    statuses = _statuses(site, target, screen)
    if statuses and _DONE not in statuses.values():
        what = f"no status of {screen.type_name} counts as done ({', '.join(statuses)}), so no issue can be closed"
        yield Flaw(Severity.PROBLEM, what, "add a status of the category Done to its workflow")
        return
    started = sorted((one for one in issues if one.category != _DONE), key=lambda one: one.category != _NEW)
    if started:
        yield _Map(site, target, screen, issues).flaw(started[0].status)
    elif issues:
        yield Flaw(Severity.NOTE, f"issues of the type {screen.type_name} have been brought to done", "")
    else:
        what = f"no issue of the type {screen.type_name} is there yet to ask for its way to done"
        yield Flaw(Severity.NOTE, what, "")


def _statuses(site: Site, target: Target, screen: Screen) -> Mapping[str, str]:
    """Category by name of the statuses of the type; none where the project does not tell."""
    answer = site.account.get(target, site.account.api("project", target.name, "statuses"))
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    data: Json = answer.data
    return understood(
        lambda: {
            str(status["name"]): str((status.get("statusCategory") or {}).get("key") or "")
            for row in data
            if str(row["id"]) == screen.type_id
            for status in row["statuses"]
        },
        lambda words: Unavailable(f"{site.place(target)}: {words}"),
    )


class _Map:
    """What leads where, seen by issues in several statuses."""

    def __init__(self, site: Site, target: Target, screen: Screen, issues: Sequence[Shown]) -> None:
        self._site = site
        self._target = target
        self._type = screen.type_name
        self._samples = {one.status: one for one in reversed(issues)}
        self._asked: dict[str, Sequence[Offer]] = {}

    def flaw(self, start: str) -> Flaw:
        """What is to be said of the way from the status `start` to done. Raises `PortError`."""
        ways: dict[str, tuple[str, ...]] = {start: (start,)}
        unseen: dict[str, None] = {}
        lacking: list[Offer] = []
        for status in _growing(ways):
            offers = self._offers(status)
            if offers is None:
                unseen[status] = None
                continue
            taken = [offer for offer in offers if offer.lacks is None]
            if done := next((offer for offer in taken if offer.category == _DONE), None):
                return self._note((*ways[status], done.status))
            lacking += [offer for offer in offers if offer.lacks is not None]
            if len(ways[status]) < MOST_STEPS:
                for offer in taken:
                    ways.setdefault(offer.status, (*ways[status], offer.status))
        return self._missing(start, lacking, tuple(unseen))

    def _missing(self, start: str, lacking: Sequence[Offer], unseen: Sequence[str]) -> Flaw:
        for offer in sorted(lacking, key=lambda offer: offer.category != _DONE):
            return Flaw(
                Severity.PROBLEM, f"{self._type} cannot take the transition {offer.name}: {offer.lacks}", offer.remedy
            )
        offers = self._asked[start]
        if unseen and not _is_all(start, offers):
            what = f"from {start} {self._type} leads on through {', '.join(unseen)}, where no issue is to be asked"
            return Flaw(Severity.NOTE, f"{what}: its way to done was not seen", "")
        there = (
            f"Jira offers {', '.join(offer.name for offer in offers)}" if offers else "Jira offers the account nothing"
        )
        what = f"no way leads {self._type} from {start} to a status that counts as done: {there}"
        remedy = "draw one in the workflow, or give the account what its conditions ask for (Transition Issues, ...)"
        return Flaw(Severity.PROBLEM, what, remedy)

    def _note(self, way: Sequence[str]) -> Flaw:
        return Flaw(Severity.NOTE, f"{self._type} can be brought to done: {' > '.join(way)}", "")

    def _offers(self, status: str) -> Sequence[Offer] | None:
        """What Jira offers an issue in `status`; `None` where no issue is there to be asked, or too many were."""
        if status not in self._asked and status in self._samples and len(self._asked) < _MOST_STATUSES:
            self._asked[status] = self._ask(self._samples[status])
        return self._asked.get(status)

    def _ask(self, issue: Shown) -> Sequence[Offer]:
        path = self._site.account.api("issue", issue.id, "transitions")
        answer = self._site.account.get(self._target, path, {"expand": "transitions.fields"})
        place = f"{issue.key} on {self._site.account.host}"
        if not answer.is_success:
            raise refusal(answer, place)
        data: Json = answer.data
        return understood(
            lambda: [self._offer(row) for row in data["transitions"]], lambda words: Unavailable(f"{place}: {words}")
        )

    def _offer(self, row: Json) -> Offer:
        to = row["to"]
        category = str((to.get("statusCategory") or {}).get("key") or "")
        choices = self._site.choices.of(self._target.name)
        wanted = Wanted(State.DONE) if category == _DONE else None
        filled = fill(row.get("fields") or {}, choices, wanted, is_cloud=self._site.account.is_cloud)
        name, status = str(row["name"]), str(to["name"])
        return Offer(name, status, category, row.get("isGlobal") is True, filled.lacks, filled.remedy)


def _growing(ways: Mapping[str, object]) -> Iterator[str]:
    """The keys of `ways`, those too that are added meanwhile, each once and in order."""
    seen = 0
    while seen < len(ways):
        yield next(islice(ways, seen, None))
        seen += 1


def _is_all(start: str, offers: Sequence[Offer]) -> bool:
    """Whether what is offered at `start` is offered everywhere, so that no other status offers more.

    Cloud says so; on Data Center it shows by a way that leads to where the issue is already.
    """
    return all(offer.is_everywhere for offer in offers) or any(offer.status == start for offer in offers)
