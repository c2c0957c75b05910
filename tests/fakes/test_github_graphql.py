"""The fake GitHub runs GraphQL: real parsing, GitHub's errors, the same state as everywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import graphql as engine
import pytest
from fakes.asker import Asker
from fakes.github import GitHub, Repository
from fakes.github import graphql as served

NODES = """query ($ids: [ID!]!) { nodes(ids: $ids) {
  __typename id
  ... on Issue { number title state stateReason(enableDuplicate: true) updatedAt body url
    author { login __typename } repository { nameWithOwner } labels(first: 20) { nodes { name } }
    assignees(first: 10) { nodes { login } } comments(first: 1) { totalCount } }
  ... on PullRequest { number pullState: state merged }
} }"""


def run(ask: Asker, query: str, **variables: object) -> dict[str, Any]:
    got = ask.post("/graphql", {"query": query, "variables": variables})
    assert got.status == 200
    answer: dict[str, Any] = got.json
    return answer


def test_nodes_come_in_order_and_what_is_gone_is_null_with_an_error(
    hub: GitHub, repository: Repository, ask: Asker
) -> None:
    kept = repository.add_issue("kept", "body", labels=["syncer"], assignees=["ann"])
    gone = repository.add_issue("gone")
    moved = repository.add_issue("moved")
    pull = repository.add_pull("pull", "topic")
    repository.delete(gone.number)
    repository.transfer(moved.number, hub.repository("acme/other"))
    repository.merge(pull.number)
    repository.close(kept.number, "duplicate")
    answer = run(ask, NODES, ids=[kept.node_id, gone.node_id, moved.node_id, pull.node_id])
    first, second, third, fourth = answer["data"]["nodes"]
    assert (first["number"], first["state"], first["stateReason"]) == (1, "CLOSED", "DUPLICATE")
    assert first["labels"]["nodes"] == [{"name": "syncer"}]
    assert first["assignees"]["nodes"] == [{"login": "ann"}]
    assert first["repository"]["nameWithOwner"] == "acme/payments"
    assert (second, third) == (None, None)
    assert fourth == {
        "__typename": "PullRequest",
        "id": pull.node_id,
        "number": 4,
        "pullState": "MERGED",
        "merged": True,
    }
    assert [(error["type"], error["path"]) for error in answer["errors"]] == [
        ("NOT_FOUND", ["nodes", 1]),
        ("NOT_FOUND", ["nodes", 2]),
    ]


def test_a_hundred_ids_a_field_and_no_more(ask: Asker) -> None:
    answer = run(ask, NODES, ids=[f"I_{number}" for number in range(101)])
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == "You may not provide more than 100 node ids; you provided 101."


def test_several_fields_fit_in_one_request(repository: Repository, ask: Asker) -> None:
    ids = [repository.add_issue(f"issue {number}").node_id for number in range(150)]
    query = "query($a:[ID!]!,$b:[ID!]!){a:nodes(ids:$a){id} b:nodes(ids:$b){id}}"
    answer = run(ask, query, a=ids[:100], b=ids[100:])
    assert [node["id"] for name in "ab" for node in answer["data"][name]] == ids


def test_what_the_asker_does_not_see_is_not_there(hub: GitHub, ask: Asker) -> None:
    hidden = hub.repository("acme/secret", private=True)
    issue = hidden.add_issue("x")
    assert run(ask, NODES, ids=[issue.node_id, hidden.node_id])["data"]["nodes"] == [None, None]
    one = run(ask, "query($id:ID!){node(id:$id){id}}", id=issue.node_id)
    assert one["data"]["node"] is None
    query = '{repository(owner:"acme",name:"secret"){id}}'
    assert run(ask, query)["errors"][0]["type"] == "NOT_FOUND"


def test_who_asks(hub: GitHub, ask: Asker) -> None:
    assert run(ask, "{viewer{login}}") == {"data": {"viewer": {"login": "syncer-bot"}}}
    hub.actions("acme/payments", token="workflow")
    with Asker(hub.url, "workflow") as workflow:
        assert run(workflow, "{viewer{login}}") == {"data": {"viewer": {"login": "github-actions[bot]"}}}
    with Asker(hub.url) as nobody:
        assert nobody.post("/graphql", {"query": "{viewer{login}}"}).status == 401


def test_a_bot_goes_by_its_short_name_as_an_author(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.actions("acme/payments", token="workflow")
    with Asker(hub.url, "workflow") as workflow:
        workflow.post("/repos/acme/payments/issues", {"title": "x"})
    answer = run(ask, NODES, ids=[repository.issue(1).node_id])
    assert answer["data"]["nodes"][0]["author"] == {"login": "github-actions", "__typename": "Bot"}


def test_a_repository_and_its_issues(repository: Repository, ask: Asker) -> None:
    for number in range(3):
        repository.add_issue(f"issue {number}", labels=["syncer"] if number else ["other"])
    repository.close(2)
    query = """query($after:String,$states:[IssueState!]){repository(owner:"acme",name:"payments"){
      isPrivate viewerPermission hasIssuesEnabled issue(number:1){title}
      issues(first:1,after:$after,states:$states,labels:["syncer"],orderBy:{field:UPDATED_AT,direction:DESC}){
        totalCount nodes{number} pageInfo{hasNextPage endCursor}}}}"""
    found = run(ask, query)["data"]["repository"]
    assert (found["isPrivate"], found["viewerPermission"], found["hasIssuesEnabled"]) == (False, "WRITE", True)
    assert found["issue"] == {"title": "issue 0"}
    assert found["issues"]["totalCount"] == 2
    cursor = found["issues"]["pageInfo"]["endCursor"]
    rest = run(ask, query, after=cursor)["data"]["repository"]["issues"]
    assert {*map(str, found["issues"]["nodes"]), *map(str, rest["nodes"])} == {"{'number': 2}", "{'number': 3}"}
    assert rest["pageInfo"]["hasNextPage"] is False
    opened = run(ask, query, states=["OPEN"])["data"]["repository"]["issues"]
    assert opened["nodes"] == [{"number": 3}]


def test_a_renamed_repository_is_found_by_its_old_name(repository: Repository, ask: Asker) -> None:
    repository.rename("acme/billing")
    found = run(ask, '{repository(owner:"acme",name:"payments"){nameWithOwner id url}}')["data"]["repository"]
    assert found["nameWithOwner"] == "acme/billing"
    assert run(ask, "query($id:ID!){node(id:$id){id}}", id=found["id"])["data"]["node"] == {"id": found["id"]}


def test_a_number_without_an_issue(ask: Asker) -> None:
    answer = run(ask, '{repository(owner:"acme",name:"payments"){issue(number:9){id}}}')
    assert answer["errors"][0]["message"] == "Could not resolve to an Issue with the number of 9."


@pytest.mark.parametrize(
    ("size", "kind"), [("", "MISSING_PAGINATION_BOUNDARIES"), ("(first:101)", "EXCESSIVE_PAGINATION")]
)
def test_a_list_needs_a_size(ask: Asker, size: str, kind: str) -> None:
    query = f'{{repository(owner:"acme",name:"payments"){{issues{size}{{totalCount}}}}}}'
    assert run(ask, query)["errors"][0]["type"] == kind


def test_a_pull_request_is_no_issue_and_a_duplicate_shows_only_to_who_asks(repository: Repository, ask: Asker) -> None:
    repository.add_pull("pull", "topic")
    repository.add_issue("repeats")
    repository.close(2, "duplicate")
    answer = run(
        ask, '{repository(owner:"acme",name:"payments"){a:issue(number:1){id} b:issue(number:2){stateReason}}}'
    )
    assert answer["data"]["repository"] == {"a": None, "b": {"stateReason": "NOT_PLANNED"}}


def test_nonsense_is_told(ask: Asker) -> None:
    assert "Syntax Error" in run(ask, "{viewer{")["errors"][0]["message"]
    assert "Cannot query field 'shoe'" in run(ask, "{viewer{shoe}}")["errors"][0]["message"]
    assert "data" not in run(ask, "{viewer{shoe}}")


def test_the_quota_is_told(hub: GitHub, ask: Asker) -> None:
    hub.limits.primary = 10
    answer = run(ask, "{rateLimit{limit remaining used cost resetAt}}")["data"]["rateLimit"]
    assert (answer["limit"], answer["remaining"], answer["used"], answer["cost"]) == (10, 10, 0, 1)


COMMIT = """mutation($input:CreateCommitOnBranchInput!){createCommitOnBranch(input:$input){commit{oid}}}"""


def commit(ask: Asker, head: str, branch: str = "main", name: str = "acme/payments") -> dict[str, Any]:
    changes = {"additions": [{"path": "a.md", "contents": "aGk="}], "deletions": [{"path": "old.md"}]}
    where = {"repositoryNameWithOwner": name, "branchName": branch}
    asked = {"branch": where, "expectedHeadOid": head, "fileChanges": changes, "message": {"headline": "Say hi"}}
    return run(ask, COMMIT, input=asked)


def test_a_commit_of_several_files_only_onto_the_tip_that_is_known(repository: Repository, ask: Asker) -> None:
    head = repository.files.put("main", "old.md", b"old")
    made = commit(ask, head)["data"]["createCommitOnBranch"]["commit"]["oid"]
    assert repository.files.heads() == {"main": made}
    assert repository.files.at("main") == {"a.md": b"hi"}
    assert commit(ask, head)["errors"][0]["type"] == "STALE_DATA"
    assert commit(ask, made, branch="none")["errors"][0]["type"] == "NOT_FOUND"
    assert commit(ask, made, name="acme/none")["errors"][0]["type"] == "NOT_FOUND"


def test_the_small_schema_is_a_part_of_the_vendors(reference: Path) -> None:
    """So that a query which runs without the vendor's schema runs on GitHub too."""
    small = served.read_schema(served.SUBSET)
    vendor = served.read_schema(reference / "contracts" / "github-graphql.schema.graphql")
    engine.assert_valid_schema(small)
    own = [name for name in small.type_map if not name.startswith("__")]
    assert [name for name in own if name not in vendor.type_map] == []
    fields = [
        f"{name}.{field}"
        for name in own
        if isinstance(kind := small.type_map[name], engine.GraphQLObjectType | engine.GraphQLInputObjectType)
        for field in kind.fields
        if field not in vendor.type_map[name].fields  # type: ignore[attr-defined]
    ]
    assert fields == []
