"""Owns the end of creates that nobody answered: look, wait until a server has decided, look again, send again once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from syncer.core.settle import by_target
from syncer.engine.errands import follow_up
from syncer.engine.outcomes import Applied, Step, flush, record
from syncer.engine.sending import apply_step
from syncer.engine.settling import probe
from syncer.engine.setup import Run
from syncer.model import Batch, Intent


def finish_unknown(run: Run, applied: Applied) -> None:
    """Decide every create in `applied.unknown`, oldest first; what cannot be decided in time waits for the next run."""
    steps = _missing(run, sorted(applied.unknown, key=lambda step: step.intent.begun_at), applied)
    for step in steps:
        if _wait(run, step.intent):
            for missing in _missing(run, [step], applied):
                _send_again(run, missing, applied)
        else:
            run.count("waiting")
    flush(run, applied)


def _missing(run: Run, steps: Sequence[Step], applied: Applied) -> list[Step]:
    """Those of `steps` that left no issue behind; the others are recorded, or wait where nobody can be asked."""
    run.stop_if_asked()
    intents = {step.intent.id: step for step in steps}
    missing = []
    for target, group in by_target([step.intent for step in steps]).items():
        found = probe(run, target, group)
        for intent in group:
            issue = found.get(intent.id) if found is not None else None
            if found is None:
                run.count("waiting")
            elif issue is None:
                missing.append(intents[intent.id])
            else:
                applied.unfinished.discard(intent.item)
                record(run, intents[intent.id], applied, issue)
                follow_up(run, intents[intent.id], applied, issue)
    flush(run, applied)
    return sorted(missing, key=lambda step: step.intent.begun_at)


def _wait(run: Run, intent: Intent) -> bool:
    """Wait until the server has made up its mind about `intent`; false where this run may not wait that long."""
    if intent.target is None or not run.is_reachable(intent.target) or run.capabilities[intent.target].looking_decides:
        return True
    decided = _decided(run, intent)
    seconds = max(0.0, (decided - run.setup.clock.now()).total_seconds())
    if run.patience.wait(seconds, f"then {intent.target.words} has surely decided what it did not answer"):
        return True
    run.wait_until(decided)
    return False


def _decided(run: Run, intent: Intent) -> datetime:
    """When a server has surely processed or dropped what was sent under `intent`."""
    return intent.begun_at + timedelta(seconds=run.setup.rules.limits.settle_after)


def _send_again(run: Run, step: Step, applied: Applied) -> None:
    """Send a create that left nothing behind once more, with the same marker; a second lost answer waits."""
    intent = replace(step.intent, target=step.target, begun_at=run.setup.clock.now(), is_unknown=False)
    run.commit(Batch(begun=(intent,)))
    applied.unfinished.discard(step.effect.item)
    again = Applied(applied.links, applied.unfinished)
    apply_step(run, replace(step, intent=intent), again)
    for still_unknown in again.unknown:
        run.count("waiting")
        run.wait_until(_decided(run, still_unknown.intent))
