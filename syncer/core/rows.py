"""Owns tables: which of them hold action items, and what each row of those says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from syncer.core.columns import Columns, assign, is_number_header, is_time_header
from syncer.core.draft import Draft
from syncer.core.headings import Grade
from syncer.core.labels import read_labels
from syncer.core.markup import has_link, is_all, with_strikes
from syncer.core.owner_text import split_owners
from syncer.core.remarks import read_remarks
from syncer.core.render import read_issue_link, read_status
from syncer.core.shapes import Shape, is_nothing, is_placeholder, shape_of
from syncer.core.statuses import is_status_only, read_state
from syncer.core.ticket_marks import read_tickets
from syncer.core.tickets import read_ticket
from syncer.core.wording import collapse, fold_title
from syncer.model import Cells, MarkKind, Problem, Role, Row, RowLayout, Table, TableLayout, Text, Ticket

_DONE_HEADERS = ("done", "complete", "closed", "resolved", "implemented", "finished", "完了", "utført", "ferdig", "erledigt", "fait", "hecho", "feito", "conclu")
MAX_SAMPLE = 40
"""Rows whose cells decide what a column looks like."""


@dataclass(slots=True)
class TableReading:
    """A table of action items: its layout, and a draft for each row that holds one, by its number."""

    layout: TableLayout
    drafts: list[tuple[int, Row, Draft]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a table is none of action items."""

    why: str


def headers_of(table: Table) -> list[Text]:
    """The header cells' texts."""
    return list(table.header.read().texts)


def judge(table: Table, grade: Grade) -> Columns | Refusal:
    """Whether `table`, in a section of that grade, holds action items, and then what its columns hold."""
    headers = [text.plain for text in headers_of(table)]
    if not 2 <= len(headers) <= 40 and not (len(headers) == 1 and grade is Grade.STRONG):
        return Refusal(f"a table of {len(headers)} columns")
    early = _refuse_headers(headers, grade)
    if early:
        return early
    sample = [row.read() for row in table.rows[:MAX_SAMPLE]]
    cells = [[collapse(row.texts[number].plain) for row in sample if number < len(row.texts)] for number in range(len(headers))]
    if any(shape_of(column) is Shape.TIME for column in cells):
        return Refusal("a column of times: a timeline")
    columns = assign(headers, cells, by_shape=grade >= Grade.WEAK)
    return _refuse_columns(columns, grade) or columns


def _refuse_headers(headers: Sequence[str], grade: Grade) -> Refusal | None:
    if any(is_time_header(header) for header in headers):
        return Refusal("a column of times: a timeline")
    if grade is Grade.AGAINST or grade is Grade.NEUTRAL:
        columns = assign(headers, [[] for _ in headers], by_shape=False)
        return _refuse_columns(columns, grade)
    return None


def _refuse_columns(columns: Columns, grade: Grade) -> Refusal | None:
    """In a section of actions an action column is enough; elsewhere the header must name actions and who or when."""
    if Role.ACTION not in columns.roles:
        return Refusal("no column of actions")
    if grade >= Grade.STRONG:
        return None
    if grade is Grade.WEAK:
        return None if columns.action_weight == 3 or columns.has(Role.OWNER, Role.DUE) else Refusal("no column says who or when")
    if columns.action_weight == 3 and columns.has(Role.OWNER, Role.DUE):
        return None
    if columns.action_weight == 3 and columns.has(Role.ISSUE) and columns.has(Role.STATUS, Role.PRIORITY):
        return None
    return Refusal("its header does not name actions together with an owner or a due date")


class _Cell(NamedTuple):
    """What stands in one column of a row: its text and its Markdown source."""

    text: Text
    source: str


