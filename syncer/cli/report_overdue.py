"""Owns `syncer report overdue`: what is overdue, due soon, undated or unowned."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from syncer.cli import options
from syncer.cli.printing import put

if TYPE_CHECKING:
    from syncer.core.report import Overdue


@click.command(
    short_help="Show what is overdue, due soon, undated or unowned.",
    epilog="""\b
Examples:
  syncer report overdue
  syncer report overdue --as-of 2026-04-01 --format markdown > overdue.md""",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["terminal", "markdown", "json"]),
    default="terminal",
    show_default=True,
    help="What to print.",
)
@options.as_of
@options.state
@options.config
def overdue(output: str, as_of: date | None, state: Path | None, config: Path | None) -> int:
    """Show open action items that are overdue, due within a week, undated or unowned, by owner, oldest first.

    Works from what the last sync remembers: offline, and without reading a document.
    """
    from syncer.cli.remembered import remembered
    from syncer.core.report import overdue as overdue_report
    from syncer.core.report import report_items

    known = remembered(config, state, as_of)
    documents = {document.key: document for document in known.documents}
    items = report_items(known.links, documents, known.today, known.people)
    put(_shown(overdue_report(items, known.today), output), nl=False)
    return 0


def _shown(report: Overdue, output: str) -> str:
    if output == "json":
        from syncer.outputs.report_json import overdue_json

        return overdue_json(report).rstrip("\n") + "\n"
    if output == "markdown":
        from syncer.outputs.report_markdown import overdue_markdown

        return overdue_markdown(report)
    from syncer.outputs.report_terminal import overdue_terminal

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    return overdue_terminal(report, width, colour=colour)
