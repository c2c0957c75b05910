"""What may stand around a phrase: ignored words, clock times, doubt, notes, tails, moved dates and ranges."""

from __future__ import annotations

from datetime import date

import pytest
from core.due_cases import PUBLISHED, TEAM, read, read_anyhow

from syncer.core.due import read_due
from syncer.model import DueState

IGNORED = (
    *("by {}", "on {}", "in {}", "at {}", "over {}", "during {}", "within {}", "until {}", "the {}", "till {}"),
    *(
        "no later than {}",
        "not later than {}",
        "due {}",
        "Due: {}",
        "target {}",
        "target date: {}",
        "ETA {}",
        "ETA: {}",
    ),
    *("est. {}", "est {}", "~{}", "~ {}", "{}.", "{},", "{};", "{}!", "{} .", "by no later than {}", "due: ETA ~{}"),
    *(
        "due by the {}",
        "due date: {}",
        "  {}  ",
        "({})",
        "[{}]",
        "**{}**",
        "`{}`",
        "_{}_",
    ),
    *('"{}"', "“{}”", "- {}", "{} -", "<b>{}</b>", "[{}](https://example.com/x-1)", "\u00a0{}\u00a0", "\u200b{}"),
    *("{} at the latest", "\ufeff{}", "by: {}", "{} &nbsp;", "*{}*", "{}\n", "~{}."),
)
PHRASES = {
    "2026-04-01": "2026-04-01 written",
    "4 Dec 2026": "2026-12-04 written",
    "Fri 4 Dec": "2026-12-04 written",
    "20/3/2026": "2026-03-20 written",
    "next week": "2026-03-20 period",
    "end of next week": "2026-03-20 period",
    "Q3 2026": "2026-09-30 period",
    "next sprint": "2026-03-27 period",
    "2 weeks": "2026-03-25 computed",
    "15th": "2026-03-15 written",
    "April": "2026-04-30 period",
    "tomorrow": "2026-03-12 written",
}


@pytest.mark.parametrize("wrapper", IGNORED)
@pytest.mark.parametrize(("phrase", "expected"), PHRASES.items())
def test_words_around_a_phrase_do_not_change_it(wrapper: str, phrase: str, expected: str) -> None:
    assert read(wrapper.format(phrase)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by the end of next week", "2026-03-20 period"),
        ("no later than Fri 4 Dec EOD", "2026-12-04 written"),
        ("target Q3 2026?", "2026-09-30 period"),
        ("EOD Friday", "2026-03-13 written"),
        ("by EOD tomorrow", "2026-03-12 written"),
        ("by COB on Friday 13 March", "2026-03-13 written"),
        ("end of day on 4 Dec", "2026-12-04 written"),
        ("Friday (EOD)", "2026-03-13 written"),
        ("EOD today", "2026-03-11 written"),
        ("by the end of the month", "2026-03-31 period"),
        ("over next week", "2026-03-20 period"),
        ("in H1", "2026-06-30 period"),
        ("EOD next week", "unresolved not-understood"),
        ("end of end of April", "unresolved not-understood"),
        # dashes, widths and scripts
        ("２０２６－０４－０１", "2026-04-01 written"),
        ("２０２６／０４／０１", "2026-04-01 written"),
        ("Ｑ３　２０２６", "2026-09-30 period"),
        ("2026‑04‑01", "2026-04-01 written"),
        ("2026–04–01", "2026-04-01 written"),
        ("4\u00a0Dec\u202f2026", "2026-12-04 written"),
        ("ａｓａｐ", "2026-03-12 written"),
        ("2026-04-01¹", "unresolved not-understood"),
        ("Apr 1²", "unresolved not-understood"),
        ("week 1²", "unresolved not-understood"),
        ("①4 Dec", "unresolved not-understood"),
        ("2½ weeks", "unresolved not-understood"),
    ],
)
def test_wrappers_combine(text: str, expected: str) -> None:
    assert read(text) == expected


CLOCKS = (
    *("{} 17:00", "{} 5pm", "{} 5 pm", "{} 5:30pm", "{} 5:30 p.m.", "{} at 17:00", "{} at 17:00:30", "17:00 {}"),
    *("{}, 9am", "{} @ 17:00", "{} noon", "noon {}", "by 5pm {}", "{} 12am", "{} 00:00", "{} 24:00"),
)


