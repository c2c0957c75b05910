"""Owns reports as Markdown that renders on GitHub and cannot be broken by what a document says."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.core.escaping import harmless
from syncer.core.report import Overdue, ReportItem
from syncer.outputs.report_sections import lateness, sections, tally


def overdue_markdown(report: Overdue) -> str:
    """The overdue report as Markdown, one table a section."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Overdue) -> Iterator[str]:
    yield f"# Action items on {report.as_of}"
    yield ""
    yield tally(report)
    for section in sections(report):
        yield ""
        yield f"## {section.heading}"
        yield ""
        yield "| Owner | Due | Late | Action | Issue | Postmortem |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(item) for item in section.items)


def _row(item: ReportItem) -> str:
    cells = (
        harmless(item.owner) if item.owner else "nobody",
        str(item.due) if item.due else "none",
        lateness(item),
        harmless(item.action),
        harmless(item.issue) if item.issue else "none",
        f"{harmless(item.title)} (line {item.line})",
    )
    return f"| {' | '.join(cells)} |"
