"""Owns the way from documents that were read to decisions: gather what the core must know of each, and ask it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from syncer.core.identity import Similarity, mint, occurrences
from syncer.core.linking import link_of_marker
from syncer.core.plan import decide
from syncer.core.row_problems import ISSUE_MISSING
from syncer.core.situation import Decision, Situation, Stray
from syncer.engine.gather import GONE, links_to, read_directly, where_now
from syncer.engine.looking import Facts, look
from syncer.engine.moving import Links, Owners, find_moved_rows, find_renames
from syncer.engine.reading import Reading
from syncer.engine.setup import Run
from syncer.model import (
    Document,
    DocumentKey,
    DocumentRecord,
    DocumentRef,
    Fact,
    IssueRef,
    Link,
    Target,
)


@dataclass(frozen=True, slots=True)
class _Ids:
    """Ids that are no longer free: `marked` on strays, with the document each belongs to, and `moved` in this run."""

    marked: Mapping[str, DocumentKey] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()


def decide_all(run: Run, reading: Reading, strays: Sequence[Stray]) -> list[Decision]:
    """A decision for every document that was read, and for those that vanished; oldest document first."""
    _read_unknown(run, reading)
    facts, links = reading.facts, _links_by_document(run, reading)
    records = _records(run, reading.vanished)
    listed = {key: record for key, record in records.items() if record.stamp.revision != GONE}
    find_renames(run, reading, links, listed, strays)
    owners = _owners(run, facts)
    owners |= {name: link for name, link in _by_issue(links).items() if name in owners}
    by_document = _strays_by_document(strays, reading)
    reading.strays = by_document
    marked = {stray.marker.item: key for key, group in by_document.items() for stray in group}
    _claim_for_strays(owners, by_document, facts)
    find_moved_rows(facts, links, owners, {source.name for source in run.setup.sources})
    reading.frozen = tuple(link for key in reading.drafts for link in links.get(key, ()) if _is_moved(run, key, link))
    _read_missing(run, links)
    _read_followed(run, links)
    _read_rivals(run, strays, links)
    ids = _Ids(marked, _moved(run, links))
    decisions = []
    for document in [*sorted(reading.documents.values(), key=_age), *_vanished(reading, records)]:
        key = document.ref.key
        found = facts.get(key, Facts())
        links_here, strays_here = links.get(key, ()), by_document.get(key, ())
        situation = _situation(run, document, found, links_here, strays_here, owners, ids)
        decisions.append(decide(situation, run.setup.rules))
        _claim(owners, decisions[-1])
    return decisions


def decide_again(run: Run, document: Document, links: Sequence[Link]) -> Decision:
    """A decision for a document that changed while it was being written, given its links as they are now."""
    facts = look(run, document)
    owners = _owners(run, {document.ref.key: facts})
    return decide(_situation(run, document, facts, tuple(links), (), owners, _Ids()), run.setup.rules)


def _records(run: Run, keys: Iterable[DocumentKey]) -> dict[DocumentKey, DocumentRecord]:
    wanted = sorted(keys)
    return {record.key: record for record in run.setup.state.documents(wanted)} if wanted else {}


def _links_by_document(run: Run, reading: Reading) -> Links:
    keys = [*reading.facts, *reading.vanished]
    grouped: dict[DocumentKey, list[Link]] = defaultdict(list)
    for link in run.setup.state.links(keys) if keys else ():
        run.stored[link.id] = link
        grouped[link.document].append(_at_home(run, run.settled.get(link.id, link)))
    for link in run.settled.values():
        if link.id not in run.stored and link.document in keys:
            grouped[link.document].append(link)  # a dry run has not stored it
    return {key: tuple(links) for key, links in grouped.items()}


def _at_home(run: Run, link: Link) -> Link:
    """`link` with its issue under the name that it has now."""
    return replace(link, issue=where_now(run, link.issue)) if link.issue is not None else link


def _owners(run: Run, facts: Mapping[DocumentKey, Facts]) -> Owners:
    """Which link each referenced issue belongs to."""
    refs = sorted({ref for found in facts.values() for ref in found.all_refs})
    owners: Owners = {}
    for link, ref in links_to(run, refs):
        run.stored.setdefault(link.id, link)
        now = where_now(run, ref)
        owners[now.target, now.key] = _at_home(run, link)
    unnamed = {link.document for link in owners.values()} - run.names.keys()
    run.names.update((key, record.name) for key, record in _records(run, unnamed).items())
    return owners


def _by_issue(links: Links) -> Owners:
    """The links of documents that were read, as they are by now: one may have got another path."""
    known = [(link, link.issue) for group in links.values() for link in group]
    return {(ref.target, ref.key): link for link, ref in known if ref is not None}


def _claim_for_strays(
    owners: Owners, strays: Mapping[DocumentKey, Sequence[Stray]], facts: Mapping[DocumentKey, Facts]
) -> None:
    """An issue that no link knows belongs to the row that its marker speaks of, while that row links to it."""
    for key, group in strays.items():
        named = facts[key].named if key in facts else frozenset()
        for stray in group:
            if (stray.ref.target, stray.ref.key) in named:
                link = replace(link_of_marker(stray.issue, stray.marker), document=key)
                owners.setdefault((stray.ref.target, stray.ref.key), link)


def _claim(owners: Owners, decision: Decision) -> None:
    """What one document's rows took is no longer free for those of the next."""
    for plan in decision.items:
        ref = plan.link.issue or (plan.issue.ref if plan.issue else None)
        if ref is not None and plan.link.orphaned is None:
            owners[ref.target, ref.key] = plan.link


