"""Owns one repository: its issues with their past, and what people do in it by hand."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .accounts import Account, Role, node_id
from .issues import Absence, Comment, Issue, Label, Milestone, Pull
from .tree import Files

if TYPE_CHECKING:
    from .world import World

PERSON = "someone"
"""The account that does what people do unless a test names another."""


Method = TypeVar("Method", bound=Callable[..., Any])


def _alone(method: Method) -> Method:
    """`method`, done while the server answers nobody: people and requests may come from different threads."""

    @wraps(method)
    def done(self: Repository, *args: Any, **kwargs: Any) -> Any:
        with self.world.lock:
            return method(self, *args, **kwargs)

    return cast("Method", done)


class Repository:
    """A repository; every change of an issue adds a version, so that lists can lag behind."""

    def __init__(self, world: World, full_name: str, *, private: bool, issues: bool, archived: bool) -> None:
        self.world = world
        self.id = next(world.ids)
        self.node_id = node_id("R", self.id)
        self.full_name = full_name
        self.private = private
        self.has_issues = issues
        self.archived = archived
        self.default_branch = "main"
        self.created_at = world.now()
        self.roles: dict[str, Role] = {}
        self.assignees: dict[str, Account] = {}
        self.labels: dict[str, Label] = {}
        self.milestones: dict[int, Milestone] = {}
        self.history: dict[int, list[tuple[datetime, Issue]]] = {}
        self.absences: dict[int, Absence] = {}
        self.files = Files()
        self._numbers = itertools.count(1)

    # --- what it is ---

    @property
    def owner(self) -> Account:
        """The user or organisation it belongs to."""
        return self.world.accounts.account(self.full_name.partition("/")[0])

    @property
    def name(self) -> str:
        """Its name without its owner."""
        return self.full_name.partition("/")[2]

    def rename(self, full_name: str) -> None:
        """Give it another name; the old one redirects."""
        self.world.rename(self, full_name)

    def grant(self, login: str, role: str | Role) -> None:
        """Give `login` a role (`none`, `read`, `triage`, `push`, `maintain`, `admin`); with push it is assignable."""
        given = role if isinstance(role, Role) else Role[role.upper()]
        self.roles[login.lower()] = given
        if given >= Role.PUSH:
            self.allow_assignees(login)

    def allow_assignees(self, *logins: str) -> None:
        """Let issues be assigned to `logins`, which are made where they do not exist."""
        for login in logins:
            self.assignees[login.lower()] = self.world.accounts.account(login)

    def protect(self, branch: str) -> None:
        """Let `branch` take no push, only merges of pull requests."""
        self.files.protected.add(branch)

    def use_git(self, git_dir: str | Path) -> None:
        """Take the branches from a real git repository."""
        self.files.git_dir = Path(git_dir)

    def refuse_assignee(self, login: str) -> None:
        """Let issues no longer be assigned to `login`."""
        self.assignees.pop(login.lower(), None)

    def label(self, name: str, color: str = "ededed", description: str | None = None) -> Label:
        """The label called `name` in whatever case, made where there is none."""
        if (found := self.labels.get(name.lower())) is None:
            number = next(self.world.ids)
            found = self.labels[name.lower()] = Label(number, node_id("LA", number), name, color, description)
        return found

    def add_milestone(self, title: str) -> Milestone:
        """A new milestone."""
        number, by = len(self.milestones) + 1, self.world.accounts.account(PERSON)
        made = Milestone(number, node_id("MI", self.id, number), number, title, by, self.world.now())
        self.milestones[number] = made
        return made

    # --- what it holds ---

    @property
    def issues(self) -> list[Issue]:
        """The issues as they are now, by number, without pull requests."""
        return [issue for issue in self.latest() if issue.pull is None]

    def issue(self, number: int) -> Issue:
        """The issue or pull request as it is now; raises `KeyError` where it is gone."""
        self.world.settle()
        if number in self.absences:
            raise KeyError(number)
        return self.history[number][-1][1]

    def latest(self) -> list[Issue]:
        """Issues and pull requests as they are now, by number."""
        return self.seen_at(None)

    def seen_at(self, moment: datetime | None) -> list[Issue]:
        """Issues and pull requests by number, as they were at `moment`; `None` is now."""
        self.world.settle()
        seen = []
        for number, versions in self.history.items():
            if number not in self.absences and (shown := _version_at(versions, moment)):
                seen.append(shown)
        return seen

    @property
    def newest(self) -> int:
        """The highest number given so far."""
        self.world.settle()
        return max([0, *self.history, *self.absences])

    # --- what happens in it ---

    @_alone
    def open_issue(self, author: Account, title: str, body: str | None, **more: Any) -> Issue:
        """A new issue or pull request with the next number."""
        number, now, serial = next(self._numbers), self.world.now(), next(self.world.ids)
        prefix = "PR" if more.get("pull") else "I"
        made = Issue(number, serial, node_id(prefix, self.id, serial), title, body, author, now, now, **more)
        return self._keep(made)

    @_alone
    def change(self, number: int, **changes: Any) -> Issue:
        """Change fields of the issue; nothing happens where nothing would differ."""
        before = self.issue(number)
        after = replace(before, **changes)
        return before if after == before else self._keep(replace(after, updated_at=self.world.now()))

    @_alone
    def set_state(self, number: int, by: Account, state: str, reason: str | None, duplicate_of: int | None) -> Issue:
        """Open or close the issue; the reason counts only where the state changes."""
        before = self.issue(number)
        if before.state == state:
            return before
        if state == "open":
            return self.change(
                number, state=state, state_reason="reopened", duplicate_of=None, closed_at=None, closed_by=None
            )
        because = reason or "completed"
        other = duplicate_of if because == "duplicate" else None
        now = self.world.now()
        return self.change(number, state=state, state_reason=because, duplicate_of=other, closed_at=now, closed_by=by)

    @_alone
    def add_comment(self, number: int, by: Account, body: str) -> Comment:
        """A new comment under the issue."""
        now, serial = self.world.now(), next(self.world.ids)
        made = Comment(serial, node_id("IC", self.id, serial), by, body, now, now)
        self.change(number, comments=(*self.issue(number).comments, made))
        return made

    def _keep(self, issue: Issue) -> Issue:
        if issue.number not in self.history:
            self.world.remember(self, issue)
        self.history.setdefault(issue.number, []).append((self.world.now(), issue))
        return issue

    # --- what people do ---

    def add_issue(
        self,
        title: str,
        body: str = "",
        *,
        by: str = PERSON,
        labels: Iterable[str] = (),
        assignees: Collection[str] = (),
    ) -> Issue:
        """A person opens an issue; those it is assigned to can be assigned from then on."""
        self.allow_assignees(*assignees)
        return self.open_issue(
            self.world.accounts.account(by),
            title,
            body,
            labels=tuple(self.label(name).name for name in labels),
            assignees=tuple(self.world.accounts.account(login) for login in assignees),
        )

    def edit(
        self,
        number: int,
        *,
        title: str | None = None,
        body: str | None = None,
        labels: Iterable[str] | None = None,
        assignees: Iterable[str] | None = None,
        fields: Mapping[int, object] | None = None,
    ) -> Issue:
        """A person changes what is given; labels and assignees replace the former ones."""
        changes: dict[str, Any] = {
            "title": title,
            "body": body,
            "labels": None if labels is None else tuple(self.label(name).name for name in labels),
            "assignees": None if assignees is None else tuple(map(self.world.accounts.account, assignees)),
            "field_values": fields,
        }
        return self.change(number, **{name: value for name, value in changes.items() if value is not None})

    def close(self, number: int, reason: str = "completed", by: str = PERSON, duplicate_of: int | None = None) -> Issue:
        """A person closes the issue: `completed`, `not_planned` or `duplicate` (of the issue with that number)."""
        other = None if duplicate_of is None else self.issue(duplicate_of).id
        return self.set_state(number, self.world.accounts.account(by), "closed", reason, other)

    def reopen(self, number: int, by: str = PERSON) -> Issue:
        """A person reopens the issue."""
        return self.set_state(number, self.world.accounts.account(by), "open", None, None)

    def comment(self, number: int, body: str, by: str = PERSON) -> Comment:
        """A person comments the issue."""
        return self.add_comment(number, self.world.accounts.account(by), body)

    def lock(self, number: int) -> Issue:
        """A person locks the conversation."""
        return self.change(number, is_locked=True)

    def delete(self, number: int) -> None:
        """A person deletes the issue: 410 from now on."""
        self._leave(number, Absence(410, "This issue was deleted"))

    def hide(self, number: int) -> None:
        """The issue goes out of everybody's sight: 404 from now on."""
        self._leave(number, Absence(404, "Not Found"))

    def show(self, number: int) -> None:
        """Undo `hide`."""
        del self.absences[number]

    def discuss(self) -> int:
        """Somebody opens a discussion, which uses up a number: 404."""
        number = next(self._numbers)
        self.absences[number] = Absence(404, "Not Found")
        return number

    @_alone
    def transfer(self, number: int, to: Repository) -> Issue:
        """A person moves the issue: new number, id and node id there; labels stay only where `to` has them."""
        before = self.issue(number)
        new_number, serial = next(to._numbers), next(self.world.ids)
        labels = tuple(name for name in before.labels if name.lower() in to.labels)
        fresh = replace(before, number=new_number, id=serial, node_id=node_id("I", to.id, serial), labels=labels)
        moved = to._keep(replace(fresh, updated_at=self.world.now(), milestone=None))
        self._leave(number, Absence(301, "Moved Permanently", (to.id, new_number)))
        return moved

    def add_pull(self, title: str, head: str, *, base: str = "main", body: str = "", by: str = PERSON) -> Issue:
        """A person opens a pull request, which also shows in lists of issues."""
        return self.open_issue(self.world.accounts.account(by), title, body, pull=self.pull_of(head, base))

    def pull_of(self, head: str, base: str) -> Pull:
        """What makes an issue a pull request that merges `head` into `base`."""
        heads = self.files.heads()
        return Pull(head, base, heads.get(head) or _some_sha(head), heads.get(base) or _some_sha(base))

    @_alone
    def merge(self, number: int, by: str = PERSON) -> Issue:
        """A person merges the pull request."""
        before = self.issue(number)
        if before.pull is None:
            raise KeyError(number)
        now = self.world.now()
        self.change(number, pull=replace(before.pull, merged_at=now))
        return self.set_state(number, self.world.accounts.account(by), "closed", None, None)

    @_alone
    def _leave(self, number: int, absence: Absence) -> None:
        self.issue(number)
        self.absences[number] = absence


def _version_at(versions: list[tuple[datetime, Issue]], moment: datetime | None) -> Issue | None:
    if moment is None:
        return versions[-1][1]
    return next((issue for at, issue in reversed(versions) if at <= moment), None)


def _some_sha(name: str) -> str:
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
