"""The fake GitHub answers what tests ask it afterwards, and serves however it is asked to."""

from __future__ import annotations

import http.client
import ssl
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fakes.asker import Asker
from fakes.certificate import self_signed
from fakes.github import GitHub, Repository
from fakes.github.hub import marked_item

from syncer.core.marker import write_marker
from syncer.model import DocumentKey, Marker

ISSUES = "/repos/acme/payments/issues"


def body(item: str) -> str:
    return f"text\n{write_marker(Marker(item, 'lineage', DocumentKey('docs', 'a.md'), 'Fix it', 0))}\n"


def test_two_open_issues_of_one_account_with_one_marker_are_duplicates(
    hub: GitHub, repository: Repository, ask: Asker
) -> None:
    elsewhere = hub.repository("acme/other")
    elsewhere.grant("syncer-bot", "push")
    for path in (ISSUES, "/repos/acme/other/issues"):
        ask.post(path, {"title": "x", "body": body("item-1")})
    ask.post(ISSUES, {"title": "x", "body": body("item-2")})
    repository.add_issue("copied by a person", body("item-2"))
    repository.add_issue("quoted", body("item-2") + "more", by="syncer-bot")
    urls = [f"{hub.host}/acme/payments/issues/1", f"{hub.host}/acme/other/issues/1"]
    assert hub.duplicates() == {("syncer-bot", "item-1"): urls}
    elsewhere.close(1, "duplicate")
    assert hub.duplicates() == {}


def test_a_marker_is_read_without_the_products_help() -> None:
    assert marked_item(body("item-7")) == "item-7"
    assert marked_item("text") is None
    assert marked_item(None) is None


def test_what_was_created_is_counted_even_when_it_is_gone(hub: GitHub, repository: Repository, ask: Asker) -> None:
    ask.post(ISSUES, {"title": "x"})
    ask.post(ISSUES, {"title": "y"})
    repository.delete(1)
    repository.add_issue("z", by="zoe")
    repository.add_pull("p", "topic", by="zoe")
    assert hub.created() == {"syncer-bot": 2, "zoe": 1}
    assert (repository.newest, [issue.number for issue in repository.issues]) == (4, [2, 3])


def test_requests_are_counted_by_method_path_and_status(hub: GitHub, ask: Asker) -> None:
    ask.post(ISSUES, {"title": "x"})
    ask.post(ISSUES, {"title": ""})
    ask.get(f"{ISSUES}/1")
    counts = [hub.count(), hub.count("POST"), hub.count("GET", ISSUES), hub.count(status=422), hub.count("PUT")]
    assert counts == [3, 2, 1, 1, 0]


def test_what_is_not_there_cannot_be_taken(hub: GitHub, repository: Repository) -> None:
    with pytest.raises(KeyError):
        hub.at("acme/nothing")
    repository.add_issue("x")
    repository.hide(1)
    with pytest.raises(KeyError):
        repository.issue(1)
    with pytest.raises(KeyError):
        repository.close(2)


def test_a_duplicate_names_the_issue_that_it_repeats(hub: GitHub, repository: Repository, ask: Asker) -> None:
    hidden = hub.repository("acme/secret", private=True).add_issue("x")
    first, second = repository.add_issue("first"), repository.add_issue("second")
    sent = {"state": "closed", "state_reason": "duplicate", "duplicate_issue_id": hidden.id}
    assert ask.patch(f"{ISSUES}/2", sent).status == 422
    repository.close(2, "duplicate", duplicate_of=1)
    assert repository.issue(2).duplicate_of == first.id
    query = """query($id:ID!){node(id:$id){... on Issue{viewerDidAuthor
      timelineItems(itemTypes:[MARKED_AS_DUPLICATE_EVENT],last:1){nodes{
        ... on MarkedAsDuplicateEvent{canonical{... on Issue{number}}}}}}}}"""
    got = [ask.post("/graphql", {"query": query, "variables": {"id": one.node_id}}).json for one in (second, first)]
    nodes = [answer["data"]["node"]["timelineItems"]["nodes"] for answer in got]
    assert nodes == [[{"canonical": {"number": 1}}], []]


def test_graphql_tells_what_is_ones_own_and_who_can_be_assigned(repository: Repository, ask: Asker) -> None:
    repository.allow_assignees("zoe")
    ask.post(ISSUES, {"title": "mine"})
    repository.add_issue("a person's")
    repository.comment(2, "hello", by="zoe")
    query = """{repository(owner:"acme",name:"payments"){assignableUsers(first:100){nodes{login}}
      a:issue(number:1){viewerDidAuthor} b:issueOrPullRequest(number:2){... on Issue{viewerDidAuthor
      comments(last:1){totalCount nodes{body author{login}}}}}}}"""
    assert ask.post("/graphql", {"query": query}).json["data"]["repository"] == {
        "assignableUsers": {"nodes": [{"login": "syncer-bot"}, {"login": "zoe"}]},
        "a": {"viewerDidAuthor": True},
        "b": {
            "viewerDidAuthor": False,
            "comments": {"totalCount": 1, "nodes": [{"body": "hello", "author": {"login": "zoe"}}]},
        },
    }


def test_what_an_app_wrote_says_so(hub: GitHub) -> None:
    hub.actions("acme/payments", token="workflow")
    with Asker(hub.url, "workflow") as ask:
        made = ask.post(ISSUES, {"title": "x"}).json
        said = ask.post(f"{ISSUES}/1/comments", {"body": "x"}).json
    assert [one["performed_via_github_app"]["slug"] for one in (made, said)] == ["github-actions"] * 2


def test_two_hundred_creates_reuse_one_connection_and_keep_their_order(repository: Repository, ask: Asker) -> None:
    numbers = [ask.post(ISSUES, {"title": f"issue {number}"}).json["number"] for number in range(200)]
    assert numbers == list(range(1, 201))


def test_requests_at_the_same_time_are_noticed(hub: GitHub) -> None:
    both = threading.Barrier(2, timeout=5)

    def get() -> None:
        with Asker(hub.url) as ask:
            ask.get("/rate_limit")

    get()
    assert hub.most_at_once == 1
    hub.watch_before(lambda request: both.wait())
    threads = [threading.Thread(target=get) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hub.most_at_once == 2


def test_a_proxy_is_sent_the_whole_url(hub: GitHub) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(hub.url).port, timeout=5)
    connection.request("GET", "http://api.github.example/repos/acme/payments/issues?state=all")
    assert connection.getresponse().status == 200
    connection.close()
    assert (hub.exchanges[0].path, hub.exchanges[0].query) == (ISSUES, {"state": "all"})


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "server.pem"
    with GitHub(tls=self_signed(file)) as hub:
        assert hub.url.startswith("https://127.0.0.1:")
        assert not answers(hub, ssl.create_default_context())
        assert answers(hub, ssl.create_default_context(cafile=str(file)))
        assert [exchange.path for exchange in hub.exchanges] == ["/rate_limit"]


def answers(hub: GitHub, context: ssl.SSLContext) -> bool:
    """Whether somebody who trusts what `context` trusts gets an answer."""
    connection = http.client.HTTPSConnection("127.0.0.1", urlsplit(hub.url).port, timeout=5, context=context)
    try:
        connection.request("GET", "/rate_limit")
        return connection.getresponse().status == 200
    except ssl.SSLCertVerificationError:
        return False
    finally:
        connection.close()
