"""Tests of syncer.sources.files beyond the contract: formats, names for people, accidents, and hostile folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.file_clock import FileClock
from fakes.small_disk import full_disk, open_folder, unprivileged

from syncer import atomic
from syncer.atomic import TICK, signature
from syncer.errors import NotAllowed, PortError, RevisionChanged, SourceUnavailable, Unavailable
from syncer.model import DocumentKey, DocumentRef, RawDocument, ReadFailure
from syncer.ports import DocumentEdit
from syncer.sources.files import FilesSource


def put(root: Path, *paths: str, text: str = "# Outage\n\n- [ ] fix it\n") -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def source(root: Path, clock: FileClock | None = None, **options: object) -> FilesSource:
    return FilesSource("docs", root, clock or FileClock(), **options)  # type: ignore[arg-type]


def paths(from_source: FilesSource) -> list[str]:
    return [ref.key.path for ref in from_source.list()]


def read(from_source: FilesSource, path: str) -> RawDocument | ReadFailure:
    (answer,) = from_source.read([DocumentRef(DocumentKey("docs", path), "")])
    return answer


def raw(from_source: FilesSource, path: str) -> RawDocument:
    answer = read(from_source, path)
    assert isinstance(answer, RawDocument)
    return answer


def edit(document: RawDocument, after: bytes = b"ours") -> DocumentEdit:
    return DocumentEdit(document.ref, document.data, after)


def test_the_markdown_family_is_read_and_other_formats_are_named(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b.MARKDOWN", "c.mdx", "d.qmd", "e.html.md.erb")
    put(tmp_path, "f.rst", "x/g.html", "h.wiki", "i.docx", "LICENSE", "k.png", "l.py", text="nothing")
    docs = source(tmp_path)
    assert paths(docs) == ["a.md", "b.MARKDOWN", "c.mdx", "d.qmd", "e.html.md.erb"]
    assert sorted(docs.skipped()) == [f"{tmp_path}/{path}" for path in ("f.rst", "h.wiki", "i.docx", "x/g.html")]
    assert docs.skipped()[f"{tmp_path}/f.rst"] == "reStructuredText, which is not read; only Markdown is"


def test_a_file_without_extension_is_read_where_it_begins_as_markdown(tmp_path: Path) -> None:
    put(tmp_path, "2026 - an outage")
    put(tmp_path, "script", text="#!/bin/sh\n# - [ ] no\n")
    (tmp_path / "long").write_bytes(b"# Outage\n\n- x\n" + b"y" * 100_000 + b"\xff")
    docs = source(tmp_path)
    assert paths(docs) == ["2026 - an outage", "long"]
    assert docs.skipped() == {
        f"{tmp_path}/script": "has no extension and does not read as Markdown; name it .md if it is a document"
    }


def test_one_without_extension_that_cannot_be_opened_is_complained_of() -> None:
    with open_folder() as root, unprivileged():
        put(root, "outage", "b.md")
        (root / "outage").chmod(0)
        docs = source(root)
        assert paths(docs) == ["b.md", "outage"]
        failure = read(docs, "outage")
    assert isinstance(failure, ReadFailure)
    assert (failure.reason, failure.advice) == (
        "Permission denied",
        "Give the account that runs syncer the right to it, then run again.",
    )


def test_patterns_choose_and_other_formats_elsewhere_are_not_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        "pm/a.md",
        "pm/x/b.rst",
        "pm/template.md",
        "README.md",
        "other/c.html",
        "pm/LICENSE",
        "pm/old/d.md",
        "pm/outage",
    )
    docs = source(tmp_path, include=["pm/**/*.md"], exclude=["**/template.md", "pm/old/"])
    assert paths(docs) == ["pm/a.md"]
    assert list(docs.skipped()) == [f"{tmp_path}/pm/x/b.rst"]
    assert paths(source(tmp_path, include=["**/outage"])) == ["pm/outage"]


def test_folders_of_issues_and_other_sources_are_skipped(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "action-items/AI-1-x.md", "team/b.md", "one.md")
    (tmp_path / "link").symlink_to(tmp_path / "action-items")
    docs = source(tmp_path, skip_folders=[tmp_path / "link", tmp_path / "team", tmp_path / "one.md"])
    assert paths(docs) == ["a.md"]


def test_one_file_is_a_source_of_one(tmp_path: Path) -> None:
    put(tmp_path, "x/a.md", "x/b.md")
    docs = source(tmp_path / "x" / "a.md", exclude=["**"])
    assert paths(docs) == ["a.md"]
    assert raw(docs, "a.md").name == f"{tmp_path}/x/a.md"
    (tmp_path / "x" / "a.md").unlink()
    with pytest.raises(SourceUnavailable, match="no such file or folder"):
        docs.list()


def test_one_file_of_another_format_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.rst", "b.data")
    for name, reason in (("a.rst", "reStructuredText"), ("b.data", "its name is not one of a Markdown file")):
        docs = source(tmp_path / name)
        assert paths(docs) == []
        assert docs.skipped()[f"{tmp_path}/{name}"].startswith(reason)


def test_a_root_that_is_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    put(tmp_path, "real/pm/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    docs = source(tmp_path / "link" / "pm")
    assert paths(docs) == ["a.md"]
    document = raw(docs, "a.md")
    assert (document.name, document.folder) == (f"{tmp_path}/link/pm/a.md", f"{tmp_path}/real/pm")


def test_documents_are_named_from_where_people_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "docs/pm/a.md")
    monkeypatch.chdir(tmp_path)
    for root in (Path("docs"), tmp_path / "docs", Path("docs/../docs")):
        assert raw(source(root), "pm/a.md").name == "docs/pm/a.md"
    monkeypatch.chdir(tmp_path / "docs")
    assert raw(source(Path()), "pm/a.md").name == "pm/a.md"
    monkeypatch.chdir(tmp_path / "docs" / "pm")
    assert raw(source(Path("..")), "pm/a.md").name == "../pm/a.md"
    assert raw(source(Path("..")), "pm/a.md").folder == f"{tmp_path}/docs/pm"


def test_a_missing_root_is_told(tmp_path: Path) -> None:
    docs = source(tmp_path / "gone")
    assert not docs.exists()
    with pytest.raises(SourceUnavailable, match=r"gone: no such file or folder; correct the path or create it"):
        docs.list()
    (tmp_path / "gone").mkdir()
    assert docs.exists()
    assert paths(docs) == []


def test_an_unreadable_folder_stops_the_listing() -> None:
    with open_folder() as root, unprivileged():
        put(root, "a.md")
        root.chmod(0)
        with pytest.raises(SourceUnavailable, match="Permission denied"):
            source(root).list()


def test_a_document_that_is_too_long_is_refused_by_name(tmp_path: Path) -> None:
    """F43."""
    (tmp_path / "a.md").write_bytes(b"x" * 101)
    (tmp_path / "b.md").write_bytes(b"x" * 100)
    docs = source(tmp_path, max_bytes=100)
    long, fits = docs.read(docs.list())
    assert isinstance(long, ReadFailure)
    assert "100 bytes" in long.reason
    assert "max_document_bytes" in long.advice
    assert isinstance(fits, RawDocument)


@pytest.mark.parametrize("swap", ["link", "pipe", "folder", "way"])
def test_what_is_swapped_in_after_the_listing_is_neither_read_nor_written(tmp_path: Path, swap: str) -> None:
    """F38, F53."""
    put(tmp_path, "root/x/a.md", "root/b.md", "outside/x/a.md")
    docs = source(tmp_path / "root")
    before = raw(docs, "x/a.md")
    target = tmp_path / "root" / "x" / "a.md"
    target.unlink()
    if swap == "link":
        target.symlink_to(tmp_path / "outside" / "x" / "a.md")
    elif swap == "pipe":
        os.mkfifo(target)
    elif swap == "folder":
        target.mkdir()
    else:
        target.parent.rmdir()
        (tmp_path / "root" / "x").symlink_to(tmp_path / "outside" / "x")
    failure, neighbour = docs.read([before.ref, raw(docs, "b.md").ref])
    assert isinstance(failure, ReadFailure)
    assert failure.advice
    assert isinstance(neighbour, RawDocument)
    result = docs.write([edit(before), edit(neighbour)])
    assert list(result.failed) == [before.ref.key]
    assert isinstance(result.failed[before.ref.key], PortError)
    assert list(result.written) == [neighbour.ref.key]
    assert (tmp_path / "outside" / "x" / "a.md").read_bytes() == before.data


def test_a_path_that_leaves_the_root_is_not_opened(tmp_path: Path) -> None:
    """F53: whatever a reference says."""
    put(tmp_path, "root/a.md", "secret.md")
    docs = source(tmp_path / "root")
    for path in ("../secret.md", "x/../../secret.md"):
        assert isinstance(read(docs, path), ReadFailure)
        result = docs.write(
            [DocumentEdit(DocumentRef(DocumentKey("docs", path), ""), b"# Outage\n\n- [ ] fix it\n", b"")]
        )
        assert len(result.failed) == 1


def test_a_young_file_is_waited_for_before_it_is_read(tmp_path: Path) -> None:
    """A change within the same tick of the kernel's clock would not show: no revision is told before that is over."""
    put(tmp_path, "a.md", "b.md", "c.md")
    clock = FileClock()
    docs = source(tmp_path, clock)
    refs = docs.list()
    clock.stand_at(tmp_path / "c.md", age=TICK / 4)
    assert [answer.ref for answer in docs.read(refs)] == refs
    assert 0 < sum(clock.waits) == pytest.approx(TICK * 3 / 4, abs=1e-4)
    waited = len(clock.waits)
    clock.ahead = 1
    assert len(list(docs.read(refs))) == 3
    assert len(clock.waits) == waited


