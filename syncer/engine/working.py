"""Owns the busy half of a run: settle, read, decide, guard, apply and write back what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from syncer.core.guard import Scale, refusals
from syncer.engine.deciding import Reading, decide_all, read_documents
from syncer.engine.effects import apply
from syncer.engine.gather import Listing, Outcome, stray_issues
from syncer.engine.observing import observe_undecided
from syncer.engine.planning import draw_plan
from syncer.engine.settling import settle
from syncer.engine.setup import Run
from syncer.engine.writeback import failure_problem, record_others, write_all
from syncer.errors import UnsafePlan
from syncer.model import DocumentKey, Intent


def work(run: Run, listings: Sequence[Listing], intents: Sequence[Intent], wanted: Iterable[DocumentKey]) -> Outcome:
    """Everything for the documents that changed and those in `wanted`; a dry run stops at the plan."""
    left = settle(run, intents)
    reading = read_documents(run, listings, wanted)
    decisions = decide_all(run, reading, stray_issues(run))
    refused = refusals(decisions, _scale(run, listings), run.capabilities, run.setup.rules)
    plan = draw_plan(run, decisions, refused)
    run.count("unread_in_step", _links_unread(run))
    if not run.is_dry:
        if refused:
            raise UnsafePlan(refused)
        applied = apply(run, decisions, left.waiting)
        write_all(run, listings, decisions, applied, left.cells)
        record_others(run, reading)
        observe_undecided(run, {decision.key for decision in decisions})
    return Outcome(plan, _read_keys(reading), tuple(failure_problem(failure) for failure, _ in reading.failures))


def _read_keys(reading: Reading) -> frozenset[DocumentKey]:
    failed = {failure.ref.key for failure, _ in reading.failures}
    return frozenset({*reading.documents, *reading.drafts, *failed})


def _scale(run: Run, listings: Sequence[Listing]) -> Scale:
    complete = [listing for listing in listings if listing.is_complete and not listing.is_partial]
    return Scale(
        known_documents={listing.source.name: len(listing.stamps) for listing in complete},
        listed_documents={listing.source.name: len(listing.refs) for listing in complete},
        open_items={target: run.setup.state.count_open(target) for target in run.capabilities},
    )


def _links_unread(run: Run) -> int:
    """How many linked items are in documents that had no reason to be read."""
    return run.setup.state.count_links() - sum(link.issue is not None for link in run.stored.values())
