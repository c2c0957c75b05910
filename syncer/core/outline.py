"""Owns the sections of a document: real headings, and bold lines, plain lines and bullets that act as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from syncer.core.headings import Grade, grade
from syncer.core.labels import begins_with_field
from syncer.core.markup import is_all
from syncer.core.own_suffix import text_without_suffix
from syncer.core.patterns import Pattern
from syncer.core.verbs import begins_with_verb
from syncer.core.wording import collapse, fold_title, without_parentheses
from syncer.model import Block, Blocks, Heading, Item, Leaf, ListBlock, MarkKind, Other, Paragraph, Quote, Table, Text

BOLD, PLAIN, LINE, BULLET = 7, 8, 9, 10
"""Levels of titles that are no headings: below every heading, in this order; `LINE` is a second one in a paragraph."""
_MARKED = re.compile(rb"^[^\n]*[*_][^\n]*$")
_KEY = Pattern(r"[A-Z]{1,3}-?[0-9]{1,3}[.):]\s")
_TITLE_ENDS = (b":", b"*", b"_", "：".encode())
MAX_TITLE_WORDS = 3
"""A document's own title introduces action items only if it says little else."""
MAX_TITLE = 120
"""Characters beyond which a bold or plain line is a sentence and no title."""

MAX_TITLE_BYTES = 1_000
"""So many bytes such a line may have, a suffix of ours among them."""


@dataclass(frozen=True, slots=True)
class Title:
    """A line that acts as a heading; `level` is 1 to 6 for real ones."""

    text: str
    level: int
    leaf: Leaf
    grade: Grade

    @property
    def line(self) -> int:
        """1-based line."""
        return self.leaf.line


@dataclass(slots=True)
class Section:
    """The titles above a stretch of blocks, outermost first, the blocks up to the next title, and their grade."""

    titles: tuple[Title, ...]
    blocks: list[Block] = field(default_factory=list)
    grade: Grade = field(init=False)

    def __post_init__(self) -> None:
        self.grade = _grade_of(self.titles)

    @property
    def line(self) -> int:
        """1-based line of its title, else of its first block."""
        return self.titles[-1].line if self.titles else (self.blocks[0].line if self.blocks else 1)


def _grade_of(titles: tuple[Title, ...]) -> Grade:
    """What the titles together say: the surest of them, counted from the last one that speaks against."""
    effective = Grade.NEUTRAL
    for title in titles:
        if title.grade is Grade.AGAINST:
            effective = Grade.AGAINST
        elif title.grade is not Grade.NEUTRAL:
            effective = max(effective, title.grade)
    return effective


def sections(document: Blocks) -> list[Section]:
    """Every section of `document` in order; the content of quotes counts as if it stood outside."""
    outline = _Outline(document.data)
    stream = _unquoted(document.blocks)
    for number, block in enumerate(stream):
        outline.add(block, stream[number + 1] if number + 1 < len(stream) else None)
    return outline.sections


