"""Owns what `plan`, `sync` and `verify` have in common: configuration, wiring, log, signals, progress, exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syncer.cli.advice import FAILED, PENDING, UNSAFE
from syncer.cli.invocation import Invocation
from syncer.cli.offline import FILE_NAME, has_variables
from syncer.cli.progress import Progress
from syncer.cli.signals import Stop, stoppable
from syncer.cli.telling import tell
from syncer.errors import UsageError
from syncer.logs import Log, Redactor, secrets_of_environment
from syncer.model import Problem, RunReport, Severity
from syncer.settings.arguments import Arguments
from syncer.settings.written_path import existing

if TYPE_CHECKING:
    from syncer.bootstrap.examining import Examined
    from syncer.bootstrap.states import Tell
    from syncer.engine import Setup
    from syncer.settings.loader import Configuration

_COUNTS = ("created", "adopted", "updated", "closed", "written_back", "in_step", "unchecked", "waiting", "orphaned")
_LOGGED = {Severity.ERROR: Log.error, Severity.PROBLEM: Log.warning, Severity.NOTE: Log.info}


@dataclass(frozen=True, slots=True)
class Session:
    """One run from the command line while it lasts."""

    setup: Setup
    log: Log
    progress: Progress
    stop: Stop
    output: str
    is_quiet: bool


@contextmanager
def session(invocation: Invocation, given: dict[str, Any], *, command: str, writes: bool) -> Iterator[Session]:
    """Everything for one run of `command` with the options that were `given`; see `wired` for errors."""
    arguments = arguments_of(invocation, given)
    configuration = _configuration(invocation, arguments, given["config"])
    log = _log(invocation, given, configuration)

    from syncer.bootstrap.wiring import wired

    with (
        stoppable() as stop,
        Progress(is_quiet=given["quiet"]) as progress,
        wired(
            configuration,
            arguments,
            invocation.run_id,
            command=command,
            writes=writes,
            tell=_teller(log, is_quiet=given["quiet"]),
        ) as setup,
    ):
        log.info("run.started", command=command, sources=[source.name for source in setup.sources])
        yield Session(setup, log, progress, stop, given["output"], given["quiet"])


@contextmanager
def examination(invocation: Invocation, given: dict[str, Any]) -> Iterator[tuple[Examined, Progress, Stop]]:
    """Everything for an examination with the options that were `given`; see `examined` for errors."""
    arguments = arguments_of(invocation, given)
    configuration = _configuration(invocation, arguments, given["config"])

    from syncer.bootstrap.examining import examined

    with (
        stoppable() as stop,
        Progress(is_quiet=False) as progress,
        examined(configuration, arguments, invocation.run_id, tell) as now,
    ):
        yield now, progress, stop


def _configuration(invocation: Invocation, arguments: Arguments, config: Path | None) -> Configuration:
    """The configuration of a call, whose secrets are from then on known as such."""
    _check(arguments, config)

    from syncer.settings.loader import find_file, load

    configuration = load(find_file(config, arguments.folder), arguments.folder)
    invocation.secrets.extend(configuration.secrets())
    return configuration


def _teller(log: Log, *, is_quiet: bool) -> Tell:
    """Tells people in a line, machines in their log."""
    if log.format == "json":
        return lambda event, sentence: log.warning(event, reason=sentence)
    return (lambda _event, _sentence: None) if is_quiet else tell


def _check(arguments: Arguments, config: Path | None) -> None:
    """Refuse at once what no configuration could make right, before anything slow is imported."""
    for path in arguments.paths:
        existing(arguments.folder, path)
    if config is not None or Path(FILE_NAME).exists() or has_variables():
        return
    if not arguments.paths:
        raise UsageError("nothing to read: name a folder of postmortems, or write a syncer.toml (`syncer init` does)")
    if arguments.tracker is None and arguments.repo is None and arguments.project is None:
        raise UsageError(
            "no place for issues: add --tracker local, --tracker github --repo OWNER/NAME "
            "or --tracker jira --project KEY, or write a syncer.toml (`syncer init` does)"
        )


def arguments_of(invocation: Invocation, given: dict[str, Any]) -> Arguments:
    """The options of the command line as the settings want them."""
    names = {one.name for one in fields(Arguments)} & given.keys()
    return Arguments(folder=Path.cwd(), command=invocation.command, **{name: given[name] for name in names})


def log_report(log: Log, report: RunReport, *, fail_on: str) -> None:
    """Log how a run ended and, where machines read the log, what people must look at: an error if it fails the run."""
    if log.format == "json":
        for problem in report.problems:
            _log_problem(log, problem, _failing(problem.severity, fail_on))
    log.info(
        "run.ended",
        **{name: getattr(report, name) for name in _COUNTS},
        problems=sum(problem.severity is not Severity.NOTE for problem in report.problems),
        requests=sum(report.requests.values()),
    )


def _failing(severity: Severity, fail_on: str) -> Severity:
    """How much a problem of `severity` weighs in a run that fails on what `fail_on` says."""
    return Severity.ERROR if severity is Severity.PROBLEM and fail_on == "problem" else severity


def _log_problem(log: Log, problem: Problem, severity: Severity) -> None:
    write = _LOGGED[severity]
    write(
        log,
        f"problem.{problem.code}",
        document=problem.document,
        line=problem.line,
        message=problem.message,
        advice=problem.advice,
    )


def exit_code(report: RunReport, *, is_dry: bool, fail_on: str, stopped_by: int | None = None) -> int:
    """What the run that `report` is about ends with."""
    if stopped_by is not None:
        return 128 + stopped_by
    if report.plan.refusals:
        return UNSAFE
    if any(_failing(problem.severity, fail_on) is Severity.ERROR for problem in report.problems):
        return FAILED
    return PENDING if is_dry and report.plan.changes else 0


def _log(invocation: Invocation, given: dict[str, Any], configuration: Configuration) -> Log:
    table = configuration.settings.log
    level = table.level
    if given["quiet"]:
        level = "error"
    elif given["verbose"]:
        level = "info" if given["verbose"] == 1 else "debug"
    redact = Redactor((*invocation.secrets, *secrets_of_environment()))
    return Log(invocation.run_id, level, given["log_format"] or table.format, redact)
