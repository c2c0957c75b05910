"""Owns which bytes of a document we may write: turns what items should say into edits of owned text alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from syncer.core.owned_line import write_line
from syncer.core.owned_table import write_table
from syncer.core.wish import Outcome, Wish
from syncer.model import CellEdit, Document, Edit, Problem, TableAnchor, Written, splice

__all__ = ["Wish", "WriteBack", "write_back"]


@dataclass(frozen=True, slots=True)
class WriteBack:
    """A document after writing back.

    `data` is the new document, `written` by item id what now stands there, `edits` is for people, `changes` are the
    byte edits that make `data` of the old document, in order.
    """

    data: bytes
    written: Mapping[str, Written]
    edits: tuple[CellEdit, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Edit, ...]


def write_back(document: Document, wishes: Sequence[Wish]) -> WriteBack:
    """Write what `wishes` say into the owned text of `document`; a wish that already stands there changes no byte."""
    outcomes = tuple(_outcomes(document, wishes))
    edits = (edit for outcome in outcomes for edit in outcome.changes)
    # A stable sort: edits at one place were made in the order they are to stand.
    changes = tuple(sorted(edits, key=lambda edit: edit.span))
    written = {item: what for outcome in outcomes for item, what in outcome.written}
    return WriteBack(
        data=splice(document.data, changes),
        written={wish.item: written[wish.item] for wish in wishes},
        edits=tuple(sorted((edit for outcome in outcomes for edit in outcome.edits), key=lambda edit: edit.line)),
        problems=tuple(sorted(problem for outcome in outcomes for problem in outcome.problems)),
        changes=changes,
    )


def _outcomes(document: Document, wishes: Sequence[Wish]) -> Iterator[Outcome]:
    by_table: defaultdict[int, dict[int, Wish]] = defaultdict(dict)
    for wish in wishes:
        anchor = document.items[wish.index].anchor
        if isinstance(anchor, TableAnchor):
            by_table[anchor.table][anchor.row] = wish
        else:
            yield write_line(document, anchor, wish)
    for table, rows in by_table.items():
        yield write_table(document, document.tables[table], rows)
