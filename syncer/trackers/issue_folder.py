"""Owns the folder of a local tracker: its issue files, which of them changed since a cursor, the next free number."""

from __future__ import annotations

import base64
import errno
import fcntl
import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from syncer.atomic import FOLDER_FLAGS, is_leftover, signature

COUNTER = ".syncer-next"
"""The file that holds the next free number once an issue that had the highest one was deleted."""

_BUCKETS = 256
_DIGEST = 6
_NO_LOCKS = frozenset({errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
_COUNTER_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_COUNTER_LIMIT = 20
_FAR_ABOVE = 100_000


@dataclass(slots=True)
class Contents:
    """What a folder holds: issue files by key, best first; links; leftovers; signatures by name.

    `youngest` is the newest change time in nanoseconds, `highest` the highest number, `reserved` the highest that is
    not to be given away though no file has it.
    """

    by_key: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    signatures: dict[str, str] = field(default_factory=dict)
    youngest: int = 0
    highest: int = 0
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """A small summary of a folder: a digest of names, times and sizes for each bucket of its files."""

    digests: tuple[int, ...]

    @classmethod
    def of(cls, contents: Contents) -> Cursor:
        """The summary of `contents`; the order of files does not matter."""
        digests = [0] * _BUCKETS
        for name, told in contents.signatures.items():
            encoded = name.encode("utf-8", "surrogateescape")
            digest = hashlib.blake2b(encoded + b"\0" + told.encode("ascii"), digest_size=_DIGEST).digest()
            digests[_bucket(encoded)] ^= int.from_bytes(digest)
        return cls(tuple(digests))

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """The cursor that `text` writes; `None` where it is not one of ours."""
        try:
            data = base64.b64decode(text, validate=True)
        except ValueError:
            return None
        if len(data) != _BUCKETS * _DIGEST:
            return None
        return cls(tuple(int.from_bytes(data[at : at + _DIGEST]) for at in range(0, len(data), _DIGEST)))

    def __str__(self) -> str:
        data = b"".join(digest.to_bytes(_DIGEST) for digest in self.digests)
        return base64.b64encode(data).decode("ascii")

    def without(self, names: Iterable[str]) -> Cursor:
        """This cursor, made to differ from every later one for these files, so that they are looked at again."""
        digests = list(self.digests)
        for bucket in {_bucket(name.encode("utf-8", "surrogateescape")) for name in names}:
            digests[bucket] ^= 1
        return Cursor(tuple(digests))

    @property
    def is_empty(self) -> bool:
        """Whether there was no file."""
        return not any(self.digests)

    def may_differ(self, name: str, now: Cursor) -> bool:
        """Whether the file may have changed between this cursor and `now`: always so where it did."""
        bucket = _bucket(name.encode("utf-8", "surrogateescape"))
        return self.digests[bucket] != now.digests[bucket]


def _bucket(name: bytes) -> int:
    return zlib.crc32(name) % _BUCKETS


class IssueFolder:
    """The issue files directly in the folder `path`, whose keys start with `prefix`; subfolders are not looked at."""

    def __init__(self, path: Path, prefix: str) -> None:
        self.path = Path(os.path.realpath(path))
        self._prefix = prefix
        self._issue_name = re.compile(rf"({re.escape(prefix)}-[1-9][0-9]{{0,17}})(?:[^0-9A-Za-z].*)?\.md", re.DOTALL)
        self.contents = Contents()
        self._changed_at = -1
        self._heard_of = 0

    def key_of(self, name: str) -> str | None:
        """The key that a file name starts with, if it is an issue file's."""
        found = self._issue_name.fullmatch(name)
        return found[1] if found else None

    def is_key(self, text: str) -> bool:
        """Whether `text` is a key of this folder."""
        return self.key_of(f"{text}.md") == text

    @contextmanager
    def opened(self) -> Iterator[int]:
        """A handle of the folder. Raises OSError: FileNotFoundError where there is none yet."""
        folder = os.open(self.path, FOLDER_FLAGS)
        try:
            yield folder
        finally:
            os.close(folder)

    def scan(self, folder: int) -> Contents:
        """Look at every file of the open folder, opening none; also kept in `contents`."""
        self._changed_at = os.fstat(folder).st_mtime_ns
        contents = Contents()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name == COUNTER and entry.is_file(follow_symlinks=False):
                    contents.reserved = _reserved(folder)
                self._note(entry, contents)
        for names in contents.by_key.values():
            names.sort(key=lambda name: (len(name), name))
        self.contents = contents
        return contents

    def _note(self, entry: os.DirEntry[str], contents: Contents) -> None:
        name = entry.name
        if is_leftover(name):
            contents.leftovers.append(name)
            return
        key = self.key_of(name)
        if key is None:
            return
        if not entry.is_file(follow_symlinks=False):
            contents.links.append(name)
            contents.highest = max(contents.highest, number_of(key))
            return
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # deleted while we looked: the listing is as of just after
        contents.signatures[name] = signature(status)
        contents.youngest = max(contents.youngest, status.st_ctime_ns)
        contents.by_key.setdefault(key, []).append(name)
        contents.highest = max(contents.highest, number_of(key))

    @contextmanager
    def free_number(self, folder: int) -> Iterator[int]:
        """The next number, ours alone inside the `with`: above every file, and above whatever was heard of."""
        with _locked(folder):
            before = os.fstat(folder).st_mtime_ns
            if before != self._changed_at:
                self.scan(folder)
            yield max(self.contents.highest, self.contents.reserved, self._heard_of) + 1
            self._changed_at = _touched(folder, before)

    def added(self, key: str, name: str) -> None:
        """Note a file that we put there, without looking again."""
        self.contents.by_key.setdefault(key, []).append(name)
        self.contents.highest = max(self.contents.highest, number_of(key))

    def hear_of(self, keys: Iterable[str]) -> None:
        """Note keys that a document or the state names: their numbers are not given away, be there a file or not.

        One that is far above every file is taken for a mistake of writing.
        """
        most = max(self.contents.highest, self.contents.reserved) + _FAR_ABOVE
        numbers = [number_of(key) for key in keys if self.is_key(key)]
        self._heard_of = max([self._heard_of, *(number for number in numbers if number <= most)])

    def reserve(self, folder: int) -> None:
        """Write down the highest number heard of, if no file has it any more, so that later runs know it too."""
        if self._heard_of <= max(self.contents.highest, self.contents.reserved):
            return
        counter = os.open(COUNTER, _COUNTER_FLAGS, 0o644, dir_fd=folder)
        try:
            text = b"%d\n" % (self._heard_of + 1)
            os.pwrite(counter, text, 0)
            os.ftruncate(counter, len(text))
        finally:
            os.close(counter)
        self.contents.reserved = self._heard_of


def number_of(key: str) -> int:
    """The number of a key."""
    return int(key.rpartition("-")[2])


def _reserved(folder: int) -> int:
    """The highest number that the counter keeps from being given away, 0 where it says nothing."""
    counter = os.open(COUNTER, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        text = os.read(counter, _COUNTER_LIMIT).strip()
    finally:
        os.close(counter)
    return int(text) - 1 if text.isdigit() and len(text) < _COUNTER_LIMIT else 0


@contextmanager
def _locked(folder: int) -> Iterator[None]:
    """Hold the lock of the open folder among the runs of this machine."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError as error:
        # A network file system may lock no folders: two runs that share no state are then told apart by lineage alone.
        if error.errno not in _NO_LOCKS:
            raise
    try:
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_UN)


def _touched(folder: int, before: int) -> int:
    """The folder's time of change after we changed it, made later than `before` where the clock did not step on.

    Another run that gets the lock next sees by it that it has to look again.
    """
    after = os.fstat(folder).st_mtime_ns
    if after > before:
        return after
    with suppress(PermissionError):  # the folder is somebody else's: the clock's tick has to do
        os.utime(folder, ns=(before + 1, before + 1))
    return os.fstat(folder).st_mtime_ns
