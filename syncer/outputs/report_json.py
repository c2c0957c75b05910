"""Owns reports as JSON for machines."""

from __future__ import annotations

from collections.abc import Sequence

from syncer.core.report import Overdue, ReportItem
from syncer.outputs.printable import printable_json

VERSION = 1


def overdue_json(report: Overdue) -> str:
    """The overdue report as one JSON object; dates are ISO, `days_late` is null without a due date."""
    tally = {"total": report.total, "open": report.open, "done": report.done, "wont_do": report.wont_do}
    return printable_json(
        {
            "version": VERSION,
            "as_of": report.as_of.isoformat(),
            "tally": tally,
            "overdue": _items(report.overdue),
            "due_soon": _items(report.due_soon),
            "undated": _items(report.undated),
            "unowned": _items(report.unowned),
        }
    )


def _items(items: Sequence[ReportItem]) -> list[dict[str, object]]:
    return [
        {
            "action": item.action,
            "document": item.document,
            "line": item.line,
            "issue": item.issue,
            "url": item.url,
            "owner": item.owner,
            "wanted": item.wanted,
            "due": item.due.isoformat() if item.due else None,
            "days_late": item.days_late,
            "state": item.state.value,
            "team": item.team,
            "severity": item.severity,
        }
        for item in items
    ]
