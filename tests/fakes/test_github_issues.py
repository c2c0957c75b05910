"""The fake GitHub makes and changes issues as GitHub does: its refusals, its silent drops, its moves."""

from __future__ import annotations

import pytest
from fakes.asker import Asker
from fakes.github import GitHub, Repository

ISSUES = "/repos/acme/payments/issues"
FULL = {"title": "Fix", "labels": ["syncer"], "assignees": ["syncer-bot"], "type": "Task", "milestone": 1}


@pytest.fixture
def onlooker(hub: GitHub, repository: Repository) -> Asker:
    """Somebody who may only look."""
    hub.user("passer-by", token="looks")
    repository.grant("passer-by", "read")
    return Asker(hub.url, "looks")


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row.get("name") or row["login"] for row in rows]


def test_an_issue_is_made_with_everything_in_one_request(hub: GitHub, repository: Repository, ask: Asker) -> None:
    date = hub.field("acme")
    hub.issue_type("acme", "Task")
    repository.add_milestone("March")
    sent = {**FULL, "body": "text\r\n", "issue_field_values": [{"field_id": date.id, "value": "2026-03-20"}]}
    got = ask.post(ISSUES, sent)
    assert (got.status, got.json["number"]) == (201, 1)
    assert got.json["html_url"] == f"{hub.host}/acme/payments/issues/1"
    assert got.json["body"] == "text\r\n"
    assert names(got.json["labels"]) == ["syncer"]
    assert names(got.json["assignees"]) == ["syncer-bot"]
    assert got.json["type"]["name"] == "Task"
    assert got.json["milestone"]["title"] == "March"
    assert got.json["issue_field_values"][0]["value"] == "2026-03-20"


def test_without_push_access_the_rest_is_dropped_silently(hub: GitHub, repository: Repository, onlooker: Asker) -> None:
    date = hub.field("acme")
    with onlooker as ask:
        sent = {**FULL, "issue_field_values": [{"field_id": date.id, "value": "2026-03-20"}]}
        got = ask.post(ISSUES, sent)
        assert got.status == 201
        assert (got.json["labels"], got.json["assignees"], got.json["milestone"]) == ([], [], None)
        assert got.json["issue_field_values"] == []
        assert "type" not in got.json
        assert ask.patch(f"{ISSUES}/1", {"title": "My own", "labels": ["x"]}).json["labels"] == []
        repository.add_issue("Somebody else's")
        assert ask.patch(f"{ISSUES}/2", {"title": "Mine now"}).status == 403


def test_an_unassignable_login_is_refused_with_the_whole_create(repository: Repository, ask: Asker) -> None:
    got = ask.post(ISSUES, {"title": "x", "assignees": ["syncer-bot", "ghost"]})
    assert got.status == 422
    expected = {"resource": "Issue", "field": "assignees", "code": "invalid", "value": "ghost"}
    assert got.json["errors"] == [expected]
    assert repository.issues == []


def test_an_unassignable_login_is_ignored_afterwards(repository: Repository, ask: Asker) -> None:
    repository.add_issue("x")
    got = ask.post(f"{ISSUES}/1/assignees", {"assignees": ["ghost", "syncer-bot"]})
    assert (got.status, names(got.json["assignees"])) == (201, ["syncer-bot"])


def test_ten_can_be_assigned_and_no_more(repository: Repository, ask: Asker) -> None:
    logins = [f"user-{number}" for number in range(11)]
    repository.allow_assignees(*logins)
    assert len(ask.post(ISSUES, {"title": "x", "assignees": logins[:10]}).json["assignees"]) == 10
    assert ask.post(ISSUES, {"title": "x", "assignees": logins}).status == 422


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"title": "t" * 257}, "title is too long (maximum is 256 characters)"),
        ({"title": "t", "body": "b" * 65_537}, "body is too long (maximum is 65536 characters)"),
        ({}, "missing_field"),
        ({"title": " "}, "missing_field"),
        ({"title": "t", "body": "a\0b"}, "null byte"),
        ({"title": "t", "labels": ["l" * 51]}, "name is too long (maximum is 50 characters)"),
        ({"title": "t", "milestone": 7}, "milestone"),
        ({"title": "t", "type": "Epic"}, "type"),
    ],
)
def test_bad_values_are_refused(ask: Asker, sent: dict[str, object], told: str) -> None:
    got = ask.post(ISSUES, sent)
    assert got.status == 422
    assert told in got.text


