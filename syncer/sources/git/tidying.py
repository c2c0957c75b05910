"""Owns the removal of what killed runs left: work folders, and locks that git itself did not come to remove."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from syncer.sources.git.desk import Desk
from syncer.sources.git.place import Repository

_OLD = 3_600.0
"""Seconds after which a lock in somebody else's repository is one that was left behind."""


def tidy(desk: Desk, repository: Repository, now: datetime) -> None:
    """Remove leftovers, if nobody else is at work there; else the next run will."""
    with desk.alone(repository.git.held) as is_alone:
        if is_alone:
            remove_leftovers(desk, repository, now)


def remove_leftovers(desk: Desk, repository: Repository, now: datetime) -> None:
    """Remove what a killed run left, for whoever is alone at `desk`.

    In a repository that is not ours alone only the locks of our own refs go, once they are older than any command
    that its owner may be running.
    """
    for folder in desk.leftovers():
        shutil.rmtree(folder, ignore_errors=True)
    for lock in _locks(repository):
        with suppress(FileNotFoundError):
            if repository.is_private or now.timestamp() - lock.stat().st_mtime > _OLD:
                lock.unlink()


def _locks(repository: Repository) -> Iterator[Path]:
    yield from (repository.folder / repository.refs).rglob("*.lock")
    if repository.is_private:
        yield from repository.folder.glob("*.lock")
        yield from (repository.folder / "objects").rglob("*.lock")
