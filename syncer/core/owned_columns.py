"""Owns which columns of a table take our links and statuses: the author's while it is free, else one of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from syncer.core.render import read_issue_link, read_status
from syncer.core.wish import Wish
from syncer.model import OWN_HEADERS, Document, Role, RowLayout, TableLayout

_PLAIN = {Role.ISSUE: "Issue", Role.STATUS: "Status"}
_AUTHORS_WORDS = frozenset({"Open", "In progress"})
_MOST_CANDIDATES = 8  # each is looked at in every row, so a hostile header may not name thousands


@dataclass(frozen=True, slots=True)
class Column:
    """A column that takes owned text: `index` in the header, or `None` for one that is to be added as `name`."""

    role: Role
    name: str
    index: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one wish asks of one cell: the text it wants and what we last wrote there (`None`: not known)."""

    wish: Wish
    wanted: str
    last: str | None
    is_ours: Callable[[str], bool]

    def accepts(self, current: str) -> bool:
        """Whether a cell that says `current` may be overwritten."""
        if current in ("", self.wanted):
            return True
        return self.is_ours(current) if self.last is None else current == self.last


def cell_of(wish: Wish, role: Role) -> Cell:
    """The cell of `wish` in the issue or status column."""
    if role is Role.ISSUE:
        return Cell(wish, wish.link, wish.last.issue_cell, lambda text: _is_link_to(wish.label, text))
    return Cell(wish, wish.status, wish.last.status_cell, lambda text: read_status(text) is not None)


def _is_link_to(label: str, text: str) -> bool:
    """Whether `text` is a link of ours to the issue called `label`; an author's link to anything else is theirs."""
    link = read_issue_link(text)
    return link is not None and link[0] == label


def text_at(document: Document, row: RowLayout, index: int) -> str:
    """The text of a row's cell without the blanks around it; empty where the row is too short to have one."""
    return row.cells[index].of(document.data).decode().strip() if index < len(row.cells) else ""


def choose(document: Document, table: TableLayout, wishes: Mapping[int, Wish], role: Role) -> Column:
    """The column for `role`, the same on every run: once it holds text of ours it stays the one.

    `wishes` are by row. An author's column is taken when no cell to be written holds anything else; otherwise the
    table gets a column of our own.
    """
    return _Choice(document, table, wishes, role).column()


@dataclass(frozen=True, slots=True)
class _Choice:
    document: Document
    table: TableLayout
    wishes: Mapping[int, Wish]
    role: Role

    def column(self) -> Column:
        headers = [text_at(self.document, self.table.header, index) for index in range(len(self.table.roles))]
        own = OWN_HEADERS[self.role]
        if own in headers:
            return Column(self.role, own, headers.index(own))
        candidates = [index for index, role in enumerate(self.table.roles) if role is self.role][:_MOST_CANDIDATES]
        for is_chosen in (self._holds_ours, self._is_free):
            for index in candidates:
                if is_chosen(index):
                    return Column(self.role, headers[index], index)
        if candidates and any(cell_of(wish, self.role).last is not None for wish in self.wishes.values()):
            return Column(self.role, headers[candidates[0]], candidates[0])
        plain = _PLAIN[self.role]
        return Column(self.role, own if candidates or plain in headers else plain, None)

    def _cells(self, index: int) -> list[tuple[int, Cell, str]]:
        """Per wish: its row, what it asks of the column and what stands there."""
        rows = self.table.rows
        return [
            (row, cell_of(wish, self.role), text_at(self.document, rows[row], index))
            for row, wish in self.wishes.items()
        ]

    def _is_free(self, index: int) -> bool:
        return all(cell.accepts(current) for _, cell, current in self._cells(index))

    def _holds_ours(self, index: int) -> bool:
        return any(self._is_evidence(row, cell, current) for row, cell, current in self._cells(index))

    def _is_evidence(self, row: int, cell: Cell, current: str) -> bool:
        """Whether the cell was certainly written by us, so that the column was chosen before."""
        if cell.last is not None:
            return current == cell.last
        if self.role is Role.ISSUE:
            return current == cell.wanted
        # An author may write a bare `Open` too; with our link in the same row it is ours.
        return cell.is_ours(current) and (current not in _AUTHORS_WORDS or self._has_our_link(row, cell.wish))

    def _has_our_link(self, row: int, wish: Wish) -> bool:
        layout = self.table.rows[row]
        return any(text_at(self.document, layout, index) == wish.link for index in range(len(layout.cells)))
