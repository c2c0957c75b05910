"""Reports in every format: the same items, honest widths, nothing a document says can break them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.report import Overdue, ReportItem, overdue
from syncer.model import State
from syncer.outputs.report_json import overdue_json
from syncer.outputs.report_markdown import overdue_markdown
from syncer.outputs.report_sections import lateness, tally
from syncer.outputs.report_terminal import overdue_terminal

TODAY = date(2026, 4, 1)


def item(
    action: str = "Fix the leak", due: date | None = date(2026, 3, 27), owner: str | None = "alice", **more: Any
) -> ReportItem:
    whole = ReportItem(
        action=action,
        document="postmortems/2026-03-11-pool.md",
        title="Pool exhaustion",
        line=12,
        owner=owner,
        due=due,
        days_late=(TODAY - due).days if due else None,
        state=State.TODO,
        closed=None,
        issue="AI-1",
        url="AI-1.md",
        team=None,
        severity=None,
    )
    return replace(whole, **more)


def report(*items: ReportItem) -> Overdue:
    return overdue(items, TODAY)


EVERYTHING = report(item(), item("Write it up", None, None), item("Soon", date(2026, 4, 3), "bob"))


def test_the_tally_adds_up_in_one_sentence() -> None:
    assert tally(EVERYTHING) == ("3 action items on 2026-04-01: 3 open (1 overdue, 1 undated, 1 unowned), 0 done.")


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 3, 31), "1 day late"),
        (date(2026, 3, 27), "5 days late"),
        (TODAY, "today"),
        (date(2026, 4, 2), "in 1 day"),
        (date(2026, 4, 3), "in 2 days"),
        (None, "no date"),
    ],
)
def test_lateness_in_words(due: date | None, words: str) -> None:
    assert lateness(item(due=due)) == words


def test_markdown_has_a_table_for_each_section() -> None:
    text = overdue_markdown(EVERYTHING)

    assert text.startswith("# Action items on 2026-04-01\n\n3 action items")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Overdue",
        "## Due within a week",
        "## Without a due date",
        "## Without an owner",
    ]
    assert "| alice | 2026-03-27 | 5 days late | Fix the leak | AI-1 | Pool exhaustion (line 12) |" in text


@given(st.text(min_size=1, max_size=60))
def test_markdown_survives_what_a_document_says(action: str) -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(overdue_markdown(report(item(action))))

    assert html.count("<tr>") == 2
    assert html.count("<td>") == 6
    assert "<script" not in html
    assert "<a " not in html
    assert "<img" not in html


PAGE = "https://github.com/acme/a/issues/41"


def test_markdown_links_to_issues_on_the_web() -> None:
    text = overdue_markdown(report(item(issue="#41", url=PAGE), item(issue=None, url=None)))

    html = cmarkgfm.github_flavored_markdown_to_html(text)
    assert html.count(f'<a href="{PAGE}">') == 1
    assert "| none |" in text


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_no_link_leads_anywhere_else(label: str, rest: str) -> None:
    url = f"https://acme.example/{rest}"
    html = cmarkgfm.github_flavored_markdown_to_html(overdue_markdown(report(item(issue=label, url=url))))

    assert html.count("<a ") == html.count('<a href="https://acme.example/') <= 1
    assert html.count("<td>") == 6


def test_of_an_unowned_item_is_shown_whom_its_row_names() -> None:
    unowned = report(item(owner=None, wanted="Priya Raman"))

    assert "| nobody (Priya Raman?) |" in overdue_markdown(unowned)
    assert json.loads(overdue_json(unowned))["unowned"][0]["wanted"] == "Priya Raman"
    shown = overdue_terminal(unowned, 80, colour=False)
    assert "nobody (Priya" in shown
    assert "Raman?)" in shown


def test_the_terminal_shows_the_page_of_an_issue() -> None:
    assert PAGE in overdue_terminal(report(item(url=PAGE)), 120, colour=False)


def test_a_narrow_terminal_gets_each_item_in_lines_of_its_own() -> None:
    items = (item(url=PAGE), item("Write it up", None, None, issue=None))
    assert overdue_terminal(report(*items), 40, colour=False).split("\n\n")[1:3] == [
        (
            "Overdue (1)\nalice, 2026-03-27, 5 days late, AI-1\nFix the leak\npostmortems/2026-03-11-pool.md:12\n"
            "https://github.com/acme/a/issues/41"
        ),
        "Without a due date (1)\nnobody, no date, no issue\nWrite it up\npostmortems/2026-03-11-pool.md:12",
    ]


def test_without_a_width_nothing_is_broken() -> None:
    whole = item("Fix " * 60 + "it", owner="Somebody with a very long name", document="d" * 200, url=PAGE)
    lines = overdue_terminal(report(whole), None, colour=False).splitlines()
    assert [line.split("  ")[-1].strip() for line in lines[-2:]] == [f"{'d' * 200}:12", PAGE]
    assert lines[-3].startswith("Somebody with a very long name 2026-03-27 ")
    assert lines[-3].endswith("Fix " * 60 + "it")


def test_one_item_is_one_item() -> None:
    assert tally(report(item())).startswith("1 action item on ")


def test_markdown_pings_nobody() -> None:
    assert "@alice" not in overdue_markdown(report(item("Ask @alice", owner="@alice")))


def test_json_has_the_same_items() -> None:
    said = json.loads(overdue_json(EVERYTHING))

    assert said["tally"] == {"total": 3, "open": 3, "done": 0, "wont_do": 0}
    assert said["overdue"][0]["days_late"] == 5
    assert [entry["action"] for entry in said["undated"]] == ["Write it up"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_terminal_is_never_overfull(width: int) -> None:
    text = overdue_terminal(
        report(item("Fix " * 60, owner="Somebody with a very long name"), item()), width, colour=False
    )

    assert max(map(len, text.splitlines())) <= width
    assert "5 days late" in text
    assert "\x1b" not in text


def test_colour_only_adds_to_what_the_words_say() -> None:
    plain = overdue_terminal(EVERYTHING, 80, colour=False)
    coloured = overdue_terminal(EVERYTHING, 80, colour=True)

    assert "\x1b[" in coloured
    for words in ("Overdue (1)", "5 days late", "nobody", "none"):
        assert words in plain


def test_the_terminal_shows_no_acting_character() -> None:
    assert "\x1b" not in overdue_terminal(report(item("red \x1b[31m alert")), 80, colour=False)


def test_nothing_open_is_one_sentence() -> None:
    assert overdue_terminal(report(), 80, colour=False).strip() == tally(report())
