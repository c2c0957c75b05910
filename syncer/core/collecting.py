"""Owns the gathering of action items: from tables anywhere, and from the lists and titles of sections of actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from syncer.core.around import read_around
from syncer.core.bullets import draft_of, has_fields, is_field_list, read_below, read_item, says_nothing
from syncer.core.draft import Draft
from syncer.core.headings import Grade
from syncer.core.markup import part
from syncer.core.outline import BOLD, BULLET, PLAIN, Section, Title, walk
from syncer.core.leading import read_subject_handles
from syncer.core.render import find_suffix
from syncer.core.judging import Refusal, judge
from syncer.core.rows import read_table
from syncer.core.statuses import LEADING_MARK
from syncer.core.verbs import asks_for_action, begins_with_verb, names_action, tells_of_past
from syncer.core.wording import collapse
from syncer.model import (
    ActionItem,
    Anchor,
    Around,
    Block,
    Blocks,
    Item,
    Kind,
    Leaf,
    LineAnchor,
    ListBlock,
    Paragraph,
    PassedOver,
    Problem,
    Role,
    Span,
    State,
    Table,
    TableAnchor,
    TableLayout,
    Text,
)

_NUMBERED = re.compile(r"\s*(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[.):]?|#[0-9]{1,3}:?|[A-Z][0-9]{1,2}[.):])\s+(?=\S)")
_NUMBERED_ACTION = re.compile(r"\s*(?:action(?: item)?|ai|task|item|follow[- ]?up|アクション|行动项)\s*#?\s*[0-9]{1,3}\s*(?:[:.：)—–-]\s*|\s(?=\S))", re.IGNORECASE)
_LINE_BULLET = re.compile(r"\s*(?:[•‣◦▪●○·–—☐□☑☒✅✔⬜]|\[[ xX]?\])\s*(?=\S)")
MAX_LABEL_WORDS = 6
"""A bullet of more words than this is no mere label of the bullets below it."""


@dataclass(slots=True)
class _Entry:
    """An item before its section has been looked at as a whole."""

    line: int
    span: Span
    kind: Kind
    draft: Draft
    anchor: Anchor
    around: Around = Around()


@dataclass(slots=True)
class Collector:
    """Gathers the action items of a document."""

    blocks: Blocks
    outline: Sequence[Section]
    language: str | None
    threshold: Grade = Grade.STRONG
    items: list[ActionItem] = field(default_factory=list)
    tables: list[TableLayout] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    beside: dict[tuple[int, ...], set[str]] = field(default_factory=dict)
    unsure: dict[int, list[tuple[_Entry, Section]]] = field(default_factory=dict)

    def read_all_tables(self) -> None:
        """Read the action-item tables of every section."""
        for section in self.outline:
            values = self.read_tables(section)
            self.beside.setdefault(_heading_key(section), set()).update(values)

    def read_lists(self, threshold: Grade) -> None:
        """Read the sections whose titles are at least as sure as `threshold`, in order."""
        self.threshold = threshold
        for number, section in enumerate(self.outline):
            if section.grade < threshold:
                self.pass_over(section)
                continue
            entries = self.read_section(number, section)
            _vote(entries)
            if section.grade is Grade.WEAK:
                self.unsure.setdefault(_weak_line(section), []).extend((entry, section) for entry in entries)
            else:
                self.items += [_item(entry, section) for entry in entries]
        self.settle_unsure()

    def settle_unsure(self) -> None:
        """Keep what stands under a title that only may introduce actions if it reads like things to do as a whole."""
        for line, found in self.unsure.items():
            if self.looks_like_actions([entry for entry, _ in found]):
                self.items += [_item(entry, section) for entry, section in found]
            elif found:
                self.passed_over.append(PassedOver(line, "list", "its bullets do not read like things to do"))

    def pass_over(self, section: Section) -> None:
        """Say that lists were not taken, where a title could have made one think so."""
        if section.grade is Grade.AGAINST and any(isinstance(block, ListBlock) for block in section.blocks):
            self.passed_over.append(PassedOver(section.line, "list", "its title speaks against it"))

    def read_tables(self, section: Section) -> set[str]:
        """Read the action-item tables of a section, in lists too; the words of their type and priority columns."""
        values: set[str] = set()
        for block in walk(section.blocks):
            if not isinstance(block, Table):
                continue
            columns = judge(block, section.grade)
            if isinstance(columns, Refusal):
                header = " | ".join(collapse(text.plain) for text in block.header.read().texts)
                self.passed_over.append(PassedOver(block.line, f"table {header!r}"[:200], columns.why))
                continue
            reading = read_table(block, columns, self.blocks.data)
            self.problems += reading.problems
            if not reading.drafts:
                self.passed_over.append(PassedOver(block.line, "table", "no row holds an action"))
                continue
            values |= {""} | {word.casefold() for _, _, draft in reading.drafts for word in (draft.type, draft.priority) if word}
            around = read_around(section.titles)
            for number, row, draft in reading.drafts:
                anchor = TableAnchor(len(self.tables), number)
                entry = _Entry(row.line, reading.layout.rows[number].span, Kind.TABLE, draft, anchor, around)
                self.items.append(_item(entry, section))
            self.tables.append(reading.layout)
        return values

    def read_section(self, number: int, section: Section) -> list[_Entry]:
        """The items of a section's title, lists and marked lines."""
        if self.is_heading_item(number, section):
            return [self.heading_entry(section)]
        around = read_around(section.titles)
        entries: list[_Entry] = []
        for place, block in enumerate(section.blocks):
            if isinstance(block, Paragraph):
                entries += self.line_entries(block, around)
            elif not isinstance(block, ListBlock) or is_field_list(block):
                continue
            elif entries and _elaborates(section.blocks, place):
                read_below(entries[-1].draft, [block])
            else:
                entries += self.beside_table(section, block, list(self.list_entries(block, around)))
        return entries

    def beside_table(self, section: Section, block: ListBlock, entries: list[_Entry]) -> list[_Entry]:
        """A list that shares its heading with an action table counts unless it explains the table's words."""
        words = self.beside.get(_heading_key(section))
        if not words or _has_boxes(block):
            return entries
        explains = any(_lead(entry.draft.plain) in words for entry in entries)
        if not explains and self.looks_like_actions(entries):
            return entries
        self.passed_over.append(PassedOver(block.line, "list", "it stands beside a table of actions and explains it"))
        return []

    def list_entries(self, block: ListBlock, around: Around) -> Iterator[_Entry]:
        """The items of a list; a bullet that is a mere label stands aside for the bullets below it."""
        waiting: list[tuple[Item, Around, bool]] = [(item, around, _all_nested(block)) for item in reversed(block.items)]
        while waiting:
            item, above, labelled = waiting.pop()
            read = read_item(item, self.blocks.data)
            if read is None:
                continue
            draft, anchor, leaf = read
            nested = [inner for inner in item.blocks if isinstance(inner, ListBlock)]
            if nested and self.is_label(item, draft, labelled=labelled):
                inherited = _below_label(leaf, above)
                waiting += [(below, inherited, False) for inner in reversed(nested) for below in reversed(inner.items)]
                continue
            read_below(draft, item.blocks[1:])
            if not says_nothing(draft, leaf):
                is_task = item.box is not None or LEADING_MARK.match(draft.plain) is not None
                yield _Entry(item.line, leaf.span, Kind.TASK_LIST if is_task else Kind.LIST, draft, anchor, above)

    def is_label(self, item: Item, draft: Draft, *, labelled: bool) -> bool:
        """Whether a bullet names no action but a group of those below it."""
        text = collapse(draft.plain)
        if item.box is not None or draft.owners or draft.due_text or draft.tickets or has_fields(item.blocks[1:]):
            return False
        bare = text.rstrip(":： *")
        words = len(bare.split())
        if words > MAX_LABEL_WORDS or len(bare) > 60:
            return False
        is_bold = any(mark.start == 0 and mark.end >= len(draft.plain.rstrip(": ")) for mark in draft.marks)
        if not (text.endswith((":", "：")) or is_bold or (labelled and words <= 3)):
            return False
        return not asks_for_action(bare, self.language) or words == 1

    def line_entries(self, block: Paragraph, around: Around) -> Iterator[_Entry]:
        """Lines of a paragraph that begin with a bullet or box which Markdown does not know, or name an action."""
        length = block.leaf.span.end - block.leaf.span.start
        if length > 20_000:
            return
        text = block.leaf.read()
        raw_lines = block.leaf.span.of(self.blocks.data).splitlines(keepends=True)
        lines = text.plain.split("\n")
        if len(lines) != len(raw_lines) or not any(map(_LINE_BULLET.match, lines)):
            return
        start, position = block.leaf.span.start, 0
        for number, (line, raw) in enumerate(zip(lines, raw_lines, strict=True)):
            span = Span(start, start + len(raw.rstrip()))
            read = partial(part, text, position, position + len(line))
            yield from self.line_entry(Leaf(block.leaf.line + number, span, read), around)
            start += len(raw)
            position += len(line) + 1

    def line_entry(self, leaf: Leaf, around: Around) -> Iterator[_Entry]:
        """One such line, if it begins with a bullet or box."""
        match = _LINE_BULLET.match(leaf.read().plain)
        if match is None:
            return
        draft, suffix = draft_of(leaf, self.blocks.data)
        if "[" not in match[0] and draft.status is None:
            draft.cut(match.start(), match.end())
        if not says_nothing(draft, leaf):
            yield _Entry(leaf.line, leaf.span, Kind.LIST, draft, LineAnchor(leaf.span.end, suffix), around)

    def is_heading_item(self, number: int, section: Section) -> bool:
        """Whether a section's title is itself an action item, explained by what stands below it."""
        if not section.titles or (title := section.titles[-1]).level > BOLD:
            return False
        if _NUMBERED_ACTION.match(title.text):
            return not any(_has_boxes(block) for block in section.blocks if isinstance(block, ListBlock))
        inner = title.grade is not Grade.STRONG and any(above.grade >= self.threshold for above in section.titles[:-1])
        if not inner or title.grade is Grade.AGAINST:
            return False
        if number + 1 < len(self.outline) and len(self.outline[number + 1].titles) > len(section.titles):
            return False
        lists = [block for block in section.blocks if isinstance(block, ListBlock) and not is_field_list(block)]
        tables = [block for block in section.blocks if isinstance(block, Table)]
        fields = has_fields(section.blocks)
        is_marked = _NUMBERED.match(title.text) is not None or begins_with_verb(_NUMBERED.sub("", title.text))
        if lists or tables:
            return fields and is_marked and not any(map(_has_boxes, lists))
        return fields or (is_marked and any(isinstance(block, Paragraph) for block in section.blocks))

    def heading_entry(self, section: Section) -> _Entry:
        """The item that a title is."""
        title = section.titles[-1]
        numbering = _NUMBERED_ACTION if _NUMBERED_ACTION.match(title.text) else _NUMBERED
        draft, suffix = draft_of(title.leaf, self.blocks.data, numbering)
        read_below(draft, section.blocks)
        paragraph = next((block for block in section.blocks if isinstance(block, Paragraph)), None)
        if paragraph is not None:
            read_subject_handles(draft, paragraph.leaf.read().plain[:200])
        anchor = LineAnchor(title.leaf.span.end, suffix) if title.level >= BOLD else self.below_heading(draft, section)
        return _Entry(title.line, title.leaf.span, Kind.HEADING, draft, anchor, read_around(section.titles[:-1]))

    def below_heading(self, draft: Draft, section: Section) -> LineAnchor:
        """Where to write for a heading: the end of the first paragraph below it; our suffix there speaks for it."""
        paragraph = next((block for block in section.blocks if isinstance(block, Paragraph)), None)
        if paragraph is None:
            return LineAnchor(None)
        leaf = paragraph.leaf
        suffix = None
        if find_suffix(leaf.span.of(self.blocks.data).decode()) is not None:
            below, suffix = draft_of(leaf, self.blocks.data)
            draft.tickets = [ticket for ticket in below.tickets if ticket.in_suffix] + draft.tickets
            draft.status_text, draft.status = below.status_text, below.status
            draft.rules[Role.STATUS] = "our own suffix"
        return LineAnchor(leaf.span.end, suffix)

    def looks_like_actions(self, entries: Sequence[_Entry]) -> bool:
        """Whether most entries read like things to do; those under a title that says done do not vote."""
        voting = [entry for entry in entries if entry.around.status is not State.DONE]
        return bool(voting) and sum(map(self.is_action_like, voting)) * 5 >= len(voting) * 3

    def is_action_like(self, entry: _Entry) -> bool:
        """Whether one entry is marked as a task or asks for something."""
        draft = entry.draft
        if entry.kind in (Kind.TASK_LIST, Kind.TABLE) or draft.owners or draft.due_text:
            return True
        text = draft.action()
        lead, _, rest = text.partition(":")
        asks = asks_for_action(text, self.language) or (rest != "" and len(lead) < 60 and asks_for_action(rest, self.language))
        return (asks or names_action(text)) and not tells_of_past(text)


