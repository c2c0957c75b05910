"""Which cells of a table we write, which column takes them, and that nothing else changes (F41)."""

from __future__ import annotations

import pytest
from core.owned_documents import back, document, knowing, wish, wishes

from syncer.core.owned import write_back
from syncer.core.wish import Wish
from syncer.model import CellEdit, Severity, Written

SPRINT = """\
| Action | Owner | Due |
|---|---|---|
| Add alert | @alice | Next sprint |
| Fix leak | @bob | This week |
"""
SPRINT_AFTER = """\
| Action | Owner | Due | Issue | Status |
|---|---|---|---|---|
| Add alert | @alice | Next sprint | [AI-1](../ai/AI-1.md) | Open · due 2026-03-27 |
| Fix leak | @bob | This week | [AI-2](../ai/AI-2.md) | Done 2026-03-12 |
"""


def after(text: str, *asked: Wish) -> str:
    return back(text, *asked).data.decode()


def test_columns_are_added_behind_the_last_one() -> None:
    result = back(SPRINT, wish(0, "Open · due 2026-03-27"), wish(1, "Done 2026-03-12", done=True))
    assert result.data.decode() == SPRINT_AFTER
    assert result.problems == ()
    assert result.written["item-0"] == Written("[AI-1](../ai/AI-1.md)", "Open · due 2026-03-27")
    assert result.edits[:2] == (
        CellEdit(3, "item-0", "issue", "", "[AI-1](../ai/AI-1.md)"),
        CellEdit(3, "item-0", "status", "", "Open · due 2026-03-27"),
    )
    assert len(result.edits) == 4


def test_flipping_one_status_changes_one_cell() -> None:
    first = back(SPRINT, *wishes(2))
    second = back(first.data, knowing(wish(0), first), wish(1, "Done 2026-03-12", written=first.written["item-1"]))
    assert second.edits == (CellEdit(4, "item-1", "status", "Open", "Done 2026-03-12"),)
    assert second.data == first.data.replace(b"AI-2.md) | Open |", b"AI-2.md) | Done 2026-03-12 |")


L1, L2 = "[AI-1](../ai/AI-1.md)", "[AI-2](../ai/AI-2.md)"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("A|B\n-|-\na|b\n", f"A|B | Issue | Status\n-|-|---|---\na|b | {L1} | Open\n", id="no outer pipes"),
        pytest.param(
            "A | B\n--- | :-:\na | b  \n",
            f"A | B | Issue | Status\n--- | :-: | --- | ---\na | b | {L1} | Open  \n",
            id="no outer pipes, spaced",
        ),
        pytest.param(
            "|A|B|\r\n|-|-|\r\n|a|b|\r\n",
            f"|A|B| Issue | Status |\r\n|-|-|---|---|\r\n|a|b| {L1} | Open |\r\n",
            id="CRLF",
        ),
        pytest.param(
            "| A |\n|---|\n| a |", f"| A | Issue | Status |\n|---|---|---|\n| a | {L1} | Open |", id="no final newline"
        ),
        pytest.param(
            "\ufeff| A |\n| --- |\n| é |\n",
            f"\ufeff| A | Issue | Status |\n| --- | --- | --- |\n| é | {L1} | Open |\n",
            id="BOM",
        ),
        pytest.param(
            "| A | B |\n|---|---|\n| a |\n",
            f"| A | B | Issue | Status |\n|---|---|---|---|\n| a | | {L1} | Open |\n",
            id="short row",
        ),
        pytest.param(
            "A|B\n-|-\na\n", f"A|B | Issue | Status\n-|-|---|---\na | | {L1} | Open\n", id="short row, no pipes"
        ),
        pytest.param(
            "| A | B |\n|---|---|\n| a | b | x | y |\n",
            f"| A | B | Issue | Status |\n|---|---|---|---|\n| a | b | {L1} | Open | x | y |\n",
            id="excess cells",
        ),
        pytest.param(
            "A|B\n-|-\na|b|x\n",
            f"A|B | Issue | Status\n-|-|---|---\na|b| {L1} | Open |x\n",
            id="excess cells, no outer pipes",
        ),
        pytest.param(
            "> | A |\n> |---|\n> | a |\n",
            f"> | A | Issue | Status |\n> |---|---|---|\n> | a | {L1} | Open |\n",
            id="quote",
        ),
        pytest.param(
            "| A | B |\n|---|---|\n| a \\| b | c\\|\n",
            f"| A | B | Issue | Status |\n|---|---|---|---|\n| a \\| b | c\\| | {L1} | Open\n",
            id="escaped pipe at the end",
        ),
        pytest.param(
            "A|B\n-|-\na|\n", f"A|B | Issue | Status\n-|-|---|---\na| | {L1} | Open |\n", id="row ends in a pipe"
        ),
        pytest.param(
            "|\tA\t|\n|\t---\t|\n|\ta\t|\n",
            f"|\tA\t| Issue | Status |\n|\t---\t| --- | --- |\n|\ta\t| {L1} | Open |\n",
            id="tabs",
        ),
    ],
)
def test_new_columns_keep_the_style_of_the_table(before: str, expected: str) -> None:
    assert after(before, wish(0)) == expected


