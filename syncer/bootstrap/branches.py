"""Owns the look at the branches that git sources push to, where an account on their server is configured."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.bootstrap.accounts import Accounts
from syncer.model import Finding
from syncer.settings.overlay import Effective
from syncer.settings.source_tables import GitSource
from syncer.settings.tracker_tables import GitHubTracker


def examine_branches(effective: Effective, accounts: Accounts) -> Iterator[Finding]:
    """What GitHub says of every branch that is written to in a repository of its own."""
    settings = effective.configuration.settings
    trackers = {name: table for name, table in settings.trackers.items() if isinstance(table, GitHubTracker)}
    sources = {name: table for name, table in settings.sources.items() if isinstance(table, GitSource)}
    for name, source in sources.items() if trackers else ():
        place = _place(source, trackers) if source.write_back != "none" else None
        if place is not None:
            from syncer.trackers.github.branches import examine_branch

            tracker, repository = place
            branch = source.branch if source.write_back == "commit" else source.write_branch
            account = accounts.github(tracker, trackers[tracker]).account
            yield from examine_branch(account, repository, branch, name)


def _place(source: GitSource, trackers: dict[str, GitHubTracker]) -> tuple[str, str] | None:
    """The tracker on the server of `source` and the repository there, as named, else as its address has it."""
    from syncer.sources.git.web import web_place
    from syncer.trackers.github.places import web_root

    found = web_place(source.url or "")
    hosts = {name: web_root(table.url).rpartition("//")[2] for name, table in trackers.items()}
    near = [name for name, host in hosts.items() if found is not None and host == found.host]
    only = [*trackers] if source.repository is not None and len(trackers) == 1 else []
    tracker = next((name for name in (source.tracker, *near, *only) if name in trackers), None)
    repository = source.repository or (found.path if found is not None and tracker in near else None)
    return (tracker, repository) if tracker is not None and repository is not None else None
