"""Owns `syncer due`: say what a due text means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syncer.cli import options
from syncer.cli.printing import put

if TYPE_CHECKING:
    from syncer.core.calendar import Calendar
    from syncer.model import Due


@click.command(
    short_help="Say what a due text means.",
    epilog="""\b
Examples:
  syncer due "next sprint" --published 2026-03-11 --sprint 2026-03-02/2w
  syncer due EOQ "in 2 weeks" --published 2026-03-11 --format json
  syncer due "Ende April" --published 2026-03-11 --lang de""",
)
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option(
    "--published", type=options.DAY, metavar="DATE", help="Day the document was published; dates count from it."
)
@options.language
@options.sprint
@options.config
@options.output_format
def due(
    texts: tuple[str, ...],
    published: date | None,
    language: str | None,
    sprint: tuple[date, int] | None,
    config: Path | None,
    output: str,
) -> int:
    """Say which day each TEXT means for a document published on a day, and by which rule.

    Without --lang every language is tried, and a text counts only if all that can read it agree.
    """
    from syncer.cli.offline import offline_rules

    rules = offline_rules(config, sprint, language)
    for text in texts:
        answer = _advised(_read(text, published, rules.calendar(None), rules.language))
        put(_as_json(text, published, answer) if output == "json" else _as_text(text, answer))
    return 0


def _read(text: str, published: date | None, calendar: Calendar, language: str | None) -> Due:
    from syncer.core.due import read_due, read_due_in_any_language

    if language is None:
        return read_due_in_any_language(text, published, calendar)
    return read_due(text, published, calendar, language)


def _advised(answer: Due) -> Due:
    """`answer` with advice for somebody who asks here, where no document could be told when it was published."""
    from syncer.core.due.span import NO_BASE

    if answer.rule != NO_BASE:
        return answer
    return replace(answer, note="it counts from the day of publication; add --published DATE")


def _as_json(text: str, published: date | None, answer: Due) -> str:
    from syncer.outputs.printable import printable_json

    return printable_json(
        {
            "text": text,
            "published": published.isoformat() if published else None,
            "due": answer.date.isoformat() if answer.date else None,
            "state": answer.state.value,
            "kind": answer.kind.value if answer.kind else None,
            "rule": answer.rule or None,
            "note": answer.note or None,
        }
    )


def _as_text(text: str, answer: Due) -> str:
    from syncer.outputs.printable import printable

    what = str(answer.date) if answer.date else answer.state.value
    note = f"; {answer.note}" if answer.note else ""
    return printable(f"{what:<10}  {text!r}  {answer.rule}{note}")
