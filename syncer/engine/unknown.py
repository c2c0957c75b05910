"""Owns the end of creates that nobody answered: wait until a server has decided, look, send again once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syncer.engine.effects import Applied, Step, apply_step, flush, record
from syncer.engine.settling import probe
from syncer.engine.setup import Run
from syncer.model import Batch, Intent

_NAP = 1.0
"""Seconds between two looks at whether a signal asked to stop."""


def finish_unknown(run: Run, applied: Applied) -> None:
    """Decide every create in `applied.unknown`, oldest first; what cannot be decided in time waits for the next run."""
    for step in sorted(applied.unknown, key=lambda step: step.intent.begun_at):
        if _wait(run, step.intent):
            _decide(run, step, applied)
        else:
            run.count("waiting")
    flush(run, applied)


def _wait(run: Run, intent: Intent) -> bool:
    """Wait until the server has made up its mind about `intent`; false where this run may not wait that long."""
    if intent.target is None or not run.is_reachable(intent.target) or run.capabilities[intent.target].looking_decides:
        return True
    clock = run.setup.clock
    decided = intent.begun_at + timedelta(seconds=run.setup.rules.limits.settle_after)
    if run.deadline is not None and clock.monotonic() + (decided - clock.now()).total_seconds() > run.deadline:
        run.wait_until(decided)
        return False
    while (left := (decided - clock.now()).total_seconds()) > 0:
        run.stop_if_asked()
        clock.sleep(min(left, _NAP))
    return True


def _decide(run: Run, step: Step, applied: Applied) -> None:
    """Take the issue that the create left behind; where there is none, send it again with the same marker."""
    run.stop_if_asked()
    found = probe(run, step.intent.target, [step.intent]) if step.intent.target is not None else None
    if found is None:
        run.count("waiting")
        return
    applied.unfinished.discard(step.plan.link.id)
    issue = found.get(step.intent.id)
    if issue is not None:
        record(run, step, applied, issue)
    else:
        _send_again(run, step, applied)


def _send_again(run: Run, step: Step, applied: Applied) -> None:
    intent = replace(step.intent, target=step.target, begun_at=run.setup.clock.now(), is_unknown=False)
    run.commit(Batch(begun=(intent,)))
    again = Applied(applied.links, applied.unfinished)
    apply_step(run, replace(step, intent=intent), again)
    for still_unknown in again.unknown:
        run.count("waiting")
        run.wait_until(still_unknown.intent.begun_at + timedelta(seconds=run.setup.rules.limits.settle_after))
