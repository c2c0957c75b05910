"""The day of publication: the first rule that gives one, never the incident's day, never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.calendar import Calendar
from syncer.core.dating import date_in_name, find_published, read_day
from syncer.core.metadata import Pair
from syncer.model import DocumentKey, DocumentRef, Problem, RawDocument

CALENDAR = Calendar(timezone="Europe/Berlin")
DAY = date(2026, 3, 11)


def raw(path: str = "a.md", published: date | None = None, origin: str | None = None) -> RawDocument:
    return RawDocument(DocumentRef(DocumentKey("docs", path), "1"), b"", f"docs/{path}", None, None, published, origin)


def front(key: str, value: str, line: int = 2) -> Pair:
    return Pair(key, value, line, f"front matter, line {line}", is_front_matter=True)


def line(key: str, value: str, number: int = 9) -> Pair:
    return Pair(key, value, number, f"line {number}")


FROM_SOURCE = raw("2026-03-05-a.md", date(2026, 3, 6), "page published")


@pytest.mark.parametrize(
    ("said", "day", "origin"),
    [
        ([front("date", "2026-03-01"), front("published", "2026-03-02")], 2, "front matter, line 2 (published)"),
        ([front("date", "2026-03-01"), line("Published", "2026-03-03")], 1, "front matter, line 2 (date)"),
        ([line("Date", "2026-03-04"), line("Published", "2026-03-03")], 3, "line 9 (Published)"),
        ([line("Date", "2026-03-04")], 4, "line 9 (Date)"),
        ([], 5, "file name 2026-03-05-a.md"),
        ([line("Incident date", "2026-03-01"), line("Start", "2026-03-01")], 5, "file name 2026-03-05-a.md"),
        ([front("incident.date", "2026-03-01"), front("last_updated", "2026-03-09")], 5, "file name 2026-03-05-a.md"),
    ],
)
def test_the_first_hit_wins(said: list[Pair], day: int, origin: str) -> None:
    assert find_published(said, FROM_SOURCE, CALENDAR, "en") == (date(2026, 3, day), origin, ())


def test_the_source_is_asked_last() -> None:
    asked = find_published([], raw(published=DAY, origin="first commit"), CALENDAR, "en")
    assert asked == (DAY, "first commit", ())
    assert find_published([], raw(published=DAY), CALENDAR, "en").origin == "source docs"
    assert find_published([], raw(), CALENDAR, "en") == (None, "no rule gave a date", ())


def test_why_a_source_does_not_know_matters_only_where_nothing_else_says() -> None:
    problem = Problem("shallow-history", "docs/a.md", None, "the history was cut short")
    undated = replace(raw(), undated=problem)
    assert find_published([], undated, CALENDAR, "en") == (None, "no rule gave a date", (problem,))
    assert find_published([front("date", "2026-03-11")], undated, CALENDAR, "en").problems == ()
    assert find_published([], replace(raw("2026-03-11-a.md"), undated=problem), CALENDAR, "en").problems == ()


@pytest.mark.parametrize(
    "key",
    [
        "published",
        "publishDate",
        "date_published",
        "Publication date",
        "Veröffentlicht am",
        "公開日",
        "发布日期",
        "Date",
    ],
)
def test_keys_of_publication(key: str) -> None:
    assert find_published([line(key, "2026-03-11")], raw(), CALENDAR, "en").day == DAY


@pytest.mark.parametrize(
    "pair",
    [
        line("Date", "2026-03-11 14:00"),
        line("Date", "2026-03-11T14:00Z"),
        line("Date", "March 10-11, 2026"),
        line("Date", "2026-03-10 to 2026-03-11"),
        line("Date", "2026-03-10 – 2026-03-11"),
        line("Date", "Start: 2026-03-11"),
        line("Date", "2026-03-11")._replace(is_of_incident=True),
    ],
)
def test_a_date_of_the_incident_is_passed_over(pair: Pair) -> None:
    assert find_published([pair], raw(), CALENDAR, "en") == (
        None,
        "no rule gave a date (line 9 (Date) speaks of the incident)",
        (),
    )


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (line("Published", "03/04/2026"), "Published: '03/04/2026' was not used"),
        (line("Date", "03/04/2026"), "Date: '03/04/2026' was not used"),
        (line("Published", "next week"), "no single day written out with its year"),
        (front("date", "early March"), "no single day written out with its year"),
        (front("published", "2026-02-30"), "published: '2026-02-30' was not used"),
        (front("date", "2026-03-11" + " " * 3 + "x" * 90), "it is too long for a date"),
    ],
)
def test_a_date_that_cannot_be_read_for_certain_is_a_problem_and_not_used(pair: Pair, said: str) -> None:
    found = find_published([pair], FROM_SOURCE, CALENDAR, "en")
    assert found.origin == "file name 2026-03-05-a.md"
    (problem,) = found.problems
    assert (problem.code, problem.document, problem.line) == ("published-date", "docs/2026-03-05-a.md", pair.line)
    assert said in problem.message
    assert problem.advice == "Write the day as YYYY-MM-DD."


@pytest.mark.parametrize(
    "value", ["true", "False", "TBD", "-", "—", "YYYY-MM-DD", "{{ date }}", "<date>", "n/a", "", "???"]
)
def test_placeholders_and_switches_say_nothing(value: str) -> None:
    for pair in (front("published", value), line("Date", value)):
        assert find_published([pair], raw(), CALENDAR, "en") == (None, "no rule gave a date", ())


def test_the_order_of_a_calendar_decides_slash_dates() -> None:
    pair = line("Published", "03/04/2026")
    assert find_published([pair], raw(), Calendar(date_order="dmy"), "en").day == date(2026, 4, 3)
    assert find_published([pair], raw(), Calendar(date_order="mdy"), "en").day == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *((text, "en") for text in ("2026-03-11", "2026/03/11", "20260311", "March 11, 2026", "11 March 2026")),
        *((text, "en") for text in ("11th of March 2026", "Mar 11 2026", "11-Mar-2026", "Wed, 11 Mar 2026")),
        *((text, "en") for text in ("Wednesday, March 11, 2026", "2026-03-11 (Wed)", "**2026-03-11**", '"2026-03-11"')),
        *((text, "en") for text in ("11.03.2026", "11.3.2026", "2026-03-11T10:00:00Z", "2026-03-11 10:00 UTC")),
        *(
            (text, "en")
            for text in ("2026-03-11 10:00:00 +0100", "2026-03-11T10:00:00.123+01:00", "2026-03-11 9:30 PST")
        ),
        *((text, "en") for text in ("2026-03-10T23:30:00Z", "2026-03-11, 10:00", "March 11, 2026 at 10:30 am")),
        *((text, "de") for text in ("11. März 2026", "11.03.2026", "2026-03-11")),
        *(
            (("11 mars 2026"), "fr"),
            ("11 de marzo de 2026", "es"),
            ("11 de março de 2026", "pt"),
            ("11. mars 2026", "no"),
        ),
        *((("2026年3月11日"), "ja"), ("２０２６年３月１１日", "ja"), ("2026年3月11日", "zh")),
    ],
)
def test_written_days(text: str, language: str) -> None:
    assert read_day(text, CALENDAR, language).day == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("March 2026", "March 11", "11/3", "2026", "Q3 2026", "next week", "ASAP", "10 business days", "in 2 weeks"),
        *(
            "before 11 March 2026",
            "by, 11 March 2026",
            "2026-03-10 -> 2026-03-11",
            "2026-03-10/2026-03-11",
            "2026-13-01",
        ),
        *("~~2026-03-11~~", "2026-03-11 and later", "Friday, 11 March 2026", "done", "", "11 Marchember 2026"),
    ],
)
def test_what_is_no_written_day(text: str) -> None:
    read = read_day(text, CALENDAR, "en")
    assert read.day is None
    assert read.reason


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2026-03-11-db.md", (DAY, "2026-03-11-db.md")),
        ("x/2026_03_11 db.md", (DAY, "2026_03_11 db.md")),
        ("20260311.md", (DAY, "20260311.md")),
        ("INC-20260311-001.md", (DAY, "INC-20260311-001.md")),
        ("deploy-2026.03.11.md", (DAY, "deploy-2026.03.11.md")),
        ("2026-03-11T1402-db.md", (DAY, "2026-03-11T1402-db.md")),
        ("2026-03-11-db/index.md", (DAY, "2026-03-11-db")),
        ("2026-03-11-db/README.md", (DAY, "2026-03-11-db")),
        ("2026-03-11-since-2026-03-01.md", (DAY, "2026-03-11-since-2026-03-01.md")),
        ("db-2026-03-11-and-2026-03-11.md", (DAY, "db-2026-03-11-and-2026-03-11.md")),
        ("db-2026-03-11-and-2026-03-12.md", None),
        ("2026-03-11/db.md", None),
        ("PM-2026-038-db.md", None),
        ("2026-03.md", None),
        ("2026-02-30.md", None),
        ("120260311.md", None),
        ("2026-03_11.md", None),
        ("index.md", None),
    ],
)
def test_dates_in_names(path: str, expected: tuple[date, str] | None) -> None:
    assert date_in_name(path) == expected


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y_%m_%d", "%Y%m%d", "%Y.%m.%d"]))
def test_every_day_is_found_in_a_name(day: date, form: str) -> None:
    assert date_in_name(f"x/{day.strftime(form)}-title.md") == (day, f"{day.strftime(form)}-title.md")


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"])
)
def test_every_written_day_is_read(day: date, form: str) -> None:
    assert read_day(day.strftime(form), CALENDAR, "en").day == day


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    read = read_day(text, CALENDAR, "en")
    assert (read.day is None) == bool(read.reason)
