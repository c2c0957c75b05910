"""The fake Jira keeps what hangs on issues: properties, comments, links; and moves them through their workflow."""

from __future__ import annotations

import pytest
from fakes.hand_clock import HandClock
from fakes.jira import DONE, INDETERMINATE, NEW, STEPS, Jira, Project, stepwise
from fakes.jira.adf import document, text_of
from fakes.jira_asker import JiraAsker


@pytest.fixture(autouse=True)
def _issue(jira: Jira, clock: HandClock) -> None:
    jira.open_issue("Fix the pool", project="PAY")
    clock.pass_by(60)


class TestProperties:
    def test_put_read_and_delete(self, jira: Jira, cloud: JiraAsker) -> None:
        before = jira.issue("PAY-1")
        assert cloud.put("/issue/PAY-1/properties/syncer", {"item": "a"}).status == 201
        assert cloud.put("/issue/PAY-1/properties/syncer", {"item": "b"}).status == 200
        assert cloud.get("/issue/PAY-1/properties/syncer").json == {"key": "syncer", "value": {"item": "b"}}
        assert [one["key"] for one in cloud.get("/issue/PAY-1/properties").json["keys"]] == ["syncer"]
        assert jira.issue("PAY-1").updated == before.updated
        assert cloud("DELETE", "/issue/PAY-1/properties/syncer").status == 204
        assert cloud("DELETE", "/issue/PAY-1/properties/syncer").status == 404
        assert cloud.get("/issue/PAY-1/properties/syncer").status == 404

    def test_a_value_that_is_too_long(self, cloud: JiraAsker) -> None:
        assert cloud.put("/issue/PAY-1/properties/syncer", "x" * 32_767).status == 400
        assert cloud.put(f"/issue/PAY-1/properties/{'k' * 256}", 1).status == 400


class TestComments:
    def test_a_comment_with_a_property(self, jira: Jira, cloud: JiraAsker) -> None:
        sent = {"body": document("It cannot be closed."), "properties": [{"key": "syncer", "value": "k"}]}
        got = cloud.post("/issue/PAY-1/comment", sent)
        assert (got.status, text_of(got.json["body"])) == (201, "It cannot be closed.")
        (shown,) = cloud.query("/issue/PAY-1/comment", expand="properties").json["comments"]
        assert shown["properties"] == [{"key": "syncer", "value": "k"}]
        assert "properties" not in cloud.get("/issue/PAY-1/comment").json["comments"][0]
        assert cloud.get("/issue/PAY-1").json["fields"]["comment"]["total"] == 1
        assert jira.issue("PAY-1").updated > jira.issue("PAY-1").created

    def test_pages(self, jira: Jira, cloud: JiraAsker) -> None:
        for number in range(5):
            jira.comment("PAY-1", f"number {number}")
        page = cloud.query("/issue/PAY-1/comment", startAt="1", maxResults="2").json
        assert ([text_of(one["body"]) for one in page["comments"]], page["total"]) == (["number 1", "number 2"], 5)
        last = cloud.query("/issue/PAY-1/comment", orderBy="-created", maxResults="1").json
        assert text_of(last["comments"][0]["body"]) == "number 4"
        assert cloud.query("/issue/PAY-1/comment", orderBy="mood").status == 400

    def test_one_s_own_can_be_changed(self, jira: Jira, cloud: JiraAsker) -> None:
        other = jira.comment("PAY-1", "a person's")
        own = cloud.post("/issue/PAY-1/comment", {"body": document("mine")}).json["id"]
        assert cloud.put(f"/issue/PAY-1/comment/{own}", {"body": document("new")}).status == 200
        assert text_of(cloud.get(f"/issue/PAY-1/comment/{own}").json["body"]) == "new"
        assert cloud.put(f"/issue/PAY-1/comment/{other.id}", {"body": document("new")}).status == 400
        assert cloud("DELETE", f"/issue/PAY-1/comment/{own}").status == 204
        assert cloud.get(f"/issue/PAY-1/comment/{own}").status == 404
        jira.delete_comment("PAY-1", other.id)
        assert jira.issue("PAY-1").comments == ()

    @pytest.mark.parametrize("body", [None, "text", {"type": "doc", "version": 1, "content": [{"type": "text"}]}])
    def test_what_is_no_comment(self, cloud: JiraAsker, body: object) -> None:
        assert cloud.post("/issue/PAY-1/comment", {"body": body}).status == 400

    def test_without_permission(self, project: Project, cloud: JiraAsker) -> None:
        project.revoke("syncer-bot", "ADD_COMMENTS")
        assert cloud.post("/issue/PAY-1/comment", {"body": document("x")}).status == 400


