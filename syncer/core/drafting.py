"""Owns what a new issue should say, and what is agreed once it exists."""

from __future__ import annotations

from collections.abc import Sequence

from syncer.core.accounts import spelling
from syncer.core.issue_facts import fact_value
from syncer.core.issue_text import title
from syncer.core.merge import Side
from syncer.core.resolve import ResolvedItem
from syncer.core.routes import Route
from syncer.core.rules import Rules
from syncer.core.situation import Situation
from syncer.model import (
    Agreement,
    Base,
    Draft,
    DueState,
    Field,
    FieldChange,
    Link,
    Marker,
    Move,
    State,
    Target,
    Values,
)


def desired(situation: Situation, resolved: ResolvedItem, target: Target) -> Side:
    """The document's side of an item as `target` would hold it."""
    capabilities = situation.capabilities[target]
    accounts = resolved.accounts(situation.kinds[target.tracker], capabilities.owners)
    due = resolved.due.date if resolved.due.state is DueState.DATE else None
    values: Values = {
        Field.TITLE: title(resolved.item.action),
        Field.OWNER: ", ".join(accounts) or None,
        Field.DUE: due.isoformat() if due else None,
        Field.PRIORITY: fact_value(resolved.item.priority),
        Field.TYPE: fact_value(resolved.item.type),
    }
    return Side(resolved.texts(), values, resolved.unresolved(situation.kinds[target.tracker]))


def fallback_owner(situation: Situation, route: Route | None) -> str | None:
    """The account that `route` names for items without a known owner, as the tracker spells it."""
    if route is None or route.fallback_owner is None:
        return None
    return spelling(route.fallback_owner, situation.kinds.get(route.tracker, ""))


def owner_names(resolved: ResolvedItem) -> tuple[str, ...]:
    """All owners of a row as plain names for people."""
    return tuple(reading.person.name if reading.person else reading.text for reading in resolved.owners)


def field_change(resolved: ResolvedItem, moves: Sequence[Move]) -> FieldChange:
    """What an update sends for `moves`, with what the issue's body is to say of them."""
    values = {move.field: move.after for move in moves}
    return FieldChange(
        values=values,
        expected={move.field: move.before for move in moves},
        owners=owner_names(resolved) if Field.OWNER in values else None,
        due_text=resolved.due_text if Field.DUE in values else None,
    )


def draft_issue(
    situation: Situation, rules: Rules, resolved: ResolvedItem, route: Route, link: Link
) -> tuple[Draft, Base]:
    """The draft of a new issue for a row that takes `route`, and what is agreed once the tracker took all of it."""
    target = Target(route.tracker, route.target)
    side = desired(situation, resolved, target)
    fields = situation.capabilities[target].fields
    wanted = {name: value for name, value in side.values.items() if name in fields}
    if wanted.get(Field.OWNER) is None and Field.OWNER in fields:
        wanted[Field.OWNER] = fallback_owner(situation, route)
    agreements = {name: Agreement(side.texts[name], side.values[name], wanted[name]) for name in wanted}
    document = situation.document
    draft = Draft(
        target=target,
        marker=Marker(link.id, situation.lineage, link.document, link.text, link.occurrence, agreements),
        values=wanted,
        state=State.IN_PROGRESS if resolved.state is State.IN_PROGRESS else State.TODO,
        labels=tuple(dict.fromkeys((*rules.labels, *route.labels))),
        owners=owner_names(resolved),
        due_text=resolved.due_text,
        document_title=document.title,
        document_name=document.name,
        document_url=document.url,
        line=resolved.item.line,
        created=situation.today,
        document_folder=document.folder,
        severity=document.fact("severity"),
    )
    return draft, agreements
