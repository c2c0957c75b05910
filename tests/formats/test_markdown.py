from __future__ import annotations

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import Unreadable
from syncer.formats.markdown import MAX_DEPTH, MAX_EVENTS, parse
from syncer.model import (
    Block,
    Heading,
    Item,
    ListBlock,
    MarkKind,
    Other,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)


def blocks(markdown: str) -> tuple[Block, ...]:
    return parse(markdown.encode()).blocks


def plain(block: Block) -> str:
    assert isinstance(block, Heading | Paragraph)
    return block.leaf.read().plain


def table(markdown: str) -> Table:
    (found,) = blocks(markdown)
    assert isinstance(found, Table)
    return found


def items(markdown: str) -> tuple[Item, ...]:
    (found,) = blocks(markdown)
    assert isinstance(found, ListBlock)
    return found.items


def test_headings_of_every_notation_have_level_and_line() -> None:
    found = blocks("# One #\n\nTwo\n---\n\n### `Three` ##\n\n####\n")
    assert [(type(block).__name__, block.line) for block in found] == [
        ("Heading", 1),
        ("Heading", 3),
        ("Heading", 6),
        ("Heading", 8),
    ]
    assert [(block.level, plain(block)) for block in found if isinstance(block, Heading)] == [
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
        (4, ""),
    ]


def test_spans_and_lines_count_from_the_beginning_of_the_file() -> None:
    data = "---\nlang: de\n---\n\n# Störung\n\n- Läuft\n".encode()
    found = parse(data, start=data.index(b"\n\n#") + 1)
    heading, bullets = found.blocks
    assert isinstance(heading, Heading)
    assert (heading.line, heading.leaf.span.of(data).decode()) == (5, "Störung")
    assert isinstance(bullets, ListBlock)
    first = bullets.items[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.line, first.leaf.span.of(data).decode()) == (7, "Läuft")
    assert found.data is data


def test_byte_order_mark_is_skipped_and_counted() -> None:
    data = b"\xef\xbb\xbf# Title\n"
    (heading,) = parse(data).blocks
    assert isinstance(heading, Heading)
    assert heading.leaf.span == Span(5, 10)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_at_every_line_ending(ending: str) -> None:
    found = parse(ending.join(["# a", "", "- b", "  c", "- d", ""]).encode())
    bullets = found.blocks[1]
    assert isinstance(bullets, ListBlock)
    assert [(item.line, item.end_line) for item in bullets.items] == [(3, 4), (5, 5)]


def test_task_boxes_have_their_three_bytes_and_are_no_text() -> None:
    data = "> - [ ] 開く\n> - [x] tight\n>\n> 1. [X] loose  \n>\n>    more\n"
    (quote,) = blocks(data)
    assert isinstance(quote, Quote)
    found = [item for block in quote.blocks if isinstance(block, ListBlock) for item in block.items]
    assert [item.box.of(data.encode()) for item in found if item.box] == [b"[ ]", b"[x]", b"[X]"]
    assert [item.ticked for item in found] == [False, True, True]
    assert [plain(item.blocks[0]) for item in found] == ["開く", "tight", "loose"]


def test_box_without_text_is_an_item_without_blocks() -> None:
    assert [(item.box, len(item.blocks)) for item in items("- [ ] \n\n- [x] a\n")] == [
        (Span(2, 5), 0),
        (Span(10, 13), 1),
    ]


def test_items_hold_their_blocks_and_numbered_lists_their_start() -> None:
    (numbered,) = blocks("3. a **b**\n   - c\n   > d\n4. e\n\n       code\n")
    assert isinstance(numbered, ListBlock)
    assert numbered.start == 3
    first, second = numbered.items
    assert [type(block).__name__ for block in first.blocks] == ["Paragraph", "ListBlock", "Quote"]
    assert [type(block).__name__ for block in second.blocks] == ["Paragraph", "Other"]
    (bullets,) = blocks("- a\n")
    assert isinstance(bullets, ListBlock)
    assert bullets.start is None


def test_text_of_a_tight_item_may_begin_with_markup() -> None:
    (found,) = items("- **bold** text\n  and more\n")
    assert plain(found.blocks[0]) == "bold text\nand more"
    assert found.end_line == 2


def test_code_rules_and_html_hold_nothing() -> None:
    found = blocks("```\n# no\n```\n\n---\n\n<div>\nx\n</div>\n")
    assert [(block.line, block.what) for block in found if isinstance(block, Other)] == [
        (1, "code"),
        (5, "rule"),
        (7, "html"),
    ]


def test_rule_ends_the_text_of_a_tight_item() -> None:
    (found,) = items("- a\n  ***\n")
    assert [type(block).__name__ for block in found.blocks] == ["Paragraph", "Other"]


@pytest.mark.parametrize(
    ("markdown", "level", "title"),
    [
        ("<details>\n<summary>Action items</summary>\n", 6, "Action items"),
        ("<h2 id='x'>Next steps</h2>\n", 2, "Next steps"),
        ("  <h2>Indented</h2>\n", 2, "Indented"),
    ],
)
def test_title_in_html_is_a_heading(markdown: str, level: int, title: str) -> None:
    (found,) = blocks(markdown)
    assert isinstance(found, Heading)
    assert (found.level, plain(found)) == (level, title)


def test_marks_say_what_markup_covers() -> None:
    (found,) = blocks("a **b** _c_ ~~d~~ `e` [f](g) ![h](i) <b>j</b> k<br>l &amp; \\*\n")
    assert isinstance(found, Paragraph)
    said = found.leaf.read()
    assert said.plain == "a b c d e f  j k\nl & *"
    covered = [(mark.kind, said.plain[mark.start : mark.end], mark.url) for mark in said.marks]
    assert covered == [
        (MarkKind.STRONG, "b", ""),
        (MarkKind.EMPHASIS, "c", ""),
        (MarkKind.STRIKE, "d", ""),
        (MarkKind.CODE, "e", ""),
        (MarkKind.LINK, "f", "g"),
        (MarkKind.IMAGE, "", "i"),
        (MarkKind.HTML, "", "<b>"),
        (MarkKind.HTML, "", "</b>"),
    ]
    assert found.leaf.read() is said


