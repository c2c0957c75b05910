"""The due date that stands beside an owner."""

from __future__ import annotations

import re

import pytest
from core.reading import item, read, row
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.owner_due import MAX_TEXT, read_owners
from syncer.core.owner_text import split_owners


@pytest.mark.parametrize(
    ("text", "owners", "due"),
    [
        ("@maria, due 2026-11-30", ("@maria",), "2026-11-30"),
        ("@maria; ETA: Q1 2027", ("@maria",), "Q1 2027"),
        ("@maria, by Friday.", ("@maria",), "by Friday"),
        ("@maria by Friday", ("@maria",), "by Friday"),
        ("@maria, before the next release", ("@maria",), "before the next release"),
        ("@maria, deadline next sprint", ("@maria",), "next sprint"),
        ("@maria, due Nov 30, 2026, @lena", ("@maria", "@lena"), "Nov 30, 2026"),
        ("@maria, 2026-11-30", ("@maria",), "2026-11-30"),
        ("@maria, by 12/04/2026", ("@maria",), "by 12/04/2026"),
        ("Jonas Weber (due 2026-11-30)", ("Jonas Weber",), "2026-11-30"),
        ("Jonas - until March 3", ("Jonas",), "until March 3"),
        ("Kai (operations, Berlin, due Friday)", ("Kai (operations, Berlin)",), "Friday"),
        ("Maria, bis 30.11.2026", ("Maria",), "bis 30.11.2026"),
        ("Мария, до 30 ноября", ("Мария",), "до 30 ноября"),
        ("Marie, avant le 30 novembre", ("Marie",), "avant le 30 novembre"),
        ("Ana, antes del viernes", ("Ana",), "antes del viernes"),
        ("Ana, até sexta-feira", ("Ana",), "até sexta-feira"),
        ("Kari, innen fredag", ("Kari",), "innen fredag"),
        ("田中、11/30まで", ("田中",), "11/30まで"),
        ("小王，截止2026-11-30", ("小王",), "截止2026-11-30"),
        ("due 2026-11-30", (), "2026-11-30"),
        ("TBD, due Friday", (), "Friday"),
    ],
)
def test_due_date_beside_owners(text: str, owners: tuple[str, ...], due: str) -> None:
    assert read_owners(text) == (owners, due)


@pytest.mark.parametrize(
    "text",
    [
        "@maria",
        "Ops, due to their access",
        "Kai (operations, Berlin)",
        "Stand by team",
        "Prazo Silva",
        "April, May",
        "W12 team, Sprint 12 team",
        "team / 3",
        "",
        "x" * MAX_TEXT + ", due Friday",
    ],
)
def test_other_words_are_no_due_date(text: str) -> None:
    assert read_owners(text) == (split_owners(text), None)


@given(st.lists(st.sampled_from(["@maria", "due", "by", "Friday", "2026-11-30", ",", "(", ")", "，", "\n", "-"])))
def test_nothing_but_owners_and_due_is_made_up(words: list[str]) -> None:
    found = read_owners(" ".join(words))
    said = " ".join((*found.owners, found.due or ""))
    assert set(re.findall(r"[\w@-]+", said)) <= set(words)


@pytest.mark.parametrize(
    "line",
    [
        "- Fix it. Owner: @maria, due 2026-11-30",
        "- Fix it (Owner: @maria, due 2026-11-30)",
        "- Fix it - owner: @maria (due 2026-11-30)",
        "- Fix it. Owner: @maria, due: 2026-11-30",
        "- Fix it (owned by @maria, due 2026-11-30)",
        "- Fix it\n  - Owner: @maria, due 2026-11-30",
    ],
)
def test_lists_say_who_and_when_in_one_breath(line: str) -> None:
    found = item(line)
    assert (found.action.rstrip("."), found.owners, found.due_text) == ("Fix it", ("@maria",), "2026-11-30")


@pytest.mark.parametrize(("due", "expected"), [("", "by Friday"), ("TBD", "by Friday"), ("2026-12-01", "2026-12-01")])
def test_due_column_outweighs_what_stands_beside_the_owner(due: str, expected: str) -> None:
    found = row(f"| Fix it | Jonas (by Friday) | {due} | | |")
    assert (found.owners, found.due_text) == (("Jonas",), expected)


def test_owner_cell_that_is_a_placeholder_has_no_due_date() -> None:
    found = row("| Fix it | [Name] | | | |")
    assert (found.owners, found.due_text) == ((), None)


def test_title_says_who_and_when() -> None:
    (found,) = read("## Action items\n\n**Owner: Maria Santos, due 2026-11-30**\n\n- Fix it\n").items
    assert (found.around.owners, found.around.due_text) == (("Maria Santos",), "2026-11-30")
