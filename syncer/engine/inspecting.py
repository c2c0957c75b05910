"""Owns the look at what a target really holds, taken only where that decides: before creates, and for private text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncer.core.guard import told
from syncer.core.situation import Decision
from syncer.engine.gather import target_down
from syncer.engine.setup import Run
from syncer.errors import NotAllowed, PortError
from syncer.model import Capabilities, CreateIssue, Target


def inspect_targets(run: Run, decisions: Sequence[Decision]) -> Mapping[Target, Capabilities]:
    """Ask targets of `decisions` what they hold; answers what is known of those that will be written to.

    Where no issue can be made, none will be tried.
    """
    for target in _wanted(decisions):
        try:
            run.capabilities[target] = run.tracker(target).inspect(target)
        except NotAllowed as error:
            run.blocked.add(target)
            run.barred.add(target)
            advice = "no issue was made there; what its issues say was followed as ever"
            run.fail("not-allowed", target.words, None, str(error), advice)
        except PortError as error:
            target_down(run, target, error)
    silent = run.down | run.barred
    return {target: held for target, held in run.capabilities.items() if target not in silent}


def _wanted(decisions: Sequence[Decision]) -> list[Target]:
    """The targets of creates, and those that what a private document says would go to."""
    wanted: list[Target] = []
    for decision in decisions:
        effects = (effect for plan in decision.items for effect in plan.effects)
        wanted += [effect.draft.target for effect in effects if isinstance(effect, CreateIssue)]
        wanted += told(decision) if decision.document.fact("visibility") == "private" else ()
    return list(dict.fromkeys(wanted))
