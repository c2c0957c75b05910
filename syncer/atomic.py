"""Owns reading files, telling whether they changed, and replacing them in one step, never over somebody's save."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

from syncer.errors import NotAllowed, PortError, Rejected, RevisionChanged, Unavailable

FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a folder is opened: never through a link."""
TICK = 0.02
"""Seconds within which a file may change twice without its signature telling (kernel clocks step by 1 to 10 ms)."""

_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})
_FULL = (Unavailable, "{}: {}; free some space or raise the quota, then run again")
_FORBIDDEN = (NotAllowed, "{}: {}; give the account that runs syncer the right to it, then run again")
_EXPLAINED: Mapping[int | None, tuple[type[PortError], str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: (NotAllowed, "{}: {}; make it writable or choose another place, then run again"),
    errno.ELOOP: (Rejected, "{} is a symbolic link, which is not followed; put the file itself there"),
    errno.EEXIST: (Rejected, "{} exists already; move it away, then run again"),
    errno.ENOENT: (RevisionChanged, "{} is gone; it was deleted or moved since it was listed"),
    errno.ENOTDIR: (RevisionChanged, "{}: a file stands where a folder is expected; move it or correct the path"),
}
"""What an error of the system means, and how to say it of a place and the system's own words."""

_PIECE = 1 << 18
_TRIES = 20

# A temporary file is named at random while it is being written. Once it is whole, its name tells the digests of what
# it is to replace, of itself and of the file's name, so that whoever finds it after a kill knows what it holds.
_TEMPORARY = re.compile(
    r"\.syncer-(?:[0-9a-f]{16}"
    r"|(?P<before>[0-9a-f]{16})-(?P<after>[0-9a-f]{16})-(?P<name>[0-9a-f]{16})-[0-9a-f]{8})\.tmp"
)


def create(folder: int, name: str, data: bytes, place: str) -> None:
    """Put a new file `name` with `data` into the open `folder`: whole, or not at all.

    It is not forced to the disk: a crash of the machine may lose it, a killed process may not. `place` is the path for
    messages. Raises PortError, Rejected where `name` is taken.
    """
    with speaking(place):
        temporary = _write_temporary(folder, data, None, place)
        try:
            if not _rename(folder, temporary, name, _RENAME_NOREPLACE):
                os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            _remove(folder, temporary)


def replace(folder: int, name: str, before: bytes, after: bytes, place: str) -> None:
    """Replace the file `name` of the open `folder`, which has to hold `before`, by one that holds `after`.

    Mode, owner and extended attributes stay. The two files change places in one step and the displaced one is looked
    at, so that a save in the last microsecond is put back; where the file system cannot exchange, the file is compared
    once more and then replaced. `place` is the path for messages. Raises PortError: RevisionChanged where the file
    holds something else or is gone, Rejected for what may not be replaced (a symbolic link, several hard links).
    """
    with speaking(place):
        original = _open_original(folder, name, before, place)
        try:
            temporary = _write_temporary(folder, after, original, place)
        finally:
            os.close(original)
        ready = _ready_name(name, before, after)
        try:
            os.rename(temporary, ready, src_dir_fd=folder, dst_dir_fd=folder)
            _swap(folder, ready, name, before, place)
        finally:
            _remove(folder, temporary)
            remove_leftover(folder, ready, place)


def read(folder: int, name: str, limit: int, place: str) -> tuple[bytes, os.stat_result]:
    """At most `limit` + 1 bytes of the regular file `name` of the open `folder`, and its status before the read.

    Never follows a link nor waits for a pipe. `place` is the path for messages. Raises PortError.
    """
    with speaking(place):
        descriptor = os.open(name, _FILE_FLAGS, dir_fd=folder)
        try:
            status = _regular(descriptor, place)
            return _read_open(descriptor, limit + 1), status
        finally:
            os.close(descriptor)


def signature(status: os.stat_result) -> str:
    """A text that changes whenever a file's bytes do, once the `TICK` it was written in is over."""
    return f"{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_size:x}.{status.st_ino:x}"


def is_leftover(name: str) -> bool:
    """Whether a file of this name is a temporary one of ours: left by a killed run, unless a run is at work."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_leftover(folder: int, name: str, place: str) -> None:
    """Remove the temporary file `name`, if it is there; a save of somebody that it holds goes back where it was.

    Only who holds the run's lock may call this. `place` is the path for messages. Raises PortError.
    """
    with speaking(place), suppress(FileNotFoundError):
        found = _TEMPORARY.fullmatch(name)
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if found is None or not stat.S_ISREG(status.st_mode):
            return
        is_somebodys = found["name"] and _digest_of(folder, name) not in (found["before"], found["after"])
        if not is_somebodys or _put_back(folder, name, found):
            os.unlink(name, dir_fd=folder)


@contextmanager
def speaking(place: str) -> Iterator[None]:
    """Turn an OSError about `place` into the `PortError` that says what to do about it."""
    try:
        yield
    except OSError as error:
        raise explained(error, place) from error


def explained(error: OSError, place: str) -> PortError:
    """The `PortError` for what the system said about the path `place`, with the remedy in its words."""
    kind, said = _EXPLAINED.get(
        error.errno, (Unavailable, "{}: {}; check the disk or mount it lies on, then run again")
    )
    return kind(said.format(place, error.strerror or error))


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


def _remove(folder: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)


def _write_temporary(folder: int, data: bytes, like: int | None, place: str) -> str:
    """The name of a new temporary file in `folder` that holds `data`.

    With an open file `like`, it gets that one's attributes and is forced to the disk before it may take its place.
    """
    name = f".syncer-{secrets.token_hex(8)}.tmp"
    descriptor = os.open(name, _NEW_FLAGS, 0o644 if like is None else 0o600, dir_fd=folder)
    try:
        _write_all(descriptor, data)
        if like is not None:
            _copy_attributes(like, descriptor, place)
            os.fsync(descriptor)
    except BaseException:
        _remove(folder, name)
        raise
    finally:
        os.close(descriptor)
    return name


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


def _regular(descriptor: int, place: str) -> os.stat_result:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise Rejected(f"{place} is no regular file; put the document itself there")
    return status


def _open_original(folder: int, name: str, before: bytes, place: str) -> int:
    """An open handle of the file `name`, which holds `before` and may be replaced."""
    descriptor = os.open(name, _FILE_FLAGS, dir_fd=folder)
    try:
        _check_replaceable(descriptor, before, place)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_replaceable(descriptor: int, before: bytes, place: str) -> None:
    links = _regular(descriptor, place).st_nlink
    if links > 1:
        raise Rejected(f"{place} has {links} hard links, which a replacement would part; make it a file of its own")
    if _read_open(descriptor, len(before) + 1) != before:
        raise RevisionChanged(f"{place} changed since it was read")


def _copy_attributes(source: int, target: int, place: str) -> None:
    """Give the open file `target` the owner, mode and extended attributes of `source`."""
    wanted, given = os.fstat(source), os.fstat(target)
    if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
        _give_away(target, wanted, place)
    os.fchmod(target, stat.S_IMODE(wanted.st_mode))
    for attribute in _attributes(source):
        try:
            os.setxattr(target, attribute, os.getxattr(source, attribute))
        except OSError:
            # The system sets these by itself and keeps them from ordinary accounts.
            if not attribute.startswith(("security.", "trusted.")):
                raise


def _give_away(target: int, wanted: os.stat_result, place: str) -> None:
    try:
        os.fchown(target, wanted.st_uid, wanted.st_gid)
    except PermissionError as error:
        owner = f"user {wanted.st_uid} and group {wanted.st_gid}"
        raise NotAllowed(
            f"{place} belongs to {owner}, which a replacement has to as well; run syncer as them"
        ) from error


def _attributes(descriptor: int) -> list[str]:
    try:
        return os.listxattr(descriptor)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return []
        raise


def _ready_name(name: str, before: bytes, after: bytes) -> str:
    told = "-".join(map(_digest, (before, after, os.fsencode(name))))
    return f".syncer-{told}-{secrets.token_hex(4)}.tmp"


def _swap(folder: int, ready: str, name: str, before: bytes, place: str) -> None:
    """Exchange `ready` and `name`; raises RevisionChanged where that displaced something else than `before`."""
    if not _rename(folder, ready, name, _RENAME_EXCHANGE):
        os.close(_open_original(folder, name, before, place))
        os.rename(ready, name, src_dir_fd=folder, dst_dir_fd=folder)
    elif _digest_of(folder, ready) != _digest(before):
        raise RevisionChanged(f"{place} was saved by somebody in the moment of writing; their version stays")


def _put_back(folder: int, name: str, found: re.Match[str]) -> bool:
    """Give the save in the temporary file `name` its place again, unless that was saved to since; whether all is safe.

    Where the file is saved yet again meanwhile, the newest save is the one that stays.
    """
    for other in os.listdir(folder):
        if _digest(os.fsencode(other)) == found["name"]:
            there = found["after"]
            if _digest_of(folder, other) != there:
                return True
            for _ in range(_TRIES):
                held = _digest_of(folder, name)
                _rename(folder, name, other, _RENAME_EXCHANGE)
                if _digest_of(folder, name) == there:
                    return True
                there = held
            return False
    return True


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _digest_of(folder: int, name: str) -> str:
    """The digest of a file's bytes."""
    descriptor = os.open(name, _FILE_FLAGS, dir_fd=folder)
    try:
        digest = hashlib.blake2b(digest_size=8)
        while piece := os.read(descriptor, _PIECE):
            digest.update(piece)
        return digest.hexdigest()
    finally:
        os.close(descriptor)
