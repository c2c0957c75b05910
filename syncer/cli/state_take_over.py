"""Owns `syncer state take-over`: make the issues of another state ours."""

from __future__ import annotations

from pathlib import Path

import click

from syncer.cli import options
from syncer.cli.invocation import Invocation
from syncer.errors import StateMissing


@click.command("take-over", short_help="Take over issues that another state made.")
@click.argument("lineage", metavar="LINEAGE")
@options.state
@options.config
@click.pass_obj
def take_over(invocation: Invocation, /, lineage: str, state: Path | None, config: Path | None) -> int:
    """Make the issues that another state made (its LINEAGE stands in the message of the run that met them) ours.

    Do this only if that state is gone for good: two states that both go on would make every issue twice.
    """
    from syncer.cli.offline import offline_state
    from syncer.clock import SystemClock
    from syncer.state.lock import holder
    from syncer.state.store import open_store

    path = offline_state(config, state)
    if not path.exists():
        raise StateMissing(f"there is no state at {path}: the next sync takes over what it finds by itself")
    store = open_store(path)
    try:
        store.acquire(holder(invocation.command, SystemClock().now()))
        before = store.lineage()
        store.take_over(lineage)
    finally:
        store.close()
    click.echo(f"{path} had the lineage {before} and now has {lineage}")
    return 0