def test_a_write_waits_once_for_all_it_wrote(tmp_path: Path) -> None:
    put(tmp_path, *[f"{number}.md" for number in range(20)])
    clock = FileClock()
    docs = source(tmp_path, clock)
    documents = [answer for answer in docs.read(docs.list()) if isinstance(answer, RawDocument)]
    clock.waits.clear()
    result = docs.write([edit(document) for document in documents])
    assert len(result.written) == 20
    assert sum(clock.waits) <= TICK + 1e-4


def test_times_ahead_of_the_clock_are_waited_for_once(tmp_path: Path) -> None:
    """F57: a clock that was set back by a day."""
    put(tmp_path, "a.md", "b.md", "c.md")
    clock = FileClock()
    clock.ahead = -86_400
    docs = source(tmp_path, clock)
    assert len(list(docs.read(docs.list()))) == 3
    assert clock.waits == [TICK]


class Busy(FileClock):
    """A clock during whose waits somebody saves."""

    def __init__(self, file: Path, *saves: bytes) -> None:
        super().__init__()
        self.ahead = -3_600  # all that is written lies ahead of it, so it is sure to wait
        self.file = file
        self.saves = list(saves)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.saves:
            self.file.write_bytes(self.saves.pop(0))
            os.utime(self.file, ns=(len(self.saves), len(self.saves)))


