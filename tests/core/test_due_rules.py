"""The rules behind the table: three kinds of answer, names without a year, and what each part of a calendar changes."""

from __future__ import annotations

from datetime import date

import pytest
from core.due_cases import PLAIN, PUBLISHED, TEAM, line, read

from syncer.core.calendar import Calendar, Sprint
from syncer.core.due import read_due, sla_due
from syncer.model import Due, DueKind, DueState

SATURDAY = date(2026, 3, 14)
FRIDAY = date(2026, 3, 13)
EASTER = Calendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}), sprint=TEAM.sprint)
SUNDAY_FIRST = Calendar(workdays=(7, 1, 2, 3, 4), sprint=TEAM.sprint)
ON_A_SATURDAY = {
    "today": "2026-03-14 written",
    "tomorrow": "2026-03-15 written",
    "Saturday": "2026-03-14 written",
    "Friday": "2026-03-20 written",
    "next Friday": "2026-03-20 written",
    "next Monday": "2026-03-16 written",
    "this week": "2026-03-20 period",
    "EOW": "2026-03-20 period",
    "next week": "2026-03-20 period",
    "this week or next": "2026-03-20 period",
    "week after next": "2026-03-27 period",
    "this sprint": "2026-03-27 period",
    "next sprint": "2026-03-27 period",
    "in 2 sprints": "2026-04-10 period",
    "Sprint 41": "2026-03-13 period",
    "W11": "2026-03-13 period",
    "W12": "2026-03-20 period",
    "2026-W11": "2026-03-13 period",
    "week of March 9": "2026-03-16 period",
    "week of 2026-03-09": "2026-03-13 period",
    "ASAP": "2026-03-16 written",
    "1 day": "2026-03-16 computed",
    "24h": "2026-03-16 computed",
    "before Monday": "unresolved before-base",
    "before Tuesday": "2026-03-16 written",
    "before next week": "unresolved before-base",
    "mid-March": "2026-03-16 computed",
}