def test_rows_without_an_issue_get_empty_cells() -> None:
    text = "| A | B |\n|---|---|\n| a | b |\n| c |\n| d | e | x |\n"
    expected = (
        f"| A | B | Issue | Status |\n|---|---|---|---|\n| a | b | | |\n| c | | {L2} | Open |\n| d | e | | | x |\n"
    )
    assert after(text, wish(1)) == expected


def test_a_remark_right_below_a_table_stays_as_it_is() -> None:
    text = "| A | B |\n|---|---|\n| a | b |\nMore in the wiki.\n"
    expected = f"| A | B | Issue | Status |\n|---|---|---|---|\n| a | b | {L1} | Open |\nMore in the wiki.\n"
    assert after(text, wish(0)) == expected
    assert after("| A |\n|---|\n| a |\nb\n", wish(0)).endswith(f"| a | {L1} | Open |\nb | | |\n")


def test_a_row_without_outer_pipes_and_without_an_issue_ends_in_a_pipe() -> None:
    text = "A | B\n--- | ---\na | b\nc | d\n"
    expected = f"A | B | Issue | Status\n--- | --- | --- | ---\na | b | | |\nc | d | {L2} | Open\n"
    assert after(text, wish(1)) == expected


def test_a_table_in_which_no_row_gets_an_issue_gets_no_columns() -> None:
    text = SPRINT + "\n| Action |\n|---|\n| c |\n"
    result = back(text, wish(2))
    assert result.data.startswith(SPRINT.encode())
    assert back(text).data == text.encode()


def test_the_authors_empty_columns_are_used() -> None:
    text = "| Issue | Action | Status |\n|---|---|---|\n|  | a |\n|| b |    |\n| | c | |\n"
    expected = (
        "| Issue | Action | Status |\n|---|---|---|\n"
        f"| {L1} | a | Open |\n| {L2} | b | Open   |\n| [AI-3](../ai/AI-3.md) | c | Open |\n"
    )
    assert after(text, *wishes(3)) == expected


def test_only_a_column_that_is_missing_is_added() -> None:
    text = "| Action | Bug |\n|---|---|\n| a | |\n"
    assert after(text, wish(0)) == f"| Action | Bug | Status |\n|---|---|---|\n| a | {L1} | Open |\n"
    text = "| Action | State |\n|---|---|\n| a | |\n"
    assert after(text, wish(0)) == f"| Action | State | Issue |\n|---|---|---|\n| a | Open | {L1} |\n"


def test_an_authors_own_word_of_ours_is_taken_over() -> None:
    text = "| Action | Status |\n|---|---|\n| a | In progress |\n| b | |\n"
    asked = (wish(0, "Open · due 2026-03-27"), wish(1))
    assert "| a | Open · due 2026-03-27 |" in after(text, *asked)


