"""Owns the order of a run: gather, settle, decide, guard, apply, write back, remember."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from syncer.core.guard import Scale, refusals
from syncer.core.situation import Decision
from syncer.engine.deciding import Reading, decide_all, read_documents
from syncer.engine.effects import apply
from syncer.engine.gather import (
    Listing,
    ask_trackers,
    check_lineage,
    documents_of_changes,
    list_documents,
    settle_cursors,
    stray_issues,
)
from syncer.engine.observing import observe_undecided
from syncer.engine.planning import draw_plan
from syncer.engine.settling import Leftovers, settle
from syncer.engine.setup import Progress, Run, Setup, never, silent
from syncer.engine.writeback import failure_problem, record_others, write_all
from syncer.errors import PortError, UnsafePlan
from syncer.model import Batch, DocumentKey, Plan, Problem, RunRecord, RunReport


def run(
    setup: Setup,
    *,
    dry: bool = False,
    everything: bool = False,
    progress: Progress = silent,
    should_stop: Callable[[], int | None] = never,
) -> RunReport:
    """One run over every source and target; the caller holds the lock unless the run is `dry`.

    A dry run is a run without its last step. `everything` reads every document and issue, changed or not.
    `should_stop` answers the number of a signal that asks to stop. Raises `UnsafePlan` where the guard refuses,
    `Interrupted` between two effects, `StateUnusable` where the state fails.
    """
    state = Run(setup, is_dry=dry, everything=everything, progress=progress, should_stop=should_stop)
    begun = setup.clock.now()
    limit = setup.rules.limits.max_runtime
    state.deadline = None if limit is None else setup.clock.monotonic() + limit
    listings = list_documents(state)
    ask_trackers(state)
    _tidy(state, listings)
    check_lineage(state)
    left = settle(state)
    reading, decisions = _decide(state, listings, left)
    refused = refusals(decisions, _scale(state, listings), state.capabilities, setup.rules)
    plan = draw_plan(state, decisions, refused)
    state.count("unread_in_step", _links_unread(state))
    if not dry:
        if refused:
            raise UnsafePlan(refused)
        _act(state, listings, reading, decisions, left, begun)
    return _report(state, listings, reading, plan)


def verify(setup: Setup, *, progress: Progress = silent) -> RunReport:
    """Look at every row, issue and cell and change nothing: whatever a run would still do is not in step."""
    return run(setup, dry=True, everything=True, progress=progress)


def _tidy(run: Run, listings: Sequence[Listing]) -> None:
    """Let adapters remove what a killed run left, and report what they met."""
    failures: list[tuple[str, PortError]] = []
    if not run.is_dry:
        for listing in listings:
            failures += [(listing.source.name, failure) for failure in listing.source.tidy()]
        for target in run.capabilities:
            failures += [(str(target), failure) for failure in run.tracker(target).tidy(target)]
    for target in run.capabilities:
        failures += [(str(target), failure) for failure in run.tracker(target).problems(target)]
    for place, failure in failures:
        run.problems.append(Problem("untidy", place, None, str(failure), "mend it by hand"))


def _decide(run: Run, listings: Sequence[Listing], left: Leftovers) -> tuple[Reading, list[Decision]]:
    strays = stray_issues(run)
    wanted = documents_of_changes(run) | left.documents
    wanted |= {issue.marker.document for issue in strays if issue.marker}
    reading = read_documents(run, listings, wanted)
    return reading, decide_all(run, reading, strays)


def _links_unread(run: Run) -> int:
    """How many linked items are in documents that had no reason to be read."""
    return run.setup.state.count_links() - sum(link.issue is not None for link in run.stored.values())


def _scale(run: Run, listings: Sequence[Listing]) -> Scale:
    complete = [listing for listing in listings if listing.is_complete]
    return Scale(
        known_documents={listing.source.name: len(listing.stamps) for listing in complete},
        listed_documents={listing.source.name: len(listing.refs) for listing in complete},
        open_items={target: run.setup.state.count_open(target) for target in run.capabilities},
    )


def _act(
    run: Run,
    listings: Sequence[Listing],
    reading: Reading,
    decisions: Sequence[Decision],
    left: Leftovers,
    begun: datetime,
) -> None:
    applied = apply(run, decisions, left.waiting)
    write_all(run, listings, decisions, applied, left.cells)
    record_others(run, reading, {})
    observe_undecided(run, {decision.key for decision in decisions})
    settle_cursors(run)
    ended = run.setup.clock.now()
    record = RunRecord(run.setup.run_id, run.setup.command, begun, ended, 0, dict(run.counts))
    run.commit(Batch(run=record))


def _report(run: Run, listings: Sequence[Listing], reading: Reading, plan: Plan) -> RunReport:
    read = set(reading.documents) | set(reading.drafts) | {failure.ref.key for failure, _ in reading.failures}
    listed = sum(len(listing.refs) for listing in listings)
    problems = [*run.problems, *(problem for document in plan.documents for problem in document.problems)]
    problems += [failure_problem(failure, {}) for failure, _ in reading.failures]
    problems += _remembered_problems(run, read)
    counts = run.counts
    return RunReport(
        plan=plan,
        created=counts.get("created", 0),
        adopted=counts.get("adopted", 0),
        updated=counts.get("updated", 0),
        closed=counts.get("closed", 0),
        written_back=counts.get("written_back", 0),
        in_step=sum(document.in_step for document in plan.documents) + counts.get("unread_in_step", 0),
        waiting=counts.get("waiting", 0),
        orphaned=counts.get("orphaned", 0),
        documents_read=len(read),
        documents_unchanged=listed - len(read),
        problems=tuple(dict.fromkeys(problems)),
        requests={
            target: count for tracker in run.setup.trackers.values() for target, count in tracker.requests().items()
        },
        waiting_until=run.waiting_until,
    )


def _remembered_problems(run: Run, read: set[DocumentKey]) -> list[Problem]:
    """What people still must look at in documents that were not read because nothing changed there."""
    return [
        problem
        for record in run.setup.state.problem_documents()
        if record.key not in read
        for problem in record.problems
    ]
