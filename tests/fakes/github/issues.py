"""Owns issues and what hangs on them: values that never change, so that a lagging list can show the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from .accounts import Account

TITLE_LIMIT = 256
BODY_LIMIT = 65_536
ASSIGNEE_LIMIT = 10
LABEL_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under an issue."""

    id: int
    node_id: str
    author: Account
    body: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a repository."""

    id: int
    node_id: str
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass(frozen=True, slots=True)
class IssueField:
    """A field that an organisation gave its issues; `data_type` is GitHub's word."""

    id: int
    node_id: str
    name: str
    data_type: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a repository."""

    id: int
    node_id: str
    number: int
    title: str
    creator: Account
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Pull:
    """What an issue has more when it is a pull request."""

    head: str
    base: str
    head_sha: str
    base_sha: str
    is_draft: bool = False
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or pull request at one moment. Labels and assignees are names, field values go by field id."""

    number: int
    id: int
    node_id: str
    title: str
    body: str | None
    author: Account
    created_at: datetime
    updated_at: datetime
    labels: tuple[str, ...] = ()
    assignees: tuple[Account, ...] = ()
    state: str = "open"
    state_reason: str | None = None
    duplicate_of: int | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    comments: tuple[Comment, ...] = ()
    is_locked: bool = False
    field_values: Mapping[int, object] = field(default_factory=dict)
    type: str | None = None
    milestone: int | None = None
    pull: Pull | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is open."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a number shows no issue: `status` 404, 410 or 301, and where a 301 leads (a repository's id, a number)."""

    status: int
    message: str
    moved_to: tuple[int, int] | None = None


def to_second(moment: datetime) -> datetime:
    """`moment` as GitHub keeps it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """`moment` as GitHub writes it."""
    return to_second(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
