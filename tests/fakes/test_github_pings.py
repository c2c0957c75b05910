"""The fake GitHub notes whom and what a text would notify or reference once it is rendered."""

from __future__ import annotations

import pytest
from fakes.asker import Asker
from fakes.github import GitHub, Repository, find_pings

ISSUES = "/repos/acme/payments/issues"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ask @alice", [("mention", "@alice")]),
        ("\\@alice &#64;bob", [("mention", "@alice"), ("mention", "@bob")]),
        ("@acme/team-1", [("mention", "@acme/team-1")]),
        ("| a |\n|---|\n| @alice |", [("mention", "@alice")]),
        ("<b>@alice</b>", [("mention", "@alice")]),
        ("mail alice@example.com", []),
        ("`@alice` and `#1`", []),
        ("```\n@alice\nfixes #1\n```", []),
        ("    @alice", []),
        ("<!-- @alice fixes #1 -->", []),
        ("text <!-- @alice --> more", []),
        ("@\u200balice @\u2060bob #\u200b1", []),
        ("see #12", [("reference", "#12")]),
        ("Fixes #12", [("closing", "#12")]),
        ("resolved: acme/pay#3", [("closing", "acme/pay#3")]),
        ("GH-7", [("reference", "GH-7")]),
        ("prefixes #12", [("reference", "#12")]),
        ("see http://127.0.0.1:1/a/b/issues/3", [("reference", "http://127.0.0.1:1/a/b/issues/3")]),
        ("[row](http://127.0.0.1:1/a/b/blob/main/x.md#L3)", []),
        ("[@alice](http://x.example)", []),
        ("#0 # 1 a1#x", []),
        ("0123456789abcdef0123456789abcdef01234567", [("commit", "0123456789abcdef0123456789abcdef01234567")]),
    ],
)
def test_a_body_stirs(text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(find_pings(text)) == sorted(found)


@pytest.mark.parametrize(
    ("title", "found"),
    [("ask @alice", [("mention", "@alice")]), ("`@alice` fixes `#1`", []), ("<!-- #1 -->", [("reference", "#1")])],
)
def test_a_title_is_no_markdown_but_for_code(title: str, found: list[tuple[str, str]]) -> None:
    assert find_pings(title, is_title=True) == found


def test_what_the_api_wrote_is_noted(hub: GitHub, repository: Repository, ask: Asker) -> None:
    repository.add_issue("a person's @alice")
    ask.post(ISSUES, {"title": "for @ann", "body": "closes #1"})
    ask.patch(f"{ISSUES}/2", {"body": "now @bob"})
    ask.post(f"{ISSUES}/2/comments", {"body": "and @carol"})
    noted = [(ping.kind, ping.text, ping.where, ping.number, ping.by) for ping in hub.pings]
    assert noted == [
        ("mention", "@ann", "title", 2, "syncer-bot"),
        ("closing", "#1", "body", 2, "syncer-bot"),
        ("mention", "@bob", "body", 2, "syncer-bot"),
        ("mention", "@carol", "comment", 2, "syncer-bot"),
    ]
