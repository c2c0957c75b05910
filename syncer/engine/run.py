"""Owns the order of a run: gather, settle, decide, guard, apply, write back, remember."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from syncer.core.calendar import BoardSprints
from syncer.engine.gather import (
    Listing,
    Outcome,
    ask_trackers,
    documents_of_changes,
    list_documents,
)
from syncer.engine.lineage import check_lineage, latest_cursors, note_foreign_markers, stray_issues
from syncer.engine.setup import Progress, Run, Setup, silent
from syncer.engine.tallying import count_unread
from syncer.errors import Interrupted, PortError
from syncer.model import (
    Batch,
    DocumentKey,
    DocumentRecord,
    Intent,
    IntentKind,
    Plan,
    Problem,
    RunRecord,
    RunReport,
    Severity,
    Target,
)
from syncer.retry.patience import Patience, Waits, never, silently


def run(
    setup: Setup,
    *,
    dry: bool = False,
    everything: bool = False,
    progress: Progress = silent,
    should_stop: Callable[[], int | None] = never,
    waits: Waits = silently,
) -> RunReport:
    """One run over every source and target; the caller holds the lock unless the run is `dry`.

    A dry run is a run without its last step. `everything` reads every document and issue, changed or not.
    `should_stop` answers the number of a signal that asks to stop, `waits` is told of every wait. Raises `UnsafePlan`
    where the guard refuses, `Interrupted` between two effects, `StateUnusable` where the state fails.
    """
    patience = setup.patience or Patience(setup.clock, setup.rules.limits.max_wait)
    patience.begin(setup.rules.limits.max_runtime, should_stop, waits)
    state = Run(setup, patience, is_dry=dry, everything=everything, progress=progress)
    begun = setup.clock.now()
    try:
        report = _whole(state)
    except Interrupted as stop:
        state.commit(Batch(run=RunRecord(setup.run_id, setup.command, begun, setup.clock.now(), 128 + stop.signal)))
        raise
    if not dry:
        _remember(state, begun, report)
    return report


def _whole(state: Run) -> RunReport:
    setup = state.setup
    _learn_sprints(state)
    state.begin_stage("listing documents", [source.name for source in setup.sources])
    listings = list_documents(state)
    state.begin_stage("asking", _asked(setup))
    ask_trackers(state)
    _tidy(state, listings)
    check_lineage(state)
    outcome = _work(state, listings)
    return _report(state, listings, outcome)


def _learn_sprints(run: Run) -> None:
    if any(isinstance(calendar.sprint, BoardSprints) for calendar in run.setup.rules.calendars.values()):
        # Imported here because most calendars need no board.
        from syncer.engine.boards import learn_sprints

        learn_sprints(run)


def verify(
    setup: Setup,
    *,
    progress: Progress = silent,
    should_stop: Callable[[], int | None] = never,
    waits: Waits = silently,
) -> RunReport:
    """Look at every row, issue and cell and change nothing: whatever a run would still do is not in step.

    The arguments and errors are those of `run`.
    """
    return run(setup, dry=True, everything=True, progress=progress, should_stop=should_stop, waits=waits)


def _asked(setup: Setup) -> list[str]:
    """What people call the places that are asked first: those that routes lead to."""
    routed = [Target(route.tracker, route.target).words for route in setup.rules.routes]
    return list(dict.fromkeys(routed)) or list(setup.trackers)


def _work(run: Run, listings: Sequence[Listing]) -> Outcome:
    """Decide and act where anything changed; an unchanged world ends here."""
    intents = run.setup.state.intents()
    strays = stray_issues(run)
    wanted = documents_of_changes(run)
    wanted |= _unsettled(run, intents) | {stray.marker.document for stray in strays}
    if not wanted and not any(listing.changed or listing.vanished for listing in listings):
        count_unread(run, listings)
        note_foreign_markers(run)
        return Outcome(Plan(problems=tuple(run.problems)))
    # Imported here because a run in which nothing changed parses, matches and renders nothing.
    from syncer.engine.working import work

    return work(run, listings, intents, wanted)


def _unsettled(run: Run, intents: Sequence[Intent]) -> set[DocumentKey]:
    """Documents that must be read for what a killed run left.

    Cells of a draft, or of what could not be read, are settled once that has changed.
    """
    frozen = {record.key for record in _records(run, intents) if not (record.is_published and record.stamp.content)}
    return {one.document for one in intents if one.kind is not IntentKind.CELLS or one.document not in frozen}


def _records(run: Run, intents: Sequence[Intent]) -> Sequence[DocumentRecord]:
    return run.setup.state.documents(sorted({intent.document for intent in intents})) if intents else ()


def _remember(run: Run, begun: datetime, report: RunReport) -> None:
    ended = run.setup.clock.now()
    code = 1 if report.has_failed else 0
    record = RunRecord(run.setup.run_id, run.setup.command, begun, ended, code, _counts(report))
    run.commit(Batch(run=record, cursors=latest_cursors(run), facts=run.facts))


def _counts(report: RunReport) -> dict[str, int]:
    """Everything that a run is told by, problems by their weight."""
    weights = Counter(problem.severity for problem in report.problems)
    return {
        "created": report.created,
        "adopted": report.adopted,
        "updated": report.updated,
        "closed": report.closed,
        "orphaned": report.orphaned,
        "written_back": report.written_back,
        "in_step": report.in_step,
        "unchecked": report.unchecked,
        "waiting": report.waiting,
        "documents_read": report.documents_read,
        "documents_unchanged": report.documents_unchanged,
        "errors": weights[Severity.ERROR],
        "problems": weights[Severity.PROBLEM],
        "notes": weights[Severity.NOTE],
    }


def _tidy(run: Run, listings: Sequence[Listing]) -> None:
    """Let adapters remove what a killed run left, and report what they met."""
    failures: list[tuple[str, PortError]] = []
    if not run.is_dry:
        for listing in listings:
            failures += [(listing.source.name, failure) for failure in listing.source.tidy()]
        for target in run.capabilities:
            failures += [(target.words, failure) for failure in run.tracker(target).tidy(target)]
    for target in run.capabilities:
        failures += [(target.words, failure) for failure in run.tracker(target).problems(target)]
    for place, failure in failures:
        run.problems.append(Problem("untidy", place, None, str(failure), ""))


def _report(run: Run, listings: Sequence[Listing], outcome: Outcome) -> RunReport:
    listed = sum(len(listing.refs) for listing in listings)
    plan, read, counts = outcome.plan, outcome.read, run.counts
    looked_at = read | {document.document for document in plan.documents}
    problems = [*run.problems, *(problem for document in plan.documents for problem in document.problems)]
    problems += [*outcome.others, *_remembered_problems(run, listings, looked_at)]
    return RunReport(
        plan=plan,
        created=counts.get("created", 0),
        adopted=counts.get("adopted", 0),
        updated=counts.get("updated", 0),
        closed=counts.get("closed", 0),
        written_back=counts.get("written_back", 0),
        in_step=sum(document.in_step for document in plan.documents) + counts.get("unread_in_step", 0),
        unchecked=sum(document.unchecked for document in plan.documents) + counts.get("unread_unchecked", 0),
        waiting=counts.get("waiting", 0),
        orphaned=counts.get("orphaned", 0),
        documents_read=len(read),
        documents_unchanged=listed - len(read),
        problems=tuple(dict.fromkeys(problems)),
        requests={
            target: count for tracker in run.setup.trackers.values() for target, count in tracker.requests().items()
        },
        waiting_until=_until(run),
    )


def _until(run: Run) -> str | None:
    """Until when something waits, as an instant in UTC where one is known, else in words."""
    if run.waiting_until is not None:
        return run.waiting_until.isoformat(timespec="seconds")
    return "the limit is lifted" if run.limited else None


def _remembered_problems(run: Run, listings: Sequence[Listing], looked_at: AbstractSet[DocumentKey]) -> list[Problem]:
    """What people still must look at in documents that nobody looked at because nothing changed there.

    Documents of other sources, and those that this run finds gone, are no longer anybody's to look at.
    """
    sources = {listing.source.name for listing in listings}
    known = looked_at | {key for listing in listings for key in listing.vanished}
    return [
        problem
        for record in run.setup.state.problem_documents()
        if record.key.source in sources and record.key not in known
        for problem in record.problems
    ]
