"""Owns the wiring: from settings to sources, trackers, state and clock; the only module that knows every adapter."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from syncer.clock import SystemClock
from syncer.core.rules import PARSER_VERSION
from syncer.errors import ConfigurationError, LockHeld, SourceUnavailable, StateDamaged, StateMissing
from syncer.formats.family import by_name
from syncer.model import Target
from syncer.settings.decisions import build_rules
from syncer.settings.overlay import Effective, overlay
from syncer.settings.schema import FilesSource, LocalTracker
from syncer.settings.state_place import state_path
from syncer.settings.written_path import written_path

PATIENCE = 5.0
"""Seconds to wait for a run that is just ending, before giving up."""

Answer = TypeVar("Answer")
Tell = Callable[[str, str], None]
"""Told what a person should know: the name of the event, and a sentence."""

if TYPE_CHECKING:
    from syncer.core.rules import Rules
    from syncer.engine import Setup
    from syncer.ports import Clock, DocumentSource, StateStore, Tracker
    from syncer.settings.arguments import Arguments
    from syncer.settings.loader import Configuration
    from syncer.state.origin import Origin


@contextmanager
def wired(
    configuration: Configuration,
    arguments: Arguments,
    run_id: str,
    *,
    command: str,
    writes: bool,
    tell: Tell,
) -> Iterator[Setup]:
    """Everything a run needs, with the lock held where it `writes`; closed afterwards.

    Without `writes` a state that is missing or damaged counts as an empty one, and nothing is made.
    Raises `UsageError`, `ConfigurationError`, `StateUnusable`, `LockHeld`.
    """
    effective = overlay(configuration, arguments)
    _refuse_unusable(effective)

    from syncer.engine import Setup, ThreadExecutor
    from syncer.state.lock import holder
    from syncer.state.origin import remember_origin

    rules = build_rules(effective, arguments, PARSER_VERSION)
    clock = SystemClock(configuration.settings.calendar.timezone, arguments.as_of)
    state = open_state(state_path(effective), writes=writes, tell=tell)
    try:
        if writes:
            text = holder(command, clock.now())
            patiently(lambda wait: state.acquire(text, wait), tell)
            remember_origin(state, _origin(effective))
        sources = tuple(_sources(effective, rules, clock))
        for given in _passed_over(effective, arguments, sources):
            tell("document.passed-over", given)
        yield Setup(
            sources=sources,
            trackers=_local_trackers(_local_folders(effective.configuration), clock),
            state=state,
            rules=rules,
            clock=clock,
            executor=ThreadExecutor(),
            run_id=run_id,
            command=command,
        )
    finally:
        state.close()


def patiently(attempt: Callable[[float], Answer], tell: Tell) -> Answer:
    """What `attempt` answers, which is given the seconds it may wait: none, then `PATIENCE` after saying so.

    Raises `LockHeld` where another run holds the state for longer.
    """
    try:
        return attempt(0.0)
    except LockHeld as error:
        tell("state.held", f"waiting up to {PATIENCE:.0f} seconds, because {error}")
        return attempt(PATIENCE)


def open_state(path: Path, *, writes: bool, tell: Tell) -> StateStore:
    """The state at `path`; a damaged one is set aside and begun anew, for the run to rebuild.

    Without `writes` nothing is made or moved: what is missing or damaged counts as an empty state.
    """
    from syncer.state.store import open_store

    try:
        return open_store(path, read_only=not writes)
    except StateMissing:
        return _empty_state()
    except StateDamaged as error:
        if not writes:
            tell("state.damaged", f"{error}; looking at the issues and the rows instead")
            return _empty_state()
        from syncer.state.files import move_aside

        aside = move_aside(path)
        tell("state.rebuilt", f"{error}; set aside as {aside} and built anew from the issues and the rows")
        return open_store(path)


def _empty_state() -> StateStore:
    from syncer.state.memory import MemoryStore

    return MemoryStore()


def _refuse_unusable(effective: Effective) -> None:
    """Refuse what cannot work before any effect. Raises `ConfigurationError` with every fault."""
    settings = effective.configuration.settings
    faults = []
    if not settings.sources:
        faults.append("nothing to read: name a folder of postmortems, or a [sources.NAME] table in syncer.toml")
    if not settings.trackers:
        faults.append("no place for issues: add --tracker local, or a [trackers.NAME] table to syncer.toml")
    elif not settings.routes:
        faults.append("no route leads to a tracker: add a [[routes]] table with tracker = ... to syncer.toml")
    faults.extend(_source_faults(effective))
    if faults:
        raise ConfigurationError(faults)


def _source_faults(effective: Effective) -> Iterator[str]:
    issues = issue_folders(effective)
    for name, root in source_roots(effective).items():
        place = effective.configuration.places.of(("sources", name, "path"))
        if not root.exists():
            yield f"{place}: sources.{name}.path: there is no {root}; correct the path or make the folder"
        elif any(_real(root).is_relative_to(_real(folder)) for folder in issues):
            yield f"{place}: the documents of {name} lie in the folder of the issues; give the issues their own folder"


def source_roots(effective: Effective) -> Mapping[str, Path]:
    """By source, the absolute folder or file of the documents on this machine."""
    configuration = effective.configuration
    return {
        name: configuration.path(source.path)
        for name, source in configuration.settings.sources.items()
        if isinstance(source, FilesSource)
    }


def issue_folders(effective: Effective) -> tuple[Path, ...]:
    """The folders of local trackers; they are never read as documents."""
    return tuple(_local_folders(effective.configuration).values())


def _local_folders(configuration: Configuration) -> Mapping[str, Path]:
    """By local tracker, the absolute folder of its issues."""
    trackers = configuration.settings.trackers
    return {name: configuration.path(one.path) for name, one in trackers.items() if isinstance(one, LocalTracker)}


def _origin(effective: Effective) -> Origin:
    """What the state is to remember of the place of this run."""
    from syncer.state.origin import Origin

    configuration = effective.configuration
    roots = source_roots(effective).values()
    return Origin(
        folder=os.path.realpath(configuration.folder),
        sources=tuple(sorted(str(_real(root.parent if root.is_file() else root)) for root in roots)),
        issues={name: str(folder) for name, folder in _local_folders(configuration).items()},
    )


def _sources(effective: Effective, rules: Rules, clock: Clock) -> Iterator[DocumentSource]:
    """A source inside another one is read by itself alone."""
    from syncer.sources.files import EVERYTHING
    from syncer.sources.files import FilesSource as Files

    roots = source_roots(effective)
    for name, table in effective.configuration.settings.sources.items():
        if isinstance(table, FilesSource):
            inner = [other for key, other in roots.items() if key != name and _real(other) != _real(roots[name])]
            yield Files(
                name,
                roots[name],
                clock,
                include=table.include or EVERYTHING,
                exclude=table.exclude,
                skip_folders=[*issue_folders(effective), *inner],
                max_bytes=rules.limits.max_document_bytes,
            )


def lineages(configuration: Configuration, state: StateStore, clock: Clock) -> Mapping[str, int]:
    """By lineage, how many issues carry it in the configured trackers, else in those of the last run of `state`.

    Raises `ConfigurationError` where no tracker is known, `PortError` where one cannot be listed.
    """
    from syncer.state.origin import read_origin

    folders = _local_folders(configuration) or {
        name: Path(folder) for name, folder in read_origin(state).issues.items()
    }
    if not folders:
        raise ConfigurationError(["it is not known where the issues are: run this beside the syncer.toml"])
    found: Counter[str] = Counter()
    for name, tracker in _local_trackers(folders, clock).items():
        issues, _ = tracker.changes(Target(name, ""), None)
        found.update(issue.marker.lineage for issue in issues if issue.is_ours and issue.marker)
    return found


def _passed_over(effective: Effective, arguments: Arguments, sources: Sequence[DocumentSource]) -> Iterator[str]:
    """A sentence for every file of the command line that no source lists, and of which none says why."""
    named = {given: arguments.folder / written_path(given) for given in arguments.paths}
    files = {given: _real(path) for given, path in named.items() if path.is_file()}
    if not files:
        return
    roots = source_roots(effective)
    seen: set[Path] = set()
    for source in sources:
        root = roots[source.name]
        folder = root.parent if root.is_file() else root
        try:
            seen.update(_real(folder / ref.key.path) for ref in source.list())
        except SourceUnavailable:
            return  # the run meets it too, and says what is wrong
        seen.update(_real(arguments.folder / name) for name in source.skipped())
    for given, path in files.items():
        if path not in seen:
            why = by_name(given).reason or "it is no Markdown file, or the configuration leaves it out"
            yield f"{given} is passed over: {why}"


def _local_trackers(folders: Mapping[str, Path], clock: Clock) -> Mapping[str, Tracker]:
    from syncer.trackers.local import LocalTracker as Local

    return {name: Local(name, folder, clock) for name, folder in folders.items()}


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
