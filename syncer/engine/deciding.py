"""Owns the way from listed documents to decisions: read what must be read, find renames, ask the core."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from syncer.core.identity import Similarity, mint, normalise, occurrences
from syncer.core.plan import decide
from syncer.core.renames import Appeared, Vanished, normal_texts, renames
from syncer.core.resolve import ResolvedItem, resolve
from syncer.core.situation import Decision, Situation
from syncer.engine.gather import Listing, links_to, read_directly
from syncer.engine.setup import Run
from syncer.model import (
    Document,
    DocumentKey,
    DocumentRef,
    Fact,
    Issue,
    IssueRef,
    Link,
    Problem,
    RawDocument,
    ReadFailure,
    Severity,
    Target,
    Ticket,
)


@dataclass(slots=True)
class Reading:
    """The documents that were read in this run, what could not be read, and which moved from where."""

    documents: dict[DocumentKey, Document] = field(default_factory=dict)
    drafts: dict[DocumentKey, Document] = field(default_factory=dict)
    failures: list[tuple[ReadFailure, bool]] = field(default_factory=list)
    """With each failure whether a later run may succeed although the document stays as it is."""
    moved: dict[DocumentKey, DocumentKey] = field(default_factory=dict)
    """Old key by new key."""
    vanished: set[DocumentKey] = field(default_factory=set)


def read_documents(run: Run, listings: Sequence[Listing], wanted: Iterable[DocumentKey]) -> Reading:
    """Read every changed document and those in `wanted`, side by side."""
    reading = Reading()
    extra = set(wanted)
    for listing in listings:
        refs = [ref for ref in listing.refs if ref.key in listing.changed or ref.key in extra]
        reading.vanished |= set(listing.vanished)
        _read_source(run, listing, refs, reading)
    return reading


def _read_source(run: Run, listing: Listing, refs: Sequence[DocumentRef], reading: Reading) -> None:
    if not refs:
        return
    raws = list(listing.source.read(refs))
    for done, answer in enumerate(run.setup.executor.map(lambda raw: read_document(run, raw), raws), 1):
        run.progress("reading documents", done, len(raws))
        if isinstance(answer, ReadFailure):
            reading.failures.append((answer, isinstance(raws[done - 1], ReadFailure)))
        elif answer.is_published:
            reading.documents[answer.ref.key] = answer
        else:
            reading.drafts[answer.ref.key] = answer


def read_document(run: Run, raw: RawDocument | ReadFailure) -> Document | ReadFailure:
    """The document that `raw` holds, or why there is none."""
    if isinstance(raw, ReadFailure):
        return raw
    # Imported here because a run in which nothing changed parses nothing.
    from syncer.reading import read

    return read(raw, run.setup.rules)


def content_hash(data: bytes) -> str:
    """What tells whether two documents hold the same bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


def decide_all(run: Run, reading: Reading, strays: Sequence[Issue]) -> list[Decision]:
    """A decision for every document that was read, and for those that vanished; oldest document first."""
    facts = {key: _look(run, document) for key, document in reading.documents.items()}
    links = _links_by_document(run, reading)
    _find_renames(run, reading, facts, links)
    owners = _owners(run, facts)
    _find_moved_rows(facts, links, owners)
    _read_unknown(run, facts)
    by_document = _strays_by_document(strays, reading)
    decisions = []
    for document in sorted(reading.documents.values(), key=_age):
        key = document.ref.key
        situation = _situation(run, document, facts[key], links.get(key, ()), by_document.get(key, ()), owners)
        decisions.append(decide(situation, run.setup.rules))
    return decisions + _vanished(run, reading, links)


def decide_again(run: Run, document: Document, links: Sequence[Link]) -> Decision:
    """A decision for a document that changed while it was being written, given its links as they are now."""
    facts = _look(run, document)
    owners = _owners(run, {document.ref.key: facts})
    return decide(_situation(run, document, facts, tuple(links), (), owners), run.setup.rules)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a look at a document's rows gives: meanings, links into configured trackers, links elsewhere."""

    resolved: tuple[ResolvedItem, ...]
    refs: Mapping[int, tuple[IssueRef, ...]]
    elsewhere: Mapping[int, str]


