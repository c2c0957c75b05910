"""What is said of a git source before a run."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from fakes.git_http import serving
from sources.git.worlds import World

from syncer.model import Severity
from syncer.sources.git.command import Answer, Git, GitFailed
from syncer.sources.git.source import GitSource
from syncer.sources.git.troubles import Trouble


def said(source: GitSource) -> Mapping[str, str]:
    findings = source.examine()
    assert {finding.where for finding in findings} == {"docs"}
    assert all(finding.remedy or finding.severity is Severity.NOTE for finding in findings)
    return {finding.what: finding.severity.value for finding in findings}


def test_all_is_well(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    before = world.upstream.git("for-each-ref")
    assert said(world.source()) == {
        "2 documents on main": "note",
        "may push to main; whether rules protect it shows only at a real push": "note",
    }
    assert said(world.source(write_back="none")) == {"2 documents on main": "note"}
    branch = said(world.source(write_back="branch"))
    assert "may push to syncer/status; whether rules protect it shows only at a real push" in branch
    world.upstream.git("branch", "syncer/status", "main")
    assert said(world.source(write_back="branch")) == branch
    assert world.upstream.git("for-each-ref").splitlines()[:1] == before.splitlines()


def test_a_branch_without_a_commit(world: World) -> None:
    assert said(world.source()) == {"main has no commit yet": "note"}


def test_what_cannot_be_read(world: World) -> None:
    (finding,) = world.source("http://127.0.0.1:9/docs.git").examine()
    assert finding.severity is Severity.ERROR
    assert finding.remedy == "check the network and the server, and run again"
    assert "git ls-remote" in finding.what


def test_who_may_not_push(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    with serving(world.upstream.path.parent) as host:
        host.is_read_only = True
        what = said(world.source(f"{host.url}/docs.git"))
    (error,) = [one for one, severity in what.items() if severity == "error"]
    assert error.startswith("cannot push to main: ")
    assert "403" in error


def test_a_push_that_takes_too_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    run = Git.run

    def slow(self: Git, *arguments: str, **options: object) -> Answer:
        if arguments[0] == "push":
            raise GitFailed("push", "timed out after 300 seconds", None, Trouble.NETWORK)
        return run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", slow)
    assert any("timed out" in one for one in said(world.source()))


def test_a_push_to_what_went_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    source = world.source()
    source.list()
    world.upstream.path.rename(world.upstream.path.with_name("away.git"))
    monkeypatch.setattr(GitSource, "list", lambda self: [])
    (error,) = [one for one, severity in said(source).items() if severity == "error"]
    assert "does not appear to be a git repository" in error


def test_a_shallow_history(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    world.upstream.commit({"a.md": b"# B\n"})
    findings = world.source(world.clone("--depth=1")).examine()
    (finding,) = [one for one in findings if one.severity is Severity.PROBLEM]
    assert "fetch-depth: 0" in finding.remedy


@pytest.mark.parametrize(
    ("version", "mode", "is_old"),
    [
        (b"git version 2.35.1\n", "commit", True),
        (b"git version 2.36.0\n", "commit", False),
        (b"git version 2.37.9 (Apple Git-1)\n", "branch", True),
        (b"git version 2.38.0.windows.1\n", "branch", False),
        (b"strange\n", "commit", True),
    ],
)
def test_an_old_git(world: World, monkeypatch: pytest.MonkeyPatch, version: bytes, mode: str, is_old: bool) -> None:
    world.upstream.commit({"a.md": b"# A\n"})
    run = Git.run

    def as_version(self: Git, *arguments: str, **options: object) -> Answer:
        return Answer(0, version, "") if arguments == ("--version",) else run(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", as_version)
    what = said(world.source(write_back=mode))
    assert any("is older than" in one for one in what) is is_old