class TestRemoteLinks:
    LINK = {"globalId": "syncer=1", "object": {"url": "https://x.example/doc", "title": "The document"}}  # noqa: RUF012

    def test_the_same_global_id_is_the_same_link(self, jira: Jira, cloud: JiraAsker) -> None:
        first = cloud.post("/issue/PAY-1/remotelink", {**self.LINK, "relationship": "told in"})
        again = cloud.post("/issue/PAY-1/remotelink", self.LINK)
        assert (first.status, again.status, first.json["id"]) == (201, 200, again.json["id"])
        (link,) = cloud.get("/issue/PAY-1/remotelink").json
        assert (link["object"]["title"], "relationship" in link) == ("The document", False)
        assert cloud.query("/issue/PAY-1/remotelink", globalId="syncer=1").json == link
        assert cloud.query("/issue/PAY-1/remotelink", globalId="other").status == 404
        assert cloud("DELETE", "/issue/PAY-1/remotelink?globalId=syncer%3D1").status == 204
        assert cloud("DELETE", "/issue/PAY-1/remotelink?globalId=syncer%3D1").status == 404
        assert jira.issue("PAY-1").remote_links == ()

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"object": {"url": "https://x.example"}},
            {"object": {"title": "x"}},
            {"object": {"url": "https://x.example", "title": "x" * 256}},
            {**LINK, "globalId": "x" * 256},
        ],
    )
    def test_what_is_no_link(self, cloud: JiraAsker, sent: object) -> None:
        assert cloud.post("/issue/PAY-1/remotelink", sent).status == 400

    def test_without_permission(self, project: Project, cloud: JiraAsker) -> None:
        project.revoke("syncer-bot", "LINK_ISSUES")
        assert cloud.post("/issue/PAY-1/remotelink", self.LINK).status == 403


class TestIssueLinks:
    def test_a_duplicate_points_at_the_other(self, jira: Jira, cloud: JiraAsker) -> None:
        jira.open_issue("The same", project="PAY")
        ends = {"inwardIssue": {"key": "PAY-1"}, "outwardIssue": {"key": "PAY-2"}}
        for _ in range(2):
            assert cloud.post("/issueLink", {"type": {"name": "Duplicate"}, **ends}).status == 201
        assert len(jira.world.links) == 1
        (link,) = cloud.get("/issue/PAY-1").json["fields"]["issuelinks"]
        assert (link["type"]["outward"], link["outwardIssue"]["key"]) == ("duplicates", "PAY-2")
        (back,) = cloud.get("/issue/PAY-2").json["fields"]["issuelinks"]
        assert back["inwardIssue"]["key"] == "PAY-1"
        jira.delete("PAY-2")
        assert cloud.get("/issue/PAY-1").json["fields"]["issuelinks"] == []

    def test_unknown_types_and_issues(self, project: Project, cloud: JiraAsker) -> None:
        ends = {"inwardIssue": {"key": "PAY-1"}, "outwardIssue": {"key": "PAY-9"}}
        names = {kind["name"] for kind in cloud.get("/issueLinkType").json["issueLinkTypes"]}
        assert names == {"Relates", "Duplicate", "Blocks"}
        assert cloud.post("/issueLink", {"type": {"name": "Loves"}, **ends}).status == 404
        assert cloud.post("/issueLink", {"type": {"name": "Blocks"}, **ends}).status == 404
        project.revoke("syncer-bot", "LINK_ISSUES")
        assert cloud.post("/issueLink", {"type": {"name": "Blocks"}, **ends}).status == 401


def _move(cloud: JiraAsker, to: str, **sent: object) -> int:
    """The status of the answer to a transition into the status called `to`, which must be offered."""
    ways = cloud.get("/issue/PAY-1/transitions").json["transitions"]
    (way,) = [one for one in ways if one["to"]["name"] == to]
    return cloud.post("/issue/PAY-1/transitions", {"transition": {"id": way["id"]}, **sent}).status


