"""Owns `syncer state take-over`: make the issues of another state ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syncer.cli import options
from syncer.cli.invocation import Invocation
from syncer.cli.printing import put
from syncer.errors import StateMissing, UsageError

if TYPE_CHECKING:
    from syncer.settings.loader import Configuration


class Lineage(click.ParamType[str]):
    """The name of a state, which is a UUID."""

    name = "lineage"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The UUID as states write it."""
        from uuid import UUID

        try:
            return str(UUID(str(value).strip()))
        except ValueError:
            self.fail(f'"{value}" is no lineage; copy it from the message of the run that met it', param, ctx)


@click.command("take-over", short_help="Take over issues that another state made.")
@click.argument("lineage", metavar="LINEAGE", type=Lineage())
@options.state
@options.config
@click.pass_obj
def take_over(invocation: Invocation, /, lineage: str, state: Path | None, config: Path | None) -> int:
    """Make the issues that another state made (its LINEAGE stands in the message of the run that met them) ours.

    Do this only if that state is gone for good: two states that both go on would make every issue twice.
    """
    from syncer.cli.finding import find_state
    from syncer.settings.loader import find_file, load

    configuration = load(find_file(config, Path.cwd()), Path.cwd())
    path = find_state(configuration, state)
    if not path.exists():
        raise StateMissing(f"there is no state at {path}: the next sync takes over what it finds by itself")
    put(_taken_over(path, lineage, configuration, invocation.command))
    return 0


def _taken_over(path: Path, lineage: str, configuration: Configuration, command: str) -> str:
    """Give the state at `path` another lineage, if issues carry it, and say what was done."""
    from syncer.bootstrap.lineages import lineages
    from syncer.bootstrap.states import patiently
    from syncer.cli.telling import tell
    from syncer.clock import SystemClock
    from syncer.state.lock import holder
    from syncer.state.store import open_store

    clock = SystemClock()
    store = open_store(path)
    try:
        text = holder(command, clock.now())
        patiently(lambda wait: store.acquire(text, wait), tell)
        before = store.lineage()
        if before == lineage:
            return f"{path} has the lineage {lineage} already; nothing was changed"
        found = lineages(configuration, store, clock)
        if lineage not in found:
            raise _not_found(lineage, found)
        store.take_over(lineage)
    finally:
        store.close()
    return f"{path} had the lineage {before} and now has {lineage}"


def _not_found(lineage: str, found: Mapping[str, int]) -> UsageError:
    from syncer.outputs.wording import count

    what = "those that are found:" if found else "nor any other"
    choices = [f"{other}  # {count(number, 'issue')}" for other, number in sorted(found.items())]
    return UsageError(f"no issue carries the lineage {lineage}, {what}", choices)
