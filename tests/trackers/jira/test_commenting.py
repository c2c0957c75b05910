"""Comments: at most one under an issue for each key, as text that cannot act."""

from __future__ import annotations

import pytest
from trackers.jira.desk import BOT, Desk, ref

from syncer.errors import NotAllowed, Rejected, Unknown
from syncer.model import IssueRef


@pytest.fixture
def issue(desk: Desk) -> IssueRef:
    return ref(desk.ours())


def count(desk: Desk) -> int:
    return len(desk.jira.issue("PAY-1").comments)


def test_once_for_each_key(desk: Desk, issue: IssueRef) -> None:
    for key in ("one", "two", "one"):
        desk.tracker().comment(issue, key, f"about {key}")
    assert count(desk) == 2


def test_it_is_found_among_many(desk: Desk, issue: IssueRef) -> None:
    desk.tracker().comment(issue, "one", "ours")
    for number in range(130):
        desk.jira.comment("PAY-1", f"remark {number}")
    desk.tracker().comment(issue, "one", "ours")
    assert count(desk) == 131
    desk.tracker().comment(issue, "two", "ours, too")
    assert count(desk) == 132


def test_a_lost_answer_leaves_one_comment(desk: Desk, issue: IssueRef) -> None:
    desk.jira.fail("drop", "POST", "/comment$")
    with pytest.raises(Unknown):
        desk.tracker().comment(issue, "one", "ours")
    desk.tracker().comment(issue, "one", "ours")
    assert count(desk) == 1


def test_the_mark_of_somebody_else_is_not_ours(desk: Desk, issue: IssueRef) -> None:
    kept = desk.jira.issue("PAY-1")
    person = desk.jira.user("mallory")
    body = "x" if not desk.is_cloud else {"type": "doc", "version": 1, "content": []}
    desk.jira.world.add_comment(kept.id, person, body, {"syncer": {"key": "one"}})
    desk.tracker().comment(issue, "one", "ours")
    assert count(desk) == 2


def test_what_it_says_pings_nobody(desk: Desk, issue: IssueRef) -> None:
    desk.tracker().comment(issue, "one", "[~alice] @alice {code}x{code} !http://evil.example/x.png! h1. Title\n* a")
    assert desk.jira.pings == []


def test_an_issue_that_is_gone(desk: Desk, issue: IssueRef) -> None:
    desk.jira.delete("PAY-1")
    with pytest.raises(Rejected, match="PAY-1"):
        desk.tracker().comment(issue, "one", "ours")


def test_without_permission(desk: Desk, issue: IssueRef) -> None:
    desk.jira.at("PAY").revoke(BOT, "ADD_COMMENTS")
    with pytest.raises((NotAllowed, Rejected), match="PAY-1"):
        desk.tracker().comment(issue, "one", "ours")
    assert count(desk) == 0
