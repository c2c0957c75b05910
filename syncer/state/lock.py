"""Owns the lock that lets one writer in at a time: a lock of the operating system, gone when its holder is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

from syncer.errors import LockHeld, StateUnusable

_PAUSE = 0.05
_TEXT_LIMIT = 1000


def holder(command: str, since: datetime) -> str:
    """What others are told about this process while it holds the lock; `since` is an aware instant."""
    return f"process {os.getpid()} on {os.uname().nodename} ({command}) since {since:%Y-%m-%d %H:%M:%S %Z}"


class FileLock:
    """An exclusive lock on the file at `path`, which is never removed: a removed lock can be held twice.

    `pause` waits the given seconds between two tries.
    """

    def __init__(self, path: Path, pause: Callable[[float], object] | None = None) -> None:
        self.path = path
        self._pause = pause or Event().wait
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, text: str, wait: float, is_needless: Callable[[], bool] = lambda: False) -> bool:
        """Take the lock and leave `text` for others to read, unless `is_needless` turns true while others hold it.

        Returns whether it was taken. Raises `LockHeld` with the holder's text after `wait` seconds, `StateUnusable`
        where the file cannot be made.
        """
        for _ in range(max(0, round(wait / _PAUSE))):
            if self._try(text):
                return True
            if is_needless():
                return False
            self._pause(_PAUSE)
        if not self._try(text):
            msg = f"the state {self.path.with_suffix('')} is held by {self.read() or 'another process'}"
            raise LockHeld(msg)
        return True

    def release(self) -> None:
        """Let others in; does nothing where the lock is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def read(self) -> str:
        """What the last holder left about itself, on one line; empty where there is nothing."""
        try:
            return " ".join(self.path.read_bytes()[:_TEXT_LIMIT].decode(errors="replace").split())
        except FileNotFoundError:
            return ""

    def _try(self, text: str) -> bool:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            msg = f"the lock file {self.path} cannot be opened: {error.strerror}; make its folder writable"
            raise StateUnusable(msg) from error
        try:
            if not _lock(descriptor) or not self._is_current(descriptor):
                os.close(descriptor)
                return False
            _write(descriptor, text)
        except OSError as error:
            os.close(descriptor)
            msg = f"the lock file {self.path} cannot be used: {error.strerror}; look at the disk it is on and run again"
            raise StateUnusable(msg) from error
        self._descriptor = descriptor
        return True

    def _is_current(self, descriptor: int) -> bool:
        """Whether the locked file is still the one at `path`: somebody may have removed it meanwhile."""
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return False


def held_by(path: Path) -> str | None:
    """What the holder of the lock on the file at `path` left about itself, `None` where nobody holds it.

    It only looks: where there is no lock file, none is made.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return FileLock(path).read() or "another process"
    finally:
        os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(errors="replace")[:_TEXT_LIMIT], 0)
