"""Owns the tracker `jira`: issues of projects on one site, under one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from syncer.errors import PortError
from syncer.model import (
    BoardSprint,
    Capabilities,
    Draft,
    Errand,
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
from syncer.trackers.jira.account import Account
from syncer.trackers.jira.choices import ProjectChoices
from syncer.trackers.jira.cursor import read_cursor
from syncer.trackers.jira.listing import Listing
from syncer.trackers.jira.notebook import Notebook
from syncer.trackers.jira.places import Names
from syncer.trackers.jira.reading import KIND, OWNERS, Reader
from syncer.trackers.jira.site import Site


class JiraTracker:
    """Issues of the projects that targets name by their keys, made and followed by `account`.

    `zone` is where the day of a completion begins, `choices` what issues are made with and how they are read,
    `notebook` what earlier runs learnt of the site, `label` what all our issues bear. Raises only `PortError`. Parts
    that an unchanged world does not need are imported when they are.
    """

    kind = KIND

    def __init__(  # noqa: PLR0913 - all of it is decided where trackers are made
        self,
        name: str,
        account: Account,
        clock: Clock,
        pacer: Pacer,
        *,
        zone: str,
        choices: ProjectChoices,
        notebook: Notebook,
        label: str = "syncer",
    ) -> None:
        self.name = name
        self._pacer = pacer
        names = Names(name, account.web)
        reader = Reader(names, ZoneInfo(zone), choices)
        self._site = Site(account, names, reader, clock, pacer, choices, notebook, label)
        self._listing = Listing(self._site)

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        """Issues with our label that changed since `cursor`, by number; one request for all targets of a run."""
        issues, now = self._listing.changes(target, read_cursor(cursor))
        return issues, str(now)

    def newcomers(self, target: Target, cursor: str | None) -> Sequence[Issue]:
        """Our marked issues made since the last listing, read by key where no search shows them yet."""
        from syncer.trackers.jira.finding import newcomers

        return newcomers(self._site, target, read_cursor(cursor))

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        """What became of `refs`: on Cloud 100 in one request, on Data Center one by one."""
        from syncer.trackers.jira.direct import get

        return get(self._site, refs)

    def create(self, draft: Draft) -> Issue:
        """One POST with everything inside; `Refused` without a wait asks to try again without what was not taken."""
        from syncer.trackers.jira.creating import create

        return create(self._site, draft)

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        """By intent id, the issue that a lost create left behind, looked for by key."""
        from syncer.trackers.jira.finding import probe

        return probe(self._site, intents)

    def newest(self, target: Target) -> str | None:
        """The highest number of an issue seen in `target`."""
        return str(self._site.newest[target]) if target in self._site.newest else None

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        """Send what differs of `change`; answers the issue as it then is."""
        from syncer.trackers.jira.updating import update

        return update(self._site, ref, change)

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        """Add a comment unless we left one with `key`."""
        from syncer.trackers.jira.commenting import comment

        comment(self._site, ref, key, text)

    def run_errand(self, ref: IssueRef, errand: Errand) -> None:
        """Link `ref` to its document, put it into its sprint, bring it to its first state; twice does no harm."""
        from syncer.trackers.jira.errands import run_errand

        run_errand(self._site, ref, errand)

    def find_accounts(self, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
        """By e-mail address the one account that has it, where the site tells addresses."""
        from syncer.trackers.jira.lookup import find_accounts

        return find_accounts(self._site, target, emails)

    def sprints(self, board: str) -> Sequence[BoardSprint]:
        """The dated sprints of the board with the id `board`, by their beginning."""
        from syncer.trackers.jira.boards import sprints

        return sprints(self._site, board)

    def pause(self, target: Target) -> float:
        """Seconds until the account's next write may go."""
        return self._pacer.due_in()

    def capabilities(self, target: Target) -> Capabilities:
        """What is known without a request; whether everybody can read the project is not."""
        is_cloud = self._site.account.is_cloud
        return Capabilities(
            OWNERS, frozenset(Field), kind=KIND, has_errands=True, finds_accounts=True, lists_whole=is_cloud
        )

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        """What the project holds, asked once a day. Raises `NotAllowed` where no issue can be made there."""
        from syncer.trackers.jira.inspecting import inspect

        return inspect(self._site, target, audience=audience)

    def examine(self, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
        """What would keep a run from writing there or from assigning `owners`; changes nothing."""
        from syncer.trackers.jira.examining import examine

        return examine(self._site, target, owners)

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        """The issue of this site that `ticket` names; its id is its key until it was read."""
        return self._site.names.recognise(ticket, target)

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        """The URL itself: it is the same from everywhere."""
        return url

    def tidy(self, target: Target) -> Sequence[PortError]:
        """Nothing: a killed run leaves nothing half-written at Jira."""
        return []

    def problems(self, target: Target) -> Sequence[PortError]:
        """Nothing: an issue that cannot be read is told where it is asked for."""
        return []

    def requests(self) -> Mapping[Target, int]:
        """HTTP requests so far, by the target they were for."""
        return self._site.account.requests()
