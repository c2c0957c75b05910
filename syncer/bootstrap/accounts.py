"""Owns the accounts of one run: one for each server and credential, with the one pace that all its writes keep."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from syncer.errors import ConfigurationError
from syncer.model import Batch
from syncer.settings.tracker_tables import GitHubTracker

if TYPE_CHECKING:
    from pydantic import SecretStr

    from syncer.core.rules import Limits
    from syncer.ports import Clock, StateStore
    from syncer.retry.pacer import Pacer
    from syncer.retry.patience import Patience
    from syncer.trackers.github.account import Account


class Connection(NamedTuple):
    """An account on a server, and the pace of its writes."""

    account: Account
    pacer: Pacer


class Accounts:
    """Makes each account once: trackers with one credential share it, for vendors count by credential.

    With `remembers` the pace is kept in `state`, for the next run.
    """

    def __init__(self, clock: Clock, patience: Patience, limits: Limits, state: StateStore, *, remembers: bool) -> None:
        self._clock = clock
        self._patience = patience
        self._limits = limits
        self._state = state
        self._remembers = remembers
        self._made: dict[str, Connection] = {}

    def of(self, name: str, table: GitHubTracker) -> Connection:
        """The connection of the tracker called `name`. Raises `ConfigurationError` where it has no credential."""
        credential = table.credential()
        if credential is None:
            raise ConfigurationError([f'trackers.{name} has no token; add token = "env:GITHUB_TOKEN" or token_file'])
        mark = _mark(table, credential)
        if mark not in self._made:
            self._made[mark] = Connection(self._account(table, credential), self._pacer(mark))
        return self._made[mark]

    def _account(self, table: GitHubTracker, credential: SecretStr) -> Account:
        from syncer.trackers.github.account import Account, app_auth, token_auth

        secret = credential.get_secret_value()
        if table.app_id is not None and table.installation_id is not None:
            auth = app_auth(table.app_id, secret, table.installation_id)
        else:
            auth = token_auth(secret)
        return Account(table.url, auth, self._clock, self._patience)

    def _pacer(self, mark: str) -> Pacer:
        """The pace of an account, going on where the last run left off."""
        from syncer.retry.pacer import Pacer

        fact, limits = f"pace {mark}", self._limits
        return Pacer(
            self._clock,
            limits.creates_per_minute,
            limits.creates_per_hour,
            limits.leave_to_others,
            self._state.fact(fact),
            lambda window: self._remember(fact, window),
        )

    def _remember(self, fact: str, window: str) -> None:
        """Store what was spent; a run that only looks spends nothing."""
        if self._remembers:
            self._state.commit(Batch(facts={fact: window}))


def _mark(table: GitHubTracker, credential: SecretStr) -> str:
    """What names an account in the state: a hash too short to try secrets on."""
    is_app = table.app_id is not None
    who = f"app {table.app_id} {table.installation_id}" if is_app else f"token {credential.get_secret_value()}"
    return hashlib.sha256(f"{table.url}\x00{who}".encode()).hexdigest()[:12]
