"""Owns the walk through a folder: every regular file below it, without ever following a link out of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from syncer.atomic import FOLDER_FLAGS, is_leftover, signature
from syncer.errors import Rejected, SourceUnavailable

NEVER_READ = frozenset({"node_modules", "__pycache__"})
_GONE_MEANWHILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


@dataclass(slots=True)
class Listing:
    """What a walk met, by path (POSIX, relative to the root).

    `files` have their revision, `refused` the reason, `leftovers` are temporary files of a killed run.
    """

    files: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    leftovers: list[str] = field(default_factory=list)


def walk(root: str, skip: Sequence[str]) -> Listing:
    """Everything below the absolute folder `root`; what is in `skip` (absolute paths) or hidden is never opened.

    Raises SourceUnavailable where a folder cannot be read, rather than giving a short listing.
    """
    listing = Listing()
    skipped = frozenset(path.removeprefix(f"{root}/") for path in skip)
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with open_folder(root, prefix) as folder:
                waiting += _scan(folder, prefix, skipped, listing)
        except OSError as error:
            _check_complete(root, prefix, error)
    return listing


def list_one(root: str, name: str) -> Listing:
    """The listing of the one file `name` in the absolute folder `root`. Raises SourceUnavailable where it is gone."""
    try:
        return Listing(files={name: signature((Path(root) / name).lstat())})
    except OSError as error:
        raise SourceUnavailable(f"{root}/{name}: {error.strerror}; correct the path or create it") from error


def _check_complete(root: str, prefix: str, error: OSError) -> None:
    """Raise SourceUnavailable, unless a folder below the root vanished or became a link while we walked."""
    if prefix and error.errno in _GONE_MEANWHILE:
        return
    place = f"{root}/{prefix}".removesuffix("/")
    raise SourceUnavailable(
        f"{place}: {error.strerror}; let syncer list every folder below {root}, or point it at one it may list"
    ) from error


def _scan(folder: int, prefix: str, skip: frozenset[str], listing: Listing) -> list[str]:
    """Note the files of one open folder and answer the prefixes of the folders in it."""
    folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            path = prefix + name
            if is_leftover(name):
                listing.leftovers.append(path)
            elif name.startswith(".") or name in NEVER_READ or path in skip:
                continue
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{path}/")
            else:
                _note(entry, path, listing)
    return folders


def _note(entry: os.DirEntry[str], path: str, listing: Listing) -> None:
    if not path.isprintable() and not _is_unicode(path):
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
        listing.refused[shown] = "its name is not UTF-8; rename it"
    elif entry.is_symlink():
        listing.refused[path] = "is a symbolic link, which is not followed; documents are read where they lie"
    elif entry.is_file(follow_symlinks=False):
        try:
            listing.files[path] = signature(entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            return  # deleted while we looked: the listing is as of just after
    else:
        listing.refused[path] = "is no regular file, which is not opened; put the document itself there"


def _is_unicode(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def open_folder(root: str, prefix: str) -> Iterator[int]:
    """A handle of the folder `prefix` (POSIX, relative, may be empty) below `root`, reached without following a link.

    Raises Rejected where it leads out of the root, OSError (ELOOP or ENOTDIR) where a part of the way is a link.
    """
    if ".." in prefix.split("/"):
        raise Rejected(f"{root}/{prefix} leads out of {root}, where nothing is read or written; correct the path")
    folder = os.open(root, FOLDER_FLAGS)
    try:
        for name in filter(None, prefix.split("/")):
            inner = os.open(name, FOLDER_FLAGS, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)
