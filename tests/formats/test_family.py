"""The Markdown family: decided by names, and by how a file begins where its name tells nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncer.formats.family import HEAD_BYTES, by_name, reads_as_markdown


@pytest.mark.parametrize(
    "path", ["a.md", "A.MD", "x/y.markdown", "a.mdx", "a.qmd", "a.html.md.erb", "v3.5-data.md", ".hidden.md"]
)
def test_markdown_by_name(path: str) -> None:
    assert by_name(path).is_markdown is True


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("a.rst", "reStructuredText"),
        ("a.html", "HTML"),
        ("a.HTM", "HTML"),
        ("a.wiki", "wiki"),
        ("a.mediawiki", "MediaWiki"),
        ("a.txt", "plain text"),
        ("a.docx", "word processor"),
        ("a.adoc", "AsciiDoc"),
        ("a.org", "Org"),
        ("a.html.erb", "ERB"),
        ("a.pdf", "PDF"),
    ],
)
def test_documents_in_other_formats_are_named(path: str, what: str) -> None:
    verdict = by_name(path)
    assert verdict.is_markdown is False
    assert what in verdict.reason


@pytest.mark.parametrize("path", ["a.png", "a.py", ".gitignore", "Makefile", "x/LICENSE", "CODEOWNERS", "a.md.bak"])
def test_files_that_are_no_documents_are_passed_over_without_a_word(path: str) -> None:
    assert by_name(path) == (False, "")


@pytest.mark.parametrize("path", ["PM2022-009 - Bad AMI", "dir.d/postmortem", "Outage of version 1.2"])
def test_a_name_without_extension_does_not_tell(path: str) -> None:
    assert by_name(path).is_markdown is None


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\n## Summary\n",
        "\ufeff# Title\r\n\r\n- [ ] do it\r\n",
        "Title\n=====\n\ntext\n",
        "# Title\n\n| a | b |\n|---|---|\n",
        "# Title\n\nSee [this](https://example.com).\n",
        "# タイトル\n\n**太字**\n",
    ],
)
def test_text_that_reads_as_markdown(text: str) -> None:
    assert reads_as_markdown(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        b"#!/bin/sh\n# comment\n\n## more\n",
        b"# a comment\nKEY=value\n",
        b"# Title\n\n## Binary \x00\n",
        b"# Title\n\n\xff\xfe broken\n\n## x\n",
        b"# Title\n\n## Cut \xe3(",
    ],
)
def test_text_that_does_not(data: bytes) -> None:
    assert not reads_as_markdown(data)


def test_a_character_cut_in_two_by_the_end_of_the_head_is_no_reason_against() -> None:
    head = "# Title\n\n## 日本".encode()
    assert reads_as_markdown(head[:-1])


def test_long_lines_of_marks_take_no_time() -> None:
    for line in (b"[" * HEAD_BYTES, b"*" * HEAD_BYTES, b"-" * HEAD_BYTES, b"#" * HEAD_BYTES, b"[a" * (HEAD_BYTES // 2)):
        assert not reads_as_markdown(line)


def test_the_corpus_falls_where_its_labels_say(reference: Path) -> None:
    corpus = reference / "corpus"
    for entry in json.loads((corpus / "index.json").read_text(encoding="utf-8")):
        head = (corpus / entry["file"]).read_bytes()[:HEAD_BYTES]
        verdict = by_name(entry["path"])
        is_markdown = reads_as_markdown(head) if verdict.is_markdown is None else verdict.is_markdown
        assert is_markdown == ("markdown" in entry["format"]), entry["path"]
