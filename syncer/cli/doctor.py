"""Owns `syncer doctor`: say before the first write what is missing."""

from __future__ import annotations

from typing import Any

import click

from syncer.cli.advice import FAILED
from syncer.cli.invocation import Invocation
from syncer.cli.options import doctor_options
from syncer.cli.printing import put, say


@click.command(
    short_help="Say what is missing before the first write.",
    epilog="""\b
Examples:
  syncer doctor
  syncer doctor docs/postmortems --tracker github --repo acme/payments
  syncer doctor docs/postmortems --tracker jira --project PAY
  syncer doctor --format json | jq -r '.findings[].what'""",
)
@doctor_options
@click.pass_obj
def doctor(invocation: Invocation, /, **given: Any) -> int:
    """Look at everything a sync would need, change nothing, and say what is missing: what, where, and the remedy.

    Reads every document, asks every source and tracker, and looks at routes, owners, calendars, limits and the place
    of the state. Exits with 1 if a sync would fail, with 2 if the configuration cannot be used, else with 0.
    """
    from syncer.cli.session import examination
    from syncer.engine.examining import examine
    from syncer.model import Severity
    from syncer.outputs.finding_text import finding_lines, findings_json

    with examination(invocation, given) as (now, progress, stop):
        asked = examine(
            now.setup,
            openers=now.openers,
            places=now.places,
            progress=progress,
            should_stop=stop,
            waits=progress.wait,
        )
        findings = (*now.findings, *asked)
    if given["output"] == "json":
        put(findings_json(findings))
    else:
        say(finding_lines(findings))
    return FAILED if any(one.severity is Severity.ERROR for one in findings) else 0
