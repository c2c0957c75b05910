"""Owns the SQLite file as a file: who may touch it, whether it is whole, and how a broken one is set aside."""

from __future__ import annotations

import grp
import os
import stat
from itertools import count
from pathlib import Path

from syncer.errors import StateDamaged, StateUnusable
from syncer.state.lock import FileLock

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_COMPANIONS = ("-wal", "-shm", "-journal")
_LOGS = ("-wal", "-journal")
_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
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
    if others_can_write(found):
        mode = stat.S_IMODE(found.st_mode)
        msg = f"the state {path} can be written by others (mode {mode:04o}); run: chmod 600 '{path}'"
        raise StateUnusable(msg)
    if not is_reader and found.st_uid != os.geteuid():
        msg = (
            f"the state {path} belongs to user {found.st_uid}, this process runs as user {os.geteuid()};"
            f" run as its owner or: chown {os.geteuid()} '{path}'"
        )
        raise StateUnusable(msg)


def others_can_write(found: os.stat_result) -> bool:
    """Whether more than the owner of a file with this status can write it.

    A group that is the owner's alone counts as the owner: it bears the owner's number, as users get one of their own
    on most systems, and lists no member. Kubernetes gives a volume's files such a group (`fsGroup`) and lets it write,
    and does so anew whenever it mounts the volume: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    """
    if found.st_mode & stat.S_IWOTH:
        return True
    return bool(found.st_mode & stat.S_IWGRP) and not _is_own_group(found.st_uid, found.st_gid)


def _is_own_group(user: int, group: int) -> bool:
    """Whether `group` is `user`'s alone; root's is not, since systems have others in it."""
    if user == 0 or user != group:
        return False
    try:
        return not grp.getgrgid(group).gr_mem
    except KeyError:
        return True


def check_whole(path: Path) -> None:
    """Raise `StateDamaged` for a file that is no SQLite file or is shorter than its header says.

    Costs one small read; the pages are left to SQLite. A file beside a log may rightly be short: its missing pages
    are in there. Raises `StateUnusable` for a file of another kind that never was a state.
    Format: https://www.sqlite.org/fileformat2.html#the_database_header
    """
    header, found = _header(path)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        _refuse_other_kind(path)
        msg = f"the state {path} is damaged: it does not start as an SQLite file does"
        raise StateDamaged(msg)
    if found >= _expected_size(header) or has_log(path):
        return
    # A writer may have copied its log into the file between the two looks: only a second short look is a proof.
    header, found = _header(path)
    if found < (expected := _expected_size(header)):
        msg = f"the state {path} is damaged: it has {found} bytes and should have {expected}"
        raise StateDamaged(msg)


def has_log(path: Path) -> bool:
    """Whether a log with content lies beside `path`: the state is in use, or its last writer was killed."""
    return any(size(_companion(path, suffix)) > 0 for suffix in _LOGS)


def move_aside(path: Path, word: str = "damaged", wait: float = _WAIT) -> Path:
    """Rename the state at `path`, with what SQLite keeps beside it, to the first free `PATH.WORD-N`.

    Returns that new path. Nothing may have the state open. Raises `LockHeld` where another run does for longer than
    `wait` seconds, `StateUnusable` where the folder refuses.
    """
    lock = FileLock(lock_path(path))
    lock.acquire("a process that sets it aside", wait)
    try:
        return rename_aside(path, word)
    finally:
        lock.release()


def rename_aside(path: Path, word: str = "damaged") -> Path:
    """What `move_aside` does, for whoever holds the lock."""
    numbered = (path.with_name(f"{path.name}.{word}-{number}") for number in count(1))
    try:
        aside = next(free for free in numbered if not _present(free))
        for suffix in _present(path):
            _companion(path, suffix).rename(_companion(aside, suffix))
    except OSError as error:
        msg = f"the state {path} cannot be renamed: {error.strerror}; move it away by hand"
        raise StateUnusable(msg) from error
    return aside


def has_leftovers(path: Path) -> bool:
    """Whether what SQLite kept beside a file that is gone still lies there."""
    return any(suffix for suffix in _present(path))


class Watch:
    """Notices that the state at `path` is no longer the file that was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _status(path)
        self._seen = {suffix: _status(_companion(path, suffix)) for suffix in ("", "-wal")}

    def check(self) -> None:
        """Compare the file and its log with those seen before; costs two looks and no read.

        Raises `StateDamaged` where one was taken away or the file was cut short: what is stored would be lost.
        Raises `StateUnusable` where somebody put another file there.
        """
        for suffix, before in self._seen.items():
            path = _companion(self._path, suffix)
            now = _status(path)
            if before is not None:
                _compare(path, before, now, is_log=bool(suffix))
            self._seen[suffix] = now

    def is_same(self) -> bool:
        """Whether the file is still the one that was opened, whatever became of its content."""
        now = _status(self._path)
        return now is not None and self._opened is not None and os.path.samestat(self._opened, now)


def _compare(path: Path, before: os.stat_result, now: os.stat_result | None, *, is_log: bool) -> None:
    if now is None:
        msg = f"the state's file {path} was taken away while it was in use"
        raise StateDamaged(msg)
    if not os.path.samestat(before, now):
        msg = f"the state's file {path} was replaced while it was in use; run again to go on with the new one"
        raise StateUnusable(msg)
    if now.st_size < before.st_size and not is_log:
        msg = f"the state's file {path} was cut from {before.st_size} to {now.st_size} bytes while it was in use"
        raise StateDamaged(msg)


def _companion(path: Path, suffix: str) -> Path:
    """What SQLite keeps beside `path` under `suffix`; `path` itself for an empty one."""
    return path.with_name(path.name + suffix)


def _present(path: Path) -> list[str]:
    return [suffix for suffix in ("", *_COMPANIONS) if _companion(path, suffix).exists()]


def _header(path: Path) -> tuple[bytes, int]:
    """The first bytes of the file at `path`, and its size."""
    try:
        with path.open("rb") as file:
            return file.read(_HEADER), os.fstat(file.fileno()).st_size
    except OSError as error:
        msg = f"the state {path} cannot be read: {error.strerror}"
        raise StateUnusable(msg) from error


def _expected_size(header: bytes) -> int:
    """Bytes the file should have by its header; 0 where the header's page count is not to be trusted."""
    if header[24:28] != header[92:96]:
        return 0
    page = int.from_bytes(header[16:18], "big")
    return int.from_bytes(header[28:32], "big") * (65536 if page == 1 else page)


def _refuse_other_kind(path: Path) -> None:
    """A state has its lock beside it or the name of a database; anything else is somebody's file, not to be moved."""
    if path.suffix not in _SUFFIXES and not lock_path(path).exists():
        msg = f"{path} is a file of another kind, not a state; choose another path"
        raise StateUnusable(msg)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"the state {path} cannot be looked at: {reason}; choose another path"
        raise StateUnusable(msg) from error
