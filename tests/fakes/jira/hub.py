"""Owns the fake as tests hold it: a Jira to set up, to break, and to question afterwards."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Literal

from fakes.hosted import Hosted

from syncer.clock import SystemClock

from .boards import Agile
from .by_hand import ByHand
from .fields import Field
from .limits import Limits
from .people import READ, WRITE, Token, TokenKind, User
from .pings import Ping
from .projects import Project
from .service import Service
from .snapshots import Snapshot, restore, take
from .wire import Reply, Request
from .workflow import Workflow
from .world import Clock, World

Deployment = Literal["cloud", "data-center"]
TYPES: Mapping[str, int] = {"Task": 0, "Bug": 0, "Story": 0, "Epic": 1, "Sub-task": -1}
"""The issue types of a project unless a test names others, with their levels."""


class Jira(Hosted, ByHand):
    """A Jira on 127.0.0.1 that remembers everything; use it in a `with` statement.

        with Jira() as jira:
            jira.user("syncer-bot", token="secret")
            jira.project("PAY").grant("syncer-bot")
            jira.fail("drop", "POST", "/issue$", nth=3)
            ...  # whatever asks `jira.url` as syncer-bot@example.com with that token
            jira.edit("PAY-1", due="2026-12-24")
            assert jira.duplicates() == {}

    A mistake of the fake itself, or of a watcher, is raised at the end of the `with` statement.

    `clock` is any object with `now()`, `latency` the seconds before each answer, `path` where below its host a Data
    Center keeps Jira (such as `/jira`). What is found in `world`, `faults`, `limits`, `exchanges` and `pings` may be
    looked at and changed.
    """

    def __init__(
        self,
        deployment: Deployment = "cloud",
        *,
        port: int = 0,
        latency: float = 0.0,
        clock: Clock | None = None,
        path: str = "",
        admin: Callable[[Jira], Callable[[Request], Reply]] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.deployment = deployment
        self.world = World(clock or SystemClock(), is_cloud=deployment == "cloud")
        self.limits = Limits(self.world.now)
        super().__init__(Service(self.world, self.limits), port, latency, tls)
        if admin:
            self._server.admin = admin(self)
        self.world.host = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.port}"
        self.world.path = path

    # --- where and when ---

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.world.url

    @property
    def host(self) -> str:
        """Scheme, host and port; on Cloud this is the gateway, too."""
        return self.world.host

    @property
    def gateway(self) -> str:
        """Where scoped tokens of Cloud are taken: below `/ex/jira/{cloud_id}`."""
        return self.world.host

    @property
    def cloud_id(self) -> str:
        """The id of the site on Cloud."""
        return self.world.cloud_id

    @property
    def clock(self) -> Clock:
        """The clock, which may be set."""
        return self.world.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.world.clock = clock

    def lag(self, search: float, *keys: str) -> None:
        """Let the index learn so many seconds late of what changes from now on: of everything, or of issues named."""
        if not keys:
            self.world.index_lag = search
        for key in keys:
            self.world.lags[self.issue(key).id] = search

    # --- who ---

    def user(
        self,
        name: str,
        *,
        token: str | None = None,
        kind: TokenKind | str | None = None,
        email: str | None = None,
        display: str | None = None,
        zone: str | None = None,
        shows_email: bool | None = None,
        scopes: Collection[str] = (READ, WRITE),
        expires_at: datetime | None = None,
    ) -> User:
        """Somebody with an account, and with a token where one is given. They have no permission anywhere yet."""
        user = self.world.people.user(name)
        known = {"email": email, "display": display, "zone": zone, "shows_email": shows_email}
        for attribute, value in known.items():
            if value is not None:
                setattr(user, attribute, value)
        if token is not None:
            default = TokenKind.API if self.world.is_cloud else TokenKind.PAT
            made = Token(token, user, TokenKind(kind or default), frozenset(scopes), expires_at)
            self.world.people.tokens[token] = made
        return user

    def revoke(self, token: str) -> None:
        """The token does not work any more: 401."""
        self.world.people.tokens[token].is_revoked = True

    # --- what ---

    def project(self, key: str, name: str | None = None, *, types: Mapping[str, int] = TYPES) -> Project:
        """A project with issue `types` and their levels; nobody may do anything in it yet."""
        made = Project(self.world, key, self.world.next_id(), name or f"{key} team")
        self.world.people.user(made.lead)
        for type_name, level in types.items():
            made.add_type(type_name, level)
        self.world.projects[key] = made
        return made

    def at(self, key: str) -> Project:
        """The project with that key."""
        return self.world.projects[key]

    def custom_field(self, name: str, kind: str = "string", options: Iterable[str] = ()) -> Field:
        """A field of the site's own, on no screen yet: `project.add_field(field.id, required=True)`."""
        return self.world.add_field(name, kind, tuple(options))

    def use_workflow(self, key: str, workflow: Workflow, *issue_types: str) -> None:
        """Let issues of a project (of `issue_types`, of all when none is named) go through `workflow` from now on."""
        self.world.add_statuses(workflow.statuses)
        for name in issue_types:
            self.at(key).workflows[name] = workflow
        if not issue_types:
            self.at(key).workflow = workflow

    @property
    def agile(self) -> Agile:
        """Boards and sprints."""
        return self.world.agile

    # --- copies ---

    def snapshot(self) -> Snapshot:
        """Everything as it is now, but for the clock, faults, limits and the record of requests."""
        with self.world.lock:
            return take(self.world)

    def restore(self, snapshot: Snapshot) -> None:
        """Everything as it was then; may be done many times. Projects and users are the same objects as before."""
        with self.world.lock:
            restore(self.world, snapshot)

    # --- what happened ---

    @property
    def pings(self) -> list[Ping]:
        """What texts written through the API stirred."""
        return self.world.pings

    def duplicates(self, name: str = "syncer") -> dict[tuple[str, str], list[str]]:
        """Author and item of every property `name` that two or more open issues of one author have, with their keys."""
        with self.world.lock:
            self.world.settle()
            found: dict[tuple[str, str], list[str]] = {}
            for issue in self.world.issues.values():
                marker = issue.properties.get(name)
                item = marker.get("item") if isinstance(marker, Mapping) else None
                if issue.is_open and item:
                    found.setdefault((issue.creator, item), []).append(issue.key)
        return {key: keys for key, keys in found.items() if len(keys) > 1}

    def created(self) -> Counter[str]:
        """How many issues every user has made, deleted ones too."""
        with self.world.lock:
            self.world.settle()
            return Counter(self.world.made)
