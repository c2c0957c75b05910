"""What a killed run leaves, and that the next one makes the same of the world as if nobody had been killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fakes.git_repository import run_git
from sources.git.worlds import World, commands, paths, read, texts, write

from syncer.errors import SourceUnavailable
from syncer.ports import DocumentEdit
from syncer.sources.git.command import Answer, Git
from syncer.sources.git.source import GitSource

_ROOT = Path(__file__).resolve().parents[3]
_DIES = """
import os, sys
from pathlib import Path
from fakes.file_clock import FileClock
from syncer.ports import DocumentEdit
from syncer.sources.git.command import Git
from syncer.sources.git.options import Options
from syncer.sources.git.source import GitSource

place, cache, command = sys.argv[1:]
run = Git.run

def dying(self, *arguments, **options):
    if arguments[0] == command:
        os.kill(os.getpid(), 9)
    return run(self, *arguments, **options)

Git.run = dying
source = GitSource("docs", place, FileClock(), cache=Path(cache), options=Options(run_id="killed"))
documents = list(source.read(source.list()))
source.write([DocumentEdit(one.ref, one.data, one.data + b"cell") for one in documents])
"""


class Killed(BaseException):
    """As SIGKILL: nothing catches it."""


@pytest.fixture
def documents(world: World) -> World:
    world.upstream.commit({"a.md": b"first\n", "b.md": b"second\n"})
    return world


def run_once(source: GitSource) -> None:
    """What the engine does: list, tidy, read, and write the cells that are not there."""
    source.list()
    source.tidy()
    missing = [document for document in read(source).values() if not document.data.endswith(b"cell\n")]
    if missing:
        assert not source.write([DocumentEdit(one.ref, one.data, one.data + b"cell\n") for one in missing]).failed


def cells(world: World, branch: str) -> int:
    """How many commits are ours."""
    return world.upstream.git("log", "--format=%(trailers:key=Syncer-Run,valueonly)", branch).count("run-1")


_EFFECTS = frozenset({"init", "fetch", "fast-import", "write-tree", "commit-tree", "push", "update-ref"})


@pytest.mark.parametrize("mode", ["commit", "pull-request"])
def test_killed_after_any_effect_the_next_run_converges(
    documents: World, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """F31: one commit with the cells, and one pull request, wherever the first run died."""
    world, branch = documents, {"commit": "main", "pull-request": "syncer/status"}[mode]
    before = world.upstream.tip() or ""
    measured = world.source(write_back=mode)
    run_once(measured)
    moments = [moment for moment, name in enumerate(commands(measured)) if name in _EFFECTS]
    assert len(moments) >= 6
    for moment in moments:
        _start_over(world, before)
        with monkeypatch.context() as patch:
            patch.setattr(Git, "run", _dying_after(moment))
            with pytest.raises(Killed):
                run_once(world.source(write_back=mode))
        run_once(world.source(write_back=mode))
        assert cells(world, branch) == 1
        assert texts(world.source(write_back=mode)) == {"a.md": b"first\ncell\n", "b.md": b"second\ncell\n"}
        assert len(world.requests.opened) == (mode == "pull-request")


def _start_over(world: World, tip: str) -> None:
    """As if no run had ever been, a second later."""
    world.upstream.git("update-ref", "refs/heads/main", tip)
    world.upstream.git("update-ref", "-d", "refs/heads/syncer/status")
    shutil.rmtree(world.cache)
    world.requests.opened.clear()
    world.clock.ahead += 1


def _dying_after(moment: int) -> object:
    left = [moment]
    run = Git.run

    def dying(self: Git, *arguments: str, **options: object) -> Answer:
        answer = run(self, *arguments, **options)  # type: ignore[arg-type]
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return answer

    return dying


@pytest.mark.parametrize("command", ["init", "fetch", "write-tree", "push"])
def test_what_a_killed_process_leaves_is_removed(documents: World, command: str) -> None:
    """F31: by a real SIGKILL, at which nothing cleans up."""
    done = subprocess.run(
        [sys.executable, "-c", _DIES, documents.upstream.url, str(documents.cache), command],
        check=False,
        env={**os.environ, "PYTHONPATH": f"{_ROOT}:{_ROOT / 'tests'}"},
    )
    assert done.returncode == -9
    run_once(documents.source())
    (clone,) = documents.cache.glob("*.git")
    assert sorted(path.suffix for path in documents.cache.iterdir()) == [".git", ".lock"]
    assert clone.is_dir()
    assert cells(documents, "main") == 1


def test_a_lock_that_a_killed_git_left_is_removed(documents: World) -> None:
    source = documents.source()
    run_once(source)
    (clone,) = documents.cache.glob("*.git")
    locks = [clone / "packed-refs.lock", clone / "refs" / "syncer" / "x.lock", clone / "objects" / "info" / "c.lock"]
    for lock in locks:
        lock.parent.mkdir(exist_ok=True)
        lock.touch()
    (clone / "refs" / "syncer" / clone.stem).mkdir(exist_ok=True)
    mine = clone / "refs" / "syncer" / clone.stem / "x.lock"
    mine.touch()
    assert source.list()
    assert source.tidy() == ()
    assert not mine.exists()
    assert not locks[0].exists()
    assert not locks[2].exists()


def test_nothing_is_removed_while_another_run_is_at_work(documents: World) -> None:
    """Whoever reads only holds no lock of the state, and may be in the middle of a fetch."""
    source = documents.source()
    source.list()
    other = documents.source()
    (clone,) = documents.cache.glob("*.git")
    lock = clone / "packed-refs.lock"
    lock.touch()
    with other._at_work():
        assert source.tidy() == ()
        assert lock.exists()
    source.tidy()
    assert not lock.exists()


def test_a_damaged_cache_that_another_run_uses_is_left(documents: World) -> None:
    texts(documents.source())
    (clone,) = documents.cache.glob("*.git")
    for pack in clone.glob("objects/pack/*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(b"cut")
    with documents.source()._at_work(), pytest.raises(SourceUnavailable):
        documents.source().list()
    assert clone.exists()
    assert paths(documents.source()) == ["a.md", "b.md"]


def test_locks_of_somebody_elses_repository_are_theirs(documents: World) -> None:
    clone = documents.clone()
    source = documents.source(clone)
    source.list()
    theirs = clone / ".git" / "packed-refs.lock"
    theirs.touch()
    (mine,) = (clone / ".git" / "refs" / "syncer").iterdir()
    (mine / "x.lock").touch()
    source.tidy()
    assert (mine / "x.lock").exists()  # it may be of the owner's own housekeeping
    documents.clock.ahead = 4_000.0
    source.tidy()
    assert theirs.exists()
    assert not (mine / "x.lock").exists()


@pytest.mark.parametrize("place", ["url", "path"])
def test_a_lock_in_the_way_of_the_next_listing(documents: World, place: str) -> None:
    """F31: a fetch that was killed while it wrote our ref; nothing is fetched anew for that."""
    where = documents.clone() if place == "path" else None
    source = documents.source(where)
    source.list()
    tip = documents.upstream.commit({"c.md": b"third\n"})
    assert source._repository is not None
    folder = source._repository.folder / source._repository.refs
    (folder / f"{tip}.lock").touch()
    documents.clock.ahead = 4_000.0
    assert paths(documents.source(where)) == ["a.md", "b.md", "c.md"]
    assert not (folder / f"{tip}.lock").exists()


def test_a_lock_of_the_owner_is_waited_for_by_the_next_run(documents: World) -> None:
    clone = documents.clone()
    source = documents.source(clone)
    source.list()
    tip = documents.upstream.commit({"c.md": b"third\n"})
    (mine,) = (clone / ".git" / "refs" / "syncer").iterdir()
    (mine / f"{tip}.lock").touch()
    with pytest.raises(SourceUnavailable, match="remove what is in its way"):
        source.list()


def test_two_runs_make_the_clone_at_once(documents: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one uses what the quicker one made."""
    run = Git.run
    others: list[list[str]] = []

    def making(self: Git, *arguments: str, **options: object) -> Answer:
        answer = run(self, *arguments, **options)  # type: ignore[arg-type]
        if arguments[0] == "init" and not others:
            others.append([])
            others.append(paths(documents.source()))
        return answer

    monkeypatch.setattr(Git, "run", making)
    assert paths(documents.source()) == ["a.md", "b.md"] == others[1]


