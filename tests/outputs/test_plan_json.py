"""A plan as JSON."""

from __future__ import annotations

import json
from datetime import date

from syncer.model import (
    CloseDuplicate,
    DocumentKey,
    DocumentPlan,
    Field,
    FieldChange,
    IssueRef,
    Move,
    Plan,
    Problem,
    RunReport,
    State,
    Target,
    UpdateIssue,
)
from syncer.outputs.plan_json import report_json

TARGET = Target("acme", "acme/pm")
CHANGE = FieldChange({Field.DUE: "2026-03-27"}, state=State.DONE, closed=date(2026, 3, 12))
MOVES = (Move(Field.DUE, None, "d"),)
UPDATE = UpdateIssue(DocumentKey("docs", "a.md"), 5, "i3", IssueRef(TARGET, "41", "9"), "x", CHANGE, MOVES)


def test_a_report_is_plain_data() -> None:
    plan = Plan((DocumentPlan(DocumentKey("docs", "a.md"), "docs/a.md", "A", (UPDATE,)),), refusals=("no",))
    report = RunReport(plan, created=1, problems=(Problem("x", "a.md", 3, "m", "a"),), requests={TARGET: 2})
    found = json.loads(report_json(report))
    assert found["created"] == 1
    assert found["requests"] == {"acme:acme/pm": 2}
    assert found["problems"] == [
        {"code": "x", "document": "a.md", "line": 3, "message": "m", "advice": "a", "severity": "problem", "value": ""}
    ]
    assert found["plan"]["refusals"] == ["no"]
    (document,) = found["plan"]["documents"]
    assert (document["source"], document["path"], document["name"]) == ("docs", "a.md", "docs/a.md")
    (change,) = document["changes"]
    assert change["kind"] == "UpdateIssue"
    assert change["ref"] == {"target": {"tracker": "acme", "name": "acme/pm"}, "key": "41", "id": "9"}
    assert change["change"]["values"] == {"due": "2026-03-27"}
    assert (change["change"]["state"], change["change"]["closed"]) == ("done", "2026-03-12")
    assert change["moves"] == [{"field": "due", "before": None, "after": "d"}]


def test_a_closed_duplicate_names_both_issues_and_follows_the_changes_of_its_item() -> None:
    first, second = IssueRef(TARGET, "41", "9"), IssueRef(TARGET, "42", "10")
    duplicate = CloseDuplicate(DocumentKey("docs", "a.md"), 5, "i3", second, first, "Fix \u202e it")
    plan = Plan((DocumentPlan(DocumentKey("docs", "a.md"), "docs/a.md", "A", (UPDATE, duplicate)),))

    changes = json.loads(report_json(RunReport(plan)))["plan"]["documents"][0]["changes"]

    assert [change["kind"] for change in changes] == ["UpdateIssue", "CloseDuplicate"]
    target = {"tracker": "acme", "name": "acme/pm"}
    assert changes[1] == {
        "kind": "CloseDuplicate",
        "line": 5,
        "item": "i3",
        "ref": {"target": target, "key": "42", "id": "10"},
        "of": {"target": target, "key": "41", "id": "9"},
        "text": "Fix \u202e it",
    }