def _item(entry: _Entry, section: Section) -> ActionItem:
    draft = entry.draft
    action = draft.action() or collapse(draft.plain)
    rules = {Role.ACTION: f"{entry.kind} in a section of actions" if entry.kind is not Kind.TABLE else "a table row"} | draft.rules
    return ActionItem(
        line=entry.line,
        span=entry.span,
        kind=entry.kind,
        action=action,
        anchor=entry.anchor,
        owners=draft.owners,
        due_text=draft.due_text,
        tickets=tuple(draft.tickets),
        status_text=draft.status_text,
        status=draft.status,
        priority=draft.priority,
        type=draft.type,
        section=tuple(title.text for title in section.titles),
        around=entry.around,
        rules=tuple((role.value, rule) for role, rule in rules.items()),
    )


def _vote(entries: Sequence[_Entry]) -> None:
    """A bare name before or behind the text is an owner where at least half of the section's items have one.

    Names before a colon must repeat: people have several tasks, subjects are named once.
    """
    leads = [entry.draft.maybe_lead for entry in entries if entry.draft.maybe_lead]
    repeated = len(set(leads)) < len(leads)
    maybe = [entry.draft for entry in entries if entry.draft.maybe_owners and (repeated or not entry.draft.maybe_lead)]
    if len(maybe) >= 2 and len(maybe) * 2 >= len(entries):
        for draft in maybe:
            if not draft.owners and draft.maybe_cut is not None:
                draft.set_owners(draft.maybe_owners, "a name behind the text, as in its neighbours")
                draft.cut(*draft.maybe_cut)


