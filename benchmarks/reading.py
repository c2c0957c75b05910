"""Owns the budget of reading: from bytes to resolved action items, over a corpus of real postmortems."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt

from benchmarks.measuring import Verdict, interleave, timed
from syncer.core.calendar import Calendar, Sprint
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.resolve import resolve
from syncer.core.rules import Rules
from syncer.model import Document, DocumentKey, DocumentRef, RawDocument
from syncer.reading import read

ROUNDS = 11
SPRINTS_START = date(2026, 3, 2)


def corpus() -> list[RawDocument]:
    """The Markdown documents below SYNCER_REFERENCE/corpus, in memory; exits where there is no such folder."""
    folder = Path(os.environ.get("SYNCER_REFERENCE", "")) / "corpus"
    if not (folder / "index.json").is_file():
        sys.exit("set SYNCER_REFERENCE to the folder that holds corpus/index.json")
    named = [entry for entry in json.loads((folder / "index.json").read_text()) if "markdown" in entry["format"]]
    return [raw_document(folder, entry["file"], entry["published"]) for entry in named]


def raw_document(folder: Path, name: str, published: str) -> RawDocument:
    """One document as a source delivers it."""
    ref = DocumentRef(DocumentKey("corpus", name), "1")
    return RawDocument(ref, (folder / name).read_bytes(), name, published=date.fromisoformat(published))


def read_all(documents: Sequence[RawDocument], rules: Rules) -> int:
    """Read and resolve `documents`; answers the number of action items."""
    found = [read(document, rules) for document in documents]
    return sum(len(resolve(document, rules)) for document in found if isinstance(document, Document))


def measure() -> list[Verdict]:
    """Everything we do with a document's bytes against the bare parse of another parser."""
    documents = corpus()
    calendar = Calendar(sprint=Sprint(SPRINTS_START, weeks=2))
    rules = Rules(PublicationRules(), Directory(), {"": calendar}, ())
    texts = [document.data.decode("utf-8", "replace") for document in documents]
    bare = MarkdownIt("commonmark").enable("table")
    items = read_all(documents, rules)
    ours, theirs = interleave(
        ROUNDS,
        lambda: timed(lambda: read_all(documents, rules)) * 1000,
        lambda: timed(lambda: [bare.parse(text) for text in texts]) * 1000,
    )
    note = f"{items} action items of {len(documents)} documents, {sum(map(len, texts)) / 1e6:.2f} million characters"
    return [Verdict("reading the corpus / markdown-it-py's parse", ours, theirs, "ms", limit=1.0, note=note)]
