"""Tests of syncer.trackers.memory beyond the contract: what people open by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from fakes.file_clock import FileClock

from syncer.model import DocumentKey, Field, FieldChange, Intent, IntentKind, Issue, IssueRef, State, Target, Ticket
from syncer.trackers.memory import MemoryTracker

TARGET = Target("mem", "")
REF = IssueRef(TARGET, "MEM-70", "MEM-70")


def test_what_a_person_opens_is_listed_and_not_ours() -> None:
    tracker = MemoryTracker("mem", FileClock())
    tracker.add(Issue(REF, "memory:mem/MEM-70", dict.fromkeys(Field), State.TODO))
    (listed,), cursor = tracker.changes(TARGET, None)
    assert (listed.ref, listed.is_ours, listed.marker) == (REF, False, None)
    assert tracker.update(REF, FieldChange({Field.TITLE: "Page on it"})).values[Field.TITLE] == "Page on it"
    assert [issue.ref for issue in tracker.changes(TARGET, cursor)[0]] == [REF]
    assert tracker.changes(Target("mem", "other"), None)[0] == []


def test_an_issue_without_marker_answers_no_probe() -> None:
    tracker = MemoryTracker("mem", FileClock())
    tracker.add(Issue(REF, "memory:mem/MEM-70", dict.fromkeys(Field), State.TODO))
    lost = Intent(
        "intent",
        IntentKind.CREATE,
        DocumentKey("docs", "a.md"),
        "item",
        TARGET,
        None,
        {},
        {},
        datetime(2026, 3, 12, tzinfo=UTC),
    )
    assert tracker.probe([lost]) == {"intent": None}


def test_requests_are_counted_by_target() -> None:
    tracker = MemoryTracker("mem", FileClock())
    tracker.changes(TARGET, None)
    tracker.get([REF, IssueRef(Target("mem", "b"), "MEM-1", "MEM-1")])
    assert tracker.requests() == {TARGET: 2, Target("mem", "b"): 1}
    assert tracker.recognise(Ticket("x", "memory:mem/MEM-70"), Target("another", ""), None) == REF
