"""Owns which tables hold action items, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncer.core.columns import SURE, Columns, assign, is_time_header, read_header
from syncer.core.headings import Grade
from syncer.core.shapes import Shape, shape_of
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import collapse
from syncer.model import Cells, Role, Table

MAX_COLUMNS = 40
"""A table of more columns is data."""
MAX_ROWS = 40
"""So many rows are looked at to tell what the columns hold."""
_TIMELINE = "a column of times: a timeline"
_BESIDE_ACTION = (Role.OWNER, Role.DUE, Role.STATUS, Role.ISSUE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a table is none of action items."""

    why: str


_UNNAMED = Refusal("its header does not name actions together with an owner or a due date")
_NO_ACTION = Refusal("no column of actions")


def judge(table: Table, grade: Grade) -> Columns | Refusal:
    """Whether `table`, in a section of that grade, holds action items, and then what its columns hold."""
    headers = [text.plain for text in table.header.read().texts]
    if not (1 if grade is Grade.STRONG else 2) <= len(headers) <= MAX_COLUMNS:
        return Refusal(f"a table of {len(headers)} columns")
    if any(map(is_time_header, headers)):
        return Refusal(_TIMELINE)
    if grade <= Grade.NEUTRAL and not _may_hold_actions(headers):
        return _UNNAMED
    sample = _Sample([row.read() for row in table.rows[:MAX_ROWS]])
    columns = assign(headers, sample.column, by_shape=grade >= Grade.WEAK)
    unnamed = (number for number, role in enumerate(columns.roles) if role not in columns.named)
    if any(shape_of(sample.column(number)) is Shape.TIME for number in unnamed):
        return Refusal(_TIMELINE)
    return _refuse(columns, grade, sample) or columns


def _may_hold_actions(headers: Sequence[str]) -> bool:
    """Whether header words alone name an action, and somebody or something that goes with it."""
    named = {header.role for text in headers for header in read_header(text)}
    return Role.ACTION in named and not named.isdisjoint({Role.OWNER, Role.DUE, Role.ISSUE})


@dataclass(frozen=True, slots=True)
class _Sample:
    """The first rows of a table."""

    rows: list[Cells]

    def column(self, number: int) -> list[str]:
        """The plain texts of a column's cells."""
        return [collapse(cells.texts[number].plain) for cells in self.rows if number < len(cells.texts)]


def _refuse(columns: Columns, grade: Grade, sample: _Sample) -> Refusal | None:
    """In a section of actions an action column is enough; elsewhere the header must name actions and who or when."""
    if Role.ACTION not in columns.roles:
        return _NO_ACTION
    is_sure = columns.action_weight == SURE
    who_or_when = columns.has(Role.OWNER, Role.DUE)
    if grade is Grade.STRONG:
        with_it = any(role in columns.roles for role in _BESIDE_ACTION)
        return None if is_sure or with_it or not columns.has(Role.TYPE, Role.PRIORITY) else _NO_ACTION
    if grade is Grade.WEAK:
        return None if is_sure or who_or_when else Refusal("no column says who or when")
    if is_sure and (who_or_when or (columns.has(Role.ISSUE) and columns.has(Role.STATUS, Role.PRIORITY))):
        return None
    if columns.named >= {Role.ACTION, Role.OWNER, Role.DUE} and _asks(sample.column(columns.roles.index(Role.ACTION))):
        return None
    return _UNNAMED


def _asks(cells: Sequence[str]) -> bool:
    """Whether at least half of a column's cells ask for something: `What` may also be what happened."""
    return sum(map(begins_with_verb, cells)) * 2 >= max(len(cells), 1)
