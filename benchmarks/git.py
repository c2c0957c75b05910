"""Owns the budget of git repositories: listing, first reading and writing back, each against git by hand."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import Verdict, interleave, own_environment, timed
from syncer.clock import SystemClock
from syncer.model import RawDocument
from syncer.ports import DocumentEdit
from syncer.sources.git.options import Options
from syncer.sources.git.source import GitSource

DOCUMENTS = 300
COMMITS = 200
ROUNDS = 5
_WHO = ("-c", "user.name=A", "-c", "user.email=a@example.com")


def measure() -> list[Verdict]:
    """Each against the commands of git that a person would type for the same."""
    with _repository() as (upstream, folder):
        cache, work = folder / "cache", folder / "work"
        _git(folder, "clone", "--quiet", upstream.as_uri(), str(work))
        _read(upstream, cache)
        listing = interleave(ROUNDS, lambda: _list(upstream, cache), lambda: _list_by_hand(upstream, work))
        reading = interleave(ROUNDS, lambda: _first(upstream, folder), lambda: _first_by_hand(upstream, folder))
        writing = interleave(ROUNDS, lambda: _write(upstream, cache), lambda: _write_by_hand(work))
    note = f"{DOCUMENTS} documents, {COMMITS} commits"
    return [
        Verdict("git: unchanged listing / ls-remote, ls-tree", *_in_ms(listing), "ms", limit=2.0, note=note),
        Verdict("git: first reading / clone, log, read files", *_in_ms(reading), "ms", limit=3.0),
        Verdict("git: one commit of everything / commit, push", *_in_ms(writing), "ms", limit=2.0),
    ]


def _in_ms(seconds: list[float]) -> tuple[float, float]:
    measured, reference = seconds
    return measured * 1000, reference * 1000


@contextmanager
def _repository() -> Iterator[tuple[Path, Path]]:
    """A bare repository that lets clients leave out blobs, and a folder to work in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        upstream = folder / "docs.git"
        _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(upstream))
        _git(upstream, "config", "uploadpack.allowFilter", "true")
        _git(upstream, "fast-import", "--quiet", data=b"".join(_history()))
        yield upstream, folder


def _history() -> Iterator[bytes]:
    for number in range(COMMITS):
        yield b"commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 1\nx\n" % (1_700_000_000 + number)
        for document in range(DOCUMENTS) if number == 0 else (number % DOCUMENTS,):
            text = b"# Incident %d\n\n" % document + b"Line of version %d.\n" % number * 200
            yield b"M 644 inline pm/%04d.md\ndata %d\n%s\n" % (document, len(text), text)


def _source(upstream: Path, cache: Path) -> GitSource:
    return GitSource("docs", upstream.as_uri(), SystemClock(), cache=cache, options=Options(run_id="bench"))


def _list(upstream: Path, cache: Path) -> float:
    source = _source(upstream, cache)
    return timed(source.list)


def _list_by_hand(upstream: Path, work: Path) -> float:
    def both() -> None:
        _git(work, "ls-remote", upstream.as_uri(), "refs/heads/main")
        _git(work, "ls-tree", "-r", "-z", "HEAD")

    return timed(both)


def _read(upstream: Path, cache: Path) -> list[RawDocument]:
    source = _source(upstream, cache)
    return [answer for answer in source.read(source.list()) if isinstance(answer, RawDocument)]


def _first(upstream: Path, folder: Path) -> float:
    seconds = timed(lambda: _read(upstream, folder / "fresh"))
    shutil.rmtree(folder / "fresh")
    return seconds


def _first_by_hand(upstream: Path, folder: Path) -> float:
    def all_three() -> None:
        _git(folder, "clone", "--quiet", upstream.as_uri(), "byhand")
        _git(folder / "byhand", "log", "--raw", "--diff-filter=A")
        for file in (folder / "byhand" / "pm").iterdir():
            file.read_bytes()

    seconds = timed(all_three)
    shutil.rmtree(folder / "byhand")
    return seconds


def _write(upstream: Path, cache: Path) -> float:
    source = _source(upstream, cache)
    listed = source.list()
    documents = [answer for answer in source.read(listed) if isinstance(answer, RawDocument)]
    edits = [DocumentEdit(one.ref, one.data, one.data + b"cell\n") for one in documents]
    begun = time.perf_counter()
    result = source.write(edits)
    seconds = time.perf_counter() - begun
    if result.failed:
        raise RuntimeError(next(iter(result.failed.values())))
    return seconds


def _write_by_hand(work: Path) -> float:
    _git(work, "pull", "--quiet", "--ff-only")
    for file in (work / "pm").iterdir():
        file.write_bytes(file.read_bytes() + b"more\n")

    def both() -> None:
        _git(work, *_WHO, "commit", "--quiet", "--all", "--message=x")
        _git(work, "push", "--quiet")

    return timed(both)


def _git(folder: Path, *arguments: str, data: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=data, capture_output=True, check=True, env=own_environment()
    ).stdout
