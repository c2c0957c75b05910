"""Owns the word for a change of a document's bytes, and what a set of changes makes of the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncer.model.span import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `after` where `before` stands at `span`; an empty span inserts."""

    span: Span
    before: bytes
    after: bytes


def splice(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with `edits` applied; they are in order of place, and those of one place in the order they are to stand.

    Raises `ValueError` for edits out of order, overlapping, or made for other bytes.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in edits:
        if edit.span.start < at:
            raise ValueError(f"an edit at byte {edit.span.start} begins before the one that ends at byte {at}")
        if edit.span.of(data) != edit.before:
            raise ValueError(f"an edit expects {edit.before!r} at byte {edit.span.start}, found {edit.span.of(data)!r}")
        pieces += (data[at : edit.span.start], edit.after)
        at = edit.span.end
    return b"".join((*pieces, data[at:]))


def unsplice(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes that `splice` with the same `edits` made `data` of: inserted bytes deleted, replaced ones put back."""
    return splice(data, inverse(edits))


def inverse(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that undo `edits` in the bytes that these make."""
    undone: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.span.start + shift
        undone.append(Edit(Span(start, start + len(edit.after)), edit.after, edit.before))
        shift += len(edit.after) - len(edit.before)
    return tuple(undone)
