"""Owns what happens to an item that has an issue: the merge, the state, and the row that is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from syncer.core import row_problems
from syncer.core.drafting import desired, fallback_owner, field_change
from syncer.core.errands import errand_after_update
from syncer.core.linking import agree, authors_state, expected_state, observe, remembered, see_row
from syncer.core.merge import Merged, Outcome, Side, merge
from syncer.core.resolve import ResolvedItem
from syncer.core.rules import Rules
from syncer.core.situation import Effect, ItemPlan, Situation
from syncer.model import (
    Base,
    Field,
    Gone,
    Issue,
    Link,
    Marker,
    MarkOrphan,
    Move,
    Problem,
    State,
    TransitionIssue,
    UpdateIssue,
    Values,
)


def step(situation: Situation, rules: Rules, resolved: ResolvedItem, link: Link, occurrence: int) -> ItemPlan:
    """What happens to a row that has an issue: report it missing, or merge both sides field by field."""
    assert link.issue is not None  # noqa: S101 - the callers hold a linked item
    answer = situation.issues.get((link.issue.target, link.issue.key))
    key = situation.document.ref.key
    if isinstance(answer, Gone) or (answer is None and link.is_gone):
        return _step_missing(situation, resolved, see_row(link, key, occurrence, resolved, {}), answer)
    if link.issue.target.tracker not in situation.kinds:
        problem = row_problems.elsewhere(situation.document, resolved, link.issue.label)
        return ItemPlan(see_row(link, key, occurrence, resolved, {}), resolved.index, problems=(problem,))
    issue = answer or remembered(link)
    if issue is None or link.issue.target not in situation.capabilities:
        return ItemPlan(see_row(link, key, occurrence, resolved, {}), resolved.index, is_unreachable=True)
    side = desired(situation, resolved, link.issue.target)
    merged = merge(side, issue.values, link.base, reread=rules.reread)
    seen = observe(
        see_row(link, key, occurrence, resolved, {name: field.document for name, field in merged.items()}), issue
    )
    quiet = {name: field.agreement for name, field in merged.items() if field.agreement and not _pushes(field)}
    seen = agree(seen, quiet, issue.values, issue.values)
    pushed: Base = {name: field.agreement for name, field in merged.items() if field.agreement and _pushes(field)}
    state, effects, problems = _step_state(situation, rules, resolved, seen, issue)
    if pushed and not issue.is_read_only:
        effects = (_update(situation, rules, resolved, state, issue, merged, pushed), *effects)
    problems += conflicts(situation, resolved, issue, merged)
    if not issue.state.is_closed:
        said = _said_by_people(situation, issue, resolved)
        kind = situation.kinds[link.issue.target.tracker]
        problems += row_problems.unclear(situation.document, resolved, said, kind, _edited(side, link.base))
    return ItemPlan(state, resolved.index, issue, effects, pushed, problems)


def orphan(situation: Situation, rules: Rules, link: Link) -> ItemPlan | None:
    """What happens to a linked item whose row is gone: label once, report while it is open; `None` forgets it.

    What people opened themselves is not closed by the policy either, and what is only followed is left alone.
    """
    if link.issue is None:
        return None
    answer = situation.issues.get((link.issue.target, link.issue.key))
    if isinstance(answer, Gone):
        return None if answer.deleted else ItemPlan(link, None, is_unreachable=True)
    issue = answer or remembered(link)
    if issue is None or issue.is_read_only:
        return None
    seen = observe(link, issue)
    problems = () if issue.state.is_closed else (row_problems.orphaned(situation.document.name, link),)
    if link.orphaned is not None:
        return ItemPlan(seen, None, issue, problems=problems)
    if link.issue.target not in situation.capabilities:
        return ItemPlan(seen, None, issue, problems=problems, is_unreachable=True)
    close = rules.orphans == "close" and not issue.state.is_closed and not link.is_adopted
    effect = MarkOrphan(link.document, link.line, link.id, issue.ref, link.text, close)
    return ItemPlan(seen, None, issue, (effect,), problems=problems)


def _step_missing(situation: Situation, resolved: ResolvedItem, link: Link, answer: Gone | Issue | None) -> ItemPlan:
    """A row whose issue is deleted or out of sight: reported, never recreated, never closed."""
    deleted = link.is_gone or (isinstance(answer, Gone) and answer.deleted)
    label = link.issue.label if link.issue else ""
    problem = row_problems.issue_missing(situation.document, resolved, label, answer)
    return ItemPlan(replace(link, is_gone=deleted), resolved.index, problems=(problem,), is_unreachable=not deleted)


def _step_state(
    situation: Situation, rules: Rules, resolved: ResolvedItem, link: Link, issue: Issue
) -> tuple[Link, tuple[Effect, ...], tuple[Problem, ...]]:
    """Status flows from issue to document; a box or word that a person changed is shown, or closes the issue."""
    says, expected = authors_state(situation.document, resolved), expected_state(link)
    if says is None or says == expected:
        return link, (), ()
    if says.is_closed == issue.state.is_closed:
        return replace(link, row_state=says), (), ()
    if rules.status == "shared" and not issue.is_read_only:
        after = says if says.is_closed else State.TODO
        marker = _marker(situation, link, {})
        effect = TransitionIssue(
            link.document, resolved.item.line, link.id, issue.ref, link.text, issue.state, after, marker
        )
        return link, (effect,), ()
    return link, (), (row_problems.status_edited(situation.document, resolved, says, issue),)


def _update(
    situation: Situation,
    rules: Rules,
    resolved: ResolvedItem,
    link: Link,
    issue: Issue,
    merged: Mapping[Field, Merged],
    pushed: Base,
) -> UpdateIssue:
    moves = tuple(Move(name, merged[name].tracker, merged[name].document) for name in pushed)
    change = replace(field_change(resolved, moves), marker=_marker(situation, link, pushed))
    explained = all(merged[name].is_explained for name in pushed)
    errand = errand_after_update(situation, rules, resolved, issue.ref.target, moves)
    line = resolved.item.line
    return UpdateIssue(link.document, line, link.id, issue.ref, link.text, change, moves, explained, errand)


def _edited(side: Side, base: Base) -> frozenset[Field]:
    """Fields that the row says something new of, which has no value: what both sides agreed on stays as it is."""
    return frozenset(name for name in side.unresolved if name in base and base[name].text != side.texts[name])


def _said_by_people(situation: Situation, issue: Issue, resolved: ResolvedItem) -> Values:
    """The issue's values without an owner that only the route's fallback put there."""
    fallback = fallback_owner(situation, resolved.route)
    owner = None if issue.values.get(Field.OWNER) == fallback else issue.values.get(Field.OWNER)
    return {**issue.values, Field.OWNER: owner}


def _marker(situation: Situation, link: Link, pushed: Base) -> Marker:
    base = {**link.base, **pushed}
    return Marker(link.id, situation.lineage, link.document, link.text, link.occurrence, base)


def _pushes(field: Merged) -> bool:
    return field.outcome is Outcome.TO_ISSUE


def conflicts(
    situation: Situation, resolved: ResolvedItem, issue: Issue, merged: Mapping[Field, Merged]
) -> tuple[Problem, ...]:
    """One problem for each field that both sides moved apart."""
    return tuple(
        row_problems.conflict(situation.document, resolved, issue.ref, field)
        for field in merged.values()
        if field.outcome is Outcome.CONFLICT
    )
