"""Newcomers and lost creates: found by key, whatever the index shows."""

from __future__ import annotations

import pytest
from engine.worlds import SettableClock
from trackers.jira.desk import PAY, Desk

from syncer.errors import Rejected
from syncer.trackers.jira.cursor import Cursor


def keys(issues: object) -> list[str]:
    return [issue.ref.key for issue in issues]  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 5, 55])
def test_what_no_search_shows_yet_is_found_after_a_first_listing(desk: Desk, count: int) -> None:
    desk.jira.open_issue("Theirs", project="PAY")
    desk.jira.lag(600)
    for number in range(count):
        desk.ours(f"a{number}")
    tracker = desk.tracker()
    assert tracker.changes(PAY, None)[0] == []
    assert keys(tracker.newcomers(PAY, None)) == [f"PAY-{number + 2}" for number in range(count)]
    assert tracker.newest(PAY) == str(count + 1)


def test_a_first_run_asks_a_project_three_times(desk: Desk) -> None:
    tracker = desk.tracker()
    _, cursor = tracker.changes(PAY, None)
    assert tracker.newcomers(PAY, None) == []
    assert tracker.newcomers(PAY, cursor) == []
    more = ["POST /issue/bulkfetch"] * 2 if desk.is_cloud else ["GET /issue/PAY-1"] * 2
    assert desk.asked() == ["GET /search/jql" if desk.is_cloud else "GET /search", *more]


def test_what_another_made_meanwhile_is_a_newcomer(desk: Desk) -> None:
    tracker = desk.tracker()
    _, cursor = tracker.changes(PAY, None)
    tracker.newcomers(PAY, None)
    desk.ours("b1")
    assert keys(tracker.newcomers(PAY, cursor)) == ["PAY-1"]


def test_what_is_missing_in_the_newest_page_is_read(cloud: Desk) -> None:
    cloud.ours("a1")
    hidden = cloud.ours("a2")
    cloud.ours("a3")
    del cloud.jira.world.index[hidden.id]
    tracker = cloud.tracker()
    assert keys(tracker.changes(PAY, None)[0]) == ["PAY-1", "PAY-3"]
    assert keys(tracker.newcomers(PAY, None)) == ["PAY-1", "PAY-2", "PAY-3"]


def test_a_run_that_knows_a_cursor_looks_back_as_far_as_the_index_may_lag(desk: Desk) -> None:
    desk.ours("old")
    desk.wait(hours=2)
    for number in range(130):
        desk.ours(f"a{number}")
    cursor = str(Cursor(int(desk.clock.now().timestamp() * 1000)))
    tracker = desk.tracker()
    found = keys(tracker.newcomers(PAY, cursor))
    expected = [f"PAY-{number}" for number in range(2, 132)]
    assert found == (expected if desk.is_cloud else expected[-100:])
    assert tracker.newest(PAY) == "131"


def test_a_quiet_project_costs_two_requests(cloud: Desk) -> None:
    cloud.ours("old")
    cloud.wait(hours=2)
    cursor = str(Cursor(int(cloud.clock.now().timestamp() * 1000)))
    assert cloud.tracker().newcomers(PAY, cursor) == []
    assert cloud.asked() == ["GET /search/jql", "POST /issue/bulkfetch"]


def test_copies_of_markers_are_no_newcomers(desk: Desk) -> None:
    desk.ours("a1", by="someone")
    tracker = desk.tracker()
    tracker.changes(PAY, None)
    assert tracker.newcomers(PAY, None) == []


def test_a_lost_create_is_found_by_key_while_the_index_lags(desk: Desk) -> None:
    desk.jira.add_issues(3, project="PAY")
    desk.jira.lag(600)
    intents = [desk.intent("a1", "3"), desk.intent("a2", "3"), desk.intent("a1", None, None)]
    desk.ours("a2")
    desk.ours("a1", by="someone")
    desk.ours("a1")
    desk.ours("a1")
    found = desk.tracker().probe(intents[:2])
    assert {name: issue and issue.ref.key for name, issue in found.items()} == {"i-a1": "PAY-6", "i-a2": "PAY-4"}
    assert desk.tracker().probe([intents[2]]) == {"i-a1": None}


def test_a_probe_goes_on_over_numbers_that_show_nothing(desk: Desk) -> None:
    first = desk.jira.add_issues(9, project="PAY")
    desk.ours("a1")
    for one in first:
        desk.jira.delete(one.key)
    found = desk.tracker().probe([desk.intent("a1", "0")])["i-a1"]
    assert found is not None
    assert found.ref.key == "PAY-10"


def test_a_probe_reads_at_least_to_the_newest_number_known(desk: Desk) -> None:
    for one in desk.jira.add_issues(30, project="PAY"):
        desk.jira.delete(one.key)
    desk.ours("a1")
    tracker = desk.tracker()
    tracker.changes(PAY, None)
    found = tracker.probe([desk.intent("a1", "0")])["i-a1"]
    assert found is not None
    assert found.ref.key == "PAY-31"


def test_a_probe_without_a_number_goes_by_when_the_request_left(desk: Desk) -> None:
    desk.jira.add_issues(3, project="PAY")
    desk.wait(hours=2)
    intent = desk.intent("a1", None)
    desk.ours("a1")
    found = desk.tracker().probe([intent])["i-a1"]
    assert found is not None
    assert found.ref.key == "PAY-4"


def test_of_an_empty_project_the_newest_number_is_known(desk: Desk) -> None:
    desk.jira.world.clock = SettableClock()
    desk.wait(hours=2)  # our clock is ahead of the server's, so that no instant of ours says what is new there
    tracker = desk.tracker()
    tracker.changes(PAY, None)
    assert tracker.newest(PAY) == "0"
    intent = desk.intent("a1", tracker.newest(PAY))
    desk.ours("a1")
    found = desk.tracker().probe([intent])["i-a1"]
    assert found is not None
    assert found.ref.key == "PAY-1"


def test_a_run_that_knows_a_cursor_learns_that_a_project_is_empty(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker.newcomers(PAY, str(Cursor(int(desk.clock.now().timestamp() * 1000))))
    assert tracker.newest(PAY) == "0"


def test_a_probe_that_finds_nothing_reads_until_many_in_a_row_are_missing(desk: Desk) -> None:
    assert desk.tracker().probe([desk.intent("a1", "0")]) == {"i-a1": None}
    assert len(desk.asked()) == (1 if desk.is_cloud else 10)


def test_one_that_was_moved_at_once_is_found(cloud: Desk) -> None:
    cloud.ours("a1")
    cloud.jira.move("PAY-1", "OPS")
    found = cloud.tracker().probe([cloud.intent("a1", "0")])["i-a1"]
    assert found is not None
    assert found.ref.key == "OPS-1"


def test_an_answer_that_says_nothing_of_a_number_is_no_miss(desk: Desk) -> None:
    desk.jira.fail("status", "*", "/issue/", status=418, message="I am a teapot")
    with pytest.raises(Rejected, match="teapot"):
        desk.tracker().probe([desk.intent("a1", "0")])
