"""Owns the look at a document's rows: what they mean, and which issues they link to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from syncer.core.resolve import ResolvedItem, resolve
from syncer.engine.setup import Run
from syncer.model import Document, IssueRef, Target, Ticket


@dataclass(frozen=True, slots=True)
class Facts:
    """What a look at a document's rows gives: meanings, links into configured trackers, links elsewhere."""

    resolved: tuple[ResolvedItem, ...] = ()
    refs: Mapping[int, tuple[IssueRef, ...]] = field(default_factory=dict)
    elsewhere: Mapping[int, str] = field(default_factory=dict)

    @property
    def named(self) -> frozenset[tuple[Target, str]]:
        """Every issue that a row links to, by target and key."""
        return frozenset((ref.target, ref.key) for ref in self.all_refs)

    @property
    def all_refs(self) -> frozenset[IssueRef]:
        """Every issue that a row links to."""
        return frozenset(ref for refs in self.refs.values() for ref in refs)

    def moved(self, now: Mapping[IssueRef, IssueRef]) -> Facts:
        """These facts with links that lead to the issues `now` says."""
        refs = {index: tuple(dict.fromkeys(now.get(ref, ref) for ref in row)) for index, row in self.refs.items()}
        return replace(self, refs=refs)


def look(run: Run, document: Document) -> Facts:
    """What the rows of `document` mean and link to."""
    resolved = resolve(document, run.setup.rules)
    refs: dict[int, tuple[IssueRef, ...]] = {}
    elsewhere: dict[int, str] = {}
    for row in resolved:
        found, foreign = _recognise(run, document, row)
        if found:
            refs[row.index] = found
        elif foreign:
            elsewhere[row.index] = foreign
    return Facts(resolved, refs, elsewhere)


def _recognise(run: Run, document: Document, row: ResolvedItem) -> tuple[tuple[IssueRef, ...], str | None]:
    """Issues of configured trackers that a row links to, our own suffix and issue columns first; else what it names."""
    found: list[IssueRef] = []
    foreign: str | None = None
    for ticket in sorted(row.item.tickets, key=lambda ticket: (not ticket.in_suffix, not ticket.in_column)):
        if ticket.url is None and not ticket.in_column:
            continue  # a bare key in a sentence names an issue, it does not say that this row is tracked there
        ref = _recognise_ticket(run, document, row, ticket)
        if ref is not None:
            found.append(ref)
        else:
            foreign = foreign or ticket.text
    return tuple(dict.fromkeys(found)), foreign


def _recognise_ticket(run: Run, document: Document, row: ResolvedItem, ticket: Ticket) -> IssueRef | None:
    routed = Target(row.route.tracker, row.route.target) if row.route else None
    for name, tracker in run.setup.trackers.items():
        target = routed if routed and routed.tracker == name else Target(name, "")
        ref = tracker.recognise(ticket, target, document.folder)
        if ref is not None:
            return ref
    return None
