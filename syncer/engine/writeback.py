"""Owns the last half of a run: links and states written into documents, and everything remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from syncer.core.cells import wish
from syncer.core.history import differences
from syncer.core.owned import WriteBack, write_back
from syncer.core.settle import settle_cells, write_written
from syncer.core.situation import Decision
from syncer.core.wish import Wish
from syncer.engine.deciding import Reading, content_hash, decide_again, draft_note, read_document
from syncer.engine.effects import Applied
from syncer.engine.gather import Listing, fingerprint
from syncer.engine.setup import Run
from syncer.errors import RevisionChanged
from syncer.formats.splice import check
from syncer.model import (
    Batch,
    Document,
    DocumentKey,
    DocumentRecord,
    DocumentStamp,
    Intent,
    IntentKind,
    Link,
    Problem,
    RawDocument,
    ReadFailure,
    Written,
)
from syncer.ports import DocumentEdit, DocumentSource

TRIES = 5
"""How often a document that people keep saving is read and written again in one run."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One document to write back: its decision, its links by id, and whether something is left to do."""

    decision: Decision
    links: Mapping[str, Link]
    is_pending: bool = False


def write_all(
    run: Run, listings: Sequence[Listing], decisions: Sequence[Decision], applied: Applied, cells: Sequence[Intent]
) -> None:
    """Write every decided document of every source, each in one compare-and-swap, and remember the outcome."""
    for listing in listings:
        jobs = [
            _Job(decision, _links(decision, applied), _is_pending(decision, applied))
            for decision in decisions
            if decision.key.source == listing.source.name
        ]
        _write_source(run, listing.source, jobs, cells)


def _links(decision: Decision, applied: Applied) -> dict[str, Link]:
    return {plan.link.id: applied.links.get(plan.link.id, plan.link) for plan in decision.items}


def _is_pending(decision: Decision, applied: Applied) -> bool:
    return any(plan.link.id in applied.unfinished for plan in decision.items)


def _write_source(run: Run, source: DocumentSource, jobs: Sequence[_Job], cells: Sequence[Intent]) -> None:
    for attempt in range(1, TRIES + 1):
        jobs = _write_once(run, source, jobs, cells, is_last=attempt == TRIES)
        if not jobs:
            return


def _write_once(
    run: Run, source: DocumentSource, jobs: Sequence[_Job], cells: Sequence[Intent], *, is_last: bool
) -> list[_Job]:
    """Write `jobs` together; answers those whose document changed meanwhile, read and decided again."""
    backs = [compose(run, job.decision, _settled(job, cells)) for job in jobs]
    edits = [
        DocumentEdit(job.decision.document.ref, job.decision.document.data, back.data)
        for job, back in zip(jobs, backs, strict=True)
        if back.data != job.decision.document.data
    ]
    intents = {edit.ref.key: _intent(run, edit.ref.key, back.written) for edit, back in _pairs(edits, jobs, backs)}
    if intents:
        run.commit(Batch(begun=tuple(intents.values())))
    result = source.write(edits) if edits else None
    again, records, links, finished = [], [], [], []
    for job, back in zip(jobs, backs, strict=True):
        key, failure = job.decision.key, result.failed.get(job.decision.key) if result else None
        finished += [intent.id for intent in cells if intent.document == key]
        if key in intents:
            finished.append(intents[key].id)
        if isinstance(failure, RevisionChanged) and not is_last:
            again += _read_again(run, source, job)
            continue
        if failure is not None:
            _report_failure(run, job, failure)
        elif key in intents:
            run.count("written_back", len({edit.item for edit in back.edits}))
        written = result.written.get(key) if result else None
        data = back.data if written else job.decision.document.data
        ref = written or job.decision.document.ref
        records.append(_record(run, job, back, ref.revision, data, is_pending=job.is_pending or failure is not None))
        links += _written_links(job, back if failure is None else None)
    _store(run, jobs, again, records, links, finished)
    return again


def _pairs(
    edits: Sequence[DocumentEdit], jobs: Sequence[_Job], backs: Sequence[WriteBack]
) -> list[tuple[DocumentEdit, WriteBack]]:
    by_key = {job.decision.key: back for job, back in zip(jobs, backs, strict=True)}
    return [(edit, by_key[edit.ref.key]) for edit in edits]


def _settled(job: _Job, cells: Sequence[Intent]) -> Mapping[str, Link]:
    """The job's links with what a killed run's writes left standing."""
    mine = [intent for intent in cells if intent.document == job.decision.key]
    rows = {plan.link.id: plan.index for plan in job.decision.items if plan.index is not None}
    links = dict(job.links)
    for intent in mine:
        links = {name: settle_cells(intent, job.decision.document, rows, link) for name, link in links.items()}
    return links


def compose(run: Run, decision: Decision, links: Mapping[str, Link], *, is_checked: bool = True) -> WriteBack:
    """What the document of `decision` becomes: the same bytes where its source is not to be written.

    With `is_checked` the result is read again, and refused with a problem if anything but our own text reads
    differently.
    """
    document = decision.document
    if run.setup.rules.write_back.get(decision.key.source) == "none":
        return _untouched(document)
    back = write_back(document, wishes(run, decision, links))
    if not is_checked or back.data == document.data:
        return back
    refusal = check(document, back.data, back.changes, lambda data: read_document(run, _as_raw(document, data)))
    return back if refusal is None else _untouched(document, *back.problems, refusal)


def _untouched(document: Document, *problems: Problem) -> WriteBack:
    return WriteBack(document.data, {}, (), problems, ())


