"""Who can be assigned: found by the exact account alone (F24)."""

from __future__ import annotations

import pytest
from trackers.jira.desk import PAY, Desk
from trackers.jira.drafts import account
from trackers.jira.telling import told

from syncer.errors import PortError, Unavailable
from syncer.trackers.jira.people import assignable, assignee, cannot_be_assigned
from syncer.trackers.jira.site import Site

SEARCH = "GET /user/assignable/search"


def site(desk: Desk) -> Site:
    return desk.tracker()._site


def test_listed_once_a_day(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    alice = account(desk)
    here = site(desk)
    person = assignee(here, PAY, alice)
    assert person is not None
    assert (person.id, person.name) == (alice, "Alice Smith")
    assert assignee(here, PAY, alice) == assignee(site(desk), PAY, alice) == person
    assert desk.asked() == [SEARCH]
    desk.wait(hours=25)
    assert assignee(site(desk), PAY, alice) == person
    assert desk.asked() == [SEARCH]


def test_whom_no_list_shows_is_asked_for_by_account(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    alice = account(desk)
    here = desk.tracker(told(desk, "maxResults=1000|assignable", [], []))._site
    assert assignable(here, PAY) == {}
    here.account.get = type(here.account).get.__get__(here.account)  # type: ignore[method-assign]
    desk.asked()
    person = assignee(here, PAY, alice)
    assert person is not None
    assert person.id == alice
    assert desk.asked() == [SEARCH]
    assert assignee(here, PAY, alice) == person
    assert desk.asked() == []


def test_nobody_is_somebody_elses_first_hit(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice", "alice2")
    here = site(desk)
    assert assignee(here, PAY, "ali") is None
    assert assignee(here, PAY, "ali") is None
    assert desk.asked() == [SEARCH, SEARCH]


def test_names_of_data_center_are_the_same_in_any_case(center: Desk) -> None:
    center.jira.at("PAY").allow_assignees("alice")
    account(center)
    person = assignee(site(center), PAY, "Alice")
    assert person is not None
    assert person.id == "alice"


def test_ids_of_cloud_are_not(cloud: Desk) -> None:
    cloud.jira.at("PAY").allow_assignees("alice")
    assert assignee(site(cloud), PAY, account(cloud).upper()) is None


def test_who_was_refused_is_not_taken_from_a_note(desk: Desk) -> None:
    desk.jira.at("PAY").allow_assignees("alice")
    alice = account(desk)
    here = site(desk)
    assert assignee(here, PAY, alice) is not None
    cannot_be_assigned(here, PAY, alice)
    assert assignee(here, PAY, alice) is None
    assert alice not in assignable(site(desk), PAY)


def test_the_inactive_are_passed_over(desk: Desk) -> None:
    people = [{"accountId": "a", "name": "a", "active": False}, {"accountId": "b", "name": "b"}, {}]
    assert assignable(desk.tracker(told(desk, "assignable", people))._site, PAY) == {"b": "b"}


def test_a_server_that_lists_nobody(desk: Desk) -> None:
    assert assignable(desk.tracker(told(desk, "assignable", {}, status=400))._site, PAY) == {}


@pytest.mark.parametrize("content", [{"a": 1}, ["x"], None])
def test_an_answer_of_another_shape(desk: Desk, content: object) -> None:
    with pytest.raises(Unavailable, match="another shape"):
        assignable(desk.tracker(told(desk, "assignable", content))._site, PAY)


def test_other_refusals_are_told(desk: Desk) -> None:
    with pytest.raises(PortError, match="410"):
        assignable(desk.tracker(told(desk, "assignable", {}, status=410))._site, PAY)


def test_notes_of_another_version_are_passed_over(desk: Desk) -> None:
    here = site(desk)
    here.notebook.note("assignable PAY", ["rubbish"])
    assert isinstance(assignable(here, PAY), dict)
    assert desk.asked() == [SEARCH]
