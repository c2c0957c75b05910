"""The fake Jira changes and reads issues: screens, both ways to say a change, properties, moved and hidden issues."""

from __future__ import annotations

import pytest
from fakes.hand_clock import HandClock
from fakes.jira import Jira, Project
from fakes.jira_asker import JiraAsker


@pytest.fixture(autouse=True)
def _issue(jira: Jira, clock: HandClock) -> None:
    jira.open_issue("Fix the pool", project="PAY", labels=["kept"], properties={"syncer": {"item": "a"}})
    clock.pass_by(60)


class TestEdit:
    def test_fields_update_and_properties_at_once(self, jira: Jira, cloud: JiraAsker) -> None:
        sent = {
            "fields": {"duedate": "2026-04-01", "summary": "Mend the pool"},
            "update": {"labels": [{"add": "syncer"}, {"remove": "other"}]},
            "properties": [{"key": "more", "value": 1}],
        }
        assert (got := cloud.put("/issue/PAY-1", sent)).status == 204
        assert got.text == ""
        issue = jira.issue("PAY-1")
        assert (issue.due, issue.summary, issue.labels) == ("2026-04-01", "Mend the pool", ("kept", "syncer"))
        assert issue.properties == {"syncer": {"item": "a"}, "more": 1}
        assert (issue.updated - issue.created).total_seconds() == 60

    def test_a_field_said_in_both_ways(self, cloud: JiraAsker) -> None:
        got = cloud.put("/issue/PAY-1", {"fields": {"labels": []}, "update": {"labels": [{"add": "x"}]}})
        assert got.json["errors"] == {"labels": "Field with name 'labels' appears in both 'fields' and 'update'"}
        assert got.status == 400

    def test_components_are_added_and_removed(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_component("api")
        project.add_component("web")
        cloud.put("/issue/PAY-1", {"update": {"components": [{"add": {"name": "api"}}, {"add": {"name": "web"}}]}})
        cloud.put("/issue/PAY-1", {"update": {"components": [{"remove": {"name": "api"}}]}})
        assert jira.issue("PAY-1").components == ("web",)

    @pytest.mark.parametrize(
        "update",
        [
            {"duedate": [{"add": "2026-04-01"}]},
            {"labels": {"add": "x"}},
            {"labels": [{"add": "a b"}]},
            {"labels": [{"add": "x", "remove": "y"}]},
            {"status": [{"set": {"name": "Done"}}]},
        ],
    )
    def test_operations_that_a_field_does_not_know(self, jira: Jira, cloud: JiraAsker, update: object) -> None:
        before = jira.issue("PAY-1")
        assert cloud.put("/issue/PAY-1", {"update": update}).status == 400
        assert jira.issue("PAY-1") == before

    def test_the_issue_comes_back_where_asked_for(self, cloud: JiraAsker) -> None:
        got = cloud.put("/issue/PAY-1?returnIssue=true", {"fields": {"duedate": "2026-04-01"}})
        assert got.status == 200
        assert (got.json["key"], got.json["fields"]["duedate"]) == ("PAY-1", "2026-04-01")

    def test_the_edit_screen_is_one_of_its_own(self, project: Project, cloud: JiraAsker) -> None:
        project.off_screen("duedate", create=False)
        assert cloud.create(duedate="2026-04-01").status == 201
        assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).status == 400
        assert "duedate" not in cloud.get("/issue/PAY-1/editmeta").json["fields"]
        assert "labels" in cloud.get("/issue/PAY-1/editmeta").json["fields"]

    def test_permissions(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        assert cloud.put("/issue/PAY-1?notifyUsers=false", {"fields": {}}).status == 403
        jira.user("syncer-bot").is_admin = True
        assert cloud.put("/issue/PAY-1?notifyUsers=false", {"fields": {}}).status == 204
        project.revoke("syncer-bot", "EDIT_ISSUES")
        assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).status == 403
        assert cloud.get("/issue/PAY-1/editmeta").json == {"fields": {}}
        project.grant("syncer-bot")
        project.archived = True
        assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).status == 400
        assert cloud.get("/issue/PAY-1").status == 200

    def test_nothing_and_too_little(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        assert cloud.put("/issue/PAY-1", {}).json["errorMessages"] == ["one of 'fields' or 'update' required"]
        assert cloud.put("/issue/PAY-1", {"fields": []}).status == 204
        team = jira.custom_field("Team")
        project.add_field(team.id, required=True)
        assert cloud.put("/issue/PAY-1", {"fields": {team.id: ""}}).json["errors"] == {team.id: "Team is required."}

    def test_a_change_that_changes_nothing_sets_no_date(self, jira: Jira, cloud: JiraAsker) -> None:
        before = jira.issue("PAY-1")
        assert cloud.put("/issue/PAY-1", {"update": {"labels": [{"add": "kept"}]}}).status == 204
        assert jira.issue("PAY-1") == before

    def test_somebody_else_was_faster(self, jira: Jira, cloud: JiraAsker) -> None:
        jira.fail("status", "PUT", "/issue/PAY-1", status=409, message="Conflict")
        assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).json["errorMessages"] == ["Conflict"]
        assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).status == 204

    def test_assignee_and_deletion(self, jira: Jira, cloud: JiraAsker) -> None:
        bot = jira.user("syncer-bot")
        assert cloud.put("/issue/PAY-1/assignee", {"accountId": bot.account_id}).status == 204
        assert jira.issue("PAY-1").assignee == "syncer-bot"
        assert cloud("DELETE", "/issue/PAY-1").status == 204
        assert cloud.get("/issue/PAY-1").status == 404


