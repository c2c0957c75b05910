"""The table of phrases, row by row: what each means for a document published on Wednesday 11 March 2026."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from core.due_cases import PLAIN, PUBLISHED, TEAM, line, read, read_anyhow
from core.due_phrases import DATES, NO_DATES, UNRESOLVED

from syncer.core.calendar import Calendar, Sprint
from syncer.core.due import read_due
from syncer.model import Due, DueKind, DueState


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


NOT_TO_BE_RESOLVED = {"during the H1 sprints"}


def test_every_due_text_of_the_corpus_is_understood(reference: Path) -> None:
    documents = json.loads((reference / "corpus" / "index.json").read_text(encoding="utf-8"))
    unresolved = set()
    for document in documents:
        base = date.fromisoformat(document["published"])
        for text in {item["due"] for item in document["items"]} - {None}:
            if read_due(text, base, TEAM, document["language"]).state is DueState.UNRESOLVED:
                unresolved.add(text)
    assert unresolved == NOT_TO_BE_RESOLVED
