"""The calendar of a team: working days, weeks, sprints, fiscal years, months, and what it refuses to be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.calendar import Calendar, Sprint, Stretch, add_months, months

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WEEKS = st.permutations(range(1, 8)).flatmap(lambda days: st.integers(1, 7).map(lambda size: tuple(days[:size])))
CALENDARS = st.builds(
    Calendar,
    workdays=WEEKS,
    holidays=st.frozensets(DAYS, max_size=20),
    fiscal_year_starts=st.integers(1, 12),
    fiscal_year_named_by=st.sampled_from(["start", "end"]),
)


def test_everything_has_a_default() -> None:
    assert Calendar() == Calendar(
        timezone="UTC",
        workdays=(1, 2, 3, 4, 5),
        holidays=frozenset(),
        sprint=None,
        fiscal_year_starts=1,
        fiscal_year_named_by=None,
        date_order=None,
        asap_workdays=1,
        sla=(),
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"workdays": ()}, "workdays must be one or more of 1"),
        ({"workdays": (0, 1)}, "workdays must be one or more of 1"),
        ({"fiscal_year_starts": 13}, "fiscal_year_starts must be a month from 1 to 12, not 13"),
        ({"fiscal_year_named_by": "middle"}, "fiscal_year_named_by must be 'start' or 'end', not 'middle'"),
        ({"date_order": "ymd"}, "date_order must be 'dmy' or 'mdy', not 'ymd'"),
        ({"asap_workdays": -1}, "asap_workdays must not be negative, not -1"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Calendar(**settings)


def test_a_sprint_lasts_at_least_a_week() -> None:
    with pytest.raises(ValueError, match="at least one week, not 0"):
        Sprint(date(2026, 3, 2), 0)


def test_a_stretch_holds_its_days() -> None:
    march = Stretch(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 1) in march
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
    assert "2026-03-01" not in march


@pytest.mark.parametrize(
    ("day", "until", "following"),
    [
        (date(2026, 4, 2), date(2026, 4, 2), date(2026, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 4, 5), date(2026, 4, 2), date(2026, 4, 7)),
    ],
)
def test_weekends_and_holidays_are_not_worked(day: date, until: date, following: date) -> None:
    calendar = Calendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    assert calendar.workday_until(day) == until
    assert calendar.workday_from(day) == following


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, date(2026, 3, 11)), (1, date(2026, 3, 12)), (3, date(2026, 3, 16)), (10, date(2026, 3, 25))],
)
def test_working_days_are_counted(number: int, expected: date) -> None:
    assert Calendar().workdays_after(date(2026, 3, 11), number) == expected


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_so_many_working_days_lie_between(calendar: Calendar, day: date, number: int) -> None:
    later = calendar.workdays_after(day, number)
    days = [day + timedelta(days=offset) for offset in range(1, (later - day).days + 1)]
    assert sum(map(calendar.is_workday, days)) == number
    assert calendar.is_workday(later)


@given(CALENDARS, DAYS)
def test_a_week_has_seven_days_and_starts_on_the_first_working_weekday(calendar: Calendar, day: date) -> None:
    week = calendar.week(day)
    assert day in week
    assert (week.last - week.first).days == 6
    assert week.first.isoweekday() == calendar.workdays[0]


@given(DAYS, st.integers(1, 6), DAYS)
def test_every_day_lies_in_one_sprint(starts: date, weeks: int, day: date) -> None:
    sprint = Sprint(starts, weeks, number=10)
    index = sprint.index_of(day)
    assert day in sprint.nth(index)
    assert sprint.nth(index).last + timedelta(days=1) == sprint.nth(index + 1).first
    assert sprint.numbered(10 + index) == sprint.nth(index)


def test_a_sprint_without_numbers_has_none() -> None:
    assert Sprint(date(2026, 3, 2), 2).numbered(1) is None


@given(CALENDARS, DAYS)
def test_every_day_lies_in_its_fiscal_year_and_in_one_part_of_it(calendar: Calendar, day: date) -> None:
    start = calendar.fiscal_start(day)
    year = calendar.fiscal_year(start)
    assert day in year
    for length in (3, 6):
        parts = [calendar.fiscal_part(start, part, length) for part in range(1, 12 // length + 1)]
        assert sum(day in part for part in parts) == 1
        assert (parts[0].first, parts[-1].last) == (year.first, year.last)


@pytest.mark.parametrize(
    ("starts", "named_by", "expected"),
    [(1, None, 2027), (1, "end", 2027), (4, "start", 2027), (4, "end", 2026), (4, None, None)],
)
def test_a_fiscal_year_is_named_by_its_start_or_end(starts: int, named_by: str | None, expected: int | None) -> None:
    calendar = Calendar(fiscal_year_starts=starts, fiscal_year_named_by=named_by)
    assert calendar.fiscal_start_named(2027) == expected


def test_months_may_run_over_the_end_of_a_year() -> None:
    assert months(2026, 2) == Stretch(date(2026, 2, 1), date(2026, 2, 28))
    assert months(2026, 11, 3) == Stretch(date(2026, 11, 1), date(2027, 1, 31))
    assert months(2026, 13) == Stretch(date(2027, 1, 1), date(2027, 1, 31))
    assert months(2026, 0) == Stretch(date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(("year", "month"), [(0, 1), (10_000, 1), (9999, 13), (1, 0)])
def test_months_outside_of_the_calendar_are_refused(year: int, month: int) -> None:
    with pytest.raises(OverflowError, match="outside the years 1 to 9999"):
        months(year, month)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
    ],
)
def test_months_keep_the_day_clipped(day: date, number: int, expected: date) -> None:
    assert add_months(day, number) == expected


def test_counting_past_the_last_day_of_all_is_refused() -> None:
    last = date.max
    with pytest.raises(OverflowError):
        Calendar(holidays=frozenset({last})).workday_from(last)
    with pytest.raises(OverflowError):
        Calendar().workdays_after(last, 1)
