"""Owns the plan that people see: every decision with the cells it would write, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from syncer.core.linking import observe
from syncer.core.situation import Decision, ItemPlan
from syncer.engine.composing import compose, document_problems, settled
from syncer.engine.setup import Run
from syncer.engine.tallying import tally_of
from syncer.model import (
    AdoptIssue,
    CellEdit,
    Change,
    CreateIssue,
    DocumentPlan,
    EditCells,
    Intent,
    Link,
    Plan,
    TransitionIssue,
    UpdateIssue,
)


def draw_plan(run: Run, decisions: Sequence[Decision], cells: Sequence[Intent], refusals: tuple[str, ...]) -> Plan:
    """The plan of `decisions`, in the order in which it would be applied; `cells` are writes of a killed run."""
    return Plan(
        documents=tuple(_document_plan(run, decision, cells) for decision in decisions),
        problems=tuple(run.problems),
        refusals=refusals,
    )


def _document_plan(run: Run, decision: Decision, cells: Sequence[Intent]) -> DocumentPlan:
    links = settled(
        decision, {plan.link.id: predicted(plan, run.setup.clock.today()) for plan in decision.items}, cells
    )
    back = compose(run, decision, links, is_checked=run.is_dry)
    edits = [*back.edits, *_new_cells(run, decision)]
    changes: list[Change] = [effect for plan in decision.items for effect in plan.effects]
    if edits:
        edits.sort(key=lambda edit: edit.line)
        changes.append(EditCells(decision.key, edits[0].line, tuple(edits)))
    tally = tally_of(run, decision.items, {edit.item for edit in edits})
    return DocumentPlan(
        document=decision.key,
        name=decision.document.name,
        title=decision.document.title,
        changes=tuple(changes),
        problems=document_problems(decision, back.problems),
        in_step=tally.in_step,
        unchecked=tally.unchecked,
    )


def predicted(plan: ItemPlan, today: date) -> Link:
    """The link as it will be once the tracker has taken the effects of `plan` on the day `today`."""
    link = plan.link
    for effect in plan.effects:
        if isinstance(effect, AdoptIssue | UpdateIssue) and plan.issue is not None:
            link = observe(link, replace(plan.issue, values={**plan.issue.values, **effect.change.values}))
        elif isinstance(effect, TransitionIssue):
            link = replace(link, state=effect.after, closed=today if effect.after.is_closed else None)
    return link


def _new_cells(run: Run, decision: Decision) -> list[CellEdit]:
    """Cells of rows that have no issue yet: what will stand there is known once it exists."""
    if run.setup.rules.write_back.get(decision.key.source) == "none":
        return []
    return [
        CellEdit(effect.line, effect.item, "issue and status", "", "link and status of the new issue")
        for plan in decision.items
        for effect in plan.effects
        if isinstance(effect, CreateIssue)
    ]
