"""The fake's answers, and the questions asked of it, stay inside the vendor's published contracts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fakes.jira import Exchange, Jira
from fakes.jira.contract import GAPS, LISTS, PARAMETERS, JiraContract, jira_contract
from fakes.jira.routing import Route
from fakes.jira.service import CENTER_ROUTES, CLOUD_ROUTES
from fakes.jira_asker import JiraAsker

Judge = Callable[[Jira], list[str]]
NOT_IN_IT = {
    "cloud": ["GET /project/{project}/securitylevel"],
    "data-center": ["GET /project/{project}/components", "GET /project/{project}/securitylevel"],
}
"""Endpoints that the vendors' manuals have and these documents were cut short of."""


@pytest.fixture(scope="session")
def contracts(reference: Path) -> dict[str, JiraContract]:
    return {deployment: jira_contract(reference, deployment) for deployment in ("cloud", "data-center")}


@pytest.fixture
def judge(contracts: dict[str, JiraContract]) -> Judge:
    """What the contract of a site says against everything that was asked of it so far."""
    return lambda jira: contracts[jira.deployment].problems(jira.exchanges)


def adf(text: str) -> dict[str, object]:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def set_up(jira: Jira) -> None:
    """A site with something of everything."""
    project = jira.at("PAY")
    project.add_component("pool")
    project.add_level("Private", ["syncer-bot"])
    project.add_field(jira.custom_field("Team", "option", ["Web", "Data"]).id)
    board = jira.agile.board("PAY").id
    jira.agile.sprint(board, "March", "2026-03-01", "2026-04-01")
    jira.open_issue("Of a person", project="PAY", assignee="syncer-bot", due="2026-03-20", labels=["syncer"])


def walk_issues(jira: Jira, ask: JiraAsker) -> None:
    """Every endpoint for issues that both deployments have, in what it does and what it refuses."""
    is_cloud = jira.deployment == "cloud"
    me = jira.world.users["syncer-bot"]
    person = {"accountId": me.account_id} if is_cloud else {"name": me.name}
    text: Callable[[str], object] = adf if is_cloud else str
    fields = {"description": text("x"), "duedate": "2026-03-20", "assignee": person, "labels": ["syncer"]}
    fields |= {"priority": {"name": "High"}, "components": [{"name": "pool"}]}
    made = ask.create(**fields, properties=[{"key": "syncer", "value": {"item": "a"}}])
    assert made.status == 201, made.text
    issue = f"/issue/{made.json['key']}"
    assert ask.create(summary="").status == 400
    ask.get(f"{issue}?fields=*all&properties=syncer")
    ask.get(f"{issue}?fields=summary,status")
    assert ask.get("/issue/PAY-99").status == 404
    assert ask("PUT", issue, {"fields": {"summary": "New"}, "update": {"labels": [{"add": "more"}]}}).status == 204
    assert ask("PUT", issue, {"fields": {"nonsense": 1}}).status == 400
    assert ask("PUT", f"{issue}/assignee", person).status == 204
    ask.get(f"{issue}/editmeta")
    ways = ask.get(f"{issue}/transitions?expand=transitions.fields").json
    done = next(way["id"] for way in ways["transitions"] if way["to"]["statusCategory"]["key"] == "done")
    assert ask.post(f"{issue}/transitions", {"transition": {"id": done}}).status == 204
    assert ask.post(f"{issue}/transitions", {"transition": {"id": "999"}}).status >= 400
    walk_parts(ask, issue, text)
    assert ask("DELETE", issue).status == 204


def walk_parts(ask: JiraAsker, issue: str, text: Callable[[str], object]) -> None:
    """What hangs on an issue."""
    for value in ({"item": "b"}, {"item": "c"}):
        assert ask("PUT", f"{issue}/properties/other", value).status in {200, 201}
    ask.get(f"{issue}/properties")
    ask.get(f"{issue}/properties/other")
    ask.get(f"{issue}/properties/none")
    ask("DELETE", f"{issue}/properties/other")
    comment = ask.post(f"{issue}/comment", {"body": text("said")}).json["id"]
    ask.get(f"{issue}/comment?startAt=0&maxResults=10")
    ask.get(f"{issue}/comment/{comment}")
    ask("PUT", f"{issue}/comment/{comment}", {"body": text("said again")})
    assert ask("DELETE", f"{issue}/comment/{comment}").status == 204
    link = {"globalId": "doc=1", "object": {"url": "https://example.com/a", "title": "A"}}
    statuses = [ask.post(f"{issue}/remotelink", link).status for _ in range(2)]
    assert set(statuses) <= {200, 201}
    ask.get(f"{issue}/remotelink")
    ask.query(f"{issue}/remotelink", globalId="doc=1")
    ask("DELETE", f"{issue}/remotelink?globalId=doc%3D1")
    ask.get("/issueLinkType")
    key = issue.rpartition("/")[2]
    pair = {"type": {"name": "Relates"}, "inwardIssue": {"key": key}, "outwardIssue": {"key": "PAY-1"}}
    assert ask.post("/issueLink", pair).status == 201


