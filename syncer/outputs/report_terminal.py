"""Owns reports as text for a terminal, honest at 80 columns and without colour."""

from __future__ import annotations

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from syncer.core.report import Overdue, ReportItem, is_address
from syncer.outputs.printable import printable
from syncer.outputs.report_sections import Section, lateness, owner_words, sections, tally

_STYLES = {"Overdue": "bold red", "Due within a week": "yellow"}
_WIDEST_OWNER = 18
_LEAST_ACTION = 24
"""Columns that an action needs to be read; where a table leaves less, each item has lines of its own."""
_UNBOUNDED = 1_000_000
"""Columns of a line that nothing breaks: whoever reads a pipe wants whole paths and addresses."""


def overdue_terminal(report: Overdue, width: int | None, *, colour: bool) -> str:
    """The overdue report as lines of at most `width` columns; without a `width` no line is broken."""
    out = io.StringIO()
    console = Console(file=out, width=width or _UNBOUNDED, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(Text(tally(report)))
    for section in sections(report):
        console.print()
        console.print(Text(f"{section.heading} ({len(section.items)})", style=_STYLES.get(section.heading, "bold")))
        if width is None or width >= _needed(section):
            console.print(_table(section, is_bounded=width is not None))
        else:
            console.print(_list(section), overflow="fold")
    return "".join(f"{line.rstrip(' ')}\n" for line in out.getvalue().splitlines())


def _needed(section: Section) -> int:
    """The columns that a table of `section` needs, of which an owner may take two lines and an action several."""
    rows = [_short_cells(item) for item in section.items]
    owner, *others = (max(len(cell) for cell in column) for column in zip(*rows, strict=True))
    return min(owner, _WIDEST_OWNER) + sum(others) + len(others) + 1 + _LEAST_ACTION


def _short_cells(item: ReportItem) -> tuple[str, str, str, str]:
    """Owner, due, late and issue."""
    return (
        printable(owner_words(item)),
        str(item.due or "none"),
        lateness(item),
        printable(item.issue or "none"),
    )


def _place(item: ReportItem) -> Text:
    page = f"\n{printable(item.url)}" if item.url and is_address(item.url) else ""
    return Text(f"\n{printable(item.document)}:{item.line}{page}", style="dim")


def _list(section: Section) -> Text:
    """The items below each other, each with its facts on one line, its action and its place."""
    shown = [Text(f"{_facts(item)}\n{printable(item.action)}") + _place(item) for item in section.items]
    return Text("\n\n").join(shown)


def _facts(item: ReportItem) -> str:
    owner, due, late, issue = _short_cells(item)
    return ", ".join([owner, *([due] if item.due else []), late, issue if item.issue else "no issue"])


def _table(section: Section, *, is_bounded: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=True, header_style="dim")
    table.add_column("owner", max_width=_WIDEST_OWNER if is_bounded else None, overflow="fold")
    for name in ("due", "late", "issue"):
        table.add_column(name, no_wrap=True, overflow="fold")
    table.add_column("action", ratio=1, overflow="fold")
    for item in section.items:
        cells = [Text(cell) for cell in _short_cells(item)]
        table.add_row(*cells, Text(printable(item.action)) + _place(item))
    return table
