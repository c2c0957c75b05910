"""Owns how we prove who we are to Jira: an e-mail address with an API token, or a personal access token."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

_MARK_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are; `kind` is in words for people, `identity` a mark of the account that no token can be read from.

    `login` is the e-mail address that goes with an API token, `None` for a personal access token. `remedy` says what
    helps where the credential is not accepted.
    """

    kind: str
    identity: str
    secret: str = field(repr=False)
    login: str | None
    remedy: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown: the token, and the form in which it goes over the wire."""
        basic = b64encode(f"{self.login}:{self.secret}".encode()).decode() if self.login is not None else None
        return tuple(text for text in (self.secret, basic) if text)


def cloud_auth(email: str, token: str) -> Credentials:
    """A person's or a service account's e-mail address with its API token, classic or scoped."""
    return Credentials(
        kind="API token",
        identity=mark(email.strip().casefold()),
        secret=token,
        login=email.strip(),
        remedy=(
            "API tokens of Atlassian expire within a year: make a new one at "
            "https://id.atlassian.com/manage-profile/security/api-tokens, put it where the configuration reads it, "
            "and check that the e-mail address is that of its account (a Jira Data Center takes a personal access "
            "token instead: JIRA_PAT)"
        ),
    )


def pat_auth(token: str) -> Credentials:
    """A personal access token of Data Center."""
    return Credentials(
        kind="personal access token",
        identity=mark(token),
        secret=token,
        login=None,
        remedy=(
            "it has expired, was revoked or is cut short: make a new one in Jira under Profile, Personal Access "
            "Tokens, and put it where the configuration reads it (a Jira Cloud takes an e-mail address with an API "
            "token instead: JIRA_EMAIL, JIRA_API_TOKEN)"
        ),
    )


def mark(secret: str) -> str:
    """A short hash of `secret` that tells two apart and gives nothing away."""
    return hashlib.sha256(f"syncer {secret}".encode()).hexdigest()[:_MARK_LENGTH]
