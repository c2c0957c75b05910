"""Owns what all parts of the tracker share: the account, names of projects, and what this run has learnt so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syncer.core.marker import from_property
from syncer.errors import Refused, Unavailable
from syncer.model import Issue, Target
from syncer.ports import Clock
from syncer.retry.answer import Answer
from syncer.retry.pacer import Pacer
from syncer.trackers.jira.account import Account
from syncer.trackers.jira.choices import ProjectChoices
from syncer.trackers.jira.fields import Screen
from syncer.trackers.jira.notebook import Notebook
from syncer.trackers.jira.places import Names
from syncer.trackers.jira.reading import Reader
from syncer.trackers.jira.shown import Json, Shown, from_rest, understood
from syncer.trackers.jira.spacing import Spacing


@dataclass(slots=True)
class Site:
    """One tracker on its site, and by target what this run has learnt.

    `newest` is the highest number seen, `listed` when it was last listed, by the server's clock, `assignable` the
    people that issues can be assigned to: names for people by account. `left_out` are the fields that the project
    refused and are not sent again: why, in words, by id. `types` are the ids of types of issues by their casefolded
    names, as far as listed issues tell, `newest_page` the newest issues as the first listing of this run showed them.
    `screens` are the screens for new issues, those of `asked` as this run saw them; `audiences` say whether everybody
    can read the project, `spacing` how close writes to one issue follow each other. `unassignable` are
    accounts that this run found not to be assignable, `refused` the fields whose value the project refused for one
    item: why, in words, by id.
    """

    account: Account
    names: Names
    reader: Reader
    clock: Clock
    pacer: Pacer
    choices: ProjectChoices
    notebook: Notebook
    label: str
    newest: dict[Target, int] = field(default_factory=dict)
    listed: dict[Target, datetime] = field(default_factory=dict)
    assignable: dict[Target, Mapping[str, str]] = field(default_factory=dict)
    left_out: dict[Target, dict[str, str]] = field(default_factory=dict)
    types: dict[Target, dict[str, str]] = field(default_factory=dict)
    newest_page: dict[Target, tuple[Shown, ...]] = field(default_factory=dict)
    screens: dict[Target, Screen] = field(default_factory=dict)
    asked: set[Target] = field(default_factory=set)
    audiences: dict[Target, bool] = field(default_factory=dict)
    spacing: Spacing = field(default_factory=Spacing)
    unassignable: set[tuple[Target, str]] = field(default_factory=set)
    refused: dict[tuple[Target, str], dict[str, str]] = field(default_factory=dict)

    def place(self, target: Target) -> str:
        """How people know `target`, for messages: `PAY on acme.atlassian.net`."""
        return f"{target.name} on {self.account.host}" if target.name else self.account.host

    def see(self, target: Target, number: int) -> None:
        """The issue `number` of `target` was met."""
        self.newest[target] = max(number, self.newest.get(target, 0))

    def issue(self, shown: Shown) -> Issue:
        """What `shown` means; asks once who we are, where it bears our marker. Raises `PortError`."""
        is_marked = from_property(shown.kept) is not None
        viewer = self.account.viewer(self.names.target(shown.project)) if is_marked else None
        return self.reader.issue(shown, viewer)

    def read(self, data: Json, target: Target, *, is_whole: bool = True) -> Shown:
        """One issue of the REST API, asked for its property where it `is_whole`.

        Raises Unavailable for an answer of another shape.
        """
        shown = understood(
            lambda: from_rest(data, is_whole=is_whole), lambda words: Unavailable(f"{self.place(target)}: {words}")
        )
        now = self.names.target(shown.project)
        self.see(now, shown.number)
        if shown.type is not None:
            self.types.setdefault(now, {})[shown.type.name.casefold()] = shown.type.id
        return shown

    def write(self, target: Target, verb: str, path: str, content: Json = None) -> Answer:
        """Send one write once, noted with the pacer before it leaves. Raises `PortError` as the account does.

        One that would come too close to others to the same issue is not sent: `Refused`, of that issue alone.
        """
        self._space(target, path)
        self.pacer.spend()
        try:
            return self.account.write(target, verb, path, content)
        except Refused as error:
            if not error.is_narrow:
                self.pacer.penalty(error.retry_after or 0)
            raise

    def _space(self, target: Target, path: str) -> None:
        """Note a write to an issue; it goes, unless it has to wait."""
        now = self.clock.monotonic()
        wait = self.spacing.take(path, now)
        if wait > 0:
            raise Refused(f"{self.place(target)}: many writes to one issue, so the next waits", wait, is_narrow=True)