def test_a_save_right_after_our_write_is_read_again(tmp_path: Path) -> None:
    """The reference that comes back then has a revision that no listing has."""
    put(tmp_path, "a.md")
    document = raw(source(tmp_path), "a.md")
    docs = source(tmp_path, Busy(tmp_path / "a.md", b"their"))
    written = docs.write([edit(document, b"ours!")]).written
    assert written[document.ref.key].revision == ""
    assert raw(docs, "a.md").data == b"their"


def test_a_save_while_we_read_gives_the_bytes_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.md")
    file = tmp_path / "a.md"
    read_open = atomic._read_open
    saves = [b"second", b"third"]

    def racing(descriptor: int, most: int) -> bytes:
        data = read_open(descriptor, most)
        if saves:
            file.write_bytes(saves.pop(0))
            os.utime(file, ns=(len(saves), len(saves)))
        return data

    monkeypatch.setattr(atomic, "_read_open", racing)
    document = raw(source(tmp_path), "a.md")
    assert document.data == b"third"
    assert document.ref.revision == signature(file.stat())
    saves.extend(b"%d" % number for number in range(100))
    failure = read(source(tmp_path), "a.md")
    assert isinstance(failure, ReadFailure)
    assert failure.reason == "is being written to all the time"


def test_a_save_in_the_last_moment_stays_and_the_others_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F37."""
    put(tmp_path, "a.md", "b.md")
    docs = source(tmp_path)
    edits = [edit(raw(docs, path)) for path in ("a.md", "b.md")]
    rename = atomic._rename
    saves = [b"theirs"]

    def racing(folder: int, one: str, other: str, flag: int) -> bool:
        while saves:
            (tmp_path / "a.md").write_bytes(saves.pop())
        return rename(folder, one, other, flag)

    monkeypatch.setattr(atomic, "_rename", racing)
    result = docs.write(edits)
    assert isinstance(result.failed[DocumentKey("docs", "a.md")], RevisionChanged)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.md": b"theirs", "b.md": b"ours"}


def test_a_full_disk_leaves_every_document_whole(tmp_path: Path) -> None:
    """F32: what fits is written, what does not stays as it was."""
    put(tmp_path, "a.md", "b.md")
    docs = source(tmp_path)
    a, b = (raw(docs, path) for path in ("a.md", "b.md"))
    with full_disk(100):
        result = docs.write([edit(a, b"x" * 101), edit(b, b"fits")])
    assert isinstance(result.failed[a.ref.key], Unavailable)
    assert str(result.failed[a.ref.key]).startswith(f"{tmp_path}/a.md: ")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.md": a.data, "b.md": b"fits"}


def test_a_read_only_folder_leaves_every_document_whole() -> None:
    """F32, F59."""
    with open_folder() as root, unprivileged():
        put(root, "closed/a.md", "b.md")
        docs = source(root)
        a, b = (raw(docs, path) for path in ("closed/a.md", "b.md"))
        (root / "closed").chmod(0o555)
        result = docs.write([edit(a), edit(b)])
        (root / "closed").chmod(0o755)
        assert isinstance(result.failed[a.ref.key], NotAllowed)
        assert f"{root}/closed/a.md" in str(result.failed[a.ref.key])
        assert list(result.written) == [b.ref.key]
        assert [file.name for file in (root / "closed").iterdir()] == ["a.md"]


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """F31: only on the word of a run that may write, and nothing that only looks like ours."""
    ours = (".syncer-0123456789abcdef.tmp", "x/.syncer-fedcba9876543210.tmp")
    put(tmp_path, "a.md", "x/b.md", *ours, ".syncer-mine.tmp")
    docs = source(tmp_path)
    assert list(docs.tidy()) == []
    assert paths(docs) == ["a.md", "x/b.md"]
    assert all((tmp_path / path).exists() for path in ours)
    (tmp_path / ours[0]).unlink()
    assert list(docs.tidy()) == []
    assert not any((tmp_path / path).exists() for path in ours)
    assert (tmp_path / ".syncer-mine.tmp").exists()


def test_leftovers_that_cannot_be_removed_are_told() -> None:
    with open_folder() as root, unprivileged():
        put(root, ".syncer-0123456789abcdef.tmp")
        docs = source(root)
        docs.list()
        root.chmod(0o555)
        failures = docs.tidy()
        root.chmod(0o755)
    assert [type(failure) for failure in failures] == [NotAllowed]
    assert f"{root}/.syncer-0123456789abcdef.tmp" in str(failures[0])


def test_names_that_look_like_options_or_commands_are_names(tmp_path: Path) -> None:
    """F55."""
    name = "-rf $(reboot);\n'x'.md"
    put(tmp_path, name)
    docs = source(tmp_path)
    assert paths(docs) == [name]
    assert list(docs.write([edit(raw(docs, name))]).failed) == []
    assert (tmp_path / name).read_bytes() == b"ours"
