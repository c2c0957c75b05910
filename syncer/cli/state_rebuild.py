"""Owns `syncer state rebuild`: set the state aside, so that the next run builds it anew."""

from __future__ import annotations

from pathlib import Path

import click

from syncer.cli import options
from syncer.cli.printing import put
from syncer.errors import StateMissing


@click.command(short_help="Build the state anew from issues and rows.")
@options.state
@options.config
def rebuild(state: Path | None, config: Path | None) -> int:
    """Set the state aside, so that the next sync builds it anew from the markers in issues and the links in rows.

    No issue and no document is touched; the history of changes stays in the file that was set aside.
    """
    from syncer.bootstrap.states import patiently
    from syncer.cli.offline import offline_state
    from syncer.cli.telling import tell
    from syncer.state.files import move_aside

    path = offline_state(config, state)
    if not path.exists():
        raise StateMissing(f"there is no state at {path}: the next sync builds one")
    aside = patiently(lambda wait: move_aside(path, "old", wait), tell)
    put(f"{path} is now {aside}; the next `syncer sync` builds it anew")
    return 0
