"""What a document that could not be read weighs."""

from __future__ import annotations

import pytest

from syncer.engine.reading import failure_problem
from syncer.model import DocumentKey, DocumentRef, Problem, ReadFailure, Severity


@pytest.mark.parametrize(("is_unforeseen", "severity"), [(False, Severity.PROBLEM), (True, Severity.ERROR)])
def test_only_a_fault_of_ours_fails_the_run(*, is_unforeseen: bool, severity: Severity) -> None:
    failure = ReadFailure(DocumentRef(DocumentKey("s", "a.md"), "1"), "why", "what to do", "docs/a.md", is_unforeseen)
    assert failure_problem(failure) == Problem("unreadable", "docs/a.md", None, "why", "what to do", severity)
