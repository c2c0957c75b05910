"""Issue files that people edit into rubbish: each is named with its line, its row stays, and mending it is enough."""

from __future__ import annotations

import os
from collections.abc import Callable

from .outside import Outside, summary

Hand = Callable[[bytes], bytes]


def without_marker(data: bytes) -> bytes:
    """An issue file without the marker that ends it."""
    return b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"<!-- syncer: "))


def table(rows: int) -> str:
    """A postmortem with so many rows."""
    head = "# Many\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n"
    return head + "".join(f"| Fix thing {number} | @bob | 2026-04-01 |\n" for number in range(rows))


# What somebody does to a file, and what is said of it.
RUBBISH: list[tuple[str, Hand, str]] = [
    ("prose", lambda _: b"hello\n", "line 1: the file has to start with a line of three dashes, `---`"),
    ("emptied", lambda _: b"", "line 1: the file has to start with a line of three dashes, `---`"),
    (
        "open",
        lambda data: data.replace(b"\n---\n", b"\n", 1),
        "line 14: `<!-- syncer-begin -->` is no `key: value` line",
    ),
    (
        "state",
        lambda data: data.replace(b"state: todo", b"state: frobbed"),
        "line 4: `state: frobbed` is none of todo, in_progress, done, wont_do; write one of these",
    ),
    (
        "due",
        lambda data: data.replace(b"due: 2026-04-01", b"due: 2026-02-30"),
        "line 6: `due: 2026-02-30` is no date; write it as YYYY-MM-DD or leave it empty",
    ),
    (
        "closed",
        lambda data: data.replace(b"closed:", b"closed: yesterday"),
        "line 12: `closed: yesterday` is no date; write it as YYYY-MM-DD or leave it empty",
    ),
    ("latin", lambda data: data + b"caf\xe9\n", "line 25: this is not UTF-8; save the file as UTF-8"),
    ("large", lambda data: data + b"x" * 5_000_000, "is longer than 5000000 bytes; move what does not belong there"),
]


def test_rubbish_is_named_its_row_stays_and_mending_it_is_enough(outside: Outside) -> None:
    (outside.docs / "many.md").write_text(table(len(RUBBISH)))
    outside.sync()
    before = {number: outside.issue(number).read_bytes() for number in range(3, 3 + len(RUBBISH))}
    document = (outside.docs / "many.md").read_bytes()
    for number, (_, edit, _) in enumerate(RUBBISH, start=3):
        outside.issue(number).write_bytes(edit(before[number]))
    done = outside.sync()
    assert done.code == 0
    assert summary(done)[:4] == ["0 created", "0 updated", "0 closed", "0 written back"]
    for number, (_, _, said) in enumerate(RUBBISH, start=3):
        place = f"issues/{outside.issue(number).name}"
        row, file = (line for line in done.out.splitlines() if place in line)
        assert f"docs/many.md:{number + 4}: its issue AI-{number} cannot be read: {place}" in row
        assert row.endswith("; the row is left as it is until it can be read again")
        assert said in row
        assert said in file
    assert (outside.docs / "many.md").read_bytes() == document
    assert outside.sync("sync", "--fail-on", "problem").code == 1

    for number, data in before.items():
        outside.issue(number).write_bytes(data)
    done = outside.sync()
    assert (done.code, summary(done)[-1].split(";")[0]) == (0, "0 problems")
    assert outside.sync("verify").code == 0
    assert (outside.docs / "many.md").read_bytes() == document


READABLE: list[Hand] = [
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data + b"\nA note of mine: \x00 and more.\n",
    without_marker,
    lambda data: data.replace(b"state: todo", b"State : 'TODO'  # not yet"),
    lambda data: data.replace(b"key: AI-7\n", b""),
]


def test_what_can_be_read_is_read(outside: Outside) -> None:
    """F41: Windows, byte order mark, NUL, no marker, other YAML, no key; a file keeps its bytes."""
    (outside.docs / "many.md").write_text(table(len(READABLE)))
    outside.sync()
    edited = {}
    for number, edit in enumerate(READABLE, start=3):
        edited[number] = edit(outside.issue(number).read_bytes())
        outside.issue(number).write_bytes(edited[number])
    done = outside.sync()
    assert (done.code, summary(done)[0], summary(done)[-1].split(";")[0]) == (0, "0 created", "0 problems")
    assert {number: outside.issue(number).read_bytes() for number in edited} == edited
    for number, data in edited.items():
        outside.issue(number).write_bytes(data.replace(b"due: 2026-04-01", b"due: 2026-05-01"))
    outside.sync()
    assert (outside.docs / "many.md").read_text().count(" | Open · due 2026-05-01 (was 2026-04-01) |") == len(READABLE)


def test_files_that_are_gone_renamed_copied_or_no_files_are_told_apart(outside: Outside) -> None:
    """F16, F17, F21, F53."""
    (outside.docs / "many.md").write_text(table(5))
    outside.sync()
    outside.issue(1).unlink()
    outside.issue(3).rename(outside.issues / "AI-3-as-i-call-it.md")
    os.mkfifo(outside.issues / "pipe")
    outside.issue(4).unlink()
    (outside.issues / "AI-4.md").symlink_to(outside.folder / "elsewhere.md")
    copy = outside.issue(5).read_bytes().replace(b"key: AI-5", b"key: AI-9")
    (outside.issues / "AI-9-copy.md").write_bytes(copy)
    outside.issue(6).rename(outside.issues / "note.md")
    (outside.issues / "AI-7-fix-thing-4 (copy).md").write_bytes(outside.issue(7).read_bytes())
    done = outside.sync()
    assert done.code == 0
    gone = "its issue AI-1 cannot be read: issues holds no file of AI-1 any more; restore the issue or correct the link"
    assert gone in done.out
    assert "its issue AI-4 cannot be read: AI-4.md is no regular file; " in done.out
    assert "AI-9 is marked as the issue of a row that already has AI-5; close or delete AI-9" in done.out
    assert "issues/AI-7-fix-thing-4 (copy).md: AI-7 is AI-7-fix-thing-4.md already; give this file a number" in done.out
    rows = (outside.docs / "many.md").read_text().splitlines()[6:]
    assert "| Deleted |" in outside.good.decode()
    assert "](../issues/AI-3-as-i-call-it.md) | Open" in rows[0]
    assert "| Open · due 2026-04-01 |" in rows[1], "what is out of sight is not deleted"
    assert "| Deleted |" in rows[3]
    assert outside.keys() == [2, 3, 4, 5, 7, 7, 9], "nothing was made in place of what is gone"


def test_a_folder_that_is_gone_deletes_nothing(outside: Outside) -> None:
    """F16."""
    outside.sync()
    before = outside.good
    outside.issues.rename(outside.folder / "elsewhere")
    done = outside.sync()
    assert done.code == 1
    assert (
        "issues: the folder of the issues is missing, though documents link to issues in it; bring it back" in done.out
    )
    assert outside.good == before
    assert not outside.issues.exists()
    (outside.folder / "elsewhere").rename(outside.issues)
    assert outside.sync("verify").code == 0


def test_a_file_in_place_of_the_folder_is_named(outside: Outside) -> None:
    outside.issues.write_text("not a folder\n")
    done = outside.sync()
    assert done.code == 1
    assert "issues: a file stands where a folder is expected; move it or correct the path" in done.out
    assert outside.issues.read_text() == "not a folder\n"
