from __future__ import annotations

import pytest

from syncer.core.columns import Columns
from syncer.core.headings import Grade
from syncer.core.judging import MAX_COLUMNS, Refusal, judge
from syncer.formats.markdown import parse
from syncer.model import Role, Table


def verdict(markdown: str, grade: Grade) -> Columns | str:
    lines = [f"| {line} |" for line in markdown.split("\n")]
    lines.insert(1, "|" + "---|" * (lines[0].count("|") - 1))
    (table,) = parse("\n".join(lines).encode()).blocks
    assert isinstance(table, Table)
    found = judge(table, grade)
    return found.why if isinstance(found, Refusal) else found


def holds(markdown: str, grade: Grade) -> bool:
    return isinstance(verdict(markdown, grade), Columns)


@pytest.mark.parametrize(
    "markdown",
    [
        "Action | Owner\nFix it | @bob",
        "# | Action\n1 | Fix it",
        "Action\nFix it",
        "Doing | Hero | Moment\nAdd an alert to the pool | @bob | Friday",
        "Description | Status\nAdd an alert | open",
        "項目 | 担当\n追加する | 本人",
    ],
)
def test_section_of_actions_needs_an_action_column_only(markdown: str) -> None:
    assert holds(markdown, Grade.STRONG)


@pytest.mark.parametrize(
    ("markdown", "why"),
    [
        ("Time | Event\n14:02 | Alert", "timeline"),
        ("Moment | Action\n14:02 | Restarted", "timeline"),
        ("Metric | Value\n12 | 13", "no column of actions"),
        ("Type | Description\nprevent | Keeps it from happening again", "no column of actions"),
        ("Priority | Meaning\nP0 | Do this before anything else at all", "no column of actions"),
    ],
)
def test_other_tables_in_a_section_of_actions(markdown: str, why: str) -> None:
    assert why in str(verdict(markdown, Grade.STRONG))


@pytest.mark.parametrize(
    "markdown",
    [
        "Action | Owner\nFix it | @bob",
        "Task | Due date\nFix it | Friday",
        "Action Item | Bug | Priority\nFix it | #12 | P1",
        "What | Who | By when\nAdd canaries | Alice | Friday",
    ],
)
@pytest.mark.parametrize("grade", [Grade.NEUTRAL, Grade.AGAINST])
def test_elsewhere_the_header_must_name_actions_and_who_or_when(markdown: str, grade: Grade) -> None:
    assert holds(markdown, grade)


@pytest.mark.parametrize(
    "markdown",
    [
        "Action\nFix it",
        "Action | Impact\nFix it | small",
        "动作 | 状态 | 证据\n重启 | 完成 | 日志",
        "What | Who | When\nDeployed v2 | Alice | Friday",
        "Name | Role\nAlice | IC",
        "Item | Owner\nPool | Alice",
        "Date/Time | Who | Action\n10:00 | Alice | Restarted",
    ],
)
def test_other_tables_elsewhere(markdown: str) -> None:
    assert not holds(markdown, Grade.NEUTRAL)


def test_section_that_may_hold_actions() -> None:
    assert holds("Action | Notes\nFix it | soon", Grade.WEAK)
    assert holds("What | Who\nFix the pool | Alice Smith", Grade.WEAK)
    assert not holds("What | Notes\nFix the pool | soon it will rain again", Grade.WEAK)


def test_data_is_no_table_of_actions() -> None:
    assert f"{MAX_COLUMNS + 1} columns" in str(verdict(" | ".join(["Action"] * (MAX_COLUMNS + 1)), Grade.STRONG))


def test_columns_say_what_they_hold() -> None:
    found = verdict("Owner | Action\n@bob | Fix it", Grade.NEUTRAL)
    assert isinstance(found, Columns)
    assert found.roles == (Role.OWNER, Role.ACTION)


def test_short_rows_are_looked_at_as_far_as_they_go() -> None:
    assert holds("Doing | Hero\nAdd an alert to the pool\nFix the leak in it | @bob", Grade.STRONG)
