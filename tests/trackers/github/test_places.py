"""Names of repositories and issues: what a link, a bare key and a configured name mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trackers.github.hub import TARGET

from syncer.errors import Rejected
from syncer.model import IssueRef, Target, Ticket
from syncer.trackers.github.places import Names, checked, issue_path, web_root

API = "https://api.github.com"


def names(api: str = API) -> Names:
    known = Names("hub", api)
    known.meet(TARGET)
    return known


def link(url: str) -> Ticket:
    return Ticket("a link", url)


@pytest.mark.parametrize(
    ("api", "root"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://api.github.com/", "https://github.com"),
        ("https://API.GitHub.com", "https://github.com"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com"),
        ("https://git.acme.example/api/v3", "https://git.acme.example"),
        ("https://git.acme.example:8443/api/v3/", "https://git.acme.example:8443"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("https://user@git.acme.example/api/v3", "https://git.acme.example"),
    ],
)
def test_the_web_root_belongs_to_the_api(api: str, root: str) -> None:
    assert web_root(api.rstrip("/")) == root


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/payments/issues/12",
        "http://github.com/acme/payments/issues/12",
        "https://www.github.com/acme/payments/issues/12",
        "https://github.com:443/Acme/Payments/issues/12#issuecomment-1",
        "https://github.com/acme/payments/pull/12/files?w=1",
        "https://GITHUB.com/acme/payments/issues/0012",
    ],
)
def test_a_link_to_our_host_names_an_issue(url: str) -> None:
    assert names().recognise(link(url), Target("elsewhere", "x")) == IssueRef(TARGET, "12", "12")


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/acme/payments/issues/12",
        "https://github.com.evil.example/acme/payments/issues/12",
        "https://evil.example/?https://github.com/acme/payments/issues/12",
        "https://github.com@evil.example/acme/payments/issues/12",
        "https://github.com:8443/acme/payments/issues/12",
        "https://github.com:x/acme/payments/issues/12",
        "https://[::1/acme/payments/issues/12",
        "ftp://github.com/acme/payments/issues/12",
        "file:///acme/payments/issues/12",
        "https://github.com/acme/payments/issues/new",
        "https://github.com/acme/payments/issues/12345678901",
        "https://github.com/acme/payments/wiki/12",
        "https://github.com/acme/pay%0aments/issues/12",
        "https://github.com/acme/issues/12",
        "https://github.com/-/..%2f/issues/12",
        "//github.com/acme/payments/issues/12",
    ],
)
def test_any_other_link_is_not_ours(url: str) -> None:
    """F54: what is not on our host is never taken for ours, and so never asked."""
    assert names().recognise(link(url), TARGET) is None


@given(st.text(max_size=80))
def test_no_link_breaks_it(text: str) -> None:
    names().recognise(link(f"https://github.com/{text}"), TARGET)
    names().recognise(link(text), TARGET)


def test_a_repository_nobody_configured_is_a_target_of_its_own() -> None:
    found = names().recognise(link("https://github.com/acme/other/issues/3"), TARGET)
    assert found == IssueRef(Target("hub", "acme/other"), "3", "3")


def test_an_enterprise_server_has_its_own_links() -> None:
    server = names("https://git.acme.example:8443/api/v3")
    url = "https://git.acme.example:8443/acme/payments/issues/12"
    assert server.recognise(link(url), TARGET) == IssueRef(TARGET, "12", "12")
    assert server.recognise(link("https://github.com/acme/payments/issues/12"), TARGET) is None


def test_bare_keys_count_in_an_issue_column() -> None:
    def read(text: str, *, in_column: bool = True, target: Target = TARGET) -> IssueRef | None:
        return names().recognise(Ticket(text, key=text, in_column=in_column), target)

    assert read("#12") == read("GH-12") == read("#012") == IssueRef(TARGET, "12", "12")
    assert read("acme/payments#12") == IssueRef(TARGET, "12", "12")
    assert read("acme/payments#12", target=Target("jira", "PAY")) == IssueRef(TARGET, "12", "12")
    assert read("acme/other#12") == IssueRef(Target("hub", "acme/other"), "12", "12")
    assert read("..//#12") is read("12") is read("PAY-12") is read("#12", in_column=False) is None
    assert read("#12", target=Target("jira", "PAY")) is read("#12", target=Target("hub", "")) is None


def test_a_target_is_spelled_as_configured() -> None:
    known = names()
    assert known.target("ACME/Payments") == TARGET
    assert known.target("acme/new") == Target("hub", "acme/new")


def test_a_renamed_repository_keeps_its_target() -> None:
    """F18: links by the old and by the new name mean the same."""
    known = names()
    known.renamed(TARGET, "Acme/Payments")
    assert not known.is_renamed(TARGET)
    known.renamed(TARGET, "acme/pay")
    assert known.is_renamed(TARGET)
    assert known.now(TARGET) == "acme/pay"
    for name in ("acme/payments", "acme/pay"):
        url = f"https://github.com/{name}/issues/1"
        assert known.recognise(link(url), TARGET) == IssueRef(TARGET, "1", "1")


@pytest.mark.parametrize(
    "name", ["", "acme", "acme/", "/pay", "../..", "acme/..", "acme/.", "a/b/c", "acme/pa y", "é/x"]
)
def test_what_is_no_repository_is_refused(name: str) -> None:
    """F52, F53: a name never climbs out of its place in a path."""
    with pytest.raises(Rejected, match="write owner/name"):
        checked(name)
    with pytest.raises(Rejected):
        names().now(Target("hub", name))


def test_what_is_no_number_is_refused() -> None:
    assert issue_path("acme/payments", "007") == "/repos/acme/payments/issues/7"
    for key in ("", "x", "1/../2", "-1", "²"):
        with pytest.raises(Rejected, match="not a number"):
            issue_path("acme/payments", key)
