"""Owns `syncer verify`: prove that issues and documents are in step."""

from __future__ import annotations

from typing import Any

import click

from syncer.cli.invocation import Invocation
from syncer.cli.options import run_options


@click.command(
    short_help="Prove that every row has its issue and every cell is true.",
    epilog="""\b
Example:
  syncer verify docs/postmortems --tracker local --issues action-items""",
)
@run_options
@click.pass_obj
def verify(invocation: Invocation, /, **given: Any) -> int:
    """Read every document and every issue, change nothing, and show whatever is not in step.

    Exits with 0 if every row has exactly one live issue and every cell is true, with 1 otherwise.
    """
    from syncer.cli.run import verify_once

    return verify_once(invocation, given)
