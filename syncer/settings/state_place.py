"""Owns where the state of a run lies, and how a command that only looks finds it again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.loader import Configuration
from syncer.settings.overlay import Effective, overlay
from syncer.settings.schema import FilesSource, LocalTracker
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


def find_state(configuration: Configuration, arguments: Arguments) -> Path:
    """The state that `arguments` mean; where they name nothing, the only one there is.

    Raises `UsageError` where several could be meant.
    """
    effective = overlay(configuration, arguments)
    settings = effective.configuration.settings
    if configuration.file is not None or settings.state.path is not None or (settings.sources and settings.trackers):
        return state_path(effective)
    found = sorted(state_folder().glob(f"*/{FILE}"))
    if len(found) > 1:
        choices = [f"--state {path}" for path in found]
        raise UsageError("there is no syncer.toml here, and several states could be meant; name one:", choices)
    return found[0] if found else state_folder() / FILE


def _key(effective: Effective) -> str:
    """A name for these sources and trackers, the same wherever the command is run from."""
    configuration = effective.configuration
    roots = sorted(
        os.path.realpath(_folder(configuration.path(source.path)))
        for source in configuration.settings.sources.values()
        if isinstance(source, FilesSource)
    )
    trackers = sorted(
        f"{tracker.kind} {os.path.realpath(configuration.path(tracker.path))}"
        for tracker in configuration.settings.trackers.values()
        if isinstance(tracker, LocalTracker)
    )
    mark = hashlib.sha256("\x00".join([*roots, "", *trackers]).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    first = min(configuration.settings.sources, default="documents")
    return f"{first}-{mark}"


def _folder(path: Path) -> Path:
    return path.parent if path.is_file() else path
