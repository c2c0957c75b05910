from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.tickets import find_keys, find_urls, read_local, read_ticket


@pytest.mark.parametrize(
    ("url", "product", "target", "key"),
    [
        ("https://github.com/acme/api/issues/12#issuecomment-1", "github", "acme/api", "12"),
        ("https://github.example.com:8443/acme/api/issues/12", "github", "acme/api", "12"),
        ("https://gitlab.com/a/b/c/-/issues/4", "gitlab", "a/b/c", "4"),
        ("https://gitlab.com/a/b/-/work_items/4", "gitlab", "a/b", "4"),
        ("https://gitlab.com/a/b/issues/4", "gitlab", "a/b", "4"),
        ("https://codeberg.org/a/b/issues/3", "gitea", "a/b", "3"),
        ("https://bitbucket.org/a/b/issues/3/slug", "bitbucket", "a/b", "3"),
        ("https://acme.atlassian.net/browse/PAY-12", "jira", "PAY", "PAY-12"),
        ("https://jira.example.com/jira/browse/PAY-12?x=1", "jira", "PAY", "PAY-12"),
        ("https://acme.atlassian.net/jira/software/c/projects/PAY/issues/PAY-9", "jira", "PAY", "PAY-9"),
        ("https://a.atlassian.net/jira/boards/1?selectedIssue=PAY-13", "jira", "PAY", "PAY-13"),
        ("https://linear.app/acme/issue/ENG-12/slug", "linear", "acme", "ENG-12"),
        ("https://dev.azure.com/org/proj/_workitems/edit/33", "azure-devops", "org/proj", "33"),
        ("https://org.visualstudio.com/proj/_workitems/edit/33/", "azure-devops", "proj", "33"),
        ("https://app.asana.com/0/123/456/f", "asana", "123", "456"),
        ("https://app.asana.com/1/9/project/123/task/456", "asana", "123", "456"),
        ("https://trello.com/c/abC123/4-title", "trello", None, "abC123"),
        ("https://app.shortcut.com/acme/story/123/title", "shortcut", "acme", "123"),
        ("https://acme.youtrack.cloud/issue/AB-1/title", "youtrack", "AB", "AB-1"),
        ("https://youtrack.example.com/youtrack/issue/AB-1", "youtrack", "AB", "AB-1"),
        ("https://phabricator.wikimedia.org/T123456", "phabricator", None, "T123456"),
        ("https://bugzilla.mozilla.org/show_bug.cgi?id=1437191", "bugzilla", None, "1437191"),
        ("https://bugzil.la/1437191", "bugzilla", None, "1437191"),
        ("https://www.redmine.org/issues/1234", "redmine", None, "1234"),
        ("https://tracker.example.com/projects/web/issues/7", "redmine", "web", "7"),
        ("https://bugs.launchpad.net/nova/+bug/123", "launchpad", "nova", "123"),
        ("https://acme.monday.com/boards/1/pulses/22", "monday", "1", "22"),
        ("https://app.clickup.com/t/86abc", "clickup", None, "86abc"),
        ("https://app.clickup.com/t/99/DEV-1", "clickup", "99", "DEV-1"),
        ("https://todo.sr.ht/~user/tracker/3", "sourcehut", "~user/tracker", "3"),
        ("https://issuetracker.google.com/issues/77", "google-issues", None, "77"),
    ],
)
def test_links_of_the_trackers_that_people_use(url: str, product: str, target: str | None, key: str) -> None:
    ticket = read_ticket("shown", url)
    assert ticket is not None
    assert (ticket.text, ticket.url, ticket.product, ticket.target, ticket.key) == ("shown", url, product, target, key)
    assert ticket.host
    assert not ticket.is_pull


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/api/pull/12/files",
        "https://gitlab.com/a/b/-/merge_requests/4",
        "https://gitlab.example.com/a/b/merge_requests/4",
        "https://codeberg.org/a/b/pulls/3",
        "https://bitbucket.org/a/b/pull-requests/3",
        "https://git.example.com/projects/A/repos/b/pull-requests/3/overview",
        "https://dev.azure.com/org/proj/_git/repo/pullrequest/5",
        "https://phabricator.example.org/D12",
    ],
)
def test_pull_and_merge_requests_are_tickets_too(url: str) -> None:
    ticket = read_ticket("", url)
    assert ticket is not None
    assert ticket.is_pull


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/api/commit/deadbeef",
        "https://github.com/acme/api/issues",
        "https://github.com/acme/api/blob/main/issues/12.md",
        "https://sentry.io/organizations/acme/issues/33",
        "https://grafana.example.com/d/issue/12",
        "https://docs.google.com/document/d/1",
        "https://bugzilla.mozilla.org/show_bug.cgi",
        "../action-items/AI-1.md",
        "mailto:issue@example.com",
        "",
    ],
)
def test_other_links_are_none(url: str) -> None:
    assert read_ticket("x", url) is None


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("../action-items/AI-1-x.md", True),
        ("AI-1.markdown#top", True),
        ("https://example.com/a.md", False),
        ("mailto:a.md", False),
        ("/a.md", False),
        ("#a.md", False),
        ("a.html", False),
        ("", False),
    ],
)
def test_relative_link_to_an_issue_file(url: str, is_local: bool) -> None:
    ticket = read_local("AI-1", url)
    assert (ticket is not None) is is_local
    if ticket:
        assert (ticket.text, ticket.url, ticket.product, ticket.key) == ("AI-1", url, "local", "AI-1")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("see #12 and acme/pay#3, acme/pay!4", ["#12", "acme/pay#3", "acme/pay!4"]),
        ("PAY-12: fix (DH-259)", ["PAY-12", "DH-259"]),
        ("bug 1604925 - x; Bug 1587511; GH-7", ["bug 1604925", "Bug 1587511", "GH-7"]),
        ("Action item #5, AI #12, 項目 #3, PM #1", ["#1"]),
        ("ADR-601, SPRINT-3, PM-2026-046, CVE-2021-44228, UTF-8, AI-2, INC-20260721-001", []),
        ("CA-001 PA-02 v1.#3 a#4 color #fff 1.#5", []),
        ("nothing here", []),
    ],
)
def test_bare_keys_in_text(text: str, keys: list[str]) -> None:
    found = list(find_keys(text))
    assert [key.ticket.text for key in found] == keys
    assert all(text[key.start : key.end] == key.ticket.text for key in found)


