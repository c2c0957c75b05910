"""Writing back judged by cmark-gfm: other cells and texts are shown as before, ours in their rows and columns (F41)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from core.block_documents import read_all, text_start
from core.owned_documents import wish
from core.rendered import Rendered, Row, render
from hypothesis import assume, given
from hypothesis import strategies as st

from syncer.core.owned import WriteBack, write_back
from syncer.core.render import status_text
from syncer.core.wish import Wish
from syncer.formats.splice import check
from syncer.model import Document, LineAnchor, State, TableAnchor, Written, unsplice

STATUS = status_text(State.TODO, None, None, None, "O'Neil |x| <b> `c`")
SHOWN = "Open · owner O'Neil |x| &lt;b&gt; `c`"
DONE = "Won't do 2026-03-12"
SUFFIX = re.compile(r' — <a href="\.\./ai/AI-\d+\.md">AI-\d+</a> · ' + re.escape(SHOWN))
FOREIGN = frozenset({".html", ".rst", ".mediawiki"})


def check_document(data: bytes) -> tuple[int, int]:
    """Every promise of writing back, on every row and list item of `data`; how many cells and suffixes were checked."""
    before = read_all(data)
    asked = [wish(index, STATUS) for index in range(len(before.items))]
    result = write_back(before, asked)
    assert unsplice(result.data, result.changes) == data
    assert check(before, result.data, result.changes, read_all) is None
    check_second_time(result, asked)
    check_one_flip(result, asked)
    return check_rendering(before, result, text_start(data))


def check_second_time(result: WriteBack, asked: Sequence[Wish]) -> None:
    """With what was written, and with lost state, the same wishes change no byte."""
    again = read_all(result.data)
    for written in (result.written, dict.fromkeys(result.written)):
        second = write_back(again, [replace(one, written=written[one.item]) for one in asked])
        assert second.data == result.data
        assert second.written == result.written


def check_one_flip(result: WriteBack, asked: Sequence[Wish]) -> None:
    """Another status for one item changes one cell, or one suffix and its box, and nothing else."""
    for flipped in asked[:: max(1, len(asked) // 3)]:
        again = read_all(result.data)
        wishes = [replace(one, written=result.written[one.item]) for one in asked]
        wishes[flipped.index] = replace(wishes[flipped.index], status=DONE, is_done=True)
        second = write_back(again, wishes)
        is_row = isinstance(again.items[flipped.index].anchor, TableAnchor)
        is_left = is_row and result.written[flipped.item].status_cell is None
        expected = [] if is_left else ["status"] if is_row else ["suffix"]
        found = [edit.what for edit in second.edits if edit.what != "box"]
        assert found == expected
        assert {edit.item for edit in second.edits} <= {flipped.item}
        assert len(second.changes) == len(second.edits)
        assert unsplice(second.data, second.changes) == result.data
        assert check(again, second.data, second.changes, read_all) is None


def check_rendering(before: Document, result: WriteBack, start: int) -> tuple[int, int]:
    old, new = render(before.data, start), render(result.data, start)
    rest, suffixes = SUFFIX.subn("", new.rest)
    assert rest == old.rest
    lines = [item for item in before.items if isinstance(item.anchor, LineAnchor)]
    assert suffixes == len(lines)
    rows = [item for item in before.items if isinstance(item.anchor, TableAnchor)]
    left = {item.line for item in rows if not is_whole(result.written[f"item-{before.items.index(item)}"])}
    assert left == {problem.line for problem in result.problems}
    assert len(old.tables) == len(new.tables)
    for number, (was, now) in enumerate(zip(old.tables, new.tables, strict=True)):
        assert now == tuple(expected_rows(before, result, number, was, now[0]))
    return sum(len(row) for table in new.tables for row in table), suffixes


def is_whole(written: Written) -> bool:
    return written.issue_cell is not None and written.status_cell is not None


def expected_rows(before: Document, result: WriteBack, table: int, rows: Sequence[Row], header: Row) -> Iterator[Row]:
    """What a table must show: the old cells, and ours in the columns that the new `header` says."""
    added = header[len(rows[0]) :]
    assert set(added) <= {"Issue", "Tracking issue", "Status", "Issue status"}
    yield rows[0] + added
    for number, row in enumerate(rows[1:]):
        index = next(n for n, item in enumerate(before.items) if item.anchor == TableAnchor(table, number))
        written = result.written[f"item-{index}"]
        cells = [*row, *("" for _ in added)]
        if written.issue_cell is not None:
            link = f'<a href="../ai/AI-{index + 1}.md">AI-{index + 1}</a>'
            cells[chosen_column(len(row), header, "Issue", "Tracking issue")] = link
        if written.status_cell is not None:
            cells[chosen_column(len(row), header, "Status", "Issue status")] = SHOWN
        yield tuple(cells)


def chosen_column(width: int, header: Row, plain: str, own: str) -> int:
    """By the rule: our own column where there is one, else one that was added, else the author's."""
    return header.index(own) if own in header else header.index(plain, width if plain in header[width:] else 0)


