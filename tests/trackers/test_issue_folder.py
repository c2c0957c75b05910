"""Tests of syncer.trackers.issue_folder: what is in a folder, what changed in it, and which number is free."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest
from fakes.small_disk import open_folder, unprivileged
from hypothesis import given
from hypothesis import strategies as st

from syncer.trackers.issue_folder import COUNTER, Contents, Cursor, IssueFolder, _touched, number_of

names = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=20)
signatures = st.dictionaries(names, st.text("0123456789abcdef.", min_size=1, max_size=30), max_size=12)


def put(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).write_text("---\nstate: todo\n---\n")


def scanned(folder: IssueFolder) -> Contents:
    with folder.opened() as handle:
        return folder.scan(handle)


def taken(folder: IssueFolder) -> int:
    with folder.opened() as handle, folder.free_number(handle) as number:
        put(folder.path, f"AI-{number}-x.md")
        folder.added(f"AI-{number}", f"AI-{number}-x.md")
    return number


def test_issue_files_are_told_by_their_names(tmp_path: Path) -> None:
    put(
        tmp_path,
        "AI-1-a.md",
        "AI-2.md",
        "AI-30 copy.md",
        "AI-4_b.MD",
        "AI-0-x.md",
        "AI-05-x.md",
        "AI-6x.md",
        "README.md",
    )
    put(tmp_path, "ai-7-x.md", "AI-8-x.txt", "XAI-9-x.md", ".AI-9-x.md", "AI-1234567890123456789.md")
    (tmp_path / "AI-10-folder.md").mkdir()
    (tmp_path / "AI-11-link.md").symlink_to("AI-1-a.md")
    (tmp_path / ".syncer-0123456789abcdef.tmp").touch()
    contents = scanned(IssueFolder(tmp_path, "AI"))
    assert contents.by_key == {"AI-1": ["AI-1-a.md"], "AI-2": ["AI-2.md"], "AI-30": ["AI-30 copy.md"]}
    assert sorted(contents.links) == ["AI-10-folder.md", "AI-11-link.md"]
    assert contents.leftovers == [".syncer-0123456789abcdef.tmp"]
    assert contents.highest == 30
    assert contents.youngest > 0


def test_a_file_deleted_while_the_folder_is_read_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "AI-1-x.md")
    contents = Contents()
    with os.scandir(tmp_path) as entries:
        entry = next(entries)
        (tmp_path / "AI-1-x.md").unlink()
        IssueFolder(tmp_path, "AI")._note(entry, contents)
    assert contents == Contents()


def test_of_two_files_with_one_key_the_shorter_name_comes_first(tmp_path: Path) -> None:
    put(tmp_path, "AI-1-b copy.md", "AI-1-b.md", "AI-1-a.md")
    assert scanned(IssueFolder(tmp_path, "AI")).by_key == {"AI-1": ["AI-1-a.md", "AI-1-b.md", "AI-1-b copy.md"]}


@pytest.mark.parametrize(
    ("text", "expected"), [("AI-1", True), ("AI-1-x", False), ("AI-0", False), ("", False), ("AI-1\n", False)]
)
def test_a_key_is_prefix_and_number(text: str, expected: bool) -> None:
    assert IssueFolder(Path("x"), "AI").is_key(text) is expected


def test_a_prefix_is_taken_literally() -> None:
    folder = IssueFolder(Path("x"), "A.I")
    assert (folder.key_of("A.I-3-x.md"), folder.key_of("AxI-3-x.md")) == ("A.I-3", None)
    assert number_of("A.I-3") == 3


def test_numbers_follow_what_is_there_and_leave_nothing_beside_it(tmp_path: Path) -> None:
    put(tmp_path, "AI-41-x.md")
    folder = IssueFolder(tmp_path, "AI")
    scanned(folder)
    assert [taken(folder), taken(folder)] == [42, 43]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["AI-41-x.md", "AI-42-x.md", "AI-43-x.md"]


def test_two_writers_never_share_a_number(tmp_path: Path) -> None:
    """F26: the number is taken under a lock, and what the other made is seen."""
    one, other = IssueFolder(tmp_path, "AI"), IssueFolder(tmp_path, "AI")
    scanned(one)
    scanned(other)
    assert [taken(folder) for folder in (one, other, other, one, other)] == [1, 2, 3, 4, 5]


def test_another_writer_shows_even_within_one_tick_of_the_clock(tmp_path: Path) -> None:
    with IssueFolder(tmp_path, "AI").opened() as handle:
        before = os.fstat(handle).st_mtime_ns
        assert _touched(handle, before) == before + 1
        assert _touched(handle, before) == before + 1
        assert _touched(handle, before + 5) == before + 6


def test_the_tick_has_to_do_in_a_folder_of_somebody_else() -> None:
    with open_folder() as path:
        path.chmod(0o777)
        os.chown(path, os.geteuid(), -1)
        with unprivileged(), IssueFolder(path, "AI").opened() as handle:
            before = os.fstat(handle).st_mtime_ns
            assert _touched(handle, before) in (before, before + 1)


def test_a_file_that_a_person_adds_meanwhile_counts(tmp_path: Path) -> None:
    folder = IssueFolder(tmp_path, "AI")
    scanned(folder)
    assert taken(folder) == 1
    put(tmp_path, "AI-7-by-hand.md")
    os.utime(tmp_path, ns=(1, 1))
    assert taken(folder) == 8


def fails(folder: IssueFolder) -> None:
    with folder.opened() as handle, folder.free_number(handle):
        raise OSError("full")


def test_a_number_whose_create_failed_is_free_again(tmp_path: Path) -> None:
    folder = IssueFolder(tmp_path, "AI")
    with pytest.raises(OSError, match="full"):
        fails(folder)
    assert taken(folder) == 1


def reserve(path: Path, *keys: str) -> IssueFolder:
    folder = IssueFolder(path, "AI")
    with folder.opened() as handle:
        folder.scan(handle)
        folder.hear_of(keys)
        folder.reserve(handle)
    return folder


def test_a_number_that_only_documents_know_is_kept_by_a_file(tmp_path: Path) -> None:
    put(tmp_path, "AI-2-x.md")
    assert taken(reserve(tmp_path, "AI-5", "PAY-9", "AI-x")) == 6
    (tmp_path / "AI-6-x.md").unlink()
    assert (tmp_path / COUNTER).read_bytes() == b"6\n"
    assert taken(IssueFolder(tmp_path, "AI")) == 6
    assert taken(reserve(tmp_path, "AI-5", "AI-6")) == 7
    assert (tmp_path / COUNTER).read_bytes() == b"6\n"
    assert reserve(tmp_path, "AI-12").contents.reserved == 12
    assert (tmp_path / COUNTER).read_bytes() == b"13\n"


def test_nothing_is_kept_where_files_have_the_numbers(tmp_path: Path) -> None:
    put(tmp_path, "AI-5-x.md")
    reserve(tmp_path, "AI-5", "AI-2")
    assert not (tmp_path / COUNTER).exists()


def test_a_number_beyond_belief_is_a_mistake_of_writing(tmp_path: Path) -> None:
    assert taken(reserve(tmp_path, "AI-999999999999999999")) == 1


@pytest.mark.parametrize("written", [b"", b"nonsense\n", b"-5", b"9" * 40, b"\xff\xfe", "٣".encode()])
def test_a_damaged_counter_counts_for_nothing(tmp_path: Path, written: bytes) -> None:
    put(tmp_path, "AI-2-x.md")
    (tmp_path / COUNTER).write_bytes(written)
    assert taken(reserve(tmp_path, "AI-4")) == 5
    assert (tmp_path / COUNTER).read_bytes() == b"5\n"


def test_a_counter_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """F53: nothing outside the folder is read or written."""
    outside = tmp_path / "precious"
    outside.write_text("77")
    inside = tmp_path / "issues"
    inside.mkdir()
    (inside / COUNTER).symlink_to(outside)
    assert scanned(IssueFolder(inside, "AI")).reserved == 0
    with pytest.raises(OSError, match="symbolic links"):
        reserve(inside, "AI-3")
    assert outside.read_text() == "77"


@pytest.mark.parametrize(("number", "goes_on"), [(errno.EBADF, True), (errno.ENOLCK, True), (errno.EIO, False)])
def test_a_folder_that_cannot_be_locked_is_told_from_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, goes_on: bool
) -> None:
    def refuses(*_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuses)
    if goes_on:
        assert taken(IssueFolder(tmp_path, "AI")) == 1
    else:
        with pytest.raises(OSError, match="Input/output"):
            taken(IssueFolder(tmp_path, "AI"))


@given(signatures)
def test_a_cursor_comes_back_from_its_text(files: dict[str, str]) -> None:
    cursor = Cursor.of(Contents(signatures=files))
    assert Cursor.parse(str(cursor)) == cursor
    assert Cursor.of(Contents(signatures=dict(reversed(files.items())))) == cursor
    assert len(str(cursor)) == 2_048
    assert cursor.is_empty == (not files)


@given(signatures, names, st.text("0123456789abcdef.", min_size=31, max_size=40))
def test_a_file_that_is_new_or_changed_differs(files: dict[str, str], name: str, signature: str) -> None:
    before = Cursor.of(Contents(signatures=files))
    after = Cursor.of(Contents(signatures={**files, name: signature}))
    assert before.may_differ(name, after)
    assert not any(before.may_differ(name, before) for name in files)


@given(signatures)
def test_a_file_left_out_of_a_cursor_differs_until_mended(files: dict[str, str]) -> None:
    now = Cursor.of(Contents(signatures=files))
    without = now.without(files)
    assert all(without.may_differ(name, now) for name in files)
    assert now.without([]) == now


@pytest.mark.parametrize("text", ["", "-", "12", "AAAA", "é", "A" * 2_047 + "!"])
def test_what_is_no_cursor_of_ours_is_none(text: str) -> None:
    assert Cursor.parse(text) is None
