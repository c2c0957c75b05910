"""Owns the question which states made the issues that are there, for whoever takes over those of another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from syncer.bootstrap.accounts import Accounts
from syncer.bootstrap.places import local_folders
from syncer.bootstrap.trackers import far_tracker, local_tracker
from syncer.core.rules import Limits
from syncer.errors import ConfigurationError
from syncer.model import Issue, Target
from syncer.retry.patience import Patience
from syncer.settings.environment_trackers import github_of_environment, jira_of_environment
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker

if TYPE_CHECKING:
    from syncer.ports import Clock, StateStore, Tracker
    from syncer.settings.loader import Configuration


def lineages(configuration: Configuration, state: StateStore, clock: Clock) -> Mapping[str, int]:
    """By lineage, how many issues carry it in the configured trackers, else in those of the last run of `state`.

    Raises `ConfigurationError` where no tracker is known, `UsageError` where a token of the environment is needed,
    `PortError` where a tracker cannot be listed.
    """
    trackers = _trackers(configuration, state, clock)
    if not trackers:
        raise ConfigurationError(["it is not known where the issues are: run this beside the syncer.toml"])
    found: Counter[str] = Counter()
    for target in dict.fromkeys(_targets(configuration, state, trackers)):
        issues = _listed(trackers[target.tracker], target)
        found.update(issue.marker.lineage for issue in issues if issue.is_ours and issue.marker)
    return found


def _listed(tracker: Tracker, target: Target) -> Iterator[Issue]:
    """Every issue with our label in `target`, with its marker: where listings leave that out, it is read."""
    issues, _ = tracker.changes(target, None)
    partial = not tracker.capabilities(target).lists_whole
    unread = [issue.ref for issue in issues if partial and issue.marker is None]
    yield from (issue for issue in issues if issue.marker is not None)
    if unread:
        yield from (issue for issue in tracker.get(unread).values() if isinstance(issue, Issue))


def _targets(configuration: Configuration, state: StateStore, trackers: Mapping[str, Tracker]) -> Iterator[Target]:
    """Every place that issues may be in: by the routes, those of the last run, and by what the state knows."""
    from syncer.state.origin import read_origin

    routed = [Target(route.tracker, route.target) for route in configuration.settings.routes]
    known = (*routed, *read_origin(state).targets, *state.targets())
    yield from (Target(name, "") for name, tracker in trackers.items() if tracker.kind == "local")
    yield from (target for target in known if target.tracker in trackers)


def _trackers(configuration: Configuration, state: StateStore, clock: Clock) -> Mapping[str, Tracker]:
    """The configured trackers, else those of the last run: folders of issues, and what needs a token."""
    from syncer.state.origin import Origin, read_origin

    settings = configuration.settings
    origin = Origin() if settings.trackers else read_origin(state)
    folders = {**local_folders(configuration), **{name: Path(folder) for name, folder in origin.issues.items()}}
    far: dict[str, GitHubTracker | JiraTracker] = {
        name: table for name, table in settings.trackers.items() if not isinstance(table, LocalTracker)
    }
    far |= {name: github_of_environment(url) for name, url in origin.apis.items()}
    far |= {name: jira_of_environment(url) for name, url in origin.sites.items()}
    accounts = Accounts(clock, Patience(clock, settings.limits.max_wait), Limits(), state, remembers=False)
    local = {name: local_tracker(name, folder, clock) for name, folder in folders.items()}
    zone = settings.calendar.timezone
    return {**local, **{name: far_tracker(name, one, zone, clock, accounts) for name, one in far.items()}}