def test_table_rows_have_exact_cells() -> None:
    data = "- > | a | b |\n  > |---|:-:|\n  > | 1 | `x` |  \n  > | 2\n"
    (bullets,) = blocks(data)
    assert isinstance(bullets, ListBlock)
    (quote,) = bullets.items[0].blocks
    assert isinstance(quote, Quote)
    (found,) = quote.blocks
    assert isinstance(found, Table)
    raw = data.encode()
    header, first, short = found.header.read(), *(row.read() for row in found.rows)
    assert [cell.of(raw) for cell in header.layout.cells] == [b" a ", b" b "]
    assert [cell.of(raw) for cell in first.layout.cells] == [b" 1 ", b" `x` "]
    assert (first.layout.span.of(raw), first.layout.closed, first.layout.line) == (b"| 1 | `x` |", True, 3)
    assert [cell.of(raw) for cell in short.layout.cells] == [b" 2"]
    assert (short.layout.closed, [text.plain for text in short.texts]) == (False, ["2"])
    delimiter = found.read_delimiter()
    assert (delimiter.line, delimiter.span.of(raw), len(delimiter.cells)) == (2, b"|---|:-:|", 2)


def test_row_with_a_pipe_in_code_is_grouped_as_people_read_it() -> None:
    found = table("| a | b |\n|---|---|\n| `x|y` | [r] | z |\n\n[R]: http://x.y/\n").rows[0].read()
    assert [text.plain for text in found.texts] == ["`x", "y`"]
    assert found.groups == ((0, 1), (2,), (3,))
    assert found.join((0, 1)).plain == "x|y"
    (link,) = found.join((2,)).marks
    assert (found.join((2,)).plain, link.url) == ("r", "http://x.y/")
    assert found.join((3,)).plain == "z"


def test_reference_without_definition_stays_text() -> None:
    found = table("| a |\n|---|\n| b | [r] |\n").rows[0].read()
    assert found.join((1,)) == Text("[r]")


def test_escaped_pipe_is_part_of_its_cell() -> None:
    found = table("| a | b |\n|---|---|\n| x \\| y | `p \\| q` |\n").rows[0].read()
    assert [text.plain for text in found.texts] == ["x | y", "p | q"]
    assert found.groups == ()


def test_tables_without_outer_pipes_are_found() -> None:
    found = table("a | b\n--|--\n1 | 2\n")
    raw = b"a | b\n--|--\n1 | 2\n"
    assert [cell.of(raw) for cell in found.rows[0].read().layout.cells] == [b"1 ", b" 2"]
    assert found.read_delimiter().span.of(raw) == b"--|--"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# a\n\n\xff\n", "line 3 holds the byte 0xff, which is not UTF-8"),
        (b"# a\nb\0c\n", "line 2 holds a NUL byte"),
        (b"\xed\xa0\x80", "line 1 holds the byte 0xed"),
        (b">" * 300 + b" a", f"nested more than {MAX_DEPTH} levels deep"),
        ("".join("  " * level + "- a\n" for level in range(300)).encode(), f"more than {MAX_DEPTH} levels"),
        (b"- " + b"[a] " * (MAX_EVENTS // 3), f"more than {MAX_EVENTS} pieces of markup"),
    ],
)
def test_what_no_person_wrote_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        parse(data)
    assert caught.value.advice


def test_deepest_document_that_is_read() -> None:
    found = parse("".join("  " * level + "- a\n" for level in range(MAX_DEPTH)).encode())
    assert len(found.blocks) == 1


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# a",
            "- b",
            "  - [ ] c",
            "1. d",
            "> e",
            "| f | g |",
            "|---|---|",
            "| `h|i` | j",
            "k",
            "",
            "```",
            "**l**",
            "\t",
            "é",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(MARKDOWN | st.text(max_size=80))
def test_any_text_is_read_and_every_span_lies_in_the_file(markdown: str) -> None:
    data = markdown.replace("\0", "").encode(errors="ignore")
    waiting = list(parse(data).blocks)
    while waiting:
        block = waiting.pop()
        if isinstance(block, Heading | Paragraph):
            assert 0 <= block.leaf.span.start <= block.leaf.span.end <= len(data)
            assert isinstance(block.leaf.read().plain, str)
        elif isinstance(block, ListBlock):
            waiting += [inner for item in block.items for inner in item.blocks]
        elif isinstance(block, Quote):
            waiting += block.blocks
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                cells = row.read()
                assert all(cells.layout.span.start <= cell.start for cell in cells.layout.cells)
                assert all(cell.end <= cells.layout.span.end for cell in cells.layout.cells)
                assert len(cells.texts) <= len(cells.layout.cells)


@given(st.lists(st.lists(st.sampled_from(["a", " b ", "`c`", "\\|", "", "**d**"]), min_size=2, max_size=4), max_size=4))
def test_rows_have_the_cells_that_github_shows(rows: list[list[str]]) -> None:
    markdown = "| h | i | j |\n|---|---|---|\n" + "".join("|" + "|".join(cells) + "|\n" for cells in rows)
    shown = cmarkgfm.github_flavored_markdown_to_html(markdown)
    found = table(markdown)
    assert shown.count("<tr>") == len(found.rows) + 1
    assert [len(row.read().layout.cells) for row in found.rows] == [len(cells) for cells in rows]
