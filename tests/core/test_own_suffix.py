from __future__ import annotations

import pytest
from core.reading import item, line_anchor, read
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.render import issue_link, suffix_text
from syncer.model import State

SUFFIX = " — [acme/payments#41](https://github.com/acme/payments/issues/41) · Open · due 2026-03-27"


def test_our_suffix_is_no_part_of_the_action() -> None:
    found = item(f"- Fix the leak{SUFFIX}")
    assert (found.action, found.due_text) == ("Fix the leak", None)
    assert (found.status_text, found.status) == ("Open · due 2026-03-27", State.TODO)
    (ticket,) = found.tickets
    assert (ticket.text, ticket.product, ticket.target, ticket.key) == (
        "acme/payments#41",
        "github",
        "acme/payments",
        "41",
    )
    assert ticket.in_suffix
    assert dict(found.rules)["status"] == "our own suffix"


@pytest.mark.parametrize("line", ["- Löse es{}", "1. [ ] Fix it (`x`){}", "- Fix it\n  in two lines{}", "- Fix it{}  "])
def test_its_place_is_known_to_the_byte(line: str) -> None:
    markdown = f"## Action items\n\n{line.format(SUFFIX)}\n"
    (found,) = read(markdown).items
    anchor = line_anchor(found)
    assert anchor.suffix is not None
    assert anchor.suffix.of(markdown.encode()).decode() == SUFFIX
    assert anchor.at == anchor.suffix.end


def test_text_that_a_person_typed_behind_it_stays() -> None:
    found = item(f"- Fix the leak{SUFFIX} and test it")
    assert found.action == "Fix the leak and test it"
    anchor = line_anchor(found)
    assert anchor.suffix is not None
    assert anchor.at is not None
    assert anchor.at > anchor.suffix.end


def test_author_says_the_status_first() -> None:
    assert item(f"- [x] Fix the leak{SUFFIX}").status is State.DONE
    found = item(f"- Fix the leak (done){SUFFIX}")
    assert (found.action, found.status_text, found.status) == ("Fix the leak", "done", State.DONE)


def test_relative_link_is_an_issue_file() -> None:
    (ticket,) = item("- Fix it — [AI-1](../action-items/AI-1-fix.md) · Done 2026-03-12").tickets
    assert (ticket.product, ticket.key, ticket.in_suffix) == ("local", "AI-1", True)


def test_link_of_an_unknown_tracker_is_a_ticket_all_the_same() -> None:
    (ticket,) = item("- Fix it — [X-1](https://tracker.example.com/x) · Deleted").tickets
    assert (ticket.text, ticket.product, ticket.key, ticket.in_suffix) == ("X-1", None, "X-1", True)


def test_without_a_suffix_nothing_is_ours() -> None:
    found = item("- Fix it — [x](https://example.com) and more")
    assert line_anchor(found).suffix is None
    assert not any(ticket.in_suffix for ticket in found.tickets)


def test_issue_of_the_suffix_comes_first_and_leaves_the_authors_tickets_as_they_are() -> None:
    line = "- Fix it [#41](https://github.com/acme/payments/issues/41) #7"
    first, *others = item(line + SUFFIX).tickets
    assert (first.text, first.in_suffix) == ("acme/payments#41", True)
    assert tuple(others) == item(line).tickets


def test_suffix_in_a_code_span_is_an_example() -> None:
    found = item(f"- Write `x{SUFFIX}` there")
    assert line_anchor(found).suffix is None
    assert not any(ticket.in_suffix for ticket in found.tickets)


def test_character_references_count_as_what_they_show() -> None:
    found = item("- Fix it — [a&#93;b](../AI-1.md) · Open · owner Bob&#46;&#46;")
    assert found.action == "Fix it"


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20),
    st.sampled_from(["Open", "In progress · due 2026-03-27", "Done 2026-03-12", "Won't do 2026-03-12", "Deleted"]),
)
def test_action_reads_the_same_with_and_without_any_suffix_of_ours(label: str, status: str) -> None:
    plain = item("- Fix the leak, then (`x`) rest")
    ours = item("- Fix the leak, then (`x`) rest" + suffix_text(issue_link(label, "../a/AI-1.md"), status))
    assert (ours.action, ours.owners, ours.due_text) == (plain.action, plain.owners, plain.due_text)
    assert line_anchor(ours).suffix is not None
