"""Owns the making of trackers from their tables, each kind imported only where it is configured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from syncer.settings.jira_tables import JiraIssues, JiraTracker
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker

if TYPE_CHECKING:
    from syncer.bootstrap.accounts import Accounts
    from syncer.ports import Clock, Tracker
    from syncer.settings.loader import Configuration
    from syncer.trackers.jira.choices import Choices


def make_trackers(configuration: Configuration, clock: Clock, accounts: Accounts) -> Mapping[str, Tracker]:
    """Every configured tracker by its name."""
    made: dict[str, Tracker] = {}
    for name, table in configuration.settings.trackers.items():
        if isinstance(table, LocalTracker):
            made[name] = local_tracker(name, configuration.path(table.path), clock)
        else:
            made[name] = far_tracker(name, table, configuration.settings.calendar.timezone, clock, accounts)
    return made


def local_tracker(name: str, folder: Path, clock: Clock) -> Tracker:
    """The local tracker whose issues lie in `folder`."""
    from syncer.trackers.local import LocalTracker as Local

    return Local(name, folder, clock)


def far_tracker(name: str, table: GitHubTracker | JiraTracker, zone: str, clock: Clock, accounts: Accounts) -> Tracker:
    """The tracker across a network that `table` describes; days are those of the time zone `zone`."""
    if isinstance(table, GitHubTracker):
        return _github(name, table, zone, clock, accounts)
    return _jira(name, table, zone, clock, accounts)


def _github(name: str, table: GitHubTracker, zone: str, clock: Clock, accounts: Accounts) -> Tracker:
    from syncer.trackers.github.tracker import GitHubTracker as GitHub

    account, pacer = accounts.github(name, table)
    return GitHub(name, account, clock, pacer, zone=zone, due_field=table.due_field)


def _jira(name: str, table: JiraTracker, zone: str, clock: Clock, accounts: Accounts) -> Tracker:
    """With what earlier runs learnt of that site; a run that only looks adds nothing to it."""
    from syncer.trackers.jira.choices import ProjectChoices
    from syncer.trackers.jira.notebook import Notebook
    from syncer.trackers.jira.tracker import JiraTracker as Jira

    account, pacer = accounts.jira(name, table)
    choices = ProjectChoices(_choices(table), {key: _choices(table.of(key)) for key in table.projects})
    memory = accounts.memory(f"tracker {name} notebook {account.host}")
    notebook = Notebook(memory.text, memory.remember, clock)
    return Jira(name, account, clock, pacer, zone=zone, choices=choices, notebook=notebook)


def _choices(table: JiraIssues) -> Choices:
    from syncer.trackers.jira.choices import DUPLICATE, WONT_DO, Choices

    return Choices(
        issue_type=table.issue_type,
        priorities=table.priorities,
        components=table.components,
        parent=table.parent,
        security=table.security,
        fields=table.fields,
        transition_fields=table.transition_fields,
        wont_do=WONT_DO if table.wont_do is None else table.wont_do,
        duplicate=DUPLICATE if table.duplicate is None else table.duplicate,
    )
