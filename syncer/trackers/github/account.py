"""Owns one account on one host: every request goes through here, signed, counted, and refused in words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from github import Auth as GithubAuth
from github.Requester import Requester

from syncer.errors import NotAllowed, Unavailable, Unknown
from syncer.model import Target
from syncer.ports import Clock
from syncer.retry.answer import Answer
from syncer.retry.breaker import Breaker
from syncer.retry.patience import Patience
from syncer.retry.policy import Policy
from syncer.retry.redirects import is_redirect, redirected
from syncer.retry.transport import Transport
from syncer.trackers.github.auth import AppCredentials, Credentials, Fetched, TokenCredentials, mark
from syncer.trackers.github.places import web_root
from syncer.trackers.github.queries import VIEWER
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.shown import Json, bare_login, is_bot, moment, understood

_USER_AGENT = "syncer"
_NO_GRAPHQL = frozenset({403, 404, 405})
_REPEATED_ON = frozenset({307, 308})
"""Redirects of a write that say to send the same elsewhere; after any other nobody knows what became of it."""


class Viewer(NamedTuple):
    """Who we are: a login in the form in which two are compared, and whether it is an App's."""

    login: str
    is_bot: bool


def token_auth(secret: str) -> Credentials:
    """A person's, a workflow's or an installation's token."""
    return TokenCredentials(secret)


def app_auth(app_id: str, key: str, installation_id: int) -> Credentials:
    """A GitHub App's installation; `key` is the App's private key (PEM)."""
    return AppCredentials(app_id, key, installation_id)


