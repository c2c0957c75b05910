"""Owns the folder of a local tracker: its issue files, which of them changed since a cursor, the next free number."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from syncer.atomic import FOLDER_FLAGS, is_leftover

COUNTER = ".syncer-next"
"""The file that holds the next free number, so that a deleted issue's number is not given away again."""

_BUCKETS = 256
_DIGEST = 6
_COUNTER_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_COUNTER_LIMIT = 32


@dataclass(slots=True)
class Contents:
    """What a folder holds: issue files by key, best first; links; leftovers; signatures by name.

    `youngest` is the newest change time in nanoseconds, `highest` the highest number.
    """

    by_key: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    signatures: dict[str, str] = field(default_factory=dict)
    youngest: int = 0
    highest: int = 0


@dataclass(frozen=True, slots=True)
class Cursor:
    """A small summary of a folder: a digest of names, times and sizes for each bucket of its files."""

    digests: tuple[int, ...]

    @classmethod
    def of(cls, contents: Contents) -> Cursor:
        """The summary of `contents`; the order of files does not matter."""
        digests = [0] * _BUCKETS
        for name, signature in contents.signatures.items():
            encoded = name.encode("utf-8", "surrogateescape")
            digest = hashlib.blake2b(encoded + b"\0" + signature.encode("ascii"), digest_size=_DIGEST).digest()
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
        self._issue_name = re.compile(rf"({re.escape(prefix)}-[1-9][0-9]{{0,8}})(?:[^0-9A-Za-z].*)?\.md", re.DOTALL)
        self.contents = Contents()
        self._changed_at = -1

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
            return
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # deleted while we looked: the listing is as of just after
        signature = f"{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_size:x}.{status.st_ino:x}"
        contents.signatures[name] = signature
        contents.youngest = max(contents.youngest, status.st_ctime_ns)
        contents.by_key.setdefault(key, []).append(name)
        contents.highest = max(contents.highest, number_of(key))

    @contextmanager
    def free_number(self, folder: int) -> Iterator[int]:
        """The next number, ours alone inside the `with`; it counts as given away once that ends without an error."""
        counter = os.open(COUNTER, _COUNTER_FLAGS, 0o644, dir_fd=folder)
        try:
            fcntl.flock(counter, fcntl.LOCK_EX)
            if os.fstat(folder).st_mtime_ns != self._changed_at:
                self.scan(folder)
            written = os.pread(counter, _COUNTER_LIMIT, 0)
            number = max(_number(written), self.contents.highest + 1)
            yield number
            text = b"%d\n" % (number + 1)
            os.pwrite(counter, text, 0)
            if len(written) > len(text):
                os.ftruncate(counter, len(text))
            self._changed_at = os.fstat(folder).st_mtime_ns
        finally:
            os.close(counter)

    def added(self, key: str, name: str) -> None:
        """Note a file that we put there, without looking again."""
        self.contents.by_key.setdefault(key, []).append(name)
        self.contents.highest = max(self.contents.highest, number_of(key))


def number_of(key: str) -> int:
    """The number of a key."""
    return int(key.rpartition("-")[2])


def _number(text: bytes) -> int:
    """The number that the counter holds, 1 where it holds none."""
    digits = text.strip()
    return int(digits) if digits.isdigit() and len(digits) < _COUNTER_LIMIT else 1
