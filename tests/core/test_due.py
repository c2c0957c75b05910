"""The table of phrases, row by row: what each means for a document published on Wednesday 11 March 2026."""

from __future__ import annotations

from datetime import date

import pytest
from core.due_cases import PLAIN, PUBLISHED, TEAM, line, read, read_anyhow

from syncer.core.calendar import Calendar, Sprint
from syncer.core.due import read_due
from syncer.model import Due, DueKind, DueState

DATES = {
    # the day in full
    "2026-12-04": "2026-12-04 written",
    "2026/12/04": "2026-12-04 written",
    "20261204": "2026-12-04 written",
    "2026-12-04T10:00Z": "2026-12-04 written",
    "2026-W12-3": "2026-03-18 written",
    "2026.12.04": "2026-12-04 written",
    "2026-4-1": "2026-04-01 written",
    # month by name
    "4 Dec 2026": "2026-12-04 written",
    "Dec 4, 2026": "2026-12-04 written",
    "4th of December 2026": "2026-12-04 written",
    "December 4th, 2026": "2026-12-04 written",
    "20-Mar-26": "2026-03-20 written",
    "20 Mar 26": "2026-03-20 written",
    "20 Mar '26": "2026-03-20 written",
    "4-Dec-2026": "2026-12-04 written",
    "4/Dec/2026": "2026-12-04 written",
    "Dec-4-2026": "2026-12-04 written",
    "2026 Dec 4": "2026-12-04 written",
    "2026-Dec-04": "2026-12-04 written",
    "Fri 4 Dec": "2026-12-04 written",
    "Friday, December 4": "2026-12-04 written",
    "4 Dec (Fri)": "2026-12-04 written",
    "Sat 5 Dec": "2026-12-05 written",
    # no year
    "Dec 4": "2026-12-04 written",
    "4 December": "2026-12-04 written",
    "4-Dec": "2026-12-04 written",
    "Sept 4": "2026-09-04 written",
    "4.12.": "2026-12-04 written",
    "the 15th": "2026-03-15 written",
    "15th": "2026-03-15 written",
    "the 11th": "2026-03-11 written",
    "the 10th": "2026-04-10 written",
    "Friday the 13th": "2026-03-13 written",
    "the 15th of next month": "2026-04-15 written",
    "the 15th of this month": "2026-03-15 written",
    # numbers alone
    "4.12.2026": "2026-12-04 written",
    "4.12.26": "2026-12-04 written",
    "20.3.2026": "2026-03-20 written",
    "20/03/2026": "2026-03-20 written",
    "03/20/2026": "2026-03-20 written",
    "20-03-2026": "2026-03-20 written",
    "4/4/2026": "2026-04-04 written",
    "4/4": "2026-04-04 written",
    "3/20": "2026-03-20 written",
    "20/3": "2026-03-20 written",
    "3/20/26": "2026-03-20 written",
    "Fri 04/12/2026": "2026-12-04 written",
    "Fri 12/04/2026": "2026-12-04 written",
    "Sun 12/04/2026": "2026-04-12 written",
    "04/12/2026 (Fri)": "2026-12-04 written",
    "Fri 4/12": "2026-12-04 written",
    # near days
    "today": "2026-03-11 written",
    "EOD": "2026-03-11 written",
    "COB": "2026-03-11 written",
    "end of day": "2026-03-11 written",
    "close of business": "2026-03-11 written",
    "tonight": "2026-03-11 written",
    "tomorrow": "2026-03-12 written",
    "day after tomorrow": "2026-03-13 written",
    "Friday": "2026-03-13 written",
    "this Friday": "2026-03-13 written",
    "Wed": "2026-03-11 written",
    "Saturday": "2026-03-14 written",
    "next Friday": "2026-03-20 written",
    "next Monday": "2026-03-16 written",
    "next Sunday": "2026-03-22 written",
    "Friday next week": "2026-03-20 written",
    "next week Friday": "2026-03-20 written",
    "Friday of this week": "2026-03-13 written",
    # weeks
    "this week": "2026-03-13 period",
    "EOW": "2026-03-13 period",
    "end of week": "2026-03-13 period",
    "end of the week": "2026-03-13 period",
    "next week": "2026-03-20 period",
    "end of next week": "2026-03-20 period",
    "the week after next": "2026-03-27 period",
    "week of April 6": "2026-04-10 period",
    "w/c 6 Apr": "2026-04-10 period",
    "week commencing 2026-04-06": "2026-04-10 period",
    "week beginning Mon 6 April": "2026-04-10 period",
    "week of the 16th": "2026-03-20 period",
    "week of the 9th": "2026-03-13 period",
    "w/c Monday": "2026-03-20 period",
    "week ending 27 Mar": "2026-03-27 period",
    "week ending Sunday 29 March 2026": "2026-03-27 period",
    "first week of April": "2026-04-03 period",
    "1st week of May": "2026-05-01 period",
    "first week of August": "2026-08-07 period",
    "first week of April 2027": "2027-04-02 period",
    "first week of next month": "2026-04-03 period",
    "W12": "2026-03-20 period",
    "week 12": "2026-03-20 period",
    "CW12": "2026-03-20 period",
    "KW 12": "2026-03-20 period",
    "2026-W12": "2026-03-20 period",
    "2026W12": "2026-03-20 period",
    "W12 2026": "2026-03-20 period",
    "KW 12/2026": "2026-03-20 period",
    "week 12, 2027": "2027-03-26 period",
    "W11": "2026-03-13 period",
    "EOW12": "2026-03-20 period",
    "calendar week 12": "2026-03-20 period",
    # months
    "this month": "2026-03-31 period",
    "EOM": "2026-03-31 period",
    "end of month": "2026-03-31 period",
    "month-end": "2026-03-31 period",
    "next month": "2026-04-30 period",
    "April": "2026-04-30 period",
    "end of April": "2026-04-30 period",
    "end-April": "2026-04-30 period",
    "EOM April": "2026-04-30 period",
    "late April": "2026-04-30 period",
    "May": "2026-05-29 period",
    "March": "2026-03-31 period",
    "Apr 2027": "2027-04-30 period",
    "Apr '27": "2027-04-30 period",
    "2027 April": "2027-04-30 period",
    "Apr-2027": "2027-04-30 period",
    "2026-04": "2026-04-30 period",
    "04/2026": "2026-04-30 period",
    # beginnings and middles
    "start of April": "2026-04-01 computed",
    "start of August": "2026-08-03 computed",
    "beginning of Q3": "2026-07-01 computed",
    "start of next week": "2026-03-16 computed",
    "start of next month": "2026-04-01 computed",
    "mid-April": "2026-04-15 computed",
    "middle of April": "2026-04-15 computed",
    "mid-March": "2026-03-13 computed",
    "mid-August": "2026-08-14 computed",
    "mid-Q2": "2026-05-15 computed",
    "mid-Q3": "2026-08-14 computed",
    "mid next month": "2026-04-15 computed",
    "mid-quarter 2": "2026-05-15 computed",
    # quarters and halves
    "this quarter": "2026-03-31 period",
    "EOQ": "2026-03-31 period",
    "end of quarter": "2026-03-31 period",
    "next quarter": "2026-06-30 period",
    "Q3": "2026-09-30 period",
    "EOQ3": "2026-09-30 period",
    "end of Q3": "2026-09-30 period",
    "Q3 2026": "2026-09-30 period",
    "Q3/2026": "2026-09-30 period",
    "Q3 '26": "2026-09-30 period",
    "2026Q3": "2026-09-30 period",
    "2026-Q3": "2026-09-30 period",
    "3Q26": "2026-09-30 period",
    "3Q": "2026-09-30 period",
    "Q3 FY27": "2027-09-30 period",
    "FY27 Q3": "2027-09-30 period",
    "3rd quarter": "2026-09-30 period",
    "third quarter of 2026": "2026-09-30 period",
    "quarter 3": "2026-09-30 period",
    "Q1": "2026-03-31 period",
    "H1": "2026-06-30 period",
    "1H 2026": "2026-06-30 period",
    "1H26": "2026-06-30 period",
    "H2 FY26": "2026-12-31 period",
    "second half of 2026": "2026-12-31 period",
    "this half": "2026-06-30 period",
    "next half": "2026-12-31 period",
    # years
    "EOY": "2026-12-31 period",
    "end of year": "2026-12-31 period",
    "this year": "2026-12-31 period",
    "EOY 2026": "2026-12-31 period",
    "next year": "2027-12-31 period",
    "2027": "2027-12-31 period",
    "2025": "2025-12-31 period",
    "FY27": "2027-12-31 period",
    "end of FY": "2026-12-31 period",
    # sprints
    "this sprint": "2026-03-13 period",
    "current sprint": "2026-03-13 period",
    "end of sprint": "2026-03-13 period",
    "next sprint": "2026-03-27 period",
    "end of next sprint": "2026-03-27 period",
    "in 2 sprints": "2026-04-10 period",
    "2 sprints": "2026-04-10 period",
    "sprint after next": "2026-04-10 period",
    "in a sprint": "2026-03-27 period",
    "Sprint 42": "2026-03-27 period",
    "sprint #42": "2026-03-27 period",
    "Sprint 40": "2026-02-27 period",
    "end of Sprint 43": "2026-04-10 period",
    # counted
    "in 2 weeks": "2026-03-25 computed",
    "2 weeks": "2026-03-25 computed",
    "two weeks": "2026-03-25 computed",
    "2w": "2026-03-25 computed",
    "14d": "2026-03-25 computed",
    "next 2 weeks": "2026-03-25 computed",
    "2 weeks from now": "2026-03-25 computed",
    "in two weeks' time": "2026-03-25 computed",
    "48h": "2026-03-13 computed",
    "72 hours": "2026-03-13 computed",  # the 14th is a Saturday
    "within 30 days": "2026-04-10 computed",
    "100 days": "2026-06-19 computed",
    "a fortnight": "2026-03-25 computed",
    "fortnight": "2026-03-25 computed",
    "a couple of weeks": "2026-03-25 computed",
    "couple of days": "2026-03-13 computed",
    "in a month": "2026-04-10 computed",  # 11 April is a Saturday
    "three months": "2026-06-11 computed",
    "1 year": "2027-03-11 computed",
    "10 business days": "2026-03-25 written",
    "3 working days": "2026-03-16 written",
    "next working day": "2026-03-12 written",
    # before
    "before Friday": "2026-03-12 written",
    "before 4 Dec": "2026-12-03 written",
    "before Q3": "2026-06-30 written",
    "before April": "2026-03-31 written",
    "before next sprint": "2026-03-13 written",
    "before 2026-04-06": "2026-04-03 written",
    "before EOM": "2026-03-31 period",
    "before end of April": "2026-04-30 period",
    "before the end of Q3": "2026-09-30 period",
    "before EOD": "2026-03-11 written",
    "before COB Friday": "2026-03-13 written",
    "before the 15th": "2026-03-13 written",
    "before mid-April": "2026-04-14 written",
    "before start of Q3": "2026-06-30 written",
    "before tomorrow": "2026-03-11 written",
    "before 2027": "2026-12-31 written",
    "before W12": "2026-03-13 written",
    "before Sprint 42": "2026-03-13 written",
    # as soon as possible
    "ASAP": "2026-03-12 written",
    "as soon as possible": "2026-03-12 written",
    "immediately": "2026-03-12 written",
    "urgent": "2026-03-12 written",
    "now": "2026-03-12 written",
}