class TestTransitions:
    def test_there_and_back(self, jira: Jira, clock: HandClock, cloud: JiraAsker) -> None:
        assert _move(cloud, "Done") == 204
        issue = jira.issue("PAY-1")
        assert (issue.status.category, issue.resolution) == (DONE, "Done")
        assert issue.resolved == issue.category_changed == clock.now()
        assert cloud.get("/issue/PAY-1").json["fields"]["resolution"]["name"] == "Done"
        clock.pass_by(60)
        assert _move(cloud, "To Do") == 204
        issue = jira.issue("PAY-1")
        assert (issue.status.category, issue.resolution, issue.resolved) == (NEW, None, None)
        assert issue.category_changed == clock.now()

    def test_several_steps(self, jira: Jira, cloud: JiraAsker) -> None:
        jira.use_workflow("PAY", STEPS)
        for name, others in (("In Progress", 2), ("In Review", 2), ("Done", 1)):
            assert _move(cloud, name) == 204
            assert len(cloud.get("/issue/PAY-1/transitions").json["transitions"]) == others

    def test_no_path(self, project: Project, cloud: JiraAsker) -> None:
        project.block("Done")
        categories = {
            way["to"]["statusCategory"]["key"] for way in cloud.get("/issue/PAY-1/transitions").json["transitions"]
        }
        assert categories == {NEW, INDETERMINATE}

    def test_a_screen_wants_a_resolution(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.workflow = project.workflow.changed("Done", screen={"resolution": True}, resolution="")
        ways = cloud.query("/issue/PAY-1/transitions", expand="transitions.fields").json["transitions"]
        shown = {way["to"]["name"]: way["fields"] for way in ways}
        assert shown["To Do"] == {}
        assert shown["Done"]["resolution"]["required"]
        assert "Done" in {one["name"] for one in shown["Done"]["resolution"]["allowedValues"]}
        assert _move(cloud, "Done") == 400
        assert _move(cloud, "Done", fields={"resolution": {"name": "Perfect"}}) == 400
        assert _move(cloud, "Done", fields={"resolution": {"name": "Won't Do"}, "duedate": None}) == 400
        assert _move(cloud, "Done", fields={"resolution": {"name": "Won't Do"}}) == 204
        assert jira.issue("PAY-1").resolution == "Won't Do"

    def test_a_comment_on_the_way(self, jira: Jira, cloud: JiraAsker) -> None:
        assert _move(cloud, "Done", update={"comment": [{"add": {"body": "text"}}]}) == 400
        assert _move(cloud, "Done", update={"comment": [{"add": {"body": document("done")}}]}) == 204
        assert [text_of(one.body) for one in jira.issue("PAY-1").comments] == ["done"]

    def test_who_may(self, project: Project, cloud: JiraAsker) -> None:
        plain = project.workflow
        project.workflow = plain.changed("Done", who=frozenset({"boss"}))
        assert len(cloud.get("/issue/PAY-1/transitions").json["transitions"]) == 2
        assert cloud.post("/issue/PAY-1/transitions", {"transition": {"id": "31"}}).status == 400
        project.workflow = plain
        project.revoke("syncer-bot", "RESOLVE_ISSUES")
        assert len(cloud.get("/issue/PAY-1/transitions").json["transitions"]) == 2
        project.revoke("syncer-bot", "TRANSITION_ISSUES")
        assert cloud.get("/issue/PAY-1/transitions").json["transitions"] == []

    def test_a_validator_refuses_what_is_offered(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.workflow = project.workflow.changed("Done", validator="All subtasks must be closed")
        got = cloud.post("/issue/PAY-1/transitions", {"transition": {"id": "31"}})
        assert (got.status, got.json["errorMessages"]) == (400, ["All subtasks must be closed"])
        assert jira.issue("PAY-1").is_open

    def test_what_names_no_transition(self, cloud: JiraAsker) -> None:
        assert cloud.post("/issue/PAY-1/transitions", {}).status == 400
        assert cloud.post("/issue/PAY-1/transitions", {"transition": {"id": "99"}}).status == 400

    def test_a_workflow_for_one_type(self, jira: Jira, project: Project) -> None:
        flow = stepwise({"Backlog": NEW, "Shipped": DONE})
        jira.use_workflow("PAY", flow, "Bug")
        assert project.open_issue("A bug", type="Bug").status.name == "Backlog"
        assert project.open_issue("A task").status.name == "To Do"
        project.block("Shipped")
        assert project.workflows["Bug"].at("Backlog") == []
