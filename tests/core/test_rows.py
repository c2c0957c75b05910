from __future__ import annotations

import pytest
from core.reading import read, row

from syncer.core.extract import Extraction
from syncer.model import Role, Severity, State, TableAnchor

HEADER = "| Action | Owner | Due | Issue | Status |\n|---|---|---|---|---|\n"


def table(*rows: str, header: str = HEADER) -> Extraction:
    return read("## Action items\n\n" + header + "".join(f"{line}\n" for line in rows))


def test_row_is_read_column_by_column() -> None:
    found = row(
        "| Add **an** `alert` | @alice / SRE | Next sprint | [PAY-12](https://a.atlassian.net/browse/PAY-12) | Open |"
    )
    assert (found.action, found.owners, found.due_text) == ("Add an alert", ("@alice", "SRE"), "Next sprint")
    assert [(ticket.product, ticket.key, ticket.in_column) for ticket in found.tickets] == [("jira", "PAY-12", True)]
    assert (found.status_text, found.status) == ("Open", State.TODO)
    assert dict(found.rules)["owner"] == "column 'Owner'"


def test_priority_and_type_and_number_columns() -> None:
    found = row("| 1 | Fix it | P0 | prevent |", "| # | Action | Priority | Type |")
    assert (found.action, found.priority, found.type) == ("Fix it", "P0", "prevent")
    empty = row("| 1 | Fix it | - | n/a |", "| # | Action | Priority | Type |")
    assert (empty.priority, empty.type) == (None, None)


def test_placeholders_say_nothing() -> None:
    found = row("| Fix it | TBD | — | n/a | - |")
    assert (found.owners, found.due_text, found.tickets, found.status_text, found.status) == ((), None, (), None, None)


def test_layout_tells_where_every_cell_stands() -> None:
    data = "## Action items\n\n> " + HEADER.replace("\n|-", "\n> |-") + "> | Fix it | @bob\n"
    found = read(data)
    (item,), (layout,) = found.items, found.tables
    raw = data.encode()
    assert item.anchor == TableAnchor(0, 0)
    assert layout.roles == (Role.ACTION, Role.OWNER, Role.DUE, Role.ISSUE, Role.STATUS)
    assert layout.header.span.of(raw).startswith(b"| Action")
    assert layout.delimiter.span.of(raw) == b"|---|---|---|---|---|"
    assert [cell.of(raw) for cell in layout.rows[0].cells] == [b" Fix it ", b" @bob"]
    assert item.span.of(raw) == b"| Fix it | @bob"
    assert (item.line, layout.rows[0].closed) == (5, False)


def test_our_own_cells_are_recognised() -> None:
    found = row("| Fix it | @bob | This week | [AI-2](../action-items/AI-2-fix.md) | Done 2026-03-12 |")
    (ticket,) = found.tickets
    assert (ticket.product, ticket.key, ticket.url, ticket.in_column) == (
        "local",
        "AI-2",
        "../action-items/AI-2-fix.md",
        True,
    )
    assert (found.status_text, found.status) == ("Done 2026-03-12", State.DONE)
    moved = row("| Fix it | @bob | This week | x | Open · due 2026-03-27 (was 2026-03-13) · owner Bob |")
    assert (moved.status, moved.due_text) == (State.TODO, "This week")
    gone = row("| Fix it | @bob | This week | x | Deleted |")
    assert (gone.status_text, gone.status) == ("Deleted", None)


def test_relative_link_elsewhere_is_no_ticket() -> None:
    assert row("| Fix [it](../action-items/AI-2-fix.md) | | | | |").tickets == ()
    assert row("| Fix it | | | [page](https://example.com/x.md) | |").tickets == ()


