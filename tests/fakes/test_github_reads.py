"""The fake GitHub lists, pages, searches and lags as GitHub does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fakes.asker import Asker, Got
from fakes.github import GitHub, Repository
from fakes.hand_clock import HandClock

ISSUES = "/repos/acme/payments/issues"


@pytest.fixture
def clock(hub: GitHub) -> HandClock:
    """A clock that the test moves, at the beginning of a second."""
    clock = HandClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    hub.clock = clock
    return clock


@pytest.fixture
def numbers(ask: Asker) -> Numbers:
    return Numbers(ask)


class Numbers:
    """Asks for a list and answers the numbers in it."""

    def __init__(self, ask: Asker) -> None:
        self._ask = ask

    def __call__(self, query: str) -> list[int]:
        return [row["number"] for row in self._ask.get(f"{ISSUES}?{query}").json]


def test_open_issues_and_pull_requests_newest_first(
    clock: HandClock, repository: Repository, numbers: Numbers, ask: Asker
) -> None:
    repository.add_issue("one")
    clock.pass_by(1)
    repository.add_pull("two", "topic")
    repository.add_issue("three")
    repository.close(3)
    assert numbers("") == [2, 1]
    assert numbers("state=all") == [3, 2, 1]
    assert numbers("state=closed&direction=asc&made_up=1") == [3]
    rows = ask.get(f"{ISSUES}").json
    assert ["pull_request" in row for row in rows] == [True, False]
    assert rows[0]["pull_request"]["url"].endswith("/pulls/2")
    assert ask.get(f"{ISSUES}?state=some").status == 422
    assert ask.get(f"{ISSUES}?sort=size").status == 422


def test_labels_are_all_needed_in_any_case(repository: Repository, numbers: Numbers) -> None:
    repository.add_issue("one", labels=["syncer", "urgent"])
    repository.add_issue("two", labels=["syncer"])
    assert numbers("labels=SYNCER") == [2, 1]
    assert numbers("labels=syncer,Urgent") == [1]
    assert numbers("labels=none") == []


def test_since_is_inclusive_to_the_second(clock: HandClock, repository: Repository, numbers: Numbers) -> None:
    repository.add_issue("one")
    clock.pass_by(10.9)
    repository.add_issue("two")
    clock.pass_by(10)
    repository.comment(1, "late")
    assert numbers("since=2026-03-02T09:00:10Z&sort=updated") == [1, 2]
    assert numbers("since=2026-03-02T10:00:20%2B01:00") == [1]
    assert numbers("since=2026-03-02T09:00:11Z") == [1]
    assert numbers("since=1970-01-01T00:00:00Z") == [], "the epoch itself finds nothing"
    assert numbers("since=1999-01-01T00:00:00Z") == [2, 1]


def test_since_must_be_a_moment(ask: Asker, repository: Repository) -> None:
    repository.add_issue("one")
    assert ask.get(f"{ISSUES}?since=yesterday").status == 422


def test_creator_and_assignee(repository: Repository, numbers: Numbers) -> None:
    repository.add_issue("one", by="zoe", assignees=["ann"])
    repository.add_issue("two", by="bob")
    assert numbers("creator=ZOE") == [1]
    assert numbers("assignee=ann") == [1]
    assert numbers("assignee=none") == [2]
    assert numbers("assignee=*") == [1]


def links(got: Got) -> dict[str, str]:
    """The URLs of the `Link` header by what they are."""
    return {name: url for url, name in re.findall(r'<([^>]*)>; rel="(\w+)"', got.headers.get("link", ""))}


def shown(got: Got) -> list[int]:
    return [row["number"] for row in got.json]


def test_pages_are_linked_by_the_repositorys_id(hub: GitHub, repository: Repository, ask: Asker) -> None:
    for number in range(5):
        repository.add_issue(f"issue {number}")
    base = f"{hub.url}/repositories/{repository.id}/issues?state=all&per_page=2"
    first = ask.get(f"{ISSUES}?state=all&per_page=2")
    assert sorted(links(first)) == ["last", "next"]
    assert links(first)["last"] == f"{base}&page=3"
    assert links(first)["next"].startswith(f"{base}&after=")
    second = ask.get(links(first)["next"])
    assert (shown(second), sorted(links(second))) == ([3, 2], ["first", "last", "next", "prev"])
    third = ask.get(links(second)["next"])
    assert (shown(third), sorted(links(third))) == ([1], ["first", "prev"])
    assert [shown(ask.get(f"{base}&page={page}")) for page in (2, 3, 9)] == [[3, 2], [1], []]


@pytest.mark.parametrize("query", ["sort=updated&direction=desc", "sort=created&direction=asc", "sort=comments"])
def test_a_cursor_does_not_slip_when_rows_come_and_go(repository: Repository, ask: Asker, query: str) -> None:
    for number in range(6):
        repository.add_issue(f"issue {number}")
    first = ask.get(f"{ISSUES}?{query}&per_page=3")
    repository.close(shown(first)[0])
    second = ask.get(links(first)["next"])
    assert sorted(shown(first) + shown(second)) == [1, 2, 3, 4, 5, 6]


def test_a_page_far_down_cannot_be_asked_for_by_its_number(repository: Repository, ask: Asker) -> None:
    for number in range(1_101):
        repository.add_issue(f"issue {number}")
    got = ask.get(f"{ISSUES}?per_page=100&page=11")
    assert got.status == 422
    assert "please use cursor based pagination" in got.json["message"]
    page, seen = ask.get(f"{ISSUES}?per_page=100"), 0
    while True:
        seen += len(page.json)
        if "next" not in links(page):
            break
        page = ask.get(links(page)["next"])
    assert seen == 1_101


def test_thirty_a_page_and_a_hundred_at_most(repository: Repository, numbers: Numbers) -> None:
    for number in range(120):
        repository.add_issue(f"issue {number}")
    assert [len(numbers(query)) for query in ("", "per_page=100", "per_page=500")] == [30, 100, 100]


def test_a_known_etag_costs_nothing(hub: GitHub, repository: Repository, ask: Asker) -> None:
    first = ask.get(ISSUES)
    again = ask.get(ISSUES, If_None_Match=first.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert again.headers["x-ratelimit-used"] == first.headers["x-ratelimit-used"] == "1"
    assert ask.get(f"{ISSUES}?state=all", If_None_Match=first.headers["etag"]).status == 200, "another URL"
    repository.add_issue("new")
    assert ask.get(ISSUES, If_None_Match=first.headers["etag"]).status == 200, "changed"


def test_an_etag_is_one_tokens_own(hub: GitHub, ask: Asker) -> None:
    hub.user("syncer-bot", token="rotated")
    etag = ask.get(ISSUES).headers["etag"]
    with Asker(hub.url, "rotated") as other:
        assert other.get(ISSUES, If_None_Match=etag).status == 200


def test_a_lagging_list_shows_the_past_and_a_direct_read_the_present(
    hub: GitHub, clock: HandClock, repository: Repository, numbers: Numbers, ask: Asker
) -> None:
    hub.lag(lists=60)
    repository.add_issue("x")
    assert numbers("state=all") == []
    assert ask.get(f"{ISSUES}/1").status == 200
    clock.pass_by(60)
    repository.close(1)
    assert numbers("state=open") == [1], "closed, which the list does not know yet"
    clock.pass_by(60)
    assert numbers("state=open") == []


def test_a_list_of_a_label_may_lag_alone(
    hub: GitHub, clock: HandClock, repository: Repository, numbers: Numbers
) -> None:
    hub.lag(labels=60)
    repository.add_issue("x", labels=["syncer"])
    assert (numbers(""), numbers("labels=syncer")) == ([1], [])
    clock.pass_by(60)
    assert numbers("labels=syncer") == [1]


def test_the_search_lags_behind_the_list(
    hub: GitHub, clock: HandClock, repository: Repository, numbers: Numbers, ask: Asker
) -> None:
    hub.lag(search=120)
    repository.add_issue("x")
    path = "/search/issues?q=repo:acme/payments"
    assert numbers("") == [1]
    assert ask.get(path).json["total_count"] == 0
    clock.pass_by(120)
    assert ask.get(path).json["total_count"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("repo:acme/payments is:issue", [1]),
        ("repo:acme/payments is:pr", [2]),
        ("repo:acme/payments type:pr is:open", [2]),
        ("label:syncer author:zoe state:open", [1]),
        ('"cafe bar" in:body', [1]),
        ("assignee:ann", [1]),
        ("is:closed", []),
        ('unbalanced" thing', []),
    ],
)
def test_the_search_understands(ask: Asker, repository: Repository, query: str, found: list[int]) -> None:
    repository.add_issue("one", "at the Cafe Bar", by="zoe", labels=["syncer"], assignees=["ann"])
    repository.add_pull("two", "topic")
    got = ask.get(f"/search/issues?q={query.replace(' ', '%20')}")
    assert [row["number"] for row in got.json["items"]] == found


def test_a_search_needs_words_and_repositories_that_are_seen(ask: Asker) -> None:
    assert ask.get("/search/issues?q=").status == 422
    assert ask.get("/search/issues?q=repo:acme/hidden").status == 422


def test_times_are_told_to_the_second(hub: GitHub, clock: HandClock, repository: Repository, ask: Asker) -> None:
    clock.pass_by(0.7)
    repository.add_issue("x")
    got = ask.get(f"{ISSUES}/1")
    assert got.json["created_at"] == "2026-03-02T09:00:00Z"
    assert got.headers["date"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert clock.now() - repository.issue(1).created_at == timedelta(0)
