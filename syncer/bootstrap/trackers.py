"""Owns the making of trackers from their tables, each kind imported only where it is configured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from syncer.settings.tracker_tables import GitHubTracker, LocalTracker

if TYPE_CHECKING:
    from syncer.bootstrap.accounts import Accounts
    from syncer.ports import Clock, Tracker
    from syncer.settings.loader import Configuration


def make_trackers(configuration: Configuration, clock: Clock, accounts: Accounts) -> Mapping[str, Tracker]:
    """Every configured tracker by its name."""
    made: dict[str, Tracker] = {}
    for name, table in configuration.settings.trackers.items():
        if isinstance(table, LocalTracker):
            made[name] = local_tracker(name, configuration.path(table.path), clock)
        elif isinstance(table, GitHubTracker):
            made[name] = github_tracker(name, table, configuration.settings.calendar.timezone, clock, accounts)
    return made


def local_tracker(name: str, folder: Path, clock: Clock) -> Tracker:
    """The local tracker whose issues lie in `folder`."""
    from syncer.trackers.local import LocalTracker as Local

    return Local(name, folder, clock)


def github_tracker(name: str, table: GitHubTracker, zone: str, clock: Clock, accounts: Accounts) -> Tracker:
    """The tracker on GitHub that `table` describes; days are those of the time zone `zone`."""
    from syncer.trackers.github.tracker import GitHubTracker as GitHub

    account, pacer = accounts.of(name, table)
    return GitHub(name, account, clock, pacer, zone=zone, due_field=table.due_field)
