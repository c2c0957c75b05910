"""Owns what a far world asks of a tracker: its server, an adapter on it, people's hands, and issues in plain words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from fakes.faults import Fault, Kind
from fakes.wire import Exchange

from syncer.core.people import Directory
from syncer.ports import Clock, Tracker
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.retry.transport import Transport

ROBOT = "robot"
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Seen:
    """An issue as its server has it.

    `place` is its repository or project, `label` what a link to it says, `state` what it is open or closed as in the
    server's words, `owners` are names of people, `comments` those that people see. `said` is what its text tells
    people, without the ids of commits, `links` are the addresses of other places that it leads to.
    """

    place: str
    key: str
    label: str
    title: str
    is_open: bool
    state: str
    owners: tuple[str, ...]
    labels: tuple[str, ...]
    due: str | None
    item: str
    said: str
    comments: tuple[str, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wiring:
    """What an adapter is made of; `recall` and `remember` keep texts by name in the state."""

    clock: Clock
    patience: Patience
    transport: Transport
    pacer: Pacer
    recall: Callable[[str], str | None]
    remember: Callable[[str, str], None]


class Server(Protocol):
    """What every fake offers."""

    @property
    def url(self) -> str: ...
    @property
    def faults(self) -> list[Fault]: ...
    @property
    def exchanges(self) -> list[Exchange]: ...
    def fail(self, kind: Kind | str, method: str = "*", path: str = "", **details: Any) -> Fault: ...
    def watch(self, watcher: Callable[[Exchange], object]) -> None: ...


class Hub(ABC):
    """A tracker's server with a home for issues, and another place.

    `creates` is found in the path of a request that makes an issue, `changes` in that of a listing of changes, and
    `link` is a link to an issue in a document: what it says, and where it leads.
    """

    kind: ClassVar[str]
    home: ClassVar[str]
    other: ClassVar[str]
    creates: ClassVar[str]
    link: ClassVar[re.Pattern[str]]
    remote: ClassVar[str | None] = None
    """The address by which documents are known there, where that is to lead to pages of a known host."""
    token: str

    @property
    @abstractmethod
    def server(self) -> Server:
        """The fake."""

    @property
    @abstractmethod
    def hammered(self) -> int:
        """How many requests came although we had been told to wait."""

    @abstractmethod
    def directory(self) -> Directory:
        """The people of the configuration."""

    @abstractmethod
    def tracker(self, name: str, wiring: Wiring) -> Tracker:
        """The adapter as a new run meets it."""

    @abstractmethod
    def add_place(self, name: str) -> None:
        """One more place that we may write to and people can be assigned in."""

    @abstractmethod
    def lag(self, seconds: float) -> None:
        """Let lists and searches show the world as it was so long ago."""

    @abstractmethod
    def lists_changes(self, exchange: Exchange) -> bool:
        """Whether it asked for what changed in our home."""

    @abstractmethod
    def is_write(self, exchange: Exchange) -> bool:
        """Whether it asked for a change."""

    # --- what people do; issues are named by key ---

    @abstractmethod
    def edit(self, key: str, **fields: Any) -> None:
        """Somebody changes `title`, `owners` (names), `due` (an ISO date) or `labels`."""

    @abstractmethod
    def close(self, key: str, reason: str = "completed") -> None:
        """Somebody closes an issue as `completed` or `not_planned`."""

    @abstractmethod
    def reopen(self, key: str) -> None:
        """Somebody opens it again."""

    @abstractmethod
    def comment(self, key: str, text: str) -> None:
        """Somebody comments."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Somebody deletes an issue for good."""

    @abstractmethod
    def hide(self, key: str) -> None:
        """The issue goes out of our sight."""

    @abstractmethod
    def show(self, key: str) -> None:
        """It comes back."""

    @abstractmethod
    def move(self, key: str, place: str) -> None:
        """Somebody moves an issue to another place, where it gets another key."""

    @abstractmethod
    def refuse_assignee(self, name: str) -> None:
        """Somebody leaves: no issue can be assigned to them from now on."""

    @abstractmethod
    def close_home(self, how: str) -> None:
        """Our home is `archived`, `hidden` from us, or `read-only` for us."""

    @abstractmethod
    def open_home(self) -> None:
        """Whatever was done to our home is undone."""

    # --- what is there ---

    @abstractmethod
    def issues(self, place: str | None = None) -> Sequence[Seen]:
        """The issues of a place, our home where none is named, by number."""

    @abstractmethod
    def ours(self) -> Sequence[Seen]:
        """Issues that our account made, wherever and in whatever state they are."""

    @abstractmethod
    def title_at(self, label: str, address: str) -> str:
        """The title of the one issue that a link leads to, perhaps by way of where it was before."""

    # --- copies ---

    @abstractmethod
    def snapshot(self) -> object:
        """Everything as it is now, but for the time and the record of requests."""

    @abstractmethod
    def restore(self, kept: Any) -> None:
        """Everything as it was when `kept` was made; may be done again and again."""

    # --- what follows from that ---

    def key(self, title: str) -> str:
        """The key of the only issue at home called so."""
        (found,) = [issue.key for issue in self.issues() if issue.title == title]
        return found

    def find(self, title: str) -> Seen:
        """The only issue at home called so."""
        (found,) = [issue for issue in self.issues() if issue.title == title]
        return found

    def makes(self, exchange: Exchange) -> bool:
        """Whether an issue was made."""
        return exchange.method == "POST" and exchange.status == 201 and bool(re.search(self.creates, exchange.path))

    def fail_create(self, kind: Kind, **details: Any) -> None:
        """Let the fourth create go wrong, or those that `details` say."""
        self.server.fail(kind, "POST", self.creates, **{"nth": 4, **details})


def without_commits(text: str) -> str:
    """`text` with the same word for every commit."""
    return _COMMIT.sub("COMMIT", text)
