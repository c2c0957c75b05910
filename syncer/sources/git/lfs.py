"""Owns which documents are kept in Git LFS, so that the repository holds only pointers to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from syncer.sources.git.commit import path_line
from syncer.sources.git.place import Repository
from syncer.sources.git.tree import Entries, Entry

POINTER = b"version https://git-lfs.github.com/spec/"
"""How a file begins that stands for one in Git LFS (its specification, "The Pointer")."""
REASON = "is kept in Git LFS, which is not read; keep the document itself in git"

_NAME = b".gitattributes"


def attributes_in(entries: Entries) -> Mapping[bytes, Entry]:
    """The files among `entries` that may say what is kept in Git LFS."""
    return {path: entry for path, entry in entries.items() if path.rpartition(b"/")[2] == _NAME and entry.mode.is_file}


def kept_in_lfs(
    repository: Repository, folder: Path, attributes: Mapping[bytes, Entry], paths: Iterable[str]
) -> frozenset[str]:
    """Which of `paths` the files `attributes` give to Git LFS, as git reads them from an index of its own in `folder`.

    Raises `GitFailed`.
    """
    env = {"GIT_INDEX_FILE": str(folder / "index")}
    lines = b"".join(path_line(path, entry) for path, entry in attributes.items())
    repository.git.ask("update-index", "-z", "--index-info", data=lines, env=env)
    asked = b"".join(path.encode() + b"\0" for path in paths)
    fields = iter(
        repository.git.ask("check-attr", "--cached", "-z", "--stdin", "filter", data=asked, env=env).split(b"\0")
    )
    return frozenset(path.decode() for path, _, value in zip(fields, fields, fields, strict=False) if value == b"lfs")