def test_the_longest_texts_are_accepted(ask: Asker) -> None:
    got = ask.post(ISSUES, {"title": "t" * 256, "body": "😀" * 65_536})
    assert (got.status, len(got.json["body"])) == (201, 65_536)


def test_a_date_field_takes_dates_only(hub: GitHub, ask: Asker) -> None:
    field = hub.field("acme")
    bad = {"title": "x", "issue_field_values": [{"field_id": field.id, "value": "soon"}]}
    assert ask.post(ISSUES, bad).status == 422
    unknown = {"title": "x", "issue_field_values": [{"field_id": 9, "value": "2026-03-20"}]}
    assert ask.post(ISSUES, unknown).status == 422


def test_field_values_are_dropped_where_no_organisation_has_fields(ask: Asker) -> None:
    got = ask.post(ISSUES, {"title": "x", "issue_field_values": [{"field_id": 9, "value": "2026-03-20"}]})
    assert got.status == 201
    assert "issue_field_values" not in got.json


def test_states_and_their_reasons(repository: Repository, ask: Asker) -> None:
    def after(**sent: object) -> tuple[str, str | None]:
        got = ask.patch(f"{ISSUES}/1", sent).json
        return got["state"], got["state_reason"]

    repository.add_issue("x")
    other = repository.add_issue("y")
    assert after(state="closed") == ("closed", "completed")
    assert after(state="closed", state_reason="not_planned") == ("closed", "completed"), "ignored: nothing changed"
    assert after(state="open") == ("open", "reopened")
    assert after(state_reason="not_planned") == ("open", "reopened")
    assert after(state="closed", state_reason="duplicate", duplicate_issue_id=other.id) == ("closed", "duplicate")
    assert repository.issue(1).duplicate_of == other.id
    assert ask.patch(f"{ISSUES}/1", {"state": "shut"}).status == 422
    assert ask.patch(f"{ISSUES}/1", {"state_reason": "bored"}).status == 422


def test_a_repository_without_issues_answers_410(hub: GitHub, ask: Asker) -> None:
    hub.repository("acme/silent", issues=False).grant("syncer-bot", "push")
    assert ask.post("/repos/acme/silent/issues", {"title": "x"}).status == 410
    assert ask.get("/repos/acme/silent/issues").status == 410
    assert ask.get("/repos/acme/silent").json["has_issues"] is False


def test_an_archived_repository_is_read_only(hub: GitHub, ask: Asker) -> None:
    hub.repository("acme/old", archived=True).grant("syncer-bot", "push")
    got = ask.post("/repos/acme/old/issues", {"title": "x"})
    assert (got.status, got.json["message"]) == (403, "Repository was archived so is read-only.")
    assert ask.get("/repos/acme/old/issues").status == 200


def test_what_is_gone_says_how(repository: Repository, ask: Asker) -> None:
    for title in ("deleted", "hidden"):
        repository.add_issue(title)
    repository.delete(1)
    repository.hide(2)
    assert repository.discuss() == 3
    assert [ask.get(f"{ISSUES}/{number}").status for number in (1, 2, 3, 4)] == [410, 404, 404, 404]
    assert ask.get(f"{ISSUES}?state=all").json == []
    repository.show(2)
    assert ask.get(f"{ISSUES}/2").status == 200
    assert ask.post(ISSUES, {"title": "next"}).json["number"] == 4, "what is gone has used its number up"


