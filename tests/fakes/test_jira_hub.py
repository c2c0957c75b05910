"""The fake Jira can be broken, copied and questioned."""

from __future__ import annotations

import http.client

import pytest
from fakes.hand_clock import HandClock
from fakes.jira import Exchange, Jira, Kind, Project, find_pings
from fakes.jira.adf import document, is_document
from fakes.jira_asker import JiraAsker
from fakes.wire import Request


class TestFaults:
    @pytest.mark.parametrize("kind", [Kind.DROP, Kind.TRUNCATED])
    def test_accepted_and_then_lost(self, jira: Jira, project: Project, cloud: JiraAsker, kind: Kind) -> None:
        jira.fail(kind, "POST", "/issue$")
        with pytest.raises((OSError, http.client.HTTPException)):
            cloud.create()
        assert [issue.key for issue in project.issues] == ["PAY-1"]
        assert (jira.exchanges[-1].status, jira.exchanges[-1].fault) == (201, kind)

    @pytest.mark.parametrize(
        ("kind", "status", "made"),
        [
            (Kind.BAD_GATEWAY_AFTER, 502, 1),
            (Kind.UNAVAILABLE_AFTER, 503, 1),
            (Kind.HTML, 200, 1),
            (Kind.BAD_GATEWAY, 502, 0),
            (Kind.UNAVAILABLE, 503, 0),
            (Kind.UNAUTHORIZED, 401, 0),
        ],
    )
    def test_answers_that_are_none(
        self, jira: Jira, project: Project, cloud: JiraAsker, kind: Kind, status: int, made: int
    ) -> None:
        jira.fail(kind, "POST", "/issue$")
        assert cloud.create().status == status
        assert len(project.issues) == made

    def test_reset_before_anything(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        jira.fail("reset", "POST", "/issue$")
        with pytest.raises(ConnectionError):
            cloud.create()
        assert project.issues == []
        assert jira.exchanges[-1].status == 0

    def test_committed_late(self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker) -> None:
        jira.fail("late", "POST", "/issue$", seconds=30)
        with pytest.raises(ConnectionError):
            cloud.create()
        clock.pass_by(29)
        assert cloud.get("/issue/PAY-1").status == 404
        clock.pass_by(1)
        assert [issue.key for issue in project.issues] == ["PAY-1"]
        assert cloud.get("/issue/PAY-1").status == 200
        assert jira.created() == {"syncer-bot": 1}

    def test_errors_are_told_as_jira_tells_them(self, jira: Jira, cloud: JiraAsker) -> None:
        jira.fail("status", "GET", "/myself", status=429, message="Too much", retry_after="30")
        got = cloud.get("/myself")
        assert (got.status, got.json["errorMessages"], got.headers["retry-after"]) == (429, ["Too much"], "30")

    def test_watchers(self, jira: Jira, cloud: JiraAsker) -> None:
        seen: list[str] = []

        def before(request: Request) -> None:
            seen.append(request.method)

        def after(exchange: Exchange) -> None:
            seen.append(f"{exchange.status} {exchange.login}")

        jira.watch_before(before)
        jira.watch(after)
        cloud.get("/myself")
        assert seen == ["GET", "200 syncer-bot"]
        assert jira.count("GET", "/rest/api/3/myself", 200) == 1


class TestSnapshots:
    def test_everything_comes_back_many_times(
        self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker
    ) -> None:
        jira.project("OPS").grant("syncer-bot")
        project.add_issues(3, labels=["syncer"], properties={"syncer": {"item": "a"}})
        before = list(project.issues)
        snapshot = jira.snapshot()
        for _ in range(2):
            jira.lag(600)
            project.off_screen("duedate")
            project.require("labels")
            project.revoke("syncer-bot", "EDIT_ISSUES")
            project.archived = True
            jira.user("syncer-bot").active = False
            jira.user("ann")
            jira.edit("PAY-1", title="New")
            jira.delete("PAY-2")
            jira.move("PAY-3", "OPS")
            jira.project("NEW")
            jira.agile.board("PAY")
            project.block("Done")
            jira.restore(snapshot)
            assert project.issues == before
            assert (project.archived, project.required, "ann" in jira.world.users) == (False, set(), False)
            assert list(jira.world.projects) == ["PAY", "OPS"]
            assert (jira.agile.boards, jira.world.index_lag) == ({}, 0)
            assert cloud.put("/issue/PAY-1", {"fields": {"duedate": None}}).status == 204
            assert project.open_issue("Next").key == "PAY-4"
            jira.restore(snapshot)

    def test_what_was_promised_comes_back(
        self, jira: Jira, project: Project, clock: HandClock, cloud: JiraAsker
    ) -> None:
        jira.lag(60)
        project.add_issues(1, labels=["syncer"])
        snapshot = jira.snapshot()
        clock.pass_by(60)
        jira.world.settle()
        assert len(jira.world.index) == 1
        jira.restore(snapshot)
        assert jira.world.index == {}
        jira.world.settle()
        assert len(jira.world.index) == 1


class TestQuestions:
    def test_duplicates(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        for _ in range(2):
            cloud.create(properties=[{"key": "syncer", "value": {"item": "a"}}])
        clone = jira.duplicate("PAY-1")
        assert clone.properties == {"syncer": {"item": "a"}}
        assert jira.duplicates() == {("syncer-bot", "a"): ["PAY-1", "PAY-2"]}
        jira.transition("PAY-2", "Done")
        assert jira.duplicates() == {}
        assert jira.created() == {"syncer-bot": 2, "someone": 1}

    def test_people_at_work(self, jira: Jira, project: Project) -> None:
        project.open_issue("One", type="Epic")
        issue = jira.open_issue("Two", project="PAY", owner="ann", duedate="2026-04-01", parent="PAY-1", status="Done")
        assert (issue.assignee, issue.due, issue.parent, issue.is_open) == (
            "ann",
            "2026-04-01",
            project.issues[0].id,
            False,
        )
        edited = jira.edit(
            issue.key, title="Three", assignee=None, labels=["a", "b"], resolution="Done", fields={"x": 1}
        )
        assert (edited.summary, edited.assignee, edited.labels) == ("Three", None, ("a", "b"))
        assert (edited.resolution, edited.resolved is None, edited.fields) == ("Done", False, {"x": 1})
        assert jira.remove_label(issue.key, "a").labels == ("b",)
        assert jira.set_property(issue.key, "k", 1).properties == {"k": 1}
        assert jira.set_property(issue.key, "k", None).properties == {}
        assert jira.transition(issue.key, "To Do").resolution is None


class TestPings:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("[~ann] and [~accountid:1]", [("mention", "ann"), ("mention", "accountid:1")]),
            (r"\[~ann] \{panel} \!x.png!", []),
            ("{panel:title=x}y{panel}", [("macro", "panel:title=x"), ("macro", "panel")]),
            ("{noformat}[~ann]{noformat} {code:java}{x}{code}", []),
            ("{noformat}[~ann]", [("mention", "ann")]),
            ("!https://x.example/y.png! wow! great!", [("image", "https://x.example/y.png")]),
            ("[text|https://x.example]", [("link", "text|https://x.example")]),
            ("[^file.txt] PAY-12", [("attachment", "file.txt"), ("reference", "PAY-12")]),
            ("mail@x.example a-PAY-1 {1}", []),
            ("", []),
        ],
    )
    def test_wiki_text(self, text: str, found: list[tuple[str, str]]) -> None:
        assert find_pings(text) == found

    def test_documents(self) -> None:
        link = {"type": "link", "attrs": {"href": "https://x.example"}}
        content = [
            {"type": "text", "text": "[~ann] {code}"},
            {"type": "mention", "attrs": {"id": "712020:1"}},
            {"type": "inlineCard", "attrs": {"url": "https://y.example"}},
            {"type": "text", "text": "doc", "marks": [link]},
        ]
        body = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": content}]}
        assert is_document(body)
        assert find_pings(body) == [
            ("mention", "712020:1"),
            ("card", "https://y.example"),
            ("link", "https://x.example"),
        ]

    def test_what_the_api_wrote_is_noted(self, jira: Jira, project: Project, cloud: JiraAsker) -> None:
        mention = {"type": "mention", "attrs": {"id": "a"}}
        body = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [mention]}]}
        cloud.create(description=body)
        cloud.put("/issue/PAY-1", {"update": {"description": [{"set": body}]}})
        cloud.post("/issue/PAY-1/comment", {"body": body})
        jira.comment("PAY-1", "a person's [~x]")
        noted = [(ping.kind, ping.where, ping.key, ping.by) for ping in jira.pings]
        assert noted == [
            ("mention", where, "PAY-1", "syncer-bot") for where in ("description", "description", "comment")
        ]

    @pytest.mark.parametrize(
        "body",
        [
            None,
            "text",
            {"type": "doc", "version": 2, "content": []},
            {"type": "doc", "version": 1, "content": [{"type": "text", "text": "x"}]},
            {
                "type": "doc",
                "version": 1,
                "content": [{"type": "paragraph", "content": [{"type": "text", "text": ""}]}],
            },
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "paragraph"}]}]},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "text": "x"}]},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "mood": "x"}]},
            {"type": "doc", "version": 1, "content": [], "mood": "x"},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": "x"}]},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "marks": [{"type": "shiny"}]}]},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "marks": "x"}]},
            {"type": "doc", "version": 1, "content": [{"type": "paragraph", "marks": [{"type": "link"}]}]},
        ],
    )
    def test_what_is_no_document(self, body: object) -> None:
        assert not is_document(body)
        assert is_document(document("x"))
        assert is_document(document(""))