def test_other_text_in_the_authors_column_gives_the_table_our_own() -> None:
    text = "| Action | Status | Bug |\n|---|---|---|\n| a | TODO | none |\n| b | | |\n"
    result = back(text, *wishes(2))
    assert result.data.decode() == (
        "| Action | Status | Bug | Tracking issue | Issue status |\n|---|---|---|---|---|\n"
        f"| a | TODO | none | {L1} | Open |\n| b | | | {L2} | Open |\n"
    )
    assert result.problems == ()


def test_our_own_column_stays_the_one_when_the_authors_becomes_free() -> None:
    first = back("| Action | Status |\n|---|---|\n| a | TODO |\n", wish(0))
    emptied = first.data.replace(b"TODO", b"    ")
    second = back(emptied, wish(0, "Done 2026-03-12", written=first.written["item-0"]))
    assert second.data == emptied.replace(b"| Open |", b"| Done 2026-03-12 |")


def test_a_row_in_another_state_does_not_move_a_column_once_chosen() -> None:
    first = back("| Action | Status |\n|---|---|\n| a | |\n", wish(0))
    grown = first.data + b"| b | blocked |\n"
    second = back(grown, knowing(wish(0), first), wish(1))
    assert second.data.decode().endswith(f"| a | Open | {L1} |\n| b | blocked | {L2} |\n")
    assert [problem.line for problem in second.problems] == [4]


@pytest.mark.parametrize("lost", [False, True])
def test_a_changed_cell_of_ours_is_a_problem_and_is_left(lost: bool) -> None:
    first = back(SPRINT, *wishes(2))
    changed = first.data.replace(b"AI-1.md) | Open |", b"AI-1.md) | see Bob |")
    written = {item: None if lost else what for item, what in first.written.items()}
    asked = [wish(index, "Done 2026-03-12", written=written[f"item-{index}"]) for index in (0, 1)]
    result = back(changed, *asked)
    assert result.data == changed.replace(b"AI-2.md) | Open |", b"AI-2.md) | Done 2026-03-12 |")
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.severity) == ("cell-changed", 3, Severity.PROBLEM)
    assert (
        problem.message
        == "the cell in column 'Status' says 'see Bob', which is not what syncer wrote there; it is left alone"
    )
    assert problem.advice == "empty it, and the next run writes 'Done 2026-03-12'"
    assert result.written["item-0"].status_cell == (None if lost else "Open")
    emptied = result.data.replace(b"see Bob", b"       ")
    again = back(emptied, *(knowing(one, result) for one in asked))
    assert b"AI-1.md) | Done 2026-03-12        |" in again.data


def test_the_only_cell_of_ours_may_be_changed_without_moving_the_column() -> None:
    first = back("| Action | Status | Issue |\n|---|---|---|\n| a | | |\n", wish(0))
    changed = first.data.replace(b"Open", b"later").replace(L1.encode(), b"gone")
    result = back(changed, wish(0, written=first.written["item-0"]))
    assert result.data == changed
    assert [problem.message.split("'")[1] for problem in result.problems] == ["Issue", "Status"]


def test_even_a_status_of_our_grammar_is_a_persons_once_it_is_not_what_we_wrote() -> None:
    first = back(SPRINT, *wishes(2))
    changed = first.data.replace(b"AI-1.md) | Open |", b"AI-1.md) | Done 2026-03-12 |")
    result = back(changed, *(knowing(one, first) for one in wishes(2)))
    assert result.data == changed
    assert len(result.problems) == 1
    agreed = back(changed, wish(0, "Done 2026-03-12", written=first.written["item-0"]), knowing(wish(1), first))
    assert agreed.problems == ()
    assert agreed.written["item-0"].status_cell == "Done 2026-03-12"


