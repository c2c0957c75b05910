"""Owns the fake as tests hold it: a GitHub to set up, to break, and to question afterwards."""

from __future__ import annotations

import re
import ssl
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from fakes.hosted import Hosted

from syncer.clock import SystemClock

from .accounts import EVERYTHING, Account, App, Installation, Permissions, Token, TokenKind, full_names
from .admin import Admin
from .issues import IssueField
from .limits import Limits
from .pings import Ping
from .repository import Repository
from .service import Service
from .world import Clock, World

_MARKER = re.compile(r"<!-- syncer: (.*) -->\s*\Z", re.DOTALL)
_ITEM = re.compile(r'"item"\s*:\s*"([^"]+)"')


class GitHub(Hosted):
    """A GitHub on 127.0.0.1 that remembers everything; use it in a `with` statement.

        with GitHub() as hub:
            hub.user("syncer-bot", token="secret")
            hub.repository("acme/payments").grant("syncer-bot", "push")
            hub.fail("drop", "POST", "/issues$", nth=3)
            ...  # whatever asks `hub.url` with that token
            assert hub.duplicates() == {}

    A mistake of the fake itself, or of a watcher, is raised at the end of the `with` statement.

    `clock` is any object with `now()`, `latency` the seconds before each answer. `enterprise` serves the API under
    `/api/v3` as GitHub Enterprise Server does, `admin` this interface under `/_fake/`, `tls` everything with that
    certificate. What is found in `faults`, `limits`, `exchanges` and `pings` may be looked at and changed.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        latency: float = 0.0,
        clock: Clock | None = None,
        enterprise: bool = False,
        admin: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.world = World(clock or SystemClock())
        self.limits = Limits(self.world.now)
        super().__init__(Service(self.world, self.limits), port, latency, tls)
        if admin:
            self._server.admin = Admin(self).answer
        self.world.host = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.port}"
        self.world.prefix = "/api/v3" if enterprise else ""

    # --- where and when ---

    @property
    def url(self) -> str:
        """The base URL of the API."""
        return self.world.api

    @property
    def host(self) -> str:
        """Where the pages are: scheme, host and port."""
        return self.world.host

    @property
    def clock(self) -> Clock:
        """The clock, which may be set."""
        return self.world.clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.world.clock = clock

    def lag(self, *, lists: float | None = None, labels: float | None = None, search: float | None = None) -> None:
        """Let lists, lists of a label, or the search, show the world as it was so many seconds ago."""
        self.world.list_lag = self.world.list_lag if lists is None else lists
        self.world.label_lag = self.world.label_lag if labels is None else labels
        self.world.search_lag = self.world.search_lag if search is None else search

    # --- who ---

    def user(
        self,
        login: str,
        *,
        token: str | None = None,
        kind: TokenKind = TokenKind.CLASSIC,
        scopes: tuple[str, ...] = ("repo",),
        permissions: Permissions = EVERYTHING,
        repositories: Collection[str] | None = None,
        expires_at: datetime | None = None,
    ) -> Token:
        """A person's token; `repositories` are what a fine-grained one is for. The person has no role anywhere yet."""
        account, names = self.world.accounts.account(login), full_names(repositories)
        details = {"permissions": permissions, "repositories": names, "expires_at": expires_at}
        return self._token(account, token, kind, scopes=scopes if kind is TokenKind.CLASSIC else (), **details)

    def actions(self, repository: str, *, token: str | None = None, permissions: Permissions = EVERYTHING) -> Token:
        """The token that a workflow of `repository` gets: `github-actions[bot]`, 1,000 requests an hour."""
        account, names = self.world.accounts.account("github-actions[bot]", "Bot"), full_names([repository])
        return self._token(account, token, TokenKind.ACTIONS, permissions=permissions, repositories=names)

    def app(
        self,
        app_id: int,
        public_key: str,
        *,
        slug: str = "syncer-app",
        installation: int = 1,
        permissions: Permissions = EVERYTHING,
        repositories: Collection[str] | None = None,
    ) -> App:
        """An App with one installation, for `repositories` (all when `None`); `public_key` is PEM."""
        account = self.world.accounts.account(f"{slug}[bot]", "Bot")
        made = self.world.accounts.apps[app_id] = App(app_id, slug, public_key, account)
        made.installations[installation] = Installation(installation, permissions, full_names(repositories))
        return made

    def revoke(self, token: str | Token) -> None:
        """The token does not work any more: 401."""
        value = token.value if isinstance(token, Token) else token
        self.world.accounts.tokens[value].is_revoked = True

    def _token(self, account: Account, value: str | None, kind: TokenKind, **details: Any) -> Token:
        text = value or self.world.accounts.fresh_value(kind)
        return self.world.accounts.add_token(Token(text, account, kind, **details))

    # --- what ---

    def repository(
        self, full_name: str, *, private: bool = False, issues: bool = True, archived: bool = False, org: bool = True
    ) -> Repository:
        """A repository, of an organisation or (`org=False`) of a user."""
        self.world.accounts.account(full_name.partition("/")[0], "Organization" if org else "User")
        return self.world.add(Repository(self.world, full_name, private=private, issues=issues, archived=archived))

    def at(self, full_name: str) -> Repository:
        """The repository that is or once was called `full_name`."""
        if (found := self.world.named(full_name)) is None:
            raise KeyError(full_name)
        return found

    def field(self, org: str, name: str = "Target date", data_type: str = "date") -> IssueField:
        """A field that all issues of the organisation have."""
        return self.world.add_field(org, name, data_type)

    def issue_type(self, org: str, name: str) -> IssueField:
        """A type that issues of the organisation may have."""
        return self.world.add_type(org, name)

    # --- what happened ---

    @property
    def pings(self) -> list[Ping]:
        """What texts written through the API stirred."""
        return self.world.pings

    def duplicates(self) -> dict[tuple[str, str], list[str]]:
        """Author and item of every marker that ends the bodies of two or more open issues of one author, with URLs."""
        with self.world.lock:
            found: dict[tuple[str, str], list[str]] = {}
            for repository in self.world.repositories.values():
                for issue in repository.issues:
                    if issue.is_open and (item := marked_item(issue.body)):
                        url = f"{self.host}/{repository.full_name}/issues/{issue.number}"
                        found.setdefault((issue.author.login, item), []).append(url)
        return {key: urls for key, urls in found.items() if len(urls) > 1}

    def created(self) -> Counter[str]:
        """How many issues every account has made, deleted and moved ones too."""
        self.world.settle()
        numbered = [entry for repository in self.world.repositories.values() for entry in repository.history.values()]
        return Counter(versions[0][1].author.login for versions in numbered if versions[0][1].pull is None)


def marked_item(body: str | None) -> str | None:
    """The item named by the marker that ends `body`."""
    marker = _MARKER.search(body or "")
    item = _ITEM.search(marker[1]) if marker else None
    return item[1] if item else None
