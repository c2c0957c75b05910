"""Owns reports as Markdown that renders on GitHub and cannot be broken by what a document says."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.core.escaping import harmless
from syncer.core.render import destination
from syncer.core.report import Overdue, ReportItem, is_address
from syncer.outputs.report_sections import lateness, owner_words, sections, tally


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
        harmless(owner_words(item)),
        str(item.due) if item.due else "none",
        lateness(item),
        harmless(item.action),
        _issue(item),
        f"{harmless(item.title)} (line {item.line})",
    )
    return f"| {' | '.join(cells)} |"


def _issue(item: ReportItem) -> str:
    """How the issue is called, linked to its page where it has one on the web."""
    label = harmless(item.issue or "") or "none"
    return f"[{label}]({destination(item.url)})" if item.url and is_address(item.url) else label
