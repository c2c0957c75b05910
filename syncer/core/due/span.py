"""Owns what every rule of the due-date grammar works with: what it is read against, what it gives, how it settles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from syncer.core.calendar import Calendar, Stretch
from syncer.model import DueKind

JUST_OVER_DAYS = 60
NOT_UNDERSTOOD = "not-understood"
NO_BASE = "no-base"


class UnsureError(Exception):
    """A due text that is not certain: `rule` is the reason in a word, `note` a sentence. Never leaves `core.due`."""

    def __init__(self, rule: str, note: str) -> None:
        super().__init__(note)
        self.rule = rule
        self.note = note


def not_understood() -> UnsureError:
    """The reason for text that no rule reads."""
    return UnsureError(NOT_UNDERSTOOD, "no rule of the due-date grammar reads this text")


def two_dates() -> UnsureError:
    """The reason for text that names two different dates."""
    return UnsureError("two-dates", "two different dates stand here and nobody says which one counts")


class Span(NamedTuple):
    """What a phrase names: days from `start` to `end`, how it came about, and whether a year or number fixes it."""

    start: date
    end: date
    kind: DueKind
    fixed: bool
    rule: str

    @property
    def is_day(self) -> bool:
        """Whether somebody named this one day."""
        return self.kind is DueKind.WRITTEN


@dataclass(frozen=True, slots=True)
class Context:
    """What a text is read against.

    `weekday` (ISO) is the one that stands beside a date. `after_base` asks for days strictly after base where a name
    would otherwise mean base itself. `takes_dots` says that `15.` may be an ordinal number.
    """

    base: date | None
    calendar: Calendar
    weekday: int | None = None
    after_base: bool = False
    takes_dots: bool = False

    def day(self) -> date:
        """The base; raises `UnsureError` where there is none."""
        if self.base is None:
            raise UnsureError(NO_BASE, "the document's publication date is unknown; write `published:` in it")
        return self.base

    def may_be(self, day: date) -> bool:
        """Whether a day that was named without its year, month or week may be `day`."""
        return day > self.day() if self.after_base else day >= self.day()


def written(day: date, rule: str, *, fixed: bool = False) -> Span:
    """A day that somebody named."""
    return Span(day, day, DueKind.WRITTEN, fixed, rule)


def computed(day: date, rule: str, *, fixed: bool = False) -> Span:
    """A day that was counted to."""
    return Span(day, day, DueKind.COMPUTED, fixed, rule)


def period(stretch: Stretch, rule: str, *, fixed: bool = False) -> Span:
    """A stretch of days, due on its last working day."""
    return Span(stretch.first, stretch.last, DueKind.PERIOD, fixed, rule)


def next_named(stretches: Iterable[Stretch], context: Context) -> Stretch:
    """The first of `stretches` (one name, in order of time, some of them to come) that does not end before base.

    Raises `UnsureError` where one of that name has just ended: nobody knows which of the two is meant.
    """
    base = context.day()
    coming = iter(stretches)
    latest: date | None = None
    while (stretch := next(coming)).last < base:
        latest = stretch.last
    if latest is not None and (base - latest).days < JUST_OVER_DAYS:
        raise UnsureError("just-over", f"the one of that name had just ended on {latest}; write the year")
    return stretch


def settle(span: Span, context: Context) -> date:
    """The due date of `span`: written days stay, computed days move to a working day, periods end on their last one."""
    if span.kind is DueKind.WRITTEN:
        return span.end
    settled = context.calendar.workday_until(span.end)
    if span.kind is DueKind.COMPUTED:
        return settled if settled == span.end else _counted(span.end, settled, context)
    if not span.fixed and settled < context.day():
        return context.calendar.workday_from(context.day())
    return settled


def _counted(day: date, earlier: date, context: Context) -> date:
    return earlier if earlier > context.day() else context.calendar.workday_from(day)