def test_our_cells_in_a_row_that_a_pipe_in_code_splits() -> None:
    header = "| Action | Owner | Issue | Status |"
    before = row("| Stop `a||b` here | @bob |", "| Action | Owner |")
    assert (before.action, before.owners) == ("Stop a||b here", ("@bob",))
    # What we add stands under our headers, which is between the halves of the code span.
    after = row("| Stop `a|| [AI-1](AI-1.md) | Open · due 2026-03-27 |b` here | @bob |", header)
    assert (after.action, after.owners) == ("Stop a||b here", ("@bob",))
    assert [ticket.key for ticket in after.tickets] == ["AI-1"]
    assert after.status is State.TODO


def test_row_with_more_cells_than_headers_is_noted() -> None:
    found = table("| Stop `a|b` | @bob | Friday | | Open |", "| Fix it | @bob | Friday | | Open | extra |")
    assert [item.action for item in found.items] == ["Stop a|b", "Fix it"]
    assert [(problem.code, problem.line, problem.severity) for problem in found.problems] == [
        ("row-too-long", 5, Severity.NOTE),
        ("row-too-long", 6, Severity.NOTE),
    ]


def test_row_without_an_action_is_a_problem() -> None:
    found = table("| | @bob | Friday | | |", "| Fix it | @bob | | | |", "| | | | | |", "| - | TBD | [Date] | | |")
    assert [(problem.code, problem.line, problem.document) for problem in found.problems] == [
        ("row-without-action", 5, "")
    ]
    assert [item.line for item in found.items] == [6]


def test_number_alone_does_not_fill_a_row() -> None:
    assert read("## Action items\n\n| # | Action | Owner |\n|---|---|---|\n| 1 | | |\n").problems == ()


def test_action_may_be_nothing_but_a_link() -> None:
    found = row("| [#12](https://github.com/a/b/issues/12) | @bob | | | |")
    assert (found.action, [ticket.key for ticket in found.tickets]) == ("#12", ["12"])
    assert row("| ![](x.png)[](https://github.com/a/b/issues/12) | @bob | | | |").tickets[0].key == "12"


@pytest.mark.parametrize(
    "line",
    [
        "| [Describe the action] | Alice | | | |",
        "| Action item 1 | | | | |",
        "| Improve the alerts | [Name] | YYYY-MM-DD | | |",
        "| *Add an alert* | *@engineer* | *2024-01-22* | | |",
        "| `[Ex: Adicionar teste de validação de nomes]` | `[Nome]` | `[AAAA-MM-DD]` | | |",
    ],
)
def test_rows_of_templates_are_left_out(line: str) -> None:
    assert table(line).items == ()


def test_remark_below_a_table_is_no_row() -> None:
    assert [item.action for item in table("| Fix it | @bob | | | |", "All of this is tracked elsewhere.").items] == [
        "Fix it"
    ]
    single = read("## Action items\n\n| Action |\n|---|\nFix it\n")
    assert [item.action for item in single.items] == ["Fix it"]


def test_fields_in_the_sentence_count_where_there_is_no_column() -> None:
    found = row("| Fix it (done) | @bob |", "| Action | Owner |")
    assert (found.action, found.status) == ("Fix it", State.DONE)
    kept = row("| Fix it (@carol) | @bob |", "| Action | Owner |")
    assert (kept.action, kept.owners) == ("Fix it (@carol)", ("@bob",))
    lead = row("| (@carol) | @bob |", "| Action | Owner |")
    assert (lead.action, lead.owners) == ("(@carol)", ("@bob",))
    full = row("| Fix it (done) | @bob | Friday | | Open |")
    assert (full.action, full.status) == ("Fix it", State.TODO)


def test_struck_out_date_does_not_count() -> None:
    assert row("| Fix it | @bob | ~~2026-03-01~~ 2026-04-01 | | |").due_text == "~~2026-03-01~~ 2026-04-01"


