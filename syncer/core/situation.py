"""Owns what planning one document looks at and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from syncer.core.identity import Similarity
from syncer.core.resolve import ResolvedItem
from syncer.model import (
    NO_ERRAND,
    AdoptIssue,
    Base,
    Capabilities,
    CloseDuplicate,
    CreateIssue,
    Document,
    DocumentKey,
    Errand,
    Gone,
    Issue,
    IssueRef,
    Link,
    Marker,
    MarkOrphan,
    Problem,
    Target,
    TransitionIssue,
    UpdateIssue,
)

Effect = CreateIssue | AdoptIssue | UpdateIssue | TransitionIssue | MarkOrphan | CloseDuplicate


@dataclass(frozen=True, slots=True)
class Stray:
    """An issue that our own account made and that no link knows, with its marker."""

    issue: Issue
    marker: Marker

    @property
    def ref(self) -> IssueRef:
        """The issue's name."""
        return self.issue.ref


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything known about one document that was read, on one day.

    `refs` are the issues of configured trackers that a row links to, best first, `elsewhere` the links of rows that
    only name other trackers, both by index into `Document.items`. `links` are what the state knows of the document,
    `strays` issues that belong to it by their marker alone. `issues` holds what trackers said in this
    run, by target and key. `owners` names the link that an issue belongs to. `blocked` targets get no new issue.
    `names` are the paths that people know documents of owners by.
    """

    document: Document
    resolved: tuple[ResolvedItem, ...]
    refs: Mapping[int, tuple[IssueRef, ...]]
    elsewhere: Mapping[int, str]
    links: tuple[Link, ...]
    strays: tuple[Stray, ...]
    issues: Mapping[tuple[Target, str], Issue | Gone]
    owners: Mapping[tuple[Target, str], Link]
    capabilities: Mapping[Target, Capabilities]
    kinds: Mapping[str, str]
    taken: frozenset[str]
    today: date
    lineage: str
    blocked: frozenset[Target] = frozenset()
    names: Mapping[DocumentKey, str] = field(default_factory=dict)
    similarity: Similarity | None = None


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What is to happen for one item.

    `link` is what to remember when nothing more happens; `index` is its row, `None` where that is gone. `issue` is
    the issue as known before the effects. `agreements` are agreed once the effects have reached the tracker.
    `is_unreachable` says that its tracker cannot tell or do what is needed now, so that it must be looked at again.
    `errand` is one that follows no effect: that of a killed run of which nothing is known.
    """

    link: Link
    index: int | None
    issue: Issue | None = None
    effects: tuple[Effect, ...] = ()
    agreements: Base = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    is_unreachable: bool = False
    errand: Errand = NO_ERRAND


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to happen for one document: its items in order of line, ids to forget, and what people must look at."""

    key: DocumentKey
    document: Document
    items: tuple[ItemPlan, ...]
    forgotten: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
