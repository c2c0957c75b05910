"""Owns everything the site knows: people, projects, issues and what of them the search index has seen, the clock."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from fakes.later import Later

from .boards import Agile
from .fields import STANDARD, Field, custom
from .issues import Comment, Issue, IssueLink
from .people import People, User
from .pings import Ping, find_pings
from .projects import Project
from .wire import Json
from .workflow import SIMPLE, STEPS, Status


class Clock(Protocol):
    """What the server asks for the time."""

    def now(self) -> datetime: ...


class World:
    """The state of the site. Whoever touches it from two threads holds `lock`."""

    def __init__(self, clock: Clock, *, is_cloud: bool) -> None:
        self.clock = clock
        self.is_cloud = is_cloud
        self.lock = threading.RLock()
        self.host = ""
        self.path = ""
        self.cloud_id = "9f2a6d1c-0000-4000-8000-000000000001"
        self.zone = "UTC"
        self.people = People(self.now, is_cloud=is_cloud)
        self.projects: dict[str, Project] = {}
        self.issues: dict[int, Issue] = {}
        self.keys: dict[str, int] = {}
        self.index: dict[int, Issue] = {}
        self.index_lag = 0.0
        self.lags: dict[int, float] = {}
        self.waiting: list[tuple[datetime, int, int, Issue | None]] = []
        self.indexed: dict[int, int] = {}
        self.links: list[IssueLink] = []
        self.link_types: list[tuple[str, str, str]] = [("Relates", "relates to", "relates to")]
        self.link_types += [("Duplicate", "is duplicated by", "duplicates"), ("Blocks", "is blocked by", "blocks")]
        self.priorities: list[str] = ["Highest", "High", "Medium", "Low", "Lowest"]
        self.resolutions: list[str] = ["Done", "Won't Do", "Duplicate", "Cannot Reproduce"]
        self.statuses: dict[str, Status] = {}
        self.type_ids: dict[str, str] = {}
        self.fields: dict[str, Field] = {field.id: field for field in STANDARD}
        self.tells_misses = False
        self.tells_who = True
        self.pings: list[Ping] = []
        self.made: dict[str, int] = {}
        self.most_ids = 5_000
        self.most_issues = 100
        self.most_found = 1_000
        self.pages: dict[str, tuple[datetime, str, tuple[int, ...]]] = {}
        self.last_id = 10_000
        self.later = Later(self.now)
        self.agile = Agile(self)
        for workflow in (SIMPLE, STEPS):
            self.add_statuses(workflow.statuses)

    def now(self) -> datetime:
        """The time of the server."""
        return self.clock.now()

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.host + self.path

    @property
    def users(self) -> Mapping[str, User]:
        """Users by name."""
        return self.people.users

    @property
    def api(self) -> str:
        """Where the URLs of the API begin."""
        return f"{self.url}/rest/api/{3 if self.is_cloud else 2}"

    def next_id(self) -> int:
        """A number that nothing on the site has."""
        self.last_id += 1
        return self.last_id

    # --- how the site is set up ---

    def type_id(self, name: str) -> str:
        """The id of the issue type called so, which every project shares."""
        return self.type_ids.setdefault(name, str(10_001 + len(self.type_ids)))

    def add_statuses(self, categories: Mapping[str, str]) -> None:
        """Statuses by name with their categories; those that are there stay as they are."""
        for name, category in categories.items():
            self.statuses.setdefault(name, Status(str(10_000 + len(self.statuses)), name, category))

    def status(self, name: str) -> Status:
        """The status called so."""
        return self.statuses[name]

    def add_field(self, name: str, kind: str, options: tuple[str, ...] = ()) -> Field:
        """A field of the site's own."""
        made = custom(self.next_id(), name, kind, {str(self.next_id()): option for option in options})
        self.fields[made.id] = made
        return made

    def project_named(self, text: str) -> Project | None:
        """The project with that key, in whatever case, or id; seen or not."""
        return self.projects.get(text.upper()) or next((one for one in self.projects.values() if one.id == text), None)

    # --- issues ---

    def find(self, text: str) -> Issue | None:
        """The issue with that id, or with that key or once with it, in whatever case; seen or not."""
        number = int(text) if text.isdecimal() else self.keys.get(text.upper(), 0)
        return self.issues.get(number)

    def sees(self, viewer: User | None, issue: Issue) -> bool:
        """Whether `viewer` (`None`: nobody in particular) may see the issue."""
        project = self.projects[issue.project]
        if not project.can(viewer, "BROWSE_PROJECTS"):
            return False
        level = project.levels.get(issue.security or "")
        return level is None or (viewer is not None and viewer.name in level.members)

    def add(self, project: Project, issue_type: str, status: Status, by: str, values: Mapping[str, Any]) -> Issue:
        """A new issue with the project's next number."""
        now = self.now()
        known = {"description": None, "reporter": by, "priority": self.default_priority, **values}
        made = Issue(
            id=self.next_id(),
            project=project.key,
            number=project.next_number(),
            type=issue_type,
            creator=by,
            created=now,
            updated=now,
            status=status,
            category_changed=now,
            **known,
        )
        self.keys[made.key.upper()] = made.id
        self.made[by] = self.made.get(by, 0) + 1
        return self._keep(made)

    @property
    def default_priority(self) -> str | None:
        """What an issue gets that names none."""
        return "Medium" if "Medium" in self.priorities else next(iter(self.priorities), None)

    def change(self, issue_id: int, *, touch: bool = True, **changes: Any) -> Issue:
        """Change attributes of the issue; nothing happens where nothing would differ. `touch` sets its date."""
        before = self.issues[issue_id]
        after = replace(before, **changes)
        if after == before:
            return before
        return self._keep(replace(after, updated=self.now() if touch else before.updated, version=before.version + 1))

    def enter(self, issue_id: int, status: Status, resolution: str | None, **changes: Any) -> Issue:
        """Move the issue into `status` with `resolution`; other `changes` go along."""
        before, now = self.issues[issue_id], self.now()
        changes["status"] = status
        if status.category != before.status.category:
            changes["category_changed"] = now
        if resolution != before.resolution:
            changes |= {"resolution": resolution, "resolved": now if resolution else None}
        return self.change(issue_id, **changes)

    def add_comment(self, issue_id: int, by: User, body: Json, properties: Mapping[str, Json]) -> Comment:
        """A new comment under the issue."""
        now = self.now()
        made = Comment(self.next_id(), by.name, body, now, now, properties)
        self.change(issue_id, comments=(*self.issues[issue_id].comments, made))
        return made

    def move(self, issue_id: int, to: Project) -> Issue:
        """Give the issue a key of another project; what that one does not have is lost."""
        before = self.issues[issue_id]
        if before.project == to.key:
            return before
        workflow = to.workflow_of(before.type)
        name = before.status.name if before.status.name in workflow.statuses else workflow.first
        changes = {
            "project": to.key,
            "number": to.next_number(),
            "type": before.type if before.type in to.types else next(iter(to.types)),
            "components": tuple(name for name in before.components if name in to.components),
            "security": None,
            "parent": None,
        }
        moved = self.enter(issue_id, self.status(name), before.resolution, **changes)
        self.keys[moved.key.upper()] = issue_id
        return moved

    def remove(self, issue_id: int) -> None:
        """Delete the issue; the index learns of it when it learns of everything else."""
        gone = self.issues.pop(issue_id)
        self._show(issue_id, gone.version + 1, None)

    def _keep(self, issue: Issue) -> Issue:
        self.issues[issue.id] = issue
        self._show(issue.id, issue.version, issue)
        return issue

    # --- the index ---

    def _show(self, issue_id: int, version: int, issue: Issue | None) -> None:
        """Let the index see a version, or that there is none any more, once it has caught up."""
        lag = self.lags.get(issue_id, self.index_lag)
        if lag <= 0:
            self._index(issue_id, version, issue)
        else:
            heapq.heappush(self.waiting, (self.now() + timedelta(seconds=lag), issue_id, version, issue))

    def _index(self, issue_id: int, version: int, issue: Issue | None) -> None:
        if self.indexed.get(issue_id, -1) >= version:
            return
        self.indexed[issue_id] = version
        if issue is None:
            self.index.pop(issue_id, None)
        else:
            self.index[issue_id] = issue

    def add_page(self, jql: str, numbers: Sequence[int]) -> str:
        """A token for the rest of what a search found."""
        token = f"Ck{self.next_id():x}YIDBBQ="
        self.pages[token] = (self.now(), jql, tuple(numbers))
        return token

    # --- what happens later, and what it stirs ---

    def promise(self, seconds: float, action: Callable[[], object]) -> None:
        """Do `action` once the clock is `seconds` further on."""
        self.later.promise(seconds, action)

    def settle(self) -> None:
        """Do what was promised for a moment that is over, and let the index catch up."""
        with self.lock:
            self.later.settle()
            now = self.now()
            while self.waiting and self.waiting[0][0] <= now:
                _, issue_id, version, issue = heapq.heappop(self.waiting)
                self._index(issue_id, version, issue)

    def hear(self, where: str, issue: Issue, by: User, text: Json) -> None:
        """Note whom a text written through the API would notify and what it would show besides words."""
        for kind, found in find_pings(text):
            self.pings.append(Ping(kind, found, where, issue.key, by.name))
