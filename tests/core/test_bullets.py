from __future__ import annotations

import pytest
from core.reading import actions, item, line_anchor, read

from syncer.core.bullets import MAX_ITEM, draft_of, read_item
from syncer.core.patterns import Pattern
from syncer.formats.markdown import parse
from syncer.model import Kind, ListBlock, Paragraph, State


@pytest.mark.parametrize(
    ("line", "text", "state"),
    [
        ("- [ ] Fix it", "[ ]", State.TODO),
        ("- [x] Fix it", "[x]", State.DONE),
        ("- [X] Fix it", "[X]", State.DONE),
        ("- [ ] Fix it (done)", "done", State.DONE),
        ("- [ ] WIP: fix it", "WIP", State.IN_PROGRESS),
        ("- [x] TODO: fix it", "[x]", State.DONE),
        ("- [x] Fix it (done)", "done", State.DONE),
        ("- \\[*] Fix it", "[*]", State.DONE),
        ("- ☒ Fix it", "☒", State.DONE),
        ("- Fix it", None, None),
    ],
)
def test_boxes_and_words_say_the_status(line: str, text: str | None, state: State | None) -> None:
    found = item(line)
    assert (found.action.casefold(), found.status_text, found.status) == ("fix it", text, state)
    assert found.kind is (Kind.LIST if text is None else Kind.TASK_LIST)


def test_box_and_place_for_a_suffix_are_known_to_the_byte() -> None:
    markdown = "## Action items\n\n> 1. [ ] Löse\n>    es  \n>\n>    mehr\n"
    (found,) = read(markdown).items
    anchor, data = line_anchor(found), markdown.encode()
    assert anchor.box is not None
    assert anchor.box.of(data) == b"[ ]"
    assert anchor.at == data.index(b"es") + 2
    assert found.span.of(data).decode() == "Löse\n>    es"


def test_item_that_begins_with_a_heading_has_no_place_for_a_suffix() -> None:
    assert line_anchor(item("- # Fix it")).at is None


def test_items_without_text_of_their_own_are_none() -> None:
    for markdown in ("- > quote\n", "- ```\n  x\n  ```\n", "-\n"):
        (block,) = parse(markdown.encode()).blocks
        assert isinstance(block, ListBlock)
        assert read_item(block.items[0], markdown.encode()) is None


def test_second_level_bullets_of_wikis_are_left_out() -> None:
    assert item("* make it avoid regions (already done)\n** only considers zones").action == "make it avoid regions"


def test_numbering_is_left_out_where_something_follows() -> None:
    numbering = Pattern(r"\d\) ")
    for markdown, action in ((b"1\\) Fix it", "Fix it"), (b"1\\) ", "1)")):
        (block,) = parse(markdown).blocks
        assert isinstance(block, Paragraph)
        assert draft_of(block.leaf, markdown, numbering)[0].action() == action


def test_endless_item_is_read_as_its_bare_text() -> None:
    data = b"word " * (MAX_ITEM // 5 + 1) + b"Owner: @alice (done)"
    (block,) = parse(data).blocks
    assert isinstance(block, Paragraph)
    draft, suffix = draft_of(block.leaf, data)
    assert (draft.action(), draft.owners, draft.status, suffix) == (data.decode(), (), None, None)


@pytest.mark.parametrize(
    "line",
    [
        "None",
        "None required for this run.",
        "No action items",
        "N/A",
        "TBD",
        "...",
        "_________",
        "[Action 1]",
        "{{ summary }} [link to github issue]",
        "*List of action items with owners*",
        "e.g. add an alert",
        "Add your action items here",
        "**Action**: [What to do]",
        "Fix root cause (assigned: @username, due: date)",
        "(done)",
        "✅",
        "Keine",
        "[link to ticket](https://example.com)",
    ],
)
def test_items_that_say_nothing(line: str) -> None:
    assert actions(f"## Action items\n\n- {line}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "Nonexistent hosts must page",
        "{{ Start writing after-action reports for future outages }}",
        "Describe the process for deploying image bumps",
        "#2127",
        "![x](y.png) https://github.com/a/b/issues/1",
        "Add alerts when free disk space is below 10%",
        "How can we get the announcements?",
        "[Status page](https://example.com)",
    ],
)
def test_items_that_say_something(line: str) -> None:
    assert len(actions(f"## Action items\n\n- {line}\n")) == 1
