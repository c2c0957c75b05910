"""Direct reads: by lasting id, in hundreds on Cloud, and what became of what is not there any more."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from trackers.jira.desk import BOT, OPS, PAY, Desk, ref

from syncer.errors import Rejected, Unavailable
from syncer.model import Gone, Issue, IssueRef, Moved
from syncer.retry.answer import Answer
from syncer.retry.transport import Transport
from syncer.trackers.jira.access import access_to
from syncer.trackers.jira.choices import Choices, ProjectChoices
from syncer.trackers.jira.direct import read_issue


def test_many_are_read_in_one_request_on_cloud(cloud: Desk) -> None:
    kept = [cloud.ours(f"a{number}") for number in range(120)]
    found = cloud.tracker().get([ref(one) for one in kept])
    assert [issue.ref for issue in found.values() if isinstance(issue, Issue)] == [ref(one) for one in kept]
    assert all(isinstance(issue, Issue) and issue.is_ours for issue in found.values())
    assert cloud.asked() == ["POST /issue/bulkfetch", "POST /issue/bulkfetch", "GET /myself"]


def test_each_is_read_by_itself_on_data_center_with_marker_and_all(center: Desk) -> None:
    kept = [center.ours(f"a{number}") for number in range(2)]
    found = center.tracker().get([ref(one) for one in kept])
    assert [isinstance(issue, Issue) and issue.is_ours for issue in found.values()] == [True, True]
    assert center.asked() == [f"GET /issue/{kept[0].id}", "GET /myself", f"GET /issue/{kept[1].id}"]


def test_one_that_is_known_by_its_key_alone_is_read_by_that(desk: Desk) -> None:
    kept = desk.ours()
    asked = IssueRef(PAY, "PAY-1", "PAY-1")
    found = desk.tracker().get([asked, asked])
    issue = found[asked]
    assert isinstance(issue, Issue)
    assert issue.ref.id == str(kept.id)


@pytest.mark.parametrize("by_id", [True, False])
def test_a_moved_one_is_found_where_it_is(desk: Desk, *, by_id: bool) -> None:
    kept = desk.ours()
    desk.jira.move("PAY-1", "OPS")
    asked = ref(kept) if by_id else IssueRef(PAY, "PAY-1", "PAY-1")
    found = desk.tracker().get([asked])[asked]
    assert isinstance(found, Moved)
    assert (found.to.ref.target.name, found.to.ref.key, found.to.ref.id) == ("OPS", "OPS-1", str(kept.id))


def test_a_deleted_one_is_deleted(desk: Desk) -> None:
    kept, other = desk.ours("a1"), desk.ours("a2")
    desk.jira.delete("PAY-1")
    found = desk.tracker().get([ref(kept), ref(other)])
    gone = found[ref(kept)]
    assert isinstance(gone, Gone)
    assert gone.deleted, gone.reason
    assert "PAY-1 on 127.0.0.1" in gone.reason
    assert isinstance(found[ref(other)], Issue)


def test_a_hidden_one_is_not_taken_for_deleted(desk: Desk) -> None:
    kept = desk.ours()
    desk.jira.at("PAY").add_level("Public", {BOT})
    desk.jira.hide("PAY-1")
    gone = desk.tracker().get([ref(kept)])[ref(kept)]
    assert isinstance(gone, Gone)
    assert not gone.deleted
    assert "give" in gone.reason


def test_lost_access_to_a_project_deletes_nothing(desk: Desk) -> None:
    kept = [desk.ours("a1"), desk.ours("a2")]
    desk.jira.at("PAY").revoke(BOT)
    found = desk.tracker().get([ref(one) for one in kept])
    assert all(isinstance(gone, Gone) and not gone.deleted for gone in found.values())
    assert all("access to it was lost" in gone.reason for gone in found.values() if isinstance(gone, Gone))
    assert desk.asked().count("GET /project/PAY") == 1


def test_an_archived_project_deletes_nothing(desk: Desk) -> None:
    kept = desk.ours()
    desk.jira.at("PAY").archived = True
    answer = desk.tracker().get([ref(kept)])[ref(kept)]
    assert isinstance(answer, Issue) or (isinstance(answer, Gone) and not answer.deleted)


def test_misses_need_not_be_named(cloud: Desk) -> None:
    cloud.jira.world.tells_misses = not cloud.jira.world.tells_misses
    kept = cloud.ours()
    cloud.jira.delete("PAY-1")
    gone = cloud.tracker().get([ref(kept)])[ref(kept)]
    assert isinstance(gone, Gone)
    assert gone.deleted


class Retold(Transport):
    """A transport whose answers to bulkfetch are what `say` makes of them."""

    def __init__(self, desk: Desk, say: Callable[[dict[str, Any]], object]) -> None:
        super().__init__(desk.jira.host, desk.clock)
        self._say = say

    def send(self, verb: str, path: str, headers: Mapping[str, str], body: str | bytes | None = None) -> Answer:
        answer = super().send(verb, path, headers, body)
        if not path.endswith("/bulkfetch"):
            return answer
        return replace(answer, text=json.dumps(self._say(json.loads(answer.text))))


def test_what_could_not_be_read_just_now_is_read_by_itself(cloud: Desk) -> None:
    kept = cloud.ours()
    failed = {"issues": [], "issueErrors": [{"id": str(kept.id), "errorMessage": "Timed out, try again"}]}
    account = cloud.account(transport=Retold(cloud, lambda _: failed))
    assert isinstance(cloud.tracker(account).get([ref(kept)])[ref(kept)], Issue)
    assert cloud.asked()[:2] == ["POST /issue/bulkfetch", f"GET /issue/{kept.id}"]


@pytest.mark.parametrize("said", [[], {"issues": 7}, {"issues": [{"id": "1"}]}, {"issues": [], "issueErrors": [7]}])
def test_a_bulk_of_another_shape_is_said(cloud: Desk, said: object) -> None:
    kept = cloud.ours()
    account = cloud.account(transport=Retold(cloud, lambda _: said))
    with pytest.raises(Unavailable, match="another shape"):
        cloud.tracker(account).get([ref(kept)])


@pytest.mark.parametrize("path", ["/bulkfetch", "/issue/[0-9]+", "/project/PAY"])
def test_an_answer_that_says_nothing_of_an_issue_is_no_deletion(cloud: Desk, path: str) -> None:
    kept = cloud.ours()
    cloud.jira.delete("PAY-1")
    cloud.jira.fail("status", "*", path, status=418, message="I am a teapot")
    with pytest.raises(Rejected, match="teapot"):
        cloud.tracker().get([ref(kept)])


def test_where_nothing_tells_of_levels_nothing_is_deleted(cloud: Desk) -> None:
    kept = cloud.ours()
    cloud.jira.delete("PAY-1")
    secret = ProjectChoices(Choices(security="Private"))
    for choices, path in ((secret, "/never"), (None, "/createmeta"), (ProjectChoices(), "/createmeta")):
        cloud.jira.fail("status", "GET", path, status=400, message="Not allowed")
        gone = cloud.tracker(choices=choices).get([ref(kept)])[ref(kept)]
        assert isinstance(gone, Gone)
        assert not gone.deleted


def test_who_is_shown_no_levels_takes_nothing_for_deleted(cloud: Desk) -> None:
    kept = cloud.ours()
    cloud.jira.at("PAY").off_screen("security")
    cloud.jira.hide("PAY-1")
    gone = cloud.tracker().get([ref(kept)])[ref(kept)]
    assert isinstance(gone, Gone)
    assert not gone.deleted


def test_a_project_without_types_or_with_rubbish_tells_nothing(cloud: Desk) -> None:
    site = cloud.tracker()._site
    cloud.jira.at("PAY").types.clear()
    assert access_to(site, PAY).hides_issues
    assert not access_to(site, OPS).hides_issues


def test_an_archived_project_is_said(desk: Desk) -> None:
    desk.jira.at("PAY").archived = True
    access = access_to(desk.tracker()._site, PAY)
    assert access.lost is not None
    assert "archived" in access.lost or "access to it was lost" in access.lost


def test_one_is_read_as_the_api_shows_it(desk: Desk) -> None:
    kept = desk.ours()
    shown = read_issue(desk.tracker()._site, ref(kept))
    assert not isinstance(shown, Gone)
    assert (shown.key, shown.is_whole) == ("PAY-1", True)
    desk.jira.delete("PAY-1")
    assert isinstance(read_issue(desk.tracker()._site, ref(kept)), Gone)


def test_an_answer_of_another_shape_is_no_deletion(desk: Desk) -> None:
    kept = desk.ours()
    desk.jira.fail("html", "*", "/issue", times=None)
    with pytest.raises(Unavailable):
        desk.tracker().get([ref(kept)])