NO_DATES = {
    **dict.fromkeys(
        ["-", "--", "—", "–", "TBD", "TBD (Alice)", "TBC", "TBA", "tbd.", "N/A", "n.a.", "none", "None"], "none"
    ),
    **dict.fromkeys(["?", "??", "ongoing", "on-going", "backlog", "someday", "when possible", "deferred"], "none"),
    **dict.fromkeys(["low priority", "long term", "long-term", "not scheduled", "weekly", "monthly", "TBD?"], "none"),
    **dict.fromkeys(["to be determined", "in the backlog", "ETA TBD", "due: -", "[TBD]"], "none"),
    **dict.fromkeys(["done", "Done.", "done!", "✅", "✔️", "complete", "Completed", "✅ Done", "done (Alice)"], "done"),
    **dict.fromkeys(["✅ Q1", "next sprint ✅", "[x]", ":white_check_mark:"], "done"),
    **dict.fromkeys(["done 2026-03-01", "2026-03-01 ✅", "✅ 2026-03-01", "done on 1 March"], "done 2026-03-01"),
    **dict.fromkeys(
        ["2026-03-01 done", "2026-03-01 (done)", "done (2026-03-01)", "done: 2026-03-01"], "done 2026-03-01"
    ),
    "done today": "done 2026-03-11",
    "done by Friday": "2026-03-13 written",
    "done before Friday": "2026-03-12 written",
    "complete in Q2": "2026-06-30 period",
    "done within 2 weeks": "2026-03-25 computed",
    **dict.fromkeys(["not done", "incomplete", "not yet done", "not complete"], "unresolved not-done"),
    **dict.fromkeys(
        ["done Friday", "Q1 done", "done Q1", "completed by Friday", "done (by Friday)"], "unresolved done-or-due"
    ),
    **dict.fromkeys(["in progress", "blocked", "on hold", "to do", "WIP", "done?"], "unresolved status-word"),
}

