"""The fake's answers, and the questions asked of it, stay inside the vendor's published contract."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from fakes.asker import Asker
from fakes.github import Exchange, GitHub, Repository
from fakes.github.contract import Contract, github_contract
from fakes.github.routing import Route
from fakes.github.service import ROUTES

CONTENT = "aGVsbG8="


@pytest.fixture(scope="session")
def contract(reference: Path) -> Contract:
    return github_contract(reference)


def walk_issues(ask: Asker, hub: GitHub, repository: Repository) -> None:
    """Every endpoint for issues, in what it does and what it refuses."""
    date_field = hub.field("acme")
    hub.issue_type("acme", "Task")
    milestone = repository.add_milestone("March")
    full = {
        "title": "Fix it",
        "body": "text",
        "labels": ["syncer", {"name": "urgent", "color": "ff0000"}],
        "assignees": ["syncer-bot"],
        "milestone": milestone.number,
        "type": "Task",
        "issue_field_values": [{"field_id": date_field.id, "value": "2026-03-20"}],
    }
    issues = "/repos/acme/payments/issues"
    assert ask.post(issues, full).status == 201
    assert ask.post(issues, {"title": ""}).status == 422
    assert ask.post(issues, {"title": "x", "assignees": ["nobody"]}).status == 422
    repository.add_pull("A pull request", "topic")
    ask.get(
        f"{issues}?state=all&labels=syncer&sort=updated&direction=desc&per_page=1&page=1&since=2026-01-01T00:00:00Z"
    )
    ask.get(f"{issues}/1")
    ask.get(f"{issues}/99")
    ask.patch(f"{issues}/1", {"state": "closed", "state_reason": "not_planned", "labels": [], "assignees": []})
    ask.patch(f"{issues}/1", {"state": "open"})
    ask.post(f"{issues}/1/comments", {"body": "a comment"})
    ask.get(f"{issues}/1/comments?per_page=100")
    ask.post(f"{issues}/1/labels", {"labels": ["more"]})
    ask("PUT", f"{issues}/1/labels", {"labels": ["other"]})
    ask.get(f"{issues}/1/labels")
    ask("DELETE", f"{issues}/1/labels/other")
    ask("DELETE", f"{issues}/1/labels")
    ask.post(f"{issues}/1/assignees", {"assignees": ["syncer-bot"]})
    ask("DELETE", f"{issues}/1/assignees", {"assignees": ["syncer-bot"]})
    values = f"{issues}/1/issue-field-values"
    ask.get(values)
    ask.post(values, {"issue_field_values": [{"field_id": date_field.id, "value": "2026-04-01"}]})
    ask("PUT", values, {"issue_field_values": [{"field_id": date_field.id, "value": "2026-04-02"}]})
    ask("DELETE", f"{values}/{date_field.id}")
    repository.delete(1)
    assert ask.get(f"{issues}/1").status == 410


def walk_the_rest(ask: Asker, repository: Repository) -> None:
    """Every other endpoint."""
    repository.files.commit("main", {"docs/a.md": b"a"}, ())
    repository.files.branch("other")
    paths = """/user /users/syncer-bot /rate_limit /repos/acme/payments /repos/acme/nothing /orgs/acme/issue-fields
        /orgs/acme/issue-types /repos/acme/payments/assignees /repos/acme/payments/assignees/syncer-bot
        /repos/acme/payments/assignees/nobody /repos/acme/payments/labels /search/issues?q=repo:acme/payments+is:issue
        /repos/acme/payments/contents/docs/a.md /repos/acme/payments/contents/docs /repos/acme/payments/branches/main
        /repos/acme/payments/git/ref/heads/main /repos/acme/payments/pulls?state=all"""
    for path in paths.split():
        assert ask.get(path).status in {200, 204, 404}, path
    ask.post("/repos/acme/payments/labels", {"name": "syncer-2", "color": "ededed"})
    ask.get("/repos/acme/payments/labels/syncer-2")
    ask("PUT", "/repos/acme/payments/contents/docs/b.md", {"message": "Add", "content": CONTENT, "branch": "other"})
    made = ask.post("/repos/acme/payments/pulls", {"title": "Merge", "head": "other", "base": "main", "body": "x"})
    assert made.status == 201
    ask.patch(f"/repos/acme/payments/pulls/{made.json['number']}", {"title": "Merge it", "state": "closed"})
    ask.get(f"/repos/acme/payments/pulls/{made.json['number']}")


def test_everything_that_is_served_is_in_the_contract(
    contract: Contract, hub: GitHub, repository: Repository, ask: Asker
) -> None:
    walk_issues(ask, hub, repository)
    walk_the_rest(ask, repository)
    repository.rename("acme/billing")
    assert ask.get("/repos/acme/payments/issues").status == 301
    assert contract.problems(hub.exchanges) == []
    asked = {(exchange.method, exchange.path) for exchange in hub.exchanges}
    never = [one.path.pattern for one in ROUTES if not any(serves(one, *pair) for pair in asked)]
    assert never == ["/app/installations/(?P<number>\\d+)/access_tokens/?"]


def serves(one: Route, method: str, path: str) -> bool:
    return one.method == method and one.path.fullmatch(path) is not None


def test_the_newest_version_of_the_api_is_in_the_contract_but_for_what_it_dropped(
    contract: Contract, hub: GitHub, ask: Asker
) -> None:
    ask.post("/repos/acme/payments/issues", {"title": "x"}, X_GitHub_Api_Version="2026-03-10")
    ask.get("/rate_limit", X_GitHub_Api_Version="2026-03-10")
    assert contract.problems(hub.exchanges) == [
        "POST /repos/{owner}/{repo}/issues: 201: (whole): 'assignee' is a required property",
        "GET /rate_limit: 200: (whole): 'rate' is a required property",
    ]


@pytest.fixture
def created(hub: GitHub, ask: Asker) -> Exchange:
    """The record of one issue made."""
    ask.post("/repos/acme/payments/issues", {"title": "x"})
    return hub.exchanges[0]


def spoilt(created: Exchange, **changes: object) -> Exchange:
    """The same, the answer's JSON changed."""
    return dataclasses.replace(created, response_body=json.dumps({**created.answer, **changes}).encode())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": "1"}, "201: number: '1' is not of type 'integer'"),
        ({"state_reason": "bored"}, "'bored' is not valid under any of the given schemas"),
        ({"created_at": "yesterday"}, "201: created_at: 'yesterday' is not a 'date-time'"),
        ({"user": {"login": "x"}}, "is not valid under any of the given schemas"),
    ],
)
def test_a_wrong_answer_is_told(
    contract: Contract, created: Exchange, changes: dict[str, object], problem: str
) -> None:
    found = contract.problems([created, spoilt(created, **changes)])
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("method", "path", "body", "problem"),
    [
        (
            "POST",
            "/repos/acme/payments/issues",
            {"title": "x", "due": "y"},
            "'due' in the request is not in the contract",
        ),
        (
            "POST",
            "/repos/acme/payments/issues",
            {"title": "x", "labels": "a"},
            "request: labels: 'a' is not of type 'array'",
        ),
        ("GET", "/repos/acme/payments/issues?label=x", None, "query parameter 'label' is not in the contract"),
        (
            "GET",
            "/repos/acme/payments/issues?per_page=a",
            None,
            "query parameter 'per_page': (whole): 'a' is not of type",
        ),
        ("GET", "/repos/acme/payments/secrets", None, "no such operation in the contract"),
        ("GET", "/repos/acme/payments/issues", {"x": 1}, "a body is sent where the contract has none"),
    ],
)
def test_a_wrong_question_is_told(
    contract: Contract, hub: GitHub, ask: Asker, method: str, path: str, body: object, problem: str
) -> None:
    ask(method, path, body)
    found = contract.problems(hub.exchanges)
    assert len(found) == 1
    assert problem in found[0]


