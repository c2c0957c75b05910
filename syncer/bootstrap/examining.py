"""Owns the wiring of an examination: everything a run has but the lock, and what is to be said of the state's place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from syncer.bootstrap.accounts import Accounts
from syncer.bootstrap.branches import examine_branches
from syncer.bootstrap.places import clone_cache
from syncer.bootstrap.states import Tell
from syncer.bootstrap.wiring import Call, Held, assembled, effective_of
from syncer.errors import StateDamaged, StateMissing, StateUnusable
from syncer.model import Finding, Severity
from syncer.retry.patience import Patience
from syncer.settings.source_tables import GitSource
from syncer.settings.state_place import state_path
from syncer.settings.tracker_tables import GitHubTracker

if TYPE_CHECKING:
    from syncer.engine import Setup
    from syncer.ports import StateStore
    from syncer.settings.arguments import Arguments
    from syncer.settings.loader import Configuration
    from syncer.settings.overlay import Effective

_DAMAGED = "nothing is to be done: the next sync sets it aside and builds it anew from the issues and the rows"
_MISSING = "there is none yet: the first sync makes it"


class Examined(NamedTuple):
    """What an examination starts from: the wiring, who opens pull requests, where the routes stand, the state."""

    setup: Setup
    openers: frozenset[str]
    places: tuple[str, ...]
    findings: tuple[Finding, ...]


@contextmanager
def examined(configuration: Configuration, arguments: Arguments, run_id: str, tell: Tell) -> Iterator[Examined]:
    """Everything an examination needs; it takes no lock, and a state that cannot be used is a finding.

    Raises `UsageError`, `ConfigurationError`.
    """
    effective = effective_of(configuration, arguments)
    path = state_path(effective)
    state, findings = _state(path)
    try:
        with clone_cache(effective, writes=False) as cache:
            held = Held(state, cache, writes=False)
            setup = assembled(effective, arguments, held, Call(run_id, "doctor", tell))
            places = _places(configuration, arguments, effective)
            branches = examine_branches(effective, _accounts(setup))
            found = (*findings, *_place(path), *_lock(path), *branches)
            yield Examined(setup, _openers(effective), places, found)
    finally:
        state.close()


def _accounts(setup: Setup) -> Accounts:
    """Accounts that spend nothing."""
    limits = setup.rules.limits
    patience = setup.patience or Patience(setup.clock, limits.max_wait)
    return Accounts(setup.clock, patience, limits, setup.state, remembers=False)


def _state(path: Path) -> tuple[StateStore, tuple[Finding, ...]]:
    """The state at `path`, else an empty one, and what is to be said of it."""
    from syncer.state.memory import MemoryStore
    from syncer.state.store import open_store

    try:
        state = open_store(path, read_only=True)
    except StateMissing:
        return MemoryStore(), (Finding(Severity.NOTE, str(path), _MISSING),)
    except StateDamaged as error:
        return MemoryStore(), (Finding(Severity.PROBLEM, str(path), str(error), _DAMAGED),)
    except StateUnusable as error:
        return MemoryStore(), (Finding(Severity.ERROR, str(path), str(error), "mend that, or name another: --state"),)
    what = f"the state of {state.count_links()} issues, lineage {state.lineage()}"
    return state, (Finding(Severity.NOTE, str(path), what),)


def _place(path: Path) -> Iterator[Finding]:
    """Whether a run could write the state there."""
    holder = next(folder for folder in path.absolute().parents if folder.exists())
    places = [holder, path] if path.exists() else [holder]
    for place in places:
        wanted = os.W_OK | os.X_OK if place.is_dir() else os.W_OK
        if not os.access(place, wanted):
            yield Finding(Severity.ERROR, str(path), f"{place} cannot be written to", "let this user write there")


def _lock(path: Path) -> Iterator[Finding]:
    from syncer.state.files import lock_path
    from syncer.state.lock import held_by

    who = held_by(lock_path(path))
    if who is not None:
        yield Finding(Severity.NOTE, str(path), f"held by {who}: a sync would wait for it")


def _openers(effective: Effective) -> frozenset[str]:
    """The trackers that open pull requests."""
    settings = effective.configuration.settings
    asking = [one for one in settings.sources.values() if isinstance(one, GitSource)]
    named = [one.tracker for one in asking if one.write_back == "pull-request"]
    on_github = [name for name, tracker in settings.trackers.items() if isinstance(tracker, GitHubTracker)]
    return frozenset(name for name in on_github if name in named or None in named)


def _places(configuration: Configuration, arguments: Arguments, effective: Effective) -> tuple[str, ...]:
    """Where each route stands; one that stands nowhere takes everything."""
    is_named = any(one is not None for one in (arguments.tracker, arguments.repo, arguments.project))
    if is_named or not configuration.settings.routes:
        return ("the route of the command line" if is_named else "the only route",)
    number = len(effective.configuration.settings.routes)
    return tuple(f"{configuration.places.of(('routes', index))} routes[{index}]" for index in range(number))
