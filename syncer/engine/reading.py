"""Owns the reading of documents in a run: which must be read, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from syncer.core.situation import Stray
from syncer.engine.gather import Listing, links_to
from syncer.engine.looking import Facts, look
from syncer.engine.setup import Run
from syncer.model import Document, DocumentKey, DocumentRef, Link, Problem, RawDocument, ReadFailure, Severity


@dataclass(slots=True)
class Reading:
    """The documents that were read in this run, what could not be read, which moved, and which are no longer there.

    `facts` tell what the rows of documents and drafts mean. `failures` say whether a later run may succeed although
    the document stays as it is. `moved` has the old key by the new one, `frozen` the links of drafts that moved.
    `vanished` are no longer listed but known to the state or to an issue. `strays` are by the document they belong to.
    """

    documents: dict[DocumentKey, Document] = field(default_factory=dict)
    facts: dict[DocumentKey, Facts] = field(default_factory=dict)
    drafts: dict[DocumentKey, Document] = field(default_factory=dict)
    failures: list[tuple[ReadFailure, bool]] = field(default_factory=list)
    moved: dict[DocumentKey, DocumentKey] = field(default_factory=dict)
    frozen: tuple[Link, ...] = ()
    vanished: set[DocumentKey] = field(default_factory=set)
    strays: Mapping[DocumentKey, Sequence[Stray]] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[DocumentKey]:
        """Every document that was looked at."""
        return frozenset({*self.documents, *self.drafts, *(failure.ref.key for failure, _ in self.failures)})

    @property
    def others(self) -> tuple[Problem, ...]:
        """What people must know about documents that were read and not decided."""
        drafts = (draft_note(draft) for draft in self.drafts.values())
        return (*(failure_problem(failure) for failure, _ in self.failures), *drafts)


def read_documents(run: Run, listings: Sequence[Listing], wanted: Iterable[DocumentKey]) -> Reading:
    """Read every changed document and those in `wanted`, side by side; then those that a row moved away from."""
    reading = Reading()
    changed = {key for listing in listings for key in listing.changed}
    _read(run, listings, {*changed, *wanted}, reading)
    for listing in listings:
        reading.vanished |= set(listing.vanished)
    _read(run, listings, _left_behind(run, reading), reading)
    return reading


def _read(run: Run, listings: Sequence[Listing], wanted: AbstractSet[DocumentKey], reading: Reading) -> None:
    for listing in listings:
        reading.vanished |= _not_listed(listing, wanted)
        _read_source(run, listing, [ref for ref in listing.refs if ref.key in wanted], reading)


def _left_behind(run: Run, reading: Reading) -> set[DocumentKey]:
    """Documents whose items rows elsewhere now link to: either those moved away, or the links are copies."""
    refs = sorted({ref for facts in reading.facts.values() for ref in facts.all_refs})
    return {link.document for link, _ in links_to(run, refs)} - reading.keys - reading.vanished


def _not_listed(listing: Listing, wanted: AbstractSet[DocumentKey]) -> set[DocumentKey]:
    """Documents that issues speak of and that are not there; none where not everything was listed."""
    if not listing.lists_all:
        return set()
    listed = {ref.key for ref in listing.refs}
    return {key for key in wanted if key.source == listing.source.name and key not in listed}


def _read_source(run: Run, listing: Listing, refs: Sequence[DocumentRef], reading: Reading) -> None:
    if not refs:
        return
    run.begin_stage("fetching documents of", [listing.source.name])
    raws = list(listing.source.read(refs))
    for done, answer in enumerate(run.setup.executor.map(lambda raw: _read_one(run, raw), raws), 1):
        run.progress("reading documents", done, len(raws))
        if isinstance(answer, ReadFailure):
            reading.failures.append((answer, isinstance(raws[done - 1], ReadFailure)))
        elif answer.is_published:
            reading.documents[answer.ref.key] = answer
        else:
            reading.drafts[answer.ref.key] = answer
        if not isinstance(answer, ReadFailure):
            run.names[answer.ref.key] = answer.name
            reading.facts[answer.ref.key] = look(run, answer)


def _read_one(run: Run, raw: RawDocument | ReadFailure) -> Document | ReadFailure:
    run.stop_if_asked()
    return read_document(run, raw)


def read_document(run: Run, raw: RawDocument | ReadFailure) -> Document | ReadFailure:
    """The document that `raw` holds, or why there is none."""
    if isinstance(raw, ReadFailure):
        return raw
    # Imported here because a run in which nothing changed parses nothing.
    from syncer.reading import read_or_report

    return read_or_report(raw, run.setup.rules)


def content_hash(data: bytes) -> str:
    """What tells whether two documents hold the same bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


def draft_note(document: Document) -> Problem:
    """Why a document that was read makes no issue."""
    message = f"is a draft ({document.publication.origin}): skipped"
    return Problem("draft", document.name, None, message, "publish it to have its items tracked", Severity.NOTE)


def failure_problem(failure: ReadFailure) -> Problem:
    """What a person must do about a document that could not be read."""
    severity = Severity.ERROR if failure.is_unforeseen else Severity.PROBLEM
    name = failure.name or failure.ref.key.path
    return Problem("unreadable", name, None, failure.reason, failure.advice, severity)
