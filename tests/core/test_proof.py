"""What disproves that documents and issues are in step."""

from __future__ import annotations

import pytest

from syncer.core.proof import disproofs
from syncer.model import Plan, Problem, RunReport, Severity


@pytest.mark.parametrize(
    ("problem", "is_disproof"),
    [
        (Problem("cell-changed", "a.md", 3, "changed"), True),
        (Problem("issue-missing", "a.md", 3, "missing"), True),
        (Problem("target-unavailable", "local", None, "down", "", Severity.ERROR), True),
        (Problem("unresolved-due", "a.md", 3, "soon"), False),
        (Problem("undated", "a.md", 3, "no date", "", Severity.NOTE), False),
    ],
)
def test_only_a_missing_issue_or_an_untrue_cell_disproves(problem: Problem, is_disproof: bool) -> None:
    assert (disproofs(RunReport(Plan(), problems=(problem,))) == (problem,)) is is_disproof
