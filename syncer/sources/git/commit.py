"""Owns the making of commits without a work tree: blobs, a private index, a tree, and the commit itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from syncer.errors import Unavailable
from syncer.sources.git.command import GitFailed
from syncer.sources.git.configuration import Configuration, read_configuration
from syncer.sources.git.place import Repository
from syncer.sources.git.standing import TRAILER, Standing
from syncer.sources.git.tree import Entry

_FALLBACK = ("syncer", "syncer@localhost")
"""Who commits where nobody told git who its user is."""
_AUTHOR = re.compile(r"\s*(?P<name>[^<>\n]*[^<>\s])\s*<(?P<mail>[^<>\s]+)>\s*")
_TRAILER_LINE = re.compile(r"[A-Za-z0-9-]+: .*|\(cherry picked from commit .*")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a commit says beside its tree: `message`, `author` ("Name <mail>", else the committer), run, and when."""

    message: str
    author: str | None
    run_id: str
    at: datetime


def author_of(text: str) -> tuple[str, str] | None:
    """Name and mail of an author written as `Name <mail>`; `None` where it is not."""
    match = _AUTHOR.fullmatch(text)
    return (match["name"], match["mail"]) if match else None


def write_blobs(repository: Repository, contents: Sequence[bytes]) -> Sequence[str]:
    """Store each of `contents` as it is; answers their ids. Raises `GitFailed`."""
    stream = b"".join(
        b"blob\nmark :%d\ndata %d\n%s\nget-mark :%d\n" % (number, len(data), data, number)
        for number, data in enumerate(contents, 1)
    )
    out = repository.git.ask("fast-import", "--quiet", "--done", data=stream + b"done\n")
    return out.decode("ascii").split()


def write_tree(repository: Repository, folder: Path, standing: Standing, changes: Mapping[bytes, Entry | None]) -> str:
    """The id of the tree that `standing` begins with, set right and changed, made in an index of its own in `folder`.

    A path that becomes `None` is removed. Raises `GitFailed`.
    """
    env = {"GIT_INDEX_FILE": str(folder / "index")}
    git = repository.git
    git.ask("read-tree", "--end-of-options", standing.tree, env=env)
    removed = b"0 " + b"0" * len(standing.parents[0])
    lines = (
        path_line(path, entry) if entry is not None else removed + b"\t" + path + b"\0"
        for path, entry in {**standing.corrections, **changes}.items()
    )
    git.ask("update-index", "-z", "--index-info", data=b"".join(lines), env=env)
    return git.ask("write-tree", "--missing-ok", env=env).decode("ascii").strip()


def path_line(path: bytes, entry: Entry) -> bytes:
    """What `update-index -z --index-info` reads to put `entry` at `path`."""
    return f"{entry.mode} {entry.blob}\t".encode("ascii") + path + b"\0"


def write_commit(repository: Repository, tree: str, parents: Sequence[str], signature: Signature) -> str:
    """The id of a new commit, signed if the user's git signs its commits. Raises `Unavailable`."""
    configuration = read_configuration(repository.git)
    options = [part for parent in parents for part in ("-p", parent)]
    signs = configuration.is_on("commit.gpgsign")
    if signs:
        options.append("-S")
    env = _identities(signature, configuration)
    try:
        out = repository.git.ask(
            "commit-tree", *options, "-F", "-", tree, data=_message(signature).encode("utf-8", "replace"), env=env
        )
    except GitFailed as error:
        if not signs:
            raise
        message = (
            f"{error}; commits are to be signed (commit.gpgsign): give this user's git its key, or switch that off"
        )
        raise Unavailable(message) from error
    return out.decode("ascii").strip()


def _identities(signature: Signature, configuration: Configuration) -> dict[str, str]:
    """Who wrote and who commits, where git is not told; both at the instant of the clock."""
    at = signature.at.strftime("%Y-%m-%dT%H:%M:%S%z")
    author = author_of(signature.author) if signature.author else None
    env = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    for role, given in (("author", author), ("committer", None)):
        for part, fallback in zip(("name", "email"), author or _FALLBACK, strict=True):
            if given is not None or not configuration.knows(role, part):
                env[f"GIT_{role}_{part}".upper()] = fallback
    return env


def _message(signature: Signature) -> str:
    """The message with our trailer at its end, among the trailers that it has."""
    text = signature.message.replace("\0", "").strip()
    *above, last = text.split("\n\n")
    is_trailer = above and all(_TRAILER_LINE.fullmatch(line) for line in last.splitlines())
    return f"{text}{chr(10) if is_trailer else chr(10) * 2}{TRAILER}: {signature.run_id}\n"
