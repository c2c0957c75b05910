"""Owns what can be said before anything is written: routes, owners, calendars and limits that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from syncer.core.accounts import spelling
from syncer.core.paces import VENDORS
from syncer.core.resolve import ResolvedItem
from syncer.core.routes import Route, may_publish
from syncer.core.rules import Limits, Rules
from syncer.model import Document, Finding, Severity, Target

NO_SPRINTS = "no-sprint-calendar"
"""The rule that a due text is resolved by where it speaks of sprints and none are known."""
_MOST_NAMES = 20
"""So many owners are named one by one."""
_DECIDED = 15.0
"""Seconds after which a server that lost its answer has decided: it gives up a request after ten."""
_SAFE = 60.0
_VENDORS = {"github": "GitHub", "jira": "Jira"}
"""What kinds of trackers across a network are called."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read, and its rows; without rows where it is a draft."""

    document: Document
    rows: tuple[ResolvedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to be said something about.

    `kinds` are those of the configured trackers by name, `openers` names of trackers that open pull requests. `public`
    says by target whether everybody can read it, `None` where that is not known; targets that nobody could ask about
    are not in it. `places` are where the routes stand, in their order.
    """

    rules: Rules
    kinds: Mapping[str, str]
    documents: Sequence[Read]
    openers: frozenset[str] = frozenset()
    public: Mapping[Target, bool | None] = field(default_factory=dict)
    places: Sequence[str] = ()

    def place(self, index: int) -> str:
        """Where the route of that number stands."""
        return self.places[index] if index < len(self.places) else f"routes[{index}]"

    @property
    def rows(self) -> Iterator[tuple[Document, ResolvedItem]]:
        """Every row that makes an issue or has one."""
        for read in self.documents:
            yield from ((read.document, row) for row in read.rows if not row.says_done)


def examine_rules(survey: Survey) -> tuple[Finding, ...]:
    """What would keep rows from their issue, their owner or their date, as far as configuration and documents tell."""
    return (
        *_documents(survey),
        *_routes(survey),
        *_trackers(survey),
        *_rows_without_route(survey),
        *_sprints(survey),
        *_owners(survey),
        *_private(survey),
        *_limits(survey.rules.limits, survey.kinds),
    )


def accounts_by_target(survey: Survey) -> Mapping[Target, tuple[str, ...]]:
    """For every target of a route, the accounts that would be assigned there, sorted."""
    found: dict[Target, set[str]] = {_target(route): set() for route in survey.rules.routes}
    for route in survey.rules.routes:
        if route.fallback_owner:
            found[_target(route)].add(spelling(route.fallback_owner, survey.kinds.get(route.tracker, "")))
    for _, row in survey.rows:
        if row.route is not None:
            kind = survey.kinds.get(row.route.tracker, "")
            found[_target(row.route)].update(row.accounts(kind, len(row.owners)))
    return {target: tuple(sorted(names)) for target, names in found.items()}


def _target(route: Route) -> Target:
    return Target(route.tracker, route.target)


def _documents(survey: Survey) -> Iterator[Finding]:
    read = [one for one in survey.documents if one.document.is_published]
    if survey.documents and not read:
        many = _count(len(survey.documents), "document")
        remedy = 'publish them, or say what counts as published under [publication], such as published = ["ready"]'
        yield Finding(Severity.PROBLEM, "documents", f"nothing but drafts: {many}, which make no issue", remedy)
    elif read and not any(one.rows for one in read):
        remedy = "`syncer explain` shows what was read and what was passed over, and why"
        yield Finding(Severity.PROBLEM, "documents", "no published document has an action item", remedy)


def _routes(survey: Survey) -> Iterator[Finding]:
    """Routes that lead nowhere, that an earlier one leaves nothing for, or that nothing takes now."""
    routes = survey.rules.routes
    taken = {id(row.route) for _, row in survey.rows}
    for index, route in enumerate(routes):
        above = next((number for number in range(index) if _takes_all(routes[number], route)), None)
        if route.tracker not in survey.kinds:
            known = ", ".join(sorted(survey.kinds)) or "none"
            remedy = f"name one that is configured: {known}"
            yield Finding(Severity.ERROR, survey.place(index), f"leads to {route.tracker}, which is no tracker", remedy)
        elif above is not None:
            what = f"never matches: {survey.place(above)} comes first and takes everything it is for"
            yield Finding(Severity.PROBLEM, survey.place(index), what, "move it up, or remove it")
        elif survey.documents and id(route) not in taken:
            yield Finding(Severity.NOTE, survey.place(index), f"no open row goes to {_target(route).words} by it")


def _takes_all(first: Route, later: Route) -> bool:
    """Whether whatever fits `later` fits `first`: it asks for nothing that `later` does not ask for as strictly."""
    wanted = {key: {value for name, value in first.match if name == key} for key, _ in first.match}
    asked = {key: {value for name, value in later.match if name == key} for key, _ in later.match}
    return all(key in asked and asked[key] <= values for key, values in wanted.items())


def _trackers(survey: Survey) -> Iterator[Finding]:
    used = {route.tracker for route in survey.rules.routes} | survey.openers
    for name in sorted(survey.kinds.keys() - used):
        yield Finding(
            Severity.PROBLEM, f"trackers.{name}", "no route leads to it", "add a [[routes]] table, or remove it"
        )


def _rows_without_route(survey: Survey) -> Iterator[Finding]:
    lost = Counter(document.name for document, row in survey.rows if row.route is None)
    for name, number in sorted(lost.items()):
        what = f"no route fits {_count(number, 'row')}, so they get no issue"
        yield Finding(Severity.PROBLEM, name, what, "add a [[routes]] table without match at the end")


def _sprints(survey: Survey) -> Iterator[Finding]:
    """Calendars without sprints of which documents speak."""
    teams = Counter(row.team for _, row in survey.rows if row.due.rule == NO_SPRINTS)
    calendars = Counter(
        f"calendars.{team}" if team in survey.rules.calendars and team else "calendar" for team in teams.elements()
    )
    for place, number in sorted(calendars.items()):
        verb = "speaks" if number == 1 else "speak"
        what = f"{_count(number, 'due text')} in documents {verb} of sprints, and none are set"
        remedy = "set sprint = { starts = 2026-03-02, weeks = 2 } there, or add --sprint 2026-03-02/2w"
        yield Finding(Severity.PROBLEM, place, what, remedy)


def _owners(survey: Survey) -> Iterator[Finding]:
    """People without an account where their rows go, and owners that nobody knows."""
    missing: Counter[tuple[str, str, str]] = Counter()
    unknown: Counter[tuple[str, str]] = Counter()
    for _, row in survey.rows:
        kind = survey.kinds.get(row.route.tracker, "") if row.route else ""
        if not row.owners or not kind or row.accounts(kind, 1):
            continue
        first = row.owners[0]
        if first.person is not None:
            missing[first.person.handle, first.person.name, kind] += 1
        elif first.team is None:
            unknown[first.text, first.rule] += 1
    for (handle, name, kind), number in sorted(missing.items()):
        what = f"{name} owns {_count(number, 'row')} and has no {kind} account, so nobody is assigned"
        yield Finding(Severity.PROBLEM, f"people.{handle}", what, f'add {kind} = "..."')
    yield from _unknown(unknown)


def _unknown(owners: Counter[tuple[str, str]]) -> Iterator[Finding]:
    ordered = sorted(owners.items(), key=lambda pair: (-pair[1], pair[0]))
    for (text, rule), number in ordered[:_MOST_NAMES]:
        what = f"{_shown(text)} owns {_count(number, 'row')} and is nobody we know ({rule})"
        yield Finding(Severity.PROBLEM, "people", what, "add them to [people], or correct the rows")
    rest = ordered[_MOST_NAMES:]
    if rest:
        what = f"{_count(len(rest), 'other owner')} of {_count(sum(number for _, number in rest), 'row')} likewise"
        yield Finding(Severity.PROBLEM, "people", what, "`syncer explain` lists them")


def _private(survey: Survey) -> Iterator[Finding]:
    """Private documents whose issues anybody could read, or where nobody can tell."""
    for read in survey.documents:
        visibility = read.document.fact("visibility")
        targets = {_target(row.route) for row in read.rows if row.route is not None and not row.says_done}
        for target in sorted(targets & survey.public.keys()):
            is_public = survey.public[target]
            if not may_publish(visibility, is_public):
                who = "is public" if is_public else "may be public for all we know"
                what = f"is private, and {target.words} {who}: a run refuses to write there"
                yield Finding(Severity.ERROR, read.document.name, what, "route it to a private target")


def _limits(limits: Limits, kinds: Mapping[str, str]) -> Iterator[Finding]:
    """Limits that make a run lose what they are for; only where something is asked across a network."""
    vendors = [kind for kind in _VENDORS if kind in kinds.values()]
    if not vendors:
        return
    if limits.settle_after < _DECIDED:
        what = f"settle_after is {limits.settle_after:g} seconds: a create whose answer is lost may land later still"
        yield _limit(Severity.PROBLEM, what, f"set settle_after = {_SAFE:g}, else it may be made twice")
    if limits.max_runtime is not None and limits.max_runtime <= limits.settle_after:
        what = f"max_runtime ({limits.max_runtime:g} s) ends before settle_after ({limits.settle_after:g} s)"
        yield _limit(Severity.NOTE, what, "a create whose answer is lost always waits for the next run")
    if limits.max_wait < _SAFE:
        what = f"max_wait is {limits.max_wait:g} seconds, and limits are lifted after a minute at the earliest"
        yield _limit(Severity.NOTE, what, "every limit ends the run; the next one goes on")
    for kind in vendors:
        yield from _pace(limits, kind)
    if limits.max_creates == 0:
        yield _limit(Severity.NOTE, "max_creates is 0: a run that wants an issue is refused", "--adopt-only makes none")


def _pace(limits: Limits, kind: str) -> Iterator[Finding]:
    """A pace that was configured and is none, or faster than what the vendor allows."""
    rates = {
        "creates_per_minute": (limits.creates_per_minute, VENDORS[kind].per_minute),
        "creates_per_hour": (limits.creates_per_hour, VENDORS[kind].per_hour),
    }
    for name, (rate, most) in rates.items():
        if rate is not None and most and (rate == 0 or rate > most):
            said = "sets no pace" if rate == 0 else f"is {rate}"
            what = f"{name} {said}; {_VENDORS[kind]} allows an account about {most}"
            yield _limit(Severity.PROBLEM, what, f"set {name} = {most} or less, but for a server that allows more")


def _limit(severity: Severity, what: str, remedy: str) -> Finding:
    return Finding(severity, "limits", what, remedy)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
