"""Names of projects and issues: every shape of link that Jira has, and nothing of anybody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import Rejected
from syncer.model import IssueRef, Target, Ticket
from syncer.trackers.jira.places import Names, checked, key_at, number_of, project_of

CLOUD = Names("acme", "https://acme.atlassian.net")
CENTER = Names("acme", "https://tools.example.com:8443/jira")
PAY = Target("acme", "PAY")


def link(url: str) -> Ticket:
    return Ticket("link", url)


@pytest.mark.parametrize(
    "path",
    [
        "/browse/PAY-12",
        "/browse/pay-12",
        "/browse/PAY-12/",
        "/browse/PAY-12?focusedCommentId=7",
        "/browse/PAY-12#comments",
        "/projects/PAY/issues/PAY-12",
        "/projects/PAY/issues/PAY-12?filter=allissues",
        "/jira/software/projects/PAY/boards/1?selectedIssue=PAY-12",
        "/jira/software/c/projects/PAY/boards/1/backlog?view=detail&selectedIssue=PAY-12",
        "/jira/software/c/projects/PAY/issues/PAY-12",
        "/jira/core/projects/PAY/list?selectedIssue=PAY-12",
        "/secure/RapidBoard.jspa?rapidView=7&selectedIssue=PAY-12",
    ],
)
def test_links_of_every_shape_are_recognised(path: str) -> None:
    expected = IssueRef(PAY, "PAY-12", "PAY-12")
    assert CLOUD.recognise(link(f"https://acme.atlassian.net{path}"), Target("other", "x/y")) == expected
    assert CLOUD.recognise(link(f"http://ACME.atlassian.net:443{path}"), PAY) == expected
    assert CENTER.recognise(link(f"https://tools.example.com:8443/jira{path}"), PAY) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.atlassian.net/browse/PAY",
        "https://acme.atlassian.net/browse/PAY-0",
        "https://acme.atlassian.net/browse/PAY-12345678901",
        "https://acme.atlassian.net/browse/1PAY-12",
        "https://acme.atlassian.net/browse",
        "https://acme.atlassian.net/wiki/spaces/PAY-12",
        "https://acme.atlassian.net/jira?selectedIssue=",
        "https://acme.atlassian.net/jira?" + "&".join(f"a{number}=1" for number in range(60)),
        "https://evil.example/browse/PAY-12",
        "https://acme.atlassian.net.evil.example/browse/PAY-12",
        "https://acme.atlassian.net:99999999/browse/PAY-12",
        "https://[acme/browse/PAY-12",
        "ftp://acme.atlassian.net/browse/PAY-12",
        "../PAY-12.md",
    ],
)
def test_other_links_are_not(url: str) -> None:
    assert CLOUD.recognise(link(url), PAY) is None


def test_a_link_beside_the_path_of_the_server_is_not_ours() -> None:
    assert CENTER.recognise(link("https://tools.example.com:8443/jirafake/browse/PAY-12"), PAY) is None
    assert CENTER.recognise(link("https://tools.example.com/jira/browse/PAY-12"), PAY) is None


def test_a_bare_key_counts_in_an_issue_column_of_our_own_items() -> None:
    bare = Ticket("OPS-7", in_column=True)
    assert CLOUD.recognise(bare, PAY) == IssueRef(Target("acme", "OPS"), "OPS-7", "OPS-7")
    assert CLOUD.recognise(Ticket("OPS-7"), PAY) is None
    assert CLOUD.recognise(bare, Target("hub", "acme/payments")) is None
    assert CLOUD.recognise(Ticket("#7", in_column=True), PAY) is None


@pytest.mark.parametrize("project", ["pay", "P", "1PAY", "PAY-1", "PAY/../x", "", 'PAY" OR project = "X', "PÄY"])
def test_what_is_no_key_of_a_project_is_said(project: str) -> None:
    with pytest.raises(Rejected, match="write it as Jira does"):
        checked(project)


def test_keys_are_taken_apart_and_put_together() -> None:
    assert checked("PAY_2") == "PAY_2"
    assert (key_at("PAY", 12), number_of("PAY-12"), project_of("PAY-12")) == ("PAY-12", 12, "PAY")
    assert number_of("PAY") is None
    assert CENTER.url("PAY-12") == "https://tools.example.com:8443/jira/browse/PAY-12"


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    CLOUD.recognise(link(text), PAY)
    CLOUD.recognise(link(f"https://acme.atlassian.net/{text}"), PAY)
    found = CLOUD.recognise(Ticket(text, in_column=True), PAY)
    assert found is None or found.key == text.strip().upper() or found.key.rpartition("-")[0] == found.target.name
