"""Owns the way out of a failure: the one place that turns errors into a message for a person and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import NamedTuple

import click

from syncer import errors
from syncer.cli.invocation import Invocation
from syncer.logs import Redactor, secrets_of_environment
from syncer.outputs.printable import printable
from syncer.settings.xdg import state_folder

FAILED, UNUSABLE, UNSAFE, LOCKED, PENDING = 1, 2, 3, 4, 5


class Advice(NamedTuple):
    """What to print on standard error (nothing where it is empty), on lines of our own, and the exit code."""

    message: str
    code: int


def give_up(error: BaseException, invocation: Invocation) -> int:
    """Print what a person should know of `error` and return the exit code."""
    advice = advise(error) or _unexpected(error, invocation)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _print(error.format_message())
    elif advice.message:
        redact = Redactor((*invocation.secrets, *secrets_of_environment()))
        _print(redact(f"syncer: {advice.message}"))
    _forget_output()
    return advice.code


def advise(error: BaseException) -> Advice | None:
    """The advice for every error that somebody can do something about, `None` for one that nobody foresaw."""
    if isinstance(error, click.ClickException):
        return _of_click(error)
    if isinstance(error, errors.SyncerError):
        return _of_ours(error)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return Advice("stopped", 128 + signal.SIGINT)
    return _of_system(error) if isinstance(error, OSError) else None


def _of_system(error: OSError) -> Advice | None:
    if isinstance(error, BrokenPipeError):
        return Advice("", 128 + signal.SIGPIPE)
    if error.strerror:
        place = f"{printable(str(error.filename))}: " if error.filename else ""
        return Advice(f"{place}{error.strerror}; what was done before is kept, run again when that is mended", FAILED)
    return None


def _of_click(error: click.ClickException) -> Advice:
    context = getattr(error, "ctx", None)
    hint = f"\nTry `{context.command_path} --help`." if context is not None else ""
    message = printable(error.format_message())
    return Advice(f"{message[:1].lower()}{message[1:]}{hint}", UNUSABLE)


def _of_ours(error: errors.SyncerError) -> Advice:
    if isinstance(error, errors.ConfigurationError):
        return Advice(_listed("the configuration cannot be used", error.faults), UNUSABLE)
    if isinstance(error, errors.UnsafePlan):
        return Advice(_listed("refused, because it looks dangerous; nothing was changed", error.refusals), UNSAFE)
    if isinstance(error, errors.LockHeld):
        return Advice(f"{printable(str(error))}; nothing was changed, run again when it has ended", LOCKED)
    if isinstance(error, errors.Interrupted):
        return Advice(
            f"{error}; what was begun is finished or noted, the next run goes on from here", 128 + error.signal
        )
    if isinstance(error, errors.UsageError):
        return Advice("\n  ".join(map(printable, (str(error), *error.choices))), UNUSABLE)
    return Advice(printable(str(error)), UNUSABLE if isinstance(error, errors.StateUnusable) else FAILED)


def _listed(headline: str, sentences: tuple[str, ...]) -> str:
    if len(sentences) == 1:
        return printable(sentences[0])
    return f"{headline}:" + "".join(f"\n  {printable(sentence)}" for sentence in sentences)


def _unexpected(error: BaseException, invocation: Invocation) -> Advice:
    """Something that nobody foresaw: one sentence, and the traceback where a developer finds it."""
    what = printable(f"{type(error).__name__}: {error}".splitlines()[0])
    place = _keep_traceback(error, invocation)
    where = f"the traceback is in {place}" if place else "the traceback could not be kept"
    return Advice(
        f"run {invocation.run_id} met something unforeseen ({what}); {where}. "
        "Run again to go on from here; if it comes back, please report it with that file.",
        FAILED,
    )


def _keep_traceback(error: BaseException, invocation: Invocation) -> Path | None:
    redact = Redactor((*invocation.secrets, *secrets_of_environment()))
    text = redact("".join(traceback.format_exception(error)))
    path = state_folder() / "crashes" / f"{invocation.run_id}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="backslashreplace"
        ) as file:
            file.write(text)
    except (OSError, RuntimeError):
        return None
    return path


def _print(text: str) -> None:
    try:
        click.echo(text, err=True)
    except OSError:
        return  # with standard error gone, the exit code is all that is left to say


def _forget_output() -> None:
    """Drop what a stream can no longer take, so that the interpreter does not fail on it at its exit."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
