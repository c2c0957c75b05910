"""Owns the calendar of a team: which days are worked, where weeks, sprints and fiscal years begin."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
_NUMBERS = (
    re.compile(r"sprint[\W_]{0,3}(?:n[or]\.? ?)?(\d{1,9})(?![\d./-]*\d)", re.IGNORECASE),
    re.compile(r"(?<![\d./-])(\d{1,9})\Z"),
    re.compile(r"\A\D*(\d{1,9})\D*\Z"),
)
"""Where a sprint's name holds its number: behind the word sprint, else at its end, else the only one in it.

A part of a date or version is no number.
"""


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

    def near(self, day: date, ahead: int) -> Stretch:
        """The sprint of `day` (`ahead` 0), or the one so many after it."""
        return self.nth(self.index_of(day) + ahead)

    def numbered(self, number: int) -> Stretch | None:
        """The sprint called `number`; `None` where sprints have no numbers."""
        return None if self.number is None else self.nth(number - self.number)


class NamedStretch(NamedTuple):
    """A sprint of a board: its id and name in the tracker, and its days."""

    id: str
    name: str
    stretch: Stretch

    @property
    def number(self) -> int | None:
        """The number in its name: of `PAY Sprint 42` and `Sprint 42 - hardening` 42; `None` where it has none."""
        found = (pattern.search(self.name.strip()) for pattern in _NUMBERS)
        return next((int(match[1]) for match in found if match is not None), None)


@dataclass(frozen=True, slots=True)
class BoardSprints:
    """The sprints of a board, as they were planned in a tracker.

    `tracker` is the name of a configured tracker, `board` the board's id there. `sprints` are the dated ones, in order
    of their days; until the board was read (`is_read`) there are none. `puts_in_sprint` says that an issue that is due
    in a sprint by the words of its row is put into it.
    """

    tracker: str
    board: str
    sprints: tuple[NamedStretch, ...] = ()
    puts_in_sprint: bool = False
    is_read: bool = False

    def near(self, day: date, ahead: int) -> Stretch | None:
        """The sprint of `day`, in a gap the one that follows; `ahead` counts from the last one that began by `day`.

        `None` where the board does not know it, where several sprints lie beside each other, and for a day so long
        before the first known sprint that others lie between.
        """
        stretches = sorted({named.stretch for named in self.sprints})
        begun = bisect_right([stretch.first for stretch in stretches], day) - 1
        around = [stretch for stretch in stretches if day in stretch]
        index = begun + ahead if ahead or around else begun + 1
        if index >= len(stretches) or (begun < 0 and not _may_be_next(stretches[0], day)):
            return None
        is_clear = all(_is_alone(stretch, stretches) for stretch in (*around, stretches[index]))
        return stretches[index] if is_clear else None

    def numbered(self, number: int) -> Stretch | None:
        """The days of the one sprint that has `number` in its name."""
        found = self.called(number)
        return found[0].stretch if len(found) == 1 else None

    def called(self, number: int) -> tuple[NamedStretch, ...]:
        """Every sprint that has `number` in its name."""
        return tuple(named for named in self.sprints if named.number == number)


def _may_be_next(first: Stretch, day: date) -> bool:
    """Whether no other sprint can lie between `day` and the `first` one that is known: the time is too short."""
    return first.first - day <= first.last - first.first + ONE_DAY


def _is_alone(stretch: Stretch, stretches: Sequence[Stretch]) -> bool:
    """Whether none of `stretches` but `stretch` itself shares a day with it."""
    return sum(each.first <= stretch.last and stretch.first <= each.last for each in stretches) == 1


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
    sprint: Sprint | BoardSprints | None = None
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