@pytest.mark.parametrize(
    ("cell", "text", "state"),
    [
        ("n/a, **DONE**", "n/a, DONE", State.DONE),
        ("(Done)", "Done", State.DONE),
        ("[Utført](https://github.com/a/b/commit/1)", "Utført", State.DONE),
        ("https://github.com/a/b/issues/1 TODO", "TODO", State.TODO),
        ("ask the people who have already done it", None, None),
    ],
)
def test_issue_column_may_say_a_status(cell: str, text: str | None, state: State | None) -> None:
    found = row(f"| Fix it | @bob | {cell} |", "| Action | Owner | Ticket |")
    assert (found.status_text, found.status) == (text, state)


def test_status_column_outweighs_the_issue_column() -> None:
    assert row("| Fix it | | | DONE | Open |").status is State.TODO


def test_status_column_never_changes_the_action() -> None:
    header = "| Action | Owner | Status |"
    for status in ("", "Open", "Done 2026-03-12"):
        assert row(f"| Fix it (done) | @bob | {status} |", header).action == "Fix it"


@pytest.mark.parametrize("key", ["task.0068", "bd-107", "CORE-x7f", "CUSTOMEREXPERIENCE-7", "PAY-1234567890"])
def test_issue_column_may_hold_keys_of_another_form(key: str) -> None:
    (ticket,) = row(f"| Fix it | @bob | {key} |", "| Action | Owner | Ticket |").tickets
    assert (ticket.text, ticket.key, ticket.product, ticket.in_column) == (key, key, None, True)


@pytest.mark.parametrize("cell", ["in-progress", "ISSUE-YYY", "PR-XXX", "ask-bob", "task.0068 or so", "N/A"])
def test_other_words_of_an_issue_column_are_no_keys(cell: str) -> None:
    assert row(f"| Fix it | @bob | {cell} |", "| Action | Owner | Ticket |").tickets == ()


def test_status_in_the_column_of_owners_is_a_status() -> None:
    found = row("| Fix it | Done |", "| Action | Owner |")
    assert (found.owners, found.status_text, found.status) == ((), "Done", State.DONE)


def test_tickets_stand_in_other_columns_too() -> None:
    found = row(
        "| Fix it | ✅ Complete (#1097) | see [x](https://github.com/a/b/pull/3) or #5 |", "| Action | Status | Notes |"
    )
    assert [ticket.url or ticket.text for ticket in found.tickets] == ["#1097", "https://github.com/a/b/pull/3"]
    assert found.status is State.DONE


@pytest.mark.parametrize(
    ("cell", "state"), [("x", State.DONE), ("2026-03-01", State.DONE), ("yes", State.DONE), ("", None)]
)
def test_column_that_asks_whether_it_is_done(cell: str, state: State | None) -> None:
    assert row(f"| Fix it | @bob | {cell} |", "| Action | Owner | Done? |").status is state


def test_cells_before_a_pipe_in_code_stay_where_they_are() -> None:
    found = row("| @bob | Stop `a|b` |", "| Owner | Action |")
    assert (found.action, found.owners) == ("Stop a|b", ("@bob",))


def test_columns_of_ours_stand_beside_the_authors() -> None:
    header = "| Action | Bug | Status | Tracking issue | Issue status |"
    found = row("| Fix it | n/a | WIP | [AI-1](AI-1.md) | Done 2026-03-12 |", header)
    assert ([ticket.key for ticket in found.tickets], found.status) == (["AI-1"], State.IN_PROGRESS)
    silent = row("| Fix it | n/a | | [AI-1](AI-1.md) | Done 2026-03-12 |", header)
    assert (silent.status_text, silent.status) == ("Done 2026-03-12", State.DONE)


def test_key_in_a_column_whose_header_says_nothing_is_a_ticket() -> None:
    found = row(
        "| AI-7 | Fix it | PAY-12 | as PAY-13 said of it | [AI-1](AI-1.md) |", "| ID | Action | Where | Notes | Issue |"
    )
    assert sorted(ticket.text for ticket in found.tickets) == ["AI-1", "PAY-12"]
    assert all(ticket.in_column for ticket in found.tickets)
