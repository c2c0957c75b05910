"""How a token reaches a server, and where it does not go."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.git_http import GitHost, serving
from fakes.git_repository import run_git
from sources.git.worlds import World, edits, paths, read, texts, write

from syncer.errors import NotAllowed, SourceUnavailable
from syncer.sources.git.command import Git
from syncer.sources.git.redaction import basic

CANARY = "ghp_CanaryToken/1234"


@pytest.fixture
def host(world: World) -> Iterator[GitHost]:
    world.upstream.commit({"a.md": b"first\n"})
    with serving(world.upstream.path.parent) as host:
        host.token = CANARY
        yield host


def _address(host: GitHost) -> str:
    return f"{host.url}/docs.git"


def test_a_token_reads_and_writes(world: World, host: GitHost) -> None:
    write(world.source(_address(host), token=CANARY), a=b"ours\n")
    assert set(host.authorizations) == {f"Basic {basic(CANARY)}"}
    assert world.upstream.read("a.md") == b"ours\n"


def test_a_password_in_the_url_works_and_is_kept_nowhere(world: World, host: GitHost) -> None:
    """F56: neither in the cache nor in an argument of a process."""
    url = _address(host).replace("://", f"://bot:{CANARY.replace('/', '%2F')}@")
    source = world.source(url)
    write(source, a=b"ours\n")
    _assert_no_canary(world)


def test_a_wrong_token_is_refused_with_a_remedy_and_shows_nowhere(world: World, host: GitHost) -> None:
    """F56."""
    host.token = "another"
    for source in (
        world.source(_address(host), token=CANARY),
        world.source(_address(host).replace("://", f"://{CANARY.replace('/', '%2F')}@")),
    ):
        with pytest.raises(SourceUnavailable, match="check the token or key") as caught:
            source.list()
        (finding,) = source.examine()
        said = f"{caught.value!r} {caught.value.__cause__!r} {finding} {source.skipped()}"
        assert CANARY not in said
        assert CANARY.replace("/", "%2F") not in said
        assert basic(CANARY) not in said
    _assert_no_canary(world)


def test_no_token_at_all_does_not_wait_for_somebody_to_type_one(world: World, host: GitHost) -> None:
    with pytest.raises(SourceUnavailable, match="check the token or key"):
        world.source(_address(host)).list()


def test_a_token_that_ends_half_way(world: World, host: GitHost) -> None:
    source = world.source(_address(host), token=CANARY)
    wanted = edits(source, a=b"ours\n")
    host.token = "revoked"
    (error,) = source.write(wanted).failed.values()
    assert isinstance(error, NotAllowed)
    assert CANARY not in str(error)
    assert world.upstream.count() == 1


def test_it_travels_in_no_argument(world: World, host: GitHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """F56: `ps` shows arguments to everybody."""
    seen: list[str] = []
    run = Git.run

    def noting(self: Git, *arguments: str, **options: object) -> object:
        seen.extend(arguments)
        return run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", noting)
    write(world.source(_address(host), token=CANARY), a=b"ours\n")
    write(world.source(_address(host).replace("://", f"://bot:{CANARY.replace('/', '%2F')}@")), a=b"again\n")
    assert len(seen) > 20
    assert not [one for one in seen if "Canary" in one or basic(CANARY) in one]


def test_the_header_that_a_checkout_left_is_used_and_not_doubled(world: World, host: GitHost) -> None:
    """As actions/checkout leaves it; two headers would be an error for the server."""
    clone = world.clone()
    run_git(clone, "remote", "set-url", "origin", _address(host))
    name = f"http.{host.url}/.extraheader"
    run_git(clone, "config", name, f"AUTHORIZATION: basic {basic(CANARY)}")
    assert paths(world.source(clone, token=CANARY)) == ["a.md"]
    run_git(clone, "config", name, "AUTHORIZATION: basic wrong")
    assert paths(world.source(clone, token=CANARY)) == ["a.md"]
    with pytest.raises(SourceUnavailable):
        world.source(clone).list()


def test_a_redirect_takes_it_nowhere(world: World, host: GitHost, tmp_path: Path) -> None:
    """F54: a repository that moved is said to have moved."""
    with serving(world.upstream.path.parent) as other:
        host.redirect = other.url
        with pytest.raises(SourceUnavailable, match="the repository moved; correct the URL"):
            world.source(_address(host), token=CANARY).list()
        assert other.requests == []


def test_it_is_in_no_log_and_no_variable_of_ours(world: World, host: GitHost, caplog: pytest.LogCaptureFixture) -> None:
    """F56."""
    with caplog.at_level(logging.DEBUG):
        source = world.source(_address(host), token=CANARY)
        assert texts(source) == {"a.md": b"first\n"}
    assert CANARY not in caplog.text
    assert CANARY not in str(dict(os.environ))
    assert CANARY not in repr(read(source))


def _assert_no_canary(world: World) -> None:
    for file in world.cache.rglob("*"):
        if file.is_file():
            assert b"Canary" not in file.read_bytes()
