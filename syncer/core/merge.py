"""Owns the three-way merge of one item: field by field, what flows which way, and what is a conflict.

Base is a pair: a side moved when it differs from its own half. The document side compares text, so that a changed
calendar moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from syncer.model import Agreement, Base, Field, Values

AGREED_AS_THEY_STAND = frozenset({Field.TITLE, Field.PRIORITY, Field.TYPE})
"""Fields that need no base: two different values without one are no conflict."""


class Outcome(StrEnum):
    """What becomes of one field."""

    IN_STEP = "in step"
    TO_ISSUE = "to issue"
    TO_DOCUMENT = "to document"
    CONFLICT = "conflict"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Side:
    """The document's side of one item: texts, what they resolve to, and which say something without a value."""

    texts: Values
    values: Values
    unresolved: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of one field, with what either side says.

    `agreement` is what to remember, with `TO_ISSUE` once `document` has reached the tracker; `None` means that
    nothing new is agreed. `is_explained` says that an edit of the row itself asks for the change.
    """

    field: Field
    outcome: Outcome
    document: str | None
    tracker: str | None
    agreement: Agreement | None
    is_explained: bool = True


def merge(side: Side, tracker: Values, base: Base, *, reread: bool = False) -> Mapping[Field, Merged]:
    """Merge every field that the tracker keeps (the keys of `tracker`).

    `reread` lets a changed calendar or people file resolve again what was resolved, where the tracker still holds
    what we put there.
    """
    return {field: _merge_field(field, side, tracker[field], base.get(field), reread=reread) for field in tracker}


def frozen_value(side: Side, field: Field, half: Agreement | None, *, reread: bool = False) -> str | None:
    """What the document's text means: once resolved, that stays until the text moves (or is read again)."""
    stays = half is not None and half.text == side.texts[field] and half.value is not None and not reread
    return half.value if half is not None and stays else side.values[field]


def _merge_field(field: Field, side: Side, tracker: str | None, half: Agreement | None, *, reread: bool) -> Merged:
    text, value = side.texts[field], frozen_value(side, field, half, reread=reread)
    agreed = Agreement(text, value, tracker)
    if value == tracker:
        return Merged(field, Outcome.IN_STEP, value, tracker, agreed)
    if half is None:
        return _merge_without_base(field, agreed, is_unresolved=field in side.unresolved)
    tracker_moved = tracker != half.tracker
    if text == half.text:
        return _merge_unmoved_text(field, agreed, half, tracker_moved=tracker_moved)
    if field in side.unresolved:
        return Merged(field, Outcome.UNRESOLVED, value, tracker, None)
    if tracker_moved:
        return Merged(field, Outcome.CONFLICT, value, tracker, None)
    return _to_issue(field, agreed)


def _merge_unmoved_text(field: Field, agreed: Agreement, half: Agreement, *, tracker_moved: bool) -> Merged:
    """The row says what it said: an edit of the tracker stands; a new value fills only what nobody set by hand."""
    if tracker_moved:
        return Merged(field, Outcome.TO_DOCUMENT, agreed.value, agreed.tracker, agreed)
    if agreed.value != half.value and agreed.value is not None and half.tracker == half.value:
        return _to_issue(field, agreed, is_explained=False)
    return Merged(field, Outcome.IN_STEP, agreed.value, agreed.tracker, agreed)


def _merge_without_base(field: Field, agreed: Agreement, *, is_unresolved: bool) -> Merged:
    """Nothing is known of either half: both count as moved, an empty issue is filled, an empty row is not."""
    if agreed.tracker is None:
        return _to_issue(field, agreed)
    if agreed.value is None or field in AGREED_AS_THEY_STAND or is_unresolved:
        return Merged(field, Outcome.IN_STEP, agreed.value, agreed.tracker, agreed)
    return Merged(field, Outcome.CONFLICT, agreed.value, agreed.tracker, None)


def _to_issue(field: Field, agreed: Agreement, *, is_explained: bool = True) -> Merged:
    pushed = agreed._replace(tracker=agreed.value)
    return Merged(field, Outcome.TO_ISSUE, agreed.value, agreed.tracker, pushed, is_explained)
