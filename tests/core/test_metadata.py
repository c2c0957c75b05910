"""Where a document speaks of itself: lines, tables and headings near its top, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.metadata import Pair, is_section, key_of, pairs
from syncer.formats.markdown import parse

KNOWN = frozenset(map(key_of, ["Date", "Date published", "Severity", "Status", "公開日", "重大度"]))


def read(text: str) -> list[tuple[str, str, str]]:
    return [(pair.key, pair.value, pair.place) for pair in pairs(parse(text.encode()), KNOWN)]


@pytest.mark.parametrize(
    "line",
    [
        *("Severity: SEV1", "**Severity:** SEV1", "**Severity**: SEV1", "- Severity: SEV1", "* **Severity**: SEV1"),
        *("> **Severity**: SEV1", "Severity : SEV1", "_Severity_: SEV1", "🔥 Severity: SEV1", "Severity：SEV1"),
        *("## Severity: SEV1", "1. Severity: SEV1"),
    ],
)
def test_lines_in_every_dress(line: str) -> None:
    assert read(f"# Title\n\n{line}\n") == [("Severity", "SEV1", "line 3")]


def test_lines_of_one_paragraph_and_pairs_on_one_line() -> None:
    text = "# T\n\n**Date:** 2026-03-11\n**Severity:** SEV1 | **Status:** Final\nSTATUS: a · Severity: b\n"
    assert read(text) == [
        ("Date", "2026-03-11", "line 3"),
        ("Severity", "SEV1", "line 4"),
        ("Status", "Final", "line 4"),
        ("STATUS", "a", "line 5"),
        ("Severity", "b", "line 5"),
    ]


def test_a_value_may_stand_below_its_key() -> None:
    assert read("# T\n\n**Date:**\n\n11 March 2026\n\n**Status:**\n\nFinal\n") == [
        ("Date", "11 March 2026", "line 5"),
        ("Status", "Final", "line 9"),
    ]
    assert read("# T\n\n## Date\n\n2026-03-11\n\n## Status\n## Impact\n\nBig\n") == [("Date", "2026-03-11", "line 5")]
    assert read("# T\n\n**Date:**\n\n**Status:** Final\n\nmore\n") == [("Status", "Final", "line 5")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("| Field | Value |\n|---|---|\n| Severity | SEV1 |\n| Other | x |", [("Severity", "SEV1", "table, line 5")]),
        ("| | |\n|---|---|\n| **Severity:** | SEV1 |", [("Severity", "SEV1", "table, line 5")]),
        (
            "| Date published | 2026-03-11 |\n|---|---|\n| Severity | SEV1 |",
            [("Date published", "2026-03-11", "table, line 3"), ("Severity", "SEV1", "table, line 5")],
        ),
        (
            "| Date | Severity | Lead |\n|---|---|---|\n| 2026-03-11 | SEV1 | x |",
            [("Date", "2026-03-11", "table, line 5"), ("Severity", "SEV1", "table, line 5")],
        ),
        (
            "| a | b | c | d |\n|---|---|---|---|\n| Date | 2026-03-11 | Severity | SEV1 |",
            [("Date", "2026-03-11", "table, line 5"), ("Severity", "SEV1", "table, line 5")],
        ),
        ("| 項目 | 値 |\n|---|---|\n| 重大度 | SEV-3 |", [("重大度", "SEV-3", "table, line 5")]),
        ("| Severity | Count |\n|---|---|\n| SEV1 | 3 |", []),
        ("| Date | Event |\n|---|---|\n| 10:00 | it broke |\n| 11:00 | it works |", []),
        ("| Severity |\n|---|\n| SEV1 |", []),
        ("| Severity | Status |\n|---|---|\n", []),
        ("| x | y |\n|---|---|\n| Severity |  |", []),
        ("| Date | Status | What |\n|---|---|---|\n| a | b | c |\n| d | e | f |", []),
    ],
)
def test_tables(table: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(f"# T\n\n{table}\n") == expected


def test_sections_on_something_else_are_passed_over_with_what_is_below_them() -> None:
    text = (
        "# T\n\nStatus: a\n\n## Timeline\n\nStatus: no\n\n### Details\n\nStatus: no\n\n## Metadata\n\nStatus: b\n\n"
        "### Timeline\n\nStatus: no\n\n## Incident details\n\nDate: 2026-03-01\n\n# Another\n\nStatus: no\n"
    )
    found = pairs(parse(text.encode()), KNOWN)
    assert found == (
        Pair("Status", "a", 3, "line 3"),
        Pair("Status", "b", 15, "line 15"),
        Pair("Date", "2026-03-01", 23, "line 23", is_of_incident=True),
    )


@pytest.mark.parametrize("title", ["Incident", "Incident report", "障害概要", "Metadata"])
def test_headings_about_the_incident(title: str) -> None:
    (pair,) = pairs(parse(f"# T\n\n## {title}\n\nDate: 2026-03-01\n".encode()), KNOWN)
    assert pair.is_of_incident is (title != "Metadata")


def test_the_title_does_not_make_everything_the_incidents() -> None:
    assert pairs(parse(b"# Incident report\n\nDate: x\n"), KNOWN)[0].is_of_incident is False


@pytest.mark.parametrize(
    "text",
    [
        "```\nStatus: a\n```\n",
        "<!-- Status: a -->\n",
        "    Status: a\n",
        "A status: a thing that is so\n",
        "- x\n  - Status: nested\n",
        "> - Status: nested\n",
        "Status page: https://status.example\n",
        "14:02 Status\n",
        f"{'words ' * 400}\nStatus: a\n",
        f"# T\n\n{'x' * 41}: a\n",
        f"# T\n\n## Status: {'a' * 2_000}\n",
        "",
    ],
)
def test_what_is_no_pair(text: str) -> None:
    assert read(text) == []


def test_only_the_top_is_read() -> None:
    text = "# T\n\nStatus: a\n" + "\nwords\n" * 45 + "\nStatus: b\n"
    assert read(text) == [("Status", "a", "line 3")]


def test_keys_are_compared_without_case_width_and_signs() -> None:
    assert key_of("**Date  Published:**") == key_of("date-published") == key_of("ｄａｔｅ published") == "datepublished"
    assert key_of("Date (YYYY-MM-DD):") == key_of("date (UTC)") == "date"
    assert key_of("Date (of the incident)") == "dateoftheincident"


@pytest.mark.parametrize(
    "title", ["Metadata", "Incident details", "メタデータ", "Basic information", "Summary of the incident"]
)
def test_headings_of_metadata(title: str) -> None:
    assert is_section(title)


@pytest.mark.parametrize("title", ["Timeline", "Summary of actions", "", "10:00", "of the"])
def test_headings_of_something_else(title: str) -> None:
    assert not is_section(title)


@given(
    st.lists(
        st.sampled_from(["# T", "## Metadata", "Status: a", "- Date: b", "|a|b|", "|-|-|", "> x", "", ":::", "**"])
    )
)
def test_any_lines_are_read_and_places_are_true(lines: list[str]) -> None:
    text = "\n".join(lines)
    for pair in pairs(parse(text.encode()), KNOWN):
        assert key_of(pair.key) in KNOWN
        assert pair.value.strip("| ") in lines[pair.line - 1]
