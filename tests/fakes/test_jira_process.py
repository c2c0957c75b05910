"""The fake Jira runs as a process, set up, broken and asked from outside."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from fakes.asker import Asker
from fakes.jira import Jira
from fakes.jira.admin import Admin
from fakes.outside import Outside

ISSUE = {"fields": {"project": {"key": "PAY"}, "issuetype": {"name": "Task"}, "summary": "by @ann"}}


def test_a_process_serves_and_tells_what_it_saw() -> None:
    options = ("--user", "syncer-bot:secret", "--project", "PAY", "--board", "PAY", "--board", "PAY:kanban")
    sprint = ("--sprint", "1/March/2026-03-01/2026-04-01")
    with (
        Outside(*options, *sprint, module="fakes.jira") as outside,
        Asker(outside.url, "secret", email="syncer-bot@example.com") as ask,
    ):
        assert ask.post("/rest/api/3/issue", ISSUE).status == 201
        outside("fail", kind="unavailable", method="POST", times=1)
        assert ask.post("/rest/api/3/issue", ISSUE).status == 503
        assert ask.get("/rest/agile/1.0/board/1/sprint").json["values"][0]["name"] == "March"
        assert ask.get("/rest/agile/1.0/board/2/sprint").status == 400
        state = outside.state()
        assert (state["requests"], state["methods"], state["created"]) == (4, {"GET": 2, "POST": 2}, {"syncer-bot": 1})
        assert state["issues"] == {"PAY": 1}
        assert [row["fault"] for row in outside("exchanges")][:2] == [None, "unavailable"]


def test_a_data_center_with_the_vendors_limits_ends_when_it_is_told_to() -> None:
    options = ("--deployment", "data-center", "--path", "/jira", "--real-limits", "--search-lag", "5")
    with Outside(*options, "--user", "bot:pat", "--project", "PAY", module="fakes.jira") as outside:
        assert outside.url.endswith("/jira")
        with Asker(outside.url, "pat") as ask:
            assert ask.get("/rest/api/2/myself").headers["x-ratelimit-limit"] == "50"
        outside._process.send_signal(signal.SIGTERM)
        assert outside._process.wait(10) == 0


@pytest.fixture
def admin() -> Iterator[Asker]:
    """The same interface of a fake in this process."""
    with Jira(admin=lambda jira: Admin(jira).answer) as jira, Asker(jira.url) as asker:
        yield asker


def test_everything_can_be_set_up_and_done_by_hand(admin: Asker) -> None:
    def do(method: str, /, **arguments: object) -> object:
        got = admin.post(f"/_fake/{method}", arguments)
        assert got.status == 200, got.text
        return got.json["result"]

    do("project", key="PAY")
    do("project", key="OPS")
    do("user", name="bob", token="b")
    do("grant", project="PAY", name="bob", permissions=["BROWSE_PROJECTS"])
    do("revoke_permissions", project="PAY", name="bob", permissions=["CREATE_ISSUES"])
    do("allow_assignees", project="PAY", names=["ann"])
    do("off_screen", project="PAY", field_id="duedate")
    do("open_issue", summary="x", project="PAY", assignee="ann")
    do("edit", key="PAY-1", summary="y")
    do("transition", key="PAY-1", status="Done")
    do("limit_burst", size=100)
    do("away", seconds=0)
    do("lift_limits")
    do("board", project="PAY")
    do("sprint", board=1, name="March")
    do("set", latency=0.0)
    do("set", project="OPS", private=False)
    do("move", key="PAY-1", to="OPS")
    rows = do("issues", project="OPS")
    assert isinstance(rows, list)
    assert [(row["key"], row["summary"], row["status"]["category"]) for row in rows] == [("OPS-1", "y", "done")]
    do("lag", search=5, keys=["OPS-1"])
    do("heal")
    assert do("count", method="POST") == 0


def test_what_cannot_be_done_is_told(admin: Asker) -> None:
    assert admin.post("/_fake/nonsense", {}).status == 400
    assert admin.post("/_fake/edit", {"key": "NO-1"}).json == {"error": "KeyError('NO-1')"}


def test_only_who_asks_for_it_gets_this_interface(jira: Jira) -> None:
    with Asker(jira.url) as ask:
        assert ask.post("/_fake/state", {}).status == 404
