"""The suffix behind a list item or paragraph, and its box: which bytes are ours, and which are a person's (F41)."""

from __future__ import annotations

import pytest
from core.owned_documents import back, document, knowing, wish, wishes

from syncer.core.owned import write_back
from syncer.core.wish import Wish
from syncer.model import CellEdit, Severity, Written

S1 = " — [AI-1](../ai/AI-1.md) · Open"
DUE = "Open · due 2026-03-27"


def after(text: str, *asked: Wish) -> str:
    return back(text, *asked).data.decode()


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("- Fix it\n", f"- Fix it{S1}\n"),
        ("- Fix it", f"- Fix it{S1}"),
        ("- Fix it  \r\n\r\nmore\r\n", f"- Fix it{S1}  \r\n\r\nmore\r\n"),
        ("\ufeff> - 直す\t\n", f"\ufeff> - 直す{S1}\t\n"),
        ("- `code\n- b\n", f"- `code{S1}\n- b\n"),
        ("### Fix it\n\nBecause.\n", f"### Fix it\n\nBecause.{S1}\n"),
    ],
)
def test_a_suffix_ends_the_first_paragraph(before: str, expected: str) -> None:
    assert after(before, wish(0)) == expected


def test_what_was_written_is_reported() -> None:
    result = back("- a\n- b\n", *wishes(2))
    assert result.written["item-0"] == Written(suffix=S1)
    assert result.edits[0] == CellEdit(1, "item-0", "suffix", "", S1.strip())
    assert result.problems == ()


def test_flipping_one_status_changes_one_suffix_and_its_box() -> None:
    first = back("- [ ] a\n- [ ] b\n", *wishes(2))
    second = back(
        first.data, knowing(wish(0), first), wish(1, "Done 2026-03-12", written=first.written["item-1"], done=True)
    )
    assert second.data == first.data.replace(b"[ ] b", b"[x] b").replace(
        b"AI-2.md) \xc2\xb7 Open", b"AI-2.md) \xc2\xb7 Done 2026-03-12"
    )
    assert [(edit.what, edit.before, edit.after) for edit in second.edits] == [
        ("box", "[ ]", "[x]"),
        ("suffix", "— [AI-2](../ai/AI-2.md) · Open", "— [AI-2](../ai/AI-2.md) · Done 2026-03-12"),
    ]


def test_a_suffix_is_replaced_in_place_and_what_people_typed_behind_it_stays() -> None:
    for known in (Written(suffix=S1), None):
        assert after(f"- a{S1} (see chat)\n", wish(0, DUE, written=known)) == f"- a{S1} · due 2026-03-27 (see chat)\n"
    note = f"{S1} · owner Bob"
    assert after(f"- a{note} is away\n", wish(0, written=Written(suffix=note))) == f"- a{S1} is away\n"
    assert after(f"- a{note} is away\n", wish(0, "Open · owner Bob")) == f"- a{note} is away\n"


@pytest.mark.parametrize(
    "changed",
    [
        "- a — [AI-1](../ai/AI-1.md) · waiting for Bob\n",
        "- a — [AI-1](../ai/AI-1.md) · Done 2026-01-01\n",
        "- a — [AI-9](../ai/AI-1.md) · Open\n",
        "- a — [AI-1](../ai/AI-1.md) · Open · due 2026-01-01\n",
        "- a — [AI-1](../ai/AI-1.md) · Open · owner Bobby\n",
        "### a\n\ntext — [AI-1](../ai/AI-1.md) · soon\n",
    ],
)
def test_a_suffix_that_a_person_changed_is_a_problem_and_is_left(changed: str) -> None:
    result = back(changed, wish(0, DUE, written=Written(suffix=S1)))
    assert result.data.decode() == changed
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("cell-changed", Severity.PROBLEM)
    assert result.written["item-0"].suffix == S1


def test_a_changed_suffix_is_seen_without_state_too() -> None:
    result = back("- a — [AI-1](../ai/AI-1.md) · waiting\n", wish(0))
    assert result.edits == ()
    assert len(result.problems) == 1


def test_a_removed_suffix_is_written_again() -> None:
    assert after("- a\n", wish(0, written=Written(suffix=S1))) == f"- a{S1}\n"


def test_an_authors_own_link_stays_and_ours_follows() -> None:
    text = "- a — [AI-1](../ai/AI-1.md)\n"
    assert after(text, wish(0, issue=False)) == f"- a — [AI-1](../ai/AI-1.md){S1}\n"


def test_a_suffix_that_already_says_it_is_taken_as_written() -> None:
    result = back(f"- a{S1}\n", wish(0, written=Written(suffix=S1.replace("Open", "Done 2026-01-01"))))
    assert result.edits == ()
    assert result.written["item-0"].suffix == S1


def test_a_heading_with_nothing_below_is_only_reported() -> None:
    result = back("### a\n", wish(0))
    assert result.data == b"### a\n"
    (problem,) = result.problems
    assert (problem.code, problem.severity, problem.line) == ("nowhere-to-write", Severity.NOTE, 1)
    assert result.written["item-0"] == Written()


@pytest.mark.parametrize(
    ("box", "done", "ours", "expected", "ticked"),
    [
        ("[ ]", True, None, "[x]", True),
        ("[ ]", True, False, "[x]", True),
        ("[ ]", False, None, "[ ]", False),
        ("[x]", False, True, "[ ]", False),
        ("[X]", False, True, "[ ]", False),
        ("[x]", False, False, "[x]", False),
        ("[x]", False, None, "[x]", False),
        ("[x]", True, None, "[x]", False),
        ("[x]", True, True, "[x]", True),
        ("[ ]", False, True, "[ ]", False),
        ("[-]", True, None, "[-]", False),
    ],
)
def test_only_our_own_tick_is_ever_taken_back(
    box: str, done: bool, ours: bool | None, expected: str, ticked: bool
) -> None:
    known = None if ours is None else Written(suffix=S1, box=ours)
    result = back(f"- {box} a{S1}\n", wish(0, written=known, done=done))
    assert result.data.decode() == f"- {expected} a{S1}\n"
    assert result.written["item-0"].box is ticked
    assert result.problems == ()


def test_a_box_that_a_person_unticked_is_a_problem_and_is_left() -> None:
    known = Written(suffix=S1, box=True)
    result = back(f"- [ ] a{S1}\n", wish(0, written=known, done=True))
    assert result.edits == ()
    assert result.problems[0].message.startswith("the box says '[ ]'")
    assert result.written["item-0"] == known


def test_problems_and_edits_come_in_order_of_line() -> None:
    text = "| A |\n|---|\n| a |\n\n- b\n\n| A |\n|---|\n| c |\n"
    result = write_back(document(text), list(reversed(wishes(3))))
    assert [edit.line for edit in result.edits] == [3, 3, 5, 9, 9]
    assert list(result.written) == ["item-2", "item-1", "item-0"]
