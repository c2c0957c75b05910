"""Owns the look at what a target really holds, taken only where that decides: before creates, and for private text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.core.guard import told
from syncer.core.routes import may_publish
from syncer.core.situation import Decision
from syncer.engine.gather import target_down
from syncer.engine.setup import Run
from syncer.errors import NotAllowed, PortError
from syncer.model import Capabilities, CreateIssue, Target


def inspect_targets(run: Run, decisions: Sequence[Decision]) -> Mapping[Target, Capabilities]:
    """Ask targets of `decisions` what they hold; answers what is known of those that will be written to.

    Where no issue can be made, none will be tried; what is private is told to nobody who does not say who can read it.
    """
    private = _told_in_private(decisions)
    for target in dict.fromkeys((*_made_in(decisions), *private)):
        run.begin_stage("asking", [target.words])
        try:
            run.capabilities[target] = run.tracker(target).inspect(target, audience=target in private)
        except NotAllowed as error:
            run.blocked.add(target)
            if target in private:
                run.down.add(target)
            advice = "no issue was made there; what its issues say was followed as ever"
            run.fail("not-allowed", target.words, None, str(error), advice)
        except PortError as error:
            target_down(run, target, error)
    return {target: held for target, held in run.capabilities.items() if target not in run.down}


def _made_in(decisions: Sequence[Decision]) -> list[Target]:
    effects = (effect for decision in decisions for plan in decision.items for effect in plan.effects)
    return [effect.draft.target for effect in effects if isinstance(effect, CreateIssue)]


def _told_in_private(decisions: Sequence[Decision]) -> list[Target]:
    """The targets that what a private document says would go to."""
    private = (decision for decision in decisions if not may_publish(decision.document.fact("visibility"), None))
    return [target for decision in private for target in told(decision)]
