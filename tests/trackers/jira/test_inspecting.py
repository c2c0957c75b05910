"""What a project holds: asked once a day, and every reason why nothing can be made there told with its remedy."""

from __future__ import annotations

import pytest
from trackers.jira.desk import BOT, PAY, Desk
from trackers.jira.drafts import chosen
from trackers.jira.telling import told

from syncer.errors import NotAllowed, PortError, Unavailable
from syncer.model import Capabilities, Field, Target
from syncer.trackers.jira.screens import forget_screen, read_screen, screen

TYPES, FIELDS = "GET /issue/createmeta/PAY/issuetypes", "GET /issue/createmeta/PAY/issuetypes/10001"
HOLDS = Capabilities(1, frozenset(Field), kind="jira", has_errands=True, finds_accounts=True)


def test_two_requests_a_day(desk: Desk) -> None:
    assert desk.tracker().inspect(PAY) == HOLDS
    assert desk.asked() == [TYPES, FIELDS]
    assert desk.tracker().inspect(PAY) == HOLDS
    assert desk.asked() == []
    desk.wait(hours=25)
    desk.tracker().inspect(PAY)
    assert desk.asked() == [TYPES, FIELDS]


def test_a_type_that_was_seen_needs_no_request(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker._site.types[PAY] = {"task": "10001"}
    tracker.inspect(PAY)
    assert desk.asked() == [FIELDS]
    assert tracker._site.screens[PAY].find("labels") is not None


def test_a_type_that_was_seen_and_is_gone(desk: Desk) -> None:
    tracker = desk.tracker()
    tracker._site.types[PAY] = {"task": "4711"}
    tracker.inspect(PAY)
    assert desk.asked()[1:] == [TYPES, FIELDS]


@pytest.mark.parametrize("name", ["bug", "10001"])
def test_a_type_by_name_or_id(desk: Desk, name: str) -> None:
    chosen(desk, issue_type=name).inspect(PAY)


def test_a_type_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r'there is no issue type Moon; write one of .*"Task".* as issue_type, or add'):
        chosen(desk, issue_type="Moon").inspect(PAY)


@pytest.mark.parametrize("rows", ["values", "issueTypes", "createMetaIssueType"])
def test_pages(desk: Desk, rows: str) -> None:
    pages = [
        {rows: [{"id": str(10_000 + number), "name": name}], "total": 2} for number, name in enumerate(["Bug", "Task"])
    ]
    tracker = desk.tracker(told(desk, "issuetypes$", *pages))
    tracker.inspect(PAY)
    assert tracker._site.screens[PAY].type_id == "10001"


def test_pages_that_tell_when_they_end(desk: Desk) -> None:
    pages = [{"values": [{"id": "10000", "name": "Bug"}], "isLast": False}, {"values": [], "isLast": False}]
    with pytest.raises(NotAllowed, match='write one of "Bug" as issue_type'):
        desk.tracker(told(desk, "issuetypes$", *pages)).inspect(PAY)


def test_pages_without_end(desk: Desk) -> None:
    page = {"values": [{"id": "10000", "name": "Bug"}], "isLast": False}
    with pytest.raises(NotAllowed, match='write one of "Bug"'):
        desk.tracker(told(desk, "issuetypes$", page)).inspect(PAY)


# --- why nothing can be made there ---


def test_no_such_project(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match=r"NO on .*: there is no such project, or the account may not browse it"):
        desk.tracker().inspect(Target("desk", "NO"))


def test_an_archived_project(desk: Desk) -> None:
    desk.jira.at("PAY").archived = True
    with pytest.raises(NotAllowed, match="the project is archived; restore it, or route its items elsewhere"):
        desk.tracker().inspect(PAY)


def test_no_permission_to_create(desk: Desk) -> None:
    desk.jira.at("PAY").revoke(BOT, "CREATE_ISSUES")
    with pytest.raises(
        NotAllowed, match="the account may not create issues there; give it the permission Create Issues"
    ):
        desk.tracker().inspect(PAY)


def test_no_labels_on_the_screen(desk: Desk) -> None:
    desk.jira.at("PAY").off_screen("labels")
    with pytest.raises(
        NotAllowed, match=r"Labels is not on the create screen of Task, .*; add the field to the screen"
    ):
        desk.tracker().inspect(PAY)
    desk.jira.at("PAY").add_field("labels")
    desk.asked()
    desk.tracker().inspect(PAY)
    assert desk.asked() == [TYPES, FIELDS]


def test_fields_that_nobody_shows(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="the fields of the issue type Task are not shown to the account"):
        desk.tracker(told(desk, "issuetypes/", {}, status=404)).inspect(PAY)


def test_a_failure_is_no_reason(desk: Desk) -> None:
    with pytest.raises(PortError, match="409"):
        desk.tracker(told(desk, "issuetypes", {}, status=409)).inspect(PAY)
    tracker = desk.tracker(told(desk, "/project/", {}, status=409))
    with pytest.raises(PortError, match="409"):
        tracker.inspect(Target("desk", "NO"))


@pytest.mark.parametrize("content", [{"fields": [{}], "values": [{}]}, {"fields": 7, "values": 7}, 7])
def test_an_answer_of_another_shape(desk: Desk, content: object) -> None:
    with pytest.raises(Unavailable, match="another shape"):
        desk.tracker(told(desk, "issuetypes/", content)).inspect(PAY)


def test_a_bare_list_is_a_page(desk: Desk) -> None:
    types = [{"id": "10001", "name": "Task"}]
    desk.tracker(told(desk, "issuetypes$", types)).inspect(PAY)


# --- notes ---


def test_what_was_wrong_is_asked_for_again(desk: Desk) -> None:
    site = desk.tracker()._site
    first = screen(site, PAY)
    forget_screen(site, PAY)
    assert screen(site, PAY) == first == read_screen(site, PAY)
    assert desk.asked() == [TYPES, FIELDS] * 3


@pytest.mark.parametrize("note", [{}, [], {"type": "1", "name": "x", "fields": [7]}])
def test_a_note_of_another_version_is_passed_over(desk: Desk, note: object) -> None:
    site = desk.tracker()._site
    site.notebook.note("screen PAY Task", note)
    screen(site, PAY)
    assert desk.asked() == [TYPES, FIELDS]


def test_a_note_says_the_same(desk: Desk) -> None:
    cause = desk.jira.custom_field("Root cause", "option", ["Code", "Config"])
    desk.jira.at("PAY").add_field(cause.id, required=True)
    assert screen(desk.tracker()._site, PAY) == screen(desk.tracker()._site, PAY)


# --- who can read it ---


def test_everybody(desk: Desk) -> None:
    tracker = desk.tracker()
    assert tracker.inspect(PAY).is_public is None
    assert tracker.inspect(PAY, audience=True).is_public is False
    desk.jira.at("PAY").private = False
    assert tracker.inspect(PAY).is_public is False
    assert desk.tracker().inspect(PAY, audience=True).is_public is True
    assert len([one for one in desk.asked() if one == "GET /project/PAY"]) == 2


def test_an_audience_that_is_not_told(desk: Desk) -> None:
    desk.jira.fail("status", "GET", "/project/PAY", status=418)
    with pytest.raises(Unavailable, match="whether everybody can read it was not told"):
        desk.tracker().inspect(PAY, audience=True)
