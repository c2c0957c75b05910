"""Sprints of a board: their days in a zone, the rules that learn them, their fingerprint and their memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.boards import (
    Board,
    BoardReading,
    boards,
    decode_reading,
    encode_reading,
    named_stretches,
    with_boards,
)
from syncer.core.calendar import BoardSprints, Calendar, Sprint, Stretch
from syncer.core.due import read_due
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.rules import Rules
from syncer.model import BoardSprint

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
INSTANTS = st.integers(-(10**9), 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SPRINTS = st.lists(st.builds(BoardSprint, id=TEXTS, name=TEXTS, starts=INSTANTS, ends=INSTANTS), max_size=6)
BOARD = BoardSprints("acme", "42", puts_in_sprint=True)


def sprint(number: int, starts: datetime, days: float = 14) -> BoardSprint:
    return BoardSprint(f"10{number}", f"PAY Sprint {number}", starts, starts + timedelta(days=days))


def rules(**calendars: Calendar) -> Rules:
    return Rules(PublicationRules(), Directory(), {"": Calendar(), **calendars}, (), fingerprint="as configured")


def test_a_sprint_is_from_its_start_day_to_its_end_day_in_the_zone() -> None:
    late = BoardSprint("7", "S", datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 13, 20, tzinfo=UTC))
    assert named_stretches([late], "UTC")[0].stretch == Stretch(date(2026, 3, 2), date(2026, 3, 13))
    assert named_stretches([late], "Asia/Tokyo")[0].stretch == Stretch(date(2026, 3, 3), date(2026, 3, 14))


def test_the_day_on_which_one_sprint_ends_and_the_next_starts_is_the_later_ones() -> None:
    found = named_stretches([sprint(2, NOON + timedelta(days=14)), sprint(1, NOON)], "UTC")
    assert [(each.id, each.stretch.first.day, each.stretch.last.day) for each in found] == [
        ("101", 2, 15),
        ("102", 16, 30),
    ]


def test_a_sprint_of_one_day_keeps_it_and_one_that_ends_before_it_starts_is_none() -> None:
    found = named_stretches([sprint(1, NOON, 0.1), sprint(2, NOON, 14), sprint(3, NOON, -1)], "UTC")
    assert [each.id for each in found] == ["101", "102"]
    assert found[0].stretch == Stretch(NOON.date(), NOON.date())


@pytest.mark.parametrize("year", [1, 9999])
def test_a_sprint_at_the_edge_of_time_is_none(year: int) -> None:
    edge = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, tzinfo=UTC)
    assert named_stretches([BoardSprint("1", "S", edge, edge)], "Asia/Tokyo") == ()


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="no such time zone: Mars/Olympus"):
        named_stretches([], "Mars/Olympus")


@given(SPRINTS)
def test_sprints_come_in_order_whatever_order_they_were_read_in(sprints: list[BoardSprint]) -> None:
    found = named_stretches(sprints, "UTC")
    assert sorted(found) == sorted(named_stretches(sprints[::-1], "UTC"))
    assert [each.stretch for each in found] == sorted(each.stretch for each in found)
    assert all(each.stretch.first <= each.stretch.last for each in found)


def test_only_calendars_with_a_board_need_one_each_board_once() -> None:
    mobile = Calendar(sprint=replace(BOARD, board="7"))
    assert boards(rules(pay=Calendar(sprint=BOARD), web=Calendar(sprint=Sprint(NOON.date(), 2)))) == (
        Board("acme", "42"),
    )
    assert boards(rules(a=Calendar(sprint=BOARD), b=Calendar(sprint=BOARD), c=mobile)) == (
        Board("acme", "42"),
        Board("acme", "7"),
    )


def test_rules_learn_the_sprints_of_the_boards_that_were_read() -> None:
    before = rules(pay=Calendar(sprint=BOARD), web=Calendar(sprint=replace(BOARD, board="7")))
    after = with_boards(before, {Board("acme", "42"): [sprint(1, NOON), sprint(2, NOON + timedelta(days=14))]})
    assert read_due("next sprint", NOON.date(), after.calendar("pay")).date == date(2026, 3, 30)
    assert read_due("next sprint", NOON.date(), after.calendar("web")).rule == "sprints-not-read"
    assert after.calendar(None) == before.calendar(None)


def test_each_calendar_reads_a_board_in_its_own_zone() -> None:
    before = rules(a=Calendar(sprint=BOARD), b=Calendar("Asia/Tokyo", sprint=BOARD))
    after = with_boards(before, {Board("acme", "42"): [sprint(1, NOON.replace(hour=20))]})
    first = {team: after.calendars[team].sprint for team in ("a", "b")}
    assert [each.sprints[0].stretch.first.day for each in first.values() if isinstance(each, BoardSprints)] == [2, 3]


def test_the_fingerprint_is_that_of_what_the_calendars_know() -> None:
    before, board = rules(pay=Calendar(sprint=BOARD)), Board("acme", "42")
    once = with_boards(before, {board: [sprint(1, NOON)]})
    again = with_boards(before, {board: [sprint(1, NOON)]})
    more = with_boards(before, {board: [sprint(1, NOON), sprint(2, NOON)]})
    none = with_boards(before, {board: []})
    assert once.fingerprint == again.fingerprint
    assert len({each.fingerprint for each in (before, once, more, none)}) == 4


def test_without_a_board_that_was_read_nothing_changes() -> None:
    before = rules(pay=Calendar(sprint=BOARD))
    assert with_boards(before, {}) is before
    assert with_boards(rules(), {Board("acme", "42"): []}).fingerprint == "as configured"


@given(SPRINTS, INSTANTS)
def test_what_is_remembered_is_what_was_read(sprints: list[BoardSprint], at: datetime) -> None:
    reading = BoardReading(tuple(sprints), at)
    assert decode_reading(encode_reading(reading)) == reading


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "rubbish",
        "[]",
        "{}",
        '{"at": 3, "sprints": []}',
        '{"at": "2026-03-02T12:00:00", "sprints": []}',
        '{"at": "2026-03-02T12:00:00+00:00", "sprints": [["1", "S", "2026-03-02T12:00:00+00:00"]]}',
        '{"at": "2026-03-02T12:00:00+00:00", "sprints": [["1", "S", "soon", "later"]]}',
        "[" * 100_000,
    ],
)
def test_rubbish_is_not_remembered(text: str | None) -> None:
    assert decode_reading(text) is None
