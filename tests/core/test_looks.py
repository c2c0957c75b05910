from __future__ import annotations

import pytest

from syncer.core.looks import (
    is_date_like,
    is_mention,
    is_nothing,
    is_owner_like,
    is_person_name,
    is_placeholder,
    is_priority,
    is_time_like,
    names_team,
)


@pytest.mark.parametrize(
    "text", ["", "-", "—", "...", "TBD", "n/a", "(none)", "Unassigned", "待指定", "sin asignar", "***"]
)
def test_what_says_that_there_is_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["✅", "x", "None of the alerts fired", "本人", "0"])
def test_what_says_something(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Name]",
        "<owner>",
        "{{ summary }}",
        "@owner",
        "YYYY-MM-DD",
        "Action item 1",
        "*Description*",
        "[link to github issue]",
        "JIRA-XXX",
        "#XX",
        "High/Medium/Low",
        "Open / Done",
        "e.g. add an alert",
        "List of action items",
    ],
)
def test_what_only_says_what_to_write(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["user", "Add an alert", "{{ Start writing after-action reports for outages }}", "#12", "x" * 300]
)
def test_what_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-18",
        "Oct 12, 2025",
        "20-Mar-26",
        "12/04/2026",
        "4th of December",
        "2026年4月",
        "Q3 FY27",
        "in H1",
        "by end of April",
        "EOW",
        "Next sprint",
        "in 2 weeks",
        "KW 15",
        "Friday",
        "ASAP",
        "来週",
        "próxima semana",
        "Ende April",
        "May",
        "2026-04-19 〜継続",
    ],
)
def test_dates_periods_and_times_from_now(text: str) -> None:
    assert is_date_like(text)


@pytest.mark.parametrize(
    "text", ["Set up alerts", "May be delayed", "Alice", "12:30", "done", "sun is shining", "x" * 200]
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date_like(text)


@pytest.mark.parametrize(
    ("text", "is_time"),
    [("14:02 UTC", True), ("2026-03-01 14:02", True), ("T+14", True), ("3 pm", True), ("2026-03-01", False)],
)
def test_times_of_day(text: str, is_time: bool) -> None:
    assert is_time_like(text) is is_time


@pytest.mark.parametrize(
    ("text", "is_it"), [("P0", True), ("**HIGH**", True), ("sev 2", True), ("高", True), ("p12", False), ("fix", False)]
)
def test_priorities(text: str, is_it: bool) -> None:
    assert is_priority(text) is is_it


def test_handles_and_addresses() -> None:
    assert is_mention("`@malte_j`")
    assert is_mention("alice@corp.example")
    assert not is_mention("alice")
    assert not is_mention("@alice and Bob")


def test_teams_are_known_by_their_words() -> None:
    assert names_team("SRE on-call")
    assert names_team("recap チーム")
    assert not names_team("Alice Smith")
    assert not names_team("the team that owns the pool under load")


def test_names_are_spelt_like_names() -> None:
    assert is_person_name("Alice")
    assert is_person_name("Geir André Lund")
    assert is_person_name("Ludwig van der Rohe")
    assert not is_person_name("Add Alerts")
    assert not is_person_name("the pool")


@pytest.mark.parametrize(
    ("text", "is_it"),
    [("Alice, @bob and SRE", True), ("docs / platform", False), ("", False), ("a" * 300, False), ("A, " * 9, False)],
)
def test_owners_are_names_handles_and_teams(text: str, is_it: bool) -> None:
    assert is_owner_like(text) is is_it
