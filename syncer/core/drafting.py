"""Owns what a new issue should say, and what is agreed once it exists."""

from __future__ import annotations

from syncer.core.issue_text import title
from syncer.core.merge import Side
from syncer.core.resolve import ResolvedItem
from syncer.core.routes import Route
from syncer.core.rules import Rules
from syncer.core.situation import Situation
from syncer.model import Agreement, Base, Draft, DueState, Field, Link, Marker, State, Target, Values


def desired(situation: Situation, resolved: ResolvedItem, target: Target) -> Side:
    """The document's side of an item as `target` would hold it."""
    capabilities = situation.capabilities[target]
    accounts = resolved.accounts(situation.kinds[target.tracker], capabilities.owners)
    due = resolved.due.date if resolved.due.state is DueState.DATE else None
    values: Values = {
        Field.TITLE: title(resolved.item.action),
        Field.OWNER: ", ".join(accounts) or None,
        Field.DUE: due.isoformat() if due else None,
        Field.PRIORITY: resolved.item.priority,
        Field.TYPE: resolved.item.type,
    }
    return Side(resolved.texts(), values, resolved.unresolved(situation.kinds[target.tracker]))


def draft_issue(
    situation: Situation, rules: Rules, resolved: ResolvedItem, route: Route, link: Link
) -> tuple[Draft, Base]:
    """The draft of a new issue for a row that takes `route`, and what is agreed once the tracker took all of it."""
    target = Target(route.tracker, route.target)
    side = desired(situation, resolved, target)
    fields = situation.capabilities[target].fields
    wanted = {name: value for name, value in side.values.items() if name in fields}
    if wanted.get(Field.OWNER) is None and Field.OWNER in fields:
        wanted[Field.OWNER] = route.fallback_owner
    agreements = {name: Agreement(side.texts[name], side.values[name], wanted[name]) for name in wanted}
    document = situation.document
    draft = Draft(
        target=target,
        marker=Marker(link.id, situation.lineage, link.document, link.text, link.occurrence, agreements),
        values=wanted,
        state=State.IN_PROGRESS if resolved.state is State.IN_PROGRESS else State.TODO,
        labels=tuple(dict.fromkeys((*rules.labels, *route.labels))),
        owners=tuple(reading.person.name if reading.person else reading.text for reading in resolved.owners),
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