@pytest.mark.parametrize(("text", "expected"), ON_A_SATURDAY.items())
def test_a_document_may_be_published_on_a_weekend(text: str, expected: str) -> None:
    assert read(text, SATURDAY) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        # written days stay, whatever day it is
        ("2026-03-14", PUBLISHED, "2026-03-14 written"),
        ("2020-01-01", PUBLISHED, "2020-01-01 written"),
        ("14 March", PUBLISHED, "2026-03-14 written"),
        # computed days move back to a working day, but never to base or before it
        ("3 days", PUBLISHED, "2026-03-13 computed"),
        ("4 days", PUBLISHED, "2026-03-13 computed"),
        ("5 days", PUBLISHED, "2026-03-16 computed"),
        ("1 day", FRIDAY, "2026-03-16 computed"),
        ("2 days", FRIDAY, "2026-03-16 computed"),
        ("3 days", FRIDAY, "2026-03-16 computed"),
        ("mid-March", date(2026, 3, 15), "2026-03-16 computed"),
        # months keep the day, clipped
        ("1 month", date(2026, 1, 30), "2026-02-27 computed"),
        ("1 month", date(2028, 1, 31), "2028-02-29 computed"),
        ("6 months", date(2026, 3, 31), "2026-09-30 computed"),
        ("1 year", date(2028, 2, 29), "2029-02-28 computed"),
        # periods end on their last working day, but without a year not before base
        ("May", PUBLISHED, "2026-05-29 period"),
        ("this month", date(2026, 5, 31), "2026-06-01 period"),
        ("May", date(2026, 5, 31), "2026-06-01 period"),
        ("May 2026", date(2026, 5, 31), "2026-05-29 period"),
        ("Q1 2026", date(2026, 6, 1), "2026-03-31 period"),
        ("Sprint 40", PUBLISHED, "2026-02-27 period"),
        ("before May", date(2026, 5, 1), "unresolved before-base"),
        ("before 2026-03-02", PUBLISHED, "2026-02-27 written"),
    ],
)
def test_the_three_kinds_of_answer_settle_differently(text: str, base: date, expected: str) -> None:
    assert read(text, base) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("Q1", date(2026, 3, 31), "2026-03-31 period"),
        ("Q1", date(2026, 4, 1), "unresolved just-over"),
        ("Q1", date(2026, 4, 10), "unresolved just-over"),
        ("Q1", date(2026, 5, 29), "unresolved just-over"),
        ("Q1", date(2026, 5, 30), "2027-03-31 period"),
        ("end of Q1", date(2026, 4, 10), "unresolved just-over"),
        ("start of Q1", date(2026, 4, 10), "unresolved just-over"),
        ("Q4 - Q1", date(2026, 4, 10), "unresolved just-over"),
        ("Q1 2026", date(2026, 4, 10), "2026-03-31 period"),
        ("December", date(2026, 1, 5), "unresolved just-over"),
        ("December", PUBLISHED, "2026-12-31 period"),
        ("H2", date(2027, 1, 4), "unresolved just-over"),
        ("W10", date(2026, 3, 9), "unresolved just-over"),
        ("W10", date(2026, 3, 8), "2026-03-06 period"),
        ("W2", date(2026, 12, 7), "2027-01-15 period"),
        ("W53", date(2026, 7, 6), "2027-01-01 period"),
        ("W53", date(2027, 11, 1), "unresolved week-too-far"),
        ("W53", date(2027, 2, 1), "unresolved just-over"),
        ("W37", PUBLISHED, "2026-09-11 period"),
        ("W38", PUBLISHED, "unresolved week-too-far"),
        ("W38", date(2026, 3, 16), "2026-09-18 period"),
        # days without a year look back 60 days
        ("10 Jan", PUBLISHED, "2026-01-10 written"),
        ("9 Jan", PUBLISHED, "2027-01-09 written"),
        ("31 Dec", date(2026, 1, 5), "2025-12-31 written"),
        ("1 Nov", date(2026, 1, 5), "2026-11-01 written"),
        ("29 Feb", date(2027, 11, 1), "2028-02-29 written"),
        ("29 Feb", date(2028, 3, 1), "2028-02-29 written"),
        ("29 Feb", date(2028, 5, 15), "unresolved no-such-day"),
        ("the 31st", date(2026, 4, 1), "2026-05-31 written"),
        ("the 32nd", PUBLISHED, "unresolved no-such-day"),
        ("the 31st of next month", PUBLISHED, "unresolved no-such-day"),
        # a two-digit year lies within two years of base
        ("4 Dec 28", PUBLISHED, "2028-12-04 written"),
        ("4 Dec 24", PUBLISHED, "2024-12-04 written"),
        ("4 Dec 29", PUBLISHED, "unresolved two-digit-year"),
        # the week of a named day is a period without a year
        ("week of March 9", PUBLISHED, "2026-03-13 period"),
        ("week of Jan 4", PUBLISHED, "2027-01-08 period"),
        ("w/c 2 March 2026", PUBLISHED, "2026-03-06 period"),
        ("first week of March", date(2026, 3, 4), "2026-03-06 period"),
        ("first week of March 2026", PUBLISHED, "2026-03-06 period"),
        ("first week of this month", PUBLISHED, "2026-03-11 period"),
        # before: the day itself being base means the next one
        ("before Wednesday", PUBLISHED, "2026-03-17 written"),
        ("before Thursday", PUBLISHED, "2026-03-11 written"),
        ("before 11 March", PUBLISHED, "2027-03-10 written"),
        ("before 11.3.", PUBLISHED, "2027-03-10 written"),
        ("before 3/11", date(2026, 12, 3), "unresolved ambiguous-date"),
        ("before 15/3", date(2026, 3, 15), "2027-03-12 written"),
        ("before 10 Jan", date(2027, 1, 10), "2028-01-07 written"),
        ("before the 11th", PUBLISHED, "2026-04-10 written"),
        ("before 2026-03-11", PUBLISHED, "2026-03-10 written"),
        ("before Q2", date(2026, 4, 1), "unresolved before-base"),
    ],
)
def test_a_name_without_a_year_is_the_one_that_is_certain(text: str, base: date, expected: str) -> None:
    assert read(text, base) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("first week of April", PUBLISHED, "2026-04-02 period"),
        ("week of April 6", PUBLISHED, "2026-04-10 period"),
        ("start of April", PUBLISHED, "2026-04-01 computed"),
        ("this week", date(2026, 4, 2), "2026-04-02 period"),
        ("this week", date(2026, 4, 3), "2026-04-10 period"),
        ("next week", date(2026, 4, 3), "2026-04-10 period"),
        ("next week", date(2026, 4, 2), "2026-04-10 period"),
        ("this week", date(2026, 4, 6), "2026-04-10 period"),
        ("next week", date(2026, 4, 6), "2026-04-10 period"),
        ("ASAP", date(2026, 4, 2), "2026-04-07 written"),
        ("1 day", date(2026, 4, 2), "2026-04-07 computed"),
        ("2026-04-03", PUBLISHED, "2026-04-03 written"),
        ("before April 7", PUBLISHED, "2026-04-02 written"),
        ("3 business days", date(2026, 4, 1), "2026-04-08 written"),
        ("beginning of next week", date(2026, 4, 1), "2026-04-07 computed"),
    ],
)
def test_holidays_are_not_worked(text: str, base: date, expected: str) -> None:
    assert read(text, base, EASTER) == expected


