"""The pages that show a file at a commit."""

from __future__ import annotations

import pytest

from syncer.sources.git.web import WebPlace, permalink, web_place


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://github.com/acme/docs.git", "https://github.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("https://alice:pw@github.com/acme/docs", "https://github.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("git@github.com:acme/docs.git", "https://github.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("ssh://git@ssh.github.com:443/acme/docs.git", "https://github.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("ssh://git@github.acme.com:2222/acme/docs", "https://github.acme.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("https://acme.ghe.com/acme/docs", "https://acme.ghe.com/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("https://code.acme.com:8443/acme/docs/", None),
        ("https://git.acme.com:8443/acme/docs/", "https://git.acme.com:8443/acme/docs/blob/c0ffee/pm/a%20b%23.md"),
        ("git@gitlab.com:acme/team/docs.git", "https://gitlab.com/acme/team/docs/-/blob/c0ffee/pm/a%20b%23.md"),
        ("https://gitlab.acme.com/docs.git", "https://gitlab.acme.com/docs/-/blob/c0ffee/pm/a%20b%23.md"),
        ("https://github.com/gist", None),
        ("https://notgithub.com/acme/docs", None),
        ("https://bitbucket.org/acme/docs", None),
        ("file:///srv/github.com/acme/docs.git", None),
        ("/srv/acme/docs.git", None),
        ("../docs.git", None),
        ("https://[half/acme/docs", None),
        ("https://github.com:port/acme/docs", None),
        ("ext::github.com/acme/docs", None),
        ("", None),
    ],
)
def test_permalinks(url: str, page: str | None) -> None:
    assert permalink(web_place(url), "c0ffee", "pm/a b#.md", ["git.acme.com"]) == page


def test_places() -> None:
    assert web_place("git@GitHub.com:acme/docs.git") == WebPlace("github.com", "acme/docs")
