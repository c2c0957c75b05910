"""Owns where the state of a run lies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

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