@pytest.mark.parametrize("wrapper", CLOCKS)
@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("2026-12-04", "2026-12-04 written"),
        ("Fri 4 Dec", "2026-12-04 written"),
        ("Friday", "2026-03-13 written"),
        ("tomorrow", "2026-03-12 written"),
    ],
)
def test_a_clock_time_beside_a_date_is_ignored(wrapper: str, phrase: str, expected: str) -> None:
    assert read(wrapper.format(phrase)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("17:00", "5pm", "noon", "Q3 10:00", "TBD 5pm", "done 10:00", "next week 5pm", "2 weeks 5pm", "25:00 Friday"),
        *("12:60 Friday", "24:01 Friday", "13pm Friday", "0pm Friday", "Friday 10:00-12:00", "Friday 5", "Friday 10:5"),
        *("Friday 17:00 IST", "Friday 1:00 2:00 3:00 4:00", "Friday 10:00 +99:00", "Friday 10:00 +"),
        *(
            "Friday 10:00 UTC 11:00 UTC",
            "Friday 10:00Z 11:00Z",
            "Friday midnight",
            "Friday 5p.x.",
            "17h",
        ),
    ],
)
def test_a_clock_time_alone_or_beside_a_period_is_not_understood(text: str) -> None:
    assert read(text) == "unresolved not-understood"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday 17h", "2026-03-13 written"),
        ("Friday 17h30", "2026-03-13 written"),
        ("Friday 17 Uhr", "2026-03-13 written"),
        ("2026-03-01 10:00 -> 2026-04-01 10:00", "2026-04-01 written"),
    ],
)
def test_clock_times_may_be_spelt_out_and_repeated(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2026-04-01?", "2026-04-01 ?", "2026-04-01 (?)", "2026-04-01 (tentative)", "2026-04-01 [tentative]"),
        *("2026-04-01 (TBC)", "2026-04-01??", "2026-04-01?!", "2026-04-01 (tentative)?", "tentatively 2026-04-01"),
        *("2026-04-01 (to be confirmed)", "2026-04-01, tentative", "2026-04-01 (estimate)"),
    ],
)
def test_doubt_keeps_the_date_and_is_noted(text: str) -> None:
    due = read_due(text, PUBLISHED, TEAM)
    assert (due.state, due.date, due.note) == (DueState.DATE, date(2026, 4, 1), "uncertain")


