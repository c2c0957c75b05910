from __future__ import annotations

from core.reading import item, read, text

from syncer.core.draft import Draft
from syncer.core.field_lines import MAX_LINE, has_fields, is_field_list, read_below, read_field_line
from syncer.formats.markdown import parse
from syncer.model import State


def test_fields_below_an_item_are_its_fields() -> None:
    found = item(
        "- **Add an alert**\n  - **Owner:** @alice, @bob\n  - Due date: 2025-03-01\n  - Status: In progress\n"
        "  - Priority: P1\n  - Type: prevent\n  - Ticket: [OPS-12](https://a.atlassian.net/browse/OPS-12)"
    )
    assert (found.action, found.owners, found.due_text) == ("Add an alert", ("@alice", "@bob"), "2025-03-01")
    assert (found.status, found.priority, found.type) == (State.IN_PROGRESS, "P1", "prevent")
    assert [ticket.key for ticket in found.tickets] == ["OPS-12"]


def test_bare_key_counts_on_a_field_line_only() -> None:
    found = item("- Add an alert\n  - Ticket: PAY-99\n  - as PAY-98 did")
    assert [ticket.text for ticket in found.tickets] == ["PAY-99"]


def test_several_fields_on_one_line() -> None:
    draft = Draft("x")
    read_field_line(draft, text("**Assignee**: @sue | **ETA**: Q3 2024 | **Priority**: P1"))
    assert (draft.owners, draft.due_text, draft.priority) == (("@sue",), "Q3 2024", "P1")


def test_other_lines_say_nothing() -> None:
    draft = Draft("x")
    read_field_line(draft, text("We think that the owner: somebody"))
    read_field_line(draft, text("Action: do it"))
    assert (draft.owners, draft.rules) == ((), {})


def test_linked_tickets_below_are_the_items() -> None:
    found = item(
        "- Hold a review\n\n  See https://github.com/a/b/issues/7 and #8.\n\n  > [x](https://github.com/a/b/pull/9)"
    )
    assert [ticket.url for ticket in found.tickets] == [
        "https://github.com/a/b/issues/7",
        "https://github.com/a/b/pull/9",
    ]


def test_questions_of_a_blank_form_are_no_items() -> None:
    assert read("## Action items\n\n- What to fix:\n- What to watch:\n").items == ()


def test_list_of_fields() -> None:
    said = {
        markdown: is_field_list(parse(markdown.encode()).blocks[0])
        for markdown in ("- Owner: @a\n- Due: Friday\n", "- Owner: @a\n- b\n- c\n", "1. a\n", "Owner: @a\n", "-\n")
    }
    assert list(said.values()) == [True, False, False, False, False]


def test_long_lines_are_not_looked_at() -> None:
    data = b"Owner: @a" + b" x" * MAX_LINE + b"\n"
    long = parse(data).blocks
    assert not has_fields(long)
    assert has_fields(parse(b"Owner: @a\n").blocks)
    draft = Draft("x")
    read_below(draft, long, data)
    assert draft.owners == ()


def test_suffix_of_ours_on_a_field_line_is_no_part_of_it() -> None:
    markdown = "## Actions\n\n### 1. Add alerts\n\nOwner: @alice{}\n"
    suffix = " — [a/b#7](https://github.com/a/b/issues/7) · Open"
    (plain,), (ours,) = (read(markdown.format(end)).items for end in ("", suffix))
    assert plain.owners == ours.owners == ("@alice",)
    assert [(ticket.key, ticket.in_suffix) for ticket in ours.tickets] == [("7", True)]
