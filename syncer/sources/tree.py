"""Owns the walk through a folder: every regular file below it, without ever following a link out of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from syncer.atomic import FOLDER_FLAGS, is_leftover
from syncer.errors import SourceUnavailable

_NEVER_READ = frozenset({"node_modules", "__pycache__"})


@dataclass(slots=True)
class Listing:
    """What a walk met: path (POSIX, relative to the root) to revision, links by path, and leftovers of a killed run."""

    files: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)


def revision(status: os.stat_result) -> str:
    """A text that changes whenever a file's bytes do, given that it was taken outside the clock's tick."""
    return f"{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_size:x}.{status.st_ino:x}"


def walk(root: str, skip: Sequence[str]) -> Listing:
    """Everything below the absolute folder `root`; folders in `skip` (absolute) and hidden ones are never opened.

    Raises SourceUnavailable where a folder cannot be read, rather than giving a short listing.
    """
    listing = Listing()
    skipped = frozenset(skip)
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with open_folder(root, prefix) as folder:
                waiting += _scan(folder, prefix, listing, root, skipped)
        except OSError as error:
            _refuse_short_listing(root, prefix, error)
    return listing


def _refuse_short_listing(root: str, prefix: str, error: OSError) -> None:
    """Raise SourceUnavailable, unless a folder below the root merely vanished or became a link while we walked."""
    if prefix and error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
        return
    place = f"{root}/{prefix}".removesuffix("/")
    raise SourceUnavailable(
        f"{place}: {error.strerror}; syncer must be able to list every folder below {root}, or to have it excluded"
    ) from error


def _scan(folder: int, prefix: str, listing: Listing, root: str, skip: frozenset[str]) -> list[str]:
    """Note the files of one open folder and answer the prefixes of the folders in it."""
    folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            path = prefix + entry.name
            if is_leftover(entry.name):
                listing.leftovers.append(path)
            elif entry.name.startswith(".") or entry.name in _NEVER_READ:
                continue
            elif entry.is_symlink():
                listing.links.append(path)
            elif entry.is_dir(follow_symlinks=False):
                if f"{root}/{path}" not in skip:
                    folders.append(path + "/")
            elif entry.is_file(follow_symlinks=False):
                _note(entry, path, listing)
    return folders


def _note(entry: os.DirEntry[str], path: str, listing: Listing) -> None:
    try:
        listing.files[path] = revision(entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return  # deleted while we looked: the listing is as of just after


@contextmanager
def open_folder(root: str, prefix: str) -> Iterator[int]:
    """A handle of the folder `prefix` (POSIX, relative, may be empty) below `root`, reached without following a link.

    Raises OSError: ELOOP or ENOTDIR where a part of the way is a link.
    """
    folder = os.open(root, FOLDER_FLAGS)
    try:
        for name in filter(None, prefix.split("/")):
            inner = os.open(name, FOLDER_FLAGS, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)
