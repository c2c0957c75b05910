"""Owns where the state of a run lies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from syncer.settings.arguments import Arguments
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.loader import Configuration
from syncer.settings.overlay import Effective, overlay
from syncer.settings.schema import RouteTable
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker
from syncer.settings.xdg import state_folder

FOLDER = ".syncer"
FILE = "state.db"


def state_path(effective: Effective) -> Path:
    """The state of a run: as configured, else beside the configuration file, else its own for these sources."""
    configuration = effective.configuration
    configured = configuration.settings.state.path
    if configured is not None:
        return configuration.path(configured)
    if configuration.file is not None:
        return configuration.folder / FOLDER / FILE
    return state_folder() / _key(effective) / FILE


def named_state(configuration: Configuration, arguments: Arguments) -> Path | None:
    """The state that `arguments` or the configuration mean, `None` where they name neither it nor its documents."""
    effective = overlay(configuration, arguments)
    settings = effective.configuration.settings
    if configuration.file is not None or settings.state.path is not None or (settings.sources and settings.trackers):
        return state_path(effective)
    return None


def own_states() -> Sequence[Path]:
    """Every state of this user that no configuration file stands beside, by path."""
    return sorted(state_folder().glob(f"*/{FILE}"))


def _key(effective: Effective) -> str:
    """A name for these sources and trackers, the same wherever the command is run from; no secret goes into it."""
    configuration = effective.configuration
    settings = configuration.settings
    documents = sorted(_documents(configuration, source) for source in settings.sources.values())
    issues = sorted(
        text
        for name, tracker in settings.trackers.items()
        for text in _issues(configuration, tracker, [route for route in settings.routes if route.tracker == name])
    )
    mark = hashlib.sha256("\x00".join([*documents, "", *issues]).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    first = min(settings.sources, default="documents")
    return f"{first}-{mark}"


def _documents(configuration: Configuration, source: FilesSource | GitSource) -> str:
    """Where the documents of `source` live."""
    if isinstance(source, FilesSource):
        return os.path.realpath(_folder(configuration.path(source.path)))
    place = source.url if source.path is None else os.path.realpath(configuration.path(source.path))
    return f"git {place} {source.branch}"


def _issues(
    configuration: Configuration, tracker: LocalTracker | GitHubTracker | JiraTracker, routes: Sequence[RouteTable]
) -> Iterator[str]:
    """Where the issues of `tracker` live: in its folder, or in the repositories or projects that `routes` lead to."""
    if isinstance(tracker, LocalTracker):
        yield f"{tracker.kind} {os.path.realpath(configuration.path(tracker.path))}"
    else:
        yield from {f"{tracker.kind} {tracker.url} {route.target.lower()}" for route in routes}


def _folder(path: Path) -> Path:
    return path.parent if path.is_file() else path