def read_table(table: Table, columns: Columns, data: bytes) -> TableReading:
    """Every row of an action-item table in the file `data`; rows that only hold placeholders are left out."""
    header = table.header.read()
    headers = [text.plain for text in header.texts]
    read = [row.read() for row in table.rows]
    layout = TableLayout(header.layout, table.read_delimiter(), tuple(cells.layout for cells in read), columns.roles)
    reading = TableReading(layout)
    for number, (row, cells) in enumerate(zip(table.rows, read, strict=True)):
        if len(headers) > 1 and _is_no_row(cells.layout):
            continue
        _read_row(reading, number, row, _by_column(cells, columns, data), headers, columns)
    return reading


def _is_no_row(layout: RowLayout) -> bool:
    """Whether a line below a table holds no pipe at all: a remark, though the table rules make it a row."""
    return len(layout.cells) == 1 and not layout.closed and layout.cells[0] == layout.span


def _by_column(cells: Cells, columns: Columns, data: bytes) -> list[_Cell]:
    """The cell of each column, read as a person does where a code span holds a pipe."""
    count = len(columns.roles)
    plain = [_Cell(text, place.of(data).decode()) for text, place in zip(cells.texts, cells.layout.cells, strict=True)]
    if len(plain) <= count:
        return plain + [_Cell(Text(""), "")] * (count - len(plain))
    ours = [number for number, role in enumerate(columns.roles) if _is_ours(role, plain[number].source)]
    groups = [kept for group in cells.groups if (kept := [number for number in group if number not in ours])]
    others = [number for number in range(count) if number not in ours]
    result = plain[:count]
    if len(groups) == len(others):
        for number, group in zip(others, groups, strict=True):
            result[number] = plain[group[0]] if len(group) == 1 else _Cell(cells.join(group), "")
    return result


def _is_ours(role: Role | None, source: str) -> bool:
    """Whether a cell holds what we write into such a column."""
    if role is Role.ISSUE:
        return read_issue_link(source) is not None
    return role is Role.STATUS and read_status(source) is not None


def _read_row(reading: TableReading, number: int, row: Row, cells: list[_Cell], headers: Sequence[str], columns: Columns) -> None:
    """Read one row, unless it is a template's or empty; a filled row without an action is a problem."""
    by_role = {role: index for index, role in enumerate(columns.roles) if role is not None}
    action = cells[by_role[Role.ACTION]].text
    texts = [collapse(cell.text.plain) for cell in cells]
    if _is_template(action, cells, columns):
        return
    if is_nothing(collapse(action.plain)) and not has_link(action):
        said = zip(texts, headers, strict=True)
        if any(not is_nothing(text) and not is_placeholder(text) and not is_number_header(header) for text, header in said):
            reading.problems.append(_no_action(row.line))
        return
    draft = read_action_cell(action, frozenset(by_role))
    for role, index in by_role.items():
        _read_cell(draft, role, cells[index], collapse(headers[index]))
    for cell, role in zip(cells, columns.roles, strict=True):
        if role is None:
            _read_links(draft, cell.text)
    reading.drafts.append((number, row, draft))


def _no_action(line: int) -> Problem:
    return Problem("row-without-action", "", line, "the row names no action", "Fill its action cell or empty the row.")


def _is_template(action: Text, cells: Sequence[_Cell], columns: Columns) -> bool:
    """Whether a row only shows what to fill in: its action is a placeholder, or its owner, due and ticket
    are, or it is an example in italics.
    """
    if is_placeholder(collapse(action.plain)) and not has_link(action):
        return True
    fillable = (Role.OWNER, Role.DUE, Role.ISSUE)
    others = [cell.text for cell, role in zip(cells, columns.roles, strict=True) if role in fillable]
    others = [text for text in others if not is_nothing(collapse(text.plain))]
    if is_all(action, MarkKind.EMPHASIS) and any(is_all(text, MarkKind.EMPHASIS) for text in others):
        return True
    return len(others) >= 2 and all(is_placeholder(collapse(text.plain)) for text in others)


