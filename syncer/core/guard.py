"""Owns the refusals: plans that look dangerous, each with number, limit and the command that overrides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syncer.core.routes import may_publish
from syncer.core.rules import Rules
from syncer.core.situation import Decision, Effect
from syncer.model import (
    AdoptIssue,
    Capabilities,
    CloseDuplicate,
    CreateIssue,
    MarkOrphan,
    Target,
    TransitionIssue,
    UpdateIssue,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there was before this run: documents and what is now listed by source, open items by target."""

    known_documents: Mapping[str, int]
    listed_documents: Mapping[str, int]
    open_items: Mapping[Target, int]


def refusals(
    decisions: Sequence[Decision], scale: Scale, capabilities: Mapping[Target, Capabilities], rules: Rules
) -> tuple[str, ...]:
    """Why this plan must not be applied; empty where it may. One sentence each.

    `capabilities` are those of targets that will be written to.
    """
    return (
        *_emptied_sources(scale, rules),
        *_too_many_creates(decisions, rules),
        *_mass_changes(decisions, scale, rules),
        *_leaks(decisions, capabilities),
    )


def _emptied_sources(scale: Scale, rules: Rules) -> Iterable[str]:
    if rules.overrides.allow_empty_source:
        return
    for source, known in sorted(scale.known_documents.items()):
        if known and not scale.listed_documents.get(source, known):
            yield (
                f"source {source!r} lists no document, but had {known}: if they are really gone, "
                f"run: {rules.command} --allow-empty-source"
            )


def _too_many_creates(decisions: Sequence[Decision], rules: Rules) -> Iterable[str]:
    creates = sum(isinstance(effect, CreateIssue) for effect in _effects(decisions))
    if creates > rules.limits.max_creates:
        yield (
            f"{creates} issues would be created, the limit is {rules.limits.max_creates}: "
            f"if that is meant, run: {rules.command} --max-creates {creates}"
        )


def _mass_changes(decisions: Sequence[Decision], scale: Scale, rules: Rules) -> Iterable[str]:
    if rules.overrides.allow_mass_change:
        return
    orphaned = Counter(effect.ref.target for effect in _effects(decisions) if isinstance(effect, MarkOrphan))
    doubled = Counter(effect.ref.target for effect in _effects(decisions) if isinstance(effect, CloseDuplicate))
    unexplained = Counter(
        effect.ref.target
        for effect in _effects(decisions)
        if isinstance(effect, UpdateIssue) and not effect.is_explained
    )
    yield from _over_share(orphaned, "lose their row", scale, rules)
    yield from _over_share(doubled, "have a second issue closed", scale, rules)
    yield from _over_share(unexplained, "be updated without an edit of their row", scale, rules)


def _over_share(counts: Counter[Target], what: str, scale: Scale, rules: Rules) -> Iterable[str]:
    for target, count in sorted(counts.items()):
        open_items = scale.open_items.get(target, 0)
        if count >= rules.limits.share_from and count > rules.limits.share * open_items:
            yield (
                f"{count} of {open_items} open items in {target.words} would {what}, the limit is "
                f"{rules.limits.share:.0%}: if that is meant, run: {rules.command} --allow-mass-change"
            )


def told(decision: Decision) -> tuple[Target, ...]:
    """Where issues would be told, in a field or in their marker, what rows of `decision` say; sorted."""
    telling = (AdoptIssue, UpdateIssue, TransitionIssue)
    effects = _effects([decision])
    made = {effect.draft.target for effect in effects if isinstance(effect, CreateIssue)}
    return tuple(sorted(made | {effect.ref.target for effect in effects if isinstance(effect, telling)}))


def _leaks(decisions: Sequence[Decision], capabilities: Mapping[Target, Capabilities]) -> Iterable[str]:
    """A document marked private never goes to a public target; nothing overrides this."""
    for decision in decisions:
        visibility = decision.document.fact("visibility")
        for target in told(decision):
            if target in capabilities and not may_publish(visibility, capabilities[target].is_public):
                yield (
                    f"{decision.document.name} is {visibility}, but its issues would be public in {target.words}: "
                    "route it to a private target, and take links to public issues out of its rows; "
                    "no flag overrides this"
                )


def _effects(decisions: Sequence[Decision]) -> list[Effect]:
    return [effect for decision in decisions for item in decision.items for effect in item.effects]
