"""Owns what a document becomes: the wishes of its items, written into its owned text and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from syncer.core.cells import wish
from syncer.core.owned import WriteBack, write_back
from syncer.core.settle import settle_cells
from syncer.core.situation import Decision
from syncer.core.wish import Wish
from syncer.engine.reading import read_document
from syncer.engine.setup import Run
from syncer.formats.splice import check
from syncer.model import Document, Intent, Link, Problem, RawDocument

_MOST_REFUSED = 5
"""Rows left out one by one before the whole document is left as it is: each costs reading it again."""


def compose(
    run: Run,
    decision: Decision,
    links: Mapping[str, Link],
    waiting: AbstractSet[str] = frozenset(),
    *,
    is_checked: bool = True,
) -> WriteBack:
    """What the document of `decision` becomes: the same bytes where its source is not to be written.

    A row of one of the items `waiting` that links to no issue yet stays as it is. With `is_checked` the result is read
    again. A row whose link or state would make anything but our own text read differently is left out with a problem;
    where no single row is at fault, the whole document is left as it is.
    """
    document = decision.document
    if run.setup.rules.write_back.get(decision.key.source) == "none":
        return _untouched(document)
    wanted = _wishes(run, decision, links, waiting)
    back = write_back(document, wanted)
    return _checked(run, document, wanted, back) if is_checked else back


def _checked(run: Run, document: Document, wanted: Sequence[Wish], back: WriteBack) -> WriteBack:
    refused: list[Problem] = []
    while back.data != document.data:
        refusal = check(document, back.data, back.changes, lambda data: read_document(run, _as_raw(document, data)))
        if refusal is None:
            break
        refused.append(refusal)
        rest = [one for one in wanted if document.items[one.index].line != refusal.line]
        if len(rest) == len(wanted) or len(refused) > _MOST_REFUSED:
            return _untouched(document, *back.problems, *refused)
        wanted, back = rest, write_back(document, rest)
    return replace(back, problems=(*back.problems, *refused))


def _untouched(document: Document, *problems: Problem) -> WriteBack:
    return WriteBack(document.data, {}, (), problems, ())


def _as_raw(document: Document, data: bytes) -> RawDocument:
    """`document` with other bytes, as its source would deliver it."""
    return RawDocument(
        ref=document.ref,
        data=data,
        name=document.name,
        folder=document.folder,
        url=document.url,
        published=document.published,
        published_origin=document.published_origin,
    )


def _wishes(run: Run, decision: Decision, links: Mapping[str, Link], waiting: AbstractSet[str]) -> list[Wish]:
    """What each row should show of its issue, where that is one that this run can speak of."""
    wanted = []
    for plan in decision.items:
        link = links[plan.link.id]
        if plan.index is None or plan.is_unreachable or link.issue is None:
            continue
        tracker = run.setup.trackers.get(link.issue.target.tracker)
        tickets = decision.document.items[plan.index].tickets
        if tracker is not None and (tickets or link.id not in waiting):
            address = tracker.address(link.issue, link.url or "", decision.document.folder)
            by_author = any(not ticket.in_suffix and (ticket.url or ticket.in_column) for ticket in tickets)
            wanted.append(wish(plan.index, link, link.issue, address, is_linked_by_author=by_author))
    return wanted


def settled(decision: Decision, links: Mapping[str, Link], cells: Sequence[Intent]) -> Mapping[str, Link]:
    """`links` with what the writes `cells` of a killed run left standing in the document of `decision`."""
    rows = {plan.link.id: plan.index for plan in decision.items if plan.index is not None}
    now = dict(links)
    for intent in cells:
        if intent.document == decision.key:
            now = {name: settle_cells(intent, decision.document, rows, link) for name, link in now.items()}
    return now


def document_problems(decision: Decision, written: Iterable[Problem]) -> tuple[Problem, ...]:
    """Everything people must look at in one document, in order of line."""
    found = [*decision.document.problems, *decision.problems, *written]
    found += [problem for plan in decision.items for problem in plan.problems]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: (problem.line or 0, problem.code)))
