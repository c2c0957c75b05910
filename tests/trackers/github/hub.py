"""Owns a fake GitHub with one account and one repository, and what tests of the tracker say about it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self

from engine.worlds import SettableClock
from fakes.github import Exchange, GitHub

from syncer.model import (
    Agreement,
    DocumentKey,
    Draft,
    Field,
    Intent,
    IntentKind,
    Issue,
    IssueRef,
    Marker,
    State,
    Target,
)
from syncer.retry.answer import Answer
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.trackers.github.account import Account, token_auth
from syncer.trackers.github.auth import Credentials
from syncer.trackers.github.tracker import GitHubTracker

NAME = "acme/payments"
TARGET = Target("hub", NAME)
DOCUMENT = DocumentKey("docs", "2026/outage.md")
ISSUES = f"/repos/{NAME}/issues"
BOT = "syncer-bot"


class Refusing(Account):
    """An account whose next write is refused (422) for `errors`."""

    errors: list[dict[str, object]]

    def write(self, target: Target, verb: str, path: str, content: Any = None) -> Answer:
        if not self.errors:
            return super().write(target, verb, path, content)
        said, self.errors = self.errors, []
        return Answer(422, {}, json.dumps({"message": "Validation Failed", "errors": said}))


class Hub:
    """A GitHub where `syncer-bot` may push to `acme/payments`, and `alice` and `bob` can be assigned."""

    def __init__(self, *, org: bool = True, enterprise: bool = False) -> None:
        self.clock = SettableClock()
        self.server = GitHub(clock=self.clock, enterprise=enterprise)
        self.token = self.server.user(BOT)
        self.repository = self.server.repository(NAME, org=org)
        self.repository.grant(BOT, "push")
        self.repository.allow_assignees("alice", "Bob")
        self.spent: list[str] = []
        self._asked = 0

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.__exit__(kind, error, trace)

    def account(self, credentials: Credentials | None = None) -> Account:
        """An adapter's account that remembers nothing."""
        who = credentials or token_auth(self.token.value)
        return Account(self.server.url, who, self.clock, Patience(self.clock))

    def refusing(self, *errors: dict[str, object]) -> Refusing:
        """An account whose next write is refused for `errors`, as GitHub says them."""
        account = Refusing(self.server.url, token_auth(self.token.value), self.clock, Patience(self.clock))
        account.errors = list(errors)
        return account

    def tracker(self, account: Account | None = None, *, per_minute: int = 0, zone: str = "UTC") -> GitHubTracker:
        """The tracker as a new run meets it."""
        pacer = Pacer(self.clock, per_minute, 0, 0.0, None, self.spent.append)
        return GitHubTracker("hub", account or self.account(), self.clock, pacer, zone=zone)

    def asked(self) -> list[str]:
        """Verb and path of every request since the last time."""
        new = self.server.exchanges[self._asked :]
        self._asked = len(self.server.exchanges)
        return [f"{exchange.method} {exchange.path}" for exchange in new]

    def last(self, method: str, path: str = "") -> Exchange:
        """The last request of `method` whose path contains `path`."""
        return next(one for one in reversed(self.server.exchanges) if one.method == method and path in one.path)

    def make_anew(self) -> None:
        """The repository is deleted, another gets its name, and somebody opens an issue there, which gets number 1."""
        world = self.server.world
        for number in self.repository.history:
            self.repository.delete(number)
        world.repositories.clear()
        self.repository = self.server.repository(NAME)
        self.repository.grant(BOT, "push")
        self.repository.open_issue(world.accounts.account("alice"), "Mine", "My own words.")

    def made(self, tracker: GitHubTracker, item: str = "item-1", **values: str | None) -> Issue:
        """An issue of ours."""
        return tracker.create(draft(item, **values))


def marker(item: str, text: str = "Add an alert") -> Marker:
    base = {Field.DUE: Agreement("Next sprint", "2026-03-27", "2026-03-27")}
    return Marker(item, "5bd1c1a0", DOCUMENT, text, 0, base)


def draft(item: str = "item-1", **values: str | None) -> Draft:
    """A draft for `item`; `values` by field name replace the usual ones."""
    filled: dict[Field, str | None] = {
        Field.TITLE: f"Add an alert for {item}",
        Field.OWNER: "alice",
        Field.DUE: "2026-03-27",
        Field.PRIORITY: "P1",
        Field.TYPE: "detect",
    }
    filled.update({Field(name): value for name, value in values.items()})
    return Draft(
        target=TARGET,
        marker=marker(item),
        values=filled,
        state=State.TODO,
        labels=("syncer", "postmortem"),
        owners=("Alice Smith",),
        due_text="Next sprint",
        document_title="Checkout was down",
        document_name="docs/2026/outage.md",
        document_url="https://github.com/acme/docs/blob/abc/2026/outage.md",
        line=12,
        created=date(2026, 3, 11),
    )


def intent(item: str = "item-1", newest: str | None = None, *, begun: datetime | None = None) -> Intent:
    """What was stored before the create of `item`."""
    at = begun or datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    return Intent(f"intent-{item}", IntentKind.CREATE, DOCUMENT, item, TARGET, None, {}, {}, at, newest)


def ref(number: int, node: str | None = None, target: Target = TARGET) -> IssueRef:
    """A reference to an issue by its number, with its node id where that is known."""
    return IssueRef(target, str(number), node or str(number))


def shown(**changes: Any) -> dict[str, Any]:
    """An issue as REST shows it."""
    return {
        "id": 1001,
        "node_id": "I_1",
        "number": 7,
        "html_url": "https://github.com/acme/payments/issues/7",
        "repository_url": "https://api.github.com/repos/acme/payments",
        "title": "Add an alert",
        "body": "text",
        "state": "open",
        "state_reason": None,
        "user": {"login": "syncer-bot", "type": "User"},
        "labels": [{"name": "syncer"}],
        "assignees": [],
        "comments": 0,
        "created_at": "2026-03-12T09:00:00Z",
        "updated_at": "2026-03-12T09:00:00Z",
        "closed_at": None,
        **changes,
    }
