"""Owns what follows when a tracker will not bring an issue to another state: left as it is, and said so once."""

from __future__ import annotations

from dataclasses import replace

from syncer.core.render import STATE_WORDS
from syncer.engine.outcomes import Applied, Step
from syncer.engine.setup import Run
from syncer.errors import PortError, Rejected
from syncer.model import CreateIssue, MarkOrphan, Problem, State, TransitionIssue

STATE = "state"
"""The field that a `Rejected` names where a tracker has no way to a state."""


def is_refused_transition(step: Step, error: PortError) -> bool:
    """Whether `error` says that the issue of `step` cannot be brought to the state that was asked for."""
    return isinstance(error, Rejected) and error.field == STATE and not isinstance(step.effect, CreateIssue)


def note_refused_transition(run: Run, step: Step, applied: Applied, error: PortError) -> None:
    """Leave the issue as it is, and say so on it once; it is tried again when row, issue or rules change."""
    effect = step.effect
    assert not isinstance(effect, CreateIssue)  # noqa: S101 - no issue is made in another state than its first
    run.pending_finished.append(step.intent.id)
    if isinstance(effect, MarkOrphan):
        link = replace(applied.links[effect.item], orphaned=run.setup.clock.today())
        applied.links[link.id] = link
        run.pending_links.append(link)
    what, _, remedy = str(error).rpartition("; ")
    wanted = effect.after if isinstance(effect, TransitionIssue) else State.WONT_DO
    unsaid = _say(run, step, wanted, what)
    applied.note(run, effect.document, Problem("not-transitioned", step.name, effect.line, what + unsaid, remedy))


def _say(run: Run, step: Step, wanted: State, why: str) -> str:
    """Comment on the issue unless that was done before; answers what to add where it could not be done."""
    effect = step.effect
    assert not isinstance(effect, CreateIssue)  # noqa: S101 - as above
    tracker = run.tracker(step.target)
    text = f"The postmortem {step.name} says {STATE_WORDS[wanted]}, and this issue cannot follow: {why}"
    try:
        if run.patience.wait(tracker.pause(step.target), f"the pace of writes to {step.target.words}"):
            tracker.comment(effect.ref, f"{effect.item}-{wanted.value}", text)
            return ""
    except PortError as error:
        return f" (a comment on the issue failed, too: {error})"
    return " (no comment was left on the issue: a limit holds that up)"
