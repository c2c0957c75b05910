"""Owns the entry of the command line: its list of commands, and the one way out of all of them."""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Sequence
from io import FileIO, TextIOWrapper

import click

from syncer.cli.group import Lazy, LazyGroup
from syncer.cli.invocation import Invocation

EXAMPLES = """\b
Examples:
  syncer explain docs/postmortems
  syncer plan docs/postmortems --tracker local --issues action-items
  syncer sync docs/postmortems --tracker local --issues action-items
  syncer sync                                # everything from syncer.toml
  syncer doctor docs/postmortems --tracker github --repo acme/payments
  syncer due "next sprint" --published 2026-03-11 --sprint 2026-03-02/2w

\b
Exit codes:
  0  did everything it could; problems are listed
  1  a write, a tracker or the listing of a source failed
  2  the command line, the configuration or the state cannot be used
  3  the guard refused a plan that looks dangerous
  4  another run holds the state
  5  changes are pending (plan)

\b
Completion for your shell (bash here; zsh and fish likewise):
  eval "$(_SYNCER_COMPLETE=bash_source syncer)"
"""

PIPE_CLOSED = 141
COMPLETING = "_SYNCER_COMPLETE"

COMMANDS = {
    "explain": Lazy("syncer.cli.explain:explain", "Show what is read from documents, and by which rule."),
    "plan": Lazy("syncer.cli.plan:plan", "Show what a sync would do."),
    "sync": Lazy("syncer.cli.sync:sync", "Bring issues and documents in step."),
    "verify": Lazy("syncer.cli.verify:verify", "Prove that every row has its issue and every cell is true."),
    "doctor": Lazy("syncer.cli.doctor:doctor", "Say what is missing before the first write."),
    "due": Lazy("syncer.cli.due:due", "Say what a due text means."),
    "report": Lazy("syncer.cli.report:report", "Show how action items are followed through."),
    "badge": Lazy("syncer.cli.badge:badge", "Draw the badge of a document."),
    "init": Lazy("syncer.cli.init:init", "Write a syncer.toml to start from."),
    "state": Lazy("syncer.cli.state:state", "Look at what is remembered between runs, or rebuild it."),
}


def _show_version(ctx: click.Context, _option: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"syncer {version('postmortem-syncer')}")
        except PackageNotFoundError:
            click.echo("syncer, not installed as a package")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Follow the action items of postmortems through to done.

    Reads the published postmortems that changed, opens an issue for every action item with its owner and due date,
    and writes the issue's state back into the document.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; every failure becomes one message on standard error and an exit code."""
    # Nearly everything that a start makes lives until the end: looking for garbage in between costs a tenth of it.
    gc.set_threshold(50_000)
    _open_streams()
    _make_printable()
    given = list(sys.argv[1:] if arguments is None else arguments)
    invocation = Invocation(os.urandom(6).hex(), shlex.join(["syncer", *given]))
    try:
        color = False if os.environ.get("NO_COLOR") else None
        code = cli.main(given, "syncer", standalone_mode=False, obj=invocation, color=color)
        sys.stdout.flush()
    except SystemExit:
        if COMPLETING in os.environ:
            raise
        return PIPE_CLOSED  # the other way click ends like this: a reader such as `head` has gone
    except BaseException as error:  # noqa: BLE001 - the last line of defence: nobody should meet a traceback
        from syncer.cli.advice import give_up

        return give_up(error, invocation)
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """Give a stream that was closed (`>&-`) somewhere to go: no file that we open may get its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or TextIOWrapper(FileIO(1, "w", closefd=False))
    sys.stderr = sys.stderr or TextIOWrapper(FileIO(2, "w", closefd=False))


def _make_printable() -> None:
    """Let a stream that cannot show a character show its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