def test_errors_that_any_request_may_meet_are_held_against_their_common_form(
    contract: Contract, hub: GitHub, created: Exchange
) -> None:
    with Asker(hub.url, "wrong") as other:
        other.post("/repos/acme/payments/issues", {"title": "x"})
    assert contract.problems(hub.exchanges) == []
    bad = dataclasses.replace(created, status=429, response_body=b'{"message": 1}')
    odd = dataclasses.replace(created, status=418, response_body=b"")
    empty = dataclasses.replace(created, response_body=b"")
    assert contract.problems([bad, odd, empty]) == [
        "POST /repos/{owner}/{repo}/issues: error: message: 1 is not of type 'string'",
        "POST /repos/{owner}/{repo}/issues: status 418 is not in the contract",
        "POST /repos/{owner}/{repo}/issues: 201: the body is missing",
    ]


def test_a_cursor_of_the_vendors_own_is_no_parameter_of_ours(
    contract: Contract, hub: GitHub, repository: Repository, ask: Asker
) -> None:
    for number in range(3):
        repository.add_issue(f"issue {number}")
    first = ask.get("/repos/acme/payments/issues?per_page=2")
    ask.get(first.headers["link"].partition(">")[0].removeprefix("<"))
    assert "after" in hub.exchanges[1].query
    assert contract.problems(hub.exchanges) == []


def test_what_was_not_processed_is_not_judged(contract: Contract, hub: GitHub, ask: Asker) -> None:
    hub.fail("unavailable")
    assert ask.get("/no/such/path").status == 503
    assert contract.problems(hub.exchanges) == []


def test_queries_are_held_against_the_schema(contract: Contract, hub: GitHub, ask: Asker) -> None:
    ask.post("/graphql", {"query": "{ viewer { login } }"})
    assert contract.problems(hub.exchanges) == []
    ask.post("/graphql", {"query": "{ viewer { shoe } }"})
    assert contract.problems(hub.exchanges) == ["POST /graphql: Cannot query field 'shoe' on type 'User'."]
