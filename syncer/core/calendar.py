"""Owns the calendar of a team: which days are worked, where weeks, sprints and fiscal years begin."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Sprint:
    """The rhythm of sprints: first day of any one, length in weeks, and the number of that one if it has one."""

    starts: date
    weeks: int
    number: int | None = None

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError(f"a sprint lasts at least one week, not {self.weeks}")

    def nth(self, index: int) -> Stretch:
        """The sprint that comes `index` sprints after the one that begins on `starts`; negative for earlier ones."""
        first = self.starts + timedelta(weeks=self.weeks * index)
        return Stretch(first, first + timedelta(weeks=self.weeks) - ONE_DAY)

    def index_of(self, day: date) -> int:
        """How many sprints after the one that begins on `starts` the sprint of `day` is."""
        return (day - self.starts).days // (7 * self.weeks)

    def numbered(self, number: int) -> Stretch | None:
        """The sprint called `number`; `None` where sprints have no numbers."""
        return None if self.number is None else self.nth(number - self.number)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a team counts days.

    `timezone` is an IANA name. `workdays` are ISO weekdays (1 is Monday); the week starts on the first of them.
    `fiscal_year_starts` is a month; `fiscal_year_named_by` (`start` or `end`) says which of its calendar years names
    a fiscal year. `date_order` (`dmy` or `mdy`) decides `12/04/2026`; without it such a date is not guessed.
    `asap_workdays` is how many working days "ASAP" leaves. `sla` pairs a priority or severity with calendar days.
    """

    timezone: str = "UTC"
    workdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    holidays: frozenset[date] = frozenset()
    sprint: Sprint | None = None
    fiscal_year_starts: int = 1
    fiscal_year_named_by: str | None = None
    date_order: str | None = None
    asap_workdays: int = 1
    sla: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if not self.workdays or not set(self.workdays) <= set(range(1, 8)):
            raise ValueError(f"workdays must be one or more of 1 (Monday) to 7 (Sunday), not {self.workdays}")
        if not 1 <= self.fiscal_year_starts <= 12:
            raise ValueError(f"fiscal_year_starts must be a month from 1 to 12, not {self.fiscal_year_starts}")
        if self.fiscal_year_named_by not in {None, "start", "end"}:
            raise ValueError(f"fiscal_year_named_by must be 'start' or 'end', not {self.fiscal_year_named_by!r}")
        if self.date_order not in {None, "dmy", "mdy"}:
            raise ValueError(f"date_order must be 'dmy' or 'mdy', not {self.date_order!r}")
        if self.asap_workdays < 0:
            raise ValueError(f"asap_workdays must not be negative, not {self.asap_workdays}")

    def is_workday(self, day: date) -> bool:
        """Whether the team works on `day`."""
        return day.isoweekday() in self.workdays and day not in self.holidays

    def workday_from(self, day: date) -> date:
        """The first working day on or after `day`; raises `OverflowError` past the year 9999."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def workday_until(self, day: date) -> date:
        """The last working day on or before `day`; raises `OverflowError` before the year 1."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def workdays_after(self, day: date, number: int) -> date:
        """The day on which `number` working days after `day` have passed; `day` itself for none."""
        later = (day + timedelta(days=offset) for offset in count(1))
        return next(islice(filter(self.is_workday, later), number - 1, None)) if number > 0 else day

    def week(self, day: date) -> Stretch:
        """The week of `day`, from the first of `workdays`."""
        first = day - timedelta(days=(day.isoweekday() - self.workdays[0]) % 7)
        return Stretch(first, first + timedelta(days=6))

    def fiscal_year(self, first_year: int) -> Stretch:
        """The fiscal year that begins in the calendar year `first_year`."""
        return months(first_year, self.fiscal_year_starts, 12)

    def fiscal_start(self, day: date) -> int:
        """The calendar year in which the fiscal year of `day` began."""
        return day.year - (day.month < self.fiscal_year_starts)

    def fiscal_start_named(self, name: int) -> int | None:
        """The calendar year in which the fiscal year called `name` begins; `None` where the naming is not set."""
        if self.fiscal_year_starts == 1:
            return name
        return {"start": name, "end": name - 1}.get(self.fiscal_year_named_by or "")

    def fiscal_part(self, first_year: int, part: int, length: int) -> Stretch:
        """Part `part` (from 1) of `length` months of the fiscal year that begins in `first_year`."""
        return months(first_year, self.fiscal_year_starts + (part - 1) * length, length)


def months(year: int, month: int, length: int = 1) -> Stretch:
    """The `length` months from `month` of `year` on; `month` may lie outside 1 to 12 and then counts on.

    Raises `OverflowError` outside the years 1 to 9999.
    """
    first_year, first_month = divmod(year * 12 + month - 1, 12)
    last_year, last_month = divmod(year * 12 + month + length - 2, 12)
    if not 1 <= first_year <= last_year <= 9999:
        raise OverflowError(f"{year}-{month} is outside the years 1 to 9999")
    last = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return Stretch(date(first_year, first_month + 1, 1), last)


def add_months(day: date, number: int) -> date:
    """The day `number` months after `day`, clipped to the end of its month."""
    month = months(day.year, day.month + number)
    return month.last.replace(day=min(day.day, month.last.day))
