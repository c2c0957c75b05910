"""Owns the gathering of action items: from tables anywhere, and from the lists and titles of sections of actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from syncer.core.around import lines_of_names, named_by, read_around
from syncer.core.entry import Entry, are_assigned, is_housekeeping, look_like_actions, make_item, settle_names
from syncer.core.field_lines import is_field_list, read_below
from syncer.core.headings import Grade, looks_ahead
from syncer.core.judging import Refusal, judge
from syncer.core.lists import line_entries, list_entries
from syncer.core.outline import PLAIN, Section, walk
from syncer.core.own_suffix import text_without_suffix
from syncer.core.patterns import Pattern
from syncer.core.rows import TableReading, read_table
from syncer.core.titled import is_titled_item, titled_entry
from syncer.core.wording import collapse
from syncer.model import (
    ActionItem,
    Around,
    Block,
    Blocks,
    Kind,
    ListBlock,
    Paragraph,
    PassedOver,
    Problem,
    Table,
    TableAnchor,
    TableLayout,
)

_AFTER_LEAD = Pattern(r"\s+[—–-]\s|[:：]")
_MAX_NAME = 200
"""Characters of a table's header that name it in `explain`."""


@dataclass(slots=True)
class Collector:
    """Gathers the action items of a document."""

    blocks: Blocks
    outline: Sequence[Section]
    language: str | None
    items: list[ActionItem] = field(default_factory=list)
    tables: list[TableLayout] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _beside: dict[tuple[int, ...], set[str]] = field(default_factory=dict)
    _names: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self._names = lines_of_names(self.outline)

    def read_tables(self) -> None:
        """Read the action-item tables of every section, in its lists too."""
        for section in self.outline:
            for table in _tables(section):
                self._read_table(section, table)

    def read_lists(self, threshold: Grade) -> None:
        """Read the sections whose titles are at least as sure as `threshold`, in order.

        What stands under a title that only may introduce actions counts if it reads like things to do as a whole.
        """
        unsure: dict[int, list[tuple[Entry, Section]]] = {}
        for number, section in enumerate(self.outline):
            if section.grade < threshold:
                self._pass_over(section)
                continue
            entries = self._read_section(number, section, threshold)
            settle_names(entries)
            if section.grade is Grade.WEAK:
                unsure.setdefault(_weak_line(section), []).extend((entry, section) for entry in entries)
            else:
                self.items += [make_item(entry, section) for entry in entries]
        for line, found in unsure.items():
            self._settle(line, found)

    def read_ahead(self) -> None:
        """Beside surer sections, read those that only may introduce actions and say when they are to be done."""
        for number, section in enumerate(self.outline):
            if section.grade is not Grade.WEAK or not any(looks_ahead(title.text) for title in section.titles):
                continue
            entries = self._read_section(number, section, Grade.WEAK)
            settle_names(entries)
            self._settle(_weak_line(section), [(entry, section) for entry in entries])

    def read_by_shape(self) -> None:
        """Read lists under titles that say nothing, where most bullets ask for something and say who or when."""
        for section in self.outline:
            if section.grade is not Grade.NEUTRAL:
                continue
            around = self._around(section)
            for block in section.blocks:
                if isinstance(block, ListBlock):
                    entries = list(list_entries(block, around, self.blocks.data, self.language))
                    if are_assigned(entries, self.language):
                        self.items += [make_item(entry, section) for entry in entries]

    def _around(self, section: Section) -> Around:
        """What the titles of a section say of its items."""
        around = read_around(section.titles)
        is_named = section.titles and section.titles[-1].line in self._names
        return named_by(around, section.titles[-1]) if is_named and around.names else around

    def _settle(self, line: int, found: Sequence[tuple[Entry, Section]]) -> None:
        if look_like_actions([entry for entry, _ in found], self.language):
            self.items += [make_item(entry, section) for entry, section in found]
        elif found:
            self.passed_over.append(PassedOver(line, "list", "its bullets do not read like things to do"))

    def _pass_over(self, section: Section) -> None:
        """Say that lists were not taken, where a title could have made one think so."""
        if section.grade is Grade.AGAINST and any(isinstance(block, ListBlock) for block in section.blocks):
            self.passed_over.append(PassedOver(section.line, "list", "its title speaks against it"))

    def _read_table(self, section: Section, table: Table) -> None:
        columns = judge(table, section.grade)
        if isinstance(columns, Refusal):
            header = " | ".join(collapse(text.plain) for text in table.header.read().texts)
            self.passed_over.append(PassedOver(table.line, f"table {header!r}"[:_MAX_NAME], columns.why))
            return
        reading = read_table(table, columns, self.blocks.data)
        self.problems += reading.problems
        if reading.drafts:
            self._keep_table(section, reading)
        else:
            self.passed_over.append(PassedOver(table.line, "table", "no row holds an action"))

    def _keep_table(self, section: Section, reading: TableReading) -> None:
        """Keep a table's items, its layout, and the words of its type and priority columns."""
        around = self._around(section)
        words = self._beside.setdefault(_heading_key(section), set())
        for number, row, draft in reading.drafts:
            anchor = TableAnchor(len(self.tables), number)
            entry = Entry(row.line, reading.layout.rows[number].span, Kind.TABLE, draft, anchor, around)
            self.items.append(make_item(entry, section))
            words.update((draft.type or "").split(), (draft.priority or "").split())
        self.tables.append(reading.layout)

    def _read_section(self, number: int, section: Section, threshold: Grade) -> list[Entry]:
        """The items of a section's title, lists and marked lines."""
        data = self.blocks.data
        if is_titled_item(self.outline, number, threshold):
            return [titled_entry(section, data)]
        around = self._around(section)
        entries: list[Entry] = []
        for place, block in enumerate(section.blocks):
            if isinstance(block, Paragraph):
                entries += line_entries(block, around, data)
            elif not isinstance(block, ListBlock) or is_field_list(block):
                continue
            elif entries and _elaborates(section.blocks, place, data):
                read_below(entries[-1].draft, [block], data)
            else:
                found = list(list_entries(block, around, data, self.language))
                entries += [] if self._is_aside(section, block, found) else found
        return entries

    def _is_aside(self, section: Section, block: ListBlock, entries: Sequence[Entry]) -> bool:
        """Whether a list of a section of actions holds something else."""
        if is_housekeeping(entries):
            self.passed_over.append(PassedOver(block.line, "list", "it is a checklist on the report itself"))
            return True
        return self._explains(section, block, entries)

    def _explains(self, section: Section, block: ListBlock, entries: Sequence[Entry]) -> bool:
        """Whether a list under the heading of an action table explains the table's words, or asks for nothing."""
        words = self._beside.get(_heading_key(section))
        if words is None or any(item.box is not None for item in block.items):
            return False
        is_legend = any(_lead(entry.draft.plain) in words for entry in entries)
        if not is_legend and look_like_actions(entries, self.language):
            return False
        self.passed_over.append(PassedOver(block.line, "list", "it stands beside a table of actions and explains it"))
        return True


