"""Owns what the state keeps of documents: just enough to know when to read them again, and what to look at in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from syncer.core.situation import Decision, ItemPlan
from syncer.engine.composing import document_problems
from syncer.engine.gather import GONE, Listing, fingerprint
from syncer.engine.reading import Reading, content_hash, draft_note, failure_problem
from syncer.engine.setup import Run
from syncer.model import Batch, Document, DocumentKey, DocumentRecord, DocumentStamp, Link, Problem, ReadFailure


def hold(
    run: Run,
    listings: Sequence[Listing],
    decisions: Sequence[Decision],
    moved: Mapping[DocumentKey, DocumentKey],
) -> None:
    """Let documents whose issues are about to change be read again or missed by the next run, should this one not end.

    One that was read only for what its issues say is no news to the next run, though cells may have to be written then.
    One that is new to us and gets another name before it was written would be new once more, and so would its items.
    The links of one that `moved` (old key by new one) go with it: else its new items would be known by another name
    than the old ones, should it move once more.
    """
    changed = {key for listing in listings for key in listing.changed}
    acted = {decision.key: decision for decision in decisions if any(plan.effects for plan in decision.items)}
    known = _known(run, sorted(acted))
    records = [as_pending(record) for key, record in known.items() if key not in changed]
    records += [_as_new(run, acted[key]) for key in sorted(acted) if key not in known]
    renamed = {key: old for key, old in moved.items() if key in acted}
    links = [_moved_link(run, plan, key) for key in renamed for plan in acted[key].items if plan.link.id in run.stored]
    if records or renamed:
        run.commit(Batch(documents=tuple(records), vanished=tuple(renamed.values()), links=tuple(links)))


def _moved_link(run: Run, plan: ItemPlan, to: DocumentKey) -> Link:
    """The link as it is stored, in the document that its own became."""
    link = replace(run.stored[plan.link.id], document=to)
    run.stored[link.id] = link
    return link


def _as_new(run: Run, decision: Decision) -> DocumentRecord:
    """A document that nobody has written yet, under no revision of its own."""
    return decided_record(run, decision, (), "", decision.document.data, is_pending=True)


def as_pending(record: DocumentRecord) -> DocumentRecord:
    """`record` of a document that must be read again although it is unchanged."""
    return replace(record, stamp=record.stamp._replace(is_pending=True))


def decided_record(
    run: Run, decision: Decision, problems: Iterable[Problem], revision: str, data: bytes, *, is_pending: bool
) -> DocumentRecord:
    """What to keep of a document that was decided and now holds `data`; `problems` are those of writing it."""
    stamp = DocumentStamp(revision, fingerprint(run, decision.key.source), content_hash(data), is_pending)
    return _record(decision.document, stamp, document_problems(decision, problems))


def _record(document: Document, stamp: DocumentStamp, problems: tuple[Problem, ...]) -> DocumentRecord:
    return DocumentRecord(
        key=document.ref.key,
        stamp=stamp,
        name=document.name,
        title=document.title,
        published=document.published,
        is_published=document.is_published,
        items=len(document.items) if document.is_published else 0,
        problems=problems,
        team=document.fact("team"),
        service=document.fact("service"),
        severity=document.fact("severity"),
        visibility=document.fact("visibility"),
        url=document.url,
    )


def gone_batch(decision: Decision, record: DocumentRecord, *, is_pending: bool) -> Batch:
    """What to keep of a document that is no longer there: nothing, unless there is something to look at or to do."""
    if is_pending:
        return Batch()  # remembered as it was, it is found gone by the next run as well
    if not record.problems:
        return Batch(vanished=(decision.key,))
    return Batch(documents=(replace(record, stamp=DocumentStamp(GONE, "", "", is_pending=False)),))


def record_others(run: Run, reading: Reading) -> None:
    """Remember drafts and documents that could not be read, so that they are not read again unchanged."""
    records = []
    for draft in reading.drafts.values():
        mark = fingerprint(run, draft.ref.key.source)
        stamp = DocumentStamp(draft.ref.revision, mark, content_hash(draft.data), is_pending=False)
        records.append(_record(draft, stamp, (draft_note(draft),)))
    known = _known(run, [failure.ref.key for failure, _ in reading.failures])
    for failure, may_pass in reading.failures:
        stamp = DocumentStamp(failure.ref.revision, fingerprint(run, failure.ref.key.source), "", may_pass)
        record = known.get(failure.ref.key) or _unknown(failure, stamp)
        records.append(replace(record, stamp=stamp, problems=(failure_problem(failure),)))
    batch = Batch(documents=tuple(records), vanished=tuple(reading.moved.values()), links=reading.frozen)
    if batch != Batch():
        run.commit(batch)


def _known(run: Run, keys: Sequence[DocumentKey]) -> dict[DocumentKey, DocumentRecord]:
    return {record.key: record for record in run.setup.state.documents(keys)} if keys else {}


def _unknown(failure: ReadFailure, stamp: DocumentStamp) -> DocumentRecord:
    """A document of which nothing is known but its name."""
    name = failure.name or failure.ref.key.path
    return DocumentRecord(failure.ref.key, stamp, name, name, None, is_published=False, items=0)
