"""Owns what a commit holds: its entries, and which of them are documents of a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from syncer.formats.family import by_name
from syncer.sources.git.place import Repository
from syncer.sources.globs import Selection
from syncer.sources.tree import NEVER_READ


class Mode(StrEnum):
    """What an entry of a tree is, by git's mode."""

    FILE = "100644"
    EXECUTABLE = "100755"
    LINK = "120000"
    SUBMODULE = "160000"

    @property
    def is_file(self) -> bool:
        """Whether it holds text of its own."""
        return self in (Mode.FILE, Mode.EXECUTABLE)


_MODES: Mapping[str, Mode] = MappingProxyType({str(mode): mode for mode in Mode})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree: its mode, and the id of its blob."""

    mode: Mode
    blob: str


Entries = Mapping[bytes, Entry]
"""By path as git has it: bytes, relative to the top, with slashes."""


@dataclass(slots=True)
class Sorted:
    """The entries of a tree as a source sees them, by path.

    `documents` are to be read, `unsure` have a name that does not tell, `skipped` have the reason why not.
    """

    documents: dict[str, Entry] = field(default_factory=dict)
    unsure: dict[str, Entry] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)


def read_tree(repository: Repository, tree: str) -> dict[bytes, Entry]:
    """Every entry below `tree`, a commit or a ref, folders left out. Raises `GitFailed` where it is not here."""
    out = repository.git.ask("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree)
    return dict(_entry(line) for line in out.split(b"\0") if line)


def _entry(line: bytes) -> tuple[bytes, Entry]:
    facts, _, path = line.partition(b"\t")
    mode, _, blob = facts.decode("ascii").split(" ")
    return path, Entry(mode_of(mode), blob)


def mode_of(text: str) -> Mode:
    """The mode written as `text`; old repositories have files of mode 100664."""
    return _MODES.get(text, Mode.FILE)


def sort_entries(entries: Entries, selection: Selection) -> Sorted:
    """Which of `entries` are documents that `selection` takes."""
    found = Sorted()
    for path, entry in _named(entries.items(), found.skipped):
        if _is_passed_over(path) or entry.mode is Mode.SUBMODULE:
            continue
        _sort_one(path, entry, selection, found)
    return found


def _sort_one(path: str, entry: Entry, selection: Selection, found: Sorted) -> None:
    is_markdown, reason = by_name(path)
    if entry.mode is Mode.LINK:
        if is_markdown and selection.takes(path):
            found.skipped[path] = "is a symbolic link, which is not followed; documents are read where they lie"
    elif is_markdown and selection.takes(path):
        found.documents[path] = entry
    elif is_markdown is None and entry.mode is Mode.FILE and selection.takes(path):
        found.unsure[path] = entry
    elif reason and selection.takes(f"{path.rpartition('.')[0] or path}.md"):
        found.skipped[path] = reason


def _named(entries: Iterable[tuple[bytes, Entry]], skipped: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    for path, entry in entries:
        try:
            yield path.decode("utf-8"), entry
        except UnicodeDecodeError:
            skipped[path.decode("utf-8", "backslashreplace")] = "its name is not UTF-8; rename it"


def _is_passed_over(path: str) -> bool:
    """Hidden files and folders are never read, and a name such as `..` leads nowhere."""
    return any(name.startswith(".") or name in NEVER_READ for name in path.split("/"))