def _tables(section: Section) -> Iterator[Table]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, ListBlock):
            yield from (inner for inner in walk((block,)) if isinstance(inner, Table))


def _heading_key(section: Section) -> tuple[int, ...]:
    """The lines of the headings above a section: plain lines and bullets that act as headings do not count."""
    return tuple(title.line for title in section.titles if title.level < PLAIN)


def _weak_line(section: Section) -> int:
    """The line of the outermost title that may introduce actions."""
    return next(title.line for title in section.titles if title.grade is Grade.WEAK)


def _lead(text: str) -> str:
    """The word that a bullet explains: what stands before its dash or colon."""
    return _AFTER_LEAD.split(text[:80], maxsplit=1)[0].strip()


def _elaborates(blocks: Sequence[Block], place: int, data: bytes) -> bool:
    """Whether an unindented list of bullets elaborates the numbered item before it, and the numbers go on after it."""
    block, before = blocks[place], blocks[place - 1] if place else None
    if not isinstance(block, ListBlock) or block.start is not None:
        return False
    if not isinstance(before, ListBlock) or before.start is None:
        return False
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    goes_on = isinstance(after, ListBlock) and (after.start or 0) > 1
    return goes_on or _last_text(before, data).endswith((":", "："))


def _last_text(block: ListBlock, data: bytes) -> str:
    first = block.items[-1].blocks[:1]
    if not first or not isinstance(first[0], Paragraph):
        return ""
    return text_without_suffix(first[0].leaf, data).plain.rstrip()
