from __future__ import annotations

from collections.abc import Sequence

import pytest

from syncer.core.columns import Columns, assign, is_number_header, is_time_header, read_header
from syncer.model import Role

A, O, D, I, S, P, T = (  # noqa: E741 one letter a role
    Role.ACTION,
    Role.OWNER,
    Role.DUE,
    Role.ISSUE,
    Role.STATUS,
    Role.PRIORITY,
    Role.TYPE,
)


def columns(headers: str, *rows: str, by_shape: bool = True) -> Columns:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]

    def column(number: int) -> Sequence[str]:
        return [row[number] for row in cells]

    return assign([header.strip() for header in headers.split("|")], column, by_shape=by_shape)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Action", A),
        ("**Action Item**", A),
        ("Follow-up", A),
        ("Task", A),
        ("アクション", A),
        ("行动项", A),
        ("Aksjon", A),
        ("Maßnahme", A),
        ("Acción", A),
        ("Ação", A),
        ("Действие", A),
        ("Owner", O),
        ("Owner / Team", O),
        ("Owner (role)", O),
        ("DRI", O),
        ("Assignee", O),
        ("Assigned team", O),
        ("担当者", O),
        ("负责人", O),
        ("Eier", O),
        ("Verantwortlich", O),
        ("Responsable", O),
        ("Responsável", O),
        ("Due Date", D),
        ("ETA", D),
        ("By when", D),
        ("Expected Date", D),
        ("期限", D),
        ("Frist", D),
        ("Bis wann", D),
        ("Échéance", D),
        ("Fecha límite", D),
        ("Prazo", D),
        ("Bug #", I),
        ("Github Issue", I),
        ("Tracking issue", I),
        ("Link to ticket", I),
        ("Jira", I),
        ("Referanse", I),
        ("Status", S),
        ("Issue status", S),
        ("Date completed", S),
        ("Done?", S),
        ("状態", S),
        ("Estado", S),
        ("Priority", P),
        ("严重级别", P),
        ("Type (Mitigate/ Prevent/ Process/ Other)", T),
        ("カテゴリ", T),
    ],
)
def test_headers_of_many_languages(header: str, role: Role) -> None:
    assert read_header(header)[0] == (role, 3)


def test_header_that_says_nothing() -> None:
    assert read_header("目标/关联 Incident") == ()
    assert read_header("") == ()


def test_unsure_headers_are_weighed() -> None:
    assert [tuple(header) for header in read_header("What")] == [(A, 1)]
    assert [tuple(header) for header in read_header("Who")] == [(O, 2)]
    assert [tuple(header) for header in read_header("When")] == [(D, 1)]


@pytest.mark.parametrize("header", ["Time (UTC)", "時刻 (JST)", "Date/Time", "Klokkeslett", "Timestamp", "Hora"])
def test_times_of_events(header: str) -> None:
    assert is_time_header(header)


@pytest.mark.parametrize("header", ["Timeline", "Time frame", "Target date", "Owner", "Date"])
def test_no_times_of_events(header: str) -> None:
    assert not is_time_header(header)


@pytest.mark.parametrize(
    ("header", "numbers"), [("#", True), ("No.", True), ("ID", True), ("序号", True), ("Item", False)]
)
def test_columns_that_only_number_the_rows(header: str, numbers: bool) -> None:
    assert is_number_header(header) is numbers


def test_columns_in_any_order_get_their_roles() -> None:
    found = columns("Status | Due | # | Who | Ticket | Task | Prio | Kind")
    assert found.roles == (S, D, None, O, I, A, P, T)
    assert found.action_weight == 3
    assert found.has(O, D)
    assert not found.has()


def test_first_of_two_columns_of_one_role_is_taken() -> None:
    assert columns("Action | Task | Owner").roles == (A, None, O)


def test_unusual_headers_are_read_by_the_shape_of_their_cells() -> None:
    found = columns(
        "Doing | Hero | Moment | State of play | Where | Weight",
        "Add an alert | Alice Smith | 2026-03-01 | done | PAY-12 | P1",
        "Fix the leak in the query | @bob | next sprint | open | #12 | P2",
    )
    assert found.roles == (A, O, D, S, I, P)
    assert found.named == frozenset()
    assert found.action_weight == 0


def test_shapes_are_not_asked_where_they_do_not_count() -> None:
    assert columns("Doing | Hero", "Add an alert | @bob", by_shape=False).roles == (None, None)
    assert columns("# | Nothing", "1 | 2").roles == (None, None)


def test_unsure_header_needs_fitting_cells() -> None:
    assert columns("Action | When", "Fix it | yesterday evening, when it rained").roles == (A, None)
    assert columns("Action | When", "Fix it | Friday").roles == (A, D)
    assert columns("Issue | Owner", "The pool leaks under load every day | @bob").roles == (A, O)
    assert columns("Issue | Action", "#12 | Fix it").roles == (I, A)
    assert columns("Action | Who", "Fix it | Somebody from the team that owns the pool, we think").roles == (A, None)
