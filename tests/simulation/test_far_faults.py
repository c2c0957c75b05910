"""Everything that can go wrong between us and a far tracker, once each: no issue twice, none missing, no edit lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from simulation.far import Outcome
from simulation.far_faults import CASES, SECONDARY, Case, calm, survive
from simulation.quick import quick_folder


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def expected() -> dict[str, Outcome]:
    """What each document comes to without a fault."""
    found = {}
    for case in (CASES[0], SECONDARY[0]):
        with quick_folder() as folder:
            found[case.document] = calm(folder / "world", case.document)
    return found


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(case: Case, state_lost: bool, root: Path, expected: dict[str, Outcome]) -> None:
    row = survive(case, root / "world", expected[case.document], state_lost=state_lost)

    assert (row.duplicates, row.missing, row.lost_edits) == (0, 0, 0), row
