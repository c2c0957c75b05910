"""The fake Jira makes issues as its screens allow, and says of every field what is wrong with it."""

from __future__ import annotations

import pytest
from fakes.jira import Jira, Project
from fakes.jira.adf import document
from fakes.jira_asker import JiraAsker


def errors_of(asker: JiraAsker, **fields: object) -> dict[str, str]:
    """What is said against a create with these fields."""
    got = asker.create(**fields)
    assert got.status == 400, got.text
    found: dict[str, str] = got.json["errors"]
    return found


OFF = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."


class TestCloud:
    def test_one_request_makes_all_of_an_issue(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_component("api")
        level = project.add_level("Private", ["syncer-bot"])
        epic = project.open_issue("Reliability", type="Epic")
        bot = jira.world.users["syncer-bot"]
        got = cloud.create(
            description=document("What happened"),
            labels=["syncer"],
            duedate="2026-04-01",
            assignee={"accountId": bot.account_id},
            priority={"name": "High"},
            components=[{"name": "api"}],
            parent={"key": epic.key},
            security={"id": level.id},
            properties=[{"key": "syncer", "value": {"item": "a"}}],
        )
        assert got.status == 201
        assert set(got.json) == {"id", "key", "self"}
        made = jira.issue(got.json["key"])
        assert (made.id, made.key) == (int(got.json["id"]), "PAY-2")
        assert (made.due, made.assignee, made.priority, made.components) == ("2026-04-01", bot.name, "High", ("api",))
        assert (made.parent, made.security, made.labels) == (epic.id, level.id, ("syncer",))
        assert (made.creator, made.reporter, made.status.name) == (bot.name, bot.name, "To Do")
        assert made.properties == {"syncer": {"item": "a"}}

    def test_every_wrong_field_is_named_at_once(self, project: Project, cloud: JiraAsker) -> None:
        project.off_screen("duedate")
        fields = {"duedate": "2026-04-01", "labels": ["two words"], "priority": {"name": "P1"}, "mood": "good"}
        assert errors_of(cloud, **fields) == {
            "duedate": OFF.format("duedate"),
            "labels": "The label 'two words' contains spaces which is invalid.",
            "priority": "Priority name 'P1' is not valid",
            "mood": OFF.format("mood"),
        }
        assert project.issues == []

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"summary": " "}, {"summary": "You must specify a summary of the issue."}),
            ({"summary": "two\nlines"}, {"summary": "The summary is invalid because it contains newline characters."}),
            ({"summary": "x" * 256}, {"summary": "Summary can't exceed 255 characters."}),
            ({"summary": 7}, {"summary": "Operation value must be a string"}),
            ({"labels": "x"}, {"labels": "data was not an array"}),
            ({"labels": [""]}, {"labels": "string expected at index 0"}),
            ({"duedate": "2026-02-30"}, {"duedate": "Error parsing date string: 2026-02-30"}),
            ({"assignee": {"accountId": "nobody"}}, {"assignee": "User 'nobody' does not exist."}),
            ({"assignee": {"name": "x"}}, {"assignee": "expected Object containing a `accountId` property"}),
            ({"components": [{"name": "api"}]}, {"components": "Component name 'api' is not valid"}),
            ({"components": [{"id": "7"}]}, {"components": "Component with id '7' is not valid"}),
            ({"components": ["api"]}, {"components": "data was not an object with 'id' or 'name'"}),
            ({"parent": {"key": "PAY-9"}}, {"parent": "Could not find issue by id or key."}),
            ({"security": {"name": "x"}}, {"security": "Security level name 'x' is not valid"}),
            ({"issuetype": {"name": "Wish"}}, {"issuetype": "Specify a valid issue type"}),
            ({"project": {"key": "NO"}}, {"project": "Specify a valid project ID or key"}),
            ({"description": {"type": "doc"}}, {"description": "INVALID_INPUT"}),
        ],
    )
    def test_a_value_that_no_field_takes(
        self, cloud: JiraAsker, fields: dict[str, object], told: dict[str, str]
    ) -> None:
        assert errors_of(cloud, **fields) == told

    def test_a_text_is_a_document(self, cloud: JiraAsker) -> None:
        assert "Atlassian Document" in errors_of(cloud, description="plain")["description"]
        assert "too long" in errors_of(cloud, description=document("x" * 33_000))["description"]

    def test_summaries_and_labels_of_the_longest_kind(self, project: Project, cloud: JiraAsker) -> None:
        assert cloud.create("x" * 255, labels=["y" * 255]).status == 201
        assert "exceeds the maximum length" in errors_of(cloud, labels=["y" * 256])["labels"]

    def test_who_cannot_be_assigned(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        ann = jira.user("ann")
        told = {"assignee": f"User '{ann.account_id}' cannot be assigned issues."}
        assert errors_of(cloud, assignee={"accountId": ann.account_id}) == told
        project.allow_assignees("ann")
        assert cloud.create(assignee={"accountId": ann.account_id}).status == 201
        project.refuse_assignee("ann")
        assert errors_of(cloud, assignee={"accountId": ann.account_id}) == told

    @pytest.mark.parametrize(
        ("permission", "name", "value"),
        [
            ("SCHEDULE_ISSUES", "duedate", "2026-04-01"),
            ("ASSIGN_ISSUES", "assignee", None),
            ("SET_ISSUE_SECURITY", "security", None),
            ("MODIFY_REPORTER", "reporter", None),
        ],
    )
    def test_a_field_that_needs_a_permission_of_its_own(
        self, project: Project, cloud: JiraAsker, permission: str, name: str, value: object
    ) -> None:
        assert cloud.create(**{name: value}).status == 201
        project.revoke("syncer-bot", permission)
        assert errors_of(cloud, **{name: value}) == {name: OFF.format(name)}
        types = cloud.get("/issue/createmeta/PAY/issuetypes").json["issueTypes"]
        shown = cloud.get(f"/issue/createmeta/PAY/issuetypes/{types[0]['id']}").json["fields"]
        assert name not in {field["fieldId"] for field in shown}

    def test_required_fields(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        team = jira.custom_field("Team", "option", ["Core", "Web"])
        project.add_field(team.id, required=True)
        project.require("duedate")
        assert errors_of(cloud) == {team.id: "Team is required.", "duedate": "Due date is required."}
        assert errors_of(cloud, duedate="2026-04-01", **{team.id: {"value": "Ops"}}) == {
            team.id: "Specify a valid 'id' or 'name' for Team"
        }
        assert cloud.create(duedate="2026-04-01", **{team.id: {"value": "Web"}}).status == 201
        project.require(team.id, default={"value": "Core"})
        assert cloud.create(duedate="2026-04-01").status == 201
        assert [issue.fields[team.id]["value"] for issue in project.issues] == ["Web", "Core"]

    @pytest.mark.parametrize(
        ("kind", "good", "bad"),
        [
            ("string", "x", 1),
            ("textarea", document("x"), "x"),
            ("url", "https://x.example", {}),
            ("number", 3, "3"),
            ("date", "2026-04-01", "tomorrow"),
            ("option", {"value": "a"}, {"value": "c"}),
            ("options", [{"value": "b"}], {"value": "b"}),
            ("labels", ["x"], ["x y"]),
            ("user", None, {"accountId": "nobody"}),
            ("epic-link", "PAY-1", "PAY-99"),
        ],
    )
    def test_fields_of_a_site_s_own(
        self, jira: Jira, project: Project, cloud: JiraAsker, kind: str, good: object, bad: object
    ) -> None:
        project.open_issue("Reliability", type="Epic")
        field = jira.custom_field("Own", kind, ["a", "b"] if kind.startswith("option") else ())
        project.add_field(field.id)
        assert cloud.create(**{field.id: good}).status == 201
        assert set(errors_of(cloud, **{field.id: bad})) == {field.id}

    def test_permissions_and_archives(self, project: Project, cloud: JiraAsker) -> None:
        project.revoke("syncer-bot", "CREATE_ISSUES")
        assert "do not have permission to create issues" in cloud.create().json["errorMessages"][0]
        project.revoke("syncer-bot")
        assert "project" in errors_of(cloud)
        project.grant("syncer-bot")
        project.archived = True
        assert "archived" in errors_of(cloud)["project"]

    def test_a_security_level_is_for_its_members(self, project: Project, cloud: JiraAsker) -> None:
        level = project.add_level("Private", ["ann"])
        assert set(errors_of(cloud, security={"id": level.id})) == {"security"}

    def test_numbers_are_never_given_twice(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        assert cloud.create().json["key"] == "PAY-1"
        jira.delete("PAY-1")
        errors_of(cloud, summary="")
        assert cloud.create().json["key"] == "PAY-2"
        project.burns = True
        errors_of(cloud, summary="")
        assert cloud.create().json["key"] == "PAY-4"
        project.burn(5)
        assert cloud.create().json["key"] == "PAY-10"

    def test_levels_of_types(self, project: Project, cloud: JiraAsker) -> None:
        task = project.open_issue("A task")
        epic = project.open_issue("An epic", type="Epic")
        assert set(errors_of(cloud, parent={"key": task.key})) == {"parentId"}
        assert set(errors_of(cloud, issuetype={"name": "Sub-task"})) == {"parent"}
        assert cloud.create(issuetype={"name": "Sub-task"}, parent={"id": str(task.id)}).status == 201
        assert cloud.create(parent={"id": str(epic.id)}).status == 201

    @pytest.mark.parametrize("properties", [{}, ["x"], [{"value": 1}], [{"key": "k", "value": "x" * 32_768}]])
    def test_properties_that_jira_does_not_keep(self, cloud: JiraAsker, properties: object) -> None:
        assert cloud.create(properties=properties or [1]).status == 400

    def test_what_is_no_request(self, jira: Jira, cloud: JiraAsker) -> None:
        assert cloud.post("/issue", b"{").status == 400
        assert cloud.post("/issue", b"[]").status == 400
        assert cloud.post("/issue", {}).json["errors"] == {"project": "Specify a valid project ID or key"}
        assert cloud("POST", "/issue", b"x=1", Content_Type="application/x-www-form-urlencoded").status == 415
        with JiraAsker(jira) as nobody:
            assert nobody.create().status == 401


class TestDataCenter:
    def test_names_and_wiki_text(self, data_center: Jira, center: JiraAsker) -> None:
        got = center.create(description="h1. *x*", assignee={"name": "syncer-bot"}, labels=["b", "a", "b"])
        assert got.status == 201
        assert got.json["self"].startswith(f"{data_center.url}/rest/api/2/issue/")
        made = data_center.issue("PAY-1")
        assert (made.description, made.assignee, made.labels) == ("h1. *x*", "syncer-bot", ("a", "b"))
        assert errors_of(center, description=document("x")) == {"description": "Operation value must be a string"}
        assert errors_of(center, assignee={"name": "x"}) == {"assignee": "User 'x' does not exist."}

    def test_only_subtasks_have_parents(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.open_issue("An epic", project="PAY", type="Epic")
        assert set(errors_of(center, parent={"key": "PAY-1"})) == {"parentId"}
        field = data_center.custom_field("Epic Link", "epic-link")
        data_center.at("PAY").add_field(field.id)
        assert center.create(**{field.id: "PAY-1"}).status == 201
