"""Owns one account on one site: every request goes through here, signed, counted, and refused in words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import quote, unquote, urlencode, urlsplit

from syncer.errors import NotAllowed, Unavailable, Unknown
from syncer.model import Target
from syncer.ports import Clock
from syncer.retry.answer import Answer
from syncer.retry.breaker import Breaker
from syncer.retry.patience import Patience
from syncer.retry.policy import Policy, is_json
from syncer.retry.redirects import is_redirect, redirected
from syncer.retry.transport import Transport
from syncer.trackers.jira.auth import Credentials, cloud_auth, pat_auth
from syncer.trackers.jira.refusals import is_login_page, is_not_accepted, leads_to_login, not_accepted, refusal
from syncer.trackers.jira.session import Client
from syncer.trackers.jira.shown import Json, understood

__all__ = ["Account", "Deployment", "cloud_auth", "pat_auth"]

GATEWAY = "https://api.atlassian.com"
"""Where scoped tokens of Jira Cloud are taken."""
_VIEWER_HEADERS = {True: "x-aaccountid", False: "x-ausername"}
"""What says who asked, by whether it is Cloud: an account id, a name."""


class Deployment(StrEnum):
    """The two kinds of Jira, which differ in their API."""

    CLOUD = "cloud"
    DATA_CENTER = "data-center"


class Account:
    """Whom we are on the site at `url`. May be used by many threads at once.

    With `cloud_id` requests go to the `gateway`, which takes scoped tokens. The library jira builds and signs the
    requests; sending, repeating and following is ours. Every method raises `PortError`.
    """

    def __init__(  # noqa: PLR0913 - an address has parts
        self,
        url: str,
        credentials: Credentials,
        clock: Clock,
        patience: Patience,
        *,
        deployment: Deployment,
        cloud_id: str | None = None,
        gateway: str = GATEWAY,
        transport: Transport | None = None,
    ) -> None:
        self.web = url.rstrip("/")
        self.host = urlsplit(self.web).netloc
        self.is_cloud = deployment is Deployment.CLOUD
        self.known_viewer: str | None = None
        self._credentials = credentials
        self._clock = clock
        base = f"{gateway.rstrip('/')}/ex/jira/{quote(cloud_id, safe='')}" if cloud_id else self.web
        self._transport = transport or Transport(base, clock)
        self._client = Client(base, credentials, self._transport)
        self._policy = Policy(clock, patience, Breaker(self._transport.host))
        # The gateway shows nothing to anybody unsigned: what everybody sees is told by the site itself.
        open_transport = Transport(self.web, clock) if cloud_id else self._transport
        self._open = Client(self.web, credentials, open_transport) if cloud_id else self._client
        self._open_policy = Policy(clock, patience, Breaker(open_transport.host))
        self._base = urlsplit(base).path
        self._version = "3" if self.is_cloud else "2"
        self._counts: dict[Target, int] = {}
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._denied: NotAllowed | None = None

    @property
    def kind(self) -> str:
        """What kind of credential is used, in words for people."""
        return self._credentials.kind

    @property
    def identity(self) -> str:
        """A mark of whose credential it is."""
        return self._credentials.identity

    def requests(self) -> Mapping[Target, int]:
        """HTTP requests so far, by the target they were for."""
        with self._lock:
            return dict(self._counts)

    def api(self, *segments: str) -> str:
        """The path of the platform's API that `segments` name: v3 of Cloud, v2 of Data Center."""
        return self._path("api", self._version, segments)

    def agile(self, *segments: str) -> str:
        """The path of the API of boards and sprints that `segments` name."""
        return self._path("agile", "1.0", segments)

    def get(self, target: Target, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """What is at `path`, repeated where that helps; any status but a limit, a failure or a credential refused."""
        return self._read(target, "GET", _with_query(path, query), None)

    def ask(self, target: Target, path: str, content: Json) -> Answer:
        """The answer to a POST that only reads, repeated where that helps."""
        return self._read(target, "POST", path, content)

    def write(self, target: Target, verb: str, path: str, content: Json = None) -> Answer:
        """Send one write once.

        Raises `Unknown` where nobody can tell what became of it, `Refused` for a limit.
        """
        self._check_accepted()
        is_link = path == self.api("issueLink")  # answers nothing but a status, and 401 for a lack of permission
        answer = self._policy.write(self._send(target, verb, path, content), _is_empty if is_link else is_json)
        if not (is_link and answer.status == 401):
            self._check(answer)
        if 300 <= answer.status < 400:
            raise Unknown(f"{self.host} redirected a write (status {answer.status}): it may have been processed")
        return answer

    def anonymous(self, target: Target, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """What is at `path` for everybody: nothing is signed, and the site itself is asked."""
        there = _with_query(f"{urlsplit(self.web).path}{path.removeprefix(self._base)}", query)
        return self._open_policy.read(self._send(target, "GET", there, None, is_signed=False), _is_final)

    def viewer(self, target: Target) -> str:
        """Our account id (on Data Center: our name); asked once, where no earlier run has told."""
        with self._asking:
            if self.known_viewer is None:
                self.known_viewer = self._ask_viewer(target)
            return self.known_viewer

    def remember(self, viewer: str) -> None:
        """An earlier run has told who we are."""
        self.known_viewer = viewer

    def server_time(self, answer: Answer) -> datetime:
        """When the server answered, by its own clock; by ours where it does not say."""
        try:
            told = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return self._clock.now()
        return told if told.tzinfo else told.replace(tzinfo=UTC)

    def _path(self, api: str, version: str, segments: tuple[str, ...]) -> str:
        return "/".join((self._base, "rest", api, version, *(quote(segment, safe="") for segment in segments)))

    def _ask_viewer(self, target: Target) -> str:
        answer = self.get(target, self.api("myself"))
        if not answer.is_success:
            raise refusal(answer, self.host)
        data: Json = answer.data
        name = "accountId" if self.is_cloud else "name"
        return understood(lambda: str(data[name]), lambda words: Unavailable(f"{self.host}: {words}"))

    def _read(self, target: Target, verb: str, path: str, content: Json) -> Answer:
        """The answer; a redirect is followed on this host."""
        asked = [path]
        while True:
            self._check_accepted()
            answer = self._policy.read(self._send(target, verb, asked[-1], content), _is_final)
            self._check(answer)
            if not is_redirect(answer):
                return answer
            asked.append(self._redirected(asked, answer))

    def _redirected(self, asked: list[str], answer: Answer) -> str:
        """The path that `answer` redirects to, on this host. Raises `NotAllowed`."""
        origin = self._transport.origin
        return redirected([f"{origin}{path}" for path in asked], answer).removeprefix(origin)

    def _check_accepted(self) -> None:
        if self._denied is not None:
            raise self._denied

    def _check(self, answer: Answer) -> None:
        """Raise, now and from now on, where the credential was not accepted: what was shown is what everybody sees.

        Learns who we are where the answer tells.
        """
        if is_not_accepted(answer) or is_login_page(answer) or leads_to_login(answer):
            self._denied = not_accepted(answer, self.host, self._credentials)
            raise self._denied
        # Jira says in every answer who asked, which saves the question.
        if self.known_viewer is None and (said := answer.headers.get(_VIEWER_HEADERS[self.is_cloud], "")):
            self.known_viewer = unquote(said)

    def _send(
        self, target: Target, verb: str, path: str, content: Json, *, is_signed: bool = True
    ) -> Callable[[], Answer]:
        """One request, to be sent as often as the policy says."""

        def send() -> Answer:
            with self._lock:
                self._counts[target] = self._counts.get(target, 0) + 1
            client = self._client if is_signed else self._open
            answer = client.send(verb, path, content, is_signed=is_signed)
            return replace(answer, text=self._redacted(answer.text))

        return send

    def _redacted(self, text: str) -> str:
        for secret in self._credentials.secrets:
            text = text.replace(secret, "[redacted]")
        return text


def _with_query(path: str, query: Mapping[str, str] | None) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _is_empty(answer: Answer) -> bool:
    """Whether a success holds what an API answers, or nothing."""
    return not answer.text.strip() or is_json(answer)


def _is_final(answer: Answer) -> bool:
    """Whether a success needs no other try: JSON, or the page that asks people to log in."""
    return is_json(answer) or is_login_page(answer)