class TestRead:
    def test_chosen_fields_and_properties(self, cloud: JiraAsker) -> None:
        got = cloud.query("/issue/PAY-1", fields="summary,labels,customfield_1", properties="syncer,other").json
        assert got["fields"] == {"summary": "Fix the pool", "labels": ["kept"]}
        assert got["properties"] == {"syncer": {"item": "a"}}
        assert "properties" not in cloud.get("/issue/PAY-1").json

    def test_fields_taken_out(self, cloud: JiraAsker) -> None:
        everything = set(cloud.get("/issue/PAY-1").json["fields"])
        assert set(cloud.query("/issue/PAY-1", fields="*all,-comment").json["fields"]) == everything - {"comment"}
        assert set(cloud.query("/issue/PAY-1", fields="*navigable").json["fields"]) == everything - {"comment"}
        assert set(cloud.query("/issue/PAY-1", fields="-labels").json["fields"]) == everything - {"labels"}
        assert cloud.query("/issue/PAY-1", properties="*all,-syncer").json["properties"] == {}

    def test_moments_are_in_the_viewer_s_zone(self, jira: Jira, cloud: JiraAsker) -> None:
        assert cloud.get("/issue/PAY-1").json["fields"]["created"] == "2026-03-11T09:30:00.000+0000"
        jira.user("syncer-bot", zone="America/New_York")
        assert cloud.get("/issue/PAY-1").json["fields"]["created"] == "2026-03-11T05:30:00.000-0400"

    def test_components_parents_levels_and_names(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        number = project.add_component("api")
        level = project.add_level("Private", ["syncer-bot"])
        epic = project.open_issue("Reliability", type="Epic")
        jira.edit("PAY-1", components=["api"], parent=epic.key, security=level.id)
        got = cloud.query("/issue/PAY-1", fields="components,parent,security", expand="names").json
        assert got["fields"]["components"][0]["id"] == number
        assert got["fields"]["parent"]["fields"]["summary"] == "Reliability"
        assert got["fields"]["security"]["name"] == "Private"
        assert got["names"] == {"components": "Components", "parent": "Parent", "security": "Security Level"}

    def test_labels_of_a_field_of_its_own(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        field = jira.custom_field("Areas", "labels")
        project.add_field(field.id)
        for operation in ({"add": "a"}, {"add": "b"}, {"remove": "a"}):
            assert cloud.put("/issue/PAY-1", {"update": {field.id: [operation]}}).status == 204
        assert jira.issue("PAY-1").fields == {field.id: ["b"]}
        assert cloud.query("/issue/PAY-1", fields=field.id).json["fields"] == {field.id: ["b"]}

    def test_a_moved_issue_answers_under_every_key(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        other = jira.project("OPS")
        other.grant("syncer-bot")
        moved = project.move("PAY-1", other)
        got = cloud.get("/issue/PAY-1")
        assert (got.status, got.json["key"], got.json["id"]) == (200, "OPS-1", str(moved.id))
        assert cloud.get("/issue/pay-1").json == cloud.get(f"/issue/{moved.id}").json == got.json
        assert moved.properties == {"syncer": {"item": "a"}}
        assert project.move("OPS-1", "OPS") == moved

    def test_what_nobody_may_see(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        jira.hide("PAY-1", from_=["syncer-bot"])
        assert cloud.get("/issue/PAY-1").status == 404
        jira.show("PAY-1")
        assert cloud.get("/issue/PAY-1").status == 200
        jira.hide("PAY-1")
        assert cloud.get("/issue/PAY-1").status == 404
        assert cloud.get("/issue/PAY-99").json["errorMessages"][0].startswith("Issue does not exist")
        with pytest.raises(KeyError):
            jira.issue("PAY-99")

    def test_by_the_hundred(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(3)
        jira.delete("PAY-3")
        other = jira.project("OPS")
        other.grant("syncer-bot")
        jira.move("PAY-2", "OPS")
        asked = {"issueIdsOrKeys": ["PAY-4", "PAY-3", "PAY-2", "PAY-1", "PAY-1"], "fields": ["labels"]}
        got = cloud.post("/issue/bulkfetch", {**asked, "properties": ["syncer"]}).json
        assert [bean["key"] for bean in got["issues"]] == ["PAY-1", "OPS-1", "PAY-4"]
        assert got["issues"][0]["properties"] == {"syncer": {"item": "a"}}
        assert got["issueErrors"] == []
        jira.world.tells_misses = True
        assert [one["id"] for one in cloud.post("/issue/bulkfetch", asked).json["issueErrors"]] == ["PAY-3"]

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"issueIdsOrKeys": []},
            {"issueIdsOrKeys": ["1"] * 101},
            {"issueIdsOrKeys": ["1"], "properties": ["p"] * 6},
        ],
    )
    def test_too_many_at_once(self, cloud: JiraAsker, sent: object) -> None:
        assert cloud.post("/issue/bulkfetch", sent).status == 400


class TestScreens:
    def test_types_and_fields_come_in_pages(self, cloud: JiraAsker) -> None:
        page = cloud.query("/issue/createmeta/PAY/issuetypes", maxResults="2", startAt="1").json
        assert ([one["name"] for one in page["issueTypes"]], page["total"]) == (["Bug", "Story"], 5)
        url = f"/issue/createmeta/PAY/issuetypes/{page['issueTypes'][0]['id']}"
        fields = {one["fieldId"]: one for one in cloud.get(url).json["fields"]}
        assert fields["summary"]["required"]
        assert not fields["duedate"]["required"]
        assert fields["priority"]["allowedValues"][0]["name"] == "Highest"
        assert cloud.query("/issue/createmeta/PAY/issuetypes", maxResults="x").status == 400

    def test_without_permission_there_is_nothing_to_create(self, project: Project, cloud: JiraAsker) -> None:
        project.revoke("syncer-bot", "CREATE_ISSUES")
        assert cloud.get("/issue/createmeta/PAY/issuetypes").json["issueTypes"] == []
        assert cloud.get("/issue/createmeta/PAY/issuetypes/10001").status == 400
        assert cloud.get("/issue/createmeta/NO/issuetypes").status == 404

    def test_data_center_has_words_of_its_own(self, data_center: Jira, center: JiraAsker) -> None:
        types = center.get("/issue/createmeta/PAY/issuetypes").json
        assert (types["isLast"], types["values"][0]["name"]) == (True, "Task")
        fields = center.get(f"/issue/createmeta/PAY/issuetypes/{types['values'][0]['id']}").json["values"]
        assert {"summary", "duedate"} <= {one["fieldId"] for one in fields}
        data_center.at("PAY").revoke("syncer-bot", "CREATE_ISSUES")
        assert center.get("/issue/createmeta/PAY/issuetypes").status == 400
        assert center.post("/issue/bulkfetch", {"issueIdsOrKeys": ["1"]}).status == 405

    def test_every_field_of_the_site(self, jira: Jira, cloud: JiraAsker) -> None:
        own = jira.custom_field("Team")
        fields = {one["id"]: one for one in cloud.get("/field").json}
        assert (fields[own.id]["name"], fields[own.id]["custom"], fields["duedate"]["custom"]) == ("Team", True, False)