def test_lost_state_writes_the_same_bytes() -> None:
    first = back(SPRINT, *wishes(2))
    assert back(first.data, *wishes(2)).data == first.data
    moved = back(first.data, wish(0, "Open · due 2026-03-27"), wish(1))
    assert moved.data == first.data.replace(b"AI-1.md) | Open |", b"AI-1.md) | Open \xc2\xb7 due 2026-03-27 |")


def test_with_lost_state_a_dated_status_is_evidence_of_our_column() -> None:
    text = "| Action | Bug | Status |\n|---|---|---|\n| a | PAY-1 | Done 2026-03-12 |\n| b | PAY-2 | asked Bob |\n"
    result = back(text, wish(0, "Open", issue=False), wish(1, issue=False))
    assert result.data.decode() == text.replace("Done 2026-03-12", "Open")
    assert len(result.problems) == 1


def test_with_lost_state_an_authors_words_alone_are_no_evidence() -> None:
    text = "| Action | Bug | Status |\n|---|---|---|\n| a | PAY-1 | Open |\n| b | PAY-2 | asked Bob |\n"
    result = back(text, wish(0, issue=False), wish(1, issue=False))
    assert result.data.decode() == (
        "| Action | Bug | Status | Issue status |\n|---|---|---|---|\n"
        "| a | PAY-1 | Open | Open |\n| b | PAY-2 | asked Bob | Open |\n"
    )


def test_an_authors_link_is_never_touched() -> None:
    text = "| Action | Issue |\n|---|---|\n| a | [PAY-1](https://h/PAY-1) |\n| b | |\n"
    result = back(text, wish(0, issue=False), wish(1))
    assert result.data.decode() == (
        f"| Action | Issue | Status |\n|---|---|---|\n| a | [PAY-1](https://h/PAY-1) | Open |\n| b | {L2} | Open |\n"
    )
    assert result.written["item-0"] == Written(status_cell="Open")
    assert "Issue" not in after("| Action | See |\n|---|---|\n| a | PAY-1 |\n", wish(0, issue=False))


def test_of_several_issue_columns_the_first_free_one_is_used_and_kept() -> None:
    text = "| Action | Bug | Issue |\n|---|---|---|\n| a | #12 | |\n| b | | |\n"
    first = back(text, *wishes(2))
    assert first.data.decode().splitlines()[2] == f"| a | #12 | {L1} | Open |"
    second = back(first.data.replace(b"#12", b"   "), *(knowing(one, first) for one in wishes(2)))
    assert second.edits == ()


def test_a_column_called_status_that_is_none_is_not_doubled() -> None:
    document_with_other_roles = document("| Action | Status |\n|---|---|\n| a | TODO |\n")
    assert document_with_other_roles.tables[0].roles[1] == "status"
    text = "| Action | Tracking issue | Issue status |\n|---|---|---|\n| a | | |\n"
    assert after(text, wish(0)) == f"| Action | Tracking issue | Issue status |\n|---|---|---|\n| a | {L1} | Open |\n"


def test_a_deleted_column_of_ours_is_added_again() -> None:
    first = back(SPRINT, *wishes(2))
    assert back(SPRINT, *(knowing(one, first) for one in wishes(2))).data == first.data


def test_a_long_text_is_shown_shortened_in_a_problem() -> None:
    first = back(SPRINT, *wishes(2))
    changed = first.data.replace(b"AI-1.md) | Open |", b"AI-1.md) | " + b"x" * 500 + b" |")
    (problem,) = back(changed, *(knowing(one, first) for one in wishes(2))).problems
    assert len(problem.message) < 250
    assert "x…'" in problem.message


def test_a_hostile_header_does_not_blow_a_document_up() -> None:
    """Some kilobytes that would become 20 MB (F43)."""
    text = "|" + "Status|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|a|\n" * 5_000
    result = write_back(document(text), wishes(3))
    assert result.data == text.encode()
    (problem,) = result.problems
    assert (problem.code, problem.line) == ("table-too-ragged", 1)
    assert "9,995,000 cells" in problem.message
    assert result.written["item-0"] == Written()
