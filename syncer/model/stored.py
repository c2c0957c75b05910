"""Owns the words for what the state keeps between runs, beside links and intents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from syncer.model.document import DocumentKey, Problem
from syncer.model.issue import Intent, Link, Target


class DocumentStamp(NamedTuple):
    """Just enough to know whether a listed document must be read again.

    `fingerprint` is the hash of configuration, people, calendar and parser version it was read under; `content` the
    hash of its bytes; `is_pending` says that something was left to do, so that it is read again in any case.
    """

    revision: str
    fingerprint: str
    content: str
    is_pending: bool


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as the state remembers it, for reports and for reading again only what changed."""

    key: DocumentKey
    stamp: DocumentStamp
    name: str
    title: str
    published: date | None
    is_published: bool
    items: int
    problems: tuple[Problem, ...] = ()
    team: str | None = None
    service: str | None = None
    severity: str | None = None
    visibility: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one field of an item: from, to, when (aware UTC), by which side and in which run."""

    item: str
    field: str
    before: str | None
    after: str | None
    side: str
    run: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One finished run and its counts."""

    id: str
    command: str
    begun_at: datetime
    ended_at: datetime
    exit_code: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything one transaction of the state changes; an empty batch changes nothing.

    `links` are inserted or replaced by id, `forgotten` are link ids to drop, `begun` intents to store, `finished`
    intent ids to drop, `cursors` replace those of their target, `lineages` those met in a target.
    """

    documents: tuple[DocumentRecord, ...] = ()
    vanished: tuple[DocumentKey, ...] = ()
    links: tuple[Link, ...] = ()
    forgotten: tuple[str, ...] = ()
    begun: tuple[Intent, ...] = ()
    finished: tuple[str, ...] = ()
    cursors: Mapping[Target, str] = field(default_factory=dict)
    history: tuple[HistoryEntry, ...] = ()
    run: RunRecord | None = None
    facts: Mapping[str, str | None] = field(default_factory=dict)
