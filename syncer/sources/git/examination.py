"""Owns what is said of a git source before a run: can it be read, is its history whole, may it be pushed to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from syncer.errors import SyncerError
from syncer.model import Finding, Severity
from syncer.sources.git.command import Git, GitFailed
from syncer.sources.git.options import Options
from syncer.sources.git.place import Repository
from syncer.sources.git.tips import HEADS
from syncer.sources.git.troubles import gist
from syncer.sources.git.view import View

_NEEDED = (2, 36)
_NEEDED_TO_MERGE = (2, 38)
_VERSION = re.compile(rb"git version (\d+)\.(\d+)")


def unreachable(source: str, error: SyncerError) -> Sequence[Finding]:
    """What is said where the documents cannot be listed."""
    what, _, remedy = str(error).rpartition("; ")
    return [Finding(Severity.ERROR, source, what or remedy, remedy)]


def examine(source: str, repository: Repository, view: View, options: Options, documents: int) -> Sequence[Finding]:
    """What is said where they can."""
    noun = "document" if documents == 1 else "documents"
    count = f"{documents} {noun} on {options.branch}"
    return [
        Finding(Severity.NOTE, source, count if view.base else f"{options.branch} has no commit yet"),
        *_version(source, repository.git, options),
        *_history(source, repository),
        *_push(source, repository, view, options),
    ]


def _version(source: str, git: Git, options: Options) -> Iterator[Finding]:
    found = _VERSION.search(git.ask("--version"))
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    needed = _NEEDED if options.overlay is None else _NEEDED_TO_MERGE
    if version < needed:
        what = f"git {_dotted(version)} is older than {_dotted(needed)}, which is needed here"
        yield Finding(Severity.ERROR, source, what, "install a newer git")


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _history(source: str, repository: Repository) -> Iterator[Finding]:
    if repository.is_shallow:
        what = "its history was cut short, so that it does not tell when documents were published"
        yield Finding(Severity.PROBLEM, source, what, "check it out with fetch-depth: 0, or git fetch --unshallow")


def _push(source: str, repository: Repository, view: View, options: Options) -> Iterator[Finding]:
    """Whether a push is let in at the door; what protects a branch shows only once something new is pushed."""
    if options.write_back == "none" or view.base is None or repository.remote is None:
        return
    tip = view.base if options.overlay is None else view.write or view.base
    try:
        answer = repository.git.run(
            *("push", "--dry-run", "--porcelain", "--no-verify", "--", repository.remote),
            f"{tip}:{HEADS}{options.target}",
            settings=repository.network,
        )
        refusal = gist(answer.said) if answer.code else ""
    except GitFailed as error:
        refusal = str(error)
    if refusal:
        remedy = "let this account push there, or set write_back = 'none'"
        yield Finding(Severity.ERROR, source, f"cannot push to {options.target}: {refusal}", remedy)
    else:
        what = f"may push to {options.target}; whether rules protect it shows only at a real push"
        yield Finding(Severity.NOTE, source, what)
