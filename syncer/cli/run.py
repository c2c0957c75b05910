"""Owns one run from the command line: run it, print what it did or would do, and say how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from syncer.cli.advice import FAILED, UNSAFE
from syncer.cli.invocation import Invocation
from syncer.cli.printing import put, say
from syncer.cli.session import Session, exit_code, log_report, session
from syncer.core.proof import disproofs
from syncer.errors import StateDamaged
from syncer.model import UNKNOWN_OWNER, RunReport, Severity
from syncer.outputs.plan_text import plan_lines, refusal_lines, summary_line, told_problems
from syncer.outputs.problem_text import problem_lines
from syncer.outputs.wording import count


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

        report = run(now.setup, dry=is_dry, progress=now.progress, should_stop=now.stop, waits=now.progress.wait)
        stopped_by = now.stop()
    log_report(now.log, report, fail_on=given["fail_on"])
    code = exit_code(report, is_dry=is_dry, fail_on=given["fail_on"], stopped_by=stopped_by)
    failures = _failures(report, summary_line(report, is_dry=is_dry)) if code in {FAILED, UNSAFE} else ()
    _print(report, now, _lines(report, is_dry=is_dry), failures)
    return code


def verify_once(invocation: Invocation, given: dict[str, Any]) -> int:
    """Look at everything, change nothing, print what is not in step; the exit code is 1 if anything is not."""
    with session(invocation, given, command="verify", writes=False) as now:
        from syncer.engine import verify

        report = verify(now.setup, progress=now.progress, should_stop=now.stop, waits=now.progress.wait)
    log_report(now.log, report, fail_on=given["fail_on"])
    is_in_step = not report.plan.changes and not disproofs(report)
    code = 0 if is_in_step and not exit_code(report, is_dry=False, fail_on=given["fail_on"]) else FAILED
    verdict = _verdict_line(report, is_in_step=is_in_step)
    last = summary_line(report, is_dry=True) if report.plan.changes else verdict
    failures = _failures(report, last) if code == FAILED else ()
    _print(report, now, _verdict(report, is_in_step=is_in_step), failures)
    return code


def _verdict(report: RunReport, *, is_in_step: bool) -> Iterator[str]:
    if not is_in_step:
        yield from plan_lines(report.plan)
        yield from problem_lines(report.problems, told=told_problems(report.plan))
    else:
        yield from problem_lines(report.problems)
    yield _verdict_line(report, is_in_step=is_in_step)


def _verdict_line(report: RunReport, *, is_in_step: bool) -> str:
    """What a look at everything came to."""
    if not is_in_step:
        unchecked = f" ({count(report.unchecked, 'item')} not checked)" if report.unchecked else ""
        return f"not in step{unchecked}: `syncer sync` does what it can, problems need a person"
    left = sum(problem.severity is not Severity.NOTE for problem in report.problems)
    if left:
        needs = "needs" if left == 1 else "need"
        return f"every row has its one issue and every cell is true; {count(left, 'problem')} {needs} a person"
    where = count(report.documents_read, "document")
    return f"everything is in step: {count(report.in_step, 'item')} in {where}"


def _lines(report: RunReport, *, is_dry: bool) -> Iterator[str]:
    """The plan of a dry run, what people must look at, and the summary."""
    if is_dry:
        yield from plan_lines(report.plan)
        yield from problem_lines(report.problems, told=told_problems(report.plan))
        yield from refusal_lines(report.plan)
    else:
        yield from problem_lines(report.problems)
    yield from _hint(report)
    yield summary_line(report, is_dry=is_dry)


def _hint(report: RunReport) -> Iterator[str]:
    """How owners that nobody knows could be made known, if there are any."""
    if any(problem.code == UNKNOWN_OWNER for problem in report.problems):
        from syncer.outputs.people_hint import people_hint

        yield from people_hint(report.problems)


def _print(report: RunReport, now: Session, lines: Iterable[str], failures: Iterable[str]) -> None:
    """Print `report` as asked for: as JSON, as `lines`, or with --quiet only `failures`, on standard error."""
    if now.output == "json":
        from syncer.outputs.plan_json import report_json

        put(report_json(report))
    elif not now.is_quiet:
        say(lines)
    elif now.log.format == "console":
        for failure in failures:
            say([failure], err=True)


def _failures(report: RunReport, last: str) -> Iterator[str]:
    """Why a run did not end well, in few lines; the `last` sums it up."""
    yield from problem_lines([problem for problem in report.problems if problem.severity is not Severity.NOTE])
    yield from refusal_lines(report.plan)
    yield last
