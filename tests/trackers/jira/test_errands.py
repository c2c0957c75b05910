"""What follows a create: one link to the document, the sprint, the first state; however often it is run."""

from __future__ import annotations

import pytest
from fakes.jira.workflow import STEPS
from trackers.jira.desk import BOT, Desk, ref

from syncer.errors import NotAllowed, Rejected, Unknown
from syncer.model import Errand, IssueRef, State

URL = "https://docs.example/blob/abc/a%20b.md"
LINK = Errand(URL, "Outage of the pool")


@pytest.fixture
def issue(desk: Desk) -> IssueRef:
    return ref(desk.ours())


def links(desk: Desk) -> list[tuple[str, str]]:
    return [(one.object["url"], one.object["title"]) for one in desk.jira.issue("PAY-1").remote_links]


def test_one_link_however_often(desk: Desk, issue: IssueRef) -> None:
    for _ in range(3):
        desk.tracker().run_errand(issue, LINK)
    assert links(desk) == [(URL, "Outage of the pool")]
    desk.tracker().run_errand(issue, Errand("https://docs.example/moved.md", "Outage"))
    assert links(desk) == [("https://docs.example/moved.md", "Outage")]


def test_one_request(desk: Desk, issue: IssueRef) -> None:
    tracker = desk.tracker()
    desk.asked()
    tracker.run_errand(issue, LINK)
    assert desk.asked() == [f"POST /issue/{issue.id}/remotelink"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None])
def test_only_the_web_is_linked_to(desk: Desk, issue: IssueRef, url: str | None) -> None:
    desk.tracker().run_errand(issue, Errand(url, "x"))
    assert links(desk) == []


def test_a_title_of_many_lines_is_one(desk: Desk, issue: IssueRef) -> None:
    desk.tracker().run_errand(issue, Errand(URL, "a\nb" + "c" * 400))
    ((_, title),) = links(desk)
    assert title.startswith("a bcc")
    assert len(title) <= 255


def test_a_lost_answer_may_be_repeated(desk: Desk, issue: IssueRef) -> None:
    desk.jira.fail("drop", "POST", "/remotelink$")
    with pytest.raises(Unknown):
        desk.tracker().run_errand(issue, LINK)
    desk.tracker().run_errand(issue, LINK)
    assert len(links(desk)) == 1


def test_no_permission_to_link(desk: Desk, issue: IssueRef) -> None:
    desk.jira.at("PAY").revoke(BOT, "LINK_ISSUES")
    with pytest.raises(
        Rejected, match=r"PAY-1 on .*: it has no link to its document .*; give the account the permission"
    ):
        desk.tracker().run_errand(issue, LINK)


def test_a_project_out_of_reach_is_no_reason_to_give_up(desk: Desk, issue: IssueRef) -> None:
    desk.jira.at("PAY").archived = True
    with pytest.raises(NotAllowed, match=r"PAY-1 on .*: it has no link to its document, for the project is archived"):
        desk.tracker().run_errand(issue, LINK)
    desk.jira.at("PAY").archived = False
    desk.jira.at("PAY").revoke(BOT)
    with pytest.raises(NotAllowed, match="give the account the permission to browse it again"):
        desk.tracker().run_errand(issue, LINK)


def test_the_rest_is_done_where_one_part_cannot_be(desk: Desk, issue: IssueRef) -> None:
    desk.jira.at("PAY").revoke(BOT, "LINK_ISSUES")
    with pytest.raises(Rejected):
        desk.tracker().run_errand(issue, Errand(URL, "x", state=State.IN_PROGRESS))
    assert desk.jira.issue("PAY-1").status.name == "In Progress"


def test_everything_that_cannot_be_is_told(desk: Desk, issue: IssueRef) -> None:
    desk.jira.at("PAY").revoke(BOT, "LINK_ISSUES")
    with pytest.raises(Rejected, match=r"no link to its document .* and .*not in the sprint 99"):
        desk.tracker().run_errand(issue, Errand(URL, "x", sprint="99"))


def test_the_first_state(desk: Desk, issue: IssueRef) -> None:
    desk.jira.use_workflow("PAY", STEPS)
    desk.tracker().run_errand(issue, Errand(state=State.IN_PROGRESS))
    assert desk.jira.issue("PAY-1").status.name == "In Progress"


def test_what_somebody_moved_meanwhile_stays(desk: Desk, issue: IssueRef) -> None:
    desk.jira.transition("PAY-1", "Done")
    desk.tracker().run_errand(issue, Errand(state=State.IN_PROGRESS))
    assert desk.jira.issue("PAY-1").status.name == "Done"


def test_an_issue_that_is_gone(desk: Desk, issue: IssueRef) -> None:
    desk.jira.delete("PAY-1")
    with pytest.raises(Rejected, match="PAY-1"):
        desk.tracker().run_errand(issue, Errand(state=State.IN_PROGRESS))
    with pytest.raises(Rejected, match="PAY-1"):
        desk.tracker().run_errand(issue, LINK)
