"""Owns how we prove who we are: a token, or an App's installation whose token is fetched anew before it expires."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from github import Auth as GithubAuth
from jwt.exceptions import PyJWTError

from syncer.errors import NotAllowed

_MARK_LENGTH = 12
_EARLY = 60.0
"""Seconds before its end at which an installation's token is replaced: longer than any request takes."""


class Fetched(NamedTuple):
    """A token of an installation and how many seconds it works from now."""

    token: str
    seconds: float


Fetch = Callable[[GithubAuth.Auth, str], Fetched]
"""Asks for a token: as whom, and at which API path."""


class Credentials(Protocol):
    """Who we are; `kind` is in words for people, `identity` a mark of the account that no token can be read from.

    `is_app` says that it belongs to an App or a workflow and to no person.
    """

    kind: str
    identity: str
    is_app: bool

    def auth(self, fetch: Fetch, now: float) -> GithubAuth.Auth:
        """What signs the next request; `now` are monotonic seconds. Raises `PortError`."""

    def renew(self) -> bool:
        """Forget a token that was not accepted; false where there is no other to be had."""


def mark(secret: str) -> str:
    """A short hash of `secret` that tells two apart and gives nothing away."""
    return hashlib.sha256(f"syncer {secret}".encode()).hexdigest()[:_MARK_LENGTH]


class TokenCredentials:
    """One constant token: of a person (classic or fine-grained), of a workflow, or of an installation."""

    _PREFIXES = (
        ("github_pat_", "fine-grained token"),
        ("ghp_", "classic token"),
        ("gho_", "OAuth token"),
        ("ghu_", "user token of an App"),
        ("ghs_", "App or Actions token"),
    )

    def __init__(self, secret: str) -> None:
        self._auth = GithubAuth.Token(secret)
        self.identity = mark(secret)
        self.kind = next((kind for prefix, kind in self._PREFIXES if secret.startswith(prefix)), "token")
        self.is_app = secret.startswith("ghs_")

    def auth(self, fetch: Fetch, now: float) -> GithubAuth.Auth:
        """The token."""
        return self._auth

    def renew(self) -> bool:
        """There is no other."""
        return False


class AppCredentials:
    """The installation of a GitHub App; its tokens work for an hour each.

    PyGithub signs; the token is fetched over our own connection, which has deadlines that PyGithub's lacks.
    """

    kind = "App installation"
    is_app = True

    def __init__(self, app_id: str, key: str, installation_id: int) -> None:
        self._app = GithubAuth.AppAuth(app_id, key)
        self._path = f"/app/installations/{installation_id}/access_tokens"
        self._lock = threading.Lock()
        self._current: tuple[GithubAuth.Auth, float] | None = None
        self.identity = mark(f"{app_id}/{installation_id}")

    def auth(self, fetch: Fetch, now: float) -> GithubAuth.Auth:
        """The installation's token, a new one where the last is about to end. Raises `PortError`."""
        with self._lock:
            if self._current is None or now >= self._current[1]:
                fetched = fetch(self._signed(), self._path)
                self._current = GithubAuth.Token(fetched.token), now + fetched.seconds - _EARLY
            return self._current[0]

    def _signed(self) -> GithubAuth.Auth:
        """A signature of the App that works for some minutes."""
        try:
            return GithubAuth.AppAuthToken(self._app.token)
        except (PyJWTError, ValueError, TypeError, AttributeError) as error:  # whatever a text that is no key leads to
            raise NotAllowed(
                f"the App's private key cannot sign ({type(error).__name__}): "
                "give the whole PEM file that GitHub made for the App, without a password"
            ) from None

    def renew(self) -> bool:
        """The next request gets a new token."""
        with self._lock:
            self._current = None
        return True
