"""Owns the wiring of one run: everything it needs, made from its settings and let go of afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from syncer.bootstrap.accounts import Accounts
from syncer.bootstrap.places import clone_cache, origin
from syncer.bootstrap.refusals import refuse_unusable
from syncer.bootstrap.sources import Wiring, make_sources, passed_over
from syncer.bootstrap.states import Tell, open_state, patiently
from syncer.bootstrap.trackers import make_trackers
from syncer.clock import SystemClock
from syncer.core.rules import PARSER_VERSION
from syncer.retry.patience import Patience
from syncer.settings.decisions import build_rules
from syncer.settings.overlay import Effective, overlay
from syncer.settings.state_place import state_path

if TYPE_CHECKING:
    from syncer.engine import Setup
    from syncer.ports import StateStore
    from syncer.settings.arguments import Arguments
    from syncer.settings.loader import Configuration


class Call(NamedTuple):
    """Whose run it is: the id in logs and history, the command, and who is told what a person should know."""

    run_id: str
    command: str
    tell: Tell


class Held(NamedTuple):
    """What is held while a run lasts: its state, a folder for clones, and whether it may write to either."""

    state: StateStore
    cache: Path
    writes: bool


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
    effective = effective_of(configuration, arguments)

    from syncer.state.lock import holder
    from syncer.state.origin import remember_origin

    state = open_state(state_path(effective), writes=writes, tell=tell)
    try:
        if writes:
            text = holder(command, SystemClock().now())
            patiently(lambda wait: state.acquire(text, wait), tell)
            remember_origin(state, origin(effective))
        with clone_cache(effective, writes=writes) as cache:
            yield assembled(effective, arguments, Held(state, cache, writes=writes), Call(run_id, command, tell))
    finally:
        state.close()


def effective_of(configuration: Configuration, arguments: Arguments) -> Effective:
    """What a run goes by. Raises `UsageError`, and `ConfigurationError` where nothing could be done with it."""
    effective = overlay(configuration, arguments)
    refuse_unusable(effective)
    return effective


def assembled(effective: Effective, arguments: Arguments, held: Held, call: Call) -> Setup:
    """Sources and trackers around an open state; nothing is asked of them, but for files that were named."""
    from syncer.engine import Setup, ThreadExecutor

    rules = build_rules(effective, arguments, PARSER_VERSION)
    clock = SystemClock(effective.configuration.settings.calendar.timezone, arguments.as_of)
    patience = Patience(clock, rules.limits.max_wait)
    accounts = Accounts(clock, patience, rules.limits, held.state, remembers=held.writes)
    sources = tuple(make_sources(Wiring(effective, rules, clock, accounts, call.run_id, held.cache)))
    for given in passed_over(effective, arguments, sources):
        call.tell("document.passed-over", given)
    return Setup(
        sources=sources,
        trackers=make_trackers(effective.configuration, clock, accounts),
        state=held.state,
        rules=rules,
        clock=clock,
        executor=ThreadExecutor(),
        run_id=call.run_id,
        command=call.command,
        patience=patience,
    )
