"""Owns Jira, Cloud and Data Center, as far worlds see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from fakes.jira import SIMPLE, Issue, Jira
from fakes.jira.adf import text_of
from fakes.jira.hub import Deployment as Where
from fakes.jira.projects import Project
from fakes.jira.world import Clock
from fakes.wire import Exchange
from simulation.far_documents import PEOPLE
from simulation.far_hub import ROBOT, Hub, Seen, Wiring, without_commits

from syncer.core.marker import from_property
from syncer.core.people import Directory
from syncer.model import Person
from syncer.ports import Tracker
from syncer.trackers.jira.account import Account, Deployment, cloud_auth, pat_auth
from syncer.trackers.jira.auth import Credentials
from syncer.trackers.jira.choices import ProjectChoices
from syncer.trackers.jira.notebook import Notebook
from syncer.trackers.jira.tracker import JiraTracker

TOKEN = "ATATT" + "x" * 30
DOCUMENTS = "ssh://git@github.com/acme/docs.git"


class JiraHub(Hub):
    """A Jira with a project for issues; `token` is ours."""

    home = "PAY"
    other = "SEA"
    creates = r"/rest/api/[23]/issue$"
    link = re.compile(r"\[([A-Z]+-\d+)\]\(([^)\s]*)\)")
    remote = DOCUMENTS
    where: ClassVar[Where]

    def __init__(self, jira: Jira) -> None:
        self.jira = jira
        self.token = TOKEN
        self.choices = ProjectChoices()
        self._roles: dict[str, set[str]] = {}

    @property
    def server(self) -> Jira:
        return self.jira

    @property
    def project(self) -> Project:
        """Where issues go."""
        return self.jira.at(self.home)

    @property
    def hammered(self) -> int:
        return self.jira.limits.hammered

    def account_of(self, name: str) -> str:
        """What the user called `name` is told by."""
        user = self.jira.user(name)
        return user.account_id if self.where == "cloud" else user.name

    def directory(self) -> Directory:
        accounts = {name: {"jira": self.account_of(name), "github": name} for name in PEOPLE}
        people = tuple(Person(name, name.title(), accounts=accounts[name]) for name in PEOPLE)
        return Directory(people, is_configured=True)

    def credentials(self) -> Credentials:
        """How we prove who we are."""
        return cloud_auth(f"{ROBOT}@example.com", self.token) if self.where == "cloud" else pat_auth(self.token)

    def tracker(self, name: str, wiring: Wiring) -> Tracker:
        deployment = Deployment.CLOUD if self.where == "cloud" else Deployment.DATA_CENTER
        account = Account(
            self.jira.url,
            self.credentials(),
            wiring.clock,
            wiring.patience,
            deployment=deployment,
            transport=wiring.transport,
        )
        noted = f"jira {name}"
        notebook = Notebook(wiring.recall(noted), lambda text: wiring.remember(noted, text), wiring.clock)
        return JiraTracker(
            name, account, wiring.clock, wiring.pacer, zone="UTC", choices=self.choices, notebook=notebook
        )

    def add_place(self, name: str) -> None:
        made = self.jira.project(name)
        made.workflow = SIMPLE.changed("Done", screen={"resolution": False})
        made.grant(ROBOT)
        made.allow_assignees(*PEOPLE)

    def lag(self, seconds: float) -> None:
        self.jira.lag(seconds)

    def lists_changes(self, exchange: Exchange) -> bool:
        return "/search" in exchange.path

    def is_write(self, exchange: Exchange) -> bool:
        return exchange.method != "GET" and not exchange.path.endswith(("/bulkfetch", "/search", "/search/jql"))

    # --- what people do ---

    def edit(self, key: str, **fields: Any) -> None:
        changes = {name: value for name, value in fields.items() if name in {"title", "labels", "due"}}
        if "owners" in fields:
            changes["owner"] = next(iter(fields["owners"]), None)
        self.jira.edit(key, **changes)

    def close(self, key: str, reason: str = "completed") -> None:
        self.jira.transition(key, "Done", resolution="Done" if reason == "completed" else "Won't Do")

    def reopen(self, key: str) -> None:
        self.jira.transition(key, "To Do")

    def comment(self, key: str, text: str) -> None:
        self.jira.comment(key, text)

    def delete(self, key: str) -> None:
        self.jira.delete(key)

    def hide(self, key: str) -> None:
        """Where an issue can be hidden at all, its security level is on the screen, and some levels are open to us."""
        self.project.add_field("security")
        self.project.add_level("Internal", [ROBOT])
        self.jira.hide(key)

    def show(self, key: str) -> None:
        self.jira.show(key)

    def move(self, key: str, place: str) -> None:
        self.jira.move(key, place)

    def refuse_assignee(self, name: str) -> None:
        self.project.refuse_assignee(name)

    def close_home(self, how: str) -> None:
        self.project.archived = how == "archived"
        if how == "hidden":
            self.project.revoke(ROBOT)
        if how == "read-only":
            self.project.revoke(ROBOT, "CREATE_ISSUES", "EDIT_ISSUES")

    def open_home(self) -> None:
        self.project.archived = False
        self.project.grant(ROBOT)

    # --- what is there ---

    def issues(self, place: str | None = None) -> Sequence[Seen]:
        with self.jira.world.lock:
            self.jira.world.settle()
            return [self._seen(issue) for issue in self.jira.at(place or self.home).issues]

    def ours(self) -> Sequence[Seen]:
        with self.jira.world.lock:
            self.jira.world.settle()
            issues = sorted(self.jira.world.issues.values(), key=lambda issue: issue.id)
            return [self._seen(issue) for issue in issues if issue.creator == ROBOT]

    def _seen(self, issue: Issue) -> Seen:
        marker = from_property(issue.properties.get("syncer"))
        return Seen(
            place=issue.project,
            key=issue.key,
            label=issue.key,
            title=issue.summary,
            is_open=issue.is_open,
            state=f"{issue.status.category} {issue.resolution}",
            owners=(issue.assignee,) if issue.assignee else (),
            labels=tuple(sorted(issue.labels)),
            due=issue.due,
            item=marker.item if marker else "",
            said=without_commits(text_of(issue.description)),
            comments=tuple(text_of(comment.body) for comment in issue.comments),
            links=tuple(without_commits(str(link.object.get("url"))) for link in issue.remote_links),
        )

    def title_at(self, label: str, address: str) -> str:
        assert address == f"{self.jira.url}/browse/{label}", (label, address)
        return self.jira.issue(label).summary

    # --- copies ---

    def snapshot(self) -> object:
        return self.jira.snapshot()

    def restore(self, kept: Any) -> None:
        self.jira.restore(kept)
        self.jira.faults.clear()


class CloudHub(JiraHub):
    """A Jira Cloud."""

    kind = "jira-cloud"
    where = "cloud"


class CenterHub(JiraHub):
    """A Jira Data Center."""

    kind = "jira-data-center"
    where = "data-center"


@contextmanager
def jira_hub(kind: type[JiraHub], clock: Clock | None = None) -> Iterator[JiraHub]:
    """A Jira of its own."""
    with Jira(kind.where, clock=clock) as jira:
        jira.user(ROBOT, token=TOKEN)
        hub = kind(jira)
        hub.add_place(hub.home)
        yield hub
