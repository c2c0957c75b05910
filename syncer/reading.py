"""Owns the way from a document's bytes to a `Document`: refuse, take apart, gather what it says, extract its items."""

from __future__ import annotations

from dataclasses import replace

from syncer.core.extract import extract
from syncer.core.facts import read_facts
from syncer.core.metadata import Pair
from syncer.core.rules import Rules
from syncer.errors import Unreadable
from syncer.formats.front_matter import FrontMatter, split
from syncer.formats.markdown import parse
from syncer.model import Document, Problem, RawDocument, ReadFailure

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>")
_FENCES = (b"```", b"~~~")


def read(raw: RawDocument, rules: Rules) -> Document | ReadFailure:
    """The document in `raw`, or why it cannot be read and what to do; never raises for any bytes.

    Refused are documents over `rules.limits.max_document_bytes`, not in strict UTF-8, with NUL bytes, or nested
    beyond reason. Problems carry the document's name and 1-based lines.
    """
    size, most = len(raw.data), rules.limits.max_document_bytes
    if size > most:
        reason = f"it is {size} bytes long; at most {most} are read"
        return ReadFailure(raw.ref, reason, "Split it, exclude it, or raise limits.max_document_bytes.", raw.name)
    if raw.data.startswith(_UTF_16):
        return ReadFailure(raw.ref, "it is UTF-16, not UTF-8", "Save the file as UTF-8.", raw.name)
    if (line := _merge_conflict(raw.data)) is not None:
        reason = f"line {line} begins a merge conflict that nobody resolved"
        return ReadFailure(raw.ref, reason, "Resolve it and commit the result.", raw.name)
    try:
        return _read(raw, rules)
    except Unreadable as error:
        return ReadFailure(raw.ref, str(error), error.advice, raw.name)


def read_or_report(raw: RawDocument, rules: Rules) -> Document | ReadFailure:
    """What `read` answers; where the reading itself is at fault, a failure that says so: the others still go on."""
    try:
        return read(raw, rules)
    except Exception as error:  # noqa: BLE001 - one document that nobody foresaw must not stop all the others
        reason = f"reading it met something unforeseen ({type(error).__name__}: {error})"
        advice = "please report this with the file; the other documents went on"
        return ReadFailure(raw.ref, reason, advice, raw.name, is_unforeseen=True)


def _read(raw: RawDocument, rules: Rules) -> Document:
    front_matter = split(raw.data)
    blocks = parse(raw.data, front_matter.start)
    facts = read_facts(raw, _pairs(front_matter), blocks, rules)
    found = extract(blocks, facts.value("language"))
    rows = (replace(problem, document=raw.name) for problem in found.problems)
    return Document(
        ref=raw.ref,
        name=raw.name,
        title=facts.value("title"),
        published=facts.published.day,
        published_origin=facts.published.origin,
        is_published=facts.is_published,
        publication=facts.publication,
        facts=facts.facts,
        items=found.items,
        tables=found.tables,
        passed_over=found.passed_over,
        problems=(*_front_matter_problems(raw, front_matter), *facts.problems, *rows),
        url=raw.url,
        folder=raw.folder,
        data=raw.data,
    )


def _merge_conflict(data: bytes) -> int | None:
    """The 1-based line of a conflict's first mark, where all three marks follow one another outside of code."""
    if b"<<<<<<< " not in data:
        return None
    begun, expected, is_code = 0, 0, False
    for number, line in enumerate(data.splitlines(), 1):
        if line.lstrip().startswith(_FENCES):
            is_code = not is_code
        elif not is_code and line[:7] == _CONFLICT[expected] and line[7:8] in (b"", b" "):
            begun, expected = (number if expected == 0 else begun), expected + 1
            if expected == len(_CONFLICT):
                return begun
    return None


def _pairs(front_matter: FrontMatter) -> tuple[Pair, ...]:
    return tuple(
        Pair(field.key, field.value, field.line, f"front matter, line {field.line}", is_front_matter=True)
        for field in front_matter.fields
    )


def _front_matter_problems(raw: RawDocument, front_matter: FrontMatter) -> tuple[Problem, ...]:
    fault = front_matter.fault
    if fault is None:
        return ()
    message = f"the front matter says nothing: {fault.message}"
    return (Problem("front-matter", raw.name, fault.line, message, "Correct it; the text below it was read."),)
