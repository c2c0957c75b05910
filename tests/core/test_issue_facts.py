"""The lines of facts: what a person retypes is read as meant, and what we write is read as we meant it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.escaping import read_entities
from syncer.core.graphemes import units
from syncer.core.issue_facts import (
    DUE,
    FACTS,
    MOST_OWNERS,
    VALUE_LIMIT,
    due_words,
    fact_line,
    fact_value,
    fact_words,
    find_lines,
    owner_words,
    read_fact,
)
from syncer.model import Field

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(date.isoformat)
TEXT = st.text(max_size=60) | st.sampled_from(
    ["*P1*", "`high`", "_x_", "- [ ] x", "<!-- syncer-end -->", "@a #1", "P1"]
)
WRITTEN = st.none() | TEXT | st.lists(DAYS | st.sampled_from(["by ", "(", ")", " (was ", "-", " "])).map("".join)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Next sprint (2026-03-27)", "2026-03-27"),
        ("2026-03-27", "2026-03-27"),
        ("2026-04-10T12:00", "2026-04-10"),
        ("by 2026-04-10, really", "2026-04-10"),
        ("**2026-04-10**", "2026-04-10"),
        ("2026-04-10 (was 2026-03-27)", "2026-04-10"),
        ("(was 2026-03-27)2026-04-10", "2026-04-10"),
        ("2026-03-01 or so (2026-03-27)", "2026-03-27"),
        ("(2026-03-01) ( 2026-03-27\t)", "2026-03-27"),
        ("2026-03-27 2026-03-27", "2026-03-27"),
        ("soon (not before 2026-03-27)", "2026-03-27"),
        ("2026-02-31 (2026-02-30) 2026-03-01", "2026-03-01"),
        ("2026-03-01 or 2026-03-27", None),
        ("(from 2026-03-01 to 2026-03-27)", None),
        ("2026-02-30", None),
        ("Next sprint", None),
        ("", None),
        ("12026-03-27", None),
        ("2026-03-271", None),
        ("x2026-03-27", None),
        ("1-2026-03-27", None),
        ("2026-03-27-1", None),
        ("２０２６-03-27", None),
        ("27.3.2026", None),
    ],
)
def test_a_due_line_has_one_date_or_none(words: str, day: str | None) -> None:
    assert read_fact(Field.DUE, words) == day


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("P1", "P1"),
        (" `P1` ", "P1"),
        ("**high**", "high"),
        ("a &#38; b", "a & b"),
        ("-", None),
        ("none", None),
        ("", None),
        ("** **", None),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_a_priority_or_type_is_the_text_without_markup(words: str, value: str | None) -> None:
    assert read_fact(Field.PRIORITY, words) == value
    assert read_fact(Field.TYPE, words) == value


@given(TEXT)
def test_a_value_reads_back_as_it_was_written(text: str) -> None:
    value = fact_value(text)
    assert read_fact(Field.TYPE, fact_words(value)) == value
    assert fact_value(value) == value


@given(WRITTEN, st.none() | DAYS)
def test_a_due_date_reads_back_as_it_was_written_whatever_the_text_beside_it(
    written: str | None, resolved: str | None
) -> None:
    words = due_words(written, resolved)
    assert read_fact(Field.DUE, words) == resolved
    assert read_entities(words).startswith(read_entities(fact_words(written)))


@pytest.mark.parametrize(
    ("written", "resolved", "words"),
    [
        ("Next sprint", "2026-03-27", "Next sprint (2026-03-27)"),
        ("2026-03-27", "2026-03-27", "2026-03-27"),
        ("by 2026-03-27", "2026-03-27", "by 2026-03-27"),
        (None, "2026-03-27", "2026-03-27"),
        ("", "2026-03-27", "2026-03-27"),
        ("soon", None, "soon"),
        (None, None, ""),
        ("after 2026-03-27", None, "after 2026&#45;03-27"),
        ("x" * 20, "2026-03-27", "xxxxxxxxx… (2026-03-27)"),
    ],
)
def test_a_due_date_is_shown_beside_its_wording(written: str | None, resolved: str | None, words: str) -> None:
    assert due_words(written, resolved, 10 if written == "x" * 20 else VALUE_LIMIT) == words


def test_owners_are_plain_names_and_of_very_many_the_number() -> None:
    assert owner_words(("Xavier Smith", "@bob", "@@c")) == "Xavier Smith, bob, c"
    assert owner_words(()) == ""
    names = tuple(f"p{number}" for number in range(MOST_OWNERS + 2))
    assert owner_words(names[:MOST_OWNERS]).endswith(f", p{MOST_OWNERS - 1}")
    assert owner_words(names).endswith(f", p{MOST_OWNERS - 1} and 2 more")
    assert owner_words(("abcdef", "b", "c"), 2, 4) == "abc…, b and 1 more"


def test_words_are_bounded() -> None:
    assert fact_words("x" * 400) == "x" * 299 + "…"
    assert fact_words(None) == ""
    assert units(fact_words("y" * 50, 9)) == 9


@pytest.mark.parametrize(
    "line",
    [
        "- Due: x y",
        "* due:x y",
        "+  DUE \t:   x y  \t",
        "Due: x y\r",
        "  - **Due:** x y",
        "- **Due**: x y",
        "- __Due__: x y",
        "*Due*: x y",
        "-Due date: x y",
    ],
)
def test_a_line_is_found_however_it_was_retyped(line: str) -> None:
    text = f"- Dues: no\n{line}\nbehind"
    (found,) = find_lines(text, 0, len(text)).values()
    assert text[found.value : found.stop] == "x y"
    assert text[found.start : found.end] == f"{line}\n"
    assert list(find_lines(text, 0, len(text))) == [DUE]


@pytest.mark.parametrize(
    "text", ["1. Due: x", "> Due: x", "When due: x", "- Due\n: x", "- Due x", "- - Due: x", "- due  date: x", ""]
)
def test_any_other_line_is_somebody_elses(text: str) -> None:
    assert find_lines(text, 0, len(text)) == {}


def test_of_two_lines_with_one_name_the_first_counts_and_only_within_the_range() -> None:
    text = "- Due: a\n- Owner: b\n- Due: c\n- Type:"
    assert {name: text[line.value : line.stop] for name, line in find_lines(text, 0, len(text)).items()} == {
        "Due": "a",
        "Owners": "b",
        "Type": "",
    }
    owner, second, last = (text.index(line) for line in ("- Owner", "- Due: c", "- Type"))
    inner = find_lines(text, owner, second - 1)
    assert {name: text[line.value : line.stop] for name, line in inner.items()} == {"Owners": "b"}
    assert inner["Owners"].end == second - 1
    assert find_lines(text, owner, last)["Due"].end == last
    assert find_lines(text, owner, last - 1)["Due"].end == last - 1


def test_lines_are_written_as_they_are_found() -> None:
    text = "\n".join(fact_line(name, "v") for name in FACTS)
    assert text.splitlines()[0] == "- Owners: v"
    assert list(find_lines(text, 0, len(text))) == list(FACTS)


def test_hostile_lines_take_linear_time() -> None:
    """Each of these took minutes if a line were tried again from every blank or bracket (F45)."""
    for text in (" " * 200_000, "- " * 100_000, "- Due" + " " * 200_000, "\t-" + "*" * 100_000):
        assert find_lines(text, 0, len(text)) == {}
    for words in ("(" * 200_000, "( " * 100_000, "(2026-03-2 " * 20_000, "2026-03-" * 20_000):
        assert read_fact(Field.DUE, words) is None
