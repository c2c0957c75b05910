"""Owns what follows an issue that was made or adopted: journalled with that record, run until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from syncer.core.settle import Settled, read_errand, write_errand
from syncer.core.situation import ItemPlan
from syncer.engine.gather import target_down
from syncer.engine.outcomes import Applied, Step, flush
from syncer.engine.setup import Run
from syncer.errors import NotAllowed, PortError, Refused, Unavailable, Unknown
from syncer.model import Errand, Intent, IntentKind, Issue, IssueRef, Problem, State

_TRIES = 5


def errand_intent(run: Run, cause: Intent, ref: IssueRef, errand: Errand) -> Intent:
    """The intent of `errand` on the issue `ref` that `cause` made or adopted."""
    return Intent(
        id=f"{cause.id}-errand",
        kind=IntentKind.ERRAND,
        document=cause.document,
        item=cause.item,
        target=ref.target,
        ref=ref,
        before={},
        after=write_errand(errand),
        begun_at=run.setup.clock.now(),
    )


def follow_up(run: Run, step: Step, applied: Applied, issue: Issue) -> None:
    """Run the errand of `step`, whose effect made or adopted `issue`; it is stored together with that record."""
    errand = read_errand(step.intent.after)
    if not errand.is_nothing:
        intent = errand_intent(run, step.intent, issue.ref, errand)
        flush(run, applied, begun=(intent,))
        _run(run, intent, applied, step.name, step.effect.line)


def run_lost(run: Run, plan: ItemPlan, applied: Applied, name: str) -> None:
    """Run the errand of an item that only its marker tied to an issue."""
    if plan.issue is None or plan.errand.is_nothing:
        return
    document, item = plan.link.document, plan.link.id
    now = run.setup.clock.now()
    cause = Intent(f"{run.setup.run_id}-{item}", IntentKind.CREATE, document, item, None, None, {}, {}, now)
    intent = errand_intent(run, cause, plan.issue.ref, plan.errand)
    flush(run, applied, begun=(intent,))
    _run(run, intent, applied, name, plan.link.line)


def run_left(run: Run, intents: Sequence[Intent], applied: Applied) -> None:
    """Run the errands that a killed run left, or one whose tracker was away."""
    for intent in intents:
        run.stop_if_asked()
        _run(run, intent, applied, run.names.get(intent.document, intent.document.path), None)
    flush(run, applied)


def _run(run: Run, intent: Intent, applied: Applied, name: str, line: int | None) -> None:
    """Send what `intent` holds until it is done, will never work, or has to wait: then its intent stays."""
    ref, tries = intent.ref, 0
    while ref is not None and _may_go(run, ref, applied):
        tries += 1
        try:
            run.tracker(ref.target).run_errand(ref, read_errand(intent.after))
        except PortError as error:
            if tries < _TRIES and _is_worth_repeating(run, ref, error):
                continue
            _note(run, intent, applied, error, (name, line))
        else:
            _done(run, intent, ref, applied)
        return
    _wait(intent, applied)


def _may_go(run: Run, ref: IssueRef, applied: Applied) -> bool:
    if not run.is_reachable(ref.target) or run.out_of_time():
        return False
    pause = run.tracker(ref.target).pause(ref.target)
    if pause > 0:
        flush(run, applied)
    if run.patience.wait(pause, f"the pace of writes to {ref.target.words}"):
        return True
    run.limit(ref.target, pause)
    return False


def _is_worth_repeating(run: Run, ref: IssueRef, error: PortError) -> bool:
    """An errand may be run twice, so that a lost answer needs no look; a limit is waited for."""
    if isinstance(error, Refused) and error.retry_after is not None:
        return run.patience.wait(error.retry_after, f"{ref.target.words} asked for it")
    return isinstance(error, Unknown)


def _done(run: Run, intent: Intent, ref: IssueRef, applied: Applied) -> None:
    run.pending_finished.append(intent.id)
    state, link = read_errand(intent.after).state, applied.links.get(intent.item)
    if state is not None and link is not None and link.issue == ref and link.state is State.TODO:
        applied.links[link.id] = replace(link, state=state)
        run.pending_links.append(applied.links[link.id])


def _note(run: Run, intent: Intent, applied: Applied, error: PortError, place: tuple[str, int | None]) -> None:
    """What waits is done by the next run that can; what will never work is for people."""
    assert intent.target is not None  # noqa: S101 - an errand's intent names its issue
    if isinstance(error, Refused | Unavailable | NotAllowed | Unknown):
        _wait(intent, applied)
    if isinstance(error, Refused):
        if not error.is_narrow:
            run.limit(intent.target, error.retry_after)
    elif isinstance(error, Unavailable | NotAllowed):
        target_down(run, intent.target, error)
    elif isinstance(error, Unknown):
        run.fail_softly("errand-waits", *place, str(error), "the next run does it again, which does no harm")
    else:
        run.pending_finished.append(intent.id)
        what, _, remedy = str(error).rpartition("; ")
        applied.note(run, intent.document, Problem("errand-failed", *place, what or remedy, remedy if what else ""))


def _wait(intent: Intent, applied: Applied) -> None:
    """The next run does it, and then writes the row; until then a lost state finds the issue by its marker alone."""
    applied.unfinished.add(intent.item)
    applied.waiting.add(intent.item)


def begun_by(run: Run, settled: Sequence[Settled]) -> tuple[Intent, ...]:
    """The errands of what a killed run made or adopted, as looking has shown."""
    landed = ((answer.intent, answer.link.issue) for answer in settled if answer.landed and answer.link)
    errands = [(intent, ref, read_errand(intent.after)) for intent, ref in landed if ref is not None]
    return tuple(errand_intent(run, intent, ref, errand) for intent, ref, errand in errands if not errand.is_nothing)
