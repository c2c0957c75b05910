"""Owns reports as text for a terminal, honest at 80 columns and without colour."""

from __future__ import annotations

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from syncer.core.report import Overdue, is_address
from syncer.outputs.printable import printable
from syncer.outputs.report_sections import Section, lateness, owner_words, sections, tally

_STYLES = {"Overdue": "bold red", "Due within a week": "yellow"}


def overdue_terminal(report: Overdue, width: int, *, colour: bool) -> str:
    """The overdue report as lines of at most `width` columns."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(Text(tally(report)))
    for section in sections(report):
        console.print()
        console.print(Text(f"{section.heading} ({len(section.items)})", style=_STYLES.get(section.heading, "bold")))
        console.print(_table(section))
    return out.getvalue()


def _table(section: Section) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=True, header_style="dim")
    for name, options in (
        ("owner", {"max_width": 18, "overflow": "fold"}),
        ("due", {"no_wrap": True, "min_width": 10}),
        ("late", {"no_wrap": True}),
        ("issue", {"no_wrap": True, "overflow": "fold"}),
        ("action", {"ratio": 1, "overflow": "fold"}),
    ):
        table.add_column(name, **options)
    for item in section.items:
        page = f"\n{printable(item.url)}" if item.url and is_address(item.url) else ""
        place = Text(f"\n{printable(item.document)}:{item.line}{page}", style="dim")
        table.add_row(
            Text(printable(owner_words(item))),
            Text(str(item.due or "none")),
            Text(lateness(item)),
            Text(printable(item.issue or "none")),
            Text(printable(item.action)) + place,
        )
    return table
