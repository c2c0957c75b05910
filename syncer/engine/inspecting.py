"""Owns the look at what a target really holds, taken only where an issue is about to be made there."""

from __future__ import annotations

from collections.abc import Sequence

from syncer.core.situation import Decision
from syncer.engine.gather import target_down
from syncer.engine.setup import Run
from syncer.errors import NotAllowed, PortError
from syncer.model import CreateIssue, Target


def inspect_targets(run: Run, decisions: Sequence[Decision]) -> None:
    """Ask every target of a create in `decisions` what it holds; where none can be made, none will be tried."""
    for target in _targets_of_creates(decisions):
        try:
            run.capabilities[target] = run.tracker(target).inspect(target)
        except NotAllowed as error:
            run.blocked.add(target)
            advice = "no issue was made there; what its issues say was followed as ever"
            run.fail("not-allowed", target.words, None, str(error), advice)
        except PortError as error:
            target_down(run, target, error)


def _targets_of_creates(decisions: Sequence[Decision]) -> list[Target]:
    effects = (effect for decision in decisions for plan in decision.items for effect in plan.effects)
    return list(dict.fromkeys(effect.draft.target for effect in effects if isinstance(effect, CreateIssue)))
