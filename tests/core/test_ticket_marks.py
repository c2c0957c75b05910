from __future__ import annotations

import pytest
from core.reading import text

from syncer.core.draft import Draft
from syncer.core.ticket_marks import MAX_TICKETS, links_of, read_tickets
from syncer.model import State

GITHUB = "https://github.com/acme/api/issues/7"
PULL = "https://github.com/acme/api/pull/77"
JIRA = "https://acme.atlassian.net/browse/PAY-12"


def read(markdown: str, *, in_column: bool = False) -> Draft:
    draft = Draft.of(text(markdown))
    read_tickets(draft, in_column=in_column)
    return draft


@pytest.mark.parametrize(
    ("markdown", "action", "tickets"),
    [
        (f"Add an alert ([#7]({GITHUB}))", "Add an alert", [GITHUB]),
        (f"Add an alert [issue]({GITHUB}).", "Add an alert.", [GITHUB]),
        (f"Add an alert <{GITHUB}>", "Add an alert", [GITHUB]),
        (f"Add an alert: {GITHUB}", "Add an alert", [GITHUB]),
        (f"Add an alert. Ticket raised [#7]({GITHUB})", "Add an alert.", [GITHUB]),
        (f"Add an alert, tracked in [PAY-12]({JIRA})", "Add an alert", [JIRA]),
        (f"[#7]({GITHUB}): Add an alert", "Add an alert", [GITHUB]),
        (f"[bug 1537907]({GITHUB}) - Add an alert", "Add an alert", [GITHUB]),
        (f"Fix the [inodes issue that began it]({GITHUB})", "Fix the inodes issue that began it", [GITHUB]),
        (f"Fix what {GITHUB} says about it", f"Fix what {GITHUB} says about it", [GITHUB]),
        ("PAY-12 - Add an alert", "Add an alert", ["PAY-12"]),
        ("Update #1342 with metrics", "Update #1342 with metrics", ["#1342"]),
        ("Extend PR #1055 tests", "Extend PR #1055 tests", []),
        ("Deploy the fix (see PR #77)", "Deploy the fix", ["#77"]),
        (f"Add an alert [#7]({GITHUB}) [PAY-12]({JIRA})", "Add an alert", [GITHUB, JIRA]),
        ("Read `#12` and https://x.y/#13", "Read #12 and https://x.y/#13", []),
        (f"See [design](https://docs.google.com/x) [#7]({GITHUB})", "See design", [GITHUB]),
        (f"{GITHUB}", GITHUB, [GITHUB]),
        ("#12", "#12", ["#12"]),
        (f"issue [#7]({GITHUB})", "issue", [GITHUB]),
    ],
)
def test_tickets_are_found_and_cut_where_they_stand_apart(markdown: str, action: str, tickets: list[str]) -> None:
    found = read(markdown)
    assert ([ticket.url or ticket.text for ticket in found.tickets], found.action()) == (tickets, action)


@pytest.mark.parametrize(
    "sentence",
    [
        "Backport the fix from #1234",
        "Revert the change of #12.",
        "Check #1 and fixes #2",
        "Fix #12",
        "Fix #1, #2 and #3.",
        "Fix issue #12",
        "Investigate GH-12",
        "Fix the leak in PAY-7 and PAY-8",
        "Roll out PAY-7",
        "Scale the pool (but only after #12)",
        "GH-1 and abc",
        "#12 needs a test",
        "#1 and #2 need tests",
        f"Merge {PULL}",
    ],
)
def test_ticket_that_the_sentence_needs_stays(sentence: str) -> None:
    assert read(sentence).action() == sentence


def test_link_that_the_sentence_needs_stays_as_its_text() -> None:
    assert read(f"Follow up on [#7]({GITHUB})").action() == "Follow up on #7"
    assert read(f"Close [#7]({GITHUB}) and [PAY-12]({JIRA})").action() == "Close #7 and PAY-12"


@pytest.mark.parametrize(
    "sentence",
    [
        "Add an alert #7",
        "Add an alert #7 and #8",
        "Add an alert (see #7 and #8)",
        "Add an alert - #7",
        "Add an alert, see #7",
        "Add an alert tracked in #7",
        "**Add an alert** #7",
        "#7: Add an alert",
        "#7 Add an alert",
        "#7 and #8: Add an alert",
        "PAY-7, PAY-8 - Add an alert",
        "(#7) Add an alert",
    ],
)
def test_ticket_that_is_a_note_on_the_sentence_is_cut(sentence: str) -> None:
    assert read(sentence).action() == "Add an alert"


@pytest.mark.parametrize("cell", ["Done in #12", "Merged #12", "#12 done"])
def test_issue_column_needs_no_sentence(cell: str) -> None:
    assert "12" not in read(cell, in_column=True).view()


def test_link_says_its_state() -> None:
    assert read(f"[#7 (Done)]({GITHUB}): Add an alert").status is State.DONE
    assert read(f"[#7 (later)]({GITHUB}): Add an alert").status is None
    assert read(f"Fix [what broke (Done)]({GITHUB}) for good").status is None


def test_pull_requests_count_in_an_issue_column() -> None:
    assert [ticket.text for ticket in read("PR #12, AI-1", in_column=True).tickets] == ["#12", "AI-1"]


def test_links_of_a_text_are_all_but_bare_keys() -> None:
    assert [ticket.url for ticket in links_of(text(f"[a]({GITHUB}) {JIRA} #12"))] == [GITHUB, JIRA]


def test_so_many_tickets_are_kept() -> None:
    assert len(read(" ".join(f"#{number}" for number in range(1, 200))).tickets) == MAX_TICKETS
    assert read("#1 " * 10_000).tickets == []