def _unquoted(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with quotes replaced by what they hold."""
    stream: list[Block] = []
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Quote):
            waiting += reversed(block.blocks)
        elif not (isinstance(block, Other) and block.what == "rule"):
            stream.append(block)
    return stream


class _Outline:
    """Sections as they are found; titles are a stack."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.titles: list[Title] = []
        self.sections: list[Section] = [Section(())]
        self.seen_heading = False

    def add(self, block: Block, following: Block | None) -> None:
        """Put one block where it belongs, as title or content."""
        if isinstance(block, Heading):
            self.open(self.heading(block))
        elif isinstance(block, Paragraph):
            self.add_paragraph(block, following)
        elif isinstance(block, ListBlock):
            self.add_list(block, following)
        else:
            self.content(block)

    def heading(self, block: Heading) -> Title:
        """A real heading; the document's own title introduces no action items unless it says little else."""
        text = collapse(block.leaf.read().plain)
        found = grade(text)
        if (
            not self.seen_heading
            and block.level == 1
            and len(without_parentheses(fold_title(text)).split()) > MAX_TITLE_WORDS
        ):
            found = Grade.NEUTRAL
        self.seen_heading = True
        return Title(text, block.level, block.leaf, found)

    def open(self, title: Title) -> None:
        """Begin a section below every title that outranks it.

        A bold or plain `Tasks:` after a surer title of its kind groups what that title introduced.
        """
        above = self.titles[-1] if self.titles else None
        groups = title.grade is Grade.WEAK and above is not None and above.grade is Grade.STRONG
        if not (groups and above is not None and above.level == title.level and title.level in (BOLD, PLAIN)):
            self.close(title.level)
        if title.grade is Grade.AGAINST and self.titles and self.titles[-1].grade > Grade.NEUTRAL:
            title = _as_step(title)
        self.titles.append(title)
        self.sections.append(Section(tuple(self.titles)))

    def close(self, level: int) -> None:
        """End the sections whose titles do not outrank `level`."""
        if self.titles and self.titles[-1].level >= level:
            while self.titles and self.titles[-1].level >= level:
                self.titles.pop()
            self.sections.append(Section(tuple(self.titles)))

    def content(self, block: Block) -> None:
        """Put a block into the section that is open."""
        self.sections[-1].blocks.append(block)

    def add_paragraph(self, block: Paragraph, following: Block | None) -> None:
        """A paragraph is a title if it is bold as a whole, or a short line that names what follows."""
        raw = block.leaf.span.of(self.data)
        if len(raw) <= MAX_TITLE_BYTES:
            if _MARKED.search(raw) and is_bold_line(text := text_without_suffix(block.leaf, self.data)):
                self.open(Title(collapse(text.plain), BOLD, block.leaf, grade(text.plain)))
                return
            if isinstance(following, ListBlock | Table | Quote) and (said := _plain_titles(block.leaf.read())):
                for number, line in enumerate(said):
                    self.open(Title(line, LINE if number else PLAIN, block.leaf, grade(line)))
                return
        if self.sections[-1].blocks:
            self.close(PLAIN)
        self.content(block)

    def add_list(self, block: ListBlock, following: Block | None) -> None:
        """A list, taken apart where bullets of it act as headings."""
        items: list[Item] = []
        if self.titles and self.titles[-1].level == BULLET and self.sections[-1].blocks:
            self.close(BULLET)
        for number, item in enumerate(block.items):
            title = _bullet_title(item, self.data)
            is_last = number + 1 == len(block.items)
            if title and (len(item.blocks) > 1 or (is_last and isinstance(following, ListBlock | Table))):
                self.flush(block, items)
                self.open(title)
                for inner in _unquoted(item.blocks[1:]):
                    self.content(inner)
                if not is_last or len(item.blocks) > 1:
                    self.close(BULLET)
            else:
                items.append(item)
        self.flush(block, items)

    def flush(self, block: ListBlock, items: list[Item]) -> None:
        """Put the plain bullets so far into the section that is open."""
        if items:
            self.content(ListBlock(items[0].line, block.start, tuple(items)))
            items.clear()


def _as_step(title: Title) -> Title:
    """Below a title of actions `2. Clean the history` and `A6. Checklist` are steps, whatever their words."""
    bare = fold_title(title.text)
    is_step = _KEY.match(title.text) is not None or (len(bare.split()) > 2 and begins_with_verb(bare))
    return replace(title, grade=Grade.NEUTRAL) if is_step else title


def is_bold_line(text: Text) -> bool:
    """Whether a text is one short line, all of it bold save for punctuation, or a few words in italics and a colon."""
    plain = text.plain.strip()
    if not plain or "\n" in plain or len(plain) > MAX_TITLE:
        return False
    if is_all(text, MarkKind.STRONG):
        return True
    return plain.endswith((":", "：")) and len(plain.split()) <= 7 and is_all(text, MarkKind.EMPHASIS)


def _plain_titles(text: Text) -> list[str]:
    """The titles in a paragraph before a list: lines that are short and end in a colon or say nothing but a title.

    None where its last line is no title, or is the last field of several; of the others only those count that speak
    for action items.
    """
    lines = [collapse(line) for line in text.plain.strip().split("\n")]
    if not _is_title_line(lines[-1]):
        return []
    if grade(lines[-1]) is not Grade.STRONG and any(map(begins_with_field, lines[:-1])):
        return []
    return [line for line in lines[:-1] if _is_title_line(line) and grade(line) is Grade.STRONG][:1] + lines[-1:]


def _is_title_line(line: str) -> bool:
    if not line or len(line) > MAX_TITLE:
        return False
    return line.endswith((":", "：")) or (len(line.split()) <= 6 and grade(line) is Grade.STRONG)


def _bullet_title(item: Item, data: bytes) -> Title | None:
    """A bullet that is bold or ends in a colon, and whose words speak for or against action items."""
    if item.box is not None or not item.blocks or not isinstance(first := item.blocks[0], Paragraph):
        return None
    raw = first.leaf.span.of(data)
    if len(raw) > MAX_TITLE_BYTES or not raw.endswith(_TITLE_ENDS):
        return None
    text = first.leaf.read()
    plain = text.plain.strip()
    if "\n" in plain or not (is_bold_line(text) or (plain.endswith((":", "：")) and len(plain.split()) <= 7)):
        return None
    found = grade(plain)
    return Title(collapse(plain), BULLET, first.leaf, found) if found is not Grade.NEUTRAL else None


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block of `blocks` and inside them, in order."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield block
        if isinstance(block, Quote):
            waiting += reversed(block.blocks)
        elif isinstance(block, ListBlock):
            waiting += [inner for item in reversed(block.items) for inner in reversed(item.blocks)]
