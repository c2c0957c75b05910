"""Owns `syncer plan`: show what a sync would do."""

from __future__ import annotations

from typing import Any

import click

from syncer.cli.invocation import Invocation
from syncer.cli.options import run_options


@click.command(
    short_help="Show what a sync would do.",
    epilog="""\b
Examples:
  syncer plan docs/postmortems --tracker local --issues action-items
  syncer plan --format json | jq .""",
)
@run_options
@click.pass_obj
def plan(invocation: Invocation, /, **given: Any) -> int:
    """Show what a sync would do, document by document, and change nothing.

    Exits with 5 if changes are pending, with 3 if the guard would refuse them, with 0 if everything is in step.
    """
    from syncer.cli.run import run_once

    return run_once(invocation, given, command="plan", is_dry=True)
