"""Which addresses, repositories and branches may be configured; and none that holds a secret."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.settings.addresses import (
    api_address,
    branch_name,
    default_api,
    git_address,
    is_private,
    repository_name,
    repository_of,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/docs.git",
        "https://git.example:8443/acme/docs",
        "ssh://git@github.com/acme/docs.git",
        "ssh://git@host:2222/acme/docs.git",
        "git@github.com:acme/docs.git",
        "github.com:acme/docs.git",
        "file:///srv/git/docs.git",
        "http://127.0.0.1:8080/docs.git",
        "http://localhost/docs.git",
        "http://[::1]:80/docs.git",
    ],
)
def test_what_git_may_be_given(url: str) -> None:
    assert git_address(url) == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "expected the address of a repository"),
        ("-oProxyCommand=x", "expected the address of a repository"),
        ("https://x/a b", "expected the address of a repository"),
        ("ext::sh -c x", "expected the address of a repository"),
        ("ext::sh", "expected https://..., ssh://..., file:///"),
        ("docs/postmortems", "a folder is a path"),
        ("/srv/git/docs.git", "a folder is a path"),
        ("git@host:/etc", "expected https://..., ssh://"),
        ("git://host/docs.git", "its scheme is not spoken here; expected https, ssh or file"),
        ("ext://host/docs.git", "its scheme is not spoken here"),
        ("http://git.example/docs.git", "expected https; http is for this machine only"),
        ("http://127.0.0.1.example/docs.git", "expected https; http is for this machine only"),
        ("https://user@host/docs.git", "a user or a secret may not stand in an address"),
        ("https://user:hunter2@host/docs.git", "a user or a secret may not stand in an address"),
        ("ssh://git:hunter2@host/docs.git", "a secret may not stand in an address"),
        ("https://host", "names no repository"),
        ("ssh:///docs.git", "names no repository"),
        ("https://host:port/docs.git", "is no address"),
        ("https://[host/docs.git", "is no address"),
    ],
)
def test_what_git_may_not_be_given(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("...", r"\.\.\.")) as caught:
        git_address(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://host/x", True),
        ("http://127.0.0.1/x", True),
        ("http://host/x", False),
        ("ssh://host/x", False),
        ("git@host:x", False),
        ("file:///x", False),
    ],
)
def test_a_token_is_sent_only_where_nobody_listens(url: str, private: bool) -> None:
    assert is_private(url) is private


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://api.github.com", "https://api.github.com"),
        ("https://api.github.com/", "https://api.github.com"),
        ("https://github.acme.example/api/v3/", "https://github.acme.example/api/v3"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_an_api_has_an_address(url: str, clean: str) -> None:
    assert api_address(url) == clean


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://api.github.com", "expected https; http is for this machine only"),
        ("api.github.com", "expected https"),
        ("https://github.com", "that is the site; expected its API"),
        ("https://u:hunter2@host", "a user or a secret may not stand in an address"),
        ("https://host/?x=1", "expected only https, a host and a path"),
        ("https:///x", "expected only https, a host and a path"),
        ("https://host:x", "is no address"),
    ],
)
def test_what_is_no_api_is_refused(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".*, such as https://api\.github\.com or https://HOST/api/v3") as caught:
        api_address(url)
    assert str(caught.value).startswith(said)
    assert "hunter2" not in str(caught.value)


def test_the_environment_names_the_api_and_is_named_where_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_API_URL", raising=False)
    assert default_api() == "https://api.github.com"
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.example/api/v3")
    assert default_api() == "https://ghe.example/api/v3"
    monkeypatch.setenv("GITHUB_API_URL", "http://ghe.example")
    with pytest.raises(
        ValueError, match=r'the environment variable GITHUB_API_URL says "http://ghe\.example": expected https'
    ):
        api_address(default_api())


@pytest.mark.parametrize("name", ["acme/payments", "Acme-Inc/pay.ments_2", "emu_acme/x", "a/.github"])
def test_a_repository_is_an_owner_and_a_name(name: str) -> None:
    assert repository_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "acme", "acme/", "/x", "a/b/c", "a b/c", "a/..", "a/.", "-a/b", "a/b.git", "https://github.com/a/b"]
)
def test_anything_else_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="names no repository; write OWNER/NAME"):
        repository_name(name)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/acme/docs.git", "acme/docs"),
        ("https://github.com/acme/docs/", "acme/docs"),
        ("git@github.com:acme/docs.git", "acme/docs"),
        ("ssh://git@github.com/acme/docs", "acme/docs"),
        ("https://git.example/group/sub/docs.git", None),
        ("file:///acme/docs.git", None),
        ("git@host:docs.git", None),
    ],
)
def test_an_address_may_name_its_repository(url: str, name: str | None) -> None:
    assert repository_of(url) == name


@pytest.mark.parametrize("name", ["main", "syncer/status", "release-1.2", "ünïcode", "a@b"])
def test_branches_have_names(name: str) -> None:
    assert branch_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "-x", "--upload-pack=x", "a..b", "a b", "a\n", "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.lock/b", "a.",
     "@", "HEAD", "a@{1}", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "\x7f"],
)  # fmt: skip
def test_what_git_takes_for_no_branch_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a branch"):
        branch_name(name)


@given(st.text("ab./-@{~^:?*[\\ \n", max_size=6))
def test_no_branch_is_taken_that_git_refuses(name: str) -> None:
    try:
        branch_name(name)
    except ValueError:
        return
    command = ["git", "check-ref-format", "--branch", name]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
