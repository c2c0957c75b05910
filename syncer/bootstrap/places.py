"""Owns which folders of this machine a configuration means: of documents, of issues, of clones."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from syncer.model import Target
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.overlay import Effective
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.state_place import state_path
from syncer.settings.tracker_tables import GitHubTracker, LocalTracker

if TYPE_CHECKING:
    from syncer.settings.loader import Configuration
    from syncer.state.origin import Origin


def source_roots(effective: Effective) -> Mapping[str, Path]:
    """By source of documents on this machine, the absolute folder or file they lie in."""
    configuration = effective.configuration
    return {
        name: configuration.path(source.path)
        for name, source in configuration.settings.sources.items()
        if isinstance(source, FilesSource)
    }


def clones(effective: Effective) -> Mapping[str, Path]:
    """By git source that names a clone on this machine, its absolute folder."""
    configuration = effective.configuration
    return {
        name: configuration.path(source.path)
        for name, source in configuration.settings.sources.items()
        if isinstance(source, GitSource) and source.path is not None
    }


@contextmanager
def clone_cache(effective: Effective, *, writes: bool) -> Iterator[Path]:
    """The folder beside the state for the clones and the work of git.

    A run that does not write makes none there: where none is, it has one of its own that is removed afterwards.
    """
    state = state_path(effective)
    place = state.with_name(f"{state.name}-clones")
    sources = effective.configuration.settings.sources.values()
    is_usable = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    if writes or is_usable or not any(isinstance(source, GitSource) for source in sources):
        yield place
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="syncer-") as own:
        yield Path(own)


def issue_folders(effective: Effective) -> tuple[Path, ...]:
    """The folders of local trackers; they are never read as documents."""
    return tuple(local_folders(effective.configuration).values())


def local_folders(configuration: Configuration) -> Mapping[str, Path]:
    """By local tracker, the absolute folder of its issues."""
    trackers = configuration.settings.trackers
    return {name: configuration.path(one.path) for name, one in trackers.items() if isinstance(one, LocalTracker)}


def inside(folder: Path, root: Path) -> str | None:
    """The glob pattern of everything in `folder`, as seen from `root`; `None` where it does not lie in there."""
    inner, outer = real(folder), real(root)
    if inner == outer or not inner.is_relative_to(outer):
        return None
    return glob.escape(inner.relative_to(outer).as_posix()) + "/"


def origin(effective: Effective) -> Origin:
    """What the state is to remember of the place of this run."""
    from syncer.state.origin import Origin

    configuration = effective.configuration
    settings = configuration.settings
    roots = [root.parent if root.is_file() else root for root in source_roots(effective).values()]
    return Origin(
        folder=os.path.realpath(configuration.folder),
        sources=tuple(sorted(str(real(root)) for root in (*roots, *clones(effective).values()))),
        issues={name: str(folder) for name, folder in local_folders(configuration).items()},
        apis={name: one.url for name, one in settings.trackers.items() if isinstance(one, GitHubTracker)},
        sites={name: one.url for name, one in settings.trackers.items() if isinstance(one, JiraTracker) and one.url},
        repositories=tuple(
            sorted(one.url for one in settings.sources.values() if isinstance(one, GitSource) and one.url is not None)
        ),
        targets=tuple(dict.fromkeys(Target(one.tracker, one.target) for one in settings.routes if one.target)),
    )


def real(path: Path) -> Path:
    """`path` without symbolic links in it."""
    return Path(os.path.realpath(path))
