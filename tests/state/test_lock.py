"""One writer at a time, and a dead one holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syncer.errors import LockHeld, StateUnusable
from syncer.state.lock import FileLock, held_by, holder

HOLD = """
import sys
from pathlib import Path
from syncer.state.lock import FileLock
FileLock(Path(sys.argv[1])).acquire("process 7 on there (syncer sync) since noon", 0)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db.lock"


@pytest.fixture
def other(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


class Pauses:
    """Counts the waits and does something in one of them."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)


def test_another_process_is_told_of_by_name(path: Path, other: subprocess.Popen[bytes]) -> None:
    """F26."""
    with pytest.raises(LockHeld) as raised:
        FileLock(path).acquire("me", 0)
    expected = f"the state {path.with_suffix('')} is held by process 7 on there (syncer sync) since noon"
    assert str(raised.value) == expected


def test_a_killed_holder_is_gone_at_once(path: Path, other: subprocess.Popen[bytes]) -> None:
    """F28."""
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    lock = FileLock(path)
    lock.acquire("me", 0)
    assert lock.read() == "me"
    lock.release()


def test_waits_as_long_as_asked(path: Path) -> None:
    first, pauses = FileLock(path), Pauses()
    first.acquire("first", 0)
    with pytest.raises(LockHeld):
        FileLock(path, pauses).acquire("second", 5.0)
    assert sum(pauses.waited) == pytest.approx(5.0)
    first.release()


def test_takes_it_as_soon_as_it_is_free(path: Path) -> None:
    first = FileLock(path)
    first.acquire("first", 0)
    second = FileLock(path, lambda _: first.release())
    second.acquire("second", 5.0)
    assert (second.is_held, first.is_held, second.read()) == (True, False, "second")
    second.release()


def test_a_lock_file_that_was_removed_locks_nobody_out(path: Path) -> None:
    """Whoever waited on the removed file must not believe to hold the new one."""
    first, third = FileLock(path), FileLock(path)
    first.acquire("first", 0)

    def remove_and_replace(_: float) -> None:
        if first.is_held:
            path.unlink()
            third.acquire("third", 0)
            first.release()

    with pytest.raises(LockHeld, match="held by third"):
        FileLock(path, remove_and_replace).acquire("second", 1.0)
    third.release()


def test_a_file_removed_between_opening_and_locking_is_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def removing(name: Path, *rest: int) -> int:
        descriptor = real(name, *rest)
        path.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", removing)
    with pytest.raises(LockHeld, match="another process"):
        FileLock(path).acquire("me", 0)


def test_releasing_what_is_not_held_does_nothing(path: Path) -> None:
    lock = FileLock(path)
    lock.release()
    assert not path.exists()


def test_leaves_only_its_owner_in(path: Path) -> None:
    lock = FileLock(path)
    lock.acquire("me", 0)
    assert path.stat().st_mode & 0o777 == 0o600
    lock.release()


def test_a_shorter_name_replaces_a_longer_one(path: Path) -> None:
    lock = FileLock(path)
    lock.acquire("a long name\nin two lines " + "x" * 5000, 0)
    assert lock.read().startswith("a long name in two lines x")
    assert len(lock.read()) <= 1000
    lock.release()
    lock.acquire("short", 0)
    assert lock.read() == "short"
    lock.release()


@pytest.mark.parametrize("obstacle", ["folder", "link", "no parent"])
def test_an_unusable_lock_file_is_named(tmp_path: Path, obstacle: str) -> None:
    path = tmp_path / ("missing/lock" if obstacle == "no parent" else "lock")
    if obstacle == "folder":
        path.mkdir()
    if obstacle == "link":
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StateUnusable, match=r"lock file .*lock cannot be opened"):
        FileLock(path).acquire("me", 0)
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A full disk: the name of the holder cannot be left."""
    path = tmp_path / "lock"
    os.mkfifo(path)
    with pytest.raises(StateUnusable, match="cannot be used"):
        FileLock(path).acquire("me", 0)


def test_says_who_since_when_and_with_what() -> None:
    text = holder("syncer sync docs", datetime(2026, 3, 11, 12, 30, tzinfo=UTC))
    assert text == f"process {os.getpid()} on {os.uname().nodename} (syncer sync docs) since 2026-03-11 12:30:00 UTC"


def test_who_holds_it_can_be_seen_without_taking_it(path: Path, other: subprocess.Popen[bytes]) -> None:
    assert held_by(path) == "process 7 on there (syncer sync) since noon"
    other.kill()
    other.wait()
    assert held_by(path) is None
    FileLock(path).acquire("we", 0)


def test_looking_makes_no_lock(path: Path) -> None:
    assert held_by(path) is None
    assert not path.exists()


def test_a_holder_that_says_nothing_is_still_one(path: Path) -> None:
    lock = FileLock(path)
    lock.acquire("", 0)
    assert held_by(path) == "another process"
    lock.release()
