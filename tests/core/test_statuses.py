from __future__ import annotations

import pytest

from syncer.core.statuses import LEADING_MARK, begins_with_status, is_status_only, read_mark, read_state
from syncer.model import State

DONE, TODO, PROGRESS, WONT = State.DONE, State.TODO, State.IN_PROGRESS, State.WONT_DO


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("✅ Complete (PR #1098)", DONE),
        ("Done（commit f5cf687）", DONE),
        ("**完了**", DONE),
        ("已完成（根因确认，见 §5.1）", DONE),
        ("n/a, DONE", DONE),
        ("Utført", DONE),
        ("erledigt", DONE),
        ("Concluído", DONE),
        ("Terminé", DONE),
        ("завершено", DONE),
        ("100 %", DONE),
        ("☒", DONE),
        ("[x]", DONE),
        ("[*] done", DONE),
        ("TODO（継承）", TODO),
        ("TODO (wait until it is done)", TODO),
        ("not done", TODO),
        ("未完了", TODO),
        ("未着手", TODO),
        ("待落规范", TODO),
        ("Deferred", TODO),
        ("Ikke startet", TODO),
        ("[]", TODO),
        ("❌", TODO),
        ("In Progress", PROGRESS),
        ("partially done", PROGRESS),
        ("在途", PROGRESS),
        ("en curso", PROGRESS),
        ("40%", PROGRESS),
        ("🚧", PROGRESS),
        ("[~]", PROGRESS),
        ("Won't fix", WONT),
        ("no longer needed", WONT),
        ("対応しない", WONT),
        ("annulé", WONT),
        ("[-]", WONT),
        ("Documented", None),
        ("", None),
        ("undone-ness", None),
    ],
)
def test_first_known_word_decides_then_marks(text: str, state: State | None) -> None:
    assert read_state(text) is state


@pytest.mark.parametrize(("text", "state"), [("yes", DONE), ("x", DONE), ("2026-03-01", DONE), ("maybe", None)])
def test_column_that_asks_whether_it_is_done_takes_yes_and_dates(text: str, state: State | None) -> None:
    assert read_state(text, is_done_column=True) is state
    assert read_state(text) is None


def test_mark_may_stand_anywhere_but_a_box_only_first() -> None:
    assert read_mark("see ✅") is DONE
    assert read_mark("see [x]") is None


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Done", True),
        ("Done on 2026-03-01", True),
        ("✅", True),
        ("Done by Alice", False),
        ("", False),
        ("Fix it", False),
    ],
)
def test_text_that_says_a_status_and_nothing_else(text: str, only: bool) -> None:
    assert is_status_only(text) is only


def test_text_that_begins_with_a_status() -> None:
    assert begins_with_status("Done in Grafana")
    assert not begins_with_status("Get it done")


@pytest.mark.parametrize(
    ("line", "mark"),
    [("[ ] a", "[ ]"), ("[*] a", "[*]"), ("[] a", "[]"), ("☐ a", "☐"), ("✅ a", "✅"), ("[a] b", None)],
)
def test_marks_that_begin_an_item(line: str, mark: str | None) -> None:
    found = LEADING_MARK.match(line)
    assert (found[1] if found else None) == mark
