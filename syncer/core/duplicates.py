"""Owns what becomes of issues of ours that carry one marker: which of them is kept, and which are closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from syncer.core import row_problems
from syncer.core.linking import link_of_marker
from syncer.core.situation import ItemPlan, Situation, Stray
from syncer.model import CloseDuplicate, Link, Problem, State


def with_marked(situation: Situation, links: Mapping[str, Link]) -> dict[str, Link]:
    """`links` by id and those that only markers speak of: the state knows better.

    Of several issues with one marker the one that a row links to counts, else the oldest that nobody gave up.
    """
    known = dict(links)
    shown = {(ref.target, ref.key) for refs in situation.refs.values() for ref in refs}
    for stray in sorted(situation.strays, key=lambda one: ((one.ref.target, one.ref.key) not in shown, *_age(one))):
        link = known.get(stray.marker.item)
        if link is None or link.issue is None:
            known[stray.marker.item] = link_of_marker(stray.issue, stray.marker)
    return known


def _age(stray: Stray) -> tuple[bool, int, str]:
    """Trackers number issues in order; one that is closed as a duplicate of another stands for nothing."""
    return stray.issue.state is State.WONT_DO, len(stray.ref.key), stray.ref.key


def sweep(situation: Situation, items: Sequence[ItemPlan]) -> tuple[tuple[ItemPlan, ...], tuple[Problem, ...]]:
    """`items`, with effects that close second issues of theirs, and problems for those that a person must close.

    Only what our own account made is looked at (a stray always is). It is closed where nobody touched it and the
    item's own issue is open in the same target; where people copy issues by hand, as they do files, it is reported.
    """
    seconds: dict[str, list[Stray]] = defaultdict(list)
    for stray in sorted(situation.strays, key=_age):
        seconds[stray.marker.item].append(stray)
    swept: list[ItemPlan] = []
    problems: list[Problem] = []
    for plan in items:
        effects = plan.effects
        for outcome in _outcomes(situation, plan, seconds.get(plan.link.id, ())):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                effects = (*effects, outcome)
        swept.append(replace(plan, effects=effects))
    return tuple(swept), tuple(problems)


def _outcomes(situation: Situation, plan: ItemPlan, marked: Sequence[Stray]) -> Iterator[CloseDuplicate | Problem]:
    """What becomes of each open issue in `marked` that is not the one of `plan`, if that has one."""
    first = plan.link.issue
    for stray in marked:
        if first is None or stray.ref == first or stray.issue.state.is_closed:
            continue
        if _may_close(situation, plan, stray):
            link = plan.link
            yield CloseDuplicate(link.document, link.line, link.id, stray.ref, first, link.text)
        else:
            yield row_problems.duplicate(situation.document.name, stray.issue, first)


def _may_close(situation: Situation, plan: ItemPlan, stray: Stray) -> bool:
    """Whether a second issue is ours alone, and its item has an open one beside it."""
    target, kept = stray.ref.target, plan.issue
    held = situation.capabilities.get(target)
    if held is None or held.looking_decides or target in situation.blocked or not stray.issue.is_untouched:
        return False
    return kept is not None and kept.ref.target == target and not kept.is_read_only and not kept.state.is_closed
