"""Owns the writes to trackers: every one journalled before it happens, sent once, recorded at once, in plan order."""

from __future__ import annotations

from collections.abc import Sequence

from syncer.core.settle import write_agreements, write_errand
from syncer.core.situation import Decision, Effect, ItemPlan
from syncer.engine.errands import run_left, run_lost
from syncer.engine.outcomes import Applied, Step, drop, flush, target_of
from syncer.engine.sending import apply_step
from syncer.engine.settling import Leftovers
from syncer.engine.setup import Run
from syncer.errors import Interrupted
from syncer.model import (
    AdoptIssue,
    Batch,
    CloseDuplicate,
    CreateIssue,
    Intent,
    IntentKind,
    MarkOrphan,
    TransitionIssue,
    UpdateIssue,
)

_KINDS = {
    CreateIssue: IntentKind.CREATE,
    AdoptIssue: IntentKind.UPDATE,
    UpdateIssue: IntentKind.UPDATE,
    TransitionIssue: IntentKind.TRANSITION,
    MarkOrphan: IntentKind.UPDATE,
    CloseDuplicate: IntentKind.DUPLICATE,
}


def apply(run: Run, decisions: Sequence[Decision], left: Leftovers) -> Applied:
    """Apply every effect, document by document; a failure costs its own item, a signal stops between two effects.

    `left` is what an earlier run left: its errands are run first. The creates of this run that nobody answered are
    left in `Applied.unknown`.
    """
    applied = Applied()
    run_left(run, left.errands, applied)
    waits = {intent.item: intent for intent in left.waiting}
    total = sum(len(item.effects) for decision in decisions for item in decision.items)
    done = 0
    if total:
        run.progress("applying changes", done, total)
    for decision in decisions:
        steps = _steps(run, decision, waits, applied)
        _begin(run, steps)
        for plan in decision.items:
            run_lost(run, plan, applied, decision.document.name)
        for number, step in enumerate(steps):
            _apply_or_stop(run, step, steps[number:], applied)
            done += 1
            run.progress("applying changes", done, total)
        flush(run, applied)
    return applied


def _steps(run: Run, decision: Decision, waits: dict[str, Intent], applied: Applied) -> list[Step]:
    """The effects of `decision` to apply now; a create that an earlier run may have sent is unknown instead."""
    steps = []
    for plan in decision.items:
        applied.links[plan.link.id] = plan.link
        if plan.is_unreachable:
            applied.unfinished.add(plan.link.id)
        for number, effect in enumerate(plan.effects):
            if isinstance(effect, CreateIssue) and effect.item in waits:
                applied.unfinished.add(effect.item)
                applied.unknown.append(Step(waits[effect.item], effect, plan, decision.document.name))
            else:
                steps.append(Step(_intent(run, effect, plan, number), effect, plan, decision.document.name))
    return steps


def _intent(run: Run, effect: Effect, plan: ItemPlan, number: int) -> Intent:
    target = target_of(effect)
    moves = effect.moves if isinstance(effect, AdoptIssue | UpdateIssue) else ()
    after: dict[str, object] = {}
    if isinstance(effect, CreateIssue | AdoptIssue | UpdateIssue):
        after = {**write_agreements(plan.agreements), **write_errand(effect.errand)}
    return Intent(
        id=f"{run.setup.run_id}-{effect.item}-{number}",
        kind=_KINDS[type(effect)],
        document=effect.document,
        item=effect.item,
        target=target,
        ref=None if isinstance(effect, CreateIssue) else effect.ref,
        before={move.field.value: move.before for move in moves},
        after=after,
        begun_at=run.setup.clock.now(),
        newest=run.tracker(target).newest(target) if isinstance(effect, CreateIssue) else None,
    )


def _begin(run: Run, steps: Sequence[Step]) -> None:
    """Store what is about to happen in one transaction, where looking tells later what of it happened.

    Elsewhere each intent is stored right before its request: how long ago that was decides what may be sent again.
    """
    sure = tuple(step.intent for step in steps if _is_looked_up(run, step))
    if sure:
        run.commit(Batch(begun=sure))


def _is_looked_up(run: Run, step: Step) -> bool:
    return step.target in run.capabilities and run.capabilities[step.target].looking_decides


def _apply_or_stop(run: Run, step: Step, unsent: Sequence[Step], applied: Applied) -> None:
    """Apply `step`, or stop before it where a signal asks for it; what was not sent need not be looked for."""
    try:
        run.stop_if_asked()
        apply_step(run, step, applied)
    except Interrupted:
        drop(run, unsent, applied)
        raise