@pytest.mark.parametrize(
    ("text", "day", "note"),
    [
        ("2026-04-19 and ongoing", date(2026, 4, 19), "ongoing"),
        ("2026-04-19, ongoing", date(2026, 4, 19), "ongoing"),
        ("2026-05-30, then quarterly", date(2026, 5, 30), "then quarterly"),
        ("2026-05-30 and then every sprint", date(2026, 5, 30), "then every sprint"),
        ("2026-05-30; thereafter weekly", date(2026, 5, 30), "thereafter weekly"),
        ("Q2, then quarterly", date(2026, 6, 30), "then quarterly"),
        ("2026-04-01 (Alice)", date(2026, 4, 1), "Alice"),
        ("2026-04-01 (Alice  and Bob)", date(2026, 4, 1), "Alice and Bob"),
        ("2026-04-01 [Alice]", date(2026, 4, 1), "Alice"),
        ("(Alice) 2026-04-01", date(2026, 4, 1), "Alice"),
        ("2026-04-01 (Alice) (see #12)", date(2026, 4, 1), "Alice; see #12"),
        ("2026-04-01 (Alice (SRE))", date(2026, 4, 1), "Alice (SRE)"),
        ("2026-04-01 (Alice) (tentative)", date(2026, 4, 1), "uncertain; Alice"),
        ("2026-04-01? (Alice)", date(2026, 4, 1), "uncertain; Alice"),
        ("2026-04-01 ()", date(2026, 4, 1), ""),
        ("next sprint (Alice)", date(2026, 3, 27), "Alice"),
        ("2026-04-01 (Wed)", date(2026, 4, 1), ""),
        # the same day again, or a period that holds it
        ("2026-04-01 (1 April)", date(2026, 4, 1), "1 April"),
        ("2026-04-01 (Q2)", date(2026, 4, 1), "Q2"),
        ("Q2 (June 30)", date(2026, 6, 30), "June 30"),
        ("next sprint (Sprint 42)", date(2026, 3, 27), "Sprint 42"),
        ("TBD (Alice)", None, "Alice"),
        ("done (Alice)", None, "Alice"),
    ],
)
def test_the_rest_is_a_note(text: str, day: date | None, note: str) -> None:
    due = read_due(text, PUBLISHED, TEAM)
    assert (due.date, due.note) == (day, note)
    assert due.state is not DueState.UNRESOLVED


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2026-04-01 (2026-05-01)", "two-dates"),
        ("2026-04-01 (review 2026-05-01)", "two-dates"),
        ("2026-04-01 (in 2 weeks)", "two-dates"),
        ("2026-04-01 (next week)", "two-dates"),
        ("2026-04-01 (Q3)", "two-dates"),
        ("2026-04-01 (12/4)", "two-dates"),
        ("Q2 (May 15)", "two-dates"),
        ("2026-04-01, then 2026-05-01", "two-dates"),
        ("2026-04-01, then in May", "two-dates"),
        ("TBD (Q3)", "two-dates"),
        ("TBD (2026-04-01)", "two-dates"),
        ("2026-04-01 and 2026-05-01", "not-understood"),
        ("2026-04-01, 2026-05-01", "not-understood"),
        ("ongoing, 2026-04-01", "not-understood"),
        ("nonsense, then weekly", "not-understood"),
        ("2026-04-01 Alice", "not-understood"),
        ("Alice: 2026-04-01", "not-understood"),
        ("2026-04-01 (Alice", "not-understood"),
        ("2026-04-01 Alice)", "not-understood"),
        ("((((2026-04-01))))", "not-understood"),
        ("2026-04-01 (cancelled)", "taken-back"),
        ("2026-04-01 (delayed)", "taken-back"),
        ("2026-04-01 (not before the audit)", "taken-back"),
        ("2026-04-01 (or later)", "taken-back"),
    ],
)
def test_a_second_date_or_a_doubtful_rest_is_unresolved(text: str, rule: str) -> None:
    assert read(text) == f"unresolved {rule}"


MARCH, MIDDLE, APRIL = date(2026, 3, 1), date(2026, 3, 15), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("~~2026-03-01~~ 2026-04-01", (MARCH,)),
        ("2026-04-01 ~~2026-03-01~~", (MARCH,)),
        ("~~2026-03-01~~ -> 2026-04-01", (MARCH,)),
        ("<del>2026-03-01</del> 2026-04-01", (MARCH,)),
        ("<s>2026-03-01</s><br>2026-04-01", (MARCH,)),
        ("~~2026-03-01~~ ~~2026-03-15~~ 2026-04-01", (MARCH, MIDDLE)),
        ("~~the old plan~~ 2026-04-01", ()),
        ("~~TBD~~ 2026-04-01", ()),
        ("2026-03-01 -> 2026-04-01", (MARCH,)),
        ("2026-03-01 → 2026-04-01", (MARCH,)),
        ("2026-03-01 => 2026-04-01", (MARCH,)),
        ("2026-03-01-->2026-04-01", (MARCH,)),
        ("2026-03-01 → 2026-03-15 → 2026-04-01", (MARCH, MIDDLE)),
        ("-> 2026-04-01", ()),
        ("due -> 2026-04-01", ()),
        ("TBD -> 2026-04-01", ()),
        ("2026-03-01 (moved to 2026-04-01)", (MARCH,)),
        ("2026-03-01 [postponed to 2026-04-01]", (MARCH,)),
        ("2026-03-01, moved to 2026-04-01", (MARCH,)),
        ("2026-03-01 delayed until 2026-04-01", (MARCH,)),
        ("2026-03-01 (now 2026-04-01)", (MARCH,)),
        ("moved from 2026-03-01 to 2026-04-01", (MARCH,)),
        ("2026-04-01 (moved from 2026-03-01)", (MARCH,)),
        ("moved to 2026-04-01", ()),
        ("2026-04-01 (was 2026-03-01)", (MARCH,)),
        ("2026-04-01, was 2026-03-01", (MARCH,)),
        ("2026-04-01 (originally 2026-03-01)", (MARCH,)),
        ("2026-04-01 (was TBD)", ()),
        ("2026-04-01 (was 2026-04-01)", ()),
        ("2026-04-01 (was 30 Feb)", ()),
        ("was 2026-03-01, now 2026-04-01", (MARCH,)),
        ("originally 2026-03-01, now 2026-04-01", (MARCH,)),
        ("2026-04-01 (was 2026-03-01) (was 2026-03-15)", (MARCH, MIDDLE)),
        ("~~2026-03-01~~ 2026-03-15 -> 2026-04-01", (MARCH, MIDDLE)),
        ("Q1 -> 2026-04-01", (date(2026, 3, 31),)),
    ],
)
def test_the_valid_date_counts_and_the_others_are_slips(text: str, slips: tuple[date, ...]) -> None:
    due = read_due(text, PUBLISHED, TEAM)
    assert (due.state, due.date, due.slips) == (DueState.DATE, APRIL, slips)


