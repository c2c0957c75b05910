"""Owns the sending of one effect: when it may go, its intent stored right before, its one request, and a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from syncer.engine.errands import follow_up
from syncer.engine.lineage import look_again
from syncer.engine.outcomes import Applied, Step, flush, not_done, note_refusal, note_unknown, record
from syncer.engine.setup import Run
from syncer.engine.transitions import is_refused_transition, note_refused_transition
from syncer.errors import PortError, Refused, Unknown
from syncer.model import (
    AdoptIssue,
    CloseDuplicate,
    CreateIssue,
    FieldChange,
    Issue,
    MarkOrphan,
    State,
    Target,
    TransitionIssue,
    UpdateIssue,
)

ORPHAN_LABEL = "syncer-orphan"
_TRIES = 5


def apply_step(run: Run, step: Step, applied: Applied) -> None:
    """Send the one request of `step`, unless its target must be left alone, and remember what came of it.

    What a limit refused was not processed: it is sent again after the wait, where this run may wait that long.
    """
    tries = 0
    while _may_go(run, step, applied):
        tries += 1
        step = _begun(run, step, applied)
        try:
            issue = _send(run, step)
        except Unknown as error:
            note_unknown(run, step, applied, error)
        except PortError as error:
            flush(run, applied)
            if tries < _TRIES and _may_repeat(run, step.target, error):
                continue
            note = note_refused_transition if is_refused_transition(step, error) else note_refusal
            note(run, step, applied, error)
        else:
            record(run, step, applied, issue)
            follow_up(run, step, applied, issue)
        return


def _may_repeat(run: Run, target: Target, error: PortError) -> bool:
    """Whether the request was refused for a limit that is lifted within this run's patience; then that is over."""
    if not isinstance(error, Refused) or error.retry_after is None:
        return False
    return run.patience.wait(error.retry_after, f"{target.words} asked for it")


def _may_go(run: Run, step: Step, applied: Applied) -> bool:
    """Whether the request may be sent now, after a wait for our own pacing; what may not is noted."""
    target = step.target
    if run.is_reachable(target) and not run.out_of_time() and not _is_blocked(run, step, applied):
        pause = run.tracker(target).pause(target)
        if pause > 0:
            flush(run, applied)
        if run.patience.wait(pause, f"the pace of writes to {target.words}"):
            return True
        run.limit(target, pause)
    is_failed = target in run.blocked or (target in run.down and target not in run.limited)
    not_done(run, step, applied, waits=not is_failed)
    return False


def _is_blocked(run: Run, step: Step, applied: Applied) -> bool:
    """Look once more right before the first create in a target: another machine may have been there."""
    if not isinstance(step.effect, CreateIssue):
        return False
    target = step.target
    if target not in run.looked:
        run.looked.add(target)
        flush(run, applied)
        look_again(run, target)
    return target in run.blocked or target in run.down


def _begun(run: Run, step: Step, applied: Applied) -> Step:
    """`step` with its intent as of now, stored; where looking finds every create it is stored with its document's."""
    target = step.target
    if run.capabilities[target].looking_decides:
        return step
    newest = run.tracker(target).newest(target) if isinstance(step.effect, CreateIssue) else None
    intent = replace(step.intent, begun_at=run.setup.clock.now(), newest=newest, is_unknown=False)
    flush(run, applied, begun=(intent,))
    return replace(step, intent=intent)


def _send(run: Run, step: Step) -> Issue:
    """The one request of an effect."""
    effect, tracker = step.effect, run.tracker(step.target)
    if isinstance(effect, CreateIssue):
        return tracker.create(effect.draft)
    return tracker.update(effect.ref, _change(effect, run.setup.clock.today()))


def _change(
    effect: AdoptIssue | UpdateIssue | TransitionIssue | MarkOrphan | CloseDuplicate, today: date
) -> FieldChange:
    """What the update of `effect` sends on the day `today`."""
    if isinstance(effect, TransitionIssue):
        closed = today if effect.after.is_closed else None
        return FieldChange(state=effect.after, closed=closed, marker=effect.marker)
    if isinstance(effect, MarkOrphan):
        state = State.WONT_DO if effect.close else None
        return FieldChange(state=state, closed=today if effect.close else None, add_labels=(ORPHAN_LABEL,))
    if isinstance(effect, CloseDuplicate):
        return FieldChange(state=State.WONT_DO, closed=today, duplicate_of=effect.of.key)
    return effect.change
