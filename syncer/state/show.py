"""Owns the figures that `syncer state show` prints: what a state holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.model import Target
from syncer.ports import StateStore


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """What a state knows of one target; `cursor` is where its last complete listing left off."""

    target: Target
    open: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a state holds: `links` are items with an issue, `items` all of them, `waiting` intents not yet finished."""

    lineage: str
    documents: int
    items: int
    links: int
    orphaned: int
    open: int
    waiting: int
    unknown: int
    targets: tuple[TargetFigures, ...]
    last_run: str | None


def figures(store: StateStore) -> Figures:
    """Count what `store` holds; reads every document and link, for people and not for the hot path."""
    links = store.links()
    intents = store.intents()
    targets = tuple(TargetFigures(target, store.count_open(target), store.cursor(target)) for target in store.targets())
    runs = store.runs(1)
    return Figures(
        lineage=store.lineage(),
        documents=len(store.documents()),
        items=len(links),
        links=store.count_links(),
        orphaned=sum(1 for link in links if link.orphaned is not None),
        open=sum(target.open for target in targets),
        waiting=len(intents),
        unknown=sum(1 for intent in intents if intent.is_unknown),
        targets=targets,
        last_run=runs[0].id if runs else None,
    )
