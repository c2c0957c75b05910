"""Owns a bare git repository as a team's server would hold it, and what people push to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_WHO = "Alice Smith <alice@example.com>"
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}
_PROTECTED = """\
#!/bin/sh
# Refuses every push to one branch as GitHub does.
if [ "$1" = "refs/heads/{branch}" ]; then
    echo "error: GH006: Protected branch update failed for $1." >&2
    echo "error: At least 1 approving review is required by reviewers with write access." >&2
    exit 1
fi
"""
_RACE = """\
#!/bin/sh
# Somebody pushes in the moment in which our push arrives, as often as there are commits waiting in `races`.
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
next=$(ls races 2>/dev/null | head -n 1)
if [ -n "$next" ]; then
    git update-ref "refs/heads/$(cut -d' ' -f1 "races/$next")" "$(cut -d' ' -f2 "races/$next")"
    rm "races/$next"
fi
"""
_SSH = """\
#!/bin/sh
# Stands for ssh: the last argument is a command of git, which is run on the one repository here.
for last; do :; done
exec ${{last%% *}} '{place}'
"""


class Remote:
    """A bare repository at `place`; people's pushes go past its hooks, ours do not.

    `pushed` has the branch and commit of each push of theirs.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.pushed: list[tuple[str, str]] = []
        self._second = 1_773_300_000

    @classmethod
    def make(cls, place: Path, files: Mapping[str, str]) -> Remote:
        """A new one, whose branch `main` holds `files`."""
        place.mkdir(parents=True)
        made = cls(place)
        made.git("init", "--bare", "--quiet", "--initial-branch=main", "--template=", ".")
        made.git("config", "uploadpack.allowFilter", "true")
        made.git("config", "gc.auto", "0")
        made.commit(files, "Write postmortems")
        return made

    @property
    def url(self) -> str:
        """Where git finds it."""
        return f"file://{self.place}"

    @property
    def door(self) -> Mapping[str, str]:
        """What has to be in the environment for every address of ssh to lead here."""
        script = self.place / "ssh"
        if not script.exists():
            script.write_text(_SSH.format(place=self.place), "utf-8")
            script.chmod(0o755)
        return {"GIT_SSH_COMMAND": str(script), "GIT_SSH_VARIANT": "ssh"}

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        """What git says, or an error."""
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.place, input=given, env=_ENVIRONMENT, capture_output=True, check=False)
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout.decode()

    # --- what people do ---

    def commit(self, files: Mapping[str, str], message: str = "Edit", branch: str = "main") -> str:
        """Somebody pushes `files` on top of `branch`; answers the commit."""
        self._import(files, message, f"refs/heads/{branch}", self.tip(branch))
        tip = self.tip(branch)
        assert tip
        self.pushed.append((branch, tip))
        return tip

    def commit_as(self, mode: str, path: str, text: str) -> None:
        """Somebody pushes a file of another kind: `100755` is an executable, `120000` a link to the path `text`."""
        self._import({path: text}, "Add", "refs/heads/main", self.tip(), mode=mode)

    def _import(
        self,
        files: Mapping[str, str],
        message: str,
        ref: str,
        parent: str | None,
        *,
        without: Sequence[str] = (),
        mode: str = "100644",
    ) -> None:
        self._second += 60
        parts = [f"commit {ref}\ncommitter {_WHO} {self._second} +0000\n".encode(), _data(message)]
        parts += [f"from {parent}\n".encode()] if parent else []
        for path, text in files.items():
            parts += [f"M {mode} inline {path}\n".encode(), _data(text)]
        parts += [f"D {path}\n".encode() for path in without]
        self.git("fast-import", "--quiet", "--force", given=b"".join(parts))

    def edit(self, path: str, old: str, new: str, branch: str = "main") -> None:
        """Somebody replaces `old`, which is there, in a document."""
        text = self.read(path, branch)
        assert old in text, (old, text)
        self.commit({path: text.replace(old, new, 1)}, branch=branch)

    def move(self, old: str, new: str, branch: str = "main") -> None:
        """Somebody renames a document."""
        self._import({new: self.read(old, branch)}, "Rename", f"refs/heads/{branch}", self.tip(branch), without=(old,))

    def merge(self, branch: str, into: str = "main") -> None:
        """Somebody merges `branch` without a fast forward."""
        tree = self.git("merge-tree", "--write-tree", into, branch).split("\n", 1)[0]
        parents = ["-p", into, "-p", branch]
        who = ["-c", "user.name=Alice Smith", "-c", "user.email=alice@example.com"]
        commit = self.git(*who, "commit-tree", tree, *parents, "-m", f"Merge {branch}").strip()
        self.git("update-ref", f"refs/heads/{into}", commit)

    def protect(self, branch: str = "main") -> None:
        """Refuse pushes to `branch`."""
        self._hook("update", _PROTECTED.format(branch=branch))

    def unprotect(self) -> None:
        """Take pushes again."""
        (self.place / "hooks" / "update").unlink()

    def race(self, number: int, files: Mapping[str, str], parent: str, branch: str = "main") -> str:
        """Prepare what somebody pushes right when our push arrives; several go by `number`. Answers that commit."""
        ref = f"refs/races/{number}"
        self._import(files, f"Race {number}", ref, parent)
        commit = self.git("rev-parse", ref).strip()
        self.git("update-ref", "-d", ref)
        races = self.place / "races"
        races.mkdir(exist_ok=True)
        (races / f"{number:03d}").write_text(f"{branch} {commit}\n", "utf-8")
        self.pushed.append((branch, commit))
        self._hook("pre-receive", _RACE)
        return commit

    def _hook(self, name: str, text: str) -> None:
        path = self.place / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    # --- what is there ---

    def tip(self, branch: str = "main") -> str | None:
        """The commit at the tip of `branch`, `None` without one."""
        return self.refs().get(f"refs/heads/{branch}")

    def lost_pushes(self) -> int:
        """How many commits that people pushed are no longer below the tip of their branch."""
        return sum(self.git("rev-list", "-1", commit, f"^refs/heads/{branch}") != "" for branch, commit in self.pushed)

    def read(self, path: str, branch: str = "main") -> str:
        """A document as `branch` has it."""
        return self.git("cat-file", "blob", f"refs/heads/{branch}:{path}")

    def refs(self) -> dict[str, str]:
        """Every ref and where it points."""
        lines = self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)

    def commits(self, branch: str = "main") -> int:
        """How many commits `branch` has."""
        return int(self.git("rev-list", "--count", f"refs/heads/{branch}"))

    def tree(self, branch: str = "main") -> dict[str, str]:
        """Mode and path of every file of `branch`, with its blob."""
        lines = self.git("ls-tree", "-r", f"refs/heads/{branch}").splitlines()
        return {f"{line.split()[0]} {line.split(chr(9), 1)[1]}": line.split()[2] for line in lines}


def _data(text: str) -> bytes:
    data = text.encode()
    return b"data %d\n%s\n" % (len(data), data)
