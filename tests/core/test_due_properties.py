"""What holds for every due text: an answer always comes, the same each time, on a working day, at a bounded cost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from types import FrameType
from typing import Any

import pytest
from core.due_cases import PUBLISHED, TEAM
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.calendar import Calendar, Sprint
from syncer.core.due import read_due, read_due_in_any_language
from syncer.core.due.english import CLASSES, ENGLISH
from syncer.core.due.languages import LANGUAGES
from syncer.model import Due, DueKind, DueState

BASES = st.none() | st.dates()
SPRINTS = st.builds(
    Sprint, st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 4), st.none() | st.integers(0, 99)
)
CALENDARS = st.builds(
    Calendar,
    timezone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tokyo", "No/Where"]),
    workdays=st.sampled_from([(1, 2, 3, 4, 5), (7, 1, 2, 3, 4), (1,), (1, 2, 3, 4, 5, 6, 7)]),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30),
    sprint=st.none() | SPRINTS,
    fiscal_year_starts=st.integers(1, 12),
    fiscal_year_named_by=st.sampled_from([None, "start", "end"]),
    date_order=st.sampled_from([None, "dmy", "mdy"]),
    asap_workdays=st.integers(0, 5),
)
LANGUAGE = st.sampled_from([None, "en", "xx", *LANGUAGES])
PLAIN_WORDS = sorted({*CLASSES, *ENGLISH.phrases})
NUMBERS = st.integers(0, 9_999).map(str) | st.sampled_from(["2026", "26", "12", "04", "1", "42", "20261204", "99999"])
WORDS = (
    st.sampled_from(PLAIN_WORDS) | NUMBERS | st.sampled_from(["4th", "Q3", "W12", "17:00", "2026-04-01", "3/4", "u"])
)
PHRASES = st.lists(WORDS, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", "", "-", "/", " - "]).map(lambda sign: sign.join(words))
)
TEXTS = st.text(max_size=220) | PHRASES
NEAR = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(TEXTS, BASES, CALENDARS, LANGUAGE)
def test_an_answer_always_comes_and_is_whole(
    text: str, base: date | None, calendar: Calendar, language: str | None
) -> None:
    due = read_due(text, base, calendar, language)
    assert due.rule
    assert (due.state is DueState.DATE) == (due.kind is not None)
    if due.state is DueState.DATE:
        assert due.date is not None
    if due.state in (DueState.NONE, DueState.UNRESOLVED):
        assert due.date is None
    if due.state is DueState.UNRESOLVED:
        assert due.note


@given(TEXTS, BASES, CALENDARS)
def test_an_answer_comes_in_any_language(text: str, base: date | None, calendar: Calendar) -> None:
    due = read_due_in_any_language(text, base, calendar)
    assert due.rule
    assert due.state is not DueState.DATE or due.date is not None


@given(PHRASES, NEAR, CALENDARS)
def test_what_was_counted_or_ends_a_period_is_a_working_day(text: str, base: date, calendar: Calendar) -> None:
    due = read_due(text, base, calendar)
    if due.date and due.kind in (DueKind.COMPUTED, DueKind.PERIOD):
        assert calendar.is_workday(due.date)


@pytest.mark.parametrize(
    "text",
    [
        *("this week", "next week", "EOM", "next month", "EOQ", "this sprint", "next sprint", "2 sprints", "EOY", "H1"),
        *("2 weeks", "1 day", "48h", "a month", "10 business days", "Friday", "next Friday", "the 15th", "tomorrow"),
        *("April", "Q3", "W30", "start of next week", "mid-June", "before Friday", "first week of May", "w/c Monday"),
        *("this FY", "next half", "week after next", "before next sprint", "today"),
    ],
)
@given(base=NEAR)
def test_without_a_year_nothing_is_due_before_publication(text: str, base: date) -> None:
    due = read_due(text, base, TEAM)
    assert due.date is None or due.date >= base or text == "W30"


@given(st.integers(1, 400), NEAR)
def test_days_are_counted_from_base(days: int, base: date) -> None:
    due = read_due(f"in {days} days", base, TEAM)
    assert due.date is not None
    assert due.date > base
    assert abs(due.date - (base + timedelta(days=days))) <= timedelta(days=3)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), BASES, CALENDARS)
def test_a_day_in_full_means_itself_however_it_is_written(day: date, base: date | None, calendar: Calendar) -> None:
    name = f"{day:%B}"
    for text in (
        *(
            f"{day}",
            f"{day:%Y/%m/%d}",
            f"{day:%Y%m%d}",
            f"{day.day} {name} {day.year}",
            f"{name} {day.day}, {day.year}",
        ),
        *(f"{day:%a} {day.day}. {name} {day.year}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%b-%Y}"),
        *(f"{day.year}年{day.month}月{day.day}日", f"{day:%G-W%V-%u}"),
    ):
        due = read_due(text, base, calendar)
        assert (due.state, due.date, due.kind) == (DueState.DATE, day, DueKind.WRITTEN), text


@given(st.dates(date(2026, 1, 1), date(2026, 10, 31)), NEAR)
def test_an_answer_written_out_means_itself(day: date, base: date) -> None:
    due = read_due(f"{day:%A} {day.day} {day:%b}", date(2026, 1, 1), TEAM)
    assert due.date == day
    assert read_due(str(due.date), base, TEAM).date == day


@given(TEXTS, NEAR)
def test_the_same_question_has_the_same_answer(text: str, base: date) -> None:
    assert read_due(text, base, TEAM) == read_due(text, base, TEAM)


@given(PHRASES, NEAR)
def test_blanks_and_case_around_a_text_do_not_matter(text: str, base: date) -> None:
    plain = read_due(text, base, TEAM)
    loud = read_due(f"  {text.upper()}\n", base, TEAM)
    if plain.state is not DueState.UNRESOLVED and len(text) < 190:
        assert (loud.state, loud.date, loud.kind) == (plain.state, plain.date, plain.kind)


HOSTILE = (
    *("1/1/", "(", "()", "(()", "~~", "~~a", "→", "(→", "(→)", "[a](", "<a", "<s>", "to ", "or ", "- ", "– ", ", "),
    *("1:00 ", "17h ", "5pm ", "before ", "end of ", "week of ", "mid ", "by ", "Fri ", "2 ", "2026-01-01 ", "2026"),
    *("moved to ", "was ", "now ", "moved from 1 to ", "done ", "? ", "tentative ", "then ", "ongoing ", "TBD ", "of "),
    *("来週", "月", "(月)", "十", "ー", "🗹", "é", "\u200b", "&nbsp;", "9", "a", "'", "' 26 ", ".", "1.", "Q", "in "),
    *("2026-W12-", "n / a ", "no later than ", "a couple ", "+1:00", "T10:00", "10:00+", "jours ouvrés ", "d'ici "),
)


def steps(call: Callable[[], Due]) -> int:
    """How many lines of Python `call` runs: a cost that no other load on the machine changes."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("language", [None, "ja", "fr"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_no_text_costs_more_than_its_length(unit: str, language: str | None) -> None:
    half, whole = (unit * (length // len(unit)) for length in (100, 200))
    first, second = (steps(partial(read_due, text, PUBLISHED, TEAM, language)) for text in (half, whole))
    assert second < 12_000
    assert second <= 3 * first + 2_000


def test_a_text_that_is_too_long_costs_nothing() -> None:
    assert steps(lambda: read_due("1/1/" * 1_000_000, PUBLISHED, TEAM)) < 20


def test_the_usual_text_costs_next_to_nothing() -> None:
    assert steps(lambda: read_due("2026-04-06", PUBLISHED, TEAM)) < 20
    assert steps(lambda: read_due("Next sprint", PUBLISHED, TEAM)) < 250
