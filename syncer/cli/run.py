"""Owns one run from the command line: run it, print what it did or would do, and say how it ended."""

from __future__ import annotations

from typing import Any

import click

from syncer.cli.advice import FAILED
from syncer.cli.invocation import Invocation
from syncer.cli.session import exit_code, log_report, say, session
from syncer.model import RunReport, Severity
from syncer.outputs.plan_text import plan_lines, problem_lines, refusal_lines, summary_line


def run_once(invocation: Invocation, given: dict[str, Any], *, command: str, is_dry: bool) -> int:
    """Run a sync, or with `is_dry` only its plan, and return the exit code."""
    with session(invocation, given, command=command, writes=not is_dry) as now:
        from syncer.engine import run

        report = run(now.setup, dry=is_dry, progress=now.progress, should_stop=now.stop)
        stopped_by = now.stop()
    log_report(now.log, report)
    if given["output"] == "json":
        _print_json(report)
    elif not now.is_quiet:
        lines = plan_lines(report.plan) if is_dry else ()
        say(
            "\n".join(
                [
                    *lines,
                    *problem_lines(report.problems),
                    *refusal_lines(report.plan),
                    summary_line(report, is_dry=is_dry),
                ]
            )
        )
    return exit_code(report, is_dry=is_dry, fail_on=given["fail_on"], stopped_by=stopped_by)


def verify_once(invocation: Invocation, given: dict[str, Any]) -> int:
    """Look at everything, change nothing, print what is not in step; the exit code is 1 if anything is not."""
    with session(invocation, given, command="verify", writes=False) as now:
        from syncer.engine import verify

        report = verify(now.setup, progress=now.progress)
    log_report(now.log, report)
    is_in_step = not report.plan.changes and all(problem.severity is Severity.NOTE for problem in report.problems)
    if given["output"] == "json":
        _print_json(report)
    elif not now.is_quiet:
        lines = () if is_in_step else (*plan_lines(report.plan), *problem_lines(report.problems))
        verdict = f"{report.in_step} items verified" if is_in_step else "not in step; `syncer sync` does what it can"
        say("\n".join([*lines, verdict]))
    return 0 if is_in_step else FAILED


def _print_json(report: RunReport) -> None:
    from syncer.outputs.plan_json import report_json

    click.echo(report_json(report))
