"""Owns GitHub as far worlds see it."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fakes.github import GitHub, Issue, Repository
from fakes.github.accounts import Role
from fakes.github.graphql import schema
from fakes.github.world import Clock
from fakes.wire import Exchange
from simulation.far_documents import PEOPLE
from simulation.far_hub import ROBOT, Hub, Seen, Wiring, without_commits

from syncer.core.issue_body import read_own_marker
from syncer.core.people import Directory
from syncer.ports import Proposals, Tracker
from syncer.trackers.github.account import Account, token_auth
from syncer.trackers.github.pulls import Pulls
from syncer.trackers.github.tracker import GitHubTracker

HOME = "acme/payments"
TOKEN = "ghp_" + "x" * 36
_DUE_LINE = re.compile(r"^- Due: .*\n", re.MULTILINE)
_KEPT = ("roles", "assignees", "labels", "absences", "has_issues", "archived", "private")


@dataclass(frozen=True, slots=True)
class Kept:
    """Our home at one moment."""

    attributes: Mapping[str, Any]
    newest: int


class GitHubHub(Hub):
    """A GitHub with a repository of an organisation; `token` is ours."""

    kind = "github"
    home = HOME
    other = "acme/search"
    creates = "/issues$"
    link = re.compile(r"\[([\w./-]+#\d+)\]\(([^)\s]*)\)")

    def __init__(self, github: GitHub) -> None:
        self.github = github
        self.token = TOKEN

    @property
    def server(self) -> GitHub:
        return self.github

    @property
    def repository(self) -> Repository:
        """Where issues go."""
        return self.github.at(HOME)

    @property
    def hammered(self) -> int:
        return self.github.limits.hammered

    def directory(self) -> Directory:
        return Directory()

    def tracker(self, name: str, wiring: Wiring) -> Tracker:
        return GitHubTracker(name, self._account(wiring), wiring.clock, wiring.pacer, zone="UTC")

    def proposals(self, wiring: Wiring) -> Proposals:
        """Where a branch is put forward to be merged."""
        return Pulls(self._account(wiring), HOME)

    def _account(self, wiring: Wiring) -> Account:
        return Account(self.github.url, token_auth(self.token), wiring.clock, wiring.patience, wiring.transport)

    def add_place(self, name: str) -> None:
        self.add_repository(name)

    def add_repository(self, name: str) -> Repository:
        """One more repository that we may push to and people can be assigned in."""
        made = self.github.repository(name)
        made.grant(ROBOT, "push")
        made.allow_assignees(*PEOPLE)
        return made

    def lag(self, seconds: float) -> None:
        self.github.lag(lists=seconds, search=seconds)

    def lists_changes(self, exchange: Exchange) -> bool:
        return exchange.path == f"/repos/{HOME}/issues" and exchange.query.get("sort") == "updated"

    def is_write(self, exchange: Exchange) -> bool:
        return exchange.method != "GET" and exchange.path != "/graphql"

    # --- what people do ---

    def edit(self, key: str, **fields: Any) -> None:
        changes = {name: value for name, value in fields.items() if name in {"title", "labels"}}
        if "owners" in fields:
            changes["assignees"] = fields["owners"]
        if "due" in fields:
            (due,) = [one.id for one in self.github.world.fields["acme"]]
            changes["fields"] = {due: fields["due"]}
        self.repository.edit(int(key), **changes)

    def close(self, key: str, reason: str = "completed") -> None:
        self.repository.close(int(key), reason)

    def reopen(self, key: str) -> None:
        self.repository.reopen(int(key))

    def comment(self, key: str, text: str) -> None:
        self.repository.comment(int(key), text)

    def delete(self, key: str) -> None:
        self.repository.delete(int(key))

    def hide(self, key: str) -> None:
        self.repository.hide(int(key))

    def show(self, key: str) -> None:
        self.repository.show(int(key))

    def move(self, key: str, place: str) -> None:
        self.repository.transfer(int(key), self.github.at(place))

    def refuse_assignee(self, name: str) -> None:
        self.repository.refuse_assignee(name)

    def close_home(self, how: str) -> None:
        self.repository.archived = how == "archived"
        if how in {"hidden", "read-only"}:
            self.repository.private = how == "hidden"
            self.repository.roles.clear()

    def open_home(self) -> None:
        home = self.repository
        home.private, home.archived, home.has_issues = False, False, True
        home.roles[ROBOT] = Role.PUSH

    # --- what is there ---

    def issues(self, place: str | None = None) -> Sequence[Seen]:
        return [self._seen(self.github.at(place or HOME), issue) for issue in self.github.at(place or HOME).issues]

    def ours(self) -> Sequence[Seen]:
        repositories = self.github.world.repositories.values()
        pairs = [(repository, issue) for repository in repositories for issue in repository.issues]
        return [self._seen(repository, issue) for repository, issue in pairs if issue.author.login == ROBOT]

    def _seen(self, repository: Repository, issue: Issue) -> Seen:
        marker, due = read_own_marker(issue.body or ""), next(iter(issue.field_values.values()), None)
        return Seen(
            place=repository.full_name,
            key=str(issue.number),
            label=f"{repository.full_name}#{issue.number}",
            title=issue.title,
            is_open=issue.is_open,
            state=f"{issue.state} {issue.state_reason}",
            owners=tuple(account.login for account in issue.assignees),
            labels=tuple(sorted(issue.labels)),
            due=None if due is None else str(due),
            item=marker.item if marker else "",
            said=_said(issue.body or "", has_date=due is not None),
            comments=tuple(comment.body for comment in issue.comments),
        )

    def title_at(self, label: str, address: str) -> str:
        place, _, number = address.removeprefix(f"{self.github.host}/").partition("/issues/")
        named, _, shown = label.partition("#")
        assert (self.github.at(place), number) == (self.github.at(named), shown), (label, address)
        return self.issue_at(place, int(number)).title

    def issue_at(self, place: str, number: int) -> Issue:
        """The issue that a link leads to."""
        repository = self.github.at(place)
        absence = repository.absences.get(number)
        if absence is None or absence.moved_to is None:
            return repository.issue(number)
        there, new_number = absence.moved_to
        return self.github.world.repositories[there].issue(new_number)

    # --- copies ---

    def snapshot(self) -> Kept:
        home = self.repository
        kept = {name: copy.copy(getattr(home, name)) for name in _KEPT}
        kept["history"] = {number: list(versions) for number, versions in home.history.items()}
        return Kept(kept, home.newest)

    def restore(self, kept: Kept) -> None:
        home = self.repository
        for name, value in kept.attributes.items():
            setattr(home, name, copy.copy(value))
        home.history = {number: list(versions) for number, versions in kept.attributes["history"].items()}
        home._numbers = itertools.count(kept.newest + 1)
        self.github.faults.clear()


def _said(body: str, *, has_date: bool) -> str:
    """What a body tells people.

    Where the date is in a field, that counts: a line beside it is as old as the body's last change, as it is wherever
    somebody sets the field by hand.
    """
    text = without_commits(body.split("<!-- syncer: ", maxsplit=1)[0])
    return _DUE_LINE.sub("", text) if has_date else text


@contextmanager
def github_hub(clock: Clock | None = None, *, has_dates: bool = True) -> Iterator[GitHubHub]:
    """A GitHub of its own; with `has_dates` issues of the organisation have a field for due dates."""
    schema()  # reading it takes longer than an answer may
    with GitHub(clock=clock) as github:
        if has_dates:
            github.field("acme")
        github.user(ROBOT, token=TOKEN)
        hub = GitHubHub(github)
        hub.add_repository(HOME)
        yield hub
