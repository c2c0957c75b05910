"""The library that the product uses works against the fake, and trips where it trips on Jira."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jira as library
import pytest
import requests
from fakes.jira import Jira, Kind


def client(site: Jira, *, max_retries: int = 0, get_server_info: bool = False, **options: Any) -> library.JIRA:
    is_cloud = site.deployment == "cloud"
    auth: dict[str, Any] = (
        {"basic_auth": ("syncer-bot@example.com", "secret")} if is_cloud else {"token_auth": "secret"}
    )
    known = {"server": site.url, "rest_api_version": "3" if is_cloud else "2", **options}
    return library.JIRA(options=known, max_retries=max_retries, timeout=5, get_server_info=get_server_info, **auth)


@pytest.fixture
def sdk(jira: Jira) -> Iterator[library.JIRA]:
    """Made without a request, the deployment set by hand."""
    made = client(jira)
    made.deploymentType = "Cloud"
    yield made
    close(made)


@pytest.fixture
def center_sdk(data_center: Jira) -> Iterator[library.JIRA]:
    made = client(data_center)
    made.deploymentType = "Server"
    yield made
    close(made)


def close(sdk: library.JIRA) -> None:
    sdk.close()  # type: ignore[no-untyped-call]


def asked(site: Jira) -> list[str]:
    return [f"{one.method} {one.path.partition('/rest/')[2]}" for one in site.exchanges]


FIELDS = {"project": {"key": "PAY"}, "issuetype": {"name": "Task"}, "summary": "Fix", "labels": ["syncer"]}


def test_issues_through_the_library(jira: Jira, sdk: library.JIRA) -> None:
    assert asked(jira) == []
    made = sdk.create_issue(FIELDS, prefetch=False)
    assert made.key == "PAY-1"
    assert asked(jira) == ["POST api/3/issue"]
    found = sdk.issue("PAY-1")
    assert (found.fields.summary, found.fields.labels, found.fields.status.name) == ("Fix", ["syncer"], "To Do")
    ways = {way["name"]: way["id"] for way in sdk.transitions("PAY-1")}
    sdk.transition_issue("PAY-1", ways["Done"])
    assert jira.issue("PAY-1").status.category == "done"
    assert sdk.myself()["accountId"] == jira.world.users["syncer-bot"].account_id


def test_hidden_requests_of_the_library(jira: Jira, sdk: library.JIRA) -> None:
    """An update is a PUT and a GET, a create by default a POST and a GET."""
    made = sdk.create_issue(FIELDS)
    before = len(jira.exchanges)
    assert asked(jira) == ["POST api/3/issue", "GET api/3/issue/PAY-1"]
    made.update(fields={"summary": "New"})
    assert [line.partition(" ")[0] for line in asked(jira)[before:]] == ["PUT", "GET"]
    assert jira.issue("PAY-1").summary == "New"


def test_search_through_the_library(jira: Jira, sdk: library.JIRA) -> None:
    jira.at("PAY").add_issues(3, labels=["syncer"])
    page = sdk.enhanced_search_issues("labels = syncer ORDER BY key", maxResults=2, fields=["summary"])
    assert isinstance(page, library.client.ResultList)
    assert ([issue.key for issue in page], bool(page.nextPageToken)) == (["PAY-1", "PAY-2"], True)
    rest = sdk.enhanced_search_issues(
        "labels = syncer ORDER BY key", maxResults=2, fields=["summary"], nextPageToken=page.nextPageToken
    )
    assert [issue.key for issue in rest] == ["PAY-3"]


def test_without_the_deployment_set_a_search_of_cloud_silently_answers_nothing(jira: Jira) -> None:
    jira.at("PAY").add_issues(1)
    blind = client(jira)
    assert blind.enhanced_search_issues("project = PAY", maxResults=2) is None
    close(blind)


def test_a_query_without_a_restriction_is_an_error(sdk: library.JIRA) -> None:
    with pytest.raises(library.JIRAError, match="Unbounded JQL") as caught:
        sdk.enhanced_search_issues("ORDER BY key", maxResults=1)
    assert caught.value.status_code == 400


def test_data_center_through_the_library(data_center: Jira, center_sdk: library.JIRA) -> None:
    made = center_sdk.create_issue(FIELDS, prefetch=False)
    found = center_sdk.search_issues("labels = syncer", startAt=0, maxResults=10)
    assert [issue.key for issue in found] == [made.key]
    assert found.total == 1
    comment = center_sdk.add_comment(made.key, "said")
    assert [one.body for one in center_sdk.comments(made.key)] == [comment.body]
    assert center_sdk.myself()["name"] == "syncer-bot"
    assert center_sdk.priorities()[0].name == "Highest"
    assert [one.key for one in center_sdk.projects()] == ["PAY"]


@pytest.mark.parametrize("deployment", ["cloud", "data-center"])
def test_boards_through_the_library(deployment: str, jira: Jira, data_center: Jira) -> None:
    site = jira if deployment == "cloud" else data_center
    board = site.agile.board("PAY").id
    for number in range(3):
        site.agile.sprint(board, f"Sprint {number}")
    site.open_issue("x", project="PAY")
    sdk = client(site, agile_rest_path="agile")
    assert [one.id for one in sdk.boards()] == [board]
    sprints = sdk.sprints(board, startAt=0, maxResults=2)
    assert [one.name for one in sprints] == ["Sprint 0", "Sprint 1"]
    sdk.add_issues_to_sprint(sprints[0].id, ["PAY-1"])
    assert site.issue("PAY-1").sprint == sprints[0].id
    close(sdk)


def test_a_read_of_the_server_makes_the_library_know_it(jira: Jira) -> None:
    sdk = client(jira, get_server_info=True)
    assert sdk.deploymentType == "Cloud"
    assert asked(jira) == ["GET api/3/serverInfo"]
    close(sdk)


def test_without_retries_a_create_is_sent_once(jira: Jira, sdk: library.JIRA) -> None:
    jira.fail(Kind.DROP, "POST", times=None)
    with pytest.raises(requests.exceptions.ConnectionError):
        sdk.create_issue(FIELDS, prefetch=False)
    assert len(jira.at("PAY").issues) == 1


def test_by_itself_the_library_sends_a_create_four_times(jira: Jira, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jira.resilientsession.time.sleep", lambda _: None)
    jira.fail(Kind.DROP, "POST", times=None)
    eager = client(jira, max_retries=3)
    with pytest.raises((requests.exceptions.ConnectionError, library.JIRAError)):
        eager.create_issue(FIELDS, prefetch=False)
    assert len(jira.at("PAY").issues) == 4
    close(eager)


def test_a_limit_is_an_error_with_its_headers(jira: Jira, sdk: library.JIRA) -> None:
    jira.limits.limit_burst(0, 1)
    with pytest.raises(library.JIRAError) as caught:
        sdk.issue("PAY-1")
    assert caught.value.response is not None
    assert (caught.value.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
