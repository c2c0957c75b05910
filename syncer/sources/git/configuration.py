"""Owns what git's configuration of a repository says: its remotes, who commits, what is signed, and where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from syncer.sources.git.command import Git

_TRUE = frozenset({"", "true", "yes", "on", "1"})


@dataclass(frozen=True, slots=True)
class Configuration:
    """Values by name (section and key in lower case), the last one of each; `folder` is the repository's own folder.

    That folder, which all its work trees share, is `None` where there is no repository that git trusts.
    """

    values: Mapping[str, str]
    folder: Path | None

    def is_on(self, name: str) -> bool:
        """Whether a switch is on."""
        return name in self.values and self.values[name].casefold() in _TRUE

    @property
    def remotes(self) -> tuple[str, ...]:
        """The names of the remotes that have a URL."""
        parts = (name.split(".") for name in self.values if name.startswith("remote.") and name.endswith(".url"))
        return tuple(sorted({".".join(part[1:-1]) for part in parts}))

    @property
    def is_partial(self) -> bool:
        """Whether objects may be missing that a remote has promised."""
        return any(
            name.startswith("remote.") and name.endswith(".promisor") and self.is_on(name) for name in self.values
        )

    def knows(self, role: str, part: str) -> bool:
        """Whether git is told the `name` or `email` of the `author` or `committer`, here or in the environment."""
        variables = (f"GIT_{role}_{part}".upper(), *(["EMAIL"] if part == "email" else []))
        return any(self.values.get(f"{of}.{part}") for of in (role, "user")) or any(map(os.environ.get, variables))


def read_configuration(git: Git) -> Configuration:
    """Everything that is configured where `git` runs, in one process. Raises `GitFailed`."""
    values: dict[str, str] = {}
    folder: Path | None = None
    for scope, origin, name, value in _entries(git.ask("config", "--list", "-z", "--show-scope", "--show-origin")):
        values[name] = value
        if folder is None and scope == "local" and origin.startswith("file:"):
            folder = (git.folder / origin.removeprefix("file:")).parent
    return Configuration(values, folder)


def _entries(out: bytes) -> Iterator[tuple[str, str, str, str]]:
    fields = iter(out.decode("utf-8", "surrogateescape").split("\0"))
    for scope, origin, entry in zip(fields, fields, fields, strict=False):
        name, _, value = entry.partition("\n")
        yield scope, origin, name, value
