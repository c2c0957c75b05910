"""Owns the figures of follow-through: which items are open, overdue, due soon, undated or unowned on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest

from syncer.core.people import Directory, name_of, read_owner
from syncer.model import ELSEWHERE, DocumentKey, DocumentRecord, Field, Link, State

SOON = timedelta(days=7)
"""How far ahead `due soon` looks: until the next weekly team sync."""

_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One action item as a report shows it on one day; `days_late` is negative while the due date is ahead.

    `owner` and `due` are the tracker's where it has an issue, else the row's. `issue` is how people call the issue,
    also one that is tracked elsewhere. `wanted` is whom the row names where nobody owns the item.
    """

    action: str
    document: str
    title: str
    line: int
    owner: str | None
    due: date | None
    days_late: int | None
    state: State
    closed: date | None
    issue: str | None
    url: str | None
    team: str | None
    severity: str | None
    wanted: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return not self.state.is_closed


@dataclass(frozen=True, slots=True)
class Overdue:
    """The overdue report of one day: open items by what they need, oldest first, and a tally of all.

    An item without owner is among `unowned` whatever its date; the other three are disjoint.
    """

    as_of: date
    overdue: tuple[ReportItem, ...]
    due_soon: tuple[ReportItem, ...]
    undated: tuple[ReportItem, ...]
    unowned: tuple[ReportItem, ...]
    total: int
    open: int
    done: int
    wont_do: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the items of one document are; `wont_do` counts among neither `done` nor `total`."""

    total: int
    done: int
    overdue: int
    undated: int


@dataclass(frozen=True, slots=True)
class People:
    """Who owners are: the people of the configuration, and by tracker its kind, where that is not its name."""

    directory: Directory = field(default_factory=Directory)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def of_accounts(self, tracker: str, accounts: Sequence[str], names: Sequence[str]) -> str:
        """Everybody whose accounts these are; who is not configured has the name that the tracker gives."""
        kind = self.kinds.get(tracker, tracker)
        given = [name.lstrip("@") for name in (*names, *accounts[len(names) :])]
        known = [name_of(account.lstrip("@"), kind, self.directory) for account in accounts]
        return ", ".join(name or shown for name, shown in zip_longest(known, given) if name or shown)

    def of_text(self, text: str) -> str:
        """Everybody whom the owner text of a row names."""
        return ", ".join(self._named(part) for part in text.split(", "))

    def _named(self, text: str) -> str:
        reading = read_owner(text, self.directory)
        return reading.person.name if reading.person else reading.login or text


def report_items(
    links: Iterable[Link],
    documents: Mapping[DocumentKey, DocumentRecord],
    as_of: date,
    people: People | None = None,
) -> tuple[ReportItem, ...]:
    """Every item that still has a row and an issue that was not deleted, as it stands on the day `as_of`.

    One of `people` has one name, whether an issue or a row speaks of them.
    """
    known = people or People()
    return tuple(
        _item(link, documents.get(link.document), as_of, known)
        for link in links
        if link.orphaned is None and not link.is_gone
    )


def overdue(items: Sequence[ReportItem], as_of: date) -> Overdue:
    """The overdue report over `items` on the day `as_of`."""
    still = sorted((item for item in items if item.is_open), key=_oldest_first)
    return Overdue(
        as_of=as_of,
        overdue=tuple(item for item in still if item.due is not None and item.due < as_of),
        due_soon=tuple(item for item in still if item.due is not None and as_of <= item.due <= as_of + SOON),
        undated=tuple(item for item in still if item.due is None),
        unowned=tuple(item for item in still if item.owner is None),
        total=len(items),
        open=len(still),
        done=sum(item.state is State.DONE for item in items),
        wont_do=sum(item.state is State.WONT_DO for item in items),
    )


def progress(items: Sequence[ReportItem], as_of: date) -> Progress:
    """How far `items` are on the day `as_of`."""
    counted = [item for item in items if item.state is not State.WONT_DO]
    return Progress(
        total=len(counted),
        done=sum(item.state is State.DONE for item in counted),
        overdue=sum(item.is_open and item.due is not None and item.due < as_of for item in counted),
        undated=sum(item.is_open and item.due is None for item in counted),
    )


def by_owner(items: Iterable[ReportItem]) -> tuple[tuple[str | None, tuple[ReportItem, ...]], ...]:
    """`items` by owner in alphabetical order, those without one last; the order within an owner is kept."""
    groups: dict[str | None, list[ReportItem]] = {}
    for item in items:
        groups.setdefault(item.owner, []).append(item)
    ordered = sorted(groups, key=lambda owner: (owner is None, (owner or "").casefold(), owner or ""))
    return tuple((owner, tuple(groups[owner])) for owner in ordered)


def _item(link: Link, document: DocumentRecord | None, as_of: date, people: People) -> ReportItem:
    is_linked = link.issue is not None
    due = _day((link.observed if is_linked else link.values).get(Field.DUE))
    owner = _owner(link, people)
    issue, url = (link.issue.label, link.url) if link.issue else _elsewhere(link, document)
    return ReportItem(
        action=link.text,
        document=document.name if document else link.document.path,
        title=document.title if document else link.document.path,
        line=link.line,
        owner=owner,
        due=due,
        days_late=(as_of - due).days if due else None,
        state=(link.state if is_linked else link.row_state) or State.TODO,
        closed=link.closed,
        issue=issue,
        url=url,
        team=link.team or (document.team if document else None),
        severity=document.severity if document else None,
        wanted=None if owner else link.owner_text,
    )


def _owner(link: Link, people: People) -> str | None:
    if link.issue is None:
        return people.of_text(link.owner_text) if link.owner_text else None
    accounts = link.observed.get(Field.OWNER)
    found = people.of_accounts(link.issue.target.tracker, accounts.split(", ") if accounts else [], link.owner_names)
    return found or None


def _elsewhere(link: Link, document: DocumentRecord | None) -> tuple[str | None, str | None]:
    """The name and address of what a row links to in a tracker that is not configured."""
    notes = document.problems if document and link.is_elsewhere else ()
    text = next((note.value for note in notes if note.code == ELSEWHERE and note.line == link.line), "")
    if not is_address(text):
        return text or None, None
    parts = text.partition("://")[2].partition("?")[0].partition("#")[0].strip("/").split("/")
    # A number says nothing without its repository: what stands before it and the word `issues`, behind the host.
    name = "/".join(part for part in parts[1:-2] if part != "-")
    label = f"{name}#{parts[-1]}" if name else text
    return label if parts[-1].isdigit() else parts[-1], text


def _oldest_first(item: ReportItem) -> tuple[date, str, int]:
    return item.due or date.max, item.document, item.line


def is_address(text: str | None) -> bool:
    """Whether `text` is the address of a page on the web."""
    return text is not None and _ADDRESS.fullmatch(text) is not None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
