"""One search a site and run: what changed, shared by every project, and never more than that."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from trackers.jira.desk import BOT, OPS, PAY, Desk

from syncer.errors import NotAllowed, Rejected, Unavailable
from syncer.model import Field, State, Ticket
from syncer.retry.answer import Answer
from syncer.retry.transport import Transport
from syncer.trackers.jira.cursor import Cursor, read_cursor


def test_a_first_listing_shows_what_bears_our_label_by_number(desk: Desk) -> None:
    desk.ours("a1")
    desk.jira.open_issue("Theirs", project="PAY", labels=["other"])
    desk.ours("a2", by="someone")
    issues, cursor = desk.tracker().changes(PAY, None)
    assert [issue.ref.key for issue in issues] == ["PAY-1", "PAY-3"]
    if desk.is_cloud:
        assert [(issue.is_ours, issue.marker is not None) for issue in issues] == [(True, True), (False, True)]
        assert issues[0].values[Field.TYPE] == "Prevent"
    else:
        assert [(issue.is_ours, issue.marker, Field.TYPE in issue.values) for issue in issues] == [
            (False, None, False),
            (False, None, False),
        ]
    seen = read_cursor(cursor)
    assert seen is not None
    assert seen.seen == desk.clock.now().replace(microsecond=0)


def test_a_small_project_is_listed_by_one_request_and_a_large_one_by_two(desk: Desk) -> None:
    tracker = desk.tracker()
    desk.jira.add_issues(99, project="PAY")
    desk.ours()
    assert len(tracker.changes(PAY, None)[0]) == 1
    search = "GET /search/jql" if desk.is_cloud else "GET /search"
    assert desk.asked() == [search, "GET /myself"][: 2 if desk.is_cloud else 1]
    desk.jira.add_issues(99, project="PAY")
    assert len(desk.tracker(tracker._site.account).changes(PAY, None)[0]) == 1
    assert desk.asked() == [search, search]


def test_an_unchanged_site_costs_one_request_for_all_projects(desk: Desk) -> None:
    desk.ours("a1")
    desk.ours("o1", project="OPS")
    first = desk.tracker()
    cursors = {target: first.changes(target, None)[1] for target in (PAY, OPS)}
    desk.wait(hours=1)
    desk.asked()
    second = desk.tracker()
    cursors = {target: second.changes(target, cursors[target])[1] for target in (PAY, OPS)}
    assert len(desk.asked()) == 1
    desk.wait(hours=1)
    desk.jira.edit("PAY-1", title="Rotate all keys")
    desk.jira.edit("OPS-1", title="Rotate all locks")
    third = desk.tracker()
    assert [third.changes(target, cursors[target])[0][0].values[Field.TITLE] for target in (PAY, OPS)] == [
        "Rotate all keys",
        "Rotate all locks",
    ]
    assert len(desk.asked()) == 1
    assert sum(third.requests().values()) == 1


def test_our_account_is_remembered_with_the_cursor_of_that_account_alone(cloud: Desk) -> None:
    cloud.ours()
    _, cursor = cloud.tracker().changes(PAY, None)
    cloud.jira.edit("PAY-1", title="Another")
    cloud.asked()
    assert cloud.tracker().changes(PAY, cursor)[0][0].is_ours
    assert cloud.asked() == ["GET /search/jql"]
    known = read_cursor(cursor)
    assert known is not None
    cloud.tracker().changes(PAY, str(replace(known, account="another")))
    assert cloud.asked() == ["GET /search/jql", "GET /myself"]


def test_a_project_that_was_left_out_for_long_is_asked_for_by_itself(desk: Desk) -> None:
    tracker = desk.tracker()
    now = int(desk.clock.now().timestamp() * 1000)
    tracker.changes(PAY, str(Cursor(now)))
    tracker.changes(OPS, str(Cursor(now - 3_600_000)))
    assert len(desk.asked()) == 2
    tracker.changes(PAY, str(Cursor(now)))
    assert len(desk.asked()) == 0, "the search that reaches further back serves both"
    tracker.changes(PAY, str(Cursor(now)))
    assert len(desk.asked()) == 1, "what was told once is not told again"
    desk.wait(minutes=6)
    tracker.changes(OPS, str(Cursor(now)))
    assert len(desk.asked()) == 1, "what is old is not told at all"


def test_what_the_index_shows_late_is_found_in_the_overlap(desk: Desk) -> None:
    desk.jira.lag(600)
    _, cursor = desk.tracker().changes(PAY, None)
    desk.ours()
    desk.wait(minutes=5)
    issues, cursor = desk.tracker().changes(PAY, cursor)
    assert issues == []
    desk.wait(minutes=9)
    assert [issue.ref.key for issue in desk.tracker().changes(PAY, cursor)[0]] == ["PAY-1"]


def test_pages_are_followed_to_the_end_and_no_issue_is_told_twice(desk: Desk) -> None:
    desk.jira.world.most_issues = desk.jira.world.most_found = 60
    for number in range(150):
        desk.ours(f"a{number}")
    issues, _ = desk.tracker().changes(PAY, None)
    assert [issue.ref.key for issue in issues] == [f"PAY-{number}" for number in range(1, 151)]


def test_an_edit_while_pages_are_read_hides_no_issue_on_data_center(center: Desk) -> None:
    center.jira.world.most_found = 100
    for number in range(180):
        center.ours(f"a{number}")
        center.wait(seconds=1)
    center.jira.watch(lambda exchange: center.jira.edit("PAY-1", title="Changed meanwhile"))
    issues, _ = center.tracker().changes(PAY, None)
    assert len(issues) == 180


def test_the_clock_of_the_server_counts(cloud: Desk) -> None:
    told = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    cloud.jira.clock = type(cloud.clock)(told)
    cursor = read_cursor(cloud.tracker().changes(PAY, None)[1])
    assert cursor is not None
    assert cursor.seen == told


@pytest.mark.parametrize(
    ("why", "words"),
    [("archived", "archived; restore it"), ("hidden", "Browse Projects"), ("absent", "no such project")],
)
def test_a_project_that_cannot_be_searched_is_explained(desk: Desk, why: str, words: str) -> None:
    if why == "archived":
        desk.jira.at("PAY").archived = True
    elif why == "hidden":
        desk.jira.at("PAY").revoke(BOT)
    else:
        del desk.jira.world.projects["PAY"]
    with pytest.raises(NotAllowed, match=words) as raised:
        desk.tracker().changes(PAY, None)
    assert str(raised.value).count("PAY on 127.0.0.1") == 1
    assert len(desk.asked()) == 2


def test_a_search_refused_for_no_reason_of_the_project_says_what_jira_said(desk: Desk) -> None:
    desk.jira.fail("status", "GET", "/search", status=400, message="Too complex")
    with pytest.raises(NotAllowed, match=r"^PAY on [0-9.:]+: the data was not accepted \(400: Too complex\)"):
        desk.tracker().changes(PAY, None)


def test_an_answer_of_another_shape_is_no_empty_list(desk: Desk) -> None:
    desk.jira.fail("html", "GET", "/search", times=None)
    with pytest.raises(Unavailable):
        desk.tracker().changes(PAY, None)


def test_states_and_days_are_read_from_what_a_listing_shows(cloud: Desk) -> None:
    cloud.ours("a1")
    cloud.jira.transition("PAY-1", "Done", resolution="Won't Do")
    issue = cloud.tracker(zone="Pacific/Kiritimati").changes(PAY, None)[0][0]
    assert issue.state is State.WONT_DO
    assert issue.closed is not None
    assert issue.url == f"{cloud.jira.url}/browse/PAY-1"


class Endless(Transport):
    """A transport over which every page of a search has the same one behind it."""

    def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
        answer = super().send(verb, path.partition("&nextPageToken")[0], headers, body)
        return replace(answer, text=json.dumps({**json.loads(answer.text), "isLast": False, "nextPageToken": "again"}))


def test_a_search_without_an_end_is_given_up(cloud: Desk) -> None:
    account = cloud.account(transport=Endless(cloud.jira.host, cloud.clock))
    with pytest.raises(Unavailable, match="without an end"):
        cloud.tracker(account).changes(PAY, None)
    assert len(cloud.asked()) == 3


def test_a_total_need_not_be_told_on_data_center(center: Desk) -> None:
    class Silent(Transport):
        def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
            answer = super().send(verb, path, headers, body)
            return replace(answer, text=json.dumps({"issues": json.loads(answer.text)["issues"]}))

    center.jira.world.most_found = 40
    for number in range(90):
        center.ours(f"a{number}")
    account = center.account(transport=Silent(center.jira.host, center.clock))
    assert len(center.tracker(account).changes(PAY, None)[0]) == 90


def test_the_port_tells_what_it_knows_without_a_request(desk: Desk) -> None:
    tracker = desk.tracker()
    known = tracker.capabilities(PAY)
    assert (known.owners, known.kind, known.lists_whole, known.looking_decides) == (1, "jira", desk.is_cloud, False)
    assert (tracker.newest(PAY), tracker.pause(PAY)) == (None, 0.0)
    assert (tracker.tidy(PAY), tracker.problems(PAY)) == ([], [])
    url = f"{desk.jira.url}/browse/PAY-1"
    found = tracker.recognise(Ticket("PAY-1", url), PAY, None)
    assert found is not None
    assert tracker.address(found, url, "/docs") == url
    assert desk.asked() == []


def test_a_name_that_is_no_key_of_a_project_asks_nothing(desk: Desk) -> None:
    with pytest.raises(Rejected, match="write it as Jira does"):
        desk.tracker().changes(PAY._replace(name='PAY" OR project = "OPS'), None)
    assert desk.asked() == []


def test_the_library_is_imported_where_jira_is_configured_alone() -> None:
    modules = "sys, syncer.cli.main, syncer.bootstrap.wiring, syncer.trackers.jira.choices"
    code = f"import {modules}; print('jira' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
