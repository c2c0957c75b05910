"""Owns the note in an issue's body that its due date is kept in an issue field.

Every issue of ours has the date in our part of the body as well. Without the note nobody could tell an issue whose
field a person emptied from one that was made before there was such a field.
"""

from __future__ import annotations

from syncer.core.issue_body import fits
from syncer.core.marker import find_marker_line

DUE_IN_FIELD = "<!-- syncer-due-in-field -->"


def has_due_in_field(text: str) -> bool:
    """Whether the due date of the issue with this body was put into an issue field."""
    return DUE_IN_FIELD in text


def with_due_in_field(text: str) -> str:
    """`text` with the note above the marker; `text` itself without one to stand above, or where nothing more fits."""
    found = find_marker_line(text)
    if found is None or has_due_in_field(text):
        return text
    noted = f"{text[: found[0]]}{DUE_IN_FIELD}\n{text[found[0] :]}"
    return noted if fits(noted) else text


def without_due_in_field(text: str) -> str:
    """`text` without the note, so that the date in our part counts again."""
    return text.replace(f"{DUE_IN_FIELD}\n", "", 1).replace(DUE_IN_FIELD, "", 1)
