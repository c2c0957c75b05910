"""What the guard refuses, with number, limit and the command that overrides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.planning_cases import RULES, TARGET, document, issue, linked, marker, planned, ref, row

from syncer.core.calendar import Calendar, Sprint
from syncer.core.guard import Scale, refusals
from syncer.core.rules import Limits, Overrides, Rules
from syncer.core.situation import Decision
from syncer.model import Capabilities, Fact, Target

CALM = Scale({"postmortems": 3}, {"postmortems": 3}, {TARGET: 100})
PRIVATE = {TARGET: Capabilities(is_public=False)}


def refused(
    decisions: list[Decision],
    *,
    scale: Scale = CALM,
    rules: Rules = RULES,
    capabilities: dict[Target, Capabilities] | None = None,
) -> tuple[str, ...]:
    return refusals(decisions, scale, capabilities or PRIVATE, rules)


def orphans(count: int) -> list[Decision]:
    links = []
    for number in range(count):
        made = linked(document(row(f"Do thing number {number}")), issue(f"AI-{number}"))
        links.append(replace(made, id=f"{made.id}-{number}", issue=ref(f"AI-{number}")))
    return [planned(document(), links=tuple(links))]


def test_a_calm_plan_is_not_refused() -> None:
    assert refused([planned(document(row()))]) == ()


def test_a_source_that_lists_none_although_it_had_documents() -> None:
    emptied = Scale({"postmortems": 3}, {"postmortems": 0}, {})

    (sentence,) = refused([], scale=emptied)

    assert "'postmortems' lists no document, but had 3" in sentence
    assert sentence.endswith("syncer sync --allow-empty-source")


def test_an_emptied_source_can_be_allowed() -> None:
    rules = replace(RULES, overrides=Overrides(allow_empty_source=True))

    assert refused([], scale=Scale({"postmortems": 3}, {"postmortems": 0}, {}), rules=rules) == ()


def test_too_many_creates_name_the_flag_that_allows_them() -> None:
    rules = replace(RULES, limits=Limits(max_creates=1), command="syncer sync docs --tracker local")
    decisions = [planned(document(row("One"), row("Another", 11)))]

    (sentence,) = refused(decisions, rules=rules)

    assert sentence.startswith("2 issues would be created, the limit is 1")
    assert sentence.endswith("run: syncer sync docs --tracker local --max-creates 2")


def test_thirty_percent_of_the_open_items_may_lose_their_row_but_not_more() -> None:
    assert refused(orphans(30)) == ()
    (sentence,) = refused(orphans(31))
    assert sentence.startswith("31 of 100 open items in local would lose their row, the limit is 30%")
    assert sentence.endswith("--allow-mass-change")


def test_few_items_are_never_a_mass() -> None:
    small = replace(CALM, open_items={TARGET: 9})

    assert refused(orphans(9), scale=small) == ()
    assert len(refused(orphans(10), scale=small)) == 1


def test_a_mass_change_can_be_allowed() -> None:
    rules = replace(RULES, overrides=Overrides(allow_mass_change=True))

    assert refused(orphans(50), rules=rules) == ()


def doubled(count: int) -> list[Decision]:
    """Rows with an issue and an untouched copy of it, each in a document of its own."""
    found = []
    for number in range(count):
        of = document(row(f"Do thing number {number}"))
        link = linked(of)
        copy = issue(f"AI-{number}0", marker=marker(link), is_untouched=True)
        found.append(planned(of, links=(link,), strays=(copy,), capabilities={TARGET: Capabilities()}))
    return found


def test_second_issues_of_many_rows_are_not_closed_unasked() -> None:
    scale = replace(CALM, open_items={TARGET: 31})

    assert refused(doubled(9), scale=scale) == ()
    (sentence,) = refused(doubled(10), scale=scale)

    assert sentence.startswith("10 of 31 open items in local would have a second issue closed, the limit is 30%")


def moved_by_settings(count: int) -> list[Decision]:
    """Rows whose due date changes because the sprint calendar did, not because anybody edited them."""
    later = replace(RULES, reread=True, calendars={"": Calendar(sprint=Sprint(date(2026, 3, 9), 2, None))})
    rows = document(*(row(f"Do thing number {number}", number) for number in range(count)))
    plain = planned(rows)
    links = []
    for number, plan in enumerate(plain.items):
        made = linked(document(row(f"Do thing number {number}")), issue(f"AI-{number}"))
        links.append(replace(made, id=plan.link.id, issue=ref(f"AI-{number}"), occurrence=0))
    return [planned(rows, later, links=tuple(links))]


def test_updates_that_no_edit_explains_are_a_mass_change() -> None:
    (sentence,) = refused(moved_by_settings(12), scale=replace(CALM, open_items={TARGET: 12}))

    assert sentence.startswith("12 of 12 open items in local would be updated without an edit of their row")


def test_a_private_document_never_goes_to_a_public_target() -> None:
    secret = document(row(), facts=(("visibility", Fact("private", "front matter, line 2")),))
    allowed = replace(RULES, overrides=Overrides(allow_empty_source=True, allow_mass_change=True))

    (sentence,) = refused([planned(secret)], rules=allowed, capabilities={TARGET: Capabilities(is_public=True)})

    assert "is private" in sentence
    assert sentence.endswith("no flag overrides this")
    assert refused([planned(secret)]) == ()


def test_exactly_as_many_creates_as_allowed_are_no_danger() -> None:
    rules = replace(RULES, limits=Limits(max_creates=2))

    assert refused([planned(document(row("One"), row("Another", 11)))], rules=rules) == ()


def test_a_source_that_was_not_listed_or_never_had_documents_is_no_danger() -> None:
    assert refused([], scale=Scale({"postmortems": 3}, {}, {})) == ()
    assert refused([], scale=Scale({"postmortems": 0}, {"postmortems": 0}, {})) == ()


def test_a_target_without_open_items_counts_none() -> None:
    (sentence,) = refused(orphans(10), scale=replace(CALM, open_items={}))

    assert sentence.startswith("10 of 0 open items")
