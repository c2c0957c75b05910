"""Owns the presence table: what happens to each item of one document, given its row, its issue and its link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from syncer.core import merge as merging
from syncer.core import row_problems
from syncer.core.drafting import desired, draft_issue, field_change
from syncer.core.duplicates import sweep, with_marked
from syncer.core.errands import errand_after_create, with_lost_errand
from syncer.core.identity import Known, Matching, Row, match, mint, occurrences
from syncer.core.linking import agree, authors_state, by_id, new_link, observe, see_row
from syncer.core.resolve import ResolvedItem
from syncer.core.rules import Rules
from syncer.core.situation import Decision, ItemPlan, Situation
from syncer.core.steps import conflicts, orphan, step
from syncer.model import (
    AdoptIssue,
    Base,
    CreateIssue,
    Gone,
    Issue,
    IssueRef,
    Link,
    Marker,
    Move,
    Problem,
    Target,
)


def decide(situation: Situation, rules: Rules) -> Decision:
    """Decide what happens to every item of the document, in order of line, then to those whose row is gone."""
    numbers = occurrences(resolved.item.action for resolved in situation.resolved)
    links = with_marked(situation, by_id(situation.links))
    matching = match(_rows(situation), _known(links), situation.similarity)
    taken = set(situation.taken) | set(links)
    items: list[ItemPlan] = []
    for resolved in situation.resolved:
        plan = _decide_row(situation, rules, resolved, numbers[resolved.index], matching, links, taken)
        taken.add(plan.link.id)
        items.append(plan)
    stored = by_id(situation.links)
    gone = [orphan(situation, rules, stored[identity]) for identity in matching.missing if identity in stored]
    items += [plan for plan in gone if plan is not None]
    items += _strays(situation, matching, links, items)
    kept = {plan.link.id for plan in items} | matching.undecided
    swept, problems = sweep(situation, [with_lost_errand(situation, rules, plan) for plan in items])
    return Decision(
        key=situation.document.ref.key,
        document=situation.document,
        items=swept,
        forgotten=tuple(identity for identity in stored if identity not in kept),
        problems=problems,
    )


def _rows(situation: Situation) -> tuple[Row, ...]:
    return tuple(
        Row(
            index=resolved.index,
            text=resolved.item.action,
            refs=situation.refs.get(resolved.index, ()),
            is_open=not resolved.says_done,
        )
        for resolved in situation.resolved
    )


def _known(links: Mapping[str, Link]) -> tuple[Known, ...]:
    return tuple(
        Known(link.id, link.text, link.occurrence, link.issue, is_orphan=link.orphaned is not None)
        for link in links.values()
    )


def _decide_row(
    situation: Situation,
    rules: Rules,
    resolved: ResolvedItem,
    occurrence: int,
    matching: Matching,
    links: Mapping[str, Link],
    taken: set[str],
) -> ItemPlan:
    key = situation.document.ref.key
    found = matching.found.get(resolved.index)
    link = links[found[0]] if found is not None else None
    if link is not None and not _is_emptied(situation, resolved, link):
        if link.issue is not None:
            return step(situation, rules, resolved, link, occurrence)
        seen = see_row(link, key, occurrence, resolved, {})
        says = authors_state(situation.document, resolved) or resolved.state
        return _decide_unlinked(situation, rules, resolved, replace(seen, is_elsewhere=False, row_state=says))
    identity = mint(key, resolved.item.action, occurrence, taken)
    fresh = new_link(identity, key, occurrence, resolved, situation.document)
    if resolved.index in matching.twice:
        problem = row_problems.linked_twice(situation.document, resolved, matching.twice[resolved.index])
        return _left_alone(fresh, resolved, problem)
    if resolved.index in matching.ambiguous:
        rivals = [links[rival] for rival in matching.ambiguous[resolved.index]]
        return _left_alone(fresh, resolved, row_problems.ambiguous(situation.document, resolved, rivals))
    return _decide_unlinked(situation, rules, resolved, fresh)


def _is_emptied(situation: Situation, resolved: ResolvedItem, link: Link) -> bool:
    """Whether the author took out the link to a deleted issue, which asks for a new one."""
    was_shown = link.written.issue_cell is not None or link.written.suffix is not None
    return link.is_gone and was_shown and not situation.refs.get(resolved.index)


def _decide_unlinked(situation: Situation, rules: Rules, resolved: ResolvedItem, link: Link) -> ItemPlan:
    """A row without a linked issue: adopt what it links to, leave what is tracked elsewhere or done, else create."""
    refs = situation.refs.get(resolved.index, ())
    if refs:
        return _adopt(situation, rules, resolved, link, refs[0])
    if resolved.index in situation.elsewhere:
        problem = row_problems.elsewhere(situation.document, resolved, situation.elsewhere[resolved.index])
        return _left_alone(replace(link, is_elsewhere=True), resolved, problem)
    if resolved.says_done:
        return ItemPlan(link, resolved.index)
    return _create(situation, rules, resolved, link)


def _create(situation: Situation, rules: Rules, resolved: ResolvedItem, link: Link) -> ItemPlan:
    document = situation.document
    if resolved.route is None:
        return _left_alone(link, resolved, row_problems.no_route(document, resolved))
    target = Target(resolved.route.tracker, resolved.route.target)
    if target not in situation.capabilities or target in situation.blocked:
        return ItemPlan(link, resolved.index, is_unreachable=True)
    if rules.adopt_only:
        why = "only rows that link to one are taken"
        return _left_alone(
            link, resolved, row_problems.not_created(document, resolved, why, "run without --adopt-only")
        )
    if rules.since and document.published and document.published < rules.since:
        why = f"published {document.published}, before {rules.since}"
        return _left_alone(link, resolved, row_problems.not_created(document, resolved, why, "give an earlier --since"))
    draft, agreements = draft_issue(situation, rules, resolved, resolved.route, link)
    errand = errand_after_create(situation, rules, resolved, target, draft.state)
    effect = CreateIssue(link.document, resolved.item.line, link.id, draft, errand)
    said = {name: half.value for name, half in agreements.items()}
    unclear = row_problems.unclear(document, resolved, said, situation.kinds[target.tracker])
    meant = replace(link, values=said)
    return ItemPlan(meant, resolved.index, None, (effect,), agreements, unclear)


def _adopt(situation: Situation, rules: Rules, resolved: ResolvedItem, link: Link, ref: IssueRef) -> ItemPlan:
    """Tie the row to the issue it links to: our label and marker, empty fields filled, nothing else touched."""
    owner = situation.owners.get((ref.target, ref.key))
    if owner is not None and owner.document != link.document and owner.orphaned is None:
        other = situation.names.get(owner.document, owner.document.path)
        return _left_alone(link, resolved, row_problems.link_copied(situation.document, resolved, ref, other))
    if owner is not None:
        return step(situation, rules, resolved, owner, link.occurrence)
    issue = situation.issues.get((ref.target, ref.key))
    if not isinstance(issue, Issue):
        return _adopt_missing(situation, resolved, link, ref, issue)
    if ref.target not in situation.capabilities:
        return ItemPlan(link, resolved.index, is_unreachable=True)
    side = desired(situation, resolved, ref.target)
    merged = merging.merge(side, issue.values, {})
    agreements: Base = {name: field.agreement for name, field in merged.items() if field.agreement is not None}
    meant = replace(link, values={name: field.document for name, field in merged.items()})
    if issue.is_read_only:
        quiet = {name: half for name, half in agreements.items() if merged[name].outcome is merging.Outcome.IN_STEP}
        linked = agree(replace(observe(meant, issue), is_adopted=True), quiet, issue.values, issue.values)
        return ItemPlan(linked, resolved.index, issue)
    moves = tuple(
        Move(name, field.tracker, field.document)
        for name, field in merged.items()
        if field.outcome is merging.Outcome.TO_ISSUE
    )
    marker = Marker(link.id, situation.lineage, link.document, link.text, link.occurrence, agreements)
    change = replace(field_change(resolved, moves), marker=marker, add_labels=rules.labels)
    errand = errand_after_create(situation, rules, resolved, ref.target)
    effect = AdoptIssue(link.document, resolved.item.line, link.id, issue.ref, link.text, change, moves, errand)
    return ItemPlan(meant, resolved.index, issue, (effect,), agreements, conflicts(situation, resolved, issue, merged))


def _adopt_missing(
    situation: Situation, resolved: ResolvedItem, link: Link, ref: IssueRef, answer: Gone | None
) -> ItemPlan:
    """A row that links to an issue nobody can read: one that was deleted is remembered, so that its row says so."""
    if answer is None and ref.target not in situation.capabilities:
        return ItemPlan(link, resolved.index, is_unreachable=True)
    problem = row_problems.issue_missing(situation.document, resolved, ref.label, answer)
    url = next((ticket.url for ticket in resolved.item.tickets if ticket.url), None)
    is_deleted = answer is not None and answer.deleted
    return _left_alone(replace(link, issue=ref, url=url, is_gone=True) if is_deleted else link, resolved, problem)


def _left_alone(link: Link, resolved: ResolvedItem, problem: Problem) -> ItemPlan:
    return ItemPlan(link, resolved.index, problems=(problem,))


def _strays(
    situation: Situation, matching: Matching, links: Mapping[str, Link], items: Sequence[ItemPlan]
) -> list[ItemPlan]:
    """Issues of ours whose marker names this document and that no row resembles: left alone, and remembered."""
    planned = {plan.link.id for plan in items}
    plans = []
    for stray in situation.strays:
        link, issue = links[stray.marker.item], stray.issue
        if link.id in planned or link.issue != stray.ref:
            continue
        if link.id in matching.undecided:
            plans.append(ItemPlan(link, None, issue))
            continue
        problem = row_problems.stray(situation.document.name, issue, stray.marker.text)
        problems = () if issue.state.is_closed else (problem,)
        plans.append(ItemPlan(replace(link, orphaned=situation.today), None, issue, problems=problems))
    return plans