UNRESOLVED = {
    "not-understood": (
        *("after the release", "soon", "Q?", "v2.1", "OPS-12", "10", "10.", "next time", "May be delayed"),
        *("early April", "T+14", "Christmas", "when ready", "a few weeks", "1.5 weeks", "36h", "0 days", "1000 days"),
        *("2 weeks ago", "2 weeks after launch", "2+ weeks", "Friday or later", "every Friday", "last Friday"),
        *("from 2026-04-01", "2026-04-01 onwards", "since 2026-04-01", "2026-03-??", "4.12", "12-04", "S42", "1/1/"),
        *("almost done", "90% done", "in 2 quarters", "half year", "mid-year", "mid-sprint", "next April", "by", "due"),
        *("week", "sprint", "second week of April", "before 2 weeks", "before ASAP", "before late April", "3000"),
        *("2026-335", "weekend", "week-end", "the 15", "May?be", "April 6 or so", "...", "(", ")", "(]", "Q2)"),
        *("before", "before the", "before Jan 5-9", "Friday 4", "first Monday of April", "before soon", "day 3"),
        *("first half of April", "first week of Q3", "15th of next week", "Friday of next month", "month 2026"),
        *("sprint 42 2026", "fortnight 3", "day 2027", "week of April", "late Friday", "end of 2 weeks", "next day"),
        *(
            "FY7",
            "next weeks",
            "in the next months",
            "end of sprints",
            "these weeks",
            "first",
            "second",
            "first May",
            "EOW Mon",
            "week of Monday",
            "week today",
            "Friday week",
            "H2 12h",
            "Dec couple",
            "the first",
            "couple of",
            "second week of next month",
            "first day of next month",
            "1/2/3",
            "really done yet",
            "1/1/" * 50,
            "Q3 7",
            "W12 7",
            "April 2026 7",
            "1st week of April 2",
            "first day of April",
            "end",
            "start",
            "mid",
        ),
    ),
    "ambiguous-date": ("12/04/2026", "12-04-2026", "12/4", "3/4/26", "Apr-26", "Apr-5", "Apr/26", "26-03-20"),
    "weekday-contradicts": ("Thu 4 Dec", "Thu 4 Dec 2026", "2026-12-04 (Thu)", "Mon 04/12/2026", "Friday the 14th"),
    "no-such-day": ("30 Feb", "2026-02-30", "2026-13-01", "20261341", "31 April", "Feb 29", "31/13/2026", "2026-W12-8"),
    "no-such-month": ("2026-13", "13/2026", "2026-00"),
    "no-such-period": ("Q5", "Q0", "H3", "Q5 2026", "5th quarter"),
    "no-such-week": ("W54", "W0", "2027-W53", "2026-W00", "2026-W54"),
    "two-digit-year": ("31/12/29", "4 Dec 29", "20-Mar-23", "3Q29", "Q3 FY29", "Apr '31"),
    "week-too-far": ("W38", "W53", "W1"),
    "just-over": ("February", "Jan", "W10", "week of March 2", "end of February", "first week of March"),
    "before-base": (
        *(
            "start of March",
            "start of Q1",
            "start of week",
            "start of this sprint",
            "mid-Q1",
            "before Q1",
            "before today",
        ),
        *("before 1 March", "before March", "mid-April 2025"),
    ),
    "struck": ("~~2026-03-01~~", "~~done~~", "~~TBD~~"),
    "two-dates": ("2026-04-01 (2026-05-01)", "2026-04-01, then 2026-05-01", "2026-04-01 or 2026-04-08", "TBD (Q3)"),
    "out-of-range": ("Sprint 999999999999",),
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_a_phrase_of_the_table_means_its_day(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), NO_DATES.items())
def test_nothing_yet_and_done_are_told_from_dates(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in UNRESOLVED.items() for text in texts])
def test_what_is_not_certain_is_unresolved_with_its_reason(rule: str, text: str) -> None:
    due = read_due(text, PUBLISHED, TEAM)
    assert line(due) == f"unresolved {rule}"
    assert due.date is None
    assert due.kind is None
    assert due.note


