"""Owns issues and what hangs on them: values that never change, so that a lagging index can show the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from .wire import Json
from .workflow import DONE, Status

SUMMARY_LIMIT = 255
TEXT_LIMIT = 32_767
PROPERTY_LIMIT = 32_768


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under an issue; `body` is ADF on Cloud and wiki text on Data Center."""

    id: int
    author: str
    body: Json
    created: datetime
    updated: datetime
    properties: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoteLink:
    """A link to something elsewhere."""

    id: int
    global_id: str | None
    object: Mapping[str, Json]
    relationship: str | None = None
    application: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class IssueLink:
    """A link of two issues, which are told by their ids."""

    id: int
    type: str
    inward: int
    outward: int


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue at one moment. People are told by name, the parent by id, the security level by id."""

    id: int
    project: str
    number: int
    type: str
    summary: str
    description: Json
    creator: str
    created: datetime
    updated: datetime
    status: Status
    category_changed: datetime
    reporter: str | None = None
    assignee: str | None = None
    labels: tuple[str, ...] = ()
    due: str | None = None
    priority: str | None = None
    components: tuple[str, ...] = ()
    parent: int | None = None
    security: str | None = None
    resolution: str | None = None
    resolved: datetime | None = None
    sprint: int | None = None
    fields: Mapping[str, Json] = field(default_factory=dict)
    properties: Mapping[str, Json] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    remote_links: tuple[RemoteLink, ...] = ()
    version: int = 0

    @property
    def key(self) -> str:
        """Its present key."""
        return f"{self.project}-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is not done."""
        return self.status.category != DONE


def stamp(moment: datetime, zone: str) -> str:
    """`moment` as Jira writes it for somebody in `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"
