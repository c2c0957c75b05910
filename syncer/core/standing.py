"""Owns the look at a document for texts of ours that a killed run may or may not have written."""

from __future__ import annotations

from syncer.model import Document, LineAnchor, TableAnchor, Written


def standing(document: Document, index: int, intended: Written) -> Written:
    """The parts of `intended` that now stand in the row or item at `index`; `None` and false where they do not."""
    anchor = document.items[index].anchor
    if isinstance(anchor, TableAnchor):
        return _in_table(document, anchor, intended)
    return _in_line(document, anchor, intended)


def _in_table(document: Document, anchor: TableAnchor, intended: Written) -> Written:
    row = document.tables[anchor.table].rows[anchor.row]
    texts = {cell.of(document.data).decode().strip() for cell in row.cells}
    return Written(
        issue_cell=intended.issue_cell if intended.issue_cell in texts else None,
        status_cell=intended.status_cell if intended.status_cell in texts else None,
    )


def _in_line(document: Document, anchor: LineAnchor, intended: Written) -> Written:
    suffix = anchor.suffix.of(document.data).decode() if anchor.suffix else ""
    stands = intended.suffix is not None and suffix.startswith(intended.suffix)
    ticked = anchor.box is not None and anchor.box.of(document.data)[1:2] in (b"x", b"X")
    return Written(suffix=intended.suffix if stands else None, box=ticked and intended.box)
