"""Owns what an item's owned text is asked to say, and what came of asking."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.core.render import issue_link, suffix_text
from syncer.model import CellEdit, Document, Edit, Problem, Severity, Written


@dataclass(frozen=True, slots=True)
class Wish:
    """What one item's owned text should say.

    `index` is the item's number in `Document.items`, `item` its id. `label` and `address` make the link, `status` is
    Markdown from `status_text`. `written` is what we last wrote (`None` as a whole or in a part: not known, at a first
    write or with lost state). `wants_issue_cell` is false where the row carries its author's own link.
    """

    item: str
    index: int
    label: str
    address: str
    status: str
    is_done: bool
    written: Written | None
    wants_issue_cell: bool = True

    @property
    def link(self) -> str:
        """The Markdown link to the issue."""
        return issue_link(self.label, self.address)

    @property
    def suffix(self) -> str:
        """What stands behind a list item."""
        return suffix_text(self.link, self.status)

    @property
    def last(self) -> Written:
        """What we last wrote, part by part; `None` where that is not known."""
        return self.written or Written()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What wishes came to: byte edits, what now stands there by item id, and what to tell people."""

    changes: tuple[Edit, ...] = ()
    written: tuple[tuple[str, Written], ...] = ()
    edits: tuple[CellEdit, ...] = ()
    problems: tuple[Problem, ...] = ()


def changed_by_hand(document: Document, wish: Wish, what: str, found: str, wanted: str) -> Problem:
    """A text of ours that somebody changed: it is theirs now, until it is emptied."""
    return Problem(
        "cell-changed",
        document.name,
        document.items[wish.index].line,
        f"the {what} says {_shown(found)}, which is not what syncer wrote there; it is left alone",
        f"empty it, and the next run writes {_shown(wanted)}",
    )


def nowhere_to_write(document: Document, wish: Wish) -> Problem:
    """A heading without a paragraph below it: its status can only be seen in the tracker."""
    return Problem(
        "nowhere-to-write",
        document.name,
        document.items[wish.index].line,
        f"no paragraph follows this item, so {_shown(wish.label)} and its status are not shown in the document",
        "add a line of text below the heading to see them there",
        Severity.NOTE,
    )


def too_ragged(document: Document, line: int, missing: int) -> Problem:
    """A table whose rows would have to grow by very many empty cells before ours could follow."""
    return Problem(
        "table-too-ragged",
        document.name,
        line,
        f"the rows of this table lack {missing:,} cells, so no links and states are written into it",
        "give the header as many cells as the rows have",
    )


def _shown(text: str) -> str:
    return f"'{text}'" if len(text) <= 120 else f"'{text[:119]}…'"
