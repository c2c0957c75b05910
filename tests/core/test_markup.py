from __future__ import annotations

from core.reading import text

from syncer.core.markup import has_link, inside, is_all, part, with_strikes
from syncer.model import MarkKind, Text


def test_text_is_all_bold_save_for_punctuation() -> None:
    assert is_all(text("**Review** **actions**:"), MarkKind.STRONG)
    assert not is_all(text("**Review** actions"), MarkKind.STRONG)
    assert not is_all(Text("…"), MarkKind.STRONG)
    assert is_all(text("*a **b***"), MarkKind.EMPHASIS)


def test_links_and_places_inside_markup() -> None:
    said = text("a [b](c) **d**")
    assert has_link(said)
    assert not has_link(text("a"))
    assert inside(said.plain.index("b"), said.marks, MarkKind.LINK)
    assert not inside(said.plain.index("a"), said.marks, MarkKind.LINK)


def test_part_of_a_text_keeps_its_markup() -> None:
    said = text("ab **cd** [ef](g)")
    found = part(said, 1, 5)
    assert found.plain == "b cd"
    assert [(mark.kind, found.plain[mark.start : mark.end]) for mark in found.marks] == [(MarkKind.STRONG, "cd")]


def test_struck_out_parts_are_marked() -> None:
    assert with_strikes(text("~~2026-03-01~~ 2026-04-01 ~~x~~")) == "~~2026-03-01~~ 2026-04-01 ~~x~~"
