"""What became of the writes of a killed run, judged by what stands there now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from core.planning_cases import KEY, document, issue, linked, marker, ref, row
from hypothesis import given
from hypothesis import strategies as st

from syncer.core.settle import (
    read_agreements,
    read_written,
    settle_cells,
    settle_create,
    settle_update,
    write_agreements,
    write_written,
)
from syncer.model import Agreement, Field, Intent, IntentKind, LineAnchor, Span, Written

TEXT = "- [x] Fix the leak — [AI-1](a) · Open\n"
SUFFIX = " — [AI-1](a) · Open"


def intent(kind: IntentKind = IntentKind.CREATE, after: dict[str, object] | None = None) -> Intent:
    begun = datetime(2026, 3, 12, tzinfo=UTC)
    return Intent("i", kind, KEY, "item", None, None, {}, after or {}, begun)


def test_a_create_that_nobody_finds_did_not_land() -> None:
    settled = settle_create(intent(), None, None)

    assert (settled.landed, settled.link) == (False, None)
    assert not settle_create(intent(), issue(), None).landed  # an issue without a marker proves nothing


def test_a_create_that_landed_makes_the_link_its_marker_speaks_of() -> None:
    link = linked(document(row()))
    found = issue(marker=marker(link))

    settled = settle_create(intent(), found, None)

    assert settled.landed
    assert settled.link is not None
    assert (settled.link.id, settled.link.issue, settled.link.base) == (link.id, ref(), link.base)


def test_a_create_that_landed_keeps_what_the_state_knows_of_its_row() -> None:
    link = linked(document(row()))
    waiting = replace(link, issue=None, base={}, line=77, written=Written(suffix="s"))

    settled = settle_create(intent(), issue(marker=marker(link)), waiting)

    assert settled.link is not None
    assert (settled.link.line, settled.link.written, settled.link.base) == (77, Written(suffix="s"), link.base)
    assert settled.link.issue == ref()


@pytest.mark.parametrize(("owner", "lands"), [("bob", True), ("alice", False), ("carol", False)])
def test_an_update_landed_field_by_field_where_the_new_value_stands(owner: str, lands: bool) -> None:
    link = linked(document(row()))
    sent = {Field.OWNER: Agreement("@bob", "bob", "bob")}

    settled = settle_update(intent(IntentKind.UPDATE, write_agreements(sent)), issue(values={Field.OWNER: owner}), link)

    assert settled.landed is lands
    assert settled.link is not None
    assert settled.link.base[Field.OWNER] == (sent if lands else link.base)[Field.OWNER]
    assert settled.link.base[Field.DUE] == link.base[Field.DUE]


def test_an_update_of_what_is_not_there_did_not_land() -> None:
    assert not settle_update(intent(IntentKind.UPDATE), None, linked(document(row()))).landed
    assert not settle_update(intent(IntentKind.UPDATE), issue(), None).landed


def test_cells_that_stand_as_intended_are_ours() -> None:
    at = len(TEXT.encode()) - 1
    suffix = Span(at - len(SUFFIX.encode()), at)
    of = document(row(anchor=LineAnchor(at, suffix, Span(2, 5))), data=TEXT.encode())
    link = replace(linked(of), written=Written(suffix=" — old"))
    after = write_written({link.id: Written(suffix=SUFFIX, box=True)})

    settled = settle_cells(intent(IntentKind.CELLS, after), of, {link.id: 0}, link)

    assert settled.written == Written(suffix=SUFFIX, box=True)


def test_cells_that_do_not_stand_leave_what_was_remembered() -> None:
    of = document(row(anchor=LineAnchor(5, None, None)), data=b"- Fix\n")
    remembered = Written("cell", "status", " — old", box=True)
    link = replace(linked(of), written=remembered)
    after = write_written({link.id: Written("new", "new", SUFFIX, box=True)})

    assert settle_cells(intent(IntentKind.CELLS, after), of, {link.id: 0}, link).written == remembered


def test_cells_of_other_rows_and_of_rows_that_are_gone_are_left() -> None:
    of = document(row())
    link = linked(of)
    after = write_written({link.id: Written("new")})

    assert settle_cells(intent(IntentKind.CELLS, write_written({})), of, {link.id: 0}, link) == link
    assert settle_cells(intent(IntentKind.CELLS, after), of, {}, link) == link


halves = st.none() | st.text(max_size=5)
bases = st.dictionaries(st.sampled_from(Field), st.builds(Agreement, halves, halves, halves))
cells = st.dictionaries(st.text(max_size=5), st.builds(Written, halves, halves, halves, st.booleans()))


@given(bases)
def test_agreements_come_back_as_they_were_stored(base: dict[Field, Agreement]) -> None:
    assert read_agreements(write_agreements(base)) == base


@given(cells)
def test_cells_come_back_as_they_were_stored(written: dict[str, Written]) -> None:
    assert read_written(write_written(written)) == written


def test_an_intent_of_another_kind_holds_neither() -> None:
    assert read_agreements({}) == {}
    assert read_written({"cells": None}) == {}
