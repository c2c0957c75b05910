"""Owns what each row of an action-item table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from syncer.core.columns import Columns, is_number_header
from syncer.core.draft import Draft
from syncer.core.labels import read_labels
from syncer.core.leading import read_leading
from syncer.core.lexicon import headers as words
from syncer.core.looks import is_nothing, is_placeholder
from syncer.core.markup import has_link, is_all, with_strikes
from syncer.core.owner_due import read_owners
from syncer.core.render import read_issue_link, read_status
from syncer.core.shapes import is_ticket_like
from syncer.core.statuses import is_status_only, read_state
from syncer.core.ticket_marks import read_tickets
from syncer.core.tickets import read_local, read_only_key, read_ticket
from syncer.core.trailing import read_trailing
from syncer.core.wording import collapse, fold_title, without_parentheses
from syncer.model import Cells, MarkKind, Problem, Role, Row, RowLayout, Severity, Table, TableLayout, Text

_DONE_HEADERS = tuple(words.DONE.split())
_FILLABLE = (Role.OWNER, Role.DUE, Role.ISSUE)
_NOT_IN_SENTENCE = frozenset({Role.OWNER, Role.DUE})
MAX_STATE_WORDS = 4
"""What is left of an issue cell beside its tickets is a status only if it is so short."""


class RowDraft(NamedTuple):
    """The draft of a row, which is the nth below the header."""

    number: int
    row: Row
    draft: Draft


@dataclass(slots=True)
class TableReading:
    """A table of action items: its layout, the rows that hold one, and those that cannot be read."""

    layout: TableLayout
    drafts: list[RowDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Cell(NamedTuple):
    """What stands in one column of a row: its text and its Markdown source."""

    text: Text
    source: str

    @property
    def plain(self) -> str:
        """Its text on one line."""
        return collapse(self.text.plain)


def read_table(table: Table, columns: Columns, data: bytes) -> TableReading:
    """Every row of an action-item table in the file `data`; rows that only hold placeholders are left out."""
    header = table.header.read()
    headers = [collapse(text.plain) for text in header.texts]
    read = [row.read() for row in table.rows]
    layouts = tuple(cells.layout for cells in read)
    reading = TableReading(TableLayout(header.layout, table.read_delimiter(), layouts, columns.roles))
    for number, (row, cells) in enumerate(zip(table.rows, read, strict=True)):
        if len(headers) == 1 or not _is_remark(cells.layout):
            _read_row(reading, RowDraft(number, row, Draft("")), _by_column(cells, columns, data), headers, columns)
        if len(cells.layout.cells) > len(headers):
            reading.problems.append(_too_many_cells(row.line, len(cells.layout.cells), len(headers)))
    return reading


def _is_remark(layout: RowLayout) -> bool:
    """Whether a line below a table holds no pipe at all: a remark, though the table rules make it a row."""
    return len(layout.cells) == 1 and not layout.closed and layout.cells[0] == layout.span


def _by_column(cells: Cells, columns: Columns, data: bytes) -> list[_Cell]:
    """The cell of each column, read as a person does where a code span holds a pipe."""
    count = len(columns.roles)
    places = cells.layout.cells[: len(cells.texts)]
    split = [_Cell(text, place.of(data).decode()) for text, place in zip(cells.texts, places, strict=True)]
    if len(cells.layout.cells) <= count:
        return split + [_Cell(Text(""), "")] * (count - len(split))
    # What we wrote stands where the table rules see its column, even between the halves of a code span.
    ours = [number for number, role in enumerate(columns.roles) if _is_ours(role, split[number].source)]
    groups = [kept for group in cells.groups if (kept := [number for number in group if number not in ours])]
    others = [number for number in range(count) if number not in ours]
    if len(groups) == len(others):
        for number, group in zip(others, groups, strict=True):
            if group != [number]:
                split[number] = _Cell(cells.join(group), "")
    return split


def _is_ours(role: Role | None, source: str) -> bool:
    """Whether a cell holds what we write into such a column."""
    if role is Role.ISSUE:
        return read_issue_link(source) is not None
    return role is Role.STATUS and read_status(source) is not None


def _read_row(
    reading: TableReading, found: RowDraft, cells: list[_Cell], headers: Sequence[str], columns: Columns
) -> None:
    """Read one row, unless it is a template's or empty; a filled row without an action is a problem."""
    action = cells[columns.roles.index(Role.ACTION)]
    if _is_template(action, cells, columns):
        return
    if is_nothing(action.plain) and not has_link(action.text):
        if any(_is_filled(cell, header) for cell, header in zip(cells, headers, strict=True)):
            reading.problems.append(_no_action(found.row.line))
        return
    draft = _read_action(action.text, frozenset(role for role in columns.roles if role is not None))
    _read_cells(draft, list(zip(columns.roles, cells, headers, strict=True)))
    reading.drafts.append(found._replace(draft=draft))


def _read_cells(draft: Draft, cells: Sequence[tuple[Role | None, _Cell, str]]) -> None:
    """Read a row's cells with the roles and headers of their columns.

    An author's status column outweighs what stands beside a ticket; our status counts where nothing else says one.
    A status as we write it is ours in a row that is linked to an issue as we link it.
    """
    is_linked = any(role is Role.ISSUE and _is_ours(role, cell.source) for role, cell, _ in cells)
    for role, cell, header in sorted(cells, key=lambda column: column[0] is not Role.STATUS):
        if role is Role.STATUS and is_linked and _is_ours(role, cell.source):
            continue
        if role is not None:
            _read_cell(draft, role, cell, header)
        elif is_ticket_like(cell.plain) and not is_number_header(header):
            _read_issue(draft, cell.text, f"column {header!r}")
        else:
            _read_links(draft, cell.text)
    for role, cell, header in cells:
        if role is Role.STATUS and draft.status_text is None:
            _read_cell(draft, role, cell, header)
        elif role is Role.OWNER and not is_placeholder(cell.plain):
            # A due date beside an owner counts where the due column says nothing.
            draft.set_due(read_owners(cell.text.plain).due or "", f"column {header!r}")


