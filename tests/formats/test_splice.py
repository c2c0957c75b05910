"""The read-back gate lets our own text through and nothing else (F41)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from core.owned_documents import document, wish, wishes

from syncer.core.owned import write_back
from syncer.formats.splice import check
from syncer.model import (
    ActionItem,
    Document,
    DocumentKey,
    DocumentRef,
    Edit,
    ReadFailure,
    Severity,
    Span,
    Ticket,
    splice,
)

TEXT = "| Action | Bug |\n|---|---|\n| a | |\n| b |\n| c | d | e |\n\n- [ ] f\n- g\n"
BEFORE = document(TEXT)


def refusal(
    edits: list[Edit], before: Document = BEFORE, read: Callable[[bytes], Document | ReadFailure] = document
) -> str:
    problem = check(before, splice(before.data, edits), edits, read)
    return problem.message if problem else ""


def insertion(at: str, text: str) -> Edit:
    offset = TEXT.index(at)
    return Edit(Span(offset, offset), b"", text.encode())


def changing(change: Callable[[ActionItem], ActionItem]) -> Callable[[bytes], Document]:
    """A reader that reads the last item differently."""

    def read(data: bytes) -> Document:
        found = document(data)
        return replace(found, items=(*found.items[:-1], change(found.items[-1])))

    return read


@pytest.mark.parametrize("done", [False, True])
def test_what_write_back_makes_passes(done: bool) -> None:
    asked = [wish(index, "Done 2026-03-12" if done else "Open", done=done) for index in range(5)]
    result = write_back(BEFORE, asked)
    assert check(BEFORE, result.data, result.changes, document) is None
    again = document(result.data)
    flipped = write_back(
        again, [wish(index, "Won't do 2026-04-01", written=result.written[f"item-{index}"]) for index in range(5)]
    )
    assert len(flipped.edits) == 5 + done
    assert check(again, flipped.data, flipped.changes, document) is None


def test_no_edit_passes() -> None:
    assert refusal([]) == ""


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([insertion("a |", "x")], "the action item 'a' would read differently"),
        ([insertion("d |", "x")], "a cell of the table would change"),
        ([insertion("e |", "x")], "a cell of the table would change"),
        ([insertion("Bug", "No ")], "a cell of the table would change"),
        ([insertion("- g", "| h |\n")], "a line would be added"),
        ([insertion("- g", "x\r")], "a line would be added"),
        ([insertion("- g", "xx")], "the action item 'g' would vanish"),
        ([insertion("f\n", "x")], "the action item 'f' would read differently"),
        ([insertion("---|\n|", "-|-")], "a cell of the table would change"),
        ([insertion(" |\n|---|", " | New")], "would"),
    ],
)
def test_anything_else_is_refused(edits: list[Edit], reason: str) -> None:
    assert reason in refusal(edits)


@pytest.mark.parametrize(
    "change",
    [
        lambda item: replace(item, line=item.line + 1),
        lambda item: replace(item, owners=("bob",)),
        lambda item: replace(item, due_text="Friday"),
        lambda item: replace(item, priority="P1"),
        lambda item: replace(item, type="fix"),
        lambda item: replace(item, section=("x",)),
        lambda item: replace(item, tickets=(Ticket("#1", key="1"),)),
    ],
)
def test_an_item_that_reads_differently_is_refused(change: Callable[[ActionItem], ActionItem]) -> None:
    assert "the action item 'g' would read differently" in refusal([], read=changing(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda item: replace(item, status_text="Open"),
        lambda item: replace(item, tickets=(Ticket("AI-1", in_suffix=True), Ticket("AI-2", in_column=True))),
    ],
)
def test_its_status_and_our_link_may_change(change: Callable[[ActionItem], ActionItem]) -> None:
    assert refusal([], read=changing(change)) == ""


def test_an_item_that_appears_is_refused() -> None:
    assert "the action item 'g' would appear" in refusal([], before=replace(BEFORE, items=BEFORE.items[:-1]))


def test_facts_that_read_differently_are_refused() -> None:
    for other in (replace(BEFORE, title="Other"), replace(BEFORE, is_published=False)):
        assert "its title, its publication" in refusal([], before=other)


def test_fewer_tables_columns_or_rows_are_refused() -> None:
    table = BEFORE.tables[0]
    assert "0 tables would be found in place of 1" in refusal([], read=lambda data: replace(document(data), tables=()))
    fewer = replace(table, rows=table.rows[:-1])
    assert "other rows" in refusal([], read=lambda data: replace(document(data), tables=(fewer,)))
    narrow = replace(table, header=replace(table.header, cells=table.header.cells[:1]))
    assert "fewer columns" in refusal([], read=lambda data: replace(document(data), tables=(narrow,)))
    assert "would appear" in refusal([], before=replace(BEFORE, items=()))
    moved = replace(table, header=replace(table.header, line=2))
    assert "move to another column" in refusal([], read=lambda data: replace(document(data), tables=(moved,)))


def test_bytes_that_the_edits_do_not_make_are_refused() -> None:
    problem = check(BEFORE, BEFORE.data + b"x", [], document)
    assert problem is not None
    assert "bytes outside our own text differ" in problem.message


def test_a_document_that_cannot_be_read_again_is_refused() -> None:
    failure = ReadFailure(DocumentRef(DocumentKey("files", "pm.md"), "1"), "it is too long", "")
    problem = check(BEFORE, BEFORE.data, [], lambda data: failure)
    assert problem is not None
    assert (problem.code, problem.document, problem.line) == ("write-back-refused", "pm.md", None)
    assert problem.severity is Severity.ERROR
    assert "could not be read again (it is too long)" in problem.message
    assert problem.message.endswith("nothing was written to this document")


def test_a_text_of_ours_in_an_authors_column_is_refused() -> None:
    text = "| Action | Note |\n|---|---|\n| a | |\n"
    before = document(text)
    at = text.index("| |\n") + 2
    assert "a cell of the table would change" in refusal([Edit(Span(at, at), b"", b"Open ")], before=before)
    result = write_back(before, wishes(1))
    assert check(before, result.data, result.changes, document) is None
