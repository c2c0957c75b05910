"""Findings in words: the worst place first, each with its remedy."""

from __future__ import annotations

import json

from syncer.model import Finding, Severity
from syncer.outputs.finding_text import finding_lines, findings_json, in_order

GOOD = Finding(Severity.NOTE, "a", "the label is there")
ODD = Finding(Severity.PROBLEM, "a", "alice cannot be assigned", "Give that account access.")
BAD = Finding(Severity.ERROR, "z", "issues are disabled", "enable them")
ALL = (GOOD, ODD, BAD, GOOD)


def test_places_come_by_their_worst_finding_and_each_finding_once() -> None:
    assert in_order(ALL) == (BAD, ODD, GOOD)
    assert list(finding_lines(ALL)) == [
        "z",
        "  !! error   issues are disabled; enable them",
        "a",
        "  ! problem  alice cannot be assigned; give that account access",
        "  - note     the label is there",
        "1 error, 1 problem",
    ]


def test_where_all_is_well_it_says_so() -> None:
    assert list(finding_lines((GOOD,))) == ["a", "  - note     the label is there", "nothing is missing"]
    assert list(finding_lines((ODD,)))[-1] == "0 errors, 1 problem"


def test_machines_get_the_same() -> None:
    found = json.loads(findings_json(ALL))
    assert [one["severity"] for one in found["findings"]] == ["error", "problem", "note"]
    assert found["findings"][0] == {
        "severity": "error", "where": "z", "what": "issues are disabled", "remedy": "enable them",
    }  # fmt: skip
    assert found["findings"][2]["remedy"] is None
