"""Owns the files and branches of a repository: kept in memory, or those of a real git repository."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Files:
    """Branches of files. With `git_dir` set, branches are those of that repository and files are not served."""

    def __init__(self) -> None:
        self.git_dir: Path | None = None
        self.protected: set[str] = set()
        self._branches: dict[str, dict[str, bytes]] = {}
        self._commits: dict[str, str] = {}

    def heads(self) -> Mapping[str, str]:
        """Every branch and the commit at its tip."""
        return _git_heads(self.git_dir) if self.git_dir else dict(self._commits)

    def at(self, branch: str) -> Mapping[str, bytes] | None:
        """Path to content of every file on `branch`, `None` where there is no such branch."""
        return self._branches.get(branch)

    def put(self, branch: str, path: str, content: bytes) -> str:
        """Write one file onto `branch`, which is made where it does not exist; answers the new commit."""
        return self.commit(branch, {path: content}, ())

    def commit(self, branch: str, additions: Mapping[str, bytes], deletions: tuple[str, ...]) -> str:
        """One commit on `branch`; answers its id."""
        files = {**self._branches.get(branch, {}), **additions}
        for path in deletions:
            files.pop(path, None)
        self._branches[branch] = files
        listing = "".join(f"{blob_sha(content)} {path}\n" for path, content in sorted(files.items()))
        text = f"{self._commits.get(branch, '')}\n{listing}"
        self._commits[branch] = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        return self._commits[branch]

    def branch(self, name: str, start: str = "main") -> None:
        """A new branch at the tip of `start`."""
        self._branches[name] = dict(self._branches.get(start, {}))
        if start in self._commits:
            self._commits[name] = self._commits[start]
        else:
            self.commit(name, {}, ())


def blob_sha(content: bytes) -> str:
    """The id that git gives `content`."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def _git_heads(git_dir: Path) -> dict[str, str]:
    command = ["git", "-C", str(git_dir), "for-each-ref", "--format=%(objectname) %(refname:strip=2)", "refs/heads"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: sha for sha, _, name in (line.partition(" ") for line in lines)}
