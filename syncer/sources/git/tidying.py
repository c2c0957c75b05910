"""Owns the removal of what killed runs left: work folders, and locks that git itself did not come to remove."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from syncer.sources.git.desk import Desk
from syncer.sources.git.place import Repository


def tidy(desk: Desk, repository: Repository) -> None:
    """Remove leftovers, if nobody else is at work there; else the next run will.

    In a repository that is not ours alone only the locks of our own refs are removed.
    """
    with desk.alone(repository.git.held) as is_alone:
        if is_alone:
            for folder in desk.leftovers():
                shutil.rmtree(folder, ignore_errors=True)
            for lock in _locks(repository):
                lock.unlink(missing_ok=True)


def _locks(repository: Repository) -> Iterator[Path]:
    yield from (repository.folder / repository.refs).rglob("*.lock")
    if repository.is_private:
        yield from repository.folder.glob("*.lock")
        yield from (repository.folder / "objects").rglob("*.lock")
