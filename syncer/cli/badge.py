"""Owns `syncer badge`: the badge of a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from syncer.cli import options
from syncer.cli.printing import put


@click.command(
    short_help="Draw the badge of a document.",
    epilog="""\b
Example:
  syncer badge docs/postmortems/2026-03-11-checkout.md > badge.svg""",
)
@click.argument("path", type=options.PLACE, metavar="PATH")
@options.as_of
@options.state
@options.config
def badge(path: str, as_of: date | None, state: Path | None, config: Path | None) -> int:
    """Print an SVG that says how far the action items of the document at PATH are.

    Works from what the last sync remembers. A document that it did not know gets a badge that says so.
    """
    from syncer.cli.remembered import document_at, remembered
    from syncer.core.report import progress, report_items
    from syncer.outputs.badge import badge_svg

    known = remembered(config, state, as_of, Path(path))
    document = document_at(path, known.documents)
    if document is None:
        put(f"syncer: {path} was in no sync yet; run `syncer sync` to follow its action items", err=True)
        put(badge_svg(None), nl=False)
        return 0
    links = [link for link in known.links if link.document == document.key]
    items = report_items(links, {document.key: document}, known.today)
    put(badge_svg(progress(items, known.today)), nl=False)
    return 0
