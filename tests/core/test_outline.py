from __future__ import annotations

from syncer.core.headings import Grade
from syncer.core.outline import BOLD, BULLET, LINE, PLAIN, Section, sections, walk
from syncer.formats.markdown import parse
from syncer.model import Block, ListBlock, Paragraph


def outline(markdown: str) -> list[Section]:
    return [section for section in sections(parse(markdown.encode())) if section.titles or section.blocks]


def titles(section: Section) -> list[tuple[str, int]]:
    return [(title.text, title.level) for title in section.titles]


def bullets(section: Section) -> list[str]:
    lists = [block for block in section.blocks if isinstance(block, ListBlock)]
    first = [item.blocks[0] for block in lists for item in block.items]
    return [block.leaf.read().plain for block in first if isinstance(block, Paragraph)]


def of(markdown: str, bullet: str) -> Section:
    return next(section for section in outline(markdown) if bullet in bullets(section))


def test_headings_nest_by_level() -> None:
    found = of("# Title of the document\n\n## Action items\n\n### Process\n\n- a\n\n## Other\n\n- b\n", "a")
    assert titles(found) == [("Title of the document", 1), ("Action items", 2), ("Process", 3)]
    assert found.grade is Grade.STRONG
    assert found.line == 5


def test_own_title_of_a_document_introduces_nothing_unless_it_says_little_else() -> None:
    assert of("# Follow-up actions of the database outage\n\n- a\n", "a").grade is Grade.NEUTRAL
    assert of("# Action Items (this year)\n\n- a\n", "a").grade is Grade.STRONG
    assert of("# Outage\n\n# Follow-up actions from all of the reviews\n\n- a\n", "a").grade is Grade.STRONG


def test_section_before_any_title_begins_at_its_first_block() -> None:
    (first,) = outline("\n\n- a\n")
    assert (first.line, first.grade) == (3, Grade.NEUTRAL)
    assert Section(()).line == 1


def test_bold_lines_act_as_headings_below_every_heading() -> None:
    markdown = "## Review\n\n**Action items:**\n\n- a\n\n**Timeline**\n\n- b\n\n*Next steps:*\n\n- c\n"
    assert titles(of(markdown, "a")) == [("Review", 2), ("Action items:", BOLD)]
    assert of(markdown, "b").grade is Grade.AGAINST
    assert titles(of(markdown, "c")) == [("Review", 2), ("Next steps:", BOLD)]


def test_group_of_weak_name_stays_below_a_surer_title_of_its_kind() -> None:
    markdown = "**Corrective measures**\n\n**Tasks**:\n\n- a\n\n**Impact**\n\n- b\n"
    assert of(markdown, "a").grade is Grade.STRONG
    assert of(markdown, "b").grade is Grade.AGAINST


def test_plain_line_before_a_list_acts_as_a_heading() -> None:
    markdown = "## Detection\n\nIt was slow.\nAction Items\n- a\n\nSome text.\n\n- b\n"
    assert titles(of(markdown, "a")) == [("Detection", 2), ("Action Items", PLAIN)]
    assert titles(of(markdown, "b")) == [("Detection", 2)]


def test_second_plain_line_of_a_paragraph_nests() -> None:
    markdown = "Corrective measures:\nFixes we like\nTasks we picked:\n1. a\n"
    assert titles(of(markdown, "a")) == [("Corrective measures:", PLAIN), ("Tasks we picked:", LINE)]


def test_plain_lines_elsewhere_are_text() -> None:
    assert titles(of("Action items\n\ntext\n\n- a\n", "a")) == []
    assert titles(of("A sentence that goes on and on and has no end\n\n- a\n", "a")) == []
    assert titles(of("*Every action item should have an owner*\n\n- a\n", "a")) == []
    assert titles(of("x" * 600 + "\n\n- a\n", "a")) == []
    assert titles(of("**" + "x" * 130 + "**\n\n- a\n", "a")) == []
    assert titles(of("y:\n" + "x" * 130 + ":\n\n- a\n", "a")) == []


def test_steps_below_a_title_of_actions_are_steps_whatever_their_words() -> None:
    markdown = "## Action items\n\n### 2. Clean Git history\n\n- a\n\n### Timeline\n\n- b\n\n### A6. Checklist\n\n- c\n"
    assert [of(markdown, text).titles[-1].grade for text in "abc"] == [Grade.NEUTRAL, Grade.AGAINST, Grade.NEUTRAL]
    assert of("## Impact\n\n### 2. Checklist\n\n- a\n", "a").titles[-1].grade is Grade.AGAINST


def test_bold_bullet_acts_as_a_heading_of_the_bullets_below() -> None:
    markdown = "- **Impact**: small\n- **Review actions**:\n  - a\n- plain\n"
    found = of(markdown, "a")
    assert (titles(found), found.grade) == ([("Review actions:", BULLET)], Grade.STRONG)
    assert of(markdown, "plain").titles == ()


def test_bold_bullet_acts_as_a_heading_of_the_list_that_follows() -> None:
    markdown = "- **Context**\n- **Review actions**:\n\n1. a\n2. b\n\n- c\n"
    assert of(markdown, "a").grade is Grade.STRONG
    assert of(markdown, "c").grade is Grade.NEUTRAL


def test_bullets_that_are_no_titles() -> None:
    for line in (
        "[ ] **Review actions**:",
        "**Review actions**: do more",
        "**Colours**:",
        "Review actions",
        "> a",
        "`x`\n  **b**",
        "x" * 600 + ":",
    ):
        assert all(not section.titles for section in outline(f"- {line}\n  - a\n"))
    assert all(not section.titles for section in outline("- **Review actions**:\n\ntext\n"))


def test_content_of_quotes_counts_as_if_it_stood_outside() -> None:
    markdown = "> ## Action items\n>\n> - a\n>\n> ---\n"
    assert of(markdown, "a").grade is Grade.STRONG


def test_walk_visits_every_block_in_order() -> None:
    found = parse(b"a\n\n- b\n  > c\n\n  - d\n\ne\n").blocks
    names = [type(block).__name__ for block in walk(found)]
    assert names == ["Paragraph", "ListBlock", "Paragraph", "Quote", "Paragraph", "ListBlock", "Paragraph", "Paragraph"]
    assert [block.leaf.read().plain for block in walk(found) if isinstance(block, Paragraph)] == [
        "a",
        "b",
        "c",
        "d",
        "e",
    ]
    nothing: list[Block] = list(walk(()))
    assert nothing == []
