"""The SDK that the product uses works against the fake, and trips where it trips on GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import github
import pytest
import requests
from fakes.github import GitHub, Kind, Repository
from github.GithubRetry import GithubRetry


@pytest.fixture
def sdk(hub: GitHub) -> Iterator[github.Github]:
    with client(hub, retry=None) as made:
        yield made


def client(hub: GitHub, retry: GithubRetry | None, timeout: int = 5) -> github.Github:
    auth = github.Auth.Token("secret")
    pauses = {"seconds_between_requests": 0, "seconds_between_writes": 0}
    return github.Github(auth=auth, base_url=hub.url, retry=retry, timeout=timeout, **pauses)  # type: ignore[arg-type]


def test_issues_through_the_sdk(sdk: github.Github, repository: Repository) -> None:
    there = sdk.get_repo("acme/payments")
    made = there.create_issue("Fix", "text", assignee="syncer-bot", labels=["syncer"])
    assert (made.number, made.user.login, made.assignees[0].login) == (1, "syncer-bot", "syncer-bot")
    made.edit(state="closed", state_reason="not_planned")
    made.create_comment("done")
    made.add_to_labels("more")
    made.remove_from_labels("syncer")
    assert [comment.body for comment in made.get_comments()] == ["done"]
    assert [label.name for label in there.get_issue(1).labels] == ["more"]
    assert there.get_issue(1).state_reason == "not_planned"
    assert (there.has_in_assignees("syncer-bot"), there.has_in_assignees("ghost")) == (True, False)
    assert [found.number for found in sdk.search_issues("Fix", repo="acme/payments")] == [1]
    assert sdk.get_user().login == "syncer-bot"
    assert sdk.get_rate_limit().rate.limit == 5000


def test_pages_through_the_sdk(sdk: github.Github, repository: Repository) -> None:
    for number in range(75):
        repository.add_issue(f"issue {number}")
    found = sdk.get_repo("acme/payments").get_issues(state="all", since=datetime(2020, 1, 1, tzinfo=UTC))
    assert [issue.number for issue in found] == list(range(75, 0, -1))


def test_files_and_pull_requests_through_the_sdk(sdk: github.Github, repository: Repository) -> None:
    there = sdk.get_repo("acme/payments")
    repository.files.put("main", "a.md", b"one")
    repository.files.branch("topic")
    content = there.get_contents("a.md", ref="topic")
    assert not isinstance(content, list)
    assert content.decoded_content == b"one"
    there.update_file("a.md", "Change", "two", content.sha, branch="topic")
    assert there.get_branch("main").protected is False
    assert there.get_git_ref("heads/topic").object.sha == repository.files.heads()["topic"]
    pull = there.create_pull("main", "topic", title="Merge", body="text")
    assert [one.number for one in there.get_pulls(head="acme:topic")] == [pull.number]


def test_a_known_etag_through_the_sdk(sdk: github.Github) -> None:
    path = "/repos/acme/payments/issues"
    _, headers, _ = sdk.requester.requestJson("GET", path)
    again = sdk.requester.requestJson("GET", path, headers={"If-None-Match": headers["etag"]})
    assert (again[0], again[2]) == (304, "")


def test_nodes_through_the_sdk(sdk: github.Github, repository: Repository) -> None:
    known = repository.add_issue("x").node_id
    query = "query($ids:[ID!]!){nodes(ids:$ids){id}}"
    _, answer = sdk.requester.graphql_query(query, {"ids": [known]})
    assert answer["data"] == {"nodes": [{"id": known}]}
    with pytest.raises(github.UnknownObjectException) as caught:
        sdk.requester.graphql_query(query, {"ids": [known, "I_gone"]})
    assert caught.value.data["data"]["nodes"] == [{"id": known}, None]


def test_the_sdk_loses_the_query_on_a_redirect(sdk: github.Github, repository: Repository) -> None:
    repository.add_issue("x")
    repository.close(1)
    there = sdk.get_repo("acme/payments")
    assert [issue.number for issue in there.get_issues(state="all")] == [1]
    repository.rename("acme/billing")
    assert list(there.get_issues(state="all")) == []


def test_the_sdk_takes_a_redirected_create_for_a_success(sdk: github.Github, repository: Repository) -> None:
    there = sdk.get_repo("acme/payments")
    repository.rename("acme/billing")
    assert there.create_issue("x").number is None
    assert repository.issues == []


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Kind.DROP, requests.exceptions.ConnectionError),
        (Kind.BAD_GATEWAY_AFTER, requests.exceptions.RetryError),
    ],
)
def test_the_sdk_by_itself_sends_a_create_eleven_times(
    hub: GitHub, repository: Repository, kind: Kind, error: type[Exception]
) -> None:
    hub.fail(kind, "POST", times=None)
    with client(hub, GithubRetry(), timeout=1) as eager, pytest.raises(error):
        eager.get_repo("acme/payments").create_issue("x")
    assert len(repository.issues) == 11


def test_without_retries_it_sends_it_once(hub: GitHub, sdk: github.Github, repository: Repository) -> None:
    hub.fail(Kind.DROP, "POST", times=None)
    with pytest.raises(requests.exceptions.ConnectionError):
        sdk.get_repo("acme/payments").create_issue("x")
    assert len(repository.issues) == 1