def _look(run: Run, document: Document) -> _Facts:
    resolved = resolve(document, run.setup.rules)
    refs: dict[int, tuple[IssueRef, ...]] = {}
    elsewhere: dict[int, str] = {}
    for row in resolved:
        found, foreign = _recognise(run, document, row)
        if found:
            refs[row.index] = found
        elif foreign:
            elsewhere[row.index] = foreign
    return _Facts(resolved, refs, elsewhere)


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


def _links_by_document(run: Run, reading: Reading) -> dict[DocumentKey, tuple[Link, ...]]:
    keys = [*reading.documents, *reading.vanished]
    grouped: dict[DocumentKey, list[Link]] = defaultdict(list)
    for link in run.setup.state.links(keys) if keys else ():
        run.stored[link.id] = link
        grouped[link.document].append(run.settled.get(link.id, link))
    return {key: tuple(links) for key, links in grouped.items()}


def _find_renames(
    run: Run, reading: Reading, facts: Mapping[DocumentKey, _Facts], links: dict[DocumentKey, tuple[Link, ...]]
) -> None:
    """Give the links of a document that moved to its new path."""
    if not reading.vanished:
        return
    stored = {record.key: record.stamp.content for record in run.setup.state.documents(sorted(reading.vanished))}
    vanished = [
        Vanished(
            key,
            stored.get(key, ""),
            frozenset(link.issue for link in links.get(key, ()) if link.issue),
            normal_texts(link.text for link in links.get(key, ())),
        )
        for key in sorted(reading.vanished)
    ]
    appeared = [
        Appeared(
            key,
            content_hash(reading.documents[key].data),
            frozenset(ref for refs in look.refs.values() for ref in refs),
            normal_texts(row.item.action for row in look.resolved),
        )
        for key, look in facts.items()
        if key not in links
    ]
    for old, new in renames(vanished, appeared).items():
        links[new] = tuple(replace(link, document=new) for link in links.pop(old, ()))
        reading.moved[new] = old
        run.note("renamed", new.path, f"was {old.path}: its items kept their issues")


def _find_moved_rows(
    facts: Mapping[DocumentKey, _Facts],
    links: dict[DocumentKey, tuple[Link, ...]],
    owners: dict[tuple[Target, str], Link],
) -> None:
    """Give a link to the document that its row moved to: the row's link is there, and no longer where it was."""
    for key, look in facts.items():
        for ref in (ref for refs in look.refs.values() for ref in refs):
            owner = owners.get((ref.target, ref.key))
            if owner is None or owner.document == key or not _has_left(owner, facts, links):
                continue
            moved = replace(owner, document=key)
            links[owner.document] = tuple(link for link in links[owner.document] if link.id != owner.id)
            links[key] = (*links.get(key, ()), moved)
            owners[ref.target, ref.key] = moved


def _has_left(link: Link, facts: Mapping[DocumentKey, _Facts], links: Mapping[DocumentKey, tuple[Link, ...]]) -> bool:
    """Whether the document of `link` was looked at in this run and holds neither its link nor its text."""
    if all(known.id != link.id for known in links.get(link.document, ())):
        return False
    look = facts.get(link.document)
    if look is None:
        return True
    named = {(ref.target, ref.key) for refs in look.refs.values() for ref in refs}
    texts = {normalise(row.item.action) for row in look.resolved}
    return link.issue is not None and link.issue[:2] not in named and normalise(link.text) not in texts


def _owners(run: Run, facts: Mapping[DocumentKey, _Facts]) -> dict[tuple[Target, str], Link]:
    """Which link each referenced issue belongs to."""
    refs = sorted({ref for look in facts.values() for refs in look.refs.values() for ref in refs})
    return {(link.issue.target, link.issue.key): link for link in links_to(run, refs) if link.issue is not None}


