from __future__ import annotations

from core.reading import text

from syncer.core.draft import Draft
from syncer.model import Role, State, Ticket


def draft(markdown: str) -> Draft:
    return Draft.of(text(markdown))


def test_cut_parts_leave_the_action_and_keep_their_places() -> None:
    found = draft("Fix `a b` (now) - done")
    found.cut(8, 13)
    assert found.view() == "Fix a b       - done"
    assert found.prose() == "Fix \ufffc\ufffc\ufffc       - done"
    found.cut(14, 20)
    found.cut(3, 3)
    assert found.action() == "Fix a b"


def test_action_without_cuts_is_the_collapsed_text() -> None:
    assert draft("a\n  b  c -").action() == "a b c -"


def test_brackets_and_separators_that_became_empty_go() -> None:
    found = draft("Fix it ([x, y]) , now .")
    found.cut(9, 13)
    assert found.action() == "Fix it, now."
    found.cut(0, 6)
    found.cut(17, 21)
    assert found.action() == ""


def test_overlapping_cuts_are_cut_once() -> None:
    found = draft("abcdef")
    found.cut(1, 4)
    found.cut(2, 5)
    assert found.action() == "a f"


def test_first_value_of_a_field_stays() -> None:
    found = draft("x")
    found.set_owners((), "none")
    found.set_owners(("a",), "first")
    found.set_owners(("b",), "second")
    found.set_due("", "none")
    found.set_due("Friday", "first")
    found.set_due("Monday", "second")
    found.set_priority("P1", "first")
    found.set_priority("P2", "second")
    found.set_type("prevent", "first")
    found.set_type("detect", "second")
    assert (found.owners, found.due_text, found.priority, found.type) == (("a",), "Friday", "P1", "prevent")
    assert set(found.rules.values()) == {"first"}


def test_done_outweighs_open_and_nothing_outweighs_done() -> None:
    found = draft("x")
    found.set_status("[ ]", State.TODO, "box")
    found.set_status("done", State.DONE, "word")
    found.set_status("open", State.TODO, "later")
    assert (found.status_text, found.status, found.rules[Role.STATUS]) == ("done", State.DONE, "word")
    found.replace_status("open", State.TODO, "last")
    assert found.status is State.TODO


def test_one_ticket_is_kept_once() -> None:
    found = draft("x")
    found.add_ticket(Ticket("a", "https://x.y/1"), "first")
    found.add_ticket(Ticket("b", "https://x.y/1/"), "second")
    found.add_ticket(Ticket("#1"), "third")
    found.add_ticket(Ticket("#1"), "fourth")
    assert [ticket.text for ticket in found.tickets] == ["a", "#1"]
    assert found.rules[Role.ISSUE] == "first"


def test_copy_goes_on_independently() -> None:
    found = draft("ab")
    other = found.copy()
    other.cut(0, 1)
    other.set_priority("P1", "x")
    other.add_ticket(Ticket("#1"), "x")
    assert (found.cuts, found.priority, found.tickets, found.rules) == ([], None, [], {})
