"""Owns what disproves that every row has exactly one live issue and every cell is true."""

from __future__ import annotations

from syncer.model import Problem, RunReport, Severity

DISPROVING = frozenset(
    {
        "ambiguous-row",
        "cell-changed",
        "duplicate-issue",
        "issue-missing",
        "link-copied",
        "link-twice",
        "no-route",
        "unreadable",
        "write-back-refused",
    }
)
"""Codes of problems that leave a row without its one issue, or a cell that is not true."""

NOT_IN_STEP = DISPROVING | {"conflict"}
"""Codes of problems of an item that is not in step: one of those, or both sides say something else."""


def disproofs(report: RunReport) -> tuple[Problem, ...]:
    """The problems of a look at everything that disprove it; failures of any kind do, too."""
    return tuple(
        problem for problem in report.problems if problem.code in DISPROVING or problem.severity is Severity.ERROR
    )