def test_a_cache_without_room(documents: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """F32."""

    def full(*arguments: object, **options: object) -> str:
        raise OSError(28, "No space left on device")

    source = documents.source()
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(SourceUnavailable, match="No space left on device; make room there"):
        source.list()


def test_nothing_is_tidied_where_nothing_was_listed(documents: World) -> None:
    assert documents.source().tidy() == ()
    assert not documents.cache.exists()


def test_refs_that_nobody_needs_go(documents: World) -> None:
    clone = documents.clone()
    for number in range(3):
        documents.upstream.commit({"a.md": b"%d\n" % number})
        write(documents.source(clone), b=b"%d\n" % number)
    documents.upstream.commit({"a.md": b"last\n"})
    documents.source(clone).list()
    refs = run_git(clone, "for-each-ref", "--format=%(objectname)", "refs/syncer").splitlines()
    assert refs == [documents.upstream.tip()]


def test_a_cache_that_went_away_is_said_by_tidy(documents: World) -> None:
    source = documents.source()
    source.list()
    for file in documents.cache.iterdir():
        if file.is_file():
            file.unlink()
    documents.cache.rename(documents.cache.with_name("away"))
    documents.cache.write_text("in the way")
    (error,) = source.tidy()
    assert "make it writable" in str(error)
