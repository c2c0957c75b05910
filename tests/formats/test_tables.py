from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import Unreadable
from syncer.formats.tables import MAX_PIPES, code_groups, lay_out, lay_out_delimiter, line_end


@pytest.mark.parametrize(
    ("line", "cells", "closed"),
    [
        (b"| a | b |", [b" a ", b" b "], True),
        (b"a | b", [b"a ", b" b"], False),
        (b"| a", [b" a"], False),
        (b"a |", [b"a "], True),
        (b"| a \\| b |", [b" a \\| b "], True),
        (b"||", [b""], True),
        (b"|", [b""], False),
        (b"a", [b"a"], False),
        (b"| `a|b` | c |  ", [b" `a", b"b` ", b" c "], True),
    ],
)
def test_cells_stand_between_the_pipes(line: bytes, cells: list[bytes], closed: bool) -> None:
    data = b"> " + line + b"\r\nnext | row"
    found = lay_out(data, 2, 7)
    assert ([cell.of(data) for cell in found.cells], found.closed, found.line) == (cells, closed, 7)
    assert found.span.of(data) == line.rstrip()


@pytest.mark.parametrize(("data", "end"), [(b"ab\ncd", 2), (b"ab\rcd", 2), (b"abcd", 4), (b"", 0)])
def test_line_ends_at_any_line_ending_or_the_end(data: bytes, end: int) -> None:
    assert line_end(data, 0) == end


@pytest.mark.parametrize("prefix", [b"", b"> ", b"   ", b">  > "])
def test_delimiter_stands_after_indentation_and_quote_marks(prefix: bytes) -> None:
    data = prefix + b"|:--|-|  \n"
    found = lay_out_delimiter(data, 0, 2)
    assert (found.span.of(data), found.span.start, found.line) == (b"|:--|-|", len(prefix), 2)


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        (b"| a | b |", ((0,), (1,))),
        (b"| `a|b` | c |", ((0, 1), (2,))),
        (b"| a | `b|c|d` |", ((0,), (1, 2, 3))),
        (b"| ``a`|b`` | `c|d |", ((0, 1), (2,), (3,))),
        (b"| `a | b |", ((0,), (1,))),
        (b"| `a` | `b` |", ((0,), (1,))),
    ],
)
def test_cells_that_a_code_span_holds_together_are_one_group(line: bytes, groups: tuple[tuple[int, ...], ...]) -> None:
    assert code_groups(line, lay_out(line, 0, 1)) == groups


def test_row_of_too_many_pipes_is_refused_by_name() -> None:
    lay_out(b"|" * MAX_PIPES, 0, 7)
    with pytest.raises(Unreadable, match=f"the table row on line 7 has {MAX_PIPES + 1} pipes"):
        lay_out(b"|" * (MAX_PIPES + 1), 0, 7)


@given(st.text("|`a\\ ", max_size=60).filter(str.strip).map(str.encode))
def test_cells_tile_the_row_and_every_cell_is_in_one_group(line: bytes) -> None:
    found = lay_out(line, 0, 1)
    assert all(a.end + 1 == b.start for a, b in zip(found.cells, found.cells[1:], strict=False))
    numbers = [number for group in code_groups(line, found) for number in group]
    assert numbers == list(range(len(found.cells)))
