"""Comments: at most one under an issue for each key."""

from __future__ import annotations

import pytest
from fakes.github import Kind
from trackers.github.hub import BOT, ISSUES, Hub, ref

from syncer.errors import NotAllowed, PortError, Rejected, Unavailable, Unknown
from syncer.model import IssueRef, Target
from syncer.trackers.github.tracker import GitHubTracker

TEXT = "The row of this item is gone."
POST = f"POST {ISSUES}/1/comments"


def made(hub: Hub) -> tuple[GitHubTracker, IssueRef]:
    tracker = hub.tracker()
    issue = hub.made(tracker)
    hub.asked()
    return tracker, issue.ref


def comments(hub: Hub) -> list[str]:
    return [comment.body for comment in hub.repository.issue(1).comments]


def test_a_comment_is_made_once_for_its_key(hub: Hub) -> None:
    tracker, issue = made(hub)
    for _ in range(2):
        tracker.comment(issue, "orphan", TEXT)
    hub.tracker().comment(issue, "orphan", TEXT)
    tracker.comment(issue, "orphan-2", TEXT)
    assert comments(hub) == [
        f"{TEXT}\n\n<!-- syncer-comment: orphan -->",
        f"{TEXT}\n\n<!-- syncer-comment: orphan-2 -->",
    ]
    assert hub.asked().count(POST) == 2


def test_every_page_is_looked_through(hub: Hub) -> None:
    tracker, issue = made(hub)
    for number in range(150):
        hub.repository.comment(1, f"Comment {number}")
    tracker.comment(issue, "orphan", TEXT)
    for number in range(150):
        hub.repository.comment(1, f"Comment {number}")
    tracker.comment(issue, "orphan", TEXT)
    assert comments(hub).count(f"{TEXT}\n\n<!-- syncer-comment: orphan -->") == 1


def test_a_comment_whose_answer_was_lost_is_found_again(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.fail(Kind.DROP, "POST", "comments")
    with pytest.raises(Unknown):
        tracker.comment(issue, "orphan", TEXT)
    tracker.comment(issue, "orphan", TEXT)
    assert len(comments(hub)) == 1


@pytest.mark.parametrize(
    "body", ["<!-- syncer-comment: orphan -->", "> quoted\n<!-- syncer-comment: orphan -->\nand more"]
)
def test_what_somebody_else_wrote_or_quoted_is_not_ours(hub: Hub, body: str) -> None:
    """F21"""
    tracker, issue = made(hub)
    hub.repository.comment(1, body)
    hub.repository.comment(1, "<!-- syncer-comment: orphan -->\nand more", by=BOT)
    tracker.comment(issue, "orphan", TEXT)
    assert len(comments(hub)) == 3


def test_a_transferred_issue_gets_its_comment_where_it_is(hub: Hub) -> None:
    """F18"""
    tracker, issue = made(hub)
    other = hub.server.repository("acme/other")
    hub.repository.transfer(1, other)
    tracker.comment(issue, "orphan", TEXT)
    assert len(other.issue(1).comments) == 1


@pytest.mark.parametrize("key", ["", "a b", "-->", "a--b", "x" * 201, "é\n"])
def test_a_key_never_ends_its_own_comment(hub: Hub, key: str) -> None:
    """F47"""
    tracker, issue = made(hub)
    with pytest.raises(Rejected, match="is no key of a comment"):
        tracker.comment(issue, key, TEXT)
    assert hub.asked() == []


def test_where_nothing_can_be_said_that_is_an_error(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.server.fail(Kind.STATUS, "POST", "comments", status=410, message="This issue was deleted")
    with pytest.raises(Rejected, match="deleted"):
        tracker.comment(issue, "orphan", TEXT)
    hub.server.fail(Kind.STATUS, "POST", "comments", status=403, message="Issue is locked")
    with pytest.raises(NotAllowed, match="Issue is locked"):
        tracker.comment(issue, "orphan", TEXT)
    with pytest.raises(PortError):
        tracker.comment(ref(9), "orphan", TEXT)


def test_comments_of_another_shape_are_not_read_as_none(hub: Hub) -> None:
    tracker, issue = made(hub)
    hub.repository.comment(1, "<!-- syncer-comment: orphan -->")
    hub.server.fail(Kind.STATUS, "GET", "comments", status=200, message="odd")
    with pytest.raises(Unavailable, match="no list"):
        tracker.comment(issue, "orphan", TEXT)


def test_a_repository_elsewhere_is_commented_there(hub: Hub) -> None:
    hub.server.repository("acme/other").add_issue("Theirs")
    hub.tracker().comment(ref(1, target=Target("hub", "acme/other")), "orphan", TEXT)
    assert len(hub.server.at("acme/other").issue(1).comments) == 1
