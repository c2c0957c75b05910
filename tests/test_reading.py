"""From bytes to a document: every refusal by name, every fault with its line, and the good parts read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.calendar import Calendar
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.rules import Limits, Rules
from syncer.model import Document, DocumentKey, DocumentRef, Fact, RawDocument, ReadFailure
from syncer.reading import read, read_or_report

RULES = Rules(PublicationRules(), Directory(), {"": Calendar()}, ())


def raw(data: bytes, path: str = "a.md") -> RawDocument:
    ref = DocumentRef(DocumentKey("docs", path), "7")
    return RawDocument(ref, data, f"docs/{path}", "/srv/docs", "https://example.com/a")


def document(data: bytes) -> Document:
    found = read(raw(data), RULES)
    assert isinstance(found, Document)
    return found


def failure(data: bytes, rules: Rules = RULES) -> ReadFailure:
    found = read(raw(data), rules)
    assert isinstance(found, ReadFailure)
    return found


TEXT = """---
date: 2026-03-11
status: final
---
# Checkout down

## Action items

| Action | Owner | Due |
|---|---|---|
| Add connection pool alert | @alice | Next sprint |
"""


def test_a_document_is_read_whole() -> None:
    found = document(TEXT.encode())
    assert (found.name, found.title, found.url, found.folder) == (
        "docs/a.md",
        "Checkout down",
        "https://example.com/a",
        "/srv/docs",
    )
    assert (found.published, found.published_origin) == (date(2026, 3, 11), "front matter, line 2 (date)")
    assert (found.is_published, found.publication) == (True, Fact("published", "status 'final' (front matter, line 3)"))
    assert [(item.line, item.action, item.owners) for item in found.items] == [
        (11, "Add connection pool alert", ("@alice",))
    ]
    assert found.data == TEXT.encode()
    assert found.problems == ()


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
def test_places_count_from_the_beginning_of_the_file(prefix: bytes) -> None:
    data = prefix + TEXT.replace("\n", "\r\n").encode()
    (item,) = document(data).items
    assert item.line == 11
    assert item.span.of(data).startswith(b"| Add connection pool alert")


def test_broken_front_matter_is_a_problem_and_the_text_is_read() -> None:
    found = document(TEXT.replace("status: final", "status: [").encode())
    (problem,) = [problem for problem in found.problems if problem.code == "front-matter"]
    assert (problem.document, problem.line) == ("docs/a.md", 4)
    assert "not valid YAML" in problem.message
    assert len(found.items) == 1
    assert found.published is None


def test_problems_of_rows_carry_the_documents_name() -> None:
    found = document(TEXT.replace("Next sprint |\n", "Next sprint |\n|  | @bob | Friday |\n").encode())
    assert {problem.document for problem in found.problems} <= {"docs/a.md"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# T\n\n\xff\n", "line 3 holds the byte 0xff"),
        (b"---\na: \xff\n---\n", "line 2 holds the byte 0xff"),
        (b"# T\n\x00\n", "line 2 holds a NUL byte"),
        ("# T\n".encode("utf-16"), "it is UTF-16"),
        (b"> " * 3_000 + b"x", "nest"),
        (b"".join(b"  " * depth + b"- x\n" for depth in range(1_000)), "nest"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(data: bytes, reason: str) -> None:
    found = failure(data)
    assert found.ref == raw(data).ref
    assert reason in found.reason
    assert found.advice


def test_a_document_over_the_limit_is_refused_by_its_size() -> None:
    rules = Rules(PublicationRules(), Directory(), {"": Calendar()}, (), limits=Limits(max_document_bytes=10))
    assert failure(b"x" * 11, rules).reason == "it is 11 bytes long; at most 10 are read"
    assert isinstance(read(raw(b"x" * 10), rules), Document)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(read(raw(data), RULES), Document | ReadFailure)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read(raw(text.replace("\0", "").encode()), RULES), Document)


def test_the_corpus_is_read_with_its_dates(reference: Path) -> None:
    """Where a document was first committed is a hint only: what it says itself is never later by much."""
    corpus = reference / "corpus"
    entries = json.loads((corpus / "index.json").read_text(encoding="utf-8"))
    dated = {}
    for entry in (entry for entry in entries if "markdown" in entry["format"]):
        found = read(raw((corpus / entry["file"]).read_bytes(), entry["path"]), RULES)
        assert isinstance(found, Document), entry["path"]
        assert [problem for problem in found.problems if problem.code in {"front-matter", "published-date"}] == []
        dated[entry["path"]] = (found.published, date.fromisoformat(entry["published"]))
    known = [(day, first) for day, first in dated.values() if day]
    assert len(known) >= 68
    assert sum(day <= first for day, first in known) >= len(known) - 1


CONFLICT = "# Outage\n\n## Action items\n\n<<<<<<< HEAD\n- Fix it\n=======\n- Mend it\n>>>>>>> other\n"


def test_an_unresolved_merge_conflict_is_refused_by_its_line() -> None:
    answer = read(raw(CONFLICT.encode()), RULES)

    assert isinstance(answer, ReadFailure)
    assert answer.reason.startswith("line 5 begins a merge conflict")


@pytest.mark.parametrize(
    "text",
    [
        CONFLICT.replace("<<<<<<< HEAD", "```\n<<<<<<< HEAD").replace(">>>>>>> other", ">>>>>>> other\n```"),
        CONFLICT.replace(">>>>>>> other\n", ""),
        "Title\n=======\n\n<<<<<<< shown in a talk\n",
    ],
)
def test_what_only_looks_like_a_merge_conflict_is_read(text: str) -> None:
    assert isinstance(read(raw(text.encode()), RULES), Document)


class Explosive(bytes):
    """Bytes that fail in a way nobody foresaw."""

    def startswith(self, *_: object) -> bool:
        raise ArithmeticError("boom")


def test_a_fault_of_ours_costs_only_the_document_it_meets() -> None:
    with pytest.raises(ArithmeticError):
        read(raw(Explosive(b"x")), RULES)
    found = read_or_report(raw(Explosive(b"x")), RULES)
    assert isinstance(found, ReadFailure)
    assert found.is_unforeseen
    assert (found.name, found.reason) == ("docs/a.md", "reading it met something unforeseen (ArithmeticError: boom)")
    assert isinstance(read_or_report(raw(b"# x"), RULES), Document)
