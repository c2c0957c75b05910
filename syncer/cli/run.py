"""Owns one run from the command line: run it, print what it did or would do, and say how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from syncer.cli.advice import FAILED
from syncer.cli.invocation import Invocation
from syncer.cli.session import exit_code, log_report, say, session
from syncer.core.proof import disproofs
from syncer.errors import StateDamaged
from syncer.model import RunReport
from syncer.outputs.plan_text import plan_lines, problem_lines, refusal_lines, summary_line, told_problems


def run_once(invocation: Invocation, given: dict[str, Any], *, command: str, is_dry: bool) -> int:
    """Run a sync, or with `is_dry` only its plan, and return the exit code.

    A state that turns out to be damaged while it is used was set aside when it was closed: the run starts over on a
    new one, once.
    """
    try:
        return _run(invocation, given, command=command, is_dry=is_dry)
    except StateDamaged:
        if is_dry:
            raise
        return _run(invocation, given, command=command, is_dry=is_dry)


def _run(invocation: Invocation, given: dict[str, Any], *, command: str, is_dry: bool) -> int:
    with session(invocation, given, command=command, writes=not is_dry) as now:
        from syncer.engine import run

        report = run(now.setup, dry=is_dry, progress=now.progress, should_stop=now.stop)
        stopped_by = now.stop()
    log_report(now.log, report)
    if given["output"] == "json":
        _print_json(report)
    elif not now.is_quiet:
        say("\n".join(_lines(report, is_dry=is_dry)))
    return exit_code(report, is_dry=is_dry, fail_on=given["fail_on"], stopped_by=stopped_by)


def verify_once(invocation: Invocation, given: dict[str, Any]) -> int:
    """Look at everything, change nothing, print what is not in step; the exit code is 1 if anything is not."""
    with session(invocation, given, command="verify", writes=False) as now:
        from syncer.engine import verify

        report = verify(now.setup, progress=now.progress)
    log_report(now.log, report)
    is_in_step = not report.plan.changes and not disproofs(report)
    if given["output"] == "json":
        _print_json(report)
    elif not now.is_quiet:
        say("\n".join(_verdict(report, is_in_step=is_in_step)))
    return 0 if is_in_step and not exit_code(report, is_dry=False, fail_on=given["fail_on"]) else FAILED


def _verdict(report: RunReport, *, is_in_step: bool) -> Iterator[str]:
    if is_in_step:
        yield from problem_lines(report.problems)
        yield f"everything is in step: {report.in_step} items in {report.documents_read} documents"
        return
    yield from plan_lines(report.plan)
    yield from problem_lines(report.problems, told=told_problems(report.plan))
    yield "not in step: `syncer sync` does what it can, problems need a person"


def _lines(report: RunReport, *, is_dry: bool) -> Iterator[str]:
    """The plan of a dry run, what people must look at, and the summary."""
    if is_dry:
        yield from plan_lines(report.plan)
        yield from problem_lines(report.problems, told=told_problems(report.plan))
        yield from refusal_lines(report.plan)
    else:
        yield from problem_lines(report.problems)
    yield summary_line(report, is_dry=is_dry)


def _print_json(report: RunReport) -> None:
    from syncer.outputs.plan_json import report_json

    click.echo(report_json(report))
