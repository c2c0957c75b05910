"""Owns the last half of a run: links and states written into documents, and everything remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syncer.core.owned import WriteBack
from syncer.core.settle import write_written
from syncer.core.situation import Decision
from syncer.engine.composing import compose, settled
from syncer.engine.deciding import decide_again
from syncer.engine.gather import GONE, Listing
from syncer.engine.outcomes import Applied
from syncer.engine.reading import content_hash, read_document
from syncer.engine.recording import decided_record, gone_batch
from syncer.engine.remembering import history
from syncer.engine.setup import Run
from syncer.errors import RevisionChanged
from syncer.model import Batch, DocumentKey, DocumentRef, Intent, IntentKind, Link, Problem, ReadFailure, Written
from syncer.ports import DocumentEdit, DocumentSource, WriteResult

TRIES = 5
"""How often a document that people keep saving is read and written again in one run."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One document to write back: its decision, its links by id, and whether something is left to do.

    `cells` are writes of a killed run that its links do not know of yet, `problems` what its effects came to. `waiting`
    are items whose errand has to wait.
    """

    decision: Decision
    links: Mapping[str, Link]
    is_pending: bool
    cells: tuple[Intent, ...]
    problems: tuple[Problem, ...] = ()
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One job with what its document becomes, and the intent where that is something else than it is."""

    job: _Job
    back: WriteBack
    intent: Intent | None

    @property
    def key(self) -> DocumentKey:
        """The document."""
        return self.job.decision.key

    @property
    def edit(self) -> DocumentEdit:
        """The write itself."""
        document = self.job.decision.document
        return DocumentEdit(document.ref, document.data, self.back.data)

    @property
    def finished(self) -> tuple[str, ...]:
        """Intents that are settled once this attempt has an end."""
        return (*(intent.id for intent in self.job.cells), *([self.intent.id] if self.intent else []))


def write_all(
    run: Run, listings: Sequence[Listing], decisions: Sequence[Decision], applied: Applied, cells: Sequence[Intent]
) -> None:
    """Write every decided document of every source, each in one compare-and-swap, and remember the outcome."""
    for listing in listings:
        run.stop_if_asked()
        jobs = [_job(decision, applied, cells) for decision in decisions if decision.key.source == listing.source.name]
        if jobs:
            run.begin_stage("writing documents of", [listing.source.name])
        tries = 0
        while jobs:
            tries += 1
            jobs = _write_once(run, listing.source, jobs, is_last=tries == TRIES)


def _job(decision: Decision, applied: Applied, cells: Sequence[Intent]) -> _Job:
    links = {plan.link.id: applied.links[plan.link.id] for plan in decision.items}
    is_pending = any(plan.link.id in applied.unfinished for plan in decision.items)
    here = tuple(intent for intent in cells if intent.document == decision.key)
    problems = tuple(applied.problems.get(decision.key, ()))
    return _Job(decision, links, is_pending, here, problems, frozenset(applied.waiting & links.keys()))


def _write_once(run: Run, source: DocumentSource, jobs: Sequence[_Job], *, is_last: bool) -> list[_Job]:
    """Write `jobs` together; answers those whose document changed meanwhile, read and decided again."""
    attempts = [_attempt(run, job) for job in jobs]
    result = _send(run, source, attempts)
    for error in result.beside:
        run.fail("not-proposed", source.name, None, str(error), "the documents are written; the next run asks again")
    again: list[_Job] = []
    batch = Batch()
    for attempt in attempts:
        failure = result.failed.get(attempt.key)
        if isinstance(failure, RevisionChanged) and not is_last:
            again += _read_again(run, source, attempt.job)
            batch = replace(batch, finished=(*batch.finished, *attempt.finished))
        else:
            batch = _joined(batch, _end(run, attempt, result.written.get(attempt.key), failure))
    run.commit(batch)
    return again


def _attempt(run: Run, job: _Job) -> _Attempt:
    back = compose(run, job.decision, settled(job.decision, job.links, job.cells), job.waiting)
    is_edited = back.data != job.decision.document.data
    return _Attempt(job, back, _intent(run, job.decision.key, back.written) if is_edited else None)


def _send(run: Run, source: DocumentSource, attempts: Sequence[_Attempt]) -> WriteResult:
    """Store what is about to be written, and write it."""
    intents = tuple(attempt.intent for attempt in attempts if attempt.intent is not None)
    if not intents:
        return WriteResult({}, {})
    run.commit(Batch(begun=intents))
    return source.write([attempt.edit for attempt in attempts if attempt.intent is not None])


def _intent(run: Run, key: DocumentKey, written: Mapping[str, Written]) -> Intent:
    return Intent(
        id=f"{run.setup.run_id}-cells-{content_hash(chr(0).join(key).encode('utf-8', 'replace'))}",
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
    (raw,) = source.read([job.decision.document.ref])
    document = read_document(run, raw)
    if isinstance(document, ReadFailure) or not document.is_published:
        run.note("changed", job.decision.document.name, "changed while it was being written; left for the next run")
        return []
    decision = decide_again(run, document, list(job.links.values()))
    links = {plan.link.id: plan.link for plan in decision.items}
    # What the new text asks of the issues is left for the next run.
    return [_Job(decision, links, is_pending=True, cells=job.cells, problems=job.problems, waiting=job.waiting)]


def _end(run: Run, attempt: _Attempt, written: DocumentRef | None, failure: Exception | None) -> Batch:
    """What to remember of a document that was written, needed no writing, or could not be written."""
    job, document = attempt.job, attempt.job.decision.document
    if failure is not None:
        advice = "the issues are right; the cells are written by the next run that can"
        run.fail("not-written", document.name, None, f"could not be written: {failure}", advice)
    elif attempt.intent is not None:
        run.count("written_back", len({edit.item for edit in attempt.back.edits}))
    run.problems += attempt.back.problems
    data = attempt.back.data if written else document.data
    is_pending = job.is_pending or failure is not None
    revision = (written or document.ref).revision
    problems = (*job.problems, *attempt.back.problems)
    record = decided_record(run, job.decision, problems, revision, data, is_pending=is_pending)
    is_gone = document.ref.revision == GONE
    kept = gone_batch(job.decision, record, is_pending=is_pending) if is_gone else Batch(documents=(record,))
    links = _links(job, attempt.back.written if failure is None else {})
    run.count("closed", sum(_has_closed(run, link) for link in links))
    return replace(
        kept,
        links=links,
        forgotten=job.decision.forgotten,
        finished=attempt.finished,
        history=history(run, links),
    )


def _links(job: _Job, written: Mapping[str, Written]) -> tuple[Link, ...]:
    known = settled(job.decision, job.links, job.cells)
    return tuple(replace(link, written=written.get(name, link.written)) for name, link in known.items())


def _has_closed(run: Run, link: Link) -> bool:
    """Whether the issue of `link` was open when the last run looked, and is closed now."""
    before = run.stored.get(link.id)
    was_open = before is not None and before.issue is not None and not (before.state and before.state.is_closed)
    return was_open and link.state is not None and link.state.is_closed


def _joined(first: Batch, second: Batch) -> Batch:
    return replace(
        first,
        documents=(*first.documents, *second.documents),
        vanished=(*first.vanished, *second.vanished),
        links=(*first.links, *second.links),
        forgotten=(*first.forgotten, *second.forgotten),
        finished=(*first.finished, *second.finished),
        history=(*first.history, *second.history),
    )
