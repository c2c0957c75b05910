"""Owns the replacement of a file in one step: either the old bytes or the new ones, and never over somebody's save."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import NoReturn

from syncer.errors import NotAllowed, PortError, Rejected, RevisionChanged, Unavailable

FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_NEW_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})
_PIECE = 1 << 18
_TEMPORARY = re.compile(
    r"\.syncer-(?:[0-9a-f]{16}"
    r"|(?P<ready>(?P<before>[0-9a-f]{16})-(?P<after>[0-9a-f]{16})-(?P<name>[0-9a-f]{16})-[0-9a-f]{8}))\.tmp"
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_LINKED = frozenset({errno.ELOOP, errno.EMLINK})


def create(folder: int, name: str, data: bytes, *, mode: int = 0o644) -> None:
    """Put a new file `name` with `data` into the open `folder`: whole, or not at all.

    `mode` is subject to the umask. It is not forced to the disk: a crash of the machine may lose it, a killed process
    may not. Raises FileExistsError where `name` is taken, other OSError as the system gives them.
    """
    temporary = _write_temporary(folder, data, mode, durable=False)
    try:
        _move_to_free_name(folder, temporary, name)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise


def replace(folder: int, name: str, before: bytes, after: bytes) -> None:
    """Replace the file `name` of the open `folder`, which has to hold `before`, by one that holds `after`.

    Mode, owner and extended attributes stay. The two files change places in one step and the displaced one is looked
    at, so that a save in the last microsecond is put back; where the file system cannot exchange, the file is compared
    once more and then replaced. Raises RevisionChanged where it holds something else or is gone, Rejected for what may
    not be replaced (a symbolic link, several hard links), OSError as the system gives it.
    """
    original = _open_original(folder, name, before)
    try:
        temporary = _write_twin(folder, original, after)
    finally:
        os.close(original)
    try:
        ready = _rename_ready(folder, temporary, name, before, after)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise
    _swap(folder, ready, name, before, after)


def read(folder: int, name: str, limit: int) -> tuple[bytes, os.stat_result]:
    """At most `limit` + 1 bytes of the regular file `name` of the open `folder`, and its status before the read.

    Never follows a link nor waits for a pipe. Raises Rejected where it is no regular file, else OSError.
    """
    descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Rejected(f"{name} is no regular file")
        return _read_open(descriptor, limit + 1), status
    finally:
        os.close(descriptor)


def is_leftover(name: str) -> bool:
    """Whether a file of this name is a temporary one of ours, left by a killed run unless a run is at work."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_leftover(folder: int, name: str) -> None:
    """Remove the temporary file `name` of a killed run; a save of somebody that it holds goes back where it was.

    Only the owner of the run's lock may call this. Raises OSError.
    """
    found = _TEMPORARY.fullmatch(name)
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if found is None or not stat.S_ISREG(status.st_mode):
        return
    if found["ready"] and _digest_of(folder, name) not in (found["before"], found["after"]):
        _put_back(folder, name, found)
    os.unlink(name, dir_fd=folder)


@contextmanager
def speaking(path: str) -> Iterator[None]:
    """Turn an OSError about `path` into the `PortError` that says what to do about it."""
    try:
        yield
    except OSError as error:
        raise explained(error, path) from error


def explained(error: OSError, path: str) -> PortError:
    """The `PortError` for what the system said about `path`, with the remedy in its words."""
    reason = f"{path}: {error.strerror or error}"
    if error.errno in _FULL:
        return Unavailable(f"{reason}; free some space or raise the quota, then run again")
    if error.errno in _FORBIDDEN:
        return NotAllowed(f"{reason}; give the account that runs syncer the right to it, then run again")
    if error.errno in _LINKED:
        return Rejected(f"{path}: is a symbolic link now, which is not followed; put the file itself there")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return RevisionChanged(f"{path}: is gone; it was deleted or moved since it was listed")
    return Unavailable(f"{reason}; check the disk or mount it lies on, then run again")


@cache
def _renameat2() -> Callable[..., int] | None:
    """The C library's renameat2, `None` where there is none."""
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def _rename(folder: int, source: str, target: str, flag: int) -> bool:
    """Rename inside `folder` with `flag`; false where system or file system cannot. Raises OSError."""
    call = _renameat2()
    if call is None:
        return False
    if call(folder, os.fsencode(source), folder, os.fsencode(target), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), target)


def _move_to_free_name(folder: int, temporary: str, name: str) -> None:
    if not _rename(folder, temporary, name, _RENAME_NOREPLACE):
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.unlink(temporary, dir_fd=folder)


