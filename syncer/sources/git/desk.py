"""Owns the folder beside the state in which a git source works: lock, work folders, what killed runs left."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from syncer.errors import SourceUnavailable, Unavailable


class Desk:
    """The part of `cache` that belongs to one source reading one `place`; all of it may be deleted at any time.

    Whoever uses it holds a shared lock, which the processes of git inherit: who gets it alone knows that nobody is
    at work here, neither a run nor what a killed one had started.
    """

    def __init__(self, cache: Path, source: str, place: str) -> None:
        self._cache = cache
        self.id = hashlib.sha256(f"{source}\0{place}".encode("utf-8", "surrogateescape")).hexdigest()[:16]

    @property
    def clone(self) -> Path:
        """Where a private clone goes."""
        return self._cache / f"{self.id}.git"

    @contextmanager
    def in_use(self) -> Iterator[int]:
        """Hold the shared lock; gives its file descriptor. Raises `SourceUnavailable` where the folder is unusable."""
        try:
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(
                self._cache / f"{self.id}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
        except OSError as error:
            message = f"{self._cache}: {error.strerror}; git needs a folder of its own there: make it writable"
            raise SourceUnavailable(message) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield lock
        finally:
            os.close(lock)

    @contextmanager
    def work_folder(self, purpose: str = "work") -> Iterator[Path]:
        """A new folder, removed afterwards with what is left in it. Raises `Unavailable` where none can be made."""
        try:
            folder = Path(tempfile.mkdtemp(prefix=f"{self.id}.{purpose}-", dir=self._cache))
        except OSError as error:
            raise Unavailable(f"{self._cache}: {error.strerror}; make room there, and let this user write") from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def alone(self, lock: int) -> Iterator[bool]:
        """Whether nobody else is at work here; while the block runs nobody can begin to be, if so."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_alone = True
        except BlockingIOError:
            is_alone = False
        try:
            yield is_alone
        finally:
            fcntl.flock(lock, fcntl.LOCK_SH)

    def leftovers(self) -> list[Path]:
        """Work folders that a killed run left; only sure for whoever is alone."""
        return sorted(self._cache.glob(f"{self.id}.*-*"))

    def discard_clone(self) -> None:
        """Remove the private clone, in a way that never leaves half of one in its place. Raises `Unavailable`."""
        with self.work_folder("old") as aside, suppress(FileNotFoundError):
            self.clone.rename(aside / "clone")