def test_a_period_without_a_working_day_ends_on_the_one_before_it() -> None:
    shutdown = Calendar(holidays=frozenset(date(2026, 3, day) for day in range(16, 21)))
    assert read("next week", PUBLISHED, shutdown) == "2026-03-13 period"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this week", "2026-03-12 period"),
        ("next week", "2026-03-19 period"),
        ("next Sunday", "2026-03-15 written"),
        ("next Friday", "2026-03-20 written"),
        ("Friday", "2026-03-13 written"),
        ("week of Sunday 29 March", "2026-04-02 period"),
        ("next sprint", "2026-03-29 period"),
    ],
)
def test_the_week_starts_on_the_first_working_weekday(text: str, expected: str) -> None:
    assert read(text, PUBLISHED, SUNDAY_FIRST) == expected


FISCAL = {
    # phrase: (named by the year it ends in, by the year it starts in, not said)
    "this quarter": ("2026-03-31 period",) * 3,
    "next quarter": ("2026-06-30 period",) * 3,
    "Q4": ("2026-03-31 period",) * 3,
    "Q3": ("2026-12-31 period",) * 3,
    "H1": ("2026-09-30 period",) * 3,
    "this half": ("2026-03-31 period",) * 3,
    "next half": ("2026-09-30 period",) * 3,
    "mid-Q2": ("2026-08-14 computed",) * 3,
    "beginning of Q1": ("2026-04-01 computed",) * 3,
    "this FY": ("2026-03-31 period",) * 3,
    "EOFY": ("2026-03-31 period",) * 3,
    "end of next fiscal year": ("2027-03-31 period",) * 3,
    "EOY": ("2026-12-31 period",) * 3,
    "2027": ("2027-12-31 period",) * 3,
    "Q3 FY27": ("2026-12-31 period", "2027-12-31 period", "unresolved no-fiscal-year-name"),
    "Q3 2026": ("2025-12-31 period", "2026-12-31 period", "unresolved no-fiscal-year-name"),
    "H2 2026": ("2026-03-31 period", "2027-03-31 period", "unresolved no-fiscal-year-name"),
    "FY27": ("2027-03-31 period", "2028-03-31 period", "unresolved no-fiscal-year-name"),
    "FY2027": ("2027-03-31 period", "2028-03-31 period", "unresolved no-fiscal-year-name"),
}


@pytest.mark.parametrize(("text", "expected"), FISCAL.items())
def test_quarters_are_fiscal_and_a_written_year_needs_its_naming(text: str, expected: tuple[str, str, str]) -> None:
    named = [Calendar(fiscal_year_starts=4, fiscal_year_named_by=by) for by in ("end", "start", None)]
    assert tuple(read(text, PUBLISHED, calendar) for calendar in named) == expected


@pytest.mark.parametrize(
    ("text", "dmy", "mdy"),
    [
        ("12/04/2026", "2026-04-12 written", "2026-12-04 written"),
        ("12-04-2026", "2026-04-12 written", "2026-12-04 written"),
        ("12/4", "2026-04-12 written", "2026-12-04 written"),
        ("3/4/26", "2026-04-03 written", "2026-03-04 written"),
        ("20/3", "2026-03-20 written", "2026-03-20 written"),
        ("3/20", "2026-03-20 written", "2026-03-20 written"),
        ("4.12.2026", "2026-12-04 written", "2026-12-04 written"),
        ("Fri 04/12/2026", "2026-12-04 written", "2026-12-04 written"),
        ("Tue 01/09/2026", "2026-09-01 written", "2026-09-01 written"),
    ],
)
def test_the_date_order_decides_where_nothing_else_does(text: str, dmy: str, mdy: str) -> None:
    assert read(text, PUBLISHED, Calendar(date_order="dmy")) == dmy
    assert read(text, PUBLISHED, Calendar(date_order="mdy")) == mdy