def _write_temporary(folder: int, data: bytes, mode: int, *, durable: bool, like: int | None = None) -> str:
    """The name of a new temporary file in `folder` that holds `data`, with the attributes of the open file `like`."""
    name = f".syncer-{secrets.token_hex(8)}.tmp"
    descriptor = os.open(name, _NEW_FLAGS, mode, dir_fd=folder)
    try:
        _write_all(descriptor, data)
        if like is not None:
            _copy_attributes(like, descriptor)
        if durable:
            os.fsync(descriptor)
    except BaseException:
        os.unlink(name, dir_fd=folder)
        raise
    finally:
        os.close(descriptor)
    return name


def _write_twin(folder: int, original: int, data: bytes) -> str:
    return _write_temporary(folder, data, 0o600, durable=True, like=original)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read_open(descriptor: int, most: int) -> bytes:
    """Up to `most` bytes from the start of an open file."""
    pieces = []
    while most > 0 and (piece := os.read(descriptor, min(most, _PIECE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _open_original(folder: int, name: str, before: bytes) -> int:
    """An open handle of the file `name`, which holds `before` and may be replaced."""
    descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
    try:
        _check_replaceable(os.fstat(descriptor), name)
        if _read_open(descriptor, len(before) + 1) != before:
            _refuse_changed(name)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_replaceable(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Rejected(f"{name} is no regular file")
    if status.st_nlink > 1:
        raise Rejected(
            f"{name} has {status.st_nlink} hard links, which a replacement would part; make it a file of its own"
        )


def _refuse_changed(name: str) -> NoReturn:
    raise RevisionChanged(f"{name} changed since it was read")


def _copy_attributes(source: int, target: int) -> None:
    """Give the open file `target` the owner, mode and extended attributes of `source`."""
    wanted, given = os.fstat(source), os.fstat(target)
    if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
        os.fchown(target, wanted.st_uid, wanted.st_gid)
    os.fchmod(target, stat.S_IMODE(wanted.st_mode))
    for attribute in _attributes(source):
        try:
            os.setxattr(target, attribute, os.getxattr(source, attribute))
        except OSError:
            # The system sets these by itself and keeps them from ordinary accounts.
            if not attribute.startswith(("security.", "trusted.")):
                raise


def _attributes(descriptor: int) -> list[str]:
    try:
        return os.listxattr(descriptor)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return []
        raise


def _rename_ready(folder: int, temporary: str, name: str, before: bytes, after: bytes) -> str:
    """Rename a complete temporary file so that whoever finds it knows what belongs in it and where it was to go."""
    told = "-".join(map(_digest, (before, after, os.fsencode(name))))
    ready = f".syncer-{told}-{secrets.token_hex(4)}.tmp"
    os.rename(temporary, ready, src_dir_fd=folder, dst_dir_fd=folder)
    return ready


def _swap(folder: int, ready: str, name: str, before: bytes, after: bytes) -> None:
    """Exchange `ready` and `name`; a save that was displaced by it goes back, and RevisionChanged is raised."""
    try:
        if not _rename(folder, ready, name, _RENAME_EXCHANGE):
            os.close(_open_original(folder, name, before))
            os.rename(ready, name, src_dir_fd=folder, dst_dir_fd=folder)
            return
    except BaseException:
        os.unlink(ready, dir_fd=folder)
        raise
    if _digest_of(folder, ready) != _digest(before):
        _rename(folder, ready, name, _RENAME_EXCHANGE)
        if _digest_of(folder, ready) != _digest(after):
            # Saved yet again meanwhile: the newest save is the one that stays.
            _rename(folder, ready, name, _RENAME_EXCHANGE)
        os.unlink(ready, dir_fd=folder)
        raise RevisionChanged(f"{name} was saved by somebody in the moment of writing; their version stays")
    os.unlink(ready, dir_fd=folder)


def _put_back(folder: int, name: str, found: re.Match[str]) -> None:
    """Give the save that a killed run had displaced into `name` its place again, unless that was saved to since."""
    for other in os.listdir(folder):
        if _digest(os.fsencode(other)) == found["name"] and _digest_of(folder, other) == found["after"]:
            _rename(folder, name, other, _RENAME_EXCHANGE)
            return


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _digest_of(folder: int, name: str) -> str:
    """The digest of a file's bytes."""
    descriptor = os.open(name, FILE_FLAGS, dir_fd=folder)
    try:
        digest = hashlib.blake2b(digest_size=8)
        while piece := os.read(descriptor, _PIECE):
            digest.update(piece)
        return digest.hexdigest()
    finally:
        os.close(descriptor)
