"""Owns what a source sees: the branch, and over it what the write branch changed and the branch has not since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from syncer.errors import SourceUnavailable
from syncer.sources.git.command import GitFailed
from syncer.sources.git.place import Repository
from syncer.sources.git.tips import bring, forget_others, missing_branch, tips
from syncer.sources.git.tree import Entries, Entry, mode_of, read_tree

_DIFF = (
    *("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"),
    *("--no-relative", "--ignore-submodules=none", "--end-of-options"),
)
_NO_MODE = "000000"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What the write branch made of one path, against the commit where it left the branch; `None` is no file."""

    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class View:
    """The branch at commit `base` (`None`: unborn) under the write branch at `write`, where that is used and there.

    `entries` are those of `base`, with what the write branch `changed` laid over them where the branch did not
    change it too: the paths in `laid_over`.
    """

    base: str | None
    write: str | None = None
    base_entries: Entries = field(default_factory=dict)
    entries: Entries = field(default_factory=dict)
    changed: Mapping[bytes, Change] = field(default_factory=dict)
    laid_over: frozenset[bytes] = frozenset()

    def commit_of(self, path: bytes) -> str:
        """The commit in which `path` is as it is seen."""
        return self.write if self.write is not None and path in self.laid_over else self.base or ""

    @property
    def commits(self) -> tuple[str, ...]:
        """The tips that are looked at."""
        return tuple(tip for tip in (self.base, self.write) if tip is not None)


def look(repository: Repository, branch: str, write_branch: str | None) -> View:
    """The view as of now: one request, and a fetch for each branch that moved.

    Raises `SourceUnavailable` where there is no such branch, `GitFailed`.
    """
    names = [branch] if write_branch is None else [branch, write_branch]
    for _ in range(_TRIES - 1):
        found = tips(repository, names)
        try:
            return _view(repository, found, branch, write_branch)
        except GitFailed:
            if tips(repository, names) == found:
                raise
    return _view(repository, tips(repository, names), branch, write_branch)


def _view(repository: Repository, found: Mapping[str, str], branch: str, write_branch: str | None) -> View:
    if branch not in found:
        if missing := missing_branch(repository, branch):
            raise missing
        return View(None)
    base, write = found[branch], found.get(write_branch or "")
    entries, is_new = _entries(repository, base)
    view = View(base, None, entries, entries)
    if write is not None and write != base:
        changed, is_newer = _changed(repository, base, write)
        is_new |= is_newer
        view = _laid_over(View(base, write, entries, entries, changed))
    if is_new:
        forget_others(repository, view.commits)
    return view


def _entries(repository: Repository, tip: str) -> tuple[dict[bytes, Entry], bool]:
    """What `tip` holds, and whether it had to be fetched: our ref to it proves that all of it is here."""
    try:
        return read_tree(repository, repository.ref(tip)), False
    except GitFailed as error:
        _raise_if_damaged(error)
        bring(repository, tip)
        return read_tree(repository, repository.ref(tip)), True


def _changed(repository: Repository, base: str, write: str) -> tuple[Mapping[bytes, Change], bool]:
    try:
        return _difference(repository, base, write), False
    except GitFailed as error:
        _raise_if_damaged(error)
        bring(repository, write)
    try:
        return _difference(repository, base, write), True
    except GitFailed as error:
        if repository.is_shallow and "no merge base" in error.said:
            raise SourceUnavailable(
                "the history was cut short above the commit where the write branch left the branch;"
                " check it out with fetch-depth: 0, or git fetch --unshallow"
            ) from error
        raise


def _raise_if_damaged(error: GitFailed) -> None:
    """Raise `error` unless it only says that a name is not known; more is said where objects cannot be read."""
    if "error:" in error.said:
        raise error


def _difference(repository: Repository, base: str, write: str) -> Mapping[bytes, Change]:
    out = repository.git.ask(*_DIFF, f"{base}...{repository.ref(write)}")
    return dict(_changes(out))


def _changes(out: bytes) -> Iterator[tuple[bytes, Change]]:
    fields = iter(out.split(b"\0"))
    for facts in fields:
        if facts:
            before, after, old, new, _ = facts.decode("ascii").removeprefix(":").split(" ")
            yield next(fields), Change(_entry(before, old), _entry(after, new))


def _entry(mode: str, blob: str) -> Entry | None:
    return None if mode == _NO_MODE else Entry(mode_of(mode), blob)


def _laid_over(view: View) -> View:
    over = {
        path: change.after
        for path, change in view.changed.items()
        if view.base_entries.get(path) == change.before and change.before != change.after
    }
    entries = {path: entry for path, entry in {**view.base_entries, **over}.items() if entry is not None}
    return View(view.base, view.write, view.base_entries, entries, view.changed, frozenset(over))