def _as_raw(document: Document, data: bytes) -> RawDocument:
    """`document` with other bytes, as its source would deliver it."""
    return RawDocument(
        ref=document.ref,
        data=data,
        name=document.name,
        folder=document.folder,
        url=document.url,
        published=document.published,
        published_origin=document.published_origin,
    )


def wishes(run: Run, decision: Decision, links: Mapping[str, Link]) -> list[Wish]:
    """What each row with an issue should show."""
    wanted = []
    for plan in decision.items:
        link = links[plan.link.id]
        if plan.index is None or link.issue is None or plan.is_unreachable:
            continue
        address = run.tracker(link.issue.target).address(link.issue, link.url or "", decision.document.folder)
        tickets = decision.document.items[plan.index].tickets
        by_author = any(not ticket.in_suffix and (ticket.url or ticket.in_column) for ticket in tickets)
        wanted.append(wish(plan.index, link, address, is_linked_by_author=by_author))
    return wanted


def _intent(run: Run, key: DocumentKey, written: Mapping[str, Written]) -> Intent:
    return Intent(
        id=f"{run.setup.run_id}-cells-{content_hash(str(key).encode())}",
        kind=IntentKind.CELLS,
        document=key,
        item="",
        target=None,
        ref=None,
        before={},
        after=write_written(written),
        begun_at=run.setup.clock.now(),
    )


def _read_again(run: Run, source: DocumentSource, job: _Job) -> list[_Job]:
    """Somebody saved the document meanwhile: their text wins, and our cells are placed anew."""
    for raw in source.read([job.decision.document.ref]):
        document = read_document(run, raw)
        if isinstance(document, ReadFailure) or not document.is_published:
            run.note("changed", job.decision.document.name, "changed while it was being written; left for the next run")
            return []
        decision = decide_again(run, document, list(job.links.values()))
        links = {plan.link.id: plan.link for plan in decision.items}
        # What the new text asks of the issues is left for the next run.
        return [_Job(decision, links, is_pending=True)]
    return []


def _report_failure(run: Run, job: _Job, failure: Exception) -> None:
    advice = "the issues are right; the cells are written by the next run that can"
    run.fail("not-written", job.decision.document.name, None, f"could not be written: {failure}", advice)


def _written_links(job: _Job, back: WriteBack | None) -> list[Link]:
    written = back.written if back is not None else {}
    return [replace(link, written=written[name]) if name in written else link for name, link in job.links.items()]


def _record(run: Run, job: _Job, back: WriteBack, revision: str, data: bytes, *, is_pending: bool) -> DocumentRecord:
    document = job.decision.document
    return DocumentRecord(
        key=job.decision.key,
        stamp=DocumentStamp(revision, fingerprint(run), content_hash(data), is_pending),
        name=document.name,
        title=document.title,
        published=document.published,
        is_published=document.is_published,
        items=len(document.items),
        problems=document_problems(job.decision, back.problems),
        team=document.fact("team"),
        service=document.fact("service"),
        severity=document.fact("severity"),
        visibility=document.fact("visibility"),
        url=document.url,
    )


def document_problems(decision: Decision, written: Iterable[Problem]) -> tuple[Problem, ...]:
    """Everything people must look at in one document, in order of line."""
    found = [*decision.document.problems, *decision.problems, *written]
    found += [problem for plan in decision.items for problem in plan.problems]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: (problem.line or 0, problem.code)))


def _store(  # one transaction for everything that this write settled
    run: Run,
    jobs: Sequence[_Job],
    again: Sequence[_Job],
    records: Sequence[DocumentRecord],
    links: Sequence[Link],
    finished: Sequence[str],
) -> None:
    retried = {job.decision.key for job in again}
    done = [job for job in jobs if job.decision.key not in retried]
    gone = {job.decision.key for job in done if not job.decision.document.ref.revision}
    at = run.setup.clock.now()
    run.commit(
        Batch(
            documents=tuple(record for record in records if record.key not in gone),
            vanished=tuple(sorted(gone)),
            links=tuple(links),
            forgotten=tuple(name for job in done for name in job.decision.forgotten),
            finished=tuple(finished),
            history=tuple(
                entry for link in links for entry in differences(run.stored.get(link.id), link, run.setup.run_id, at)
            ),
        )
    )
    run.stored.update({link.id: link for link in links})


def record_others(run: Run, reading: Reading) -> None:
    """Remember drafts and documents that could not be read, so that they are not read again unchanged."""
    mark = fingerprint(run)
    records = [
        _other(draft.ref.key, draft.ref.revision, mark, draft, draft_note(draft)) for draft in reading.drafts.values()
    ]
    for failure, may_pass in reading.failures:
        problem = failure_problem(failure)
        stamp = DocumentStamp(failure.ref.revision, mark, "", may_pass)
        records.append(
            DocumentRecord(
                failure.ref.key,
                stamp,
                problem.document,
                problem.document,
                None,
                is_published=False,
                items=0,
                problems=(problem,),
            )
        )
    moved = tuple(reading.moved.values())
    if records or moved:
        run.commit(Batch(documents=tuple(records), vanished=moved))


def failure_problem(failure: ReadFailure) -> Problem:
    """What a person must do about a document that could not be read."""
    return Problem("unreadable", failure.name or failure.ref.key.path, None, failure.reason, failure.advice)


def _other(key: DocumentKey, revision: str, mark: str, document: Document, problem: Problem) -> DocumentRecord:
    stamp = DocumentStamp(revision, mark, content_hash(document.data), is_pending=False)
    return DocumentRecord(
        key, stamp, document.name, document.title, document.published, is_published=False, items=0, problems=(problem,)
    )
