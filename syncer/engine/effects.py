"""Owns the writes to trackers: every one journalled before it happens, sent once, recorded at once, in plan order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from syncer.core.linking import agree, observe
from syncer.core.settle import write_agreements
from syncer.core.situation import Decision, Effect, ItemPlan
from syncer.engine.gather import target_down
from syncer.engine.settling import as_unknown, probe
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


@dataclass(slots=True)
class Applied:
    """What became of the items: their links now, which have something left to do, and creates nobody answered."""

    links: dict[str, Link] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    unknown: list[tuple[Intent, ItemPlan]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Step:
    intent: Intent
    effect: Effect
    plan: ItemPlan


def apply(run: Run, decisions: Sequence[Decision], waiting: Sequence[Intent]) -> Applied:
    """Apply every effect, document by document; a failure costs its own item, a signal stops between two effects."""
    applied = Applied()
    waits = {intent.item: intent for intent in waiting}
    total = sum(len(item.effects) for decision in decisions for item in decision.items)
    done = 0
    for decision in decisions:
        steps = _steps(run, decision, waits, applied)
        _begin(run, steps)
        for step in steps:
            _apply_step(run, step, applied)
            done += 1
            run.progress("applying changes", done, total)
        _flush(run, applied)
    _finish_unknown(run, applied)
    return applied


def _steps(run: Run, decision: Decision, waits: dict[str, Intent], applied: Applied) -> list[_Step]:
    steps = []
    for plan in decision.items:
        applied.links[plan.link.id] = plan.link
        if plan.is_unreachable:
            applied.unfinished.add(plan.link.id)
        for number, effect in enumerate(plan.effects):
            if isinstance(effect, CreateIssue) and effect.item in waits:
                applied.unknown.append((waits[effect.item], plan))
                continue
            steps.append(_Step(_intent(run, effect, plan, number), effect, plan))
    return steps


def _intent(run: Run, effect: Effect, plan: ItemPlan, number: int) -> Intent:
    target = effect.draft.target if isinstance(effect, CreateIssue) else effect.ref.target
    before: dict[str, object] = {}
    if isinstance(effect, AdoptIssue | UpdateIssue):
        before = {move.field.value: move.before for move in effect.moves}
    return Intent(
        id=f"{run.setup.run_id}-{effect.item}-{number}",
        kind=_KINDS[type(effect)],
        document=effect.document,
        item=effect.item,
        target=target,
        ref=None if isinstance(effect, CreateIssue) else effect.ref,
        before=before,
        after=write_agreements(plan.agreements) if not isinstance(effect, MarkOrphan | TransitionIssue) else {},
        begun_at=run.setup.clock.now(),
        newest=run.tracker(target).newest(target) if isinstance(effect, CreateIssue) else None,
    )


def _begin(run: Run, steps: Sequence[_Step]) -> None:
    """Store what is about to happen: one transaction before the first effect of a document."""
    if steps:
        run.commit(Batch(begun=tuple(step.intent for step in steps)))


def _apply_step(run: Run, step: _Step, applied: Applied) -> None:
    signal = run.should_stop()
    if signal is not None:
        _flush(run, applied)
        raise Interrupted(signal)
    target = step.intent.target
    if target is None or not run.is_reachable(target) or run.out_of_time() or _is_blocked(run, step, target):
        _not_done(run, step, applied, waits=target is not None and target not in run.down and target not in run.blocked)
        return
    try:
        issue = _send(run, step)
    except Unknown as error:
        _unknown(run, step, applied, error)
    except PortError as error:
        _definite_no(run, step, applied, target, error)
    else:
        _record(run, step, applied, issue)


def _is_blocked(run: Run, step: _Step, target: Target) -> bool:
    """Look once more right before the first create in a target: another machine may have been there."""
    if not isinstance(step.effect, CreateIssue):
        return False
    if target not in run.looked:
        run.looked.add(target)
        _look_again(run, target)
    return target in run.blocked or target in run.down


def _look_again(run: Run, target: Target) -> None:
    try:
        # The cursor is kept: what a person changed meanwhile is for the next run to find.
        issues, _ = run.tracker(target).changes(target, run.cursors.get(target))
    except PortError as error:
        target_down(run, target, error)
        return
    for issue in issues:
        if issue.is_ours and issue.marker and issue.marker.lineage != run.lineage:
            run.blocked.add(target)
            message = f"another state (lineage {issue.marker.lineage}) is making issues in {target}; stopped creating"
            advice = "let both runs share one state, or run: syncer state take-over " + issue.marker.lineage
            run.fail("foreign-lineage", str(target), None, message, advice)
            return


def _send(run: Run, step: _Step) -> Issue:
    """The one request of an effect."""
    effect, tracker = step.effect, run.tracker(step.intent.target) if step.intent.target else None
    assert tracker is not None  # noqa: S101 - every effect has a target
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


def _record(run: Run, step: _Step, applied: Applied, issue: Issue) -> None:
    """Remember what the tracker answered, with nothing retryable between the effect and this."""
    effect, was = step.effect, applied.links[step.effect.item]
    link = observe(was, issue)
    if isinstance(effect, TransitionIssue) and issue.state is effect.after:
        link = replace(link, row_state=effect.after)
    elif not isinstance(effect, MarkOrphan | TransitionIssue):
        before = issue.values if isinstance(effect, CreateIssue) else effect.change.expected
        link = agree(link, step.plan.agreements, issue.values, before)
    run.issues[issue.ref.target, issue.ref.key] = issue
    applied.links[link.id] = link
    _count(run, effect)
    _compare(run, step, issue)
    if any(name not in link.base or link.base[name][:2] != half[:2] for name, half in step.plan.agreements.items()):
        applied.unfinished.add(link.id)
    run.pending_links.append(link)
    run.pending_finished.append(step.intent.id)
    if not (isinstance(effect, CreateIssue) and run.capabilities[issue.ref.target].looking_decides):
        _flush(run, applied)


def _flush(run: Run, applied: Applied) -> None:
    """Store what was recorded. Where looking finds every create, records may be stored together."""
    if run.pending_links or run.pending_finished:
        latest = {link.id: applied.links.get(link.id, link) for link in run.pending_links}
        run.commit(Batch(links=tuple(latest.values()), finished=tuple(run.pending_finished)))
        run.pending_links.clear()
        run.pending_finished.clear()


def _count(run: Run, effect: Effect) -> None:
    names = {CreateIssue: "created", AdoptIssue: "adopted", UpdateIssue: "updated", MarkOrphan: "orphaned"}
    closes = isinstance(effect, TransitionIssue) and effect.after.is_closed
    run.count("closed" if closes else names.get(type(effect), "updated"))


def _compare(run: Run, step: _Step, issue: Issue) -> None:
    """Say what the tracker did not take although it accepted the request."""
    if isinstance(step.effect, CreateIssue):
        wanted = step.effect.draft.values
    elif isinstance(step.effect, AdoptIssue | UpdateIssue):
        wanted = step.effect.change.values
    else:
        return
    for name, value in wanted.items():
        if issue.values.get(name) != value:
            now = issue.values.get(name) or "nothing"
            message = f"{name} of {issue.ref.key} was not set to {value or 'nothing'}: it says {now}"
            advice = "somebody edited it meanwhile, or the tracker does not take it; the next run looks again"
            if name is Field.OWNER and issue.values.get(name) is None:
                advice = "make them assignable there, or name somebody else"
            run.fail_softly("not-set", step.effect.document.path, step.effect.line, message, advice)


def _unknown(run: Run, step: _Step, applied: Applied, error: Unknown) -> None:
    """The write may have landed: never send it again before looking."""
    applied.unfinished.add(step.effect.item)
    run.commit(Batch(begun=(as_unknown(step.intent),)))
    if isinstance(step.effect, CreateIssue):
        applied.unknown.append((as_unknown(step.intent), step.plan))
        return
    message = f"the answer to the change of {step.effect.ref.key} was lost: {error}"
    run.fail("unknown-answer", step.effect.document.path, step.effect.line, message, "the next run looks what landed")


def _definite_no(run: Run, step: _Step, applied: Applied, target: Target, error: PortError) -> None:
    """Nothing was processed: the item is as it was."""
    effect = step.effect
    _not_done(run, step, applied, waits=isinstance(error, Refused))
    if isinstance(error, Refused):
        run.down.add(target)
        run.waiting_until = f"{error.retry_after:.0f} s from now" if error.retry_after else "the limit is lifted"
    elif isinstance(error, Unavailable):
        target_down(run, target, error)
    elif isinstance(error, NotAllowed):
        run.down.add(target)
        advice = "give the account that permission; other targets went on"
        run.fail("not-allowed", effect.document.path, effect.line, str(error), advice)
    else:
        what = f" ({error.field})" if isinstance(error, Rejected) and error.field else ""
        advice = "correct the row or the configuration; the other rows went on"
        run.fail("rejected", effect.document.path, effect.line, f"{error}{what}", advice)


def _not_done(run: Run, step: _Step, applied: Applied, *, waits: bool) -> None:
    applied.unfinished.add(step.effect.item)
    run.pending_finished.append(step.intent.id)
    if waits:
        run.count("waiting")


def _finish_unknown(run: Run, applied: Applied) -> None:
    """Wait until lost creates are decided, look again, and only then send them again with the same marker."""
    if not applied.unknown:
        return
    wait = _longest_wait(run, [intent for intent, _ in applied.unknown])
    if run.deadline is not None and run.setup.clock.monotonic() + wait > run.deadline:
        run.count("waiting", len(applied.unknown))
        return
    if wait > 0:
        run.setup.clock.sleep(wait)
    for intent, plan in applied.unknown:
        _decide_unknown(run, intent, plan, applied)
    _flush(run, applied)


def _longest_wait(run: Run, intents: Iterable[Intent]) -> float:
    """Seconds until the last of `intents` is old enough that its server has decided."""
    now = run.setup.clock.now()
    ages = [(now - intent.begun_at).total_seconds() for intent in intents]
    return max(0.0, *(run.setup.rules.limits.settle_after - age for age in ages))


def _decide_unknown(run: Run, intent: Intent, plan: ItemPlan, applied: Applied) -> None:
    target = intent.target
    found = probe(run, target, [intent]) if target is not None else None
    if found is None:
        run.count("waiting")
        return
    create = next(effect for effect in plan.effects if isinstance(effect, CreateIssue))
    step = _Step(intent, create, plan)
    issue = found.get(intent.id)
    if issue is not None:
        applied.unfinished.discard(plan.link.id)
        _record(run, step, applied, issue)
        return
    again = replace(intent, begun_at=run.setup.clock.now(), is_unknown=False)
    run.commit(Batch(begun=(again,)))
    applied.unfinished.discard(plan.link.id)
    _apply_step(run, replace(step, intent=again), Applied(applied.links, applied.unfinished))
