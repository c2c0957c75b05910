"""Owns how the command line is laid over the configuration: paths, tracker, sprint, state and limits."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from syncer.errors import UsageError
from syncer.settings.arguments import Arguments
from syncer.settings.boards import with_boards
from syncer.settings.loader import Configuration
from syncer.settings.source_tables import FilesSource, GitSource
from syncer.settings.sprint_tables import Sprint
from syncer.settings.tracker_choice import choose_trackers
from syncer.settings.written_path import existing

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")

Source = FilesSource | GitSource


@dataclass(frozen=True, slots=True)
class Effective:
    """The configuration of one run: `partial` names the sources that list only some of their documents."""

    configuration: Configuration
    partial: frozenset[str] = frozenset()


class _Part(NamedTuple):
    """A file or folder inside a source, and the pattern that takes it."""

    path: Path
    pattern: str


def overlay(configuration: Configuration, arguments: Arguments) -> Effective:
    """What a run goes by. Raises `UsageError` where the command line asks for something impossible."""
    settings = with_boards(configuration.settings)
    sources, partial = _sources(configuration, arguments)
    trackers, routes = choose_trackers(settings, sources, arguments)
    calendar, state, limits = settings.calendar, settings.state, settings.limits
    if arguments.sprint is not None:
        starts, weeks = arguments.sprint
        calendar = calendar.model_copy(update={"sprint": Sprint(starts=starts, weeks=weeks)})
    if arguments.state is not None:
        state = state.model_copy(update={"path": str(arguments.folder / arguments.state)})
    if arguments.max_creates is not None:
        limits = limits.model_copy(update={"max_creates": arguments.max_creates})
    changed = settings.model_copy(
        update={
            "sources": sources,
            "trackers": trackers,
            "routes": routes,
            "calendar": calendar,
            "state": state,
            "limits": limits,
            "language": arguments.language or settings.language,
        }
    )
    return Effective(replace(configuration, settings=changed), partial)


def _sources(configuration: Configuration, arguments: Arguments) -> tuple[Mapping[str, Source], frozenset[str]]:
    """The sources that the paths stand for, else the configured ones."""
    if not arguments.paths:
        return configuration.settings.sources, frozenset()
    chosen: dict[str, FilesSource] = {}
    parts: dict[str, list[_Part]] = {}
    whole: set[str] = set()
    for given in arguments.paths:
        path = existing(arguments.folder, given)
        name, source = _configured(configuration, path) or _ad_hoc(configuration, path)
        known = chosen.setdefault(name, source)
        if _root(configuration, known) != _root(configuration, source):
            raise UsageError(
                f"two of the paths are folders called {name}, which would be one name for both; "
                f"run them one after the other, or name them in syncer.toml as [sources.NAME]"
            )
        pattern = _inside(path, _root(configuration, source))
        if pattern is None:
            whole.add(name)
        else:
            parts.setdefault(name, []).append(_Part(path, pattern))
    partial = frozenset(parts.keys() - whole)
    for name in partial:
        chosen[name] = _narrowed(chosen[name], parts[name], is_configured=name in configuration.settings.sources)
    return chosen, partial


def _narrowed(source: FilesSource, parts: list[_Part], *, is_configured: bool) -> FilesSource:
    """`source` with only these files and folders; a single file that no source is configured for needs no listing."""
    if len(parts) == 1 and parts[0].path.is_file() and not is_configured:
        return source.model_copy(update={"path": str(parts[0].path)})
    return source.model_copy(update={"include": tuple(part.pattern for part in parts)})


def _configured(configuration: Configuration, path: Path) -> tuple[str, FilesSource] | None:
    """The configured source that `path` is or lies in: the innermost."""
    holders = [
        (name, source)
        for name, source in configuration.settings.sources.items()
        if isinstance(source, FilesSource) and _real(path).is_relative_to(_root(configuration, source))
    ]
    return max(holders, key=lambda pair: len(_root(configuration, pair[1]).parts), default=None)


def _ad_hoc(configuration: Configuration, path: Path) -> tuple[str, FilesSource]:
    """A source for a folder, or for the folder of a file, under a name that does not depend on where we stand."""
    folder = path if path.is_dir() else path.parent
    real = _real(folder)
    base = _real(configuration.folder) if configuration.file else real.parent
    label = str(real.relative_to(base)) if real.is_relative_to(base) else real.name
    return _name(label), FilesSource(kind="files", path=str(folder))


def _name(label: str) -> str:
    return _NOT_IN_A_NAME.sub("-", label).strip("-.") or "documents"


def _root(configuration: Configuration, source: FilesSource) -> Path:
    return _real(configuration.path(source.path))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _inside(path: Path, root: Path) -> str | None:
    """The pattern of `path` below `root`, `None` for the root itself."""
    real = _real(path)
    if real == root:
        return None
    return glob.escape(real.relative_to(root).as_posix()) + ("/" if real.is_dir() else "")
