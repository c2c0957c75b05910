"""Writing back into every document of the corpus as it is really read: the gate lets it pass, and once is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.owned_documents import wish

from syncer.core.calendar import Calendar
from syncer.core.owned import write_back
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.rules import Rules
from syncer.core.wish import Wish
from syncer.formats.splice import check
from syncer.model import ActionItem, Document, DocumentKey, DocumentRef, RawDocument, ReadFailure, unsplice
from syncer.reading import read

RULES = Rules(PublicationRules(), Directory(), {"": Calendar()}, ())
FOREIGN = frozenset({".html", ".rst", ".mediawiki"})


def reader(name: str) -> Callable[[bytes], Document | ReadFailure]:
    ref = DocumentRef(DocumentKey("files", name), "1")
    return lambda data: read(RawDocument(ref, data, name), RULES)


def has_own_link(item: ActionItem) -> bool:
    return any(not ticket.in_suffix and (ticket.url or ticket.in_column) for ticket in item.tickets)


def write(path: Path, read_document: Callable[[bytes], Document | ReadFailure]) -> tuple[list[str], int]:
    """What is wrong with writing back into one document, and how many cells and suffixes it took."""
    before = read_document(path.read_bytes())
    assert isinstance(before, Document)
    asked = [wish(n, "Open · due 2026-03-27", issue=not has_own_link(item)) for n, item in enumerate(before.items)]
    first = write_back(before, asked)
    assert unsplice(first.data, first.changes) == before.data
    again = read_document(first.data)
    assert isinstance(again, Document)
    known = [replace(one, written=first.written[one.item]) for one in asked]
    done = [replace(one, status="Done 2026-03-12", is_done=True) for one in known]
    second, lost, third = (write_back(again, wishes) for wishes in (known, asked, done))
    refused = [
        check(before, first.data, first.changes, read_document),
        check(again, third.data, third.changes, read_document),
    ]
    wrong = [f"{problem.document}:{problem.line} {problem.message}" for problem in refused if problem is not None]
    wrong += [f"{path.name}: {edit}" for edit in (*second.edits, *lost.edits)]
    return wrong, len(first.edits)


def flipped(read_document: Callable[[bytes], Document | ReadFailure], data: bytes, asked: list[Wish]) -> int:
    """How many cells, suffixes and boxes change where one item after the other is done."""
    before = read_document(data)
    assert isinstance(before, Document)
    changes = 0
    for one in asked:
        done = [replace(other, status="Done 2026-03-12") if other is one else other for other in asked]
        changes += len(write_back(before, done).changes)
    return changes


def test_the_corpus_takes_our_text_and_reads_as_before(reference: Path) -> None:
    paths = [path for path in sorted((reference / "corpus" / "docs").iterdir()) if path.suffix not in FOREIGN]
    results = [write(path, reader(path.name)) for path in paths]
    assert [fault for wrong, _ in results for fault in wrong] == []
    assert sum(edits for _, edits in results) > 500


def test_one_flipped_state_changes_one_cell_or_suffix_of_the_corpus(reference: Path) -> None:
    paths = [path for path in sorted((reference / "corpus" / "docs").iterdir()) if path.suffix not in FOREIGN][::4]
    for path in paths:
        read_document = reader(path.name)
        before = read_document(path.read_bytes())
        assert isinstance(before, Document)
        first = write_back(before, [wish(index) for index in range(len(before.items))])
        known = [replace(wish(index), written=first.written[f"item-{index}"]) for index in range(len(before.items))]
        writable = sum(
            written.status_cell is not None or written.suffix is not None for written in first.written.values()
        )
        assert flipped(read_document, first.data, known) == writable