def walk_site(jira: Jira, ask: JiraAsker) -> None:
    """What is not about one issue."""
    types = ask.get("/issue/createmeta/PAY/issuetypes").json
    first = next(iter(types.get("issueTypes") or types["values"]))["id"]
    ask.get(f"/issue/createmeta/PAY/issuetypes/{first}")
    for path in ("/serverInfo", "/priority", "/resolution", "/status", "/statuscategory", "/myself", "/field"):
        assert ask.get(path).status == 200, path
    for path in ("", "/statuses"):
        assert ask.get(f"/project/PAY{path}").status == 200, path
    ask.get("/project/NOPE")
    me = jira.world.users["syncer-bot"]
    who = {"accountId": me.account_id} if jira.deployment == "cloud" else {"username": me.name}
    search = {"query": "sync"} if jira.deployment == "cloud" else {"username": "sync"}
    ask.query("/user", **who)
    ask.query("/user/search", **search)
    assert ask.query("/user/assignable/search", project="PAY", **search).status == 200


def walk_boards(jira: Jira, ask: JiraAsker) -> None:
    root = f"{jira.url}/rest/agile/1.0"
    ask.get(f"{root}/board?projectKeyOrId=PAY&name=pay")
    ask.get(f"{root}/board/1")
    ask.get(f"{root}/board/99")
    ask.get(f"{root}/board/1/sprint?state=active,future&startAt=0&maxResults=10")
    ask.get(f"{root}/sprint/2")
    ask.get(f"{root}/sprint/99")
    assert ask.post(f"{root}/sprint/2/issue", {"issues": ["PAY-1"]}).status == 204


def never_asked(jira: Jira, routes: Iterable[Route]) -> list[str]:
    """Endpoints that are served and were not asked for."""
    asked = [(one.method, _below(one.path)) for one in jira.exchanges]
    return sorted(
        one.endpoint
        for one in routes
        if not any(method == one.method and one.path.fullmatch(path) for method, path in asked)
    )


def _below(path: str) -> str:
    _, _, rest = path.partition("/rest/")
    kind, _, below = rest.partition("/")
    return ("/agile/" if kind == "agile" else "/") + below.partition("/")[2]


def test_everything_that_cloud_serves_is_in_the_contract(judge: Judge, jira: Jira, cloud: JiraAsker) -> None:
    set_up(jira)
    walk_issues(jira, cloud)
    walk_site(jira, cloud)
    walk_boards(jira, cloud)
    cloud.query("/search/jql", jql="labels = syncer", fields="*all", properties="syncer", maxResults="10")
    cloud.query("/search/jql", jql="key = PAY-1", reconcileIssues=str(jira.issue("PAY-1").id))
    cloud.query("/search/jql", jql="order by key")
    cloud.post("/search/jql", {"jql": "project = PAY", "fields": ["summary"], "maxResults": 1})
    cloud.post("/search/approximate-count", {"jql": "project = PAY"})
    cloud.get("/search?jql=project%3DPAY")
    cloud.post("/search", {"jql": "project = PAY"})
    cloud.post("/issue/bulkfetch", {"issueIdsOrKeys": ["PAY-1", "PAY-99"], "fields": ["*all"], "properties": ["x"]})
    cloud.query("/mypermissions", projectKey="PAY", permissions="BROWSE_PROJECTS,CREATE_ISSUES")
    cloud.query("/project/search", keys="PAY")
    cloud.query("/issuetype/project", projectId=jira.at("PAY").id)
    cloud.get("/project/PAY/components")
    assert judge(jira) == []
    assert never_asked(jira, CLOUD_ROUTES) == NOT_IN_IT["cloud"]


def test_everything_that_data_center_serves_is_in_the_contract(
    judge: Judge, data_center: Jira, center: JiraAsker
) -> None:
    set_up(data_center)
    walk_issues(data_center, center)
    walk_site(data_center, center)
    walk_boards(data_center, center)
    center.query("/search", jql="labels = syncer", fields="*all", startAt="0", maxResults="10")
    center.query("/search", jql="key = PAY-99")
    center.post("/search", {"jql": "project = PAY", "fields": ["summary"], "maxResults": 1, "startAt": 0})
    center.query("/mypermissions", projectKey="PAY")
    center.get("/project")
    center.get("/issuetype")
    assert judge(data_center) == []
    assert never_asked(data_center, CENTER_ROUTES) == NOT_IN_IT["data-center"]