def test_bare_keys_say_target_key_and_whether_they_are_pull_requests() -> None:
    far, near, jira, pull = (key.ticket for key in find_keys("acme/pay#3 #12 PAY-7 PR #9"))
    assert (far.target, far.key) == ("acme/pay", "3")
    assert (near.target, near.key, near.url) == (None, "12", None)
    assert (jira.target, jira.key) == ("PAY", "PAY-7")
    assert [ticket.is_pull for ticket in (far, near, jira, pull)] == [False, False, False, True]


def test_any_key_counts_in_an_issue_column() -> None:
    assert [key.ticket.text for key in find_keys("AI-1, item #2", in_column=True)] == ["AI-1", "#2"]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://x.y/a, or (https://x.y/b_(c)).", ["https://x.y/a", "https://x.y/b_(c)"]),
        ("[https://x.y/a] https://x.y/[b]", ["https://x.y/a", "https://x.y/[b]"]),
        ("詳細は https://x.y/a。", ["https://x.y/a"]),
        ("no address", []),
        ("https:// x", []),
    ],
)
def test_bare_addresses_end_before_punctuation(text: str, urls: list[str]) -> None:
    assert [text[start:end] for start, end in find_urls(text)] == urls


@given(st.text("https://github.com/a-b#!1PAY bug()", max_size=200))
def test_any_text_and_address_is_looked_through(text: str) -> None:
    assert all(text[key.start : key.end] == key.ticket.text for key in find_keys(text))
    assert all(0 <= start < end <= len(text) for start, end in find_urls(text))
    read_ticket(text, f"https://{text}")
