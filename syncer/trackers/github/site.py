"""Owns what all parts of the tracker share: the account, names of repositories, and what this run has learnt so far."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from syncer.errors import NotAllowed, Refused, Unavailable
from syncer.model import Capabilities, Issue, Target
from syncer.ports import Clock
from syncer.retry.answer import Answer
from syncer.retry.pacer import Pacer
from syncer.trackers.github.account import Account, Viewer
from syncer.trackers.github.places import Names, checked
from syncer.trackers.github.reading import Reader
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.repository import Repository
from syncer.trackers.github.shown import Json, Shown, from_rest, understood

MOVED = frozenset({301, 302, 307, 308})
"""Statuses that say that something is elsewhere now."""
ABSENT = frozenset({404, 410, 451})
"""Statuses that say that something cannot be seen, for whatever reason."""


@dataclass(slots=True)
class LeftOut:
    """What a repository refused in a create and is not sent again: accounts and labels in lower case, the due date."""

    owners: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    due: bool = False


@dataclass(slots=True)
class Site:
    """One tracker on its host, and by target what this run has learnt.

    `newest` is the highest number seen, `listed` when it was last listed, by the server's clock, `assignable` the
    accounts in lower case that issues can be assigned to, `repositories` what was said of them along the way,
    `holdings` what was asked, `resolved` whose name was looked up because an issue turned up elsewhere.
    """

    account: Account
    names: Names
    reader: Reader
    clock: Clock
    pacer: Pacer
    label: str
    newest: dict[Target, int] = field(default_factory=dict)
    listed: dict[Target, datetime] = field(default_factory=dict)
    assignable: dict[Target, frozenset[str]] = field(default_factory=dict)
    repositories: dict[Target, Repository] = field(default_factory=dict)
    holdings: dict[Target, Capabilities] = field(default_factory=dict)
    left_out: dict[Target, LeftOut] = field(default_factory=dict)
    resolved: set[Target] = field(default_factory=set)

    def place(self, target: Target) -> str:
        """How people know `target`, for messages: `acme/payments on github.com`."""
        return f"{target.name} on {self.account.host}"

    def see(self, target: Target, number: int) -> None:
        """The issue or pull request `number` of `target` was met."""
        self.newest[target] = max(number, self.newest.get(target, 0))

    def issue(self, shown: Shown, target: Target) -> Issue:
        """What `shown` means; asks once who we are, where neither it nor the account says so. Raises `PortError`."""
        asks = shown.is_by_viewer is None and not shown.is_pull
        viewer: Viewer | None = self.account.viewer(target) if asks else None
        return self.reader.issue(shown, target, viewer)

    def read(self, data: Json, target: Target) -> Shown:
        """One issue of the REST API. Raises Unavailable for an answer of another shape."""
        shown = understood(lambda: from_rest(data), lambda words: Unavailable(f"{self.place(target)}: {words}"))
        if shown.repository.casefold() == self.names.now(target).casefold():
            self.see(target, shown.number)
        return shown

    def write(self, target: Target, verb: str, path: str, content: Json = None) -> Answer:
        """Send one write once, noted with the pacer before it leaves. Raises `PortError` as the account does."""
        self.pacer.spend()
        try:
            return self.account.write(target, verb, path, content)
        except Refused as error:
            self.pacer.penalty(error.retry_after or 0)
            raise

    def whereabouts(self, shown: Shown, target: Target) -> Target:
        """Where `shown`, which was in `target`, is now.

        A repository that was renamed stays the same target, unless its new name is that of another one that we know:
        then the configuration follows, and what was in the old one is in the new one.
        """
        if shown.repository.casefold() == target.name.casefold():
            return target
        if shown.repository.casefold() != self.names.now(target).casefold() and target not in self.resolved:
            self.resolved.add(target)
            with suppress(NotAllowed):  # the old place is out of sight: then it was no mere rename
                self.resolve(target)
        return self.names.target(shown.repository)

    def resolve(self, target: Target) -> None:
        """Learn what the repository of `target` is called now. Raises `PortError`."""
        answer = self.account.get(target, self.account.absolute(f"/repos/{self.names.now(target)}"))
        if not answer.is_success:
            raise refusal(answer, self.place(target))
        self.note_name(target, answer.data)

    def note_name(self, target: Target, repository: Json) -> None:
        """`repository`, of the REST API, tells what the one of `target` is called now."""
        name = understood(
            lambda: checked(repository["full_name"]), lambda words: Unavailable(f"{self.place(target)}: {words}")
        )
        self.names.renamed(target, name)


def has_label(shown: Shown, label: str) -> bool:
    """Whether `shown` has `label`; GitHub takes no notice of case."""
    return any(name.casefold() == label.casefold() for name in shown.labels)
