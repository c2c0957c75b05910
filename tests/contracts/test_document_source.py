"""What every source of documents has to do, whatever it stands on; an adapter joins by an entry in PLACES."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from fakes.file_clock import FileClock
from fakes.git_http import serving
from fakes.git_repository import Upstream, run_git

from syncer.errors import RevisionChanged, SourceUnavailable
from syncer.model import DocumentKey, RawDocument, ReadFailure
from syncer.ports import DocumentEdit, DocumentSource
from syncer.sources.files import FilesSource
from syncer.sources.git.options import Options, WriteBack
from syncer.sources.git.source import GitSource
from syncer.sources.memory import MemorySource


class Place(Protocol):
    """A source and what people and accidents do to the documents behind it.

    `reads_as_listed` says that it reads documents as they were when they were listed, whatever happened since.
    """

    source: DocumentSource
    reads_as_listed: bool

    def put(self, path: str, data: bytes) -> None:
        """Somebody saves a document."""

    def remove(self, path: str) -> None:
        """Somebody deletes a document."""

    def fail(self) -> None:
        """From now on the place cannot be listed."""


class MemoryPlace:
    reads_as_listed = False

    def __init__(self, _: Path) -> None:
        self.memory = MemorySource("docs")
        self.source: DocumentSource = self.memory

    def put(self, path: str, data: bytes) -> None:
        self.memory.documents[path] = data

    def remove(self, path: str) -> None:
        del self.memory.documents[path]

    def fail(self) -> None:
        self.memory.is_available = False


class FilesPlace:
    reads_as_listed = False

    def __init__(self, folder: Path) -> None:
        self.root = folder / "postmortems"
        self.root.mkdir()
        self.source: DocumentSource = FilesSource("docs", self.root, FileClock())

    def put(self, path: str, data: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        saved = file.stat().st_mtime_ns if file.exists() else 0
        file.write_bytes(data)
        if file.stat().st_mtime_ns <= saved:  # where the kernel's clock is coarser than the test is quick
            os.utime(file, ns=(saved + 1, saved + 1))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def fail(self) -> None:
        self.root.rename(self.root.with_name("elsewhere"))


class GitPlace:
    """A branch of a bare repository, read through a private clone."""

    reads_as_listed = True
    write_back: WriteBack = "commit"

    def __init__(self, folder: Path) -> None:
        self.upstream = Upstream(folder / "docs.git")
        self.source: DocumentSource = self.make(folder)

    def make(self, folder: Path) -> GitSource:
        options = Options(write_back=self.write_back, run_id="run-1")
        return GitSource("docs", self.url(folder), FileClock(), cache=folder / "cache", options=options)

    def url(self, folder: Path) -> str | Path:
        return self.upstream.url

    def put(self, path: str, data: bytes) -> None:
        self.upstream.commit({path: data})

    def remove(self, path: str) -> None:
        self.upstream.commit({path: None})

    def fail(self) -> None:
        self.upstream.path.rename(self.upstream.path.with_name("elsewhere.git"))


class GitBranchPlace(GitPlace):
    """The same, written to a branch of its own."""

    write_back = "branch"


class GitCheckoutPlace(GitPlace):
    """The same, through a clone that somebody works in."""

    def url(self, folder: Path) -> Path:
        run_git(folder, "clone", "--quiet", self.upstream.url, "checkout")
        return folder / "checkout"


class GitAlonePlace(GitPlace):
    """A bare repository that has no remote, read where it lies."""

    def url(self, folder: Path) -> Path:
        return self.upstream.path


PLACES: dict[str, Callable[[Path], Place]] = {
    "memory": MemoryPlace,
    "files": FilesPlace,
    "git": GitPlace,
    "git-branch": GitBranchPlace,
    "git-checkout": GitCheckoutPlace,
    "git-alone": GitAlonePlace,
}


@pytest.fixture(params=sorted([*PLACES, "git-http"]))
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    if request.param != "git-http":
        yield PLACES[request.param](tmp_path)
        return
    with serving(tmp_path) as host:

        class GitHttpPlace(GitPlace):
            def url(self, folder: Path) -> str:
                return f"{host.url}/docs.git"

        yield GitHttpPlace(tmp_path)


def read_all(source: DocumentSource) -> dict[str, RawDocument]:
    answers = list(source.read(source.list()))
    return {answer.ref.key.path: answer for answer in answers if isinstance(answer, RawDocument)}


def edit(document: RawDocument, after: bytes) -> DocumentEdit:
    return DocumentEdit(document.ref, document.data, after)


def test_lists_every_document_by_path(place: Place) -> None:
    for path in ("b.md", "2026/a.md", "2026/03/outage.md", "Z.md"):
        place.put(path, b"# An outage\n")
    keys = [ref.key for ref in place.source.list()]
    assert keys == [DocumentKey("docs", path) for path in ("2026/03/outage.md", "2026/a.md", "Z.md", "b.md")]
    assert place.source.skipped() == {}


def test_an_empty_place_lists_nothing(place: Place) -> None:
    assert list(place.source.list()) == []
    assert list(place.source.read([])) == []


def test_a_revision_stays_until_somebody_saves(place: Place) -> None:
    place.put("a.md", b"one")
    place.put("b.md", b"one")
    before = place.source.list()
    assert place.source.list() == before
    place.put("a.md", b"another text")
    (a, b), (old_a, old_b) = place.source.list(), before
    assert a.revision != old_a.revision
    assert b == old_b


def test_reads_in_order_and_tells_the_listed_revision(place: Place) -> None:
    place.put("a.md", b"first")
    place.put("b.md", b"second")
    refs = list(reversed(place.source.list()))
    answers = list(place.source.read(refs))
    assert [answer.ref for answer in answers] == refs
    assert [answer.data for answer in answers if isinstance(answer, RawDocument)] == [b"second", b"first"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no line ending at the end",
        b"\xef\xbb\xbf# With a mark\r\nmixed\nline\rendings\r\n",  # F41
        b"tab\t and blanks   \n\n\n\xc2\xa0\n",
        b"\xff\xfe\x00not text\x80",  # F42
        b"x" * 300_000,
    ],
    ids=["empty", "no-newline", "endings", "blanks", "binary", "long"],
)
def test_bytes_are_neither_lost_nor_changed(place: Place, data: bytes) -> None:
    place.put("a.md", data)
    assert read_all(place.source)["a.md"].data == data
    written = place.source.write([edit(read_all(place.source)["a.md"], data + b"\r\nmore")])
    assert not written.failed
    assert read_all(place.source)["a.md"].data == data + b"\r\nmore"


def test_a_document_that_vanished_is_a_failure_of_its_own(place: Place) -> None:
    """F38: what is gone between listing and reading stops nobody else."""
    place.put("a.md", b"first")
    place.put("b.md", b"second")
    refs = place.source.list()
    place.remove("a.md")
    gone, there = place.source.read(refs)
    if place.reads_as_listed:
        assert [gone.ref, there.ref] == refs
        assert place.source.list() == refs[1:]
        (gone,) = place.source.read(refs[:1])
    assert isinstance(gone, ReadFailure)
    assert gone.ref == refs[0]
    assert gone.reason
    assert gone.advice
    assert isinstance(there, RawDocument)


def test_a_write_answers_the_next_listing(place: Place) -> None:
    place.put("a.md", b"first")
    place.put("2026/b.md", b"second")
    documents = read_all(place.source)
    result = place.source.write([edit(document, document.data + b"!") for document in documents.values()])
    assert not result.failed
    assert sorted(result.written.values(), key=lambda ref: ref.key.path) == place.source.list()
    assert {path: document.data for path, document in read_all(place.source).items()} == {
        "a.md": b"first!",
        "2026/b.md": b"second!",
    }


def test_a_write_over_a_save_is_refused_and_the_save_stays(place: Place) -> None:
    """F36: compare and swap."""
    place.put("a.md", b"first")
    place.put("b.md", b"second")
    documents = read_all(place.source)
    place.put("a.md", b"saved by somebody")
    result = place.source.write([edit(documents["a.md"], b"ours"), edit(documents["b.md"], b"ours too")])
    assert list(result.failed) == [DocumentKey("docs", "a.md")]
    assert isinstance(result.failed[DocumentKey("docs", "a.md")], RevisionChanged)
    assert list(result.written) == [DocumentKey("docs", "b.md")]
    assert {path: document.data for path, document in read_all(place.source).items()} == {
        "a.md": b"saved by somebody",
        "b.md": b"ours too",
    }


def test_what_was_deleted_is_not_made_again(place: Place) -> None:
    """F38: no file is recreated."""
    place.put("a.md", b"first")
    document = read_all(place.source)["a.md"]
    place.remove("a.md")
    result = place.source.write([edit(document, b"ours")])
    assert isinstance(result.failed[document.ref.key], RevisionChanged)
    assert list(place.source.list()) == []


def test_an_edit_right_after_ours_shows(place: Place) -> None:
    place.put("a.md", b"first")
    written = place.source.write([edit(read_all(place.source)["a.md"], b"ours!")]).written
    place.put("a.md", b"their")
    (ref,) = place.source.list()
    assert ref.revision != written[ref.key].revision


def test_a_listing_that_is_not_complete_raises(place: Place) -> None:
    place.put("a.md", b"first")
    place.fail()
    with pytest.raises(SourceUnavailable):
        place.source.list()


def test_nothing_is_left_to_tidy(place: Place) -> None:
    place.put("a.md", b"first")
    place.source.write([edit(read_all(place.source)["a.md"], b"ours")])
    assert len(place.source.list()) == 1
    assert list(place.source.tidy()) == []