@pytest.mark.parametrize("text", [None, "", "   ", "\t\n", "\u3000"])
def test_an_empty_text_is_none(text: str | None) -> None:
    assert read_due(text, PUBLISHED, TEAM) == Due(DueState.NONE, rule="empty")
    assert read_due(text, None, PLAIN).state is DueState.NONE


@pytest.mark.parametrize(("text", "expected"), [*DATES.items(), *NO_DATES.items()])
def test_english_means_the_same_where_the_language_is_unknown(text: str, expected: str) -> None:
    assert read_anyhow(text) == expected


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in UNRESOLVED.items() for text in texts])
def test_no_language_makes_a_date_of_what_is_not_certain(rule: str, text: str) -> None:
    assert read_anyhow(text).partition(" ")[0] == "unresolved"


@pytest.mark.parametrize("text", DATES)
def test_case_does_not_matter(text: str) -> None:
    assert read(text.upper()) == read(text.lower()) == DATES[text]


def test_the_first_example_of_all() -> None:
    calendar = Calendar(sprint=Sprint(date(2026, 3, 2), 2))
    assert read_due("Next sprint", PUBLISHED, calendar).date == date(2026, 3, 27)
    assert read_due("This week", PUBLISHED, calendar).date == date(2026, 3, 13)
    assert read_due("Next month", PUBLISHED, calendar).date == date(2026, 4, 30)