def test_a_transferred_issue_redirects_and_is_another(hub: GitHub, repository: Repository, ask: Asker) -> None:
    there = hub.repository("acme/archive")
    there.label("SYNCER")
    there.add_issue("first")
    before = repository.add_issue("x", "body", labels=["syncer", "local"])
    moved = repository.transfer(1, there)
    assert moved.number == 2
    assert before.id != moved.id
    assert before.node_id != moved.node_id
    got = ask.get(f"{ISSUES}/1")
    assert (got.status, got.headers["location"]) == (301, f"{hub.url}/repositories/{there.id}/issues/2")
    assert names(ask.get(got.headers["location"]).json["labels"]) == ["SYNCER"]
    assert ask.patch(f"{ISSUES}/1", {"title": "y"}).status == 307


def test_a_renamed_repository_redirects_with_the_query(hub: GitHub, repository: Repository, ask: Asker) -> None:
    repository.add_issue("x")
    repository.rename("acme/billing")
    got = ask.get(f"{ISSUES}?state=all&per_page=5")
    expected = f"{hub.url}/repositories/{repository.id}/issues?state=all&per_page=5"
    assert (got.status, got.headers["location"]) == (301, expected)
    assert [row["title"] for row in ask.get(expected).json] == ["x"]
    assert ask.get("/repos/acme/payments").headers["location"] == f"{hub.url}/repositories/{repository.id}"
    posted = ask.post(ISSUES, {"title": "y"})
    assert (posted.status, posted.headers["location"]) == (307, f"{hub.url}/repositories/{repository.id}/issues")
    assert ask.post(posted.headers["location"], {"title": "y"}).status == 201


def test_labels_are_made_when_used_and_matched_in_any_case(repository: Repository, ask: Asker) -> None:
    repository.label("Urgent")
    assert names(ask.post(ISSUES, {"title": "x", "labels": ["urgent", "new", "NEW"]}).json["labels"]) == [
        "Urgent",
        "new",
    ]
    assert names(ask.post(f"{ISSUES}/1/labels", {"labels": ["third"]}).json) == ["Urgent", "new", "third"]
    assert names(ask("DELETE", f"{ISSUES}/1/labels/URGENT").json) == ["new", "third"]
    assert ask("DELETE", f"{ISSUES}/1/labels/urgent").status == 404
    assert names(ask("PUT", f"{ISSUES}/1/labels", {"labels": ["only"]}).json) == ["only"]
    assert ask("DELETE", f"{ISSUES}/1/labels").status == 204
    assert sorted(names(ask.get("/repos/acme/payments/labels").json)) == ["Urgent", "new", "only", "third"]


def test_labels_of_a_repository(ask: Asker) -> None:
    labels = "/repos/acme/payments/labels"
    assert ask.post(labels, {"name": "syncer", "color": "0e8a16"}).status == 201
    again = ask.post(labels, {"name": "SYNCER"})
    assert (again.status, again.json["errors"][0]["code"]) == (422, "already_exists")
    assert ask.post(labels, {}).status == 422
    assert ask.get(f"{labels}/Syncer").json["color"] == "0e8a16"
    assert ask.get(f"{labels}/other").status == 404


def test_who_may_only_look_sets_no_label(repository: Repository, onlooker: Asker) -> None:
    repository.add_issue("x")
    with onlooker as ask:
        assert ask.post(f"{ISSUES}/1/labels", {"labels": ["x"]}).status == 403
        assert ask.post("/repos/acme/payments/labels", {"name": "x"}).status == 403
        assert ask.post(f"{ISSUES}/1/assignees", {"assignees": ["syncer-bot"]}).json["assignees"] == [], "dropped"


def test_comments_are_paged_and_touch_the_issue(repository: Repository, ask: Asker) -> None:
    repository.add_issue("x")
    for number in range(3):
        assert ask.post(f"{ISSUES}/1/comments", {"body": f"comment {number}"}).status == 201
    page = ask.get(f"{ISSUES}/1/comments?per_page=2")
    assert [row["body"] for row in page.json] == ["comment 0", "comment 1"]
    assert 'page=2>; rel="next"' in page.headers["link"]
    assert ask.get(f"{ISSUES}/1").json["comments"] == 3
    assert ask.post(f"{ISSUES}/1/comments", {}).status == 422


