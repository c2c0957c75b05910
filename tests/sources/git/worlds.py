"""Owns a repository that people share, a source that reads it, and what the tests of that source do over and over."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fakes.file_clock import FileClock
from fakes.git_repository import Upstream, run_git

from syncer.errors import PortError
from syncer.model import DocumentKey, RawDocument, ReadFailure
from syncer.ports import DocumentEdit, WriteResult
from syncer.sources.git.options import Options
from syncer.sources.git.source import GitSource


@dataclass(slots=True)
class Requests:
    """Pull requests as somebody opens them; `failing` is how often that fails first."""

    opened: list[tuple[str, str, str]] = field(default_factory=list)
    failing: int = 0

    def propose(self, branch: str, base: str, title: str, body: str) -> str:
        if self.failing:
            self.failing -= 1
            raise PortError("the server says 502")
        self.opened.append((branch, base, title))
        return "https://github.com/acme/docs/pull/1"


class World:
    """A bare repository below `folder`, the cache of a source, and clones that people have."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.upstream = Upstream(folder / "served" / "docs.git")
        self.cache = folder / "state" / "git"
        self.requests = Requests()
        self.clock = FileClock()

    def source(self, place: str | Path | None = None, **options: Any) -> GitSource:
        """A source of `place`, the shared repository unless it is given."""
        options.setdefault("run_id", "run-1")
        return GitSource(
            "docs",
            self.upstream.url if place is None else place,
            self.clock,
            cache=self.cache,
            options=Options(**options),
            proposals=self.requests if options.get("write_back") == "pull-request" else None,
        )

    def clone(self, *arguments: str, name: str = "checkout") -> Path:
        """A clone of the shared repository as people have it, with a work tree."""
        run_git(self.folder, "clone", "--quiet", *arguments, self.upstream.url, name)
        return self.folder / name


def paths(source: GitSource) -> list[str]:
    """The paths that the source lists."""
    return [ref.key.path for ref in source.list()]


def read(source: GitSource) -> dict[str, RawDocument]:
    """Every document by path; none fails."""
    answers = list(source.read(source.list()))
    assert not [answer for answer in answers if isinstance(answer, ReadFailure)]
    return {answer.ref.key.path: answer for answer in answers if isinstance(answer, RawDocument)}


def texts(source: GitSource) -> dict[str, bytes]:
    """The bytes of every document by path."""
    return {path: document.data for path, document in read(source).items()}


def edits(source: GitSource, **changes: bytes) -> list[DocumentEdit]:
    """For each `name="text"`, an edit of `name.md` as it is read now."""
    documents = read(source)
    return [
        DocumentEdit(documents[f"{name}.md"].ref, documents[f"{name}.md"].data, after)
        for name, after in changes.items()
    ]


def write(source: GitSource, **changes: bytes) -> WriteResult:
    """Read, and write each `name="text"` into `name.md`; all succeed."""
    result = source.write(edits(source, **changes))
    assert not result.failed
    return result


def key(name: str) -> DocumentKey:
    return DocumentKey("docs", name)


def commands(source: GitSource) -> list[str]:
    """The commands of git that the source ran so far."""
    assert source._repository is not None
    return source._repository.git.ran


def state_of(checkout: Path) -> tuple[str, ...]:
    """Everything of a clone that is its owner's alone: HEAD, branches, index, work tree, configuration."""
    return (
        (checkout / ".git" / "HEAD").read_text(),
        run_git(checkout, "for-each-ref", "refs/heads", "refs/remotes", "refs/tags", "refs/stash"),
        run_git(checkout, "ls-files", "--stage"),
        run_git(checkout, "status", "--porcelain", "--ignored"),
        (checkout / ".git" / "config").read_text(),
        *sorted(path.name for path in (checkout / ".git").iterdir()),
    )