def test_a_weekday_that_fits_both_orders_leaves_it_to_the_calendar() -> None:
    both = "Thu 12/03/2026"  # 12 March and 3 December
    assert read(both, PUBLISHED, PLAIN) == "unresolved ambiguous-date"
    assert read(both, PUBLISHED, Calendar(date_order="dmy")) == "2026-03-12 written"
    assert read(both, PUBLISHED, Calendar(date_order="mdy")) == "2026-12-03 written"


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-12-04T03:00Z", "UTC", "2026-12-04 written"),
        ("2026-12-04T03:00Z", "America/New_York", "2026-12-03 written"),
        ("2026-12-04T20:00Z", "Asia/Tokyo", "2026-12-05 written"),
        ("2026-12-04 20:00 UTC", "Asia/Tokyo", "2026-12-05 written"),
        ("2026-12-04 20:00 GMT", "Asia/Tokyo", "2026-12-05 written"),
        ("2026-12-04T23:30:00.123-05:00", "UTC", "2026-12-05 written"),
        ("2026-12-04T00:30:00+02:00", "UTC", "2026-12-03 written"),
        ("2026-12-04T00:30+0200", "UTC", "2026-12-03 written"),
        ("2026-12-04T00:30+02", "UTC", "2026-12-03 written"),
        ("2026-12-04 00:30 UTC+2", "UTC", "2026-12-03 written"),
        ("2026-12-04 23:30 UTC-5", "UTC", "2026-12-05 written"),
        ("20261204T230000Z", "Asia/Tokyo", "2026-12-05 written"),
        ("20261204T2300Z", "Asia/Tokyo", "2026-12-05 written"),
        ("2026-12-04T24:00Z", "UTC", "2026-12-05 written"),
        ("2026-12-04 08:00 JST", "UTC", "2026-12-03 written"),
        ("Fri 4 Dec 11pm PST", "UTC", "2026-12-05 written"),
        ("2026-12-04T23:00", "Asia/Tokyo", "2026-12-04 written"),
        ("2026-12-04 23:00", "Asia/Tokyo", "2026-12-04 written"),
        ("done 2026-03-01T23:00Z", "Asia/Tokyo", "done 2026-03-02"),
        ("2026-12-04T03:00Z", "Mars/Olympus", "unresolved no-such-time-zone"),
    ],
)
def test_an_instant_is_its_day_in_the_zone_of_the_team(text: str, zone: str, expected: str) -> None:
    assert read(text, PUBLISHED, Calendar(timezone=zone)) == expected


@pytest.mark.parametrize(("workdays", "expected"), [(0, "2026-03-11"), (1, "2026-03-12"), (3, "2026-03-16")])
def test_as_soon_as_possible_is_so_many_working_days(workdays: int, expected: str) -> None:
    assert read("ASAP", PUBLISHED, Calendar(asap_workdays=workdays)) == f"{expected} written"


@pytest.mark.parametrize(
    "text", ["this sprint", "next sprint", "in 2 sprints", "sprint after next", "Sprint 42", "end of sprint"]
)
def test_without_a_sprint_calendar_the_setting_is_named(text: str) -> None:
    due = read_due(text, PUBLISHED, PLAIN)
    assert line(due) == "unresolved no-sprint-calendar"
    assert "calendar.sprint" in due.note
    assert read_due(text, None, PLAIN) == due


def test_a_sprint_number_needs_a_numbered_sprint() -> None:
    due = read_due("Sprint 42", PUBLISHED, Calendar(sprint=Sprint(date(2026, 3, 2), 2)))
    assert line(due) == "unresolved no-sprint-number"
    assert "calendar.sprint.number" in due.note


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("12/4", "calendar.date_order"),
        ("next sprint", "calendar.sprint"),
        ("FY27", "calendar.fiscal_year_named_by"),
        ("2026-12-04T03:00Z", "calendar.timezone"),
    ],
)
def test_the_note_names_the_setting_that_would_resolve_it(text: str, setting: str) -> None:
    calendar = Calendar(fiscal_year_starts=4, timezone="Nowhere/Land")
    assert setting in read_due(text, PUBLISHED, calendar).note


@pytest.mark.parametrize(
    "text", ["W1", "W53", "April", "4 Dec", "Q1", "2 weeks", "EOY", "next year", "the 31st", "W12"]
)
@pytest.mark.parametrize("base", [date.min, date.max])
def test_the_edges_of_the_calendar_raise_nothing(text: str, base: date) -> None:
    assert read(text, base).startswith(("unresolved", "000", "9999"))


def test_sprints_reach_back_before_the_one_that_is_configured() -> None:
    assert read("next sprint", date(2026, 2, 10)) == "2026-02-27 period"
    assert read("this sprint", date(2026, 3, 1)) == "2026-03-13 period"


