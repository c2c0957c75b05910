"""Owns the writes to trackers: every one journalled before it happens, sent once, recorded at once, in plan order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from syncer.core.linking import agree, observe
from syncer.core.settle import write_agreements
from syncer.core.situation import Decision, Effect, ItemPlan
from syncer.engine.gather import target_down
from syncer.engine.lineage import look_again
from syncer.engine.remembering import history
from syncer.engine.setup import Run
from syncer.errors import Interrupted, NotAllowed, PortError, Refused, Rejected, Unavailable, Unknown
from syncer.model import (
    AdoptIssue,
    Batch,
    CreateIssue,
    Field,
    FieldChange,
    Intent,
    IntentKind,
    Issue,
    Link,
    MarkOrphan,
    State,
    Target,
    TransitionIssue,
    UpdateIssue,
)

ORPHAN_LABEL = "syncer-orphan"
_KINDS = {
    CreateIssue: IntentKind.CREATE,
    AdoptIssue: IntentKind.UPDATE,
    UpdateIssue: IntentKind.UPDATE,
    TransitionIssue: IntentKind.TRANSITION,
    MarkOrphan: IntentKind.UPDATE,
}
_COUNTS = {
    CreateIssue: "created",
    AdoptIssue: "adopted",
    UpdateIssue: "updated",
    TransitionIssue: "updated",
    MarkOrphan: "orphaned",
}


@dataclass(slots=True)
class Applied:
    """What became of the items: their links now, which have something left to do, and creates nobody answered."""

    links: dict[str, Link] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    unknown: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """One effect with its intent; `name` is the path that people know its document by."""

    intent: Intent
    effect: Effect
    plan: ItemPlan
    name: str

    @property
    def target(self) -> Target:
        """Where the effect happens."""
        return _target(self.effect)


def apply(run: Run, decisions: Sequence[Decision], waiting: Sequence[Intent]) -> Applied:
    """Apply every effect, document by document; a failure costs its own item, a signal stops between two effects.

    `waiting` are creates of an earlier run that nobody answered. The creates of this one that nobody answered are
    left in `Applied.unknown`.
    """
    applied = Applied()
    waits = {intent.item: intent for intent in waiting}
    total = sum(len(item.effects) for decision in decisions for item in decision.items)
    done = 0
    for decision in decisions:
        steps = _steps(run, decision, waits, applied)
        _begin(run, steps)
        for number, step in enumerate(steps):
            _stop_if_asked(run, steps[number:], applied)
            apply_step(run, step, applied)
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


def _target(effect: Effect) -> Target:
    return effect.draft.target if isinstance(effect, CreateIssue) else effect.ref.target


def _intent(run: Run, effect: Effect, plan: ItemPlan, number: int) -> Intent:
    target = _target(effect)
    moves = effect.moves if isinstance(effect, AdoptIssue | UpdateIssue) else ()
    agrees = not isinstance(effect, MarkOrphan | TransitionIssue)
    return Intent(
        id=f"{run.setup.run_id}-{effect.item}-{number}",
        kind=_KINDS[type(effect)],
        document=effect.document,
        item=effect.item,
        target=target,
        ref=None if isinstance(effect, CreateIssue) else effect.ref,
        before={move.field.value: move.before for move in moves},
        after=write_agreements(plan.agreements) if agrees else {},
        begun_at=run.setup.clock.now(),
        newest=run.tracker(target).newest(target) if isinstance(effect, CreateIssue) else None,
    )


def _begin(run: Run, steps: Sequence[Step]) -> None:
    """Store what is about to happen: one transaction before the first effect of a document."""
    if steps:
        run.commit(Batch(begun=tuple(step.intent for step in steps)))


def _stop_if_asked(run: Run, unsent: Sequence[Step], applied: Applied) -> None:
    """Stop between two effects where a signal asked for it; what was not sent need not be looked for."""
    try:
        run.stop_if_asked()
    except Interrupted:
        run.pending_finished += [step.intent.id for step in unsent]
        flush(run, applied)
        raise


def apply_step(run: Run, step: Step, applied: Applied) -> None:
    """Send the one request of `step`, unless its target must be left alone, and remember what came of it."""
    target = step.target
    if not run.is_reachable(target) or run.out_of_time() or _is_blocked(run, step):
        is_failed = target in run.blocked or (target in run.down and target not in run.limited)
        _not_done(run, step, applied, waits=not is_failed)
        return
    try:
        issue = _send(run, step)
    except Unknown as error:
        _unknown(run, step, applied, error)
    except PortError as error:
        _definite_no(run, step, applied, error)
    else:
        record(run, step, applied, issue)


def _is_blocked(run: Run, step: Step) -> bool:
    """Look once more right before the first create in a target: another machine may have been there."""
    if not isinstance(step.effect, CreateIssue):
        return False
    if step.target not in run.looked:
        run.looked.add(step.target)
        look_again(run, step.target)
    return step.target in run.blocked or step.target in run.down


def _send(run: Run, step: Step) -> Issue:
    """The one request of an effect."""
    effect, tracker = step.effect, run.tracker(step.target)
    if isinstance(effect, CreateIssue):
        return tracker.create(effect.draft)
    if isinstance(effect, TransitionIssue):
        closed = run.setup.clock.today() if effect.after.is_closed else None
        return tracker.update(effect.ref, FieldChange(state=effect.after, closed=closed, marker=effect.marker))
    if isinstance(effect, MarkOrphan):
        state = State.WONT_DO if effect.close else None
        closed = run.setup.clock.today() if effect.close else None
        return tracker.update(effect.ref, FieldChange(state=state, closed=closed, add_labels=(ORPHAN_LABEL,)))
    return tracker.update(effect.ref, effect.change)


def record(run: Run, step: Step, applied: Applied, issue: Issue) -> None:
    """Remember what the tracker answered, with nothing retryable between the effect and this."""
    effect = step.effect
    link = _after(run, step, observe(applied.links[effect.item], issue), issue)
    run.issues[issue.ref.target, issue.ref.key] = issue
    applied.links[link.id] = link
    closes = isinstance(effect, TransitionIssue) and effect.after.is_closed
    run.count("closed" if closes else _COUNTS[type(effect)])
    _compare(run, step, issue)
    if _is_not_agreed(step, link):
        applied.unfinished.add(link.id)
    run.pending_links.append(link)
    run.pending_finished.append(step.intent.id)
    if not (isinstance(effect, CreateIssue) and run.capabilities[step.target].looking_decides):
        flush(run, applied)


def _after(run: Run, step: Step, link: Link, issue: Issue) -> Link:
    """`link` once the effect of `step` reached the tracker, which then said `issue`."""
    effect = step.effect
    if isinstance(effect, TransitionIssue):
        return replace(link, row_state=effect.after) if issue.state is effect.after else link
    if isinstance(effect, MarkOrphan):
        return replace(link, orphaned=run.setup.clock.today())
    before = issue.values if isinstance(effect, CreateIssue) else effect.change.expected
    is_adopted = link.is_adopted or isinstance(effect, AdoptIssue)
    return replace(agree(link, step.plan.agreements, issue.values, before), is_adopted=is_adopted)


def _is_not_agreed(step: Step, link: Link) -> bool:
    """Whether the tracker now holds something else than was sent and than it held: the next run must look."""
    effect = step.effect
    if isinstance(effect, TransitionIssue):
        return link.state is not effect.after
    if isinstance(effect, MarkOrphan):
        return False
    return any(name not in link.base or link.base[name][:2] != half[:2] for name, half in step.plan.agreements.items())


def flush(run: Run, applied: Applied) -> None:
    """Store what was recorded. Where looking finds every create, records may be stored together."""
    if run.pending_links or run.pending_finished:
        links = tuple({link.id: applied.links[link.id] for link in run.pending_links}.values())
        finished = tuple(run.pending_finished)
        run.commit(Batch(links=links, finished=finished, history=history(run, links)))
        run.pending_links.clear()
        run.pending_finished.clear()


def _compare(run: Run, step: Step, issue: Issue) -> None:
    """Say what the tracker did not take although it accepted the request."""
    for name, value, now in _wanted(step.effect, issue):
        if value == now:
            continue
        message = f"{name} of {issue.ref.key} was not set to {value or 'nothing'}: it says {now or 'nothing'}"
        advice = "somebody edited it meanwhile, or the tracker does not take it; the next run looks again"
        if name == Field.OWNER and now is None:
            advice = "make them assignable there, or name somebody else"
        run.fail_softly("not-set", step.name, step.effect.line, message, advice)


def _wanted(effect: Effect, issue: Issue) -> list[tuple[str, str | None, str | None]]:
    """Names of what `effect` asked for, with the value it is to have and the one that `issue` now has."""
    if isinstance(effect, TransitionIssue):
        return [("state", effect.after, issue.state)]
    if isinstance(effect, MarkOrphan):
        return []
    values = effect.draft.values if isinstance(effect, CreateIssue) else effect.change.values
    return [(name, value, issue.values.get(name)) for name, value in values.items()]


def _unknown(run: Run, step: Step, applied: Applied, error: Unknown) -> None:
    """The write may have landed: never send it again before looking."""
    step = replace(step, intent=replace(step.intent, is_unknown=True))
    applied.unfinished.add(step.effect.item)
    run.commit(Batch(begun=(step.intent,)))
    if isinstance(step.effect, CreateIssue):
        applied.unknown.append(step)
        return
    message = f"the answer to the change of {step.effect.ref.key} was lost: {error}"
    run.fail("unknown-answer", step.name, step.effect.line, message, "the next run looks what landed")


def _definite_no(run: Run, step: Step, applied: Applied, error: PortError) -> None:
    """Nothing was processed: the item is as it was."""
    target, line = step.target, step.effect.line
    _not_done(run, step, applied, waits=isinstance(error, Refused))
    if isinstance(error, Refused):
        run.limit(target, error.retry_after)
    elif isinstance(error, Unavailable):
        target_down(run, target, error)
    elif isinstance(error, NotAllowed):
        run.down.add(target)
        advice = "its rows were left as they are; other targets went on"
        run.fail("not-allowed", step.name, line, str(error), advice)
    else:
        what = f" ({error.field})" if isinstance(error, Rejected) and error.field else ""
        advice = "correct the row or the configuration; the other rows went on"
        run.fail("rejected", step.name, line, f"{error}{what}", advice)


def _not_done(run: Run, step: Step, applied: Applied, *, waits: bool) -> None:
    applied.unfinished.add(step.effect.item)
    run.pending_finished.append(step.intent.id)
    if waits:
        run.count("waiting")
