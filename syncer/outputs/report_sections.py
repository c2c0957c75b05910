"""Owns the order and the words of an overdue report, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syncer.core.report import Overdue, ReportItem, by_owner
from syncer.outputs.wording import count


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: heading and items, by owner and oldest first within an owner."""

    heading: str
    items: tuple[ReportItem, ...]


def sections(report: Overdue) -> Iterator[Section]:
    """The parts of `report` that have anything in them."""
    named = (
        ("Overdue", report.overdue),
        ("Due within a week", report.due_soon),
        ("Without a due date", report.undated),
        ("Without an owner", report.unowned),
    )
    for heading, items in named:
        if items:
            yield Section(heading, tuple(item for _, group in by_owner(items) for item in group))


def tally(report: Overdue) -> str:
    """One sentence of figures that add up."""
    wont_do = f", {report.wont_do} won't do" if report.wont_do else ""
    return (
        f"{count(report.total, 'action item')} on {report.as_of}: {report.open} open ({len(report.overdue)} overdue, "
        f"{len(report.undated)} undated, {len(report.unowned)} unowned), {report.done} done{wont_do}."
    )


def owner_words(item: ReportItem) -> str:
    """Who owns an item; where nobody does, whom its row names."""
    return item.owner or (f"nobody ({item.wanted}?)" if item.wanted else "nobody")


def lateness(item: ReportItem) -> str:
    """How an item stands to its due date, in words."""
    if item.days_late is None:
        return "no date"
    if item.days_late > 0:
        return f"{count(item.days_late, 'day')} late"
    return "today" if item.days_late == 0 else f"in {count(-item.days_late, 'day')}"