def _read_unknown(run: Run, reading: Reading) -> None:
    """Read the issues that rows link to and nobody has looked at in this run; rows then link to where they are now."""
    refs = {ref for key in reading.documents for ref in reading.facts[key].all_refs}
    linked = {(ref.target, ref.key) for _, ref in links_to(run, sorted(refs))}
    unknown = {ref for ref in refs if (ref.target, ref.key) not in linked}
    _read(run, unknown)
    moved = {ref: now for ref in refs if (now := where_now(run, ref)) != ref}
    if moved:
        reading.facts.update({key: facts.moved(moved) for key, facts in reading.facts.items()})


def _read_rivals(run: Run, strays: Sequence[Stray], links: Links) -> None:
    """Read the issues of items that a second issue speaks of, too: which of the two stays depends on them."""
    marked = {stray.marker.item for stray in strays}
    _read(run, (link.issue for group in links.values() for link in group if link.issue and link.id in marked))


def _read_followed(run: Run, links: Links) -> None:
    """Read the linked issues of these documents that no listing shows."""
    refs = (link.issue for group in links.values() for link in group if link.issue)
    _read(run, (ref for ref in refs if ref.target not in run.cursors))


def _read_missing(run: Run, links: Links) -> None:
    """Read the issues of documents of which the last run could not see one: what was out of sight may be back."""
    if not links:
        return
    missing = {
        record.key
        for record in run.setup.state.problem_documents()
        if any(problem.code == ISSUE_MISSING for problem in record.problems)
    }
    _read(run, (link.issue for key in missing for link in links.get(key, ()) if link.issue))


def _read(run: Run, refs: Iterable[IssueRef]) -> None:
    """Read those of `refs` that nobody has looked at in this run and that can be asked for."""
    unread = {ref for ref in refs if (ref.target, ref.key) not in run.issues and run.may_ask(ref.target)}
    read_directly(run, sorted(unread))


def _strays_by_document(strays: Sequence[Stray], reading: Reading) -> dict[DocumentKey, tuple[Stray, ...]]:
    """Stray issues by the document whose row links to them, else by the one their marker names, or where that went."""
    moved = {old: new for new, old in reading.moved.items()}
    linking: dict[tuple[Target, str], list[DocumentKey]] = defaultdict(list)
    for document in sorted([*reading.documents.values(), *reading.drafts.values()], key=_age):
        for name in reading.facts[document.ref.key].named:
            linking[name].append(document.ref.key)
    grouped: dict[DocumentKey, list[Stray]] = defaultdict(list)
    for stray in strays:
        marked = moved.get(stray.marker.document, stray.marker.document)
        named = linking.get((stray.ref.target, stray.ref.key), [marked])
        grouped[marked if marked in named else named[0]].append(stray)
    return {key: tuple(group) for key, group in grouped.items()}


def _situation(
    run: Run,
    document: Document,
    facts: Facts,
    links: tuple[Link, ...],
    strays: tuple[Stray, ...],
    owners: Owners,
    ids: _Ids,
) -> Situation:
    mine = {owners[name].id for name in facts.named if name in owners}
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
        taken=frozenset(mine) | _taken_elsewhere(run, document.ref.key, facts, ids),
        today=run.setup.clock.today(),
        lineage=run.lineage,
        blocked=frozenset(run.blocked),
        names=run.names,
        similarity=_similarity() if links or strays else None,
    )


def _moved(run: Run, links: Links) -> frozenset[str]:
    """Ids of links that stand in another document than the state knows."""
    return frozenset(link.id for key, group in links.items() for link in group if _is_moved(run, key, link))


def _is_moved(run: Run, key: DocumentKey, link: Link) -> bool:
    return run.stored[link.id].document != key


def _taken_elsewhere(run: Run, key: DocumentKey, facts: Facts, ids: _Ids) -> frozenset[str]:
    """Ids that rows of this document would be minted although an item of another document holds them."""
    texts = [row.item.action for row in facts.resolved]
    rows = list(zip(texts, occurrences(texts), strict=True))
    tried: set[str] = set()
    taken: set[str] = set()
    while rows:
        minted = {(text, number): mint(key, text, number, tried) for text, number in rows}
        stored = run.setup.state.documents_of(sorted(minted.values()))
        held = {
            item
            for item in minted.values()
            if item in ids.moved or ids.marked.get(item, key) != key or stored.get(item, key) != key
        }
        taken |= held
        tried |= set(minted.values())
        rows = [row for row, item in minted.items() if item in held]
    return frozenset(taken)


def _similarity() -> Similarity:
    # Imported here because only a document that was known and changed needs it.
    from rapidfuzz.fuzz import token_sort_ratio

    return lambda left, right: float(token_sort_ratio(left, right))


def _age(document: Document) -> tuple[date, DocumentKey]:
    return document.published or date.max, document.ref.key


def _vanished(reading: Reading, records: Mapping[DocumentKey, DocumentRecord]) -> list[Document]:
    """Documents that are gone, as if they were empty: every linked item of theirs lost its row."""
    gone = sorted(reading.vanished - set(reading.moved.values()))
    return [_emptied(key, records.get(key)) for key in gone]


def _emptied(key: DocumentKey, record: DocumentRecord | None) -> Document:
    named = ("team", "service", "severity", "visibility")
    facts = [] if record is None else [(name, getattr(record, name)) for name in named]
    return Document(
        ref=DocumentRef(key, GONE),
        name=record.name if record else key.path,
        title=record.title if record else key.path,
        published=record.published if record else None,
        published_origin="",
        is_published=True,
        publication=Fact("gone", "no longer listed"),
        facts=tuple((name, Fact(value, "remembered")) for name, value in facts if value is not None),
    )
