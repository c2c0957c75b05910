from __future__ import annotations

import pytest

from syncer.core.wording import MAX_WORDS, collapse, fold, fold_title, parentheses, without_parentheses


def test_white_space_collapses() -> None:
    assert collapse(" a \n\tb ") == "a b"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Action\tItems ", "action items"),
        ("ＡＣＴＩＯＮ　１", "action 1"),
        ("✅ Done ☑️", "done"),
        ("what’s next", "what's next"),
        ("アクション", "アクション"),
        ("Straße", "strasse"),
        ("x" * 1000, "x" * MAX_WORDS),
    ],
)
def test_words_are_compared_without_width_case_and_pictures(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("10. 剩余行动项", "剩余行动项"),
        ("二、改进措施", "改进措施"),
        ("1.2) Follow-up tasks:", "follow-up tasks"),
        ("IV. Actions", "actions"),
        ("a) Next", "next"),
        ("§ 3 Scope", "scope"),
        (":ballot_box_with_check: Follow-up tasks", "follow-up tasks"),
        ("Action items {#actions .unnumbered}", "action items"),
        ("**Action Items:**", "action items"),
        ("3 weeks", "weeks"),
        ("…", "…".replace("…", "")),
    ],
)
def test_titles_are_compared_without_numbering_and_decoration(title: str, folded: str) -> None:
    assert fold_title(title) == folded


def test_bracketed_remarks_are_taken_off_and_listed() -> None:
    title = "Short-term (To Do)（次週） [x] improvements"
    assert without_parentheses(title) == "Short-term improvements"
    assert parentheses(title) == ["To Do", "次週", "x"]
