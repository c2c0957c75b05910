"""Owns `syncer sync`: bring issues and documents in step."""

from __future__ import annotations

from typing import Any

import click

from syncer.cli.invocation import Invocation
from syncer.cli.options import run_options


@click.command(
    short_help="Bring issues and documents in step.",
    epilog="""\b
Examples:
  syncer sync docs/postmortems --tracker local --sprint 2026-03-02/2w
  syncer sync --dry-run           # the same as syncer plan
  syncer sync --since 2026-01-01  # leave older postmortems alone""",
)
@run_options
@click.option("-n", "--dry-run", is_flag=True, help="Show what would happen and change nothing.")
@click.pass_obj
def sync(invocation: Invocation, /, *, dry_run: bool, **given: Any) -> int:
    """Bring issues and documents in step.

    Reads the published documents at PATH (else the sources of the configuration) that changed, opens an issue for
    every action item, takes over what changed on either side, and writes links and states back. Run again, it does
    what is left to do and nothing twice.
    """
    from syncer.cli.run import run_once

    return run_once(invocation, given, command="sync", is_dry=dry_run)
