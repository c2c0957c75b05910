"""Owns `syncer report`: how action items are followed through."""

from __future__ import annotations

import click

from syncer.cli.group import Lazy, LazyGroup

COMMANDS = {"overdue": Lazy("syncer.cli.report_overdue:overdue", "Show what is overdue, due soon, undated or unowned.")}


@click.group(cls=LazyGroup, lazy=COMMANDS, short_help="Show how action items are followed through.")
def report() -> None:
    """Show how action items are followed through, from what the last run remembers: offline and at once."""
