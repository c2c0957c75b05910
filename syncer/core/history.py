"""Owns what counts as a change worth remembering: which field of an item went from what to what, by which side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from syncer.model import Field, HistoryEntry, Link


def differences(before: Link | None, after: Link, run: str, at: datetime) -> Iterator[HistoryEntry]:
    """One entry for each of title, owner, due and status that differs; a new item's entries come from nothing."""
    sides = {
        "title": "document",
        "owner": _side(before, after, Field.OWNER),
        "due": _side(before, after, Field.DUE),
        "status": "issue" if after.issue is not None else "document",
    }
    old = _shown(before) if before is not None else {}
    for name, value in _shown(after).items():
        if old.get(name) != value:
            yield HistoryEntry(after.id, name, old.get(name), value, sides[name], run, at)


def _shown(link: Link) -> dict[str, str | None]:
    """What a report would show of an item: the tracker's word where it has an issue, else the row's."""
    is_linked = link.issue is not None
    state = link.state if is_linked else link.row_state
    return {
        "title": link.text,
        "owner": link.observed.get(Field.OWNER) if is_linked else link.owner_text,
        "due": (link.observed if is_linked else link.values).get(Field.DUE),
        "status": state.value if state else None,
    }


def _side(before: Link | None, after: Link, field: Field) -> str:
    """The document, unless its own text stayed as it was."""
    if before is None:
        return "document"
    old, new = before.base.get(field), after.base.get(field)
    return "issue" if old is not None and new is not None and old.text == new.text else "document"
