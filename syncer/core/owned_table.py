"""Owns the cells that we write into a table, in columns that are there or that are added behind the header's last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from syncer.core.owned_columns import Cell, Column, cell_of, choose, text_at
from syncer.core.wish import Outcome, Wish, changed_by_hand, too_ragged
from syncer.model import CellEdit, Document, Edit, Problem, Role, RowLayout, Span, TableLayout, Written

_BLANKS = b" \t"
_MOST_MISSING = 100_000  # cells: a few bytes of a hostile table must not grow into hundreds of megabytes


def write_table(document: Document, table: TableLayout, wishes: Mapping[int, Wish]) -> Outcome:
    """Bring the owned cells of one table to what `wishes` (by row, at least one) say."""
    missing = sum(max(0, len(table.header.cells) - len(row.cells)) for row in table.rows)
    if missing > _MOST_MISSING:
        written = tuple((wish.item, wish.last) for wish in wishes.values())
        return Outcome(written=written, problems=(too_ragged(document, table.header.line, missing),))
    columns = _columns(document, table, wishes)
    rows = {row: _look(document, table.rows[row], wish, columns) for row, wish in wishes.items()}
    return Outcome(
        changes=tuple(_changes(document, table, columns, rows)),
        written=tuple((row.wish.item, row.written()) for row in rows.values()),
        edits=tuple(edit for row in rows.values() for edit in row.edits()),
        problems=tuple(problem for row in rows.values() for problem in row.problems(document)),
    )


def _columns(document: Document, table: TableLayout, wishes: Mapping[int, Wish]) -> tuple[Column, ...]:
    linking = {row: wish for row, wish in wishes.items() if wish.wants_issue_cell}
    issue = (choose(document, table, linking, Role.ISSUE),) if linking else ()
    return (*issue, choose(document, table, wishes, Role.STATUS))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with a wish: the cells asked for, each with its column and what stands there."""

    line: int
    wish: Wish
    cells: tuple[tuple[Column, Cell, str], ...]

    def texts(self) -> Mapping[Role, str]:
        """The texts to write; a cell that says it already, or that we may not touch, is not among them."""
        return {
            column.role: cell.wanted
            for column, cell, current in self.cells
            if current != cell.wanted and cell.accepts(current)
        }

    def written(self) -> Written:
        """What will stand in the row, or what we last wrote where a person changed it."""
        stands = {
            column.role: cell.wanted if cell.accepts(current) else cell.last for column, cell, current in self.cells
        }
        return Written(issue_cell=stands.get(Role.ISSUE), status_cell=stands[Role.STATUS])

    def edits(self) -> Iterator[CellEdit]:
        """The cells that change, for people."""
        texts = self.texts()
        for column, _, current in self.cells:
            if column.role in texts:
                yield CellEdit(self.line, self.wish.item, column.role, current, texts[column.role])

    def problems(self, document: Document) -> Iterator[Problem]:
        """The cells that a person changed."""
        for column, cell, current in self.cells:
            if not cell.accepts(current):
                yield changed_by_hand(document, self.wish, f"cell in column '{column.name}'", current, cell.wanted)


def _look(document: Document, layout: RowLayout, wish: Wish, columns: Sequence[Column]) -> _Row:
    asked = (column for column in columns if wish.wants_issue_cell or column.role is not Role.ISSUE)
    cells = tuple(
        (column, cell_of(wish, column.role), "" if column.index is None else text_at(document, layout, column.index))
        for column in asked
    )
    return _Row(layout.line, wish, cells)


def _changes(
    document: Document, table: TableLayout, columns: Sequence[Column], rows: Mapping[int, _Row]
) -> Iterator[Edit]:
    width = len(table.header.cells)
    names = [column.name for column in columns if column.index is None]
    if names:
        yield _append(table.header, width, names)
        yield _append(table.delimiter, width, ["---"] * len(names), _pad(document, table.delimiter))
    for number, layout in enumerate(table.rows):
        if number in rows or (names and not _is_remark(layout, width)):
            texts = rows[number].texts() if number in rows else {}
            yield from _change_row(document, layout, width, columns, texts)


def _is_remark(layout: RowLayout, width: int) -> bool:
    """Whether a line holds no pipe: text right below a table, a row by the table rules alone, fine without cells."""
    return width > 1 and layout.cells == (layout.span,)


def _pad(document: Document, delimiter: RowLayout) -> str:
    return " " if delimiter.cells[-1].of(document.data)[:1] in (b" ", b"\t") else ""


def _change_row(
    document: Document, layout: RowLayout, width: int, columns: Sequence[Column], texts: Mapping[Role, str]
) -> Iterator[Edit]:
    """Edits of one body row: cells that are there are filled, a short row is made as long as needed, columns added."""
    has = len(layout.cells)
    there = {
        column.index: texts[column.role] for column in columns if column.index is not None and column.role in texts
    }
    added = [texts.get(column.role, "") for column in columns if column.index is None]
    for index, text in there.items():
        if index < has:
            yield _fill(document, layout.cells[index], text)
    last = width if added else max(there, default=-1) + 1
    new = [*(there.get(index, "") for index in range(has, last)), *added]
    if new:
        yield _append(layout, width, new)


def _fill(document: Document, cell: Span, text: str) -> Edit:
    """Put `text` where the cell's own text stands; into a blank cell it is inserted, and no blank is taken away."""
    old, new = cell.of(document.data), text.encode()
    stripped = old.strip(_BLANKS)
    if stripped:
        start = cell.start + old.index(stripped)
        return Edit(Span(start, start + len(stripped)), stripped, new)
    at = cell.start + min(len(old), 1)
    return Edit(Span(at, at), b"", (b"" if old else b" ") + new + (b"" if len(old) > 1 else b" "))


def _append(layout: RowLayout, width: int, texts: Sequence[str], pad: str = " ") -> Edit:
    """Cells behind the last one that the header has a column for; those in excess of the header move on behind them."""
    has = len(layout.cells)
    at = layout.cells[width - 1].end + 1 if has > width else layout.span.end
    if layout.closed or has > width:
        new = "".join(f"{pad}{text}{pad}|" if text else " |" for text in texts)
    else:
        closing = "" if texts[-1] else " |"  # without it the last pipe would close the cell before
        new = "".join(f"{pad}|{pad}{text}" if text else " |" for text in texts) + closing
    return Edit(Span(at, at), b"", new.encode())
