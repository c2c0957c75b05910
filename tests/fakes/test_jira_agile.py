"""Boards and sprints are served as Jira serves them, and refused as it refuses them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.asker import Asker, Got
from fakes.jira import Jira
from fakes.jira_asker import JiraAsker

NO_BOARD = (
    "The requested board cannot be viewed because it either does not exist or you do not have permission to view it."
)


class Boards(JiraAsker):
    """Asks below `/rest/agile/1.0`."""

    def __init__(self, jira: Jira, token: str | None = "secret", name: str = "syncer-bot") -> None:
        super().__init__(jira, token, name)
        self._prefix = self._prefix.partition("/rest/")[0] + "/rest/agile/1.0"


@pytest.fixture
def boards(jira: Jira) -> Iterator[Boards]:
    """Board 1 of PAY: sprint 2 is over, 3 goes on, 4 comes, 5 has no dates; board 6 is a kanban."""
    board = jira.agile.board("PAY", "Payments").id
    for name, start, end in (
        ("February", "2026-02-02", "2026-03-02T09:00:00+01:00"),
        ("March", "2026-03-02", "2026-04-01"),
        ("April", "2026-04-01", "2026-05-01"),
        ("Later", None, None),
    ):
        jira.agile.sprint(board, name, start, end)
    jira.agile.board("PAY", "Flow", kind="kanban")
    with Boards(jira) as asker:
        yield asker


def names(got: Got) -> list[str]:
    return [one["name"] for one in got.json["values"]]


def test_a_board(jira: Jira, boards: Boards) -> None:
    shown = boards.get("/board/1").json
    assert (shown["id"], shown["name"], shown["type"]) == (1, "Payments", "scrum")
    assert shown["location"]["projectKey"] == "PAY"
    assert shown["self"] == f"{jira.url}/rest/agile/1.0/board/1"


def test_boards_are_listed_for_a_project_by_kind_and_name(jira: Jira, boards: Boards) -> None:
    jira.project("OPS").grant("syncer-bot")
    jira.agile.board("OPS")
    assert names(boards.get("/board")) == ["Payments", "Flow", "OPS board"]
    assert names(boards.query("/board", projectKeyOrId="PAY", type="scrum,simple")) == ["Payments"]
    assert names(boards.query("/board", projectKeyOrId=jira.at("OPS").id)) == ["OPS board"]
    assert names(boards.query("/board", name="flo")) == ["Flow"]


@pytest.mark.parametrize("number", ["99", "nonsense", "9" * 30])
def test_a_wrong_board_is_not_found(boards: Boards, number: str) -> None:
    for path in (f"/board/{number}", f"/board/{number}/sprint"):
        got = boards.get(path)
        assert (got.status, got.json) == (404, {"errorMessages": [NO_BOARD], "errors": {}})


def test_a_board_is_for_those_who_see_its_project(jira: Jira, boards: Boards) -> None:
    jira.user("zoe", token="z")
    with Boards(jira, "z", "zoe") as other:
        assert [other.get(path).status for path in ("/board/1", "/sprint/3")] == [404, 404]
        assert other.get("/board").json["values"] == []


def test_sprints_of_a_board_in_pages(boards: Boards) -> None:
    page = boards.query("/board/1/sprint", maxResults="3").json
    assert (page["startAt"], page["maxResults"], page["isLast"], "total" in page) == (0, 3, False, False)
    rest = boards.query("/board/1/sprint", startAt="3", maxResults="3")
    assert (names(rest), rest.json["isLast"]) == (["Later"], True)
    assert [one["state"] for one in page["values"]] == ["closed", "active", "future"]
    assert boards.query("/board/1/sprint", maxResults="1000").json["maxResults"] == 50


def test_sprints_are_listed_by_state_and_then_as_they_were_made(jira: Jira, boards: Boards) -> None:
    jira.agile.close(4)
    jira.agile.sprint(1, "Now", "2026-03-09", "2026-03-20")
    assert names(boards.get("/board/1/sprint")) == ["February", "April", "March", "Now", "Later"]


def test_sprints_of_a_state(boards: Boards) -> None:
    assert names(boards.query("/board/1/sprint", state="active,future")) == ["March", "April", "Later"]
    assert boards.query("/board/1/sprint", state="over").status == 400
    assert boards.query("/board/1/sprint", startAt="x").status == 400


def test_what_a_sprint_tells(jira: Jira, boards: Boards) -> None:
    over = boards.get("/sprint/2").json
    assert (over["startDate"], over["endDate"]) == ("2026-02-02T00:00:00.000Z", "2026-03-02T08:00:00.000Z")
    assert (over["completeDate"], over["originBoardId"]) == (over["endDate"], 1)
    bare = boards.get("/sprint/5").json
    assert bare == {
        "id": 5,
        "self": f"{jira.url}/rest/agile/1.0/sprint/5",
        "state": "future",
        "name": "Later",
        "originBoardId": 1,
        "goal": "",
    }


def test_data_center_tells_dates_in_its_zone(data_center: Jira) -> None:
    data_center.world.zone = "Europe/Berlin"
    board = data_center.agile.board("PAY").id
    sprint = data_center.agile.sprint(board, "March", "2026-03-02", "2026-03-30")
    with Boards(data_center) as asker:
        shown = asker.get(f"/sprint/{sprint.id}").json
        assert (shown["startDate"], shown["endDate"]) == (
            "2026-03-02T01:00:00.000+01:00",
            "2026-03-30T02:00:00.000+02:00",
        )
        assert "goal" not in shown
        assert "location" not in asker.get(f"/board/{board}").json


def test_a_kanban_board_has_no_sprints(boards: Boards) -> None:
    got = boards.get("/board/6/sprint")
    assert (got.status, got.json) == (400, {"errorMessages": ["The board does not support sprints"], "errors": {}})


def test_people_start_close_and_delete_sprints(jira: Jira, boards: Boards) -> None:
    jira.open_issue("x", project="PAY")
    assert boards.post("/sprint/5/issue", {"issues": ["PAY-1"]}).status == 204
    jira.agile.start(5)
    assert boards.get("/sprint/5").json["startDate"] == "2026-03-11T09:30:00.000Z"
    jira.agile.close(5)
    assert boards.get("/sprint/5").json["state"] == "closed"
    jira.agile.remove(5)
    assert boards.get("/sprint/5").status == 404
    assert jira.issue("PAY-1").sprint is None


def test_issues_are_put_into_a_sprint(jira: Jira, boards: Boards) -> None:
    jira.at("PAY").add_issues(2)
    got = boards.post("/sprint/3/issue", {"issues": ["PAY-1", str(jira.issue("PAY-2").id)]})
    assert (got.status, got.text) == (204, "")
    assert [jira.issue(key).sprint for key in ("PAY-1", "PAY-2")] == [3, 3]
    assert boards.post("/sprint/4/issue", {"issues": ["PAY-1"]}).status == 204
    assert jira.issue("PAY-1").sprint == 4


@pytest.mark.parametrize(
    ("sprint", "body", "status", "message"),
    [
        (2, {"issues": ["PAY-1"]}, 400, "Issue can be assigned only active or future sprints."),
        (99, {"issues": ["PAY-1"]}, 404, "Sprint does not exist or you do not have permission to view it."),
        (3, {"issues": ["PAY-1", "PAY-9"]}, 400, "Issue does not exist or you do not have permission to see it."),
        (3, {"issues": "PAY-1"}, 400, "Invalid request payload. Refer to the REST API documentation and try again."),
        (3, {"issues": [1]}, 400, "Invalid request payload. Refer to the REST API documentation and try again."),
        (
            3,
            {"issues": ["PAY-1"] * 51},
            400,
            "The number of issues exceeds the limit. A maximum of 50 issues can be moved.",
        ),
    ],
)
def test_what_cannot_be_put_into_a_sprint(
    jira: Jira, boards: Boards, sprint: int, body: object, status: int, message: str
) -> None:
    jira.open_issue("x", project="PAY")
    got = boards.post(f"/sprint/{sprint}/issue", body)
    assert (got.status, got.json["errorMessages"]) == (status, [message])
    assert jira.issue("PAY-1").sprint is None


def test_who_may_not_schedule_puts_nothing_into_a_sprint(jira: Jira, boards: Boards) -> None:
    jira.open_issue("x", project="PAY")
    jira.at("PAY").revoke("syncer-bot", "SCHEDULE_ISSUES")
    assert boards.post("/sprint/3/issue", {"issues": ["PAY-1"]}).status == 403
    assert jira.issue("PAY-1").sprint is None


def test_nobody_in_particular_sees_no_private_board(jira: Jira, boards: Boards) -> None:
    with Asker(f"{jira.url}/rest/agile/1.0") as nobody:
        assert nobody.get("/board/1").status in {401, 404}
