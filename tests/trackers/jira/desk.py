"""Owns a fake Jira with one account and two projects, and what tests of the tracker say about it."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType
from typing import Any, Literal, Self

from engine.worlds import SettableClock
from fakes.jira import Issue as Kept
from fakes.jira import Jira

from syncer.core.marker import marker_property
from syncer.model import DocumentKey, Intent, IntentKind, IssueRef, Marker, Target
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.trackers.jira.account import Account, Deployment, cloud_auth, pat_auth
from syncer.trackers.jira.auth import Credentials
from syncer.trackers.jira.choices import ProjectChoices
from syncer.trackers.jira.notebook import Notebook
from syncer.trackers.jira.tracker import JiraTracker

BOT = "syncer-bot"
TOKEN = "canary-CANARY-canary-0123456789"
PAY = Target("desk", "PAY")
OPS = Target("desk", "OPS")
DOCUMENT = DocumentKey("docs", "2026/outage.md")


def marker(item: str = "a1") -> Marker:
    return Marker(item, "lineage-1", DOCUMENT, "Rotate the keys", 0)


class Desk:
    """A Jira where `syncer-bot` may work in the projects PAY and OPS."""

    def __init__(self, deployment: Literal["cloud", "data-center"], path: str = "") -> None:
        self.clock = SettableClock()
        self.jira = Jira(deployment, clock=self.clock, path=path)
        self.jira.world.tells_who = False  # a proxy may take the headers out that tell who asked
        self.bot = self.jira.user(BOT, token=TOKEN)
        for key in ("PAY", "OPS"):
            self.jira.project(key).grant(BOT)
        self.is_cloud = deployment == "cloud"
        self.notes: list[str] = []
        self._asked = 0

    def __enter__(self) -> Self:
        self.jira.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.jira.__exit__(kind, error, trace)

    def credentials(self, token: str = TOKEN) -> Credentials:
        return cloud_auth(f"{BOT}@example.com", token) if self.is_cloud else pat_auth(token)

    def account(self, token: str = TOKEN, **options: Any) -> Account:
        """An adapter's account that remembers nothing."""
        kind = Deployment.CLOUD if self.is_cloud else Deployment.DATA_CENTER
        patience = Patience(self.clock)
        return Account(self.jira.url, self.credentials(token), self.clock, patience, deployment=kind, **options)

    def tracker(
        self, account: Account | None = None, *, zone: str = "UTC", choices: ProjectChoices | None = None
    ) -> JiraTracker:
        """The tracker as a new run meets it."""
        pacer = Pacer(self.clock, 0, 0, 0.0, None, lambda _: None)
        notebook = Notebook(self.notes[-1] if self.notes else None, self.notes.append, self.clock)
        given = choices or ProjectChoices()
        return JiraTracker(
            "desk", account or self.account(), self.clock, pacer, zone=zone, choices=given, notebook=notebook
        )

    def ours(self, item: str = "a1", *, project: str = "PAY", by: str = BOT, **values: Any) -> Kept:
        """An issue that bears our label and marker; made by `by`."""
        kept = {"syncer": marker_property(marker(item)) | {"type": "Prevent", "priority": "P1", "priority_name": None}}
        given: dict[str, Any] = {"labels": ["syncer"], "properties": kept, **values}
        return self.jira.open_issue(f"Item {item}", project=project, by=by, **given)

    def intent(self, item: str, newest: str | None, target: Target | None = PAY) -> Intent:
        """An intent to create that began now."""
        kind = IntentKind.CREATE
        return Intent(f"i-{item}", kind, DOCUMENT, item, target, None, {}, {}, self.clock.now(), newest)

    def asked(self) -> list[str]:
        """Requests since the last time this was asked, as `GET /search/jql`: verb and path below the version."""
        new, self._asked = self.jira.exchanges[self._asked :], len(self.jira.exchanges)
        return [f"{one.method} /{one.path.partition('/rest/api/')[2].partition('/')[2]}" for one in new]

    def wait(self, **passing: float) -> None:
        """Let time go by."""
        self.clock.pass_seconds(timedelta(**passing).total_seconds())


def ref(kept: Kept, target: Target = PAY) -> IssueRef:
    return IssueRef(target, kept.key, str(kept.id))
