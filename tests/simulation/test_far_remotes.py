"""Real git remotes over files and HTTP: thirty postmortems, races, a protected branch, a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.git_http import GitHost, serving
from simulation.far import FarWorld, Writing, far_world
from simulation.far_documents import NAME, TEN, thirty
from simulation.far_github import HOME
from simulation.quick import quick_folder

ITEMS = 75
"""In the thirty postmortems."""
PASSWORD = "ghs_" + "p" * 36


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture
def world(root: Path) -> Iterator[FarWorld]:
    """A team's repository with thirty postmortems."""
    with far_world(root / "world", thirty()) as made:
        yield made


@pytest.fixture
def host(root: Path, world: FarWorld) -> Iterator[GitHost]:
    """The same repository over HTTP, with a password."""
    world.remote.git("config", "http.receivepack", "true")
    with serving(root / "world") as served:
        served.token = PASSWORD
        world.url, world.git_token = f"{served.url}/remote.git", PASSWORD
        yield served


def check(world: FarWorld, commits: int) -> None:
    """Every item has an issue and a link to it; what people wrote is there byte for byte; a rerun does nothing."""
    assert len(world.home.issues) == ITEMS
    linked = []
    for name, text in thirty().items():
        now = world.read(name)
        linked += re.findall(rf"\[{HOME}#(\d+)\]", now)
        assert now.count("\r\n") == text.count("\r\n")
        assert now.count("\n") == text.count("\n")
        for was, line in zip(text.splitlines(), now.splitlines(), strict=True):
            assert line == was or is_subsequence(was, line)
    assert sorted(map(int, linked)) == list(range(1, ITEMS + 1))
    assert world.remote.commits() == commits
    assert world.sync().plan.changes == ()
    assert world.remote.commits() == commits
    assert world.leftovers() == []


def is_subsequence(was: str, now: str) -> bool:
    """Whether deleting characters of `now` gives `was`."""
    rest = iter(now)
    return all(character in rest for character in was)


def test_thirty_postmortems_over_files(world: FarWorld) -> None:
    report = world.sync()

    assert (report.created, report.has_failed) == (ITEMS, False)
    check(world, commits=2)
    message = world.remote.git("log", "-1", "--format=%B", "main")
    assert "Syncer-Run: run-1" in message


def test_thirty_postmortems_over_http(world: FarWorld, host: GitHost) -> None:
    report = world.sync()

    assert (report.created, report.has_failed) == (ITEMS, False)
    check(world, commits=2)
    assert host.pushes() == 1


def test_pushes_over_http_that_others_win(world: FarWorld, host: GitHost) -> None:
    notes = iter(range(3))

    def push_first() -> None:
        for number in notes:
            world.remote.commit({f"postmortems/{number}-note.txt": "A note.\n"})
            return

    host.before_push = push_first
    report = world.sync()

    assert (report.created, report.has_failed) == (ITEMS, False)
    assert host.pushes() == 4
    assert world.remote.lost_pushes() == 0
    check(world, commits=1 + 3 + 1)


@pytest.mark.parametrize("state_lost", [False, True], ids=["state kept", "state deleted"])
def test_a_push_over_http_whose_answer_is_lost(state_lost: bool, world: FarWorld, host: GitHost) -> None:
    host.drop_pushes = 1
    world.sync()
    if state_lost:
        world.lose_state()
    world.sync()

    check(world, commits=2)


def test_a_branch_that_is_protected_over_http(world: FarWorld, host: GitHost) -> None:
    host.is_read_only = True
    report = world.sync()

    assert report.has_failed
    assert report.created == ITEMS
    assert world.remote.commits() == 1
    host.is_read_only = False
    report = world.sync()
    assert (report.created, report.written_back, report.has_failed) == (0, ITEMS, False)
    check(world, commits=2)


def test_thirty_postmortems_by_pull_request(world: FarWorld) -> None:
    world.writing = Writing("pull-request")
    world.home.files.git_dir = world.remote.place
    report = world.sync()

    assert (report.created, report.has_failed) == (ITEMS, False)
    assert world.remote.commits() == 1
    (pull,) = [issue for issue in world.home.latest() if issue.pull]
    assert world.sync().plan.changes == ()
    world.remote.merge("syncer/status")
    world.home.merge(pull.number)
    assert world.sync().plan.changes == ()
    world.writing = Writing()
    check(world, commits=3)


def test_one_document_that_cannot_be_written_stops_no_other(root: Path) -> None:
    """A symbolic link is no document; an executable stays one."""
    with far_world(root / "world", {NAME: TEN}) as world:
        world.remote.commit_as("120000", "postmortems/link.md", "2026-03-11-pool.md")
        world.remote.commit_as("100755", "postmortems/tool.md", TEN.replace("Pool", "Tool"))
        report = world.sync()

        assert report.created == 20
        modes = {path.split()[1]: path.split()[0] for path in world.remote.tree()}
        assert modes["postmortems/link.md"] == "120000"
        assert modes["postmortems/tool.md"] == "100755"
        assert world.remote.read("postmortems/link.md") == "2026-03-11-pool.md"
