"""Owns the look-up of accounts by e-mail for owners of whom the configuration knows no account in their tracker."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from syncer.core.people import with_accounts
from syncer.engine.gather import target_down
from syncer.engine.looking import look
from syncer.engine.reading import Reading
from syncer.engine.setup import Run
from syncer.errors import PortError
from syncer.model import Person, Target

_KNOWN_FOR = timedelta(days=7)
_UNKNOWN_FOR = timedelta(days=1)


def find_accounts(run: Run, reading: Reading) -> None:
    """Ask trackers that can tell for the accounts of owners by their e-mail; rows of `reading` are then read anew."""
    found: dict[str, dict[str, str]] = {}
    for target, people in _wanted(run, reading).items():
        told = _ask(run, target, [person.email for person in people if person.email])
        kind = run.tracker(target).kind
        for person in people:
            if account := told.get(person.email or ""):
                found.setdefault(person.handle, {}).setdefault(kind, account)
    if found:
        rules = run.setup.rules
        run.setup = replace(run.setup, rules=replace(rules, directory=with_accounts(rules.directory, found)))
        reading.facts.update({key: look(run, document) for key, document in reading.documents.items()})


def _wanted(run: Run, reading: Reading) -> Mapping[Target, Sequence[Person]]:
    """Owners with an e-mail and without an account, by the first target that needs them, in order."""
    wanted: dict[Target, dict[str, Person]] = {}
    for target, person in _owners(run, reading):
        kind = run.tracker(target).kind
        if person.email and kind not in person.accounts and run.capabilities[target].finds_accounts:
            wanted.setdefault(target, {}).setdefault(person.handle, person)
    return {target: list(people.values()) for target, people in wanted.items()}


def _owners(run: Run, reading: Reading) -> Iterator[tuple[Target, Person]]:
    for facts in (reading.facts[key] for key in reading.documents):
        for row in facts.resolved:
            target = Target(row.route.tracker, row.route.target) if row.route else None
            if target is not None and run.is_reachable(target) and not row.says_done:
                yield from ((target, owner.person) for owner in row.owners if owner.person)


def _ask(run: Run, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
    """The account of each of `emails`, as remembered or as the tracker tells now."""
    known = {email: account for email in emails for account in _remembered(run, target, email)}
    asked = [email for email in emails if email not in known]
    if not asked:
        return known
    run.begin_stage("asking", [target.words])
    try:
        told = run.tracker(target).find_accounts(target, asked)
    except PortError as error:
        target_down(run, target, error)
        return known
    now = run.setup.clock.now().isoformat(timespec="seconds")
    run.facts.update({_fact(target, email): json.dumps([now, told.get(email)]) for email in asked})
    return {**known, **told}


def _remembered(run: Run, target: Target, email: str) -> Iterator[str | None]:
    """What was told of `email`, if that is not too long ago."""
    at, account = json.loads(run.setup.state.fact(_fact(target, email)) or '["", null]')
    keeps = _KNOWN_FOR if account else _UNKNOWN_FOR
    if at and run.setup.clock.now() - datetime.fromisoformat(at) < keeps:
        yield account


def _fact(target: Target, email: str) -> str:
    return f"account {target.tracker} {email}"