def _is_filled(cell: _Cell, header: str) -> bool:
    """Whether a cell says something and does not only number its row."""
    return not is_nothing(cell.plain) and not is_placeholder(cell.plain) and not is_number_header(header)


def _no_action(line: int) -> Problem:
    return Problem("row-without-action", "", line, "the row names no action", "Fill its action cell or empty the row.")


def _too_many_cells(line: int, cells: int, columns: int) -> Problem:
    message = f"the row has {cells} cells under {columns} headers, so that its last cells are not shown"
    return Problem("row-too-long", "", line, message, r"Write \| for a pipe inside a cell.", Severity.NOTE)


def _is_template(action: _Cell, cells: Sequence[_Cell], columns: Columns) -> bool:
    """Whether a row only shows what to fill in: its action or its owner and due are placeholders, or all is italic."""
    if is_placeholder(action.plain) and not has_link(action.text):
        return True
    others = [cell for cell, role in zip(cells, columns.roles, strict=True) if role in _FILLABLE]
    filled = [cell for cell in others if not is_nothing(cell.plain)]
    if is_all(action.text, MarkKind.EMPHASIS) and any(is_all(cell.text, MarkKind.EMPHASIS) for cell in filled):
        return True
    return len(filled) >= 2 and all(is_placeholder(cell.plain) for cell in filled)


def _read_action(text: Text, roles: frozenset[Role]) -> Draft:
    """The draft of an action cell; fields that have a column of their own are not read out of its sentence."""
    draft = Draft.of(text)
    read_tickets(draft)
    kept = draft.copy()
    read_labels(draft)
    read_leading(draft)
    read_trailing(draft)
    found = {Role.OWNER: draft.owners, Role.DUE: draft.due_text}
    return kept if any(found[role] for role in _NOT_IN_SENTENCE & roles) or not draft.action() else draft


def _read_cell(draft: Draft, role: Role, cell: _Cell, header: str) -> None:
    """Set the field that a column holds."""
    rule = f"column {header!r}"
    if role is Role.STATUS:
        _read_status(draft, cell, header, rule)
    elif role is Role.ISSUE:
        _read_issue(draft, cell.text, rule)
    elif role is Role.ACTION:
        draft.rules[role] = rule
    elif not is_nothing(cell.plain) and not is_placeholder(cell.plain):
        _set_field(draft, role, cell, rule)


def _set_field(draft: Draft, role: Role, cell: _Cell, rule: str) -> None:
    if role is Role.OWNER and is_status_only(without_parentheses(cell.plain)):
        draft.set_status(cell.plain, read_state(cell.plain), rule)
    elif role is Role.OWNER:
        draft.set_owners(read_owners(cell.text.plain).owners, rule)
    elif role is Role.DUE:
        draft.set_due(collapse(with_strikes(cell.text)), rule)
    elif role is Role.PRIORITY:
        draft.set_priority(cell.plain, rule)
    else:
        draft.set_type(cell.plain, rule)


def _read_status(draft: Draft, cell: _Cell, header: str, rule: str) -> None:
    """A status of ours, an author's status, or nothing; tickets beside it count. The first of two columns counts."""
    if draft.rules.get(Role.STATUS, "").startswith("column "):
        return
    if (ours := read_status(cell.source)) is not None:
        draft.replace_status(cell.plain, ours.state, rule)
    elif not is_nothing(cell.plain):
        is_done_column = fold_title(header).startswith(_DONE_HEADERS)
        draft.replace_status(cell.plain, read_state(cell.plain, is_done_column=is_done_column), rule)
        beside = Draft.of(cell.text)
        read_tickets(beside, in_status=True)
        for ticket in beside.tickets:
            draft.add_ticket(ticket, rule)


def _read_issue(draft: Draft, text: Text, rule: str) -> None:
    """Tickets of an issue column, relative links to issue files among them; what is left may be a status."""
    cell = Draft.of(text)
    for mark in text.marks:
        if mark.kind is MarkKind.LINK and (ticket := read_local(collapse(text.plain[mark.start : mark.end]), mark.url)):
            cell.add_ticket(ticket, rule)
            cell.cut(mark.start, mark.end)
    read_tickets(cell, in_column=True)
    left = collapse(cell.view()).strip(" ()")
    if not cell.tickets and (ticket := read_only_key(left)):
        cell.add_ticket(ticket, rule)
    for ticket in cell.tickets:
        draft.add_ticket(replace(ticket, in_column=True), rule)
    state = read_state(left)
    if draft.status is None and state and (is_status_only(left) or len(left.split()) <= MAX_STATE_WORDS):
        draft.replace_status(left, state, rule)


def _read_links(draft: Draft, text: Text) -> None:
    """Tickets that a column links to which says nothing else we read."""
    for mark in text.marks:
        if mark.kind is MarkKind.LINK and (ticket := read_ticket(mark.url, mark.url)):
            draft.add_ticket(ticket, "a link")
