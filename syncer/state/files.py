"""Owns the SQLite file as a file: who may touch it, whether it is whole, and how a broken one is set aside."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from syncer.errors import StateDamaged, StateUnusable
from syncer.state.lock import FileLock

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_COMPANIONS = ("-wal", "-shm", "-journal")
_WAIT = 5.0


def lock_path(path: Path) -> Path:
    """The file that is locked by whoever writes the state at `path`."""
    return path.with_name(f"{path.name}.lock")


def prepare(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) for a state at `path` where there is none.

    Raises `StateUnusable` where that is impossible.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        msg = f"the state {path} cannot be made: {error.strerror}; make its folder writable or choose another path"
        raise StateUnusable(msg) from error


def size(path: Path) -> int:
    """The size of the file at `path` in bytes, 0 where there is none; raises `StateUnusable` where it is no file."""
    found = _status(path)
    if found is None:
        return 0
    if not stat.S_ISREG(found.st_mode):
        msg = f"the state {path} is not a file; choose another path"
        raise StateUnusable(msg)
    return found.st_size


def check_access(path: Path, *, is_reader: bool) -> None:
    """Refuse a file that others can write, and for a writer one that belongs to somebody else."""
    found = _status(path)
    if found is None:
        return
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        mode = stat.S_IMODE(found.st_mode)
        msg = f"the state {path} can be written by others (mode {mode:04o}); run: chmod 600 '{path}'"
        raise StateUnusable(msg)
    if not is_reader and found.st_uid != os.geteuid():
        msg = (
            f"the state {path} belongs to user {found.st_uid}, this process runs as user {os.geteuid()};"
            f" run as its owner or: chown {os.geteuid()} '{path}'"
        )
        raise StateUnusable(msg)


def check_whole(path: Path) -> None:
    """Raise `StateDamaged` for a file that is no SQLite file or is shorter than its header says.

    Costs one small read. A file whose write-ahead log still holds pages may rightly be short: then only the header's
    first bytes are compared. Format: https://www.sqlite.org/fileformat2.html#the_database_header
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            found = os.fstat(file.fileno()).st_size
    except OSError as error:
        msg = f"the state {path} cannot be read: {error.strerror}"
        raise StateUnusable(msg) from error
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        msg = f"the state {path} is damaged: it does not start like an SQLite file"
        raise StateDamaged(msg)
    expected = _expected_size(header)
    if found < expected and not has_log(path):
        msg = f"the state {path} is damaged: it has {found} bytes and should have {expected}"
        raise StateDamaged(msg)


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with content lies beside `path`: it is in use, or its last writer was killed."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def move_aside(path: Path) -> Path:
    """Rename the state at `path`, with what SQLite keeps beside it, to the first free `PATH.damaged-N`.

    Returns that new path. Nothing may have the state open. Raises `LockHeld` where another run does,
    `StateUnusable` where the folder refuses.
    """
    lock = FileLock(lock_path(path))
    lock.acquire("setting a damaged state aside", _WAIT)
    try:
        return rename_aside(path)
    except OSError as error:
        msg = f"the damaged state {path} cannot be renamed: {error.strerror}; move it away by hand"
        raise StateUnusable(msg) from error
    finally:
        lock.release()


def rename_aside(path: Path) -> Path:
    """What `move_aside` does, for whoever holds the lock; raises `OSError`."""
    number = 1
    while any(_beside(path.with_name(f"{path.name}.damaged-{number}"))):
        number += 1
    aside = path.with_name(f"{path.name}.damaged-{number}")
    for companion in ("", *_COMPANIONS):
        source = path.with_name(path.name + companion)
        if source.exists():
            source.rename(aside.with_name(aside.name + companion))
    return aside


def has_leftovers(path: Path) -> bool:
    """Whether SQLite's companions of a file that is gone lie beside `path`."""
    return any(path.with_name(path.name + companion).exists() for companion in _COMPANIONS)


def _beside(path: Path) -> list[Path]:
    return [found for companion in ("", *_COMPANIONS) if (found := path.with_name(path.name + companion)).exists()]


def _expected_size(header: bytes) -> int:
    """Bytes the file should have by its header; 0 where the header's page count is not to be trusted."""
    if header[24:28] != header[92:96]:
        return 0
    page = int.from_bytes(header[16:18], "big")
    return int.from_bytes(header[28:32], "big") * (65536 if page == 1 else page)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = f"the state {path} cannot be looked at: {error.strerror}"
        raise StateUnusable(msg) from error
