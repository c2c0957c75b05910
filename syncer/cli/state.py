"""Owns `syncer state`: look at what is remembered between runs, rebuild it, or take over another one's issues."""

from __future__ import annotations

import click

from syncer.cli.group import Lazy, LazyGroup

COMMANDS = {
    "show": Lazy("syncer.cli.state_show:show", "Show where the state lies and what is in it."),
    "rebuild": Lazy("syncer.cli.state_rebuild:rebuild", "Build the state anew from issues and rows."),
    "take-over": Lazy("syncer.cli.state_take_over:take_over", "Take over issues that another state made."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, short_help="Look at what is remembered between runs, or rebuild it.")
def state() -> None:
    """Look at what is remembered between runs, rebuild it, or take over the issues of another state.

    The state is a cache and a journal. Losing it costs history, never an issue or an edit: the next run builds it
    anew from the markers in the issues and the links in the rows.
    """
