"""The fake Jira knows who asks, tells what they may do, and lists people, projects and words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.asker import Asker
from fakes.hand_clock import HandClock
from fakes.jira import Jira, Project
from fakes.jira_asker import JiraAsker

EMAIL = "syncer-bot@example.com"


class TestTokens:
    @pytest.mark.parametrize(("email", "token"), [(EMAIL, "wrong"), ("ann@example.com", "secret"), (None, "secret")])
    def test_what_does_not_open(self, jira: Jira, email: str | None, token: str) -> None:
        with Asker(f"{jira.url}/rest/api/3", token, email=email) as asker:
            got = asker.get("/myself")
        assert (got.status, got.headers["x-seraph-loginreason"]) == (401, "AUTHENTICATED_FAILED")

    def test_no_base64(self, jira: Jira) -> None:
        with Asker(jira.url) as asker:
            assert asker.get("/rest/api/3/myself", Authorization="Basic %%%").status == 401
            assert asker.get("/rest/api/3/myself").status == 401

    def test_revoked_expired_and_deactivated(self, jira: Jira, clock: HandClock, cloud: JiraAsker) -> None:
        assert cloud.get("/myself").json["emailAddress"] == EMAIL
        jira.user("syncer-bot", token="secret", expires_at=clock.now() + timedelta(days=1))
        assert cloud.get("/myself").status == 200
        clock.pass_by(86_400)
        assert cloud.get("/myself").status == 401
        jira.user("syncer-bot", token="secret")
        jira.user("syncer-bot").active = False
        assert cloud.get("/myself").status == 401
        jira.user("syncer-bot").active = True
        jira.revoke("secret")
        assert cloud.get("/myself").status == 401

    def test_a_scoped_token_goes_through_the_gateway(self, jira: Jira, cloud: JiraAsker) -> None:
        jira.user("syncer-bot", token="scoped", kind="scoped", scopes=["read:jira-work"])
        below = f"{jira.gateway}/ex/jira/{jira.cloud_id}"
        with Asker(below, "scoped", email=EMAIL) as asker:
            assert asker.get("/rest/api/3/myself").status == 200
            assert asker.get("/rest/api/3/search/jql?jql=project=PAY").status == 200
            refused = asker.post("/rest/api/3/issue", {})
            assert (refused.status, refused.json["errorMessages"]) == (401, ["Unauthorized; scope does not match"])
        with Asker(jira.url, "scoped", email=EMAIL) as asker:
            assert asker.get("/rest/api/3/myself").status == 401
        with Asker(below, "secret", email=EMAIL) as asker:
            assert asker.get("/rest/api/3/myself").status == 401
        with Asker(f"{jira.gateway}/ex/jira/other", "scoped", email=EMAIL) as asker:
            assert asker.get("/rest/api/3/myself").status == 404

    def test_data_center_takes_bearer_tokens(self, data_center: Jira, center: JiraAsker) -> None:
        assert center.get("/myself").json["name"] == "syncer-bot"
        with Asker(f"{data_center.url}/rest/api/latest", "secret", email=EMAIL) as asker:
            assert asker.get("/myself").status == 401
        with Asker(f"{data_center.host}/rest/api/2", "secret") as asker:
            assert asker.get("/myself").status == 404
        with Asker(f"{data_center.url}/rest/api/latest", "secret") as asker:
            assert asker.get("/myself").status == 200

    @pytest.mark.parametrize("path", ["/", "/rest/api/3", "/rest/api/2/myself", "/rest/api/3/nothing", "/browse/PAY-1"])
    def test_what_is_no_api(self, jira: Jira, path: str) -> None:
        with Asker(jira.url) as asker:
            assert asker.get(path).status == 404

    def test_another_method(self, cloud: JiraAsker) -> None:
        assert cloud.put("/myself", {}).status == 405


class TestPeople:
    def test_who_can_be_assigned(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        ann, bob = jira.user("ann"), jira.user("bob")
        project.allow_assignees("ann")
        assert {one["displayName"] for one in cloud.query("/user/assignable/search", project="PAY").json} == {
            "Ann",
            "Syncer Bot",
        }
        one = cloud.query("/user/assignable/search", project="PAY", accountId=ann.account_id).json
        assert [user["accountId"] for user in one] == [ann.account_id]
        assert cloud.query("/user/assignable/search", project="PAY", accountId=bob.account_id).json == []
        assert len(cloud.query("/user/assignable/search", project="PAY", query="an").json) == 1
        issue = project.open_issue("x")
        assert len(cloud.query("/user/assignable/search", issueKey=issue.key, query="an").json) == 1
        ann.active = False
        assert cloud.query("/user/assignable/search", project="PAY", query="an").json == []
        assert cloud.query("/user/assignable/search").status == 400
        assert cloud.query("/user/assignable/search", project="NO").status == 404
        assert cloud.query("/user/assignable/search", project="PAY", query="a", accountId="b").status == 400

    def test_a_short_page_need_not_be_the_last(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        for number in range(10):
            jira.user(f"user-{number}")
        project.allow_assignees("user-9")
        pages = [
            cloud.query("/user/assignable/search", project="PAY", startAt=str(at), maxResults="5").json
            for at in (0, 5, 10)
        ]
        assert [len(page) for page in pages] == [1, 0, 1]

    def test_data_center_matches_names(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.at("PAY").allow_assignees("ann", "anton", "bob")
        names = [one["name"] for one in center.query("/user/assignable/search", project="PAY", username="an").json]
        assert names == ["ann", "anton"]
        assert "accountId" not in center.query("/user/search", username="bob").json[0]
        assert center.query("/user", username="bob").json["emailAddress"] == "bob@example.com"

    def test_an_e_mail_may_be_hidden(self, jira: Jira, cloud: JiraAsker) -> None:
        ann = jira.user("ann", email="ann@acme.example")
        (shown,) = cloud.query("/user/search", query="ann@acme.example").json
        assert (shown["accountId"], shown["emailAddress"]) == (ann.account_id, "ann@acme.example")
        ann.shows_email = False
        (hidden,) = cloud.query("/user/search", query="ann@acme.example").json
        assert "emailAddress" not in hidden
        assert len(cloud.query("/user/search", accountId=ann.account_id).json) == 1
        assert cloud.query("/user", accountId=ann.account_id).json["displayName"] == "Ann"
        assert cloud.query("/user", accountId="x").status == 404
        assert cloud.query("/user/search").status == 400
        jira.user("syncer-bot").browses_users = False
        assert cloud.query("/user/search", query="ann").json == []

    def test_permissions(self, project: Project, cloud: JiraAsker) -> None:
        def held(**asked: str) -> dict[str, bool]:
            shown = cloud.query("/mypermissions", permissions="CREATE_ISSUES,EDIT_ISSUES", **asked).json["permissions"]
            return {name: one["havePermission"] for name, one in shown.items()}

        project.revoke("syncer-bot", "EDIT_ISSUES")
        issue = project.open_issue("x")
        for asked in ({}, {"projectKey": "PAY"}, {"projectId": project.id}, {"issueKey": issue.key}):
            assert held(**asked) == {"CREATE_ISSUES": True, "EDIT_ISSUES": False}
        assert cloud.query("/mypermissions").status == 400
        assert cloud.query("/mypermissions", permissions="FLY").status == 400
        assert cloud.query("/mypermissions", permissions="EDIT_ISSUES", projectKey="NO").status == 404

    def test_data_center_tells_all_permissions(self, center: JiraAsker) -> None:
        assert "CREATE_ISSUES" in center.query("/mypermissions", projectKey="PAY").json["permissions"]


class TestProjects:
    def test_archived_private_and_unknown_ones(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_component("api")
        shown = cloud.get("/project/PAY").json
        assert (shown["isPrivate"], "archived" in shown, shown["components"][0]["name"]) == (True, False, "api")
        project.archived = True
        assert cloud.get(f"/project/{project.id}").json["archived"]
        assert cloud.query("/project/search").json["values"] == []
        assert cloud.get("/project/NO").json["errorMessages"] == ["No project could be found with key 'NO'."]
        with JiraAsker(jira) as nobody:
            assert nobody.get("/project/PAY").status == 404
            issue = project.open_issue("x")
            assert nobody.get(f"/issue/{issue.key}").status == 404
            project.private = False
            assert nobody.get("/project/PAY").status == 200
            assert nobody.get(f"/issue/{issue.key}").status == 200
            assert nobody.put(f"/issue/{issue.key}", {"fields": {}}).status == 401

    def test_nobody_asks_data_center(self, data_center: Jira) -> None:
        issue = data_center.open_issue("x", project="PAY")
        with JiraAsker(data_center) as nobody:
            assert nobody.get(f"/issue/{issue.key}").status == 401
            assert nobody.get("/issue/PAY-99").json["errorMessages"] == ["Issue Does Not Exist"]
            assert nobody.get("/project").json == []

    def test_statuses_components_and_levels(self, project: Project, cloud: JiraAsker) -> None:
        project.add_component("api")
        project.add_level("Mine", ["syncer-bot"])
        project.add_level("Other", ["ann"])
        rows = cloud.get("/project/PAY/statuses").json
        assert [one["statusCategory"]["key"] for one in rows[0]["statuses"]] == ["new", "indeterminate", "done"]
        assert [one["name"] for one in cloud.get("/project/PAY/components").json] == ["api"]
        assert [one["name"] for one in cloud.get("/project/PAY/securitylevel").json["levels"]] == ["Mine"]
        project.revoke("syncer-bot", "SET_ISSUE_SECURITY")
        assert cloud.get("/project/PAY/securitylevel").json["levels"] == []

    def test_lists_of_words(self, jira: Jira, project: Project, cloud: JiraAsker, center: JiraAsker) -> None:
        assert [one["name"] for one in cloud.get("/priority").json] == jira.world.priorities
        assert "Won't Do" in {one["name"] for one in cloud.get("/resolution").json}
        assert "In Review" in {one["name"] for one in cloud.get("/status").json}
        assert {one["key"] for one in cloud.get("/statuscategory").json} >= {"new", "indeterminate", "done"}
        types = cloud.query("/issuetype/project", projectId=project.id).json
        assert [one["hierarchyLevel"] for one in types] == [0, 0, 0, 1, -1]
        assert cloud.get("/issuetype/project").status == 400
        assert len(center.get("/issuetype").json) == 5
        assert [one["key"] for one in center.get("/project").json] == ["PAY"]
        assert center.get("/project/PAY").json["archived"] is False

    def test_what_the_server_is(self, jira: Jira, data_center: Jira, center: JiraAsker) -> None:
        with JiraAsker(jira) as nobody:
            told = nobody.get("/serverInfo").json
        assert (told["deploymentType"], told["baseUrl"]) == ("Cloud", jira.url)
        assert told["serverTime"] == "2026-03-11T09:30:00.000+0000"
        assert center.get("/serverInfo").json["deploymentType"] == "Server"
        assert data_center.url.endswith("/jira")
