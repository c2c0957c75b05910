"""Owns the accounts of one run: one for each server and credential, with the one pace that all its writes keep."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from syncer.core.paces import pace_of_vendor
from syncer.errors import ConfigurationError
from syncer.model import Batch
from syncer.settings.jira_tables import JiraTracker
from syncer.settings.tracker_tables import GitHubTracker

if TYPE_CHECKING:
    from syncer.core.rules import Limits
    from syncer.ports import Clock, StateStore
    from syncer.retry.pacer import Pacer
    from syncer.retry.patience import Patience
    from syncer.trackers.github.account import Account as GitHubAccount
    from syncer.trackers.jira.account import Account as JiraAccount

One = TypeVar("One")


class Connection(NamedTuple, Generic[One]):
    """An account on a server, and the pace of its writes."""

    account: One
    pacer: Pacer


class Memory(NamedTuple):
    """Texts that one run leaves to the next: what was left under a name, and what stores another one."""

    text: str | None
    remember: Callable[[str], None]


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
        self._github: dict[str, Connection[GitHubAccount]] = {}
        self._jira: dict[str, Connection[JiraAccount]] = {}

    def github(self, name: str, table: GitHubTracker) -> Connection[GitHubAccount]:
        """The connection of the tracker called `name`. Raises `ConfigurationError` where it has no credential."""
        credential = table.credential()
        if credential is None:
            raise ConfigurationError([f'trackers.{name} has no token; add token = "env:GITHUB_TOKEN" or token_file'])
        mark = _mark(table.url, _who(table, credential.get_secret_value()))
        if mark not in self._github:
            account = self._github_account(table, credential.get_secret_value())
            self._github[mark] = Connection(account, self._pacer(mark, table.kind))
        return self._github[mark]

    def jira(self, name: str, table: JiraTracker) -> Connection[JiraAccount]:
        """The connection of the tracker called `name`. Raises `ConfigurationError` where it has no site or token."""
        credential = table.credential()
        if credential is None or table.url is None:
            raise ConfigurationError([f"trackers.{name} has no {'url' if table.url is None else 'token'}; add it"])
        secret = credential.get_secret_value()
        mark = _mark(table.url, f"{table.email} {table.cloud_id} {table.gateway} {table.deployment} {secret}")
        if mark not in self._jira:
            account = self._jira_account(table, table.url, secret)
            self._jira[mark] = Connection(account, self._pacer(mark, table.kind))
        return self._jira[mark]

    def memory(self, fact: str) -> Memory:
        """What is kept under `fact` from run to run; a run that only looks stores nothing."""
        return Memory(self._state.fact(fact), lambda text: self._remember(fact, text))

    def _github_account(self, table: GitHubTracker, secret: str) -> GitHubAccount:
        from syncer.trackers.github.account import Account, app_auth, token_auth

        if table.app_id is not None and table.installation_id is not None:
            auth = app_auth(table.app_id, secret, table.installation_id)
        else:
            auth = token_auth(secret)
        return Account(table.url, auth, self._clock, self._patience)

    def _jira_account(self, table: JiraTracker, url: str, secret: str) -> JiraAccount:
        from syncer.trackers.jira.account import Account, Deployment, cloud_auth, pat_auth

        return Account(
            url,
            pat_auth(secret) if table.token is None else cloud_auth(table.email or "", secret),
            self._clock,
            self._patience,
            deployment=Deployment.CLOUD if table.is_cloud else Deployment.DATA_CENTER,
            cloud_id=table.cloud_id,
            gateway=table.gateway,
        )

    def _pacer(self, mark: str, kind: str) -> Pacer:
        """The pace of an account on a tracker of `kind`, going on where the last run left off."""
        from syncer.retry.pace import Rhythm
        from syncer.retry.pacer import Pacer

        pace, memory = pace_of_vendor(kind, self._limits), self.memory(f"pace {mark}")
        return Pacer(
            self._clock,
            pace.per_minute,
            pace.per_hour,
            self._limits.leave_to_others,
            memory.text,
            memory.remember,
            Rhythm(pace.burst, pace.spacing),
        )

    def _remember(self, fact: str, text: str) -> None:
        if self._remembers:
            self._state.commit(Batch(facts={fact: text}))


def _who(table: GitHubTracker, secret: str) -> str:
    is_app = table.app_id is not None
    return f"app {table.app_id} {table.installation_id}" if is_app else f"token {secret}"


def _mark(url: str, who: str) -> str:
    """What names an account in the state: a hash too short to try secrets on."""
    return hashlib.sha256(f"{url}\x00{who}".encode()).hexdigest()[:12]
