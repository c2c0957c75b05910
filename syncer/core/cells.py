"""Owns what the owned text of each item should say: from the item and its issue alone, never from today."""

from __future__ import annotations

from datetime import date

from syncer.core.owned import Wish
from syncer.core.render import status_text
from syncer.model import Field, IssueRef, Link, Written


def wish(index: int, link: Link, issue: IssueRef, address: str, *, is_linked_by_author: bool) -> Wish:
    """What the row at `index` should show of its `issue`; `address` is the link target as seen from the document."""
    is_ours = link.written != Written() or not is_linked_by_author
    return Wish(
        item=link.id,
        index=index,
        label=issue.label,
        address=address,
        status=status(link),
        is_done=link.state is not None and link.state.is_closed,
        written=link.written if link.written != Written() else None,
        wants_issue_cell=is_ours,
    )


def status(link: Link) -> str:
    """The status text of a linked item."""
    return status_text(
        link.state,
        link.closed,
        _day(link.observed.get(Field.DUE)),
        _day(link.values.get(Field.DUE)),
        _owner_note(link),
        is_deleted=link.is_gone,
    )


def _owner_note(link: Link) -> str | None:
    """The tracker's assignee while that is not the row's owner."""
    assigned = link.observed.get(Field.OWNER)
    wanted = link.values.get(Field.OWNER)
    if not assigned or (wanted and wanted.split(", ")[0] in assigned.split(", ")):
        return None
    return link.owner_names[0] if link.owner_names else assigned.split(", ")[0]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
