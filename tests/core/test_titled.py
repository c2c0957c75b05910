from __future__ import annotations

import pytest
from core.reading import actions, line_anchor, read

from syncer.model import Kind, State

HEAD = "# Outage\n\n## Resulting actions\n\n"
SUFFIX = " — [AI-1](../AI-1-x.md) · Done 2026-03-12"


@pytest.mark.parametrize(
    ("markdown", "action"),
    [
        ("### 1) Set up observability\n\nOf all nodes.\n", "Set up observability"),
        ("### 1. Add alerts\n\n```\ncode\n```\n", "Add alerts"),
        ("### Add alerts\n\nOf all nodes.\n", "Add alerts"),
        ("### A1: Alerts\n\nOf all nodes.\n", "Alerts"),
        ("### Alerts\n\nOwner: @alice\n", "Alerts"),
        ("### Alerts\n\n- Owner: @alice\n- Due: Friday\n", "Alerts"),
        ("**2. Alerts**\n\nOf all nodes.\n", "Alerts"),
        ("### 1. Improve alerts\n\n**Owner**: @alice\n\n- for nodes\n", "Improve alerts"),
        ("### Action item 3: Alerts\n\n- for nodes\n", "Alerts"),
    ],
)
def test_titles_that_are_items(markdown: str, action: str) -> None:
    (found,) = read(HEAD + markdown).items
    assert (found.action, found.kind, found.line) == (action, Kind.HEADING, 5)


@pytest.mark.parametrize(
    "markdown",
    [
        "### Process\n\nWe will see.\n",
        "### 1. Process\n",
        "### 1. What went well\n\nAll.\n",
        "### 1. Follow-up tasks\n\nAll.\n",
        "### 1. Process\n\n#### Details\n\nAll.\n",
        "1. Process:\n\nAll.\n",
    ],
)
def test_titles_that_are_none(markdown: str) -> None:
    assert not any(item.kind is Kind.HEADING for item in read(HEAD + markdown).items)


def test_lists_below_a_title_are_its_items() -> None:
    assert actions(HEAD + "### 1. Improve alerts\n\n- Add one\n- Fix one\n") == ["Add one", "Fix one"]
    assert actions(HEAD + "### Action 1: Alerts\n\n- [ ] Add one\n") == ["Add one"]
    assert actions(HEAD + "### Alerts\n\nOwner: @a\n\n- [ ] Add one\n") == ["Add one"]
    assert actions(HEAD + "### 1. Alerts\n\nOwner: @a\n\n- [ ] Add one\n") == ["Alerts"]
    assert actions(HEAD + "### 1. Alerts\n\n| Action | Owner |\n|---|---|\n| Add one | @a |\n") == ["Add one"]


def test_numbered_action_is_an_item_anywhere() -> None:
    assert actions("# Outage\n\n## Action 1: Add alerts\n\nSoon.\n\n## Action 2: Fix it\n\nLater.\n") == []
    assert actions("# Outage\n\n## Action items\n\n## Action item 1: Add alerts\n\nSoon.\n") == ["Add alerts"]


def test_fields_of_a_title_stand_in_it_and_below() -> None:
    found = read(
        HEAD
        + (
            "### 1) TODO Alerts (P1) `@malte_j`\n\n"
            "@x plans it. See [#7](https://github.com/a/b/issues/7).\n\n- Due: Friday\n"
        )
    ).items[0]
    assert (found.action, found.owners, found.status, found.priority) == ("Alerts", ("@malte_j",), State.TODO, "P1")
    assert (found.due_text, [ticket.key for ticket in found.tickets]) == ("Friday", ["7"])


def test_owner_may_begin_the_paragraph_below() -> None:
    (found,) = read(HEAD + "### 1) Plan the move\n\n`@nova` and `@kim` plan it.\n").items
    assert found.owners == ("@nova", "@kim")


def test_suffix_goes_to_the_first_paragraph_below_a_heading() -> None:
    markdown = HEAD + "### 1) Plan the move\n\n- Due: Friday\n\nSoon.\nVery soon.\n"
    (found,) = read(markdown).items
    assert line_anchor(found).at == len(markdown) - 1
    assert line_anchor(found).box is None
    (without,) = read(HEAD + "### 1) Plan the move\n\n- Due: Friday\n").items
    assert line_anchor(without).at is None


def test_suffix_below_a_heading_speaks_for_the_item() -> None:
    markdown = HEAD + f"### 1) Plan the move\n\nSoon, see [#7](https://github.com/a/b/issues/7).{SUFFIX}\n"
    (found,) = read(markdown).items
    assert (found.status_text, found.status) == ("Done 2026-03-12", State.DONE)
    assert [(ticket.key, ticket.in_suffix) for ticket in found.tickets] == [("AI-1", True), ("7", False)]
    anchor = line_anchor(found)
    assert anchor.suffix is not None
    assert anchor.suffix.of(markdown.encode()).decode() == SUFFIX


def test_suffix_of_a_bold_line_stands_in_it() -> None:
    bold = "**1. Plan the move**"
    (plain,) = read(HEAD + bold + "\n\nSoon.\n").items
    assert line_anchor(plain).at == len(HEAD + bold)
    markdown = HEAD + bold + SUFFIX + "\n\nSoon.\n"
    (ours,) = read(markdown).items
    assert (ours.action, ours.kind, ours.status) == (plain.action, plain.kind, State.DONE)
    suffix = line_anchor(ours).suffix
    assert suffix is not None
    assert suffix.of(markdown.encode()).decode() == SUFFIX
