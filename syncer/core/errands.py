"""Owns what follows the making or adopting of an issue where its tracker needs a request of its own for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from syncer.core.calendar import BoardSprints
from syncer.core.due.sprints import sprint_id
from syncer.core.resolve import ResolvedItem
from syncer.core.rules import Rules
from syncer.core.situation import ItemPlan, Situation
from syncer.model import NO_ERRAND, AdoptIssue, CreateIssue, Errand, Field, Move, State, Target


def errand_after_create(
    situation: Situation, rules: Rules, resolved: ResolvedItem, target: Target, state: State | None = None
) -> Errand:
    """A link to the document, the sprint that the due text means, and the first `state` where that is not `TODO`."""
    if not _has_errands(situation, target):
        return NO_ERRAND
    document = situation.document
    return Errand(
        document_url=document.url,
        document_title=document.title or document.name,
        sprint=_sprint(rules, resolved, target),
        state=State.IN_PROGRESS if state is State.IN_PROGRESS else None,
    )


def errand_after_update(
    situation: Situation, rules: Rules, resolved: ResolvedItem, target: Target, moves: Sequence[Move]
) -> Errand:
    """The sprint that a new due text means; nothing where the due date does not move."""
    if not _has_errands(situation, target) or all(move.field is not Field.DUE for move in moves):
        return NO_ERRAND
    return Errand(sprint=_sprint(rules, resolved, target))


def with_lost_errand(situation: Situation, rules: Rules, plan: ItemPlan) -> ItemPlan:
    """`plan` with the errand of an issue that only its marker tied to a row that shows no link to it.

    Whoever made it was killed before that row was written, so that nobody knows whether the errand was run.
    """
    is_known = any(link.id == plan.link.id for link in situation.links)
    acts = any(isinstance(effect, CreateIssue | AdoptIssue) for effect in plan.effects)
    if plan.index is None or plan.issue is None or is_known or acts or situation.refs.get(plan.index):
        return plan
    resolved = next(row for row in situation.resolved if row.index == plan.index)
    errand = errand_after_create(situation, rules, resolved, plan.issue.ref.target)
    return replace(plan, errand=errand)


def _sprint(rules: Rules, resolved: ResolvedItem, target: Target) -> str | None:
    """The sprint that the due text means, where its board is in the tracker of `target`."""
    calendar = rules.calendar(resolved.team)
    is_there = isinstance(calendar.sprint, BoardSprints) and calendar.sprint.tracker == target.tracker
    return sprint_id(calendar, resolved.due) if is_there else None


def _has_errands(situation: Situation, target: Target) -> bool:
    return target in situation.capabilities and situation.capabilities[target].has_errands
