"""Owns who may ask: users with their account ids, and the tokens that speak for them."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .wire import Request, refusal

READ, WRITE = "read:jira-work", "write:jira-work"


class TokenKind(StrEnum):
    """What a token is: it decides how it is sent and which address takes it."""

    API = "api"  # Cloud: basic auth with the e-mail, at the site
    SCOPED = "scoped"  # Cloud: basic auth with the e-mail, through the gateway only
    PAT = "pat"  # Data Center: bearer


@dataclass(slots=True)
class User:
    """Somebody with an account. `zone` is the time zone of the profile; an e-mail may be hidden from others."""

    name: str
    account_id: str
    email: str
    display: str
    zone: str = "UTC"
    shows_email: bool = True
    active: bool = True
    is_admin: bool = False
    browses_users: bool = True

    @property
    def key(self) -> str:
        """What Data Center calls the user inside."""
        return f"JIRAUSER{self.account_id[-6:]}"


@dataclass(slots=True)
class Token:
    """A secret of a user; `scopes` count only for a scoped one."""

    value: str
    user: User
    kind: TokenKind
    scopes: frozenset[str] = frozenset({READ, WRITE})
    expires_at: datetime | None = None
    is_revoked: bool = False

    def works_at(self, now: datetime) -> bool:
        """Whether it is neither revoked nor out of date."""
        return not self.is_revoked and self.user.active and (self.expires_at is None or now < self.expires_at)


class People:
    """Every user and token of the site."""

    def __init__(self, now: Callable[[], datetime], *, is_cloud: bool) -> None:
        self._now = now
        self._is_cloud = is_cloud
        self.users: dict[str, User] = {}
        self.tokens: dict[str, Token] = {}

    def user(self, name: str) -> User:
        """The user called `name`, made where there is none."""
        if (found := self.users.get(name)) is None:
            account = f"712020:{uuid.uuid5(uuid.NAMESPACE_DNS, name)}"
            found = self.users[name] = User(name, account, f"{name}@example.com", name.replace("-", " ").title())
        return found

    def find(self, account: str) -> User | None:
        """The user with that account id (Cloud) or name (Data Center)."""
        if not self._is_cloud:
            return self.users.get(account)
        return next((user for user in self.users.values() if user.account_id == account), None)

    def authenticate(self, request: Request) -> Token | None:
        """Whose request it is, `None` for nobody's; raises 401 for what does not work at this address."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            if "/ex/jira/" in request.prefix:  # the gateway lets nobody in who does not say who it is
                raise self._unauthorized()
            return None
        token = self._basic(secret) if scheme.lower() == "basic" else self._bearer(secret.strip())
        if token is None or not token.works_at(self._now()):
            raise self._unauthorized()
        if (token.kind is TokenKind.SCOPED) != ("/ex/jira/" in request.prefix):
            raise self._unauthorized()
        return token

    def _basic(self, secret: str) -> Token | None:
        try:
            email, _, value = base64.b64decode(secret, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        token = self.tokens.get(value)
        is_right = token is not None and token.kind is not TokenKind.PAT and token.user.email == email
        return token if is_right else None

    def _bearer(self, secret: str) -> Token | None:
        token = self.tokens.get(secret)
        return token if token is not None and token.kind is TokenKind.PAT else None

    def _unauthorized(self) -> Exception:
        refused = refusal(401)
        refused.reply.headers["X-Seraph-LoginReason"] = "AUTHENTICATED_FAILED"
        return refused
