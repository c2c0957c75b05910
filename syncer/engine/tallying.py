"""Owns which items count as in step, and which as not checked: an item with an issue is one of them or neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from syncer.core.proof import NOT_IN_STEP
from syncer.engine.gather import Listing
from syncer.engine.setup import Run
from syncer.model import DocumentKey, Link, Problem, Target

if TYPE_CHECKING:
    from syncer.core.situation import ItemPlan

_UNDECIDED = frozenset({"draft", "unreadable"})
"""Codes of what people are told of a document whose rows nobody looks at."""


class Tally(NamedTuple):
    """How many items are in step, and how many could not be checked."""

    in_step: int = 0
    unchecked: int = 0


def tally_of(run: Run, plans: Iterable[ItemPlan], touched: AbstractSet[str]) -> Tally:
    """What the items of a document that was decided count as; `touched` are those whose cells would change."""
    in_step = unchecked = 0
    for plan in plans:
        if _is_unchecked(run, plan):
            unchecked += 1
        elif _is_in_step(plan, touched):
            in_step += 1
    return Tally(in_step, unchecked)


def count_unread(
    run: Run,
    listings: Sequence[Listing],
    looked_at: AbstractSet[DocumentKey] = frozenset(),
    undecided: AbstractSet[DocumentKey] = frozenset(),
) -> None:
    """Count the items of all other documents of this run: in step as far as nothing remembered speaks against it.

    `looked_at` are the documents that were read or are gone, `undecided` those of them that made no decision.
    """
    marked = _marked(run, listings, looked_at)
    one_by_one = {*looked_at, *undecided, *marked}
    counts = _groups(run, listings, one_by_one)
    for link in run.setup.state.links(sorted({*undecided, *marked})) if undecided or marked else ():
        problems = marked.get(link.document, ())
        is_frozen = link.document in undecided or any(problem.code in _UNDECIDED for problem in problems)
        if link.is_tracked and link.issue and (is_frozen or not _speaks_against(problems, link.line)):
            counts[_Group(link.document.source, link.issue.target, is_frozen)] += 1
    failed = {listing.source.name for listing in listings if not listing.is_complete}
    unchecked = sum(number for group, number in counts.items() if _is_out_of_reach(run, group, failed))
    run.count("unread_in_step", sum(counts.values()) - unchecked)
    run.count("unread_unchecked", unchecked)


class _Group(NamedTuple):
    """Where items are: in documents of which source, and in which target; whether nobody looks at their rows."""

    source: str
    target: Target
    is_frozen: bool = False


def _is_out_of_reach(run: Run, group: _Group, failed: AbstractSet[str]) -> bool:
    return group.is_frozen or group.source in failed or not run.may_ask(group.target)


def _is_unchecked(run: Run, plan: ItemPlan) -> bool:
    """Whether the row is there and its tracker could not tell what its issue says, or take what it is to get."""
    if plan.index is None:
        return False
    issue = plan.link.issue
    return plan.is_unreachable or (issue is not None and not run.may_ask(issue.target))


def _is_in_step(plan: ItemPlan, touched: AbstractSet[str]) -> bool:
    """Whether row and issue are both there, agree, and nobody has to look at them."""
    if plan.effects or plan.link.id in touched or plan.index is None or not plan.link.is_tracked:
        return False
    return not any(problem.code in NOT_IN_STEP for problem in plan.problems)


def _speaks_against(problems: Iterable[Problem], line: int) -> bool:
    return any(problem.line == line and problem.code in NOT_IN_STEP for problem in problems)


def _marked(
    run: Run, listings: Sequence[Listing], looked_at: AbstractSet[DocumentKey]
) -> dict[DocumentKey, tuple[Problem, ...]]:
    """Documents with something remembered that speaks against an item being in step, with their problems."""
    sources = {listing.source.name for listing in listings}
    codes = NOT_IN_STEP | _UNDECIDED
    return {
        record.key: record.problems
        for record in run.setup.state.problem_documents()
        if record.key.source in sources and record.key not in looked_at
        if any(problem.code in codes for problem in record.problems)
    }


def _groups(run: Run, listings: Sequence[Listing], but: AbstractSet[DocumentKey]) -> Counter[_Group]:
    """Tracked items of documents of this run, without those in the documents `but`, which count one by one."""
    state = run.setup.state
    counts: Counter[_Group] = Counter()
    whole = {listing.source.name for listing in listings if not listing.is_partial}
    for (source, target), number in state.tracked().items():
        if source in whole:
            counts[_Group(source, target)] += number
    named = {ref.key for listing in listings if listing.is_partial for ref in listing.refs}
    for link in state.links(sorted(named - but)) if named - but else ():
        counts.update(_group(link))
    out = sorted(key for key in but if key.source in whole)
    for link in state.links(out) if out else ():
        counts.subtract(_group(link))
    return counts


def _group(link: Link) -> list[_Group]:
    return [_Group(link.document.source, link.issue.target)] if link.is_tracked and link.issue else []
