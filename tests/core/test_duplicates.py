"""Which of several issues with one marker is kept, and what becomes of the others (F21)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from core.planning_cases import RULES, codes, document, issue, linked, marker, only, planned, ref, row

from syncer.core.routes import Route
from syncer.core.situation import Decision
from syncer.model import Capabilities, CloseDuplicate, Gone, Issue, IssueRef, Link, State, Target, UpdateIssue

HUB = Target("acme", "acme/pm")
OTHER = Target("acme", "acme/other")
HUB_RULES = replace(RULES, routes=(Route("acme", "acme/pm"),))
HELD = {HUB: Capabilities(owners=1), OTHER: Capabilities(owners=1)}


def made(key: str = "9", target: Target = HUB, **fields: Any) -> Issue:
    """An issue of ours; untouched unless told."""
    return issue(key, ref=ref(key, target), is_untouched=fields.pop("is_untouched", True), **fields)


def first(**fields: Any) -> Link:
    """The link of the row to its issue 8."""
    one = made("8")
    return replace(linked(document(row()), one), **fields)


def copied(link: Link, key: str = "9", **fields: Any) -> Issue:
    return made(key, marker=marker(link), **fields)


def decided(*strays: Issue, link: Link | None = None, **fields: Any) -> Decision:
    known = {"capabilities": HELD, "kinds": {"acme": "github"}, "links": (link,) if link else ()}
    return planned(fields.pop("of", document(row())), HUB_RULES, strays=strays, **{**known, **fields})


def closed(decision: Decision) -> list[str]:
    effects = [effect for plan in decision.items for effect in plan.effects if isinstance(effect, CloseDuplicate)]
    return [effect.ref.key for effect in effects]


def test_a_second_issue_that_nobody_touched_is_closed_beside_the_linked_one() -> None:
    link = first()

    decision = decided(copied(link), link=link)

    (effect,) = only(decision).effects
    assert effect == CloseDuplicate(
        link.document, 10, link.id, IssueRef(HUB, "9", "9"), IssueRef(HUB, "8", "8"), "Fix the leak"
    )
    assert (codes(decision), only(decision).link.issue) == ([], ref("8", HUB))


def test_the_linked_one_is_kept_although_another_is_older() -> None:
    link = first()

    assert closed(decided(copied(link, "10"), copied(link, "7"), link=link)) == ["7", "10"]


@pytest.mark.parametrize(
    "fields",
    [
        {"is_untouched": False},
        {"target": OTHER},
    ],
)
def test_what_people_touched_or_somewhere_else_is_reported(fields: dict[str, Any]) -> None:
    link = first()

    decision = decided(copied(link, **fields), link=link)

    assert (closed(decision), codes(decision)) == ([], ["duplicate-issue"])
    assert decision.problems[0].document == "postmortems/2026-03-11-outage.md"


@pytest.mark.parametrize(
    "fields",
    [
        {"capabilities": {HUB: Capabilities(owners=1, looking_decides=True)}},
        {"capabilities": {}},
        {"blocked": frozenset({HUB})},
        {"issues": {(HUB, "8"): Gone(deleted=True, reason="gone")}},
        {"issues": {(HUB, "8"): made("8", state=State.DONE)}},
        {"issues": {(HUB, "8"): made("8", is_read_only=True)}},
        {"issues": {(HUB, "8"): made("8", OTHER)}},
    ],
)
def test_nothing_is_closed_where_copies_are_made_by_hand_or_without_an_open_one_beside_it(
    fields: dict[str, Any],
) -> None:
    link = first()

    decision = decided(copied(link), link=link, **fields)

    assert closed(decision) == []
    assert "duplicate-issue" in codes(decision)


def test_a_closed_copy_is_of_no_interest() -> None:
    link = first()

    decision = decided(copied(link, state=State.WONT_DO), link=link)

    assert (closed(decision), codes(decision)) == ([], [])


def test_a_copy_beside_an_orphan_is_closed_too() -> None:
    link = first()

    decision = decided(copied(link), link=link, of=document())

    assert [type(effect).__name__ for effect in only(decision).effects] == ["MarkOrphan", "CloseDuplicate"]


def test_closing_follows_the_other_effects_of_its_item() -> None:
    link = first()

    decision = decided(copied(link), link=link, of=document(row(due_text="2026-05-05")))

    assert [type(effect) for effect in only(decision).effects] == [UpdateIssue, CloseDuplicate]


def test_without_a_link_the_oldest_is_kept() -> None:
    link = first()

    decision = decided(copied(link, "10"), copied(link, "9"))

    assert (only(decision).link.issue, closed(decision)) == (ref("9", HUB), ["10"])


def test_without_a_link_the_one_that_a_row_shows_is_kept() -> None:
    link = first()
    strays = (copied(link, "9"), copied(link, "10"))

    decision = decided(*strays, refs={0: (IssueRef(HUB, "10", ""),)})

    assert (only(decision).link.issue, closed(decision)) == (ref("10", HUB), ["9"])


def test_without_a_link_one_that_was_given_up_is_not_taken_for_the_rows() -> None:
    link = first()

    decision = decided(copied(link, "9", state=State.WONT_DO), copied(link, "10"))

    assert (only(decision).link.issue, closed(decision), codes(decision)) == (ref("10", HUB), [], [])


def test_copies_of_two_rows_are_closed_beside_their_own() -> None:
    of = document(row(), row("Add an alert", 11))
    one = first()
    two = replace(linked(document(row("Add an alert")), made("12")), position=1)
    strays = (copied(two, "13"), copied(one, "9"))

    decision = decided(*strays, of=of, links=(one, two))

    assert [closed(replace(decision, items=(plan,))) for plan in decision.items] == [["9"], ["13"]]


def test_a_row_without_an_issue_has_no_second_one() -> None:
    foreign = made("9", marker=replace(marker(first()), item="another"))

    decision = decided(foreign)

    assert closed(decision) == []
    assert "duplicate-issue" not in codes(decision)
