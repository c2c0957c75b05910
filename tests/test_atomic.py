"""Tests of syncer.atomic: a file is the old one or the new one, and nobody's save is lost."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fakes.small_disk import full_disk, open_folder, unprivileged

from syncer import atomic
from syncer.errors import NotAllowed, PortError, Rejected, RevisionChanged, Unavailable

NAME = "outage.md"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[int]:
    (tmp_path / NAME).write_bytes(b"before")
    handle = os.open(tmp_path, atomic.FOLDER_FLAGS)
    yield handle
    os.close(handle)


def replace(folder: int, before: bytes = b"before", after: bytes = b"after") -> None:
    atomic.replace(folder, NAME, before, after, "docs/outage.md")


def content(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system or file system that cannot exchange two files."""
    monkeypatch.setattr(atomic, "_renameat2", lambda: None)


def at_moments(monkeypatch: pytest.MonkeyPatch, *actions: Callable[[], object]) -> None:
    """Do the first action right before the first rename of two files at once, the second before the second, ..."""
    moments = list(actions)
    rename = atomic._rename

    def racing(folder: int, source: str, target: str, flag: int) -> bool:
        if moments:
            moments.pop(0)()
        return rename(folder, source, target, flag)

    monkeypatch.setattr(atomic, "_rename", racing)


