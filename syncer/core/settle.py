"""Owns what became of the writes a killed run had begun: which of them landed, judged by looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from syncer.core.linking import link_of_marker, observe
from syncer.core.standing import standing
from syncer.model import (
    NO_ERRAND,
    Agreement,
    Base,
    Document,
    Errand,
    Field,
    Intent,
    Issue,
    Link,
    State,
    Target,
    Written,
)


@dataclass(frozen=True, slots=True)
class Settled:
    """One intent, settled: the link as it now is (`None`: as it was); whether the write landed."""

    intent: Intent
    landed: bool
    link: Link | None = None


def by_target(intents: Sequence[Intent]) -> dict[Target, list[Intent]]:
    """`intents` by where they happen, in their order."""
    targets = dict.fromkeys(intent.target for intent in intents if intent.target is not None)
    return {target: [intent for intent in intents if intent.target == target] for target in targets}


def settle_create(intent: Intent, found: Issue | None, link: Link | None) -> Settled:
    """A create landed if its marker was found; then the link is what the marker says."""
    if found is None or found.marker is None:
        return Settled(intent, landed=False)
    made = link_of_marker(found, found.marker)
    if link is None:
        return Settled(intent, landed=True, link=made)
    kept = replace(link, base=made.base)
    return Settled(intent, landed=True, link=observe(kept, found))


def settle_update(intent: Intent, found: Issue | None, link: Link | None) -> Settled:
    """Field by field: what holds the new value is agreed, what holds the old one was never written.

    A field that holds neither was edited by a person since: it keeps its old base, which can show one conflict too
    many but never loses the edit.
    """
    if found is None or link is None:
        return Settled(intent, landed=False)
    agreements = read_agreements(intent.after)
    landed: Base = {name: half for name, half in agreements.items() if found.values.get(name) == half.tracker}
    return Settled(intent, landed=bool(landed), link=replace(link, base={**link.base, **landed}))


def settle_cells(intent: Intent, document: Document, rows: Mapping[str, int], link: Link) -> Link:
    """`link` after a write of its document's cells that may or may not have landed.

    `rows` has the item's index by id. What stands as it was intended is ours; the rest stays as it was remembered, so
    that a person's text is never taken for ours.
    """
    intended = read_written(intent.after).get(link.id)
    if intended is None or link.id not in rows:
        return link
    now, before = standing(document, rows[link.id], intended), link.written
    written = Written(
        issue_cell=now.issue_cell or before.issue_cell,
        status_cell=now.status_cell or before.status_cell,
        suffix=now.suffix or before.suffix,
        box=now.box or before.box,
    )
    return replace(link, written=written)


def write_agreements(base: Base) -> dict[str, object]:
    """`base` as JSON-ready data for an intent."""
    return {"agreements": {name.value: list(half) for name, half in base.items()}}


def read_agreements(after: Mapping[str, object]) -> Base:
    """The agreements that `write_agreements` stored."""
    stored = after.get("agreements")
    if not isinstance(stored, Mapping):
        return {}
    return {Field(name): Agreement(*half) for name, half in stored.items()}


def write_errand(errand: Errand) -> dict[str, object]:
    """`errand` as JSON-ready data for an intent; nothing where there is nothing to do."""
    if errand.is_nothing:
        return {}
    state = errand.state.value if errand.state else None
    return {"errand": [errand.document_url, errand.document_title, errand.sprint, state]}


def read_errand(after: Mapping[str, object]) -> Errand:
    """The errand that `write_errand` stored."""
    stored = after.get("errand")
    if not isinstance(stored, list):
        return NO_ERRAND
    url, title, sprint, state = stored
    return Errand(url, title, sprint, State(state) if state else None)


def write_written(written: Mapping[str, Written]) -> dict[str, object]:
    """What is about to stand in a document, by item id, as JSON-ready data for an intent."""
    return {
        "cells": {item: [text.issue_cell, text.status_cell, text.suffix, text.box] for item, text in written.items()}
    }


def read_written(after: Mapping[str, object]) -> Mapping[str, Written]:
    """What `write_written` stored."""
    stored = after.get("cells")
    if not isinstance(stored, Mapping):
        return {}
    return {item: Written(*texts) for item, texts in stored.items()}