def test_a_locked_issue_takes_no_comment_from_onlookers(repository: Repository, ask: Asker, onlooker: Asker) -> None:
    repository.add_issue("x")
    repository.lock(1)
    with onlooker as other:
        assert other.post(f"{ISSUES}/1/comments", {"body": "hi"}).status == 403
    assert ask.post(f"{ISSUES}/1/comments", {"body": "hi"}).status == 201


def test_field_values_have_endpoints_of_their_own(hub: GitHub, repository: Repository, ask: Asker) -> None:
    repository.add_issue("x")
    values = f"{ISSUES}/1/issue-field-values"
    assert ask.get(values).status == 404
    due, start = hub.field("acme"), hub.field("acme", "Start")

    def send(method: str, field_id: int, day: str) -> list[str]:
        rows = ask(method, values, {"issue_field_values": [{"field_id": field_id, "value": day}]}).json
        return [row["value"] for row in rows]

    assert send("POST", due.id, "2026-03-20") == ["2026-03-20"]
    assert send("POST", start.id, "2026-03-01") == ["2026-03-20", "2026-03-01"]
    assert send("PUT", due.id, "2026-03-21") == ["2026-03-21"]
    assert ask("DELETE", f"{values}/{due.id}").status == 204
    assert ask("DELETE", f"{values}/{due.id}").status == 404
    fields = ask.get("/orgs/acme/issue-fields").json
    assert [(row["name"], row["data_type"]) for row in fields] == [("Target date", "date"), ("Start", "date")]


def test_a_user_has_no_fields(hub: GitHub, ask: Asker) -> None:
    hub.repository("carol/notes", org=False)
    assert ask.get("/orgs/carol/issue-fields").status == 404
    assert ask.get("/repos/carol/notes").json["owner"]["type"] == "User"


def test_only_who_can_be_assigned_is_listed(repository: Repository, ask: Asker) -> None:
    repository.allow_assignees("zoe")
    assert names(ask.get("/repos/acme/payments/assignees").json) == ["syncer-bot", "zoe"]
    assert ask.get("/repos/acme/payments/assignees/Zoe").status == 204
    repository.refuse_assignee("zoe")
    assert ask.get("/repos/acme/payments/assignees/zoe").status == 404


def test_people_work_by_hand(repository: Repository, ask: Asker) -> None:
    repository.add_issue("x", by="zoe", assignees=["ann"])
    repository.edit(1, title="y", body="b", labels=["l"], assignees=[])
    repository.close(1, "not_planned", by="ann")
    repository.comment(1, "why?", by="zoe")
    repository.reopen(1)
    got = ask.get(f"{ISSUES}/1").json
    assert (got["title"], got["body"], names(got["labels"]), got["assignees"]) == ("y", "b", ["l"], [])
    assert (got["state"], got["state_reason"], got["comments"], got["user"]["login"]) == ("open", "reopened", 1, "zoe")
    assert [issue.state for _, issue in repository.history[1]] == ["open", "open", "closed", "closed", "open"]


def test_an_edit_that_changes_nothing_is_no_change(repository: Repository, ask: Asker) -> None:
    made = repository.add_issue("x")
    ask.patch(f"{ISSUES}/1", {"title": "x"})
    assert repository.issue(1).updated_at == made.updated_at


def test_bad_json_is_told(ask: Asker) -> None:
    assert ask.post(ISSUES, ["a", "list"]).status == 400
    assert ask.post(ISSUES, {"title": "x", "body": 5}).status == 422
    assert ask("POST", ISSUES, b"{not json").status == 400
    half_a_character = ask("POST", ISSUES, b'{"title": "\\ud800"}')
    assert (half_a_character.status, half_a_character.json["message"]) == (400, "Problems parsing JSON")


def test_type_and_milestone_can_be_taken_away(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hub.issue_type("acme", "Task")
    repository.add_milestone("March")
    ask.post(ISSUES, FULL)
    got = ask.patch(f"{ISSUES}/1", {"type": None, "milestone": None, "assignees": [{"login": "syncer-bot"}]}).json
    assert ("type" in got, got["milestone"], names(got["assignees"])) == (False, None, ["syncer-bot"])
    assert ask.patch(f"{ISSUES}/1", {"title": ""}).status == 422
