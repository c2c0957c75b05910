"""Owns the way from settings to the rules that decisions depend on, and their fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum

from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.routes import Route
from syncer.core.rules import Limits, Overrides, Rules
from syncer.model import Person
from syncer.settings.arguments import Arguments
from syncer.settings.calendars import build_calendars
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.overlay import Effective
from syncer.settings.schema import LimitsTable, PersonTable, PublicationTable, RouteTable, Settings
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker


def build_rules(effective: Effective, arguments: Arguments, parser: str) -> Rules:
    """The rules of one run; `parser` is the version of the reading of documents.

    Raises `ConfigurationError` where holidays cannot be had.
    """
    settings = effective.configuration.settings
    rules = Rules(
        publication=_publication(settings.publication),
        directory=build_directory(settings),
        calendars=build_calendars(settings),
        routes=tuple(_route(route, settings.trackers.get(route.tracker)) for route in settings.routes),
        limits=_limits(settings.limits),
        overrides=Overrides(arguments.allow_empty_source, arguments.allow_mass_change),
        write_back={name: source.write_back for name, source in settings.sources.items()},
        status=settings.authority.status,
        orphans=settings.authority.orphans,
        since=arguments.since,
        adopt_only=arguments.adopt_only,
        reread=arguments.reread,
        language=settings.language,
        command=arguments.command,
        partial=effective.partial,
    )
    return replace(rules, fingerprint=fingerprint(rules, parser, *_transitions(settings)))


def fingerprint(rules: Rules, parser: str, *more: object) -> str:
    """A hash of everything in `rules` that may change what a document reads as or where its issues go, and of `more`.

    `more` is what decides whether an issue can follow its row: what was refused is then tried again.
    """
    parts = (
        parser,
        rules.publication,
        rules.directory,
        rules.calendars,
        rules.routes,
        rules.status,
        rules.language,
        rules.labels,
        *more,
    )
    text = json.dumps([_canonical(part) for part in parts], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _transitions(settings: Settings) -> list[object]:
    """What the configuration fills into screens of transitions, by tracker and target; nothing where nothing is."""
    routed = ((route.tracker, route.target, settings.trackers.get(route.tracker)) for route in settings.routes)
    jira = ((name, target, one.of(target)) for name, target, one in routed if isinstance(one, JiraTracker))
    return [(name, target, choices.transition_fields) for name, target, choices in jira if choices.transition_fields]


def _canonical(value: object) -> object:
    """`value` as JSON can hold it, equal for equal values in whatever order a set or table keeps them."""
    if is_dataclass(value):
        return {one.name: _canonical(getattr(value, one.name)) for one in fields(value) if one.compare}
    if isinstance(value, Mapping):
        return {str(key): _canonical(inner) for key, inner in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_canonical(inner) for inner in value), key=repr)
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    if isinstance(value, date | Enum) or value is None:
        return str(value)
    return value if isinstance(value, str | int | float) else repr(value)


def _publication(table: PublicationTable) -> PublicationRules:
    """The built-in words with those of the configuration, which win over them."""
    built_in = PublicationRules()
    published, draft = _words(table.published), _words(table.draft)
    return PublicationRules(
        published=(built_in.published - draft) | published,
        draft=(built_in.draft - published) | draft,
        draft_folders=(*built_in.draft_folders, *table.draft_folders),
        published_folders=table.published_folders,
    )


def _words(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words)


def build_directory(settings: Settings) -> Directory:
    """Everybody whom the settings know."""
    people = tuple(_person(handle, table) for handle, table in settings.people.items())
    return Directory(people=people, is_configured=bool(people))


def _person(handle: str, table: PersonTable) -> Person:
    name = handle.removeprefix("@")
    accounts = {"github": table.github, "jira": table.jira, "local": table.local or name}
    given = {kind: account for kind, account in accounts.items() if account}
    return Person(name, table.name, table.email, table.team, given)


def _route(table: RouteTable, tracker: LocalTracker | GitHubTracker | JiraTracker | None) -> Route:
    match = tuple((key, pattern) for key, pattern in table.match.model_dump().items() if pattern is not None)
    labels = (*_labels(tracker, table.target), *table.labels)
    return Route(table.tracker, table.target, match, table.fallback_owner, tuple(dict.fromkeys(labels)))


def _labels(tracker: LocalTracker | GitHubTracker | JiraTracker | None, target: str) -> tuple[str, ...]:
    """The labels that every issue in `target` of `tracker` gets."""
    if isinstance(tracker, JiraTracker):
        return tracker.of(target).labels
    return tracker.labels if isinstance(tracker, GitHubTracker) else ()


def _limits(table: LimitsTable) -> Limits:
    return Limits(**table.model_dump())