@pytest.fixture
def created(jira: Jira, cloud: JiraAsker) -> Exchange:
    """The record of one issue that was read."""
    cloud.create()
    cloud.get("/issue/PAY-1?fields=summary")
    return jira.exchanges[-1]


def spoilt(record: Exchange, **changes: object) -> Exchange:
    """The same, the answer's JSON changed."""
    return dataclasses.replace(record, response_body=json.dumps({**record.answer, **changes}).encode())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": 7}, "200: id: 7 is not of type 'string'"),
        ({"fields": []}, "200: fields: [] is not of type 'object'"),
        ({"number": 1}, "Additional properties are not allowed ('number' was unexpected)"),
    ],
)
def test_a_wrong_answer_is_told(
    contracts: dict[str, JiraContract], created: Exchange, changes: dict[str, object], problem: str
) -> None:
    (found,) = contracts["cloud"].problems([created, spoilt(created, **changes)])
    assert problem in found


@pytest.mark.parametrize(
    ("method", "path", "body", "problem"),
    [
        ("POST", "/issue", {"field": {}}, "'field' in the request is not in the contract"),
        ("POST", "/issue", {"fields": [], "properties": 1}, "request: properties: 1 is not of type 'array'"),
        ("GET", "/issue/PAY-1?properites=syncer", None, "query parameter 'properites' is not in the contract"),
        ("GET", "/search/jql?jql=key%3D1&maxResults=a", None, "query parameter 'maxResults': (whole): 'a' is not"),
        ("GET", "/search/jql?reconcileIssues=1,x", None, "query parameter 'reconcileIssues': *: 'x' is not of type"),
        ("GET", "/issue/PAY-1/worklog", None, "no such operation in the contract"),
        ("GET", "/myself", {"x": 1}, "a body is sent where the contract has none"),
        ("POST", "/issue/bulkfetch", None, "no body is sent"),
    ],
)
def test_a_wrong_question_is_told(
    contracts: dict[str, JiraContract], created: Exchange, method: str, path: str, body: object, problem: str
) -> None:
    address = urlsplit(f"/rest/api/3{path}")
    query = dict(pair.split("=") for pair in address.query.split("&") if pair)
    sent = b"" if body is None else json.dumps(body).encode()
    asked = dataclasses.replace(
        created, method=method, path=address.path, query=query, request_body=sent, status=404, response_body=b""
    )
    assert any(problem in told for told in contracts["cloud"].problems([asked]))


def test_errors_have_one_form_whether_or_not_an_operation_lists_them(
    contracts: dict[str, JiraContract], created: Exchange
) -> None:
    def error(status: int, content: object) -> Exchange:
        return dataclasses.replace(created, status=status, response_body=json.dumps(content).encode())

    known = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
    told = contracts["cloud"].problems([error(429, known), error(404, known), error(429, {"message": "no"})])
    assert {line.partition(": ")[2].partition(":")[0] for line in told} == {"error"}
    (odd,) = contracts["cloud"].problems([error(418, known)])
    assert odd.endswith("status 418 is not in the contract")
    assert contracts["cloud"].problems([dataclasses.replace(created, status=0)]) == []


def test_every_gap_is_of_an_operation_that_does_not_list_that_status(reference: Path) -> None:
    """A gap that a newer document fills must go."""
    documents = ("jira-cloud-v3", "jira-dc-10.3-v2")
    described = {
        f"{method.upper()} {path}": operation
        for name in documents
        for path, methods in json.loads((reference / "contracts" / f"{name}.json").read_text())["paths"].items()
        for method, operation in methods.items()
    }
    for (operation, status), reason in GAPS.items():
        assert reason
        assert str(status) not in described[operation]["responses"], operation
    for place in PARAMETERS:
        operation, _, name = place.partition("?")
        assert name not in {parameter["name"] for parameter in described[operation]["parameters"]}, place
    for operation in LISTS:
        schema = described[operation]["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema.get("type") != "array", operation


def test_what_goes_through_the_gateway_is_held_against_the_same(
    contracts: dict[str, JiraContract], created: Exchange
) -> None:
    through = dataclasses.replace(created, path="/ex/jira/9f2a" + created.path)
    assert contracts["cloud"].problems([through]) == []
