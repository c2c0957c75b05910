from __future__ import annotations

import pytest

from syncer.core.shapes import MAX_SAMPLE, Shape, shape_of


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        ([], Shape.EMPTY),
        (["", "-", "TBD"], Shape.EMPTY),
        (["1", "2", "#3"], Shape.NUMBER),
        (["2026-03-01", "", "Next sprint"], Shape.DATE),
        (["quarterly", "weekly"], Shape.DATE),
        (["14:02", "14:05 UTC"], Shape.TIME),
        (["#12", "PAY-12", "https://github.com/a/b/issues/1"], Shape.TICKET),
        (["https://example.com/a", "https://example.com/b"], Shape.TEXT),
        (["Done", "✅", "open"], Shape.STATUS),
        (["P0", "high"], Shape.PRIORITY),
        (["@alice", "@bob, @carol"], Shape.OWNER),
        (["Alice Smith", "Bob"], Shape.OWNER),
        (["Alice", "Bob"], Shape.NAME),
        (["prevent", "mitigate"], Shape.WORDS),
        (["Add an alert", "Fix leak"], Shape.TEXT),
        (["x" * 200], Shape.TEXT),
        (["the pool leaked under load"], Shape.TEXT),
        (["#12", "@bob", "Done", "P1"], Shape.TEXT),
    ],
)
def test_column_looks_like_at_least_half_of_its_filled_cells(cells: list[str], shape: Shape) -> None:
    assert shape_of(cells) is shape


def test_first_cells_tell() -> None:
    assert shape_of(["P0"] * MAX_SAMPLE + ["@alice"] * 100) is Shape.PRIORITY
