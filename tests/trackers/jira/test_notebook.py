"""What was learnt of a site and stays true for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from engine.worlds import SettableClock

from syncer.trackers.jira.notebook import Notebook

DAY = timedelta(days=1)


def test_a_note_is_recalled_by_the_next_run_until_it_is_too_old() -> None:
    clock, notes = SettableClock(), list[str]()
    Notebook(None, notes.append, clock).note("screens PAY", {"fields": ["duedate"]})
    later = Notebook(notes[-1], notes.append, clock)
    assert later.recall("screens PAY", DAY) == {"fields": ["duedate"]}
    assert later.recall("screens OPS", DAY) is None
    clock.pass_seconds(86_400)
    assert later.recall("screens PAY", DAY) is not None
    clock.pass_seconds(1)
    assert later.recall("screens PAY", DAY) is None


def test_a_note_that_is_wrong_is_forgotten() -> None:
    clock, notes = SettableClock(), list[str]()
    book = Notebook(None, notes.append, clock)
    book.note("a", 1)
    book.note("b", 2)
    book.forget("a")
    book.forget("never noted")
    assert len(notes) == 3
    assert Notebook(notes[-1], notes.append, clock).recall("a", DAY) is None
    assert Notebook(notes[-1], notes.append, clock).recall("b", DAY) == 2


def test_what_was_noted_in_the_future_is_not_believed() -> None:
    clock, notes = SettableClock(), list[str]()
    Notebook(None, notes.append, clock).note("a", 1)
    clock.pass_seconds(-3_600)
    assert Notebook(notes[-1], notes.append, clock).recall("a", DAY) is None


def test_what_nobody_asked_for_in_a_month_is_dropped() -> None:
    clock, notes = SettableClock(), list[str]()
    book = Notebook(None, notes.append, clock)
    book.note("old", 1)
    clock.pass_seconds(31 * 86_400)
    book.note("new", 2)
    assert "old" not in notes[-1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"a": 1}',
        '{"a": {"at": "x", "data": 1}}',
        '{"a": {"at": true, "data": 1}}',
        "[" * 100_000,
        '{"a": {"at": -1, "data": 1}}',
        '{"a": {"at": 99999999999999999999, "data": 1}}',
        '{"a": {"at": 1}}',
    ],
)
def test_rubbish_is_an_empty_notebook(text: str) -> None:
    assert Notebook(text, lambda _: None, SettableClock()).recall("a", timedelta(days=99_999)) is None
