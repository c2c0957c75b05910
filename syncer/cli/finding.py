"""Owns which state a command means that only looks: the one of the folder it is called in, never another one unsaid."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import NamedTuple

from syncer.cli.printing import put
from syncer.errors import StateUnusable, UsageError
from syncer.outputs.printable import printable
from syncer.settings.arguments import Arguments
from syncer.settings.loader import Configuration
from syncer.settings.state_place import FILE, named_state, own_states
from syncer.settings.xdg import state_folder
from syncer.state.origin import Origin, read_origin
from syncer.state.store import open_store

_PARENTS = 3
"""How near a state is that was made from the folder above this one."""


class _Candidate(NamedTuple):
    """A state of this user; `fault` says why it cannot be read."""

    path: Path
    origin: Origin
    fault: str = ""

    def shown(self) -> str:
        """How to name it on the command line, and whose it is."""
        place = f"{self.origin.folder} ({', '.join(self.origin.sources)})" if self.origin.folder else "folder unknown"
        far = ", ".join(target.words for target in self.origin.targets)
        issues = f", issues in {far}" if far else ""
        return f"--state {shlex.quote(str(self.path))}  # {self.fault or place + issues}"


def find_state(configuration: Configuration, state: Path | None, document: Path | None = None) -> Path:
    """The state that was named or is configured, else the one of the folder we are in, or of `document`.

    Says so where it is that of the folder above. Raises `UsageError` with those there are where none or several fit.
    """
    arguments = Arguments(Path.cwd(), state=state)
    named = named_state(configuration, arguments)
    if named is not None:
        return named
    candidates = [_candidate(path) for path in own_states()]
    if not candidates:
        return state_folder() / FILE
    found = _nearest(candidates, _real(arguments.folder), _real(document) if document else None)
    if len(found) == 1:
        return found[0].path
    why = "several states could be meant" if found else "no state is of this folder"
    choices = [candidate.shown() for candidate in found or candidates]
    raise UsageError(f"there is no syncer.toml here, and {why}; name one:", choices)


def _nearest(candidates: list[_Candidate], here: Path, document: Path | None) -> list[_Candidate]:
    near = [(how, one) for one in candidates if (how := _nearness(one.origin, here, document)) is not None]
    best = min((how for how, _ in near), default=None)
    found = [one for how, one in near if how == best]
    if best == _PARENTS and len(found) == 1:
        put(printable(f"syncer: from the state of {found[0].origin.folder}, the folder above"), err=True)
    return found


def _nearness(origin: Origin, here: Path, document: Path | None) -> int | None:
    """How near to what is asked for a state is, the nearest first; `None` where it is of another place."""
    if document is not None and _holds(origin, document):
        return 0
    if not origin.folder:
        return None
    if here == Path(origin.folder):
        return 1
    if _holds(origin, here):
        return 2
    return _PARENTS if here.parent == Path(origin.folder) else None


def _holds(origin: Origin, path: Path) -> bool:
    return any(path.is_relative_to(source) for source in origin.sources)


def _candidate(path: Path) -> _Candidate:
    try:
        store = open_store(path, read_only=True)
    except StateUnusable as error:
        return _Candidate(path, Origin(), str(error))
    try:
        return _Candidate(path, read_origin(store))
    finally:
        store.close()


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
