"""Documents that cannot be read: each is named with a remedy and left alone, and its good neighbours are synced."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

from .outside import NAME, Ended, Outside, summary

LIST = "# {0}\n\n## Action items\n\n- [ ] Fix {0} @bob\n"
TOO_LONG = "it is longer than 5000000 bytes; no more are read; split it, exclude it, or raise limits.max_document_bytes"
NOT_TEXT = "this is no text file; exclude it from the source, or save it as UTF-8 text"
TOO_MUCH = "it consists of more than 1000000 pieces of markup; exclude the file from the source, or split it"
TOO_DEEP = (
    "is nested more than 100 levels deep in lists and quotes; exclude the file from the source, or flatten its lists"
)
SECTION = "# T\n\n## Action items\n\n"
TABLE = SECTION + "| Action | Owner | Due |\n|---|---|---|\n| Fix "


def told(done: Ended, name: str) -> str:
    """What a run says of a document, alone or with others alike."""
    (line,) = [line for line in done.out.splitlines() if f"docs/{name}" in line]
    return line


def check(outside: Outside, documents: dict[str, tuple[bytes | str, str]]) -> None:
    """Each of the documents is refused as said, twice, and stays as it is; the good one is synced once."""
    outside.put({name: data for name, (data, _) in documents.items()})
    before = {name: (outside.docs / name).read_bytes() for name in documents}
    for counts in ("2 created", "0 created"):
        done = outside.sync()
        assert done.code == 0
        assert summary(done)[0] == counts
        for name, (_, said) in documents.items():
            assert said in told(done, name)
            assert told(done, name).startswith("! problem")
    assert {name: (outside.docs / name).read_bytes() for name in documents} == before
    assert b"[AI-2](../issues/AI-2-fix-connection-leak-in-new-query.md)" in outside.good


def test_what_is_no_utf_8_text_is_refused(outside: Outside) -> None:
    """F42."""
    documents: dict[str, tuple[bytes | str, str]] = {
        "binary.md": (bytes(range(256)) * 20, f"line 1 holds a NUL byte: {NOT_TEXT}"),
        "nul.md": (b"# a\n\0b", f"line 2 holds a NUL byte: {NOT_TEXT}"),
        "utf-16.md": ("# x\n".encode("utf-16"), "it is UTF-16, not UTF-8; save the file as UTF-8"),
        "utf-16-bare.md": ("# x\n".encode("utf-16-le"), f"line 1 holds a NUL byte: {NOT_TEXT}"),
        "latin-1.md": (b"# a\n\ncaf\xe9\n", "line 3 holds the byte 0xe9, which is not UTF-8; save the file as UTF-8"),
        "half.md": (b"# \xed\xa0\x80\n", "line 1 holds the byte 0xed, which is not UTF-8; save the file as UTF-8"),
    }
    check(outside, documents)
    assert outside.run("explain", "docs").out.count("! not read: ") == len(documents)


def test_what_is_too_large_or_too_deep_is_refused(outside: Outside) -> None:
    """F43."""
    documents: dict[str, tuple[bytes | str, str]] = {
        "50-megabytes.md": (b"x\n" * 25_000_000, TOO_LONG),
        "line-of-10-megabytes.md": (SECTION.encode() + b"- Fix " + b"a" * 10_000_000, TOO_LONG),
        "quotes.md": (">" * 3_000 + " x\n", TOO_DEEP),
        "lists.md": ("".join(f"{'  ' * depth}- x\n" for depth in range(2_000)), TOO_DEEP),
        "emphasis.md": ("*a *a " * 800_000, TOO_MUCH),
        "lines.md": ("a\n" * 2_000_000, TOO_MUCH),
        "pipes.md": (TABLE + "|" * 4_000_000, "the table row on line 7 has 4000001 pipes; at most 10000 are read; "),
        "columns.md": (TABLE + "x | " * 10_001, "the table row on line 7 has 10002 pipes; at most 10000 are read; "),
        "ticks.md": (SECTION + "- Fix " + "`" * 4_000_000, "the action item is 4000004 bytes long, at most 16000 are"),
    }
    check(outside, documents)


def test_what_only_looks_dangerous_is_read_as_having_no_items(outside: Outside) -> None:
    """F43."""
    harmless = (b"[" * 3_000, b"<" * 100_000, b"a*" * 50_000, b"", b"\n \n\t\n", b"\xef\xbb\xbf", b"\r" * 100_000)
    odd = {f"odd-{number}.md": data for number, data in enumerate(harmless)}
    outside.put(odd)
    done = outside.sync()
    assert done.code == 0
    assert (summary(done)[0], summary(done)[-1]) == ("2 created", "0 problems")
    assert {name: (outside.docs / name).read_bytes() for name in odd} == odd


def test_a_table_of_20_000_rows_meets_the_guard_and_not_the_clock(outside: Outside) -> None:
    """F43, F61."""
    rows = "".join(f"thing {number} | @bob | 2026-04-01 |\n| Fix " for number in range(20_000))
    outside.put({"rows.md": TABLE + rows + "the last | @bob | 2026-04-01 |\n"})
    done = outside.sync()
    assert (done.code, done.out) == (3, "")
    assert "20003 issues would be created, the limit is 50" in done.err
    assert done.err.rstrip().endswith(" --max-creates 20003")
    assert not outside.issues.exists()


def test_odd_names_are_names(outside: Outside) -> None:
    """F53, F55: they are shown, linked and written to like any other, and nothing of them acts."""
    names = [
        "-rf",
        "--help",
        "a\nb",
        "q\"'$(id)`id`",
        "\x1b[31mred",
        "ünï 漢字 😀",
        "%s{0}",
        "#x?y",
        "(a) [b] <c>",
        "\u202egnp",
    ]
    outside.put({f"{name}.md": LIST.format(f"it{number}") for number, name in enumerate(names)})
    done = outside.sync()
    assert done.code == 0
    assert summary(done)[0] == f"{2 + len(names)} created"
    for number, name in enumerate(names):
        text = (outside.docs / f"{name}.md").read_text()
        assert text.startswith(LIST.format(f"it{number}").rstrip("\n") + " — [AI-")
        link = text.rpartition("](")[2].partition(")")[0]
        assert (outside.docs / link).read_text().count(f"title: Fix it{number}\n") == 1
    assert outside.sync("verify").code == 0
    paths = [json.loads(line)["path"] for line in outside.run("explain", "docs", "--format", "json").out.splitlines()]
    assert sorted(paths) == sorted([f"docs/{NAME}", *(f"docs/{name}.md" for name in names)])


def test_what_is_no_file_is_named_and_not_opened(outside: Outside) -> None:
    """F38, F53: no pipe is waited for, no device read, no link followed, whether it leads out, in or round."""
    secret = outside.folder / "secret.md"
    secret.write_text(LIST.format("secret"))
    links = {"out.md": str(secret), "in.md": NAME, "loop.md": "loop.md", "gone.md": "nowhere.md", "up": ".."}
    for name, target in links.items():
        (outside.docs / name).symlink_to(target)
    os.mkfifo(outside.docs / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(outside.docs)  # the name of a socket may have a hundred bytes only
        listening.bind("socket.md")
        os.chdir(here)
    (outside.docs / "folder.md").mkdir()
    (outside.docs / os.fsdecode(b"caf\xe9.md")).write_bytes(b"# x\n")
    (outside.docs / "page.html").write_text("<h1>x</h1>")
    done = outside.sync()
    assert done.code == 0
    assert summary(done)[0] == "2 created"
    for name in links:
        assert "is a symbolic link, which is not followed; documents are read where they lie" in told(done, name)
    for name in ("pipe.md", "socket.md"):
        assert "is no regular file, which is not opened; put the document itself there" in told(done, name)
    assert "its name is not UTF-8; rename it" in told(done, r"caf\xe9.md")
    assert "an HTML page, which is not read; only Markdown is" in told(done, "page.html")
    assert secret.read_text() == LIST.format("secret")


def test_broken_front_matter_costs_only_what_it_says(outside: Outside) -> None:
    """F44: and no tag in it makes an object, nor an alias a bomb."""
    tag = "---\ntitle: !!python/object/apply:os.system ['touch owned']\n---\n"
    bomb = "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    outside.put(
        {
            "broken.md": "---\ntitle: [\n---\n" + LIST.format("broken"),
            "tag.md": tag + LIST.format("tag"),
            "bomb.md": bomb + "---\n" + LIST.format("bomb"),
        }
    )
    done = outside.sync()
    assert done.code == 0
    assert summary(done)[0] == "5 created"
    assert "docs/broken.md:3: the front matter says nothing: it is not valid YAML: " in done.out
    assert "; correct it; the text below it was read" in done.out
    assert not (outside.folder / "owned").exists()
