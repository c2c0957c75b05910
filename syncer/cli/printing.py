"""Owns the one way from a command to the terminal: what is printed has passed the redactor, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable

import click

from syncer.cli.invocation import Invocation
from syncer.logs import Redactor, secrets_of_environment, unlike_words


def put(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print `text`, in which nothing acts, on standard output (with `err` on standard error) without secrets.

    A document can hold a token as well as anything else can.
    """
    click.echo(_redactor().told(text), err=err, nl=nl)


def say(lines: Iterable[str], *, err: bool = False) -> None:
    """Print `lines` with every acting character escaped."""
    from syncer.outputs.printable import printable_lines

    put(printable_lines(lines), err=err)


def _redactor() -> Redactor:
    """Knows what this call got to know, and what the environment holds."""
    context = click.get_current_context(silent=True)
    invocation = context.find_object(Invocation) if context is not None else None
    known = invocation.secrets if invocation is not None else []
    return Redactor((*known, *unlike_words(secrets_of_environment())))
