"""Configuration that would make owners known: valid whatever documents say, and it works."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syncer.core.people import Directory, read_owner
from syncer.model import Person, Problem
from syncer.outputs.people_hint import people_hint, toml_string
from syncer.outputs.printable import printable


def hint(*owners: str) -> list[str]:
    return list(people_hint(Problem("unknown-owner", "a.md", 1, "nobody", value=owner) for owner in owners))


def people(*owners: str) -> dict[str, dict[str, str]]:
    """The [people] that a person would have after pasting."""
    found: dict[str, dict[str, str]] = tomllib.loads("\n".join(map(printable, hint(*owners)[1:]))).get("people", {})
    return found


def test_the_most_frequent_owners_have_a_table_each() -> None:
    assert hint("@jun", "Priya Raman", "Priya Raman", "bo@acme.example", "Zoë", "Will") == [
        "to make owners known, add to syncer.toml, with names and accounts as they are:",
        "  [people.priya-raman]",
        '  name = "Priya Raman"',
        "  [people.jun]",
        '  name = "jun"',
        "  [people.bo]",
        '  name = "bo"',
        '  email = "bo@acme.example"',
        "  # and 2 more likewise",
    ]


def test_other_problems_have_no_hint() -> None:
    assert list(people_hint([Problem("undated", "a.md", 1, "no due date", value="x")])) == []
    assert hint("", "@", "x" * 61) == []


def test_one_person_has_one_table() -> None:
    assert list(people("@jun", "jun", "Jun")) == ["jun"]


@pytest.mark.parametrize(
    "owner", ["@jun", "Priya Raman", "**Priya Raman**", "bo@acme.example", "[@jun](https://x.example)", "Zoë Q."]
)
def test_what_was_pasted_makes_the_owner_known(owner: str) -> None:
    known = tuple(Person(handle, one["name"], one.get("email")) for handle, one in people(owner).items())
    assert read_owner(owner, Directory(known, is_configured=True)).is_known


@given(st.lists(st.text(max_size=12), max_size=5))
@example(['"]\n[state]\npath = "/etc/passwd', "a\\", "\x1b[31m", "\u202e", "\x7f", "\ud800", "'''", "@@", "x]"])
def test_it_is_valid_whatever_documents_say(owners: list[str]) -> None:
    assert all(one.keys() <= {"name", "email"} for one in people(*owners).values())


def test_half_a_character_is_replaced() -> None:
    assert toml_string("a\ud800") == '"a\\ufffd"'


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_comes_back(text: str) -> None:
    assert tomllib.loads(f"x = {printable(toml_string(text))}") == {"x": text}