@pytest.mark.parametrize("exchanges", [True, False])
def test_the_new_bytes_take_the_place_of_the_old(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    if not exchanges:
        no_exchange(monkeypatch)
    replace(folder, after=b"\xff" * 1_000_000)
    assert content(tmp_path) == {NAME: b"\xff" * 1_000_000}


def test_mode_owner_and_attributes_stay(folder: int, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(file, 1234, 5678)
    with suppress(OSError):  # where the file system keeps none, none can be lost
        os.setxattr(file, "user.note", b"mine")
    before = file.stat()
    attributes = {name: os.getxattr(file, name) for name in os.listxattr(file)}
    replace(folder)
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert {name: os.getxattr(file, name) for name in os.listxattr(file)} == attributes


@pytest.mark.parametrize("now", [b"befor", b"before ", b"", b"another text"])
def test_what_holds_something_else_is_left(folder: int, tmp_path: Path, now: bytes) -> None:
    """F36."""
    (tmp_path / NAME).write_bytes(now)
    with pytest.raises(RevisionChanged, match=r"docs/outage\.md changed since it was read"):
        replace(folder)
    assert content(tmp_path) == {NAME: now}


def test_what_is_gone_is_not_made_again(folder: int, tmp_path: Path) -> None:
    """F38."""
    (tmp_path / NAME).unlink()
    with pytest.raises(RevisionChanged, match=r"docs/outage\.md is gone"):
        replace(folder)
    assert content(tmp_path) == {}


def test_what_is_deleted_in_the_last_moment_is_not_made_again(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_moments(monkeypatch, (tmp_path / NAME).unlink)
    with pytest.raises(RevisionChanged, match="is gone"):
        replace(folder)
    assert content(tmp_path) == {}


def test_a_link_is_not_followed_nor_replaced(folder: int, tmp_path: Path) -> None:
    """F38: a symbolic link swapped in."""
    (tmp_path / NAME).rename(tmp_path / "real.md")
    (tmp_path / NAME).symlink_to("real.md")
    with pytest.raises(Rejected, match=r"docs/outage\.md is a symbolic link"):
        replace(folder)
    with pytest.raises(Rejected, match="symbolic link"):
        atomic.read(folder, NAME, 10, "docs/outage.md")
    assert (tmp_path / NAME).is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"before"


def test_a_file_with_two_names_keeps_both(folder: int, tmp_path: Path) -> None:
    os.link(tmp_path / NAME, tmp_path / "other.md")
    with pytest.raises(Rejected, match="2 hard links"):
        replace(folder)
    assert content(tmp_path) == {NAME: b"before", "other.md": b"before"}


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_only_regular_files_are_read_or_replaced(folder: int, tmp_path: Path, make: Callable[[Path], None]) -> None:
    """F53: and a pipe is not waited for."""
    (tmp_path / NAME).unlink()
    make(tmp_path / NAME)
    with pytest.raises(Rejected, match="no regular file"):
        replace(folder)
    with pytest.raises(Rejected, match="no regular file"):
        atomic.read(folder, NAME, 10, "docs/outage.md")


def test_a_save_in_the_last_moment_is_put_back(folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F37: by writing into the file."""
    at_moments(monkeypatch, lambda: (tmp_path / NAME).write_bytes(b"theirs"))
    with pytest.raises(RevisionChanged, match="their version stays"):
        replace(folder)
    assert content(tmp_path) == {NAME: b"theirs"}


def save_by_renaming(path: Path, data: bytes) -> None:
    """How most editors save."""
    (path / "swap").write_bytes(data)
    (path / "swap").rename(path / NAME)


def test_a_save_by_an_editor_is_put_back_as_it_was(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F37: by putting another file in its place."""
    at_moments(monkeypatch, lambda: save_by_renaming(tmp_path, b"theirs"), lambda: None)
    with pytest.raises(RevisionChanged):
        replace(folder)
    assert content(tmp_path) == {NAME: b"theirs"}


def test_of_several_saves_the_newest_stays(folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(data: bytes) -> Callable[[], None]:
        return lambda: save_by_renaming(tmp_path, data)

    at_moments(monkeypatch, save(b"first"), save(b"second"), save(b"third"))
    with pytest.raises(RevisionChanged):
        replace(folder)
    assert content(tmp_path) == {NAME: b"third"}


def test_saves_without_end_leave_both_versions(folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(1_000))
    at_moments(monkeypatch, *[lambda: save_by_renaming(tmp_path, b"save %d" % next(numbers))] * 1_000)
    with pytest.raises(RevisionChanged):
        replace(folder)
    left = content(tmp_path)
    assert len(left) == 2
    assert all(data.startswith(b"save ") for data in left.values())


def test_without_exchange_the_file_is_compared_once_more(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_exchange(monkeypatch)
    at_moments(monkeypatch, lambda: (tmp_path / NAME).write_bytes(b"theirs"))
    with pytest.raises(RevisionChanged):
        replace(folder)
    assert content(tmp_path) == {NAME: b"theirs"}


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP])
def test_a_file_system_that_cannot_exchange_is_told_from_a_failure(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuses(*_: object) -> int:
        ctypes.set_errno(number)
        return -1

    monkeypatch.setattr(atomic, "_renameat2", lambda: refuses)
    replace(folder)
    assert content(tmp_path) == {NAME: b"after"}
    atomic.create(folder, "new.md", b"new", "docs/new.md")
    assert content(tmp_path) == {NAME: b"after", "new.md": b"new"}


def leave(folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *saves: bytes) -> str:
    """The temporary file of a run that was killed right after the exchange, with saves before that and since."""
    ready = atomic._ready_name(NAME, b"before", b"after")
    (tmp_path / ready).write_bytes(b"after")
    for save in saves[:1]:
        (tmp_path / NAME).write_bytes(save)
    assert atomic._rename(folder, ready, NAME, atomic._RENAME_EXCHANGE)
    for save in saves[1:]:
        (tmp_path / NAME).write_bytes(save)
    return ready


@pytest.mark.parametrize(
    ("saves", "expected"),
    [((), b"after"), ((b"theirs",), b"theirs"), ((b"theirs", b"newer"), b"newer"), ((b"before", b"newer"), b"newer")],
)
def test_a_killed_exchange_loses_no_save(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves: tuple[bytes, ...], expected: bytes
) -> None:
    """F31, F37."""
    leftover = leave(folder, tmp_path, monkeypatch, *saves)
    assert atomic.is_leftover(leftover)
    atomic.remove_leftover(folder, leftover, "docs")
    assert content(tmp_path) == {NAME: expected}


def test_a_killed_exchange_of_a_file_deleted_since_brings_nothing_back(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = leave(folder, tmp_path, monkeypatch, b"theirs")
    (tmp_path / NAME).unlink()
    atomic.remove_leftover(folder, leftover, "docs")
    assert content(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".syncer-0123456789abcdef.tmp", True),
        (f".syncer-{'0' * 16}-{'1' * 16}-{'2' * 16}-{'3' * 8}.tmp", True),
        (".syncer-0123456789abcdeg.tmp", False),
        (".syncer-0123456789abcdef.tmp~", False),
        ("x.syncer-0123456789abcdef.tmp", False),
        (".syncer-.tmp", False),
        (".syncer-next", False),
    ],
)
def test_only_names_of_ours_are_leftovers(folder: int, tmp_path: Path, name: str, expected: bool) -> None:
    (tmp_path / name).touch()
    assert atomic.is_leftover(name) is expected
    atomic.remove_leftover(folder, name, name)
    assert (tmp_path / name).exists() is not expected


def test_a_leftover_that_is_gone_or_no_file_is_no_failure(folder: int, tmp_path: Path) -> None:
    name = ".syncer-0123456789abcdef.tmp"
    atomic.remove_leftover(folder, name, name)
    (tmp_path / name).symlink_to(NAME)
    atomic.remove_leftover(folder, name, name)
    assert (tmp_path / name).is_symlink()


def test_a_new_file_is_whole_and_takes_no_name_away(folder: int, tmp_path: Path) -> None:
    atomic.create(folder, "new.md", b"new", "docs/new.md")
    assert stat.S_IMODE((tmp_path / "new.md").stat().st_mode) & 0o600 == 0o600
    with pytest.raises(Rejected, match=r"docs/outage\.md exists already"):
        atomic.create(folder, NAME, b"new", "docs/outage.md")
    assert content(tmp_path) == {NAME: b"before", "new.md": b"new"}


def test_without_that_rename_a_new_file_takes_no_name_away(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_exchange(monkeypatch)
    with pytest.raises(Rejected, match="exists already"):
        atomic.create(folder, NAME, b"new", "docs/outage.md")
    assert content(tmp_path) == {NAME: b"before"}


def test_a_full_disk_leaves_the_file_whole(folder: int, tmp_path: Path) -> None:
    """F32."""
    with full_disk(3), pytest.raises(Unavailable, match=r"docs/outage\.md: .*; free some space"):
        replace(folder)
    with full_disk(3), pytest.raises(Unavailable, match="free some space"):
        atomic.create(folder, "new.md", b"whole", "docs/new.md")
    assert content(tmp_path) == {NAME: b"before"}


def test_a_read_only_folder_leaves_the_file_whole() -> None:
    """F32."""
    with open_folder() as path, unprivileged():
        (path / NAME).write_bytes(b"before")
        path.chmod(0o555)
        handle = os.open(path, atomic.FOLDER_FLAGS)
        try:
            with pytest.raises(NotAllowed, match=r"docs/outage\.md: Permission denied; give the account"):
                replace(handle)
        finally:
            os.close(handle)
        assert content(path) == {NAME: b"before"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_that_cannot_keep_its_owner_is_left() -> None:
    with open_folder() as path:
        (path / NAME).write_bytes(b"before")
        (path / NAME).chmod(0o666)
        os.chown(path / NAME, 1234, 5678)
        with unprivileged():
            handle = os.open(path, atomic.FOLDER_FLAGS)
            try:
                with pytest.raises(NotAllowed, match="belongs to user 1234 and group 5678"):
                    replace(handle)
            finally:
                os.close(handle)
        assert content(path) == {NAME: b"before"}
        assert (path / NAME).stat().st_uid == 1234


def attributes(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    """A file with an attribute that the system does not let us set."""

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "listxattr", lambda _: [name])
    monkeypatch.setattr(os, "getxattr", lambda *_: b"value")
    monkeypatch.setattr(os, "setxattr", refuses)


def test_an_attribute_that_the_system_keeps_to_itself_is_left_to_it(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attributes(monkeypatch, "security.selinux", errno.EPERM)
    replace(folder)
    assert content(tmp_path) == {NAME: b"after"}


def test_an_attribute_that_would_be_lost_stops_the_write(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attributes(monkeypatch, "system.posix_acl_access", errno.EPERM)
    with pytest.raises(NotAllowed):
        replace(folder)
    assert content(tmp_path) == {NAME: b"before"}


@pytest.mark.parametrize(("number", "goes_on"), [(errno.EOPNOTSUPP, True), (errno.EIO, False)])
def test_a_file_system_without_attributes_is_told_from_a_failure(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, goes_on: bool
) -> None:
    def refuses(_: int) -> list[str]:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "listxattr", refuses)
    if goes_on:
        replace(folder)
    else:
        with pytest.raises(Unavailable, match="check the disk"):
            replace(folder)
    assert content(tmp_path) == {NAME: b"after" if goes_on else b"before"}


def test_reading_stops_one_byte_after_the_limit(folder: int, tmp_path: Path) -> None:
    """F43: what is too long is not read into memory."""
    (tmp_path / NAME).write_bytes(b"x" * 1_000_000)
    for limit, read in [(10, 11), (999_999, 1_000_000), (1_000_000, 1_000_000), (2_000_000, 1_000_000)]:
        data, status = atomic.read(folder, NAME, limit, "docs/outage.md")
        assert len(data) == read
        assert status.st_size == 1_000_000


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, Unavailable, "free some space or raise the quota"),
        (errno.EDQUOT, Unavailable, "free some space or raise the quota"),
        (errno.EROFS, NotAllowed, "make it writable"),
        (errno.EACCES, NotAllowed, "the right to it"),
        (errno.ENOENT, RevisionChanged, "is gone"),
        (errno.ENOTDIR, RevisionChanged, "a file stands where a folder is expected"),
        (errno.ELOOP, Rejected, "symbolic link"),
        (errno.EEXIST, Rejected, "exists already"),
        (errno.EIO, Unavailable, "check the disk"),
        (errno.ESTALE, Unavailable, "check the disk"),
    ],
)
def test_a_failure_names_place_and_remedy(number: int, kind: type[PortError], said: str) -> None:
    error = atomic.explained(OSError(number, os.strerror(number)), "docs/a.md")
    assert type(error) is kind
    assert str(error).startswith("docs/a.md")
    assert said in str(error)