def test_an_answer_names_its_rule() -> None:
    assert read_due("2026-04-01 (Alice)", PUBLISHED, PLAIN) == Due(
        DueState.DATE, date(2026, 4, 1), DueKind.WRITTEN, "iso-date", "Alice"
    )


RULES = {
    "2026-04-01": "iso-date",
    "4 Dec 2026": "date",
    "4 Dec": "date-without-year",
    "20/3": "numeric-date",
    "the 15th": "day-of-month",
    "EOD": "today",
    "tomorrow": "tomorrow",
    "day after tomorrow": "day-after-tomorrow",
    "next Friday": "weekday",
    "EOW": "this-week",
    "next week": "next-week",
    "week after next": "after-next-week",
    "w/c 6 Apr": "week-of",
    "first week of April": "first-week",
    "W12": "iso-week",
    "EOM": "this-month",
    "April": "month",
    "start of April": "start-of",
    "mid-April": "mid-of",
    "Q3": "quarter",
    "H1": "half",
    "2027": "year",
    "FY27": "fiscal-year",
    "Next sprint": "next-sprint",
    "2 sprints": "sprint",
    "Sprint 42": "sprint-number",
    "2 weeks": "duration",
    "3 working days": "working-days",
    "before Friday": "before",
    "ASAP": "asap",
    "Q2/Q3": "range",
    "TBD": "none",
    "done": "done",
}


@pytest.mark.parametrize(("text", "rule"), RULES.items())
def test_each_rule_has_its_word(text: str, rule: str) -> None:
    assert read_due(text, PUBLISHED, TEAM).rule == rule
