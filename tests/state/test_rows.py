"""What is derived from a link for counting and sorting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from state.samples import document, link

from syncer.model import Field, Problem, Severity
from syncer.state import rows


@pytest.mark.parametrize(
    ("observed", "row", "expected"),
    [
        ({}, {}, None),
        ({}, {Field.DUE: "2026-03-27"}, date(2026, 3, 27)),
        ({Field.DUE: "2026-04-10"}, {Field.DUE: "2026-03-27"}, date(2026, 4, 10)),
        ({Field.DUE: None}, {Field.DUE: "2026-03-27"}, date(2026, 3, 27)),
        ({Field.DUE: "soon"}, {Field.DUE: "2026-03-27"}, None),
        ({Field.DUE: "2026-02-30"}, {}, None),
    ],
)
def test_is_due_when_the_tracker_says_else_the_row(
    observed: dict[Field, str | None], row: dict[Field, str | None], expected: date | None
) -> None:
    assert rows.due(link("a", observed=observed, values=row)) == expected


def test_columns_name_the_due_day_and_whether_it_is_open() -> None:
    columns = rows.from_link(link("a", values={Field.DUE: "2026-03-27"}))
    assert (columns["due"], columns["is_open"]) == (date(2026, 3, 27), True)


def test_an_item_without_an_issue_has_no_target() -> None:
    columns = rows.from_link(link("a", key=None))
    assert [columns[name] for name in ("tracker", "target", "issue_key", "issue_id")] == [None] * 4


def test_a_problem_of_before_problems_had_a_value_has_none() -> None:
    problem = Problem("unknown-owner", "a.md", 3, "nobody", "add them", Severity.NOTE, "Priya Raman")
    columns = rows.from_document(replace(document("a.md"), problems=(problem,)))
    assert rows.to_document(SimpleNamespace(**columns)).problems == (problem,)
    older = {**columns, "problems": [stored[:6] for stored in columns["problems"]]}
    assert rows.to_document(SimpleNamespace(**older)).problems == (replace(problem, value=""),)
