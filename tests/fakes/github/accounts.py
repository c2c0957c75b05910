"""Owns who may ask: accounts, their tokens, Apps and installations, and what each may do."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

import jwt

from .wire import Request, refusal

Permissions = Mapping[str, str]
"""Fine-grained permissions, such as `{"issues": "write"}`."""

EVERYTHING: Permissions = {"metadata": "read", "issues": "write", "contents": "write", "pull_requests": "write"}
HOUR = timedelta(hours=1)


class Role(IntEnum):
    """What an account may do in a repository, each including the ones before."""

    NONE = 0
    READ = 1
    TRIAGE = 2
    PUSH = 3
    MAINTAIN = 4
    ADMIN = 5


class TokenKind(StrEnum):
    """What a token is; it decides its prefix, its headers and what it may ask."""

    CLASSIC = "ghp"
    FINE_GRAINED = "github_pat"
    INSTALLATION = "ghs"
    ACTIONS = "ghs_actions"

    @property
    def is_bot(self) -> bool:
        """Whether it belongs to an App and to no person."""
        return self in {TokenKind.INSTALLATION, TokenKind.ACTIONS}


@dataclass(frozen=True, slots=True)
class Account:
    """A user, bot or organisation. `kind` is `User`, `Bot` or `Organization`."""

    login: str
    id: int
    node_id: str
    kind: str = "User"


@dataclass(slots=True)
class Token:
    """A secret and what it opens; `repositories` are full names in lower case, `None` for all that its owner sees."""

    value: str
    account: Account
    kind: TokenKind
    scopes: tuple[str, ...] = ()
    permissions: Permissions = field(default_factory=lambda: EVERYTHING)
    repositories: frozenset[str] | None = None
    expires_at: datetime | None = None
    is_revoked: bool = False

    def works_at(self, now: datetime) -> bool:
        """Whether it is neither revoked nor out of date."""
        return not self.is_revoked and (self.expires_at is None or now < self.expires_at)

    def reaches(self, full_name: str) -> bool:
        """Whether it is for the repository called so."""
        return self.repositories is None or full_name.lower() in self.repositories

    def allows(self, needs: str) -> bool:
        """Whether the token itself (not its owner's role) allows `needs`, such as `issues=write`."""
        if self.kind is TokenKind.CLASSIC:
            return needs.endswith("=read") or bool({"repo", "public_repo"} & set(self.scopes))
        name, _, level = needs.partition("=")
        held = self.permissions.get(name)
        return name == "metadata" or held == "write" or (held == "read" and level == "read")


@dataclass(slots=True)
class App:
    """A GitHub App: its id, its public key (PEM), and its installations by id."""

    id: int
    slug: str
    public_key: str
    account: Account
    installations: dict[int, Installation] = field(default_factory=dict)


@dataclass(slots=True)
class Installation:
    """An App in an organisation: the permissions and repositories that its tokens get."""

    id: int
    permissions: Permissions
    repositories: frozenset[str] | None


class Accounts:
    """Every account, token and App of the server."""

    def __init__(self, now: Callable[[], datetime], ids: Iterator[int]) -> None:
        self._now = now
        self._ids = ids
        self._by_login: dict[str, Account] = {}
        self._serial = itertools.count(1)
        self.tokens: dict[str, Token] = {}
        self.apps: dict[int, App] = {}

    def account(self, login: str, kind: str = "User") -> Account:
        """The account called `login`, made where there is none."""
        found = self.find(login)
        if found is None:
            number = next(self._ids)
            prefix = {"User": "U", "Bot": "BOT", "Organization": "O"}[kind]
            found = self._by_login[login.lower()] = Account(login, number, node_id(prefix, number), kind)
        return found

    def find(self, login: str) -> Account | None:
        """The account called `login` in whatever case."""
        return self._by_login.get(login.lower())

    def add_token(self, token: Token) -> Token:
        """Remember `token` and answer it."""
        self.tokens[token.value] = token
        return token

    def fresh_value(self, kind: TokenKind) -> str:
        """A token's text that nobody has."""
        return f"{kind.value.partition('_actions')[0]}_{next(self._serial):036d}"

    def authenticate(self, request: Request) -> Token | None:
        """Whose request it is, `None` for nobody's; raises 401 for a secret that does not work."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() == "basic":
            secret = base64.b64decode(secret).decode().partition(":")[2]
        token = self.tokens.get(secret.strip())
        if token is None or not token.works_at(self._now()):
            raise refusal(401, "Bad credentials")
        return token

    def app_of(self, request: Request) -> App:
        """The App that signed the request's JSON web token; raises 401."""
        secret = request.headers.get("authorization", "").partition(" ")[2]
        try:
            issuer = int(jwt.decode(secret, options={"verify_signature": False})["iss"])
            app = self.apps[issuer]
            claims = jwt.decode(
                secret, app.public_key, algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False}
            )
        except (jwt.PyJWTError, KeyError, ValueError):
            raise refusal(401, "A JSON web token could not be decoded") from None
        if int(claims["exp"]) <= self._now().timestamp():
            raise refusal(401, "'Expiration time' claim ('exp') must be a numeric value in the future")
        return app

    def installation_token(self, app: App, installation: Installation) -> Token:
        """A new token of `installation` that works for one hour."""
        return self.add_token(
            Token(
                self.fresh_value(TokenKind.INSTALLATION),
                app.account,
                TokenKind.INSTALLATION,
                permissions=installation.permissions,
                repositories=installation.repositories,
                expires_at=self._now().replace(microsecond=0) + HOUR,
            )
        )


def node_id(prefix: str, *numbers: int) -> str:
    """A global id in GitHub's form: a prefix and opaque letters."""
    text = base64.urlsafe_b64encode(":".join(map(str, numbers)).encode()).decode().rstrip("=")
    return f"{prefix}_kwDO{text}"


def full_names(repositories: Collection[str] | None) -> frozenset[str] | None:
    """`repositories` in the form that tokens compare."""
    return None if repositories is None else frozenset(name.lower() for name in repositories)
