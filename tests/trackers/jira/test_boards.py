"""The sprints of a board: dated ones of every state, all pages, its own before others', and boards that have none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from trackers.jira.desk import Desk
from trackers.jira.telling import told

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable
from syncer.model import BoardSprint, Target

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO_WEEKS = timedelta(weeks=2)


def row(number: int, **values: object) -> dict[str, object]:
    starts = MONDAY + TWO_WEEKS * number
    dates = {"startDate": starts.isoformat(), "endDate": (starts + TWO_WEEKS).isoformat()}
    return {"id": number, "name": f"PAY Sprint {number}", "state": "future", "originBoardId": 7, **dates, **values}


def test_a_board_tells_its_dated_sprints_in_order_of_time(desk: Desk) -> None:
    board = desk.jira.agile.board("PAY")
    later = desk.jira.agile.sprint(board.id, "PAY Sprint 3", MONDAY + 2 * TWO_WEEKS, MONDAY + 3 * TWO_WEEKS)
    done = desk.jira.agile.sprint(board.id, "PAY Sprint 1", MONDAY, MONDAY + TWO_WEEKS, state="closed")
    now = desk.jira.agile.sprint(board.id, "PAY Sprint 2", MONDAY + TWO_WEEKS, MONDAY + 2 * TWO_WEEKS, state="active")
    desk.jira.agile.sprint(board.id, "PAY Sprint 4")
    other = desk.jira.agile.board("PAY", "other")
    desk.jira.agile.sprint(other.id, "Other Sprint 1", MONDAY, MONDAY + TWO_WEEKS)

    assert desk.tracker().sprints(str(board.id)) == (
        BoardSprint(str(done.id), "PAY Sprint 1", MONDAY, MONDAY + TWO_WEEKS),
        BoardSprint(str(now.id), "PAY Sprint 2", MONDAY + TWO_WEEKS, MONDAY + 2 * TWO_WEEKS),
        BoardSprint(str(later.id), "PAY Sprint 3", MONDAY + 2 * TWO_WEEKS, MONDAY + 3 * TWO_WEEKS),
    )


def test_a_board_of_many_years_is_read_page_by_page(desk: Desk) -> None:
    board = desk.jira.agile.board("PAY")
    for number in range(120):
        desk.jira.agile.sprint(board.id, f"S {number}", MONDAY + TWO_WEEKS * number, MONDAY + TWO_WEEKS * (number + 1))
    tracker = desk.tracker()
    assert len(tracker.sprints(str(board.id))) == 120
    assert tracker.requests() == {Target("desk", ""): 3}


def test_a_board_without_a_dated_sprint_has_none(desk: Desk) -> None:
    board = desk.jira.agile.board("PAY")
    desk.jira.agile.sprint(board.id, "Some day")
    assert desk.tracker().sprints(str(board.id)) == ()


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("99", "board 99 on 127.0.0.1:.*: not there, or out of the account's sight .*; correct the number"),
        ("../sprint", "not there, or out of the account's sight"),
    ],
)
def test_a_board_that_is_not_there_is_refused_with_a_remedy(desk: Desk, number: str, message: str) -> None:
    with pytest.raises(Rejected, match=message) as raised:
        desk.tracker().sprints(number)
    assert raised.value.field == "sprint"


def test_a_board_out_of_sight_is_as_good_as_none(desk: Desk) -> None:
    desk.jira.at("PAY").revoke("syncer-bot")
    board = desk.jira.agile.board("PAY")
    with pytest.raises(Rejected, match="let the account see the board"):
        desk.tracker().sprints(str(board.id))


def test_a_kanban_board_has_no_sprints(desk: Desk) -> None:
    board = desk.jira.agile.board("PAY", kind="kanban")
    with pytest.raises(Rejected, match=r"it has no sprints .*does not support sprints.*; name a Scrum board"):
        desk.tracker().sprints(str(board.id))


def test_sprints_of_other_boards_count_only_where_a_board_has_none_of_its_own(desk: Desk) -> None:
    page = {"values": [row(1), row(2, originBoardId=8), row(3)], "isLast": True}
    tracker = desk.tracker(told(desk, "/sprint$", page))
    assert [one.id for one in tracker.sprints("7")] == ["1", "3"]
    assert [one.id for one in tracker.sprints("9")] == ["1", "2", "3"]


def test_an_answer_may_leave_out_what_is_not_needed(desk: Desk) -> None:
    bare = {name: value for name, value in row(1).items() if name not in {"name", "originBoardId", "state"}}
    tracker = desk.tracker(told(desk, "/sprint$", {"values": [bare]}, {"values": []}))
    assert [(one.id, one.name) for one in tracker.sprints("7")] == [("1", "")]


def test_a_total_ends_a_list(desk: Desk) -> None:
    pages = ({"values": [row(number)], "total": 2} for number in (1, 2))
    tracker = desk.tracker(told(desk, "/sprint$", *pages))
    assert [one.id for one in tracker.sprints("7")] == ["1", "2"]


def test_a_list_without_an_end_is_not_followed_for_ever(desk: Desk) -> None:
    tracker = desk.tracker(told(desk, "/sprint$", {"values": [row(1)]}))
    with pytest.raises(Unavailable, match=r"board 7 on .* a list of sprints without an end"):
        tracker.sprints("7")


@pytest.mark.parametrize(
    "page", [{}, {"values": {}}, {"values": [{"startDate": "soon", "endDate": "later", "id": 1}]}, {"values": ["x"]}]
)
def test_another_shape_than_jiras_is_said(desk: Desk, page: Mapping[str, Any]) -> None:
    tracker = desk.tracker(told(desk, "/sprint$", {**page, "isLast": True}))
    with pytest.raises(Unavailable, match=r"board 7 on .*: an answer of another shape than Jira's"):
        tracker.sprints("7")


def test_what_is_forbidden_is_said(desk: Desk) -> None:
    tracker = desk.tracker(told(desk, "/sprint$", {"errorMessages": ["No licence"]}, status=403))
    with pytest.raises(NotAllowed, match="No licence"):
        tracker.sprints("7")


def test_a_failure_is_a_port_error(desk: Desk) -> None:
    desk.jira.fail("status", "GET", "/sprint$", status=500, times=20)
    with pytest.raises(PortError):
        desk.tracker().sprints("7")
