"""Owns the words for issues, where they live, and what ties an item to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from syncer.model.document import DocumentKey, Kind, State


class Target(NamedTuple):
    """A repository or project in a tracker; a local tracker has one, with an empty name."""

    tracker: str
    name: str

    def __str__(self) -> str:
        return f"{self.tracker}:{self.name}" if self.name else self.tracker

    @property
    def words(self) -> str:
        """What people call it: `acme/payments (acme)`, or the tracker where that has but one."""
        return f"{self.name} ({self.tracker})" if self.name else self.tracker


class IssueRef(NamedTuple):
    """What names an issue: its target, the key people use (`41`, `PAY-12`, `AI-1`) and the lasting id."""

    target: Target
    key: str
    id: str

    @property
    def label(self) -> str:
        """What people call it: `acme/payments#41` where targets are repositories, else its key."""
        return f"{self.target.name}#{self.key}" if "/" in self.target.name else self.key


class Field(StrEnum):
    """The fields that are kept in step; each value is one canonical string, `None` where unset.

    `OWNER` is the accounts joined by `, ` in order, `DUE` an ISO date.
    """

    TITLE = "title"
    OWNER = "owner"
    DUE = "due"
    PRIORITY = "priority"
    TYPE = "type"


Values = Mapping[Field, str | None]


class Agreement(NamedTuple):
    """What both sides said of one field when they last agreed.

    `text` is the document's text, `value` what it resolved to, `tracker` the tracker's value.
    """

    text: str | None
    value: str | None
    tracker: str | None


Base = Mapping[Field, Agreement]


@dataclass(frozen=True, slots=True)
class Marker:
    """What we write into an issue so that it can be recognised without our state."""

    item: str
    lineage: str
    document: DocumentKey
    text: str
    occurrence: int
    base: Base = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as a tracker shows it.

    `closed` is the tracker's own completion date in the configured zone. `is_ours` says that our own account
    created it, `is_untouched` that nobody changed or commented it since, as far as the tracker tells. `owner_names`
    are names for people, in the order of the accounts in `values[OWNER]`. `is_read_only` marks a pull or merge
    request that is only followed. `duplicate_of` is a key. `unset` is what the write that gave this answer could not
    set, by name of the field (a `Field`, or one of the tracker's own), with `reason; remedy` for people.
    """

    ref: IssueRef
    url: str
    values: Values
    state: State
    closed: date | None = None
    updated_at: datetime | None = None
    is_ours: bool = False
    marker: Marker | None = None
    owner_names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    is_read_only: bool = False
    duplicate_of: str | None = None
    is_untouched: bool = False
    unset: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """A direct read found no issue: `deleted` for good, or only out of our sight."""

    deleted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A direct read found the issue somewhere else."""

    to: Issue


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a create sends: one request, the marker inside.

    `owners` are all owners of the row as plain names for the body; the accounts to assign are in
    `values[OWNER]`. `document_name` and `document_url` link to the row at 1-based `line`.
    """

    target: Target
    marker: Marker
    values: Values
    state: State
    labels: tuple[str, ...]
    owners: tuple[str, ...]
    due_text: str | None
    document_title: str
    document_name: str
    document_url: str | None
    line: int
    created: date
    document_folder: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """What follows the making or adopting of an issue because that request cannot hold it; twice does no harm.

    `document_url` is what the issue is to link to (`None`: no link), shown as `document_title`. `sprint` is the id of
    the sprint that the issue is put into, `state` the state that an issue still `TODO` is brought to.
    """

    document_url: str | None = None
    document_title: str = ""
    sprint: str | None = None
    state: State | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to do."""
        return self.document_url is None and self.sprint is None and self.state is None


NO_ERRAND = Errand()


@dataclass(frozen=True, slots=True)
class BoardSprint:
    """A dated sprint of a board: its id and name in the tracker, when it begins and when it ends (aware instants)."""

    id: str
    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What an update sends: only the fields that differ, the state where it is to change, and the new marker.

    `duplicate_of` is the key of the issue that a closed one is a duplicate of. `owners` and `due_text` are for trackers
    whose body shows them, as in a draft: names of all owners (`None`: unchanged) and the wording of a new due date.
    """

    values: Values = field(default_factory=dict)
    expected: Values = field(default_factory=dict)
    state: State | None = None
    closed: date | None = None
    marker: Marker | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    duplicate_of: str | None = None
    owners: tuple[str, ...] | None = None
    due_text: str | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a target can hold.

    `owners` is how many accounts can be assigned. `fields` are the fields it keeps. `looking_decides` means that a
    probe sees every create at once, so that an unknown one need not wait. `is_public` is `None` where unknown.
    `lists_whole` is false where a listing leaves out markers and fields that only a direct read tells. `has_errands`
    says that creates and adoptions are followed by an errand, `finds_accounts` that accounts can be
    looked up by e-mail.
    """

    owners: int = 1
    fields: frozenset[Field] = frozenset(Field)
    looking_decides: bool = False
    is_public: bool | None = None
    kind: str = ""
    lists_whole: bool = True
    has_errands: bool = False
    finds_accounts: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What we last wrote into a document for an item: cell texts, suffix, and whether we ticked the box."""

    issue_cell: str | None = None
    status_cell: str | None = None
    suffix: str | None = None
    box: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An item as the state remembers it: where it stands, its issue, and what both sides last agreed on.

    `id` is minted once and frozen. `text` is the action as last seen, `occurrence` its 0-based number among equal
    texts of the document, `position` its order in the document. `issue` is `None` while it waits for one or is not
    to get one. `values` are the row's resolved values (for reports), `observed` the tracker's. `orphaned` is the
    day its row disappeared. `seen_at` is when the issue had last changed as it was observed, an aware UTC instant.
    """

    id: str
    document: DocumentKey
    position: int
    line: int
    kind: Kind
    text: str
    occurrence: int
    issue: IssueRef | None = None
    url: str | None = None
    base: Base = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    due_text: str | None = None
    due_rule: str = ""
    owner_text: str | None = None
    state: State | None = None
    row_state: State | None = None
    row_status: str | None = None
    closed: date | None = None
    observed: Values = field(default_factory=dict)
    written: Written = Written()
    orphaned: date | None = None
    is_adopted: bool = False
    is_elsewhere: bool = False
    is_gone: bool = False
    is_read_only: bool = False
    owner_names: tuple[str, ...] = ()
    team: str | None = None
    seen_at: datetime | None = None

    @property
    def is_tracked(self) -> bool:
        """Whether the item has a living issue and its row is still there."""
        return self.issue is not None and self.orphaned is None and not self.is_gone


class IntentKind(StrEnum):
    """The effects that are journalled before they happen."""

    CREATE = "create"
    UPDATE = "update"
    TRANSITION = "transition"
    DUPLICATE = "duplicate"
    CELLS = "cells"
    COMMENT = "comment"
    ERRAND = "errand"


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to happen.

    `item` is the item's id (empty for cells of a whole document). `before` and `after` are JSON-ready. `newest` is
    the newest issue number seen when it was begun: where a probe starts. `begun_at` is an aware UTC instant.
    """

    id: str
    kind: IntentKind
    document: DocumentKey
    item: str
    target: Target | None
    ref: IssueRef | None
    before: Mapping[str, object]
    after: Mapping[str, object]
    begun_at: datetime
    newest: str | None = None
    is_unknown: bool = False
