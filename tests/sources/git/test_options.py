"""Options that cannot be used."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.errors import ConfigurationError
from syncer.sources.git.commit import author_of
from syncer.sources.git.options import Options


def _is_accepted(branch: str) -> bool:
    try:
        Options(branch=branch).check("docs")
    except ConfigurationError:
        return False
    return True


@given(st.text(alphabet="a/.@{~^:\\* -_Lock[?\x7f\u00e9\n", max_size=8).filter(lambda text: "\0" not in text))
def test_branches_are_what_git_takes_for_one(branch: str) -> None:
    """F55."""
    done = subprocess.run(["git", "check-ref-format", f"refs/heads/{branch}"], check=False)
    assert _is_accepted(branch) is (done.returncode == 0)


@pytest.mark.parametrize("branch", ["", "x.lock", "a/b.lock/c", "@", "-x", "a..b", "héllo"])
def test_branches(branch: str) -> None:
    done = subprocess.run(["git", "check-ref-format", f"refs/heads/{branch}"], check=False)
    assert _is_accepted(branch) is (done.returncode == 0)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Alice Smith <alice@example.com>", ("Alice Smith", "alice@example.com")),
        ("  A <a>  ", ("A", "a")),
        ("Alice", None),
        ("<a@example.com>", None),
        ("A <>", None),
        ("A\nB <a@b>", None),
        ("A <a@b> <c@d>", None),
    ],
)
def test_authors(text: str, author: tuple[str, str] | None) -> None:
    assert author_of(text) == author


def test_every_fault_is_told_at_once() -> None:
    options = Options(branch="a b", write_back="pull-request", write_branch="a b", author="A", message=" ")
    with pytest.raises(ConfigurationError) as caught:
        options.check("docs")
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "sources.docs.message",
        "sources.docs.write_branch",
        "sources.docs.author",
        "sources.docs.branch",
        "sources.docs.write_branch",
    ]
    Options(branch="a", write_back="commit", write_branch="a").check("docs")


def test_a_token_shows_nowhere() -> None:
    """F56."""
    assert "canary" not in repr(Options(token="canary"))
