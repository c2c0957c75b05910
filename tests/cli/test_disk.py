"""Disks that are full, read-only or rationed: named with a remedy, nothing lost, and the next run goes on (F32)."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .outside import GOOD, NAME, Outside, needs, summary

Disk = Callable[[str], Path]
FULL = "No space left on device; free some space or raise the quota, then run again"
SHUT = "Read-only file system; make it writable or choose another place, then run again"
WRITTEN = ["2 created", "0 updated", "0 closed", "2 written back"]


def system(*command: str) -> bool:
    """Whether a command of the system is there and succeeds."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(outside: Outside) -> Iterator[Disk]:
    """Puts a disk of one megabyte under one of the folders."""
    mounted: list[Path] = []

    def mount(name: str) -> Path:
        folder = outside.folder / name
        folder.mkdir(exist_ok=True)
        held = {path.name: path.read_bytes() for path in folder.iterdir()}
        may = system("mount", "-t", "tmpfs", "-o", "size=1m,mode=755", "tmpfs", str(folder))
        needs(may, "this account may not mount a tmpfs, which stands for a full disk")
        mounted.append(folder)
        for file, data in held.items():
            (folder / file).write_bytes(data)
        return folder

    yield mount
    for folder in mounted:
        assert system("umount", str(folder))


def fill(folder: Path) -> Path:
    """A file that leaves no byte free."""
    descriptor = os.open(folder / ".fill", os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(descriptor, bytes(4_096))
    os.close(descriptor)
    return folder / ".fill"


def test_without_room_for_the_state_nothing_is_begun(outside: Outside, disk: Disk) -> None:
    filled = fill(disk("state"))
    done = outside.sync()
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "/state.db.lock cannot be used: No space left on device; look at the disk it is on and run again\n"
    )
    assert outside.good == GOOD
    assert not outside.issues.exists()
    filled.unlink()
    assert summary(outside.sync())[:4] == WRITTEN


def test_without_room_for_issues_none_is_half_made(outside: Outside, disk: Disk) -> None:
    filled = fill(disk("issues"))
    done = outside.sync()
    assert done.code == 1
    assert FULL in done.about("issues/AI-1-add-connection-pool-utilization-alert.md")
    assert [path.name for path in outside.issues.iterdir()] == [".fill"]
    assert outside.good == GOOD
    filled.unlink()
    assert summary(outside.sync())[:4] == WRITTEN
    assert outside.keys() == [1, 2]


def test_without_room_for_a_document_it_stays_whole(outside: Outside, disk: Disk) -> None:
    filled = fill(disk("docs"))
    done = outside.sync()
    assert done.code == 1
    assert FULL in done.about(f"docs/{NAME}: could not be written")
    assert sorted(path.name for path in outside.docs.iterdir()) == [".fill", NAME]
    assert outside.good == GOOD
    filled.unlink()
    assert summary(outside.sync())[:4] == ["0 created", *WRITTEN[1:]]
    assert outside.keys() == [1, 2]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("state", 2, "state.db cannot be made: Read-only file system; make its folder writable or choose another path"),
        ("issues", 1, SHUT),
        ("docs", 1, SHUT),
    ],
)
def test_a_folder_that_is_read_only_loses_nothing(
    outside: Outside, disk: Disk, name: str, code: int, said: str
) -> None:
    folder = disk(name)
    assert system("mount", "-o", "remount,ro", str(folder))
    done = outside.sync()
    assert done.code == code
    assert said in done.out + done.err
    assert outside.good == GOOD
    assert system("mount", "-o", "remount,rw", str(folder))
    assert outside.sync().code == 0
    assert outside.keys() == [1, 2]
    assert outside.good.count(b"](../issues/AI-") == 2


def ration(size: int) -> Callable[[], None]:
    """Lets no file of a process grow beyond `size` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 50_000])
def test_a_ration_of_bytes_stops_a_run_before_its_first_effect(outside: Outside, size: int) -> None:
    """EFBIG, as `ulimit -f` and some quotas answer."""
    done = outside.sync(limit=ration(size))
    assert (done.code, done.out) == (2, "")
    assert "look at the disk it is on" in done.err
    assert outside.good == GOOD
    assert not outside.issues.exists()
    assert summary(outside.sync())[:4] == WRITTEN


def test_a_ration_that_ends_in_the_middle_loses_nothing(outside: Outside) -> None:
    """The log of the state grows until it may not: whatever was done by then is found by the next run."""
    codes = {outside.sync(limit=ration(size)).code for size in (100_000, 150_000)}
    assert codes <= {0, 2}
    outside.sync()
    assert outside.keys() == [1, 2]
    assert outside.good.count(b"](../issues/AI-") == 2
    assert outside.sync("verify").code == 0


@pytest.mark.parametrize("target", ["document", "folder"])
def test_what_the_system_forbids_to_change_is_named(outside: Outside, target: str) -> None:
    path = outside.docs / NAME if target == "document" else outside.docs
    needs(system("chattr", "+i", str(path)), "this account or file system has no immutable files")
    try:
        done = outside.sync()
    finally:
        assert system("chattr", "-i", str(path))
    assert done.code == 1
    said = "Operation not permitted; give the account that runs syncer the right to it, then run again"
    assert said in done.about(f"docs/{NAME}: could not be written")
    assert outside.good == GOOD
    assert summary(outside.sync())[:4] == ["0 created", *WRITTEN[1:]]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.mkdir(), "is not a file; choose another path"),
        (os.mkfifo, "is not a file; choose another path"),
        (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links; choose another path"),
        (lambda path: path.parent.rmdir() or path.parent.touch(), "Not a directory; choose another path"),
    ],
    ids=["folder", "pipe", "loop", "below-a-file"],
)
def test_a_state_that_can_be_none_is_refused_before_any_effect(
    outside: Outside, make: Callable[[Path], None], said: str
) -> None:
    """F33, F53."""
    outside.state.mkdir()
    make(outside.state / "state.db")
    done = outside.sync()
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert outside.good == GOOD
    assert not outside.issues.exists()
