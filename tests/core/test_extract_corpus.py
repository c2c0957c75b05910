"""Reading the corpus of published postmortems: how well, and the same before and after we write."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from syncer.core.extract import extract
from syncer.core.language import guess_language
from syncer.formats.markdown import parse
from syncer.model import OWN_HEADERS, ActionItem, LineAnchor, Role, RowLayout, TableAnchor, TableLayout

FAMILY = ("markdown", "quarto-markdown")
SUFFIXES = (
    " — [acme/payments#41](https://github.com/acme/payments/issues/41) · Open · due 2026-03-27",
    " — [AI-1](../action-items/AI-1-fix.md) · Done 2026-03-12",
)


@pytest.fixture(scope="module")
def scorer(reference: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", reference / "corpus" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def index(reference: Path) -> list[dict[str, Any]]:
    documents = json.loads((reference / "corpus" / "index.json").read_text("utf-8"))
    return [document for document in documents if document["format"] in FAMILY]


@pytest.fixture(scope="module")
def texts(reference: Path, index: list[dict[str, Any]]) -> list[tuple[str, bytes]]:
    return [(document["file"], (reference / "corpus" / document["file"]).read_bytes()) for document in index]


def said(item: ActionItem) -> dict[str, object]:
    return {
        "line": item.line,
        "kind": item.kind,
        "action": item.action,
        "owners": item.owners,
        "due_text": item.due_text,
        "tickets": [ticket.url or ticket.text for ticket in item.tickets],
        "status": item.status,
    }


def test_corpus_is_read_as_well_as_promised(
    scorer: ModuleType, index: list[dict[str, Any]], texts: list[tuple[str, bytes]]
) -> None:
    found = {}
    for name, data in texts:
        blocks = parse(data)
        found[name] = [said(item) for item in extract(blocks, guess_language(blocks).value).items]
    result = scorer.score(index, found, 0)
    assert result["documents"] == len(texts) > 90
    assert result["f1"] >= 0.97
    assert result["precision"] >= 0.97
    assert result["table_recall"] == 1.0
    assert result["action_accuracy"] >= 0.98
    filled = {name: result[f"{name}_filled_accuracy"] for name in ("owners", "due", "tickets", "done")}
    assert min(filled.values()) >= 0.95, filled


def essence(item: ActionItem) -> tuple[object, ...]:
    own = [ticket for ticket in item.tickets if not ticket.in_suffix and ticket.product != "local"]
    return item.action, item.owners, item.due_text, item.kind, item.section, item.around, item.priority, item.type, own


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_suffixes_change_nothing_of_what_is_read(texts: list[tuple[str, bytes]], suffix: str) -> None:
    for name, data in texts:
        before, written = extract(parse(data)).items, data
        for at in sorted(places(before), reverse=True):
            written = written[:at] + suffix.encode() + written[at:]
        after = extract(parse(written)).items
        assert [essence(item) for item in after] == [essence(item) for item in before], name
        assert len([item for item in after if is_ours(item, written, suffix)]) == len(list(places(before))), name


def places(items: tuple[ActionItem, ...]) -> Iterator[int]:
    for item in items:
        if isinstance(item.anchor, LineAnchor) and item.anchor.at is not None:
            yield item.anchor.at


def is_ours(item: ActionItem, data: bytes, suffix: str) -> bool:
    found = item.anchor.suffix if isinstance(item.anchor, LineAnchor) else None
    return found is not None and found.of(data).decode() == suffix and item.tickets[0].in_suffix


def columns(table: TableLayout) -> list[tuple[RowLayout, tuple[str, str]]]:
    """What we would write behind the last column of each line of a table: header, delimiter, rows."""
    issue = OWN_HEADERS[Role.ISSUE] if Role.ISSUE in table.roles else "Issue"
    status = OWN_HEADERS[Role.STATUS] if Role.STATUS in table.roles else "Status"
    cells = ("[AI-1](../a/AI-1.md)", "Open · due 2026-03-27")
    return [(table.header, (issue, status)), (table.delimiter, ("---", "---")), *((row, cells) for row in table.rows)]


def edit(row: RowLayout, count: int, issue: str, status: str) -> tuple[int, str]:
    """Where and what to insert so that a row gets its missing cells and two more behind the header's last column."""
    if len(row.cells) >= count:
        return row.cells[count - 1].end, f"| {issue} | {status} "
    closer = "" if row.closed else "|"
    return row.span.end, f"{closer}{'|' * (count - len(row.cells))} {issue} | {status} |"


def test_columns_of_ours_change_nothing_of_what_is_read(texts: list[tuple[str, bytes]]) -> None:
    for name, data in texts:
        before, written = extract(parse(data)), data
        edits = [edit(row, len(table.roles), *cells) for table in before.tables for row, cells in columns(table)]
        for at, inserted in sorted(edits, reverse=True):
            written = written[:at] + inserted.encode() + written[at:]
        after = extract(parse(written))
        assert [essence(item) for item in after.items] == [essence(item) for item in before.items], name
        rows = [item for item in after.items if isinstance(item.anchor, TableAnchor)]
        assert all("AI-1" in {ticket.key for ticket in item.tickets if ticket.in_column} for item in rows), name