class Account:
    """Whom we are on the host of the API at `url`. May be used by many threads at once.

    PyGithub builds and signs the requests; sending, repeating and following is ours. Every method raises `PortError`.
    """

    def __init__(
        self, url: str, credentials: Credentials, clock: Clock, patience: Patience, transport: Transport | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.web = web_root(self.url)
        self.host = urlsplit(self.web).netloc
        self.known_viewer: Viewer | None = None
        self._credentials = credentials
        self._clock = clock
        self._transport = transport or Transport(self.url, clock)
        self._policy = Policy(clock, patience, Breaker(self._transport.host))
        self._unsigned = Requester(
            auth=None,
            base_url=self.url,
            timeout=1,  # of PyGithub's own connections, which are never used
            user_agent=_USER_AGENT,
            per_page=100,
            verify=True,
            retry=None,
            pool_size=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
        )
        self._counts: dict[Target, int] = {}
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._denied: NotAllowed | None = None
        self._has_graphql = True
        self._app_place = f"the App's installation on {self.host} (see app_id, installation_id and the private key)"

    @property
    def kind(self) -> str:
        """What kind of credential is used, in words for people."""
        return self._credentials.kind

    @property
    def is_app(self) -> bool:
        """Whether it is an App's or a workflow's, which belong to no person."""
        return self._credentials.is_app

    @property
    def identity(self) -> str:
        """A mark of whose credential it is, the same for every token of one App's installation."""
        return self._credentials.identity

    def token_mark(self, target: Target) -> str:
        """A mark of the token itself: what the server remembers for it, it remembers for no other."""
        return mark(self._auth(target).token)

    def requests(self) -> Mapping[Target, int]:
        """HTTP requests so far, by the target they were for."""
        return dict(self._counts)

    def absolute(self, path: str, query: Mapping[str, str] | None = None) -> str:
        """The URL of the API's `path`."""
        return f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")

    def get(
        self, target: Target, url: str, *, headers: Mapping[str, str] | None = None, follows: bool = True
    ) -> Answer:
        """What is at `url`, repeated where that helps; a redirect is followed on this host, or is the answer."""
        asked = [url]
        while True:
            answer = self._read(target, "GET", asked[-1], None, headers)
            if not (follows and is_redirect(answer)):
                return answer
            asked.append(redirected(asked, answer))

    def write(self, target: Target, verb: str, path: str, content: Json = None) -> Answer:
        """Send one write once, and once more where it was refused for its place or an outdated token.

        Raises `Unknown` where nobody can tell what became of it, `Refused` for a limit.
        """
        asked = [self.absolute(path)]
        while True:
            answer = self._signed(
                target, lambda auth: self._policy.write(self._send(target, auth, verb, asked[-1], content, {}))
            )
            if not 300 <= answer.status < 400:
                return answer
            if answer.status not in _REPEATED_ON:
                raise Unknown(f"{self.host} redirected a write (status {answer.status}): it may have been processed")
            asked.append(redirected(asked, answer))

    def ask(
        self, target: Target, question: str, variables: Mapping[str, Json], *, whole: bool = False
    ) -> Mapping[str, Json] | None:
        """What GraphQL knows, as far as it knows it; `None` where this host has no GraphQL for us.

        Asked for the `whole` of it, `None` as well where a part is left out for another reason than not being there.
        """
        if not self._has_graphql:
            return None
        content = {"query": question, "variables": variables}
        answer = self._read(target, "POST", self._unsigned.graphql_url, content, None)
        if answer.status in _NO_GRAPHQL:
            self._has_graphql = False
            return None
        if not answer.is_success:
            raise refusal(answer, self.host)
        data: Json = answer.data
        found = data.get("data") if isinstance(data, dict) else None
        if not isinstance(found, dict) or (whole and not _is_whole(data.get("errors"))):
            return None
        return found

    def server_time(self, answer: Answer) -> datetime:
        """When the server answered, by its own clock; by ours where it does not say."""
        try:
            told = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return self._clock.now()
        return told if told.tzinfo else told.replace(tzinfo=UTC)

    def viewer(self, target: Target) -> Viewer:
        """Who we are; asked once, where no answer has told before."""
        with self._asking:
            known = self.known_viewer or self._ask_user(target) or self._ask_viewer(target)
            self.remember(known)
        return known

    def remember(self, viewer: Viewer) -> None:
        """An answer, or an earlier run, told who we are."""
        self.known_viewer = viewer

    def learn(self, login: str) -> None:
        """`login` is ours, as REST or GraphQL writes it."""
        self.remember(Viewer(bare_login(login), is_bot(login) or self.is_app))

    def _ask_user(self, target: Target) -> Viewer | None:
        if self.is_app:
            return None
        answer = self.get(target, self.absolute("/user"))
        if answer.status in (403, 404):
            return None
        if not answer.is_success:
            raise refusal(answer, self.host)
        data: Json = answer.data
        login = understood(lambda: str(data["login"]), lambda words: Unavailable(f"{self.host}: {words}"))
        return Viewer(bare_login(login), is_bot(login))

    def _ask_viewer(self, target: Target) -> Viewer:
        data = self.ask(target, VIEWER, {})
        if data is None:
            raise NotAllowed(
                f"{self.host}: the server does not tell whose the token is, so no issue can be known for our own; "
                "give the token read access to its user, or use a token of a person"
            )
        login = understood(lambda: str(data["viewer"]["login"]), lambda words: Unavailable(f"{self.host}: {words}"))
        return Viewer(bare_login(login), is_bot(login) or self.is_app)

    def _read(self, target: Target, verb: str, url: str, content: Json, headers: Mapping[str, str] | None) -> Answer:
        return self._signed(
            target, lambda auth: self._policy.read(self._send(target, auth, verb, url, content, headers or {}))
        )

    def _signed(self, target: Target, send: Callable[[GithubAuth.Auth], Answer]) -> Answer:
        """Send, and once more with a new token where the last was not accepted: a 401 processed nothing."""
        if self._denied is not None:
            raise self._denied
        answer = send(self._auth(target))
        if answer.status == 401 and self._credentials.renew():
            answer = send(self._auth(target))
        if answer.status == 401:
            self._denied = NotAllowed(str(refusal(answer, self.host)))
            raise self._denied
        return answer

    def _send(
        self,
        target: Target,
        auth: GithubAuth.Auth,
        verb: str,
        url: str,
        content: Json,
        headers: Mapping[str, str],
    ) -> Callable[[], Answer]:
        """One request, to be sent as often as the policy says."""
        requester = self._unsigned.withAuth(auth)
        secret = auth.token

        def send() -> Answer:
            with self._lock:
                self._counts[target] = self._counts.get(target, 0) + 1
            answer = self._transport.through(
                lambda connection: requester.requestJson(
                    verb, url, headers=dict(headers), input=content, cnx=connection
                )
            )
            # "Not implemented" is no failure of the host, and comes back the same however often it is asked.
            is_absent = answer.status == 501 and url == self._unsigned.graphql_url
            status = 404 if is_absent else answer.status
            return replace(answer, status=status, text=answer.text.replace(secret, "[redacted]"))

        return send

    def _auth(self, target: Target) -> GithubAuth.Auth:
        def fetch(app: GithubAuth.Auth, path: str) -> Fetched:
            return self._fetch(target, app, path)

        return self._credentials.auth(fetch, self._clock.monotonic())

    def _fetch(self, target: Target, app: GithubAuth.Auth, path: str) -> Fetched:
        """A new token of an App's installation."""
        if self._denied is not None:
            raise self._denied
        answer = self._policy.read(self._send(target, app, "POST", self.absolute(path), {}, {}))
        if not answer.is_success:
            self._denied = NotAllowed(str(refusal(answer, self._app_place)))
            raise self._denied
        now = self.server_time(answer)
        data: Json = answer.data
        return understood(
            lambda: Fetched(str(data["token"]), (moment(data["expires_at"]) - now).total_seconds()),
            lambda words: Unavailable(f"{self.host}: {words}"),
        )


def _is_whole(errors: Json) -> bool:
    """Whether `errors` of GraphQL only speak of what is not there; a part that failed is empty in the answer, too."""
    said = errors if isinstance(errors, list) else []
    return all(isinstance(error, dict) and error.get("type") == "NOT_FOUND" for error in said)