def _read_unknown(run: Run, facts: Mapping[DocumentKey, _Facts]) -> None:
    """Read the issues that rows link to and nobody has looked at in this run."""
    refs = {ref for look in facts.values() for refs in look.refs.values() for ref in refs}
    linked = {(link.issue.target, link.issue.key) for link in links_to(run, sorted(refs)) if link.issue}
    unknown = [
        ref
        for ref in sorted(refs)
        if (ref.target, ref.key) not in run.issues
        and (ref.target, ref.key) not in linked
        and run.is_reachable(ref.target)
    ]
    read_directly(run, unknown)


def _strays_by_document(strays: Sequence[Issue], reading: Reading) -> dict[DocumentKey, tuple[Issue, ...]]:
    """Stray issues by the document their marker names, or by where that moved."""
    moved = {old: new for new, old in reading.moved.items()}
    grouped: dict[DocumentKey, list[Issue]] = defaultdict(list)
    for issue in strays:
        if issue.marker is not None:
            key = issue.marker.document
            grouped[moved.get(key, key)].append(issue)
    return {key: tuple(issues) for key, issues in grouped.items()}


def _situation(
    run: Run,
    document: Document,
    facts: _Facts,
    links: tuple[Link, ...],
    strays: tuple[Issue, ...],
    owners: Mapping[tuple[Target, str], Link],
) -> Situation:
    return Situation(
        document=document,
        resolved=facts.resolved,
        refs=facts.refs,
        elsewhere=facts.elsewhere,
        links=links,
        strays=strays,
        issues=run.issues,
        owners=owners,
        capabilities={target: held for target, held in run.capabilities.items() if target not in run.down},
        kinds={name: tracker.kind for name, tracker in run.setup.trackers.items()},
        taken=frozenset(link.id for link in owners.values()) | _taken_elsewhere(run, document.ref.key, facts),
        today=run.setup.clock.today(),
        lineage=run.lineage,
        similarity=_similarity() if links or strays else None,
    )


def _taken_elsewhere(run: Run, key: DocumentKey, facts: _Facts) -> frozenset[str]:
    """Ids that rows of this document would be minted although an item that moved away holds them."""
    texts = [row.item.action for row in facts.resolved]
    numbers = occurrences(texts)
    first = {mint(key, text, number, frozenset()) for text, number in zip(texts, numbers, strict=True)}
    second = {mint(key, text, number, first) for text, number in zip(texts, numbers, strict=True)}
    stored = run.setup.state.documents_of(sorted(first | second)) if texts else {}
    marked = {
        issue.marker.item
        for issue in run.issues.values()
        if isinstance(issue, Issue) and issue.marker and issue.marker.document != key
    }
    return frozenset(item for item, owner in stored.items() if owner != key) | (marked & (first | second))


def _similarity() -> Similarity:
    # Imported here because only a document that was known and changed needs it.
    from rapidfuzz.fuzz import token_sort_ratio

    return lambda left, right: float(token_sort_ratio(left, right))


def _age(document: Document) -> tuple[date, DocumentKey]:
    return document.published or date.max, document.ref.key


def _vanished(run: Run, reading: Reading, links: Mapping[DocumentKey, tuple[Link, ...]]) -> list[Decision]:
    """Documents that are gone: every linked item of theirs lost its row."""
    decisions = []
    for key in sorted(reading.vanished - set(reading.moved.values())):
        empty = _empty_document(key)
        facts = _Facts((), {}, {})
        situation = _situation(run, empty, facts, links.get(key, ()), (), {})
        decisions.append(decide(situation, run.setup.rules))
    return decisions


def _empty_document(key: DocumentKey) -> Document:
    return Document(
        ref=DocumentRef(key, ""),
        name=key.path,
        title=key.path,
        published=None,
        published_origin="",
        is_published=True,
        publication=Fact("gone", "no longer listed"),
    )


def draft_note(document: Document) -> Problem:
    """Why a document that was read makes no issue."""
    message = f"is a draft ({document.publication.origin}): skipped"
    return Problem("draft", document.name, None, message, "publish it to have its items tracked", Severity.NOTE)
