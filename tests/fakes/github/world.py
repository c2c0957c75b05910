"""Owns everything the server knows: accounts, repositories by every name they ever had, organisations, the clock."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from fakes.later import Later

from .accounts import Account, Accounts, Role, Token, TokenKind, node_id
from .issues import Issue, IssueField
from .pings import Ping, find_pings
from .repository import Repository


class Clock(Protocol):
    """What the server asks for the time."""

    def now(self) -> datetime: ...


class World:
    """The state of the server. Whoever touches it from two threads holds `lock`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.started = clock.now()
        self.lock = threading.RLock()
        self.ids: Iterator[int] = itertools.count(1001)
        self.accounts = Accounts(self.now, self.ids)
        self.host = ""
        self.prefix = ""
        self.list_lag = 0.0
        self.label_lag = 0.0
        self.search_lag = 0.0
        self.repositories: dict[int, Repository] = {}
        self.fields: dict[str, list[IssueField]] = {}
        self.types: dict[str, list[IssueField]] = {}
        self.pings: list[Ping] = []
        self._names: dict[str, int] = {}
        self._numbers: dict[int | str, tuple[Repository, int]] = {}
        self._later = Later(self.now)

    def now(self) -> datetime:
        """The time of the server."""
        return self.clock.now()

    @property
    def api(self) -> str:
        """Where every API URL begins."""
        return self.host + self.prefix

    # --- repositories ---

    def add(self, repository: Repository) -> Repository:
        """Serve `repository` under its name."""
        self.repositories[repository.id] = repository
        self._names[repository.full_name.lower()] = repository.id
        return repository

    def rename(self, repository: Repository, full_name: str) -> None:
        """Serve `repository` under another name; the old one still leads to it."""
        repository.full_name = full_name
        self._names[full_name.lower()] = repository.id

    def named(self, full_name: str) -> Repository | None:
        """The repository that is or once was called `full_name`."""
        found = self._names.get(full_name.lower())
        return None if found is None else self.repositories[found]

    def role_in(self, repository: Repository, token: Token | None) -> Role:
        """What the holder of `token` may do in `repository`."""
        seen = Role.NONE if repository.private else Role.READ
        if token is None:
            return seen
        if not token.reaches(repository.full_name):
            return seen
        if token.kind.is_bot:
            return (
                Role.PUSH if "write" in {token.permissions.get("issues"), token.permissions.get("contents")} else seen
            )
        if token.kind is TokenKind.CLASSIC and repository.private and "repo" not in token.scopes:
            return seen
        return max(seen, repository.roles.get(token.account.login.lower(), Role.NONE))

    def add_field(self, org: str, name: str, data_type: str) -> IssueField:
        """A new issue field of the organisation."""
        number = next(self.ids)
        made = IssueField(number, node_id("IF", number), name, data_type)
        self.fields.setdefault(org.lower(), []).append(made)
        return made

    def add_type(self, org: str, name: str) -> IssueField:
        """A new issue type of the organisation."""
        number = next(self.ids)
        made = IssueField(number, node_id("IT", number), name, "type")
        self.types.setdefault(org.lower(), []).append(made)
        return made

    # --- what has an id of its own ---

    def remember(self, repository: Repository, issue: Issue) -> None:
        """Let a new issue be found by its ids."""
        self._numbers[issue.node_id] = self._numbers[issue.id] = (repository, issue.number)

    def node(self, global_id: str) -> Repository | tuple[Repository, Issue] | None:
        """The repository, or the issue or pull request with its repository, that has this node id."""
        found = (one for one in self.repositories.values() if one.node_id == global_id)
        return next(found, None) or self._known(global_id)

    def by_database_id(self, number: int) -> tuple[Repository, Issue] | None:
        """The issue or pull request with this database id, and its repository."""
        return self._known(number)

    def _known(self, key: int | str) -> tuple[Repository, Issue] | None:
        self.settle()
        repository, number = self._numbers.get(key, (None, 0))
        if repository is None or number in repository.absences:
            return None
        return repository, repository.issue(number)

    # --- what happens later, and what it stirs ---

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""
        self._later.promise(seconds, action)

    def settle(self) -> None:
        """Do what was promised for a moment that is over."""
        with self.lock:
            self._later.settle()

    def hear(self, where: str, number: int, repository: Repository, by: Account, text: str | None) -> None:
        """Note whom and what a text written through the API would notify or reference."""
        for kind, found in find_pings(text or "", is_title=where == "title"):
            self.pings.append(Ping(kind, found, where, repository.full_name, number, by.login))
