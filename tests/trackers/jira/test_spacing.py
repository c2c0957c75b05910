"""Writes to one issue never come closer than Jira takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trackers.jira.desk import PAY, Desk

from syncer.errors import Refused
from syncer.trackers.jira.spacing import Spacing


def test_a_handful_goes_at_once_and_more_wait() -> None:
    spacing = Spacing()
    assert [spacing.take("/rest/api/3/issue/1", 0.0) for _ in range(18)] == [0.0] * 18
    assert spacing.take("/rest/api/3/issue/1/comment", 0.5) == 1.5
    assert spacing.take("/rest/api/3/issue/2", 0.5) == 0.0
    assert spacing.take("/rest/api/3/issue/1", 2.0) == 0.0
    assert [spacing.take("/rest/api/3/issue/1", 31.0) for _ in range(18)] == [0.0] * 18


@pytest.mark.parametrize("path", ["/rest/api/3/issue", "/rest/api/3/issueLink", "/rest/agile/1.0/sprint/7/issue"])
def test_what_is_no_write_to_an_issue_waits_for_none(path: str) -> None:
    spacing = Spacing()
    assert {spacing.take(path, 0.0) for _ in range(50)} == {0.0}


@given(st.lists(st.floats(0, 3), max_size=200))
def test_never_more_than_jira_takes(pauses: list[float]) -> None:
    spacing, now, sent = Spacing(), 0.0, []
    for pause in pauses:
        now += pause
        while wait := spacing.take("/issue/1", now):
            now += wait
        sent.append(now)
    for seconds, most in ((2.0, 20), (30.0, 100)):
        assert all(sum(at <= other < at + seconds for other in sent) <= most for at in sent)


def test_a_write_that_would_come_too_close_is_not_sent(desk: Desk) -> None:
    kept = desk.ours()
    tracker = desk.tracker()
    found = tracker._site.account.api("issue", str(kept.id))
    for number in range(18):
        tracker._site.write(PAY, "PUT", found, {"fields": {"summary": str(number)}})
    desk.asked()
    with pytest.raises(Refused, match="many writes to one issue") as raised:
        tracker._site.write(PAY, "PUT", found, {"fields": {"summary": "x"}})
    assert (raised.value.is_narrow, raised.value.retry_after, desk.asked()) == (True, 2.0, [])
    desk.wait(seconds=2)
    tracker._site.write(PAY, "PUT", found, {"fields": {"summary": "x"}})