WITHOUT_BASE = {
    "2026-04-01": "2026-04-01 written",
    "4 Dec 2026": "2026-12-04 written",
    "Fri 4 Dec 2026": "2026-12-04 written",
    "20/03/2026": "2026-03-20 written",
    "2026-W12": "2026-03-20 period",
    "2026-04": "2026-04-30 period",
    "Q3 2026": "2026-09-30 period",
    "2027": "2027-12-31 period",
    "FY2027": "2027-12-31 period",
    "EOY 2026": "2026-12-31 period",
    "Sprint 42": "2026-03-27 period",
    "week of 2026-04-06": "2026-04-10 period",
    "start of August 2026": "2026-08-03 computed",
    "before 2026-04-06": "2026-04-03 written",
    "before Q3 2026": "2026-06-30 written",
    "Q4 2025 - Q1 2026": "2026-03-31 period",
    "Q4 - Q1 2026": "2026-03-31 period",
    "~~2026-03-01~~ 2026-04-01": "2026-04-01 written",
    "April -> 2026-04-01": "2026-04-01 written",
    "2026-04-01 (Alice)": "2026-04-01 written",
    "TBD": "none",
    "done 2026-03-01": "done 2026-03-01",
    "12/04/2026": "unresolved ambiguous-date",
    **dict.fromkeys(
        ["today", "Friday", "next week", "EOM", "April", "Q3", "H1", "this year", "W12"], "unresolved no-base"
    ),
    **dict.fromkeys(["4 Dec", "4.12.", "the 15th", "20/3", "20-Mar-26", "3Q26", "ASAP"], "unresolved no-base"),
    **dict.fromkeys(["2 weeks", "10 business days", "next sprint", "2 sprints", "fortnight"], "unresolved no-base"),
    **dict.fromkeys(["mid-April 2026", "before Friday", "week of April 6", "FY27", "this FY"], "unresolved no-base"),
    **dict.fromkeys(["first week of April", "EOD", "2-3 weeks", "done 1 March"], "unresolved no-base"),
}


@pytest.mark.parametrize(("text", "expected"), WITHOUT_BASE.items())
def test_without_a_base_only_what_does_not_depend_on_it_is_answered(text: str, expected: str) -> None:
    assert read(text, None) == expected


@pytest.mark.parametrize(("text", "expected"), [pair for pair in WITHOUT_BASE.items() if "unresolved" not in pair[1]])
def test_what_is_answered_without_a_base_is_the_same_with_any(text: str, expected: str) -> None:
    for base in (date(1999, 12, 31), PUBLISHED, SATURDAY, date(2031, 7, 1)):
        assert read(text, base) == expected


SLA = Calendar(sla=(("P1", 7), ("SEV-1", 14), ("p3", 30)))


@pytest.mark.parametrize(
    ("priority", "severity", "expected"),
    [
        ("P1", None, date(2026, 3, 18)),
        ("p1", "SEV1", date(2026, 3, 18)),
        ("P2", "sev 1", date(2026, 3, 25)),
        (None, "SEV-1", date(2026, 3, 25)),
        ("P3", None, date(2026, 4, 10)),
    ],
)
def test_an_sla_counts_calendar_days_by_priority_then_severity(
    priority: str | None, severity: str | None, expected: date
) -> None:
    due = sla_due(priority, severity, PUBLISHED, SLA)
    assert due is not None
    assert (due.state, due.date, due.kind, due.rule) == (DueState.DATE, expected, DueKind.COMPUTED, "sla")


def test_an_sla_moves_like_a_computed_date() -> None:
    due = sla_due("P1", None, date(2026, 3, 13), Calendar(sla=(("P1", 1),)))
    assert due == Due(DueState.DATE, date(2026, 3, 16), DueKind.COMPUTED, "sla", "1 day for P1")


def test_an_sla_says_nothing_without_a_rule_and_nothing_certain_without_a_base() -> None:
    assert sla_due("P9", "minor", PUBLISHED, SLA) is None
    assert sla_due(None, None, PUBLISHED, SLA) is None
    due = sla_due("P1", None, None, SLA)
    assert due is not None
    assert line(due) == "unresolved no-base"


def test_an_sla_that_leads_past_every_calendar_is_unresolved() -> None:
    due = sla_due("P1", None, PUBLISHED, Calendar(sla=(("P1", 10**7),)))
    assert due is not None
    assert line(due) == "unresolved out-of-range"
