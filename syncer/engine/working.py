"""Owns the busy half of a run: settle, read, decide, guard, apply and write back what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from syncer.core.guard import Scale, refusals
from syncer.core.row_problems import LINK_COPIED
from syncer.core.situation import Decision
from syncer.engine.accounts import find_accounts
from syncer.engine.deciding import decide_all
from syncer.engine.effects import apply
from syncer.engine.gather import Listing, Outcome
from syncer.engine.inspecting import inspect_targets
from syncer.engine.lineage import note_foreign_markers, stray_issues
from syncer.engine.observing import observe_undecided
from syncer.engine.planning import draw_plan
from syncer.engine.reading import Reading, read_documents
from syncer.engine.recording import hold, record_others
from syncer.engine.settling import Leftovers, settle
from syncer.engine.setup import Run
from syncer.engine.tallying import count_unread
from syncer.engine.unknown import finish_unknown
from syncer.engine.writeback import write_all
from syncer.errors import UnsafePlan
from syncer.model import DocumentKey, Intent


def work(run: Run, listings: Sequence[Listing], intents: Sequence[Intent], wanted: Iterable[DocumentKey]) -> Outcome:
    """Everything for the documents that changed and those in `wanted`; a dry run stops at the plan."""
    left = settle(run, intents)
    strays = stray_issues(run)
    named = {stray.marker.document for stray in strays}
    reading = read_documents(run, listings, {*wanted, *named, *_copies(run)})
    find_accounts(run, reading)
    decisions = decide_all(run, reading, strays)
    note_foreign_markers(run, {name for found in reading.facts.values() for name in found.named})
    written = inspect_targets(run, decisions)
    refused = refusals(decisions, _scale(run, listings), written, run.setup.rules)
    plan = draw_plan(run, decisions, left.cells, refused)
    decided = {decision.key for decision in decisions}
    looked_at = {*reading.keys, *reading.vanished, *decided}
    count_unread(run, listings, looked_at, reading.keys - decided)
    if not run.is_dry:
        if refused:
            raise UnsafePlan(refused)
        _act(run, listings, reading, decisions, left)
    return Outcome(plan, reading.keys, reading.others)


def _copies(run: Run) -> set[DocumentKey]:
    """Documents with a link that was another row's when they were read: that row may be gone after this run."""
    records = run.setup.state.problem_documents()
    return {record.key for record in records if any(problem.code == LINK_COPIED for problem in record.problems)}


def _act(
    run: Run,
    listings: Sequence[Listing],
    reading: Reading,
    decisions: Sequence[Decision],
    left: Leftovers,
) -> None:
    hold(run, listings, decisions, reading.moved)
    applied = apply(run, decisions, left)
    finish_unknown(run, applied)
    write_all(run, listings, decisions, applied, left.cells)
    record_others(run, reading)
    observe_undecided(run, {decision.key for decision in decisions}, reading)


def _scale(run: Run, listings: Sequence[Listing]) -> Scale:
    complete = [listing for listing in listings if listing.lists_all]
    return Scale(
        known_documents={listing.source.name: len(listing.stamps) for listing in complete},
        listed_documents={listing.source.name: len(listing.refs) for listing in complete},
        open_items={target: run.setup.state.count_open(target) for target in run.capabilities},
    )
