from __future__ import annotations

import pytest
from core.reading import actions, line_anchor, read

from syncer.core.lists import MAX_LINES_BYTES
from syncer.model import Kind, State

HEAD = "## Action items\n\n"


def test_nested_bullets_belong_to_their_parent() -> None:
    assert actions(HEAD + "- Improve coverage of probes\n    - all of them\n- Collect logs\n") == [
        "Improve coverage of probes",
        "Collect logs",
    ]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        (
            "- Testing\n  - regression test for this\n- QA\n  - look for other bugs\n",
            ["regression test for this", "look for other bugs"],
        ),
        ("- Monitoring:\n  - Add alert\n- Fix it\n", ["Add alert", "Fix it"]),
        ("- **Short term**\n  - Fix caching\n- Fix it\n", ["Fix caching", "Fix it"]),
        ("- Monitoring：\n  - 追加する\n", ["追加する"]),
        ("- A:\n  - B:\n    - Fix it\n", ["Fix it"]),
    ],
)
def test_labels_stand_aside_for_the_bullets_below(markdown: str, found: list[str]) -> None:
    assert actions(HEAD + markdown) == found


@pytest.mark.parametrize(
    "markdown",
    [
        "- Investigate the generation process:\n  - logs\n",
        "- [ ] Monitoring:\n  - Add alert\n",
        "- Monitoring: @alice\n  - Add alert\n",
        "- Monitoring (#12):\n  - Add alert\n",
        "- Monitoring:\n  - Owner: @alice\n  - Due: Friday\n",
        "- Monitoring\n  - Add alert\n- Fix it\n",
        "- In the future when dealing with sensitive code that may break:\n  - Add tests\n",
        "- Monitoringoftheveryveryverylongnamesoftheseservicesandalltheothers:\n  - Add tests\n",
    ],
)
def test_bullets_that_are_more_than_labels(markdown: str) -> None:
    assert not any(action.startswith("Add ") for action in actions(HEAD + markdown))


def test_label_says_something_of_the_bullets_below() -> None:
    first, second, third = read(
        "## Action items (Q3)\n\n- **Platform team** (done):\n"
        "  - Fix caching\n- **Short term**:\n  - Fix DNS\n- Fix it\n"
    ).items
    assert (first.around.owners, first.around.status, first.around.due_text) == (("Platform team",), State.DONE, "Q3")
    assert (second.around.owners, second.around.status, second.around.due_text) == ((), None, "Q3")
    assert third.around.due_text == "Q3"


def test_items_without_text_are_passed() -> None:
    assert actions(HEAD + "- > quote\n- Fix it\n") == ["Fix it"]


def test_question_of_a_form_that_nobody_answered_is_no_item() -> None:
    assert actions(HEAD + "- What else is there:\n") == []
    assert actions(HEAD + "- Fix the pool:\n") == ["Fix the pool:"]
    assert actions(HEAD + "- [ ] What else is there:\n") == ["What else is there:"]


def test_lines_that_are_bullets_to_people() -> None:
    markdown = HEAD + "• Löse es (@alice)\n☐ Fix that\n[ ] Test it\nno bullet\n– \n✅ Done one\n"
    found = read(markdown).items
    assert [(item.line, item.action, item.kind) for item in found] == [
        (3, "Löse es", Kind.LIST),
        (4, "Fix that", Kind.LIST),
        (5, "Test it", Kind.LIST),
        (8, "Done one", Kind.LIST),
    ]
    assert [item.status for item in found] == [None, State.TODO, State.TODO, State.DONE]
    data = markdown.encode()
    assert [item.span.of(data).decode() for item in found][:2] == ["• Löse es (@alice)", "☐ Fix that"]
    assert line_anchor(found[0]).at == found[0].span.end


def test_marked_line_that_says_nothing_is_left_out() -> None:
    assert actions(HEAD + "• TBD\n• Fix it\n") == ["Fix it"]


def test_paragraphs_without_marked_lines_are_text() -> None:
    assert actions(HEAD + "Fix it.\nTest it.\n") == []
    assert actions(HEAD + "• `a\nb` c\n") == []
    assert actions(HEAD + "• Fix it\n" * (MAX_LINES_BYTES // 10)) == []


def test_label_keeps_the_names_above_it_unless_it_names_an_owner() -> None:
    nested = "- **{}**\n  - Fix it\n  - Add a test\n"
    text = f"## Action items\n\n**Lena Fischer**\n\n{nested.format('Jonas Weber')}{nested.format('@omar')}"
    found = [(item.around.owners, item.around.names) for item in read(text).items[::2]]
    assert found == [((), ("Jonas Weber", "Lena Fischer")), (("@omar",), ())]
