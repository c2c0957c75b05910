"""Owns what can be configured of a git source, and which of it makes no sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from syncer.errors import ConfigurationError
from syncer.sources.git.commit import author_of

WriteBack = Literal["commit", "branch", "pull-request", "none"]
MESSAGE = "Update the action items of postmortems"


@dataclass(frozen=True, slots=True)
class Options:
    """How a git source reads and writes.

    `include` and `exclude` are patterns over paths (see `globs.Pattern`). With `write_back` `branch` and
    `pull-request` commits go to `write_branch`. `message` and `author` ("Name <mail>", else the committer) are those
    of commits, `run_id` that of their trailer. A document of more than `max_bytes` is not read. Days are those of
    the time zone `zone`. `token` is sent to an https remote. `github_hosts` are hosts of GitHub Enterprise Servers.
    `timeout` is the most seconds that one command of git may take.
    """

    branch: str = "main"
    include: Sequence[str] = ("**",)
    exclude: Sequence[str] = ()
    write_back: WriteBack = "commit"
    write_branch: str = "syncer/status"
    message: str = MESSAGE
    author: str | None = None
    run_id: str = ""
    max_bytes: int = 5_000_000
    zone: str = "UTC"
    token: str | None = field(default=None, repr=False)
    github_hosts: Sequence[str] = ()
    timeout: float = 300.0

    @property
    def overlay(self) -> str | None:
        """The branch that is written to beside the one that is read, where there is one."""
        return self.write_branch if self.write_back in {"branch", "pull-request"} else None

    @property
    def target(self) -> str:
        """The branch that is written to."""
        return self.overlay or self.branch

    def check(self, source: str) -> None:
        """Raises `ConfigurationError` where a part cannot be used."""
        faults = []
        if not self.message.strip():
            faults.append(f"sources.{source}.message: is empty; say what the commits are about")
        if self.overlay == self.branch:
            faults.append(
                f"sources.{source}.write_branch: is the branch that is read ({self.branch}); name another one"
            )
        if self.author is not None and author_of(self.author) is None:
            faults.append(f"sources.{source}.author: {self.author!r} is not written as 'Name <mail>'")
        for key, name in (("branch", self.branch), ("write_branch", self.write_branch)):
            if not _is_branch(name):
                faults.append(f"sources.{source}.{key}: {name!r} cannot be the name of a branch")
        if faults:
            raise ConfigurationError(faults)


def _is_branch(name: str) -> bool:
    """Whether git lets a branch be called that (git-check-ref-format, its rules for what follows `refs/heads/`)."""
    if not name or name.endswith(("/", ".")) or any(one in name for one in ("..", "@{", "//", "\x7f")):
        return False
    if any(one in " ~^:?*[\\" or ord(one) < 32 for one in name):
        return False
    return not any(part.startswith(".") or part.endswith(".lock") or not part for part in name.split("/"))
