"""The fake Jira searches an index that is behind, by token on Cloud and by offset on Data Center."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from fakes.hand_clock import HandClock
from fakes.jira import Jira, Project
from fakes.jira_asker import JiraAsker

JQL = "labels = syncer ORDER BY key ASC"


def keys(asker: JiraAsker, jql: str = JQL, **more: str) -> list[str]:
    """The keys of what a search of Cloud finds."""
    got = asker.query("/search/jql", jql=jql, fields="key", **more)
    assert got.status == 200, got.text
    return [bean["key"] for bean in got.json["issues"]]


class TestCloud:
    def test_ids_alone_and_no_total(self, project: Project, cloud: JiraAsker) -> None:
        (issue,) = project.add_issues(1, labels=["syncer"], properties={"syncer": 1, "other": 2})
        assert cloud.query("/search/jql", jql=JQL).json == {"issues": [{"id": str(issue.id)}], "isLast": True}
        got = cloud.query("/search/jql", jql=JQL, fields="summary,labels", properties="syncer").json
        assert got["issues"][0]["fields"] == {"summary": "Issue 1", "labels": ["syncer"]}
        assert got["issues"][0]["properties"] == {"syncer": 1}

    def test_post_asks_the_same(self, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(3, labels=["syncer"])
        sent = {"jql": JQL, "fields": ["key"], "maxResults": 2}
        first = cloud.post("/search/jql", sent).json
        assert [bean["key"] for bean in first["issues"]] == ["PAY-1", "PAY-2"]
        second = cloud.post("/search/jql", {**sent, "nextPageToken": first["nextPageToken"]}).json
        assert ([bean["key"] for bean in second["issues"]], second["isLast"]) == (["PAY-3"], True)
        assert "nextPageToken" not in second
        assert cloud.post("/search/jql", {"jql": 7}).status == 400
        assert cloud.post("/search/approximate-count", {"jql": JQL}).json == {"count": 3}
        assert cloud.post("/search/approximate-count", {"jql": ""}).status == 400

    def test_tokens_are_of_one_search_and_for_a_week(
        self, project: Project, clock: HandClock, cloud: JiraAsker
    ) -> None:
        project.add_issues(3, labels=["syncer"])
        token = cloud.query("/search/jql", jql=JQL, maxResults="1").json["nextPageToken"]
        assert keys(cloud, nextPageToken=token) == ["PAY-2", "PAY-3"]
        assert cloud.query("/search/jql", jql="project = PAY", nextPageToken=token).status == 400
        assert cloud.query("/search/jql", jql=JQL, nextPageToken="made-up").status == 400
        clock.pass_by(8 * 86_400)
        assert cloud.query("/search/jql", jql=JQL, nextPageToken=token).status == 400

    def test_issues_that_go_while_pages_are_read(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(3, labels=["syncer"])
        token = cloud.query("/search/jql", jql=JQL, maxResults="1").json["nextPageToken"]
        jira.delete("PAY-2")
        assert keys(cloud, nextPageToken=token) == ["PAY-3"]

    def test_pages_with_fields_are_short(self, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(150, labels=["syncer"])
        assert len(cloud.query("/search/jql", jql=JQL, fields="summary", maxResults="5000").json["issues"]) == 100
        assert len(keys(cloud, maxResults="5000")) == 150
        assert len(keys(cloud)) == 50

    def test_the_index_is_behind(self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker) -> None:
        jira.lag(600)
        project.add_issues(1, labels=["syncer"])
        assert keys(cloud) == []
        assert cloud.get("/issue/PAY-1").status == 200
        clock.pass_by(300)
        jira.edit("PAY-1", labels=[])
        clock.pass_by(300)
        assert keys(cloud) == ["PAY-1"]
        assert cloud.query("/search/jql", jql=JQL, fields="labels").json["issues"][0]["fields"]["labels"] == ["syncer"]
        clock.pass_by(300)
        assert keys(cloud) == []

    def test_one_issue_may_be_further_behind(
        self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker
    ) -> None:
        project.add_issues(2)
        jira.lag(600, "PAY-1")
        jira.edit("PAY-1", labels=["syncer"])
        jira.lag(0, "PAY-1")
        jira.edit("PAY-2", labels=["syncer"])
        assert keys(cloud) == ["PAY-2"]
        jira.edit("PAY-1", title="New")
        assert keys(cloud) == ["PAY-1", "PAY-2"]
        clock.pass_by(600)
        assert jira.world.index[jira.issue("PAY-1").id].summary == "New"
        assert keys(cloud) == ["PAY-1", "PAY-2"]

    def test_reconciled_issues_are_as_they_are(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        jira.lag(600)
        issue, gone, other = project.add_issues(3, labels=["syncer"])
        jira.delete(gone.key)
        jira.edit(other.key, labels=[])
        ids = f"{issue.id},{gone.id},{other.id}"
        assert keys(cloud, reconcileIssues=ids) == ["PAY-1"]
        too_many = ",".join(map(str, range(51)))
        assert cloud.query("/search/jql", jql=JQL, reconcileIssues=too_many).status == 400

    def test_deleted_and_moved_ones_stay_in_the_index(
        self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker
    ) -> None:
        jira.project("OPS").grant("syncer-bot")
        project.add_issues(2, labels=["syncer"])
        jira.lag(60)
        jira.delete("PAY-1")
        jira.move("PAY-2", "OPS")
        assert keys(cloud) == ["PAY-1", "PAY-2"]
        clock.pass_by(60)
        assert keys(cloud) == ["OPS-1"]

    @pytest.mark.parametrize("jql", ["", "ORDER BY created", "labels ==", "mood = good", "project = NO"])
    def test_searches_that_are_refused(self, cloud: JiraAsker, jql: str) -> None:
        got = cloud.query("/search/jql", jql=jql)
        assert (got.status, bool(got.json["errorMessages"])) == (400, True)

    def test_what_may_not_be_seen_is_not_found(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(3, labels=["syncer"])
        jira.hide("PAY-2")
        assert keys(cloud) == ["PAY-1", "PAY-3"]
        project.archived = True
        assert keys(cloud) == []
        project.archived = False
        project.revoke("syncer-bot", "BROWSE_PROJECTS")
        assert keys(cloud) == []

    def test_five_properties_at_most(self, cloud: JiraAsker) -> None:
        assert cloud.query("/search/jql", jql=JQL, properties="a,b,c,d,e,f").status == 400

    @pytest.mark.parametrize("ask", [lambda one: one.get("/search?jql=x"), lambda one: one.post("/search", {})])
    def test_the_old_search_is_gone(self, cloud: JiraAsker, ask: Callable[[JiraAsker], object]) -> None:
        assert getattr(ask(cloud), "status", 0) == 410

    def test_ten_thousand_issues_are_cheap(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        project.add_issues(10_000, labels=["syncer"], properties={"syncer": {"item": "a"}})
        begun = time.process_time()
        assert len(keys(cloud, "labels = syncer AND updated >= 1700000000000", maxResults="5000")) == 5_000
        assert time.process_time() - begun < 5


class TestDataCenter:
    def test_offset_and_total(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.at("PAY").add_issues(5, labels=["syncer"], properties={"syncer": 1})
        got = center.query("/search", jql=JQL, startAt="1", maxResults="2", fields="summary", properties="syncer").json
        assert [bean["key"] for bean in got["issues"]] == ["PAY-2", "PAY-3"]
        assert (got["total"], got["startAt"], got["maxResults"]) == (5, 1, 2)
        assert "properties" not in got["issues"][0]
        posted = center.post("/search", {"jql": JQL, "startAt": 4, "fields": ["summary"]}).json
        assert [bean["fields"] for bean in posted["issues"]] == [{"summary": "Issue 5"}]

    def test_what_only_cloud_shows(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.at("PAY").add_issues(1)
        shown = center.query("/search", jql="project = PAY", fields="statuscategorychangedate,updated").json
        assert set(shown["issues"][0]["fields"]) == {"updated"}

    def test_pages_are_capped(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.world.most_found = 3
        data_center.at("PAY").add_issues(5, labels=["syncer"])
        got = center.query("/search", jql=JQL, maxResults="5000").json
        assert (len(got["issues"]), got["maxResults"], got["total"]) == (3, 3, 5)

    def test_a_missing_key_is_an_error(self, data_center: Jira, center: JiraAsker) -> None:
        data_center.at("PAY").add_issues(1)
        assert center.query("/search", jql="key in (PAY-1)").json["total"] == 1
        assert center.query("/search", jql="key in (PAY-1, PAY-2)").status == 400
        assert center.query("/search/jql", jql=JQL).status == 404