def _below_label(leaf: Leaf, around: Around) -> Around:
    said = read_around((Title(collapse(leaf.read().plain), BULLET, leaf, Grade.WEAK),))
    return Around(said.owners or around.owners, said.due_text or around.due_text, said.status_text or around.status_text, said.status or around.status)


def _heading_key(section: Section) -> tuple[int, ...]:
    """The lines of the headings above a section: plain lines and bullets that act as headings do not count."""
    return tuple(title.line for title in section.titles if title.level < PLAIN)


def _lead(text: str) -> str:
    """The word that a bullet explains: what stands before its dash or colon."""
    return re.split(r"\s+[—–-]\s|[:：]", text[:80], maxsplit=1)[0].strip().casefold()


def _weak_line(section: Section) -> int:
    """The line of the outermost title that may introduce actions."""
    return next(title.line for title in section.titles if title.grade is Grade.WEAK)


def _has_boxes(block: ListBlock) -> bool:
    return any(item.box is not None for item in block.items)


def _all_nested(block: ListBlock) -> bool:
    return all(any(isinstance(inner, ListBlock) for inner in item.blocks) for item in block.items)


def _elaborates(blocks: Sequence[Block], place: int) -> bool:
    """Whether an unindented list of bullets elaborates the numbered item before it, and the numbers go on after it."""
    block = blocks[place]
    before = blocks[place - 1] if place else None
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    if not isinstance(block, ListBlock) or block.start is not None or not isinstance(before, ListBlock) or before.start is None:
        return False
    goes_on = isinstance(after, ListBlock) and (after.start or 0) > 1
    return goes_on or _last_text(before).endswith((":", "："))


def _last_text(block: ListBlock) -> str:
    first = block.items[-1].blocks[:1]
    return first[0].leaf.read().plain.rstrip() if first and isinstance(first[0], Paragraph) else ""