def agrees(before: Document, shown: Rendered) -> bool:
    """Whether cmark-gfm finds the same tables and rows as we do: where it does not, nothing is said of writing."""
    sizes = [(1 + len(table.rows), len(table.header.cells)) for table in before.tables]
    return [(len(table), len(table[0])) for table in shown.tables] == sizes


CELLS = st.sampled_from(
    [
        "a",
        "Fix it",
        "",
        "   ",
        r"a \| b",
        "`x`",
        r"`x\|y`",
        "`x|y`",
        "修正する",
        "é 👍🏽",
        "**b** _i_",
        "[l](u)",
        "\\",
        "a\\\\",
    ]
) | st.sampled_from(
    [
        "x<br>",
        "&#124;",
        "`",
        "*",
        "[",
        "<!-- c -->",
        "TODO",
        "Open",
        "-",
        "x  ",
        "\u00a0",
        "~~s~~",
        "$m$",
        "https://h/x",
    ]
)
HEADERS = st.sampled_from(["Action", "Owner", "Due", "Issue", "Status", "Tracking issue", "Issue status", "修正"])
DASHES = st.sampled_from(["---", ":--", "--:", ":-:", "--"])
PREFIXES = st.sampled_from([("", ""), ("> ", "> "), ("- x\n\n  ", "  "), ("1. x\n\n   > ", "   > "), (" ", " ")])


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table in any of the styles that people write, with rows too short and too long."""
    width = draw(st.integers(1, 4))
    opened, closed = (True, True) if width == 1 else (draw(st.booleans()), draw(st.booleans()))
    pad = draw(st.sampled_from(["", " ", "  ", "\t"]))
    first, following = draw(PREFIXES)

    def line(cells: Sequence[str]) -> str:
        inner = "|".join(f"{pad}{cell}{pad}" for cell in cells)
        return f"{'|' if opened else ''}{inner}{'|' if closed else ''}{draw(st.sampled_from(['', '', ' ', chr(9)]))}"

    header = draw(st.lists(HEADERS, min_size=width, max_size=width, unique=True))
    body = draw(st.lists(st.lists(CELLS, min_size=1, max_size=width + 2), max_size=4))
    lines = [line(header), line(draw(st.lists(DASHES, min_size=width, max_size=width))), *map(line, body)]
    return first + f"\n{following}".join(lines)


ITEMS = st.sampled_from(
    [
        "- Fix it",
        "- [ ] Fix it",
        "* [x] done  ",
        "1. do `x`\n   more",
        "- a\n  - b\n  - [ ] c",
        "> - q\n> more",
        "- a \\",
        "- *open",
        "- [l",
        "- x\t",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Tables, lists and paragraphs, with a byte order mark or not, and line endings mixed."""
    blocks = draw(st.lists(tables() | ITEMS | st.sampled_from(["text", "# T", "```\n| a |\n|---|\n```"]), max_size=4))
    text = "\n\n".join(blocks) + draw(st.sampled_from(["", "\n", "\n\n"]))
    pieces = text.split("\n")
    endings = draw(st.lists(st.sampled_from(["\n", "\r\n"]), min_size=len(pieces), max_size=len(pieces)))
    joined = "".join(piece + ending for piece, ending in zip(pieces[:-1], endings, strict=False)) + pieces[-1]
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + joined.encode()


@given(documents())
def test_any_document_keeps_everything_but_our_cells(data: bytes) -> None:
    assume(agrees(read_all(data), render(data, text_start(data))))
    check_document(data)


def test_the_whole_corpus_keeps_everything_but_our_cells(reference: Path) -> None:
    """As if every table row and every list item of every document had an issue."""
    paths = [path for path in sorted((reference / "corpus" / "docs").iterdir()) if path.suffix not in FOREIGN]
    checked = [check_document(path.read_bytes()) for path in paths]
    assert len(paths) >= 90
    assert sum(cells for cells, _ in checked) > 1_000
    assert sum(suffixes for _, suffixes in checked) > 500


@pytest.mark.parametrize("text", ["| A |\n|---|\n| a |\n    | b |\n", "a|b\n-|-\n1|2\n> c|d\n"])
def test_tables_that_end_early_for_some_readers_lose_nothing(text: str) -> None:
    before = read_all(text.encode())
    result = write_back(before, [wish(index) for index in range(len(before.items))])
    assert unsplice(result.data, result.changes) == before.data
    assert check(before, result.data, result.changes, read_all) is None


def test_the_oracle_would_see_a_cell_in_the_wrong_column() -> None:
    before = read_all(b"| A | B |\n|---|---|\n| a | b |\n")
    result = write_back(before, [wish(0, STATUS)])
    moved = replace(result, data=result.data.replace(b"| a | b |", b"| a | | b |"))
    with pytest.raises(AssertionError):
        check_rendering(before, moved, 0)


def test_shown_is_what_the_status_renders_as() -> None:
    assert escape(SHOWN.replace("&lt;", "<").replace("&gt;", ">"), quote=False) == SHOWN
    assert SHOWN in render(STATUS.encode()).rest
