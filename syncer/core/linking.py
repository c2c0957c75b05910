"""Owns how a link is made: from a marker, from a row, and what it remembers of an issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from syncer.core.render import read_status
from syncer.core.resolve import ResolvedItem
from syncer.model import (
    Base,
    Document,
    DocumentKey,
    Field,
    Issue,
    Kind,
    LineAnchor,
    Link,
    Marker,
    State,
    Values,
)


def link_of_marker(issue: Issue, marker: Marker) -> Link:
    """The link that `issue`'s own marker speaks of, as far as it can be rebuilt without the document."""
    link = Link(
        id=marker.item,
        document=marker.document,
        position=0,
        line=0,
        kind=Kind.TABLE,
        text=marker.text,
        occurrence=marker.occurrence,
        base=marker.base,
    )
    return observe(link, issue)


def new_link(identity: str, key: DocumentKey, occurrence: int, resolved: ResolvedItem, document: Document) -> Link:
    """A link for a row that nobody knows yet, without an issue."""
    link = Link(
        id=identity,
        document=key,
        position=resolved.index,
        line=resolved.item.line,
        kind=resolved.item.kind,
        text=resolved.item.action,
        occurrence=occurrence,
        row_state=authors_state(document, resolved) or resolved.state,
    )
    return see_row(link, key, occurrence, resolved, {})


def see_row(link: Link, key: DocumentKey, occurrence: int, resolved: ResolvedItem, values: Values) -> Link:
    """`link` with where its row stands now and what it says; `values` are the document's resolved values."""
    return replace(
        link,
        document=key,
        position=resolved.index,
        line=resolved.item.line,
        kind=resolved.item.kind,
        text=resolved.item.action,
        occurrence=occurrence,
        values=values or resolved_values(resolved),
        due_text=resolved.due_text,
        due_rule=resolved.due.rule,
        owner_text=resolved.owner_text,
        row_status=resolved.item.status_text,
        team=resolved.team,
        orphaned=None,
    )


def resolved_values(resolved: ResolvedItem) -> Values:
    """The values of a row for reports: names as written, the due date as resolved."""
    due = resolved.due.date.isoformat() if resolved.due.date and not resolved.says_done else None
    return {Field.OWNER: resolved.owner_text, Field.DUE: due}


def observe(link: Link, issue: Issue) -> Link:
    """`link` with what its tracker now says; nothing of this is agreed yet."""
    return replace(
        link,
        issue=issue.ref,
        url=issue.url,
        observed=dict(issue.values),
        state=issue.state,
        closed=issue.closed,
        is_gone=False,
        owner_names=issue.owner_names,
        is_read_only=issue.is_read_only,
        seen_at=issue.updated_at,
    )


def remembered(link: Link) -> Issue | None:
    """The issue of `link` as it was last observed, for a run in which its tracker reported no change."""
    if link.issue is None or link.is_gone:
        return None
    return Issue(
        ref=link.issue,
        url=link.url or "",
        values=link.observed,
        state=link.state or State.TODO,
        closed=link.closed,
        updated_at=link.seen_at,
        is_ours=True,
        owner_names=link.owner_names,
        is_read_only=link.is_read_only,
    )


def agree(link: Link, agreements: Base, answer: Values, before: Values) -> Link:
    """`link` once `agreements` were sent and the tracker answered with the values `answer`.

    What the tracker took, or did not take although nobody touched it (it still says what it said `before`), is agreed
    as it now stands. Anything else is a person's edit from the same moment: it is not agreed, and the next run sees
    both sides as they are.
    """
    settled = {
        name: half._replace(tracker=answer.get(name))
        for name, half in agreements.items()
        if answer.get(name) in (half.tracker, before.get(name))
    }
    return replace(link, base={**link.base, **settled})


def authors_state(document: Document, resolved: ResolvedItem) -> State | None:
    """What the author says of the item's state: its box, else a status word that is not in our own grammar."""
    box = resolved.item.anchor.box if isinstance(resolved.item.anchor, LineAnchor) else None
    if box is not None:
        return State.DONE if box.of(document.data)[1:2] in (b"x", b"X") else State.TODO
    text = resolved.item.status_text
    if text is None or read_status(text) is not None:
        return None
    return resolved.item.status


def expected_state(link: Link) -> State | None:
    """What the author's side should still say: as when linked, but for a box that we ticked."""
    return State.DONE if link.written.box else link.row_state


def by_id(links: tuple[Link, ...]) -> Mapping[str, Link]:
    """`links` by id."""
    return {link.id: link for link in links}
