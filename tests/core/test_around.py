from __future__ import annotations

import pytest

from syncer.core.around import read_around
from syncer.core.headings import grade
from syncer.core.outline import Title
from syncer.model import Around, Leaf, Span, State, Text


def around(*titles: str) -> Around:
    leaf = Leaf(1, Span(0, 0), lambda: Text(""))
    return read_around([Title(title, level, leaf, grade(title)) for level, title in enumerate(titles, 1)])


@pytest.mark.parametrize(
    ("title", "status", "state"),
    [
        ("Immediate (Completed)", "Completed", State.DONE),
        ("Planned (planned or in-progress)", "planned or in-progress", State.TODO),
        ("✅ Gjort:", "✅ Gjort", State.DONE),
        ("Completed ✅", "Completed ✅", State.DONE),
        ("🚧", "🚧", State.IN_PROGRESS),
        ("Process", None, None),
    ],
)
def test_status_in_a_title(title: str, status: str | None, state: State | None) -> None:
    found = around("Action items", title)
    assert (found.status_text, found.status) == (status, state)


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("Long-term (Q4 2025 - Q1 2026)", "Q4 2025 - Q1 2026"),
        ("Long-term Improvements (Target: Q4 2025)", "Q4 2025"),
        ("Short-term (Next Week)", "Next Week"),
        ("This sprint", "This sprint"),
        ("Prevent - by end of May", "end of May"),
        ("Long-term (To Consider)", None),
        ("Process", None),
    ],
)
def test_due_date_in_a_title(title: str, due: str | None) -> None:
    assert around("Action items", title).due_text == due


@pytest.mark.parametrize(
    ("title", "owners"),
    [
        ("Owner: Alice, Bob", ("Alice", "Bob")),
        ("Backend (@alice)", ("@alice",)),
        ("@alice", ("@alice",)),
        ("The platform team", ("platform team",)),
        ("recap チーム", ("recap チーム",)),
        ("Owner: TBD", ()),
        ("Process", ()),
    ],
)
def test_owner_in_a_title(title: str, owners: tuple[str, ...]) -> None:
    assert around("Action items", title).owners == owners


def test_innermost_title_that_speaks_wins() -> None:
    found = around("Action items (Q3, done)", "Short-term (Q1)", "Process")
    assert found.due_text == "Q1"


def test_titles_above_the_actions_say_nothing_of_them() -> None:
    assert around("Outage (resolved)", "Team Blue", "Action items", "Process") == Around()
    assert around("Outage (resolved)") == Around()