def test_what_stands_behind_a_moved_date_belongs_to_the_valid_one() -> None:
    moved = read_due("2026-03-01 (moved to 2026-04-01) (Alice)", PUBLISHED, TEAM)
    assert (moved.date, moved.note, moved.slips) == (APRIL, "Alice", (MARCH,))
    was = read_due("2026-04-01 (was 2026-03-01)?", PUBLISHED, TEAM)
    assert (was.date, was.note, was.slips) == (APRIL, "uncertain", (MARCH,))


@pytest.mark.parametrize("text", ["2026-03-01 -> TBD", "~~2026-03-01~~ TBD", "2026-03-01 (moved to TBD)"])
def test_a_date_may_move_to_nothing(text: str) -> None:
    due = read_due(text, PUBLISHED, TEAM)
    assert (due.state, due.date, due.slips) == (DueState.NONE, None, (MARCH,))


def test_a_moved_date_may_be_done() -> None:
    due = read_due("~~2026-03-01~~ done 2026-04-01", PUBLISHED, TEAM)
    assert (due.state, due.date, due.slips) == (DueState.DONE, APRIL, (MARCH,))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("~~2026-03-01~~", "struck"),
        ("<del>2026-03-01</del>", "struck"),
        ("2026-03-01 ->", "moved-without-date"),
        ("was 2026-03-01", "moved-without-date"),
        ("(was 2026-03-01)", "moved-without-date"),
        ("2026-03-01 (moved to)", "moved-without-date"),
        ("Alice -> 2026-04-01", "not-understood"),
        ("done -> 2026-04-01", "not-understood"),
        ("2026-04-01 (was Alice's)", "not-understood"),
        ("~~2026-03-01", "not-understood"),
        ("2026-04-01 (moved from 2026-02-01 to 2026-03-01)", "not-understood"),
        ("2026-04-01 (moved to 2026-05-01", "not-understood"),
        ("2026-03-01 -> soon", "not-understood"),
        ("2026-03-01 -> Q5", "no-such-period"),
        ("2026-04-01 (Alice was here)", ""),
    ],
)
def test_a_move_that_is_not_certain_is_unresolved(text: str, rule: str) -> None:
    assert read(text) == (f"unresolved {rule}" if rule else "2026-04-01 written")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan 5-9", "2027-01-09 written"),
        ("Jan 5–9", "2027-01-09 written"),
        ("Jan 5 - 9, 2027", "2027-01-09 written"),
        ("5-9 Jan", "2027-01-09 written"),
        ("5th–9th of January", "2027-01-09 written"),
        ("Jan 5th-9th", "2027-01-09 written"),
        ("Jan 5 – Feb 2", "2026-02-02 written"),
        ("2026-04-01 - 2026-04-05", "2026-04-05 written"),
        ("2026-04-01–2026-04-05", "2026-04-05 written"),
        ("2026-04-01 to 2026-04-05", "2026-04-05 written"),
        ("from 2026-04-01 to 2026-04-05", "2026-04-05 written"),
        ("2026-04-01 through 2026-04-05", "2026-04-05 written"),
        ("between April 1 and April 5", "2026-04-05 written"),
        ("Mon-Fri", "2026-03-13 written"),
        ("Friday or Monday", "2026-03-16 written"),
        ("today or tomorrow", "2026-03-12 written"),
        ("4.12.-8.12.", "2026-12-08 written"),
        ("Q4 - Q1", "2026-03-31 period"),
        ("Q4 2025 - Q1 2026", "2026-03-31 period"),
        ("Q4 2025 – Q1 2026", "2026-03-31 period"),
        ("Q4 2025 - Q1", "2026-03-31 period"),
        ("Q2/Q3", "2026-09-30 period"),
        ("Q2-Q3 2026", "2026-09-30 period"),
        ("Q2–3 2026", "2026-09-30 period"),
        ("H1/H2", "2026-12-31 period"),
        ("April-May", "2026-05-29 period"),
        ("April or May", "2026-05-29 period"),
        ("Apr – May 2026", "2026-05-29 period"),
        ("mid/late April", "2026-04-30 period"),
        ("mid-April to mid-May", "2026-05-15 computed"),
        ("2026-2027", "2027-12-31 period"),
        ("W12-W14", "2026-04-03 period"),
        ("W12–14", "2026-04-03 period"),
        ("week 12-14", "2026-04-03 period"),
        ("Sprint 42-43", "2026-04-10 period"),
        ("this week or next", "2026-03-20 period"),
        ("this or next week", "2026-03-20 period"),
        ("this/next week", "2026-03-20 period"),
        ("this sprint or next", "2026-03-27 period"),
        ("2-3 weeks", "2026-04-01 computed"),
        ("two to three weeks", "2026-04-01 computed"),
        ("3–5 business days", "2026-03-18 written"),
        ("Q4 - Q1?", "2026-03-31 period"),
        ("Q4 - Q1 (Alice)", "2026-03-31 period"),
    ],
)
def test_the_end_of_a_range_decides(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Q3 2026 - Q1 2026", "reversed-range"),
        ("2026-04-05 - 2026-04-01", "reversed-range"),
        ("3-2 weeks", "reversed-range"),
        ("next week or this", "reversed-range"),
        ("W12 / EOW", "reversed-range"),
        ("November - Q1", "reversed-range"),
        ("2026-04-01, then 15", "two-dates"),
        ("2026-04-01 or 2026-04-08", "two-dates"),
        ("2026-04-01 / 2026-04-08", "not-understood"),
        ("4 Dec 2026/8 Dec 2026", "two-dates"),
        ("Q1 - Q2 - Q3", "not-understood"),
        ("Alice - Q3", "not-understood"),
        ("Q3 - Alice", "not-understood"),
        ("2026-04-01 - 05", "not-understood"),
        ("W12/26", "not-understood"),
        ("- Q3 -", ""),
        ("from Q3", "not-understood"),
        ("between Q2 and", "not-understood"),
        ("Q2 to", "not-understood"),
        ("to Q3", "not-understood"),
        ("Q3 to Q5", "no-such-period"),
        ("Q5 to Q3", "no-such-period"),
        ("26 to end of Q3", "no-such-period"),
        ("31 April - 2 May", "no-such-day"),
        ("3/4 - 30/9", ""),
    ],
)
def test_a_range_that_is_not_certain_is_unresolved(text: str, rule: str) -> None:
    assert read(text).startswith(f"unresolved {rule}" if rule else "2026-09-30")


@pytest.mark.parametrize("length", [201, 1_000, 1_000_000])
def test_a_long_text_is_unresolved(length: int) -> None:
    assert read("2026-04-01 " + "x" * (length - 11)) == "unresolved too-long"
    assert read_anyhow("x" * length) == "unresolved too-long"


def test_two_hundred_characters_are_not_too_long() -> None:
    text = f"2026-04-01 ({'x' * 187})"
    assert len(text) == 200
    assert read(text) == "2026-04-01 written"
