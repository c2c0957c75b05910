"""Owns the tracker `github`: issues of repositories on one host, under one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from syncer.errors import PortError, Rejected
from syncer.model import (
    Capabilities,
    Draft,
    Field,
    FieldChange,
    Finding,
    Gone,
    Intent,
    Issue,
    IssueRef,
    Moved,
    Target,
    Ticket,
)
from syncer.ports import Clock
from syncer.retry.pacer import Pacer
from syncer.trackers.errandless import Errandless
from syncer.trackers.github.account import Account
from syncer.trackers.github.cursor import read_cursor
from syncer.trackers.github.listing import changes
from syncer.trackers.github.places import Names
from syncer.trackers.github.reading import KIND, OWNERS, DueField, Reader
from syncer.trackers.github.site import Site


class GitHubTracker(Errandless):
    """Issues of the repositories that targets name (`owner/name`), made and followed by `account`.

    `zone` is where the day of a completion begins, `due_field` the name of the organization's issue field for due
    dates, `label` what all our issues bear. Raises only `PortError`. Parts that an unchanged world does not need are
    imported when they are.
    """

    kind = KIND

    def __init__(
        self,
        name: str,
        account: Account,
        clock: Clock,
        pacer: Pacer,
        *,
        zone: str,
        due_field: str = "Target date",
        label: str = "syncer",
    ) -> None:
        self.name = name
        self._pacer = pacer
        reader = Reader(ZoneInfo(zone), DueField(due_field))
        self._site = Site(account, Names(name, account.url), reader, clock, pacer, label)

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        """Issues with our label that changed since `cursor`, by number; one request where nothing did."""
        issues, now = changes(self._site, target, read_cursor(cursor))
        return issues, str(now)

    def newcomers(self, target: Target, cursor: str | None) -> Sequence[Issue]:
        """Our marked issues made since the last listing; without a cursor, those no list shows yet as well."""
        from syncer.trackers.github.finding import newcomers

        return newcomers(self._site, target, read_cursor(cursor))

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        """What became of `refs`, 100 in one request."""
        from syncer.trackers.github.direct import get

        return get(self._site, refs)

    def create(self, draft: Draft) -> Issue:
        """One POST with everything inside; `Refused` without a wait asks to try again without what was not taken."""
        from syncer.trackers.github.creating import create

        return create(self._site, draft)

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        """By intent id, the issue that a lost create left behind, looked for by number."""
        from syncer.trackers.github.finding import probe

        return probe(self._site, intents)

    def newest(self, target: Target) -> str | None:
        """The highest number of an issue or pull request seen in `target`."""
        return str(self._site.newest[target]) if target in self._site.newest else None

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        """Send what differs of `change`; answers the issue as the server then shows it."""
        from syncer.trackers.github.updating import update

        return update(self._site, ref, change)

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        """Add a comment unless we left one with `key`."""
        from syncer.trackers.github.commenting import comment

        comment(self._site, ref, key, text)

    def pause(self, target: Target) -> float:
        """Seconds until the account's next write may go."""
        return self._pacer.due_in()

    def capabilities(self, target: Target) -> Capabilities:
        """What is known without a request: whether the repository is public is not, before `inspect`."""
        return self._site.holdings.get(target) or Capabilities(OWNERS, frozenset(Field), kind=KIND)

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        """What the repository holds, asked once. Raises `NotAllowed` where no issue can be made there."""
        from syncer.trackers.github.inspecting import inspect

        return inspect(self._site, target)

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        """What would keep a run from writing there or from assigning `owners`; changes nothing."""
        from syncer.trackers.github.examining import examine

        return examine(self._site, target, owners)

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        """The issue or pull request of this host that `ticket` names; its id is its number until it was read."""
        return self._site.names.recognise(ticket, target)

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        """The URL itself: it is the same from everywhere."""
        return url

    def tidy(self, target: Target) -> Sequence[PortError]:
        """Nothing: a killed run leaves nothing half-written at GitHub."""
        return []

    def problems(self, target: Target) -> Sequence[PortError]:
        """That the repository has another name than the configuration says."""
        names = self._site.names
        if not names.is_renamed(target):
            return []
        now = names.now(target)
        return [Rejected(f"{self._site.place(target)} is called {now} now: write {now} into the configuration")]

    def requests(self) -> Mapping[Target, int]:
        """HTTP requests so far, by the target they were for."""
        return self._site.account.requests()
