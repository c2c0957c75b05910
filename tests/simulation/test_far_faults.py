"""Everything that can go wrong between us and a far tracker, once each: no issue twice, none missing, no edit lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from simulation.far import Outcome, TrackerKind
from simulation.far_cases import Case, calm, survive
from simulation.far_table import cases, of_suite
from simulation.quick import quick_folder


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def expected() -> Callable[[TrackerKind, str], Outcome]:
    """What a document comes to without a fault."""

    @cache
    def found(kind: TrackerKind, document: str) -> Outcome:
        with quick_folder() as folder:
            return calm(folder / "world", kind, document)

    return found


@pytest.mark.parametrize(
    ("kind", "case", "state_lost"),
    [
        pytest.param(*one, id=f"{one[0]}: {one[1].name}, state {'deleted' if one[2] else 'kept'}")
        for one in of_suite(cases)
    ],
)
def test_fault(
    kind: TrackerKind,
    case: Case,
    state_lost: bool,
    root: Path,
    expected: Callable[[TrackerKind, str], Outcome],
) -> None:
    row = survive(case, root / "world", kind, expected(kind, case.document), state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row
