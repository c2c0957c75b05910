"""Which texts of ours stand in a row or item."""

from __future__ import annotations

import pytest
from core.owned_documents import document

from syncer.core.standing import standing
from syncer.model import Written

HEAD = "| Action | Issue | Status |\n|---|---|---|\n"
SUFFIX = " — [AI-1](a.md) · Open"


@pytest.mark.parametrize(
    ("row", "issue_cell", "status_cell"),
    [
        ("| Fix the leak | [AI-1](a.md) | Open |", "[AI-1](a.md)", "Open"),
        ("| Fix the leak | [AI-1](a.md) | Nearly |", "[AI-1](a.md)", None),
        ("| Fix the leak |  | Open |", None, "Open"),
        ("| Fix the leak |", None, None),
    ],
)
def test_cells_of_a_row(row: str, issue_cell: str | None, status_cell: str | None) -> None:
    found = standing(document(f"{HEAD}{row}\n"), 0, Written("[AI-1](a.md)", "Open"))

    assert found == Written(issue_cell, status_cell)


@pytest.mark.parametrize(
    ("line", "suffix", "box"),
    [
        (f"- [x] Fix the leak{SUFFIX}", SUFFIX, True),
        (f"- [X] Fix the leak{SUFFIX}", SUFFIX, True),
        (f"- [ ] Fix the leak{SUFFIX}", SUFFIX, False),
        (f"- Fix the leak{SUFFIX}", SUFFIX, False),
        ("- Fix the leak — [AI-1](a.md) · Done 2026-03-12", None, False),
        ("- Fix the leak", None, False),
    ],
)
def test_suffix_and_box_of_an_item(line: str, suffix: str | None, box: bool) -> None:
    assert standing(document(f"{line}\n"), 0, Written(suffix=SUFFIX, box=True)) == Written(suffix=suffix, box=box)


def test_what_was_not_intended_does_not_stand() -> None:
    assert standing(document(f"- [x] Fix the leak{SUFFIX}\n"), 0, Written()) == Written()
