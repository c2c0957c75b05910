"""Owns a bare repository as people share it, and what they do to it: commit, branch, merge, protect."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

_PEOPLE = {
    "GIT_AUTHOR_NAME": "Alice Smith",
    "GIT_AUTHOR_EMAIL": "alice@example.com",
    "GIT_COMMITTER_NAME": "Alice Smith",
    "GIT_COMMITTER_EMAIL": "alice@example.com",
}
Files = Mapping[str, bytes | None] | Mapping[str, bytes] | Mapping[str | bytes, bytes]
_PROTECTED = """#!/bin/sh
if [ "$1" = "refs/heads/{branch}" ]; then
  echo "error: GH006: Protected branch update failed for $1." >&2
  echo "error: Changes must be made through a pull request." >&2
  exit 1
fi
"""


class Upstream:
    """A bare repository at `path`; people commit to it without a work tree."""

    def __init__(self, path: Path, *, branch: str = "main", filters: bool = True) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", f"--initial-branch={branch}", "--template=", str(path))
        self.git("config", "uploadpack.allowFilter", str(filters).lower())
        self.git("config", "http.receivepack", "true")

    @property
    def url(self) -> str:
        return self.path.as_uri()

    def git(self, *arguments: str, data: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """What git says in this repository, without the last line ending."""
        return run_git(self.path, *arguments, data=data, env=env)

    def commit(
        self,
        files: Files,
        *,
        branch: str = "main",
        day: str = "2026-03-02",
        message: str = "Write it down",
        modes: Mapping[str, str] | None = None,
    ) -> str:
        """Save `files` (`None` deletes one) on `branch` at noon UTC of `day`; answers the commit."""
        parent = self.tip(branch)
        at = f"Alice Smith <alice@example.com> {_noon(day)} +0000"
        text = message.encode()
        stream = f"commit refs/heads/{branch}\nmark :1\nauthor {at}\ncommitter {at}\ndata {len(text)}\n".encode()
        stream += text + (f"\nfrom {parent}\n" if parent else "\n").encode()
        stream += b"".join(_change(path, data, modes or {}) for path, data in files.items())
        return self.git("fast-import", "--quiet", data=stream + b"get-mark :1\n")

    def point(self, branch: str, tree: str, parents: list[str], day: str, message: str) -> str:
        """Commit `tree` on top of `parents`, and let `branch` point at that."""
        at = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        options = [part for parent in parents for part in ("-p", parent)]
        commit = self.git("commit-tree", *options, "-m", message, tree, env=at)
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def tip(self, branch: str = "main") -> str | None:
        """The commit that `branch` points at."""
        return self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}") or None

    def read(self, path: str, branch: str = "main") -> bytes:
        """What a file of `branch` holds."""
        return subprocess.run(
            ["git", "cat-file", "blob", f"refs/heads/{branch}:{path}"], cwd=self.path, check=True, capture_output=True
        ).stdout

    def mode(self, path: str, branch: str = "main") -> str:
        """The mode of a file of `branch`."""
        return self.git("ls-tree", f"refs/heads/{branch}", "--", path).split(" ")[0]

    def log(self, branch: str = "main", form: str = "%s") -> list[str]:
        """One line a commit of `branch`, newest first."""
        return self.git("log", f"--format={form}", f"refs/heads/{branch}").splitlines()

    def count(self, branch: str = "main") -> int:
        """How many commits `branch` has."""
        return int(self.git("rev-list", "--count", f"refs/heads/{branch}"))

    def protect(self, branch: str = "main") -> None:
        """From now on refuse pushes to `branch`, in the words of a protected branch."""
        self.hook("update", _PROTECTED.format(branch=branch))

    def hook(self, name: str, script: str) -> None:
        """Run `script` as the hook called `name`."""
        folder = self.path / "hooks"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)


def _noon(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())


def _change(path: str | bytes, data: bytes | None, modes: Mapping[str, str]) -> bytes:
    """What a fast-import stream says of one file; every byte of its name is escaped."""
    name = b'"' + b"".join(b"\\%03o" % byte for byte in os.fsencode(path)) + b'"'
    if data is None:
        return b"D " + name + b"\n"
    mode = modes.get(os.fsdecode(path), "100644").encode()
    if mode == b"160000":
        return b"M %s %s %s\n" % (mode, data, name)
    return b"M %s inline %s\ndata %d\n%s\n" % (mode, name, len(data), data)


def run_git(
    folder: Path, *arguments: str, data: bytes = b"", env: Mapping[str, str] | None = None, check: bool = True
) -> str:
    """What git says in `folder`, done by a person called Alice, without the last line ending."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, **_PEOPLE, **(env or {})},
    )
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