def read_action_cell(text: Text, roles: frozenset[Role]) -> Draft:
    """The draft of an action cell; fields that have a column of their own are not read out of its sentence."""
    draft = Draft.of(text)
    read_tickets(draft)
    kept = Draft(draft.plain, draft.marks, cuts=list(draft.cuts), tickets=list(draft.tickets), rules=dict(draft.rules))
    read_labels(draft)
    read_remarks(draft)
    found = {Role.OWNER: draft.owners, Role.DUE: draft.due_text, Role.STATUS: draft.status_text}
    if any(found[role] for role in (Role.OWNER, Role.DUE, Role.STATUS) if role in roles) or not draft.action():
        return kept
    return draft


def _read_cell(draft: Draft, role: Role, cell: _Cell, header: str) -> None:
    """Set the field that a column holds."""
    plain, rule = collapse(cell.text.plain), f"column {header!r}"
    if role is Role.STATUS:
        _read_status_cell(draft, cell, header, rule)
    elif role is Role.ISSUE:
        _read_issue_cell(draft, cell.text, rule)
    elif role is Role.ACTION:
        draft.rules[role] = rule
    elif is_nothing(plain) or is_placeholder(plain):
        return
    elif role is Role.OWNER:
        draft.set_owners(split_owners(cell.text.plain), rule)
    elif role is Role.DUE:
        draft.set_due(collapse(with_strikes(cell.text)), rule)
    elif role is Role.PRIORITY:
        draft.set_priority(plain, rule)
    else:
        draft.set_type(plain, rule)


def _read_status_cell(draft: Draft, cell: _Cell, header: str, rule: str) -> None:
    """A status of ours, an author's status, or nothing; tickets beside it count."""
    plain = collapse(cell.text.plain)
    is_done_column = fold_title(header).startswith(_DONE_HEADERS)
    if (ours := read_status(cell.source)) is not None:
        draft.status_text, draft.status = plain, ours.state
        draft.rules[Role.STATUS] = rule
    elif not is_nothing(plain):
        draft.status_text, draft.status = plain, read_state(plain, is_done_column=is_done_column)
        draft.rules[Role.STATUS] = rule
        _read_links(draft, cell.text, keys=True)


def _read_issue_cell(draft: Draft, text: Text, rule: str) -> None:
    """Tickets of an issue column, relative links to issue files among them; what is left may be a status."""
    cell = Draft.of(text)
    for mark in text.marks:
        if mark.kind is MarkKind.LINK and (ticket := read_local(collapse(text.plain[mark.start : mark.end]), mark.url)):
            cell.add_ticket(ticket, rule)
            cell.cut(mark.start, mark.end)
    read_tickets(cell, in_column=True)
    for ticket in cell.tickets:
        draft.add_ticket(replace(ticket, in_column=True), rule)
    left = collapse(cell.view()).strip(" ()")
    state = read_state(left)
    if draft.status is None and state is not None and (is_status_only(left) or len(left.split()) <= 4):
        draft.status_text, draft.status = left, state
        draft.rules[Role.STATUS] = rule


def read_local(label: str, url: str) -> Ticket | None:
    """The ticket of a relative link to an issue file, `None` for any other link."""
    if not url or url.startswith(("#", "//", "/")) or "://" in url or url.partition(":")[0].isalpha() and ":" in url:
        return None
    path = url.partition("#")[0].partition("?")[0]
    return Ticket(label, url, "local", key=label) if path.endswith((".md", ".markdown")) else None


def _read_links(draft: Draft, text: Text, *, keys: bool = False) -> None:
    """Tickets that other columns link to, or also name."""
    cell = Draft.of(text)
    if keys:
        read_tickets(cell)
    else:
        for mark in text.marks:
            if mark.kind is MarkKind.LINK and (ticket := read_ticket(mark.url, mark.url)):
                cell.add_ticket(ticket, "a link")
    for ticket in cell.tickets:
        draft.add_ticket(ticket, "a link")
