from __future__ import annotations

import pytest
from core.reading import read

from syncer.core.around import read_around
from syncer.core.headings import grade
from syncer.core.outline import Title
from syncer.model import Around, Leaf, Span, State, Text


def around(*titles: str) -> Around:
    leaf = Leaf(1, Span(0, 0), lambda: Text(""))
    return read_around([Title(title, level, leaf, grade(title)) for level, title in enumerate(titles, 1)])


def owners_below(*lines: str) -> list[tuple[str, ...]]:
    """The owners that each of several bold lines in a section names for the bullet below it."""
    text = "".join(f"**{line}**\n\n- Fix it\n\n" for line in lines)
    return [item.around.owners for item in read(f"## Action items\n\n{text}").items]


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
    ("titles", "names"),
    [
        (("Lena Fischer",), ("Lena Fischer",)),
        (("Lena Fischer (due Friday):",), ("Lena Fischer",)),
        (("Lena Fischer", "Short term"), ("Short term", "Lena Fischer")),
        (("Lena Fischer", "@alice"), ()),
        (("@alice", "Lena Fischer"), ("Lena Fischer",)),
        (("Lena Fischer", "Next steps"), ("Lena Fischer",)),
        (("One two three four five six seven eight nine",), ()),
        (("L" * 101,), ()),
        (("(done)",), ()),
    ],
)
def test_titles_that_may_be_names_are_kept(titles: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert around("Lena Fischer", "Action items", *titles).names == names


@pytest.mark.parametrize("ends", ["", ":"])
def test_lines_that_look_like_people_name_the_owner(ends: str) -> None:
    assert owners_below(f"Lena Fischer{ends}", f"Jonas M. Weber{ends}", f"Ólafur Ås{ends}") == [
        ("Lena Fischer",),
        ("Jonas M. Weber",),
        ("Ólafur Ås",),
    ]


def test_lines_that_end_in_a_colon_may_look_like_people_too() -> None:
    found = read("## Action items\n\nLena Fischer:\n\n- Fix it\n\nJonas Weber:\n\n- Add a test\n").items
    assert [item.around.owners for item in found] == [("Lena Fischer",), ("Jonas Weber",)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Lena Fischer",),
        ("Lena Fischer", "Platform"),
        ("Lena Fischer", "Short Term"),
        ("Lena Fischer", "Next Steps"),
        ("Lena Fischer", "Load Testing"),
        ("Lena Fischer", "Add Alerts"),
        ("Lena Fischer", "Lena Weber"),
        ("Lena Fischer", "jonas weber"),
        ("Lena Fischer", "Four Capitalised Words Here"),
        ("Phase One", "Phase Two"),
        ("Acción Inmediata", "Largo Plazo"),
        ("Redis Cluster", "Kafka Brokers"),
    ],
)
def test_lines_that_group_tasks_name_nobody(lines: tuple[str, ...]) -> None:
    assert set(owners_below(*lines)) == {()}


def test_look_counts_only_beside_lines_of_the_same_section() -> None:
    text = "## Action items\n\n### Api\n\n**Lena Fischer**\n\n- Fix it\n\n### Web\n\n**Jonas Weber**\n\n- Add a test\n"
    assert [item.around.owners for item in read(text).items] == [(), ()]


def test_line_that_looks_like_a_person_outweighs_the_owner_above_it() -> None:
    text = "## Action items\n\n### @omar\n\n**Lena Fischer**\n\n- Fix it\n\n**Jonas Weber**\n\n- Add a test\n"
    found = [(item.around.owners, item.around.names) for item in read(text).items]
    assert found == [(("Lena Fischer",), ("Lena Fischer",)), (("Jonas Weber",), ("Jonas Weber",))]


def test_address_in_a_line_names_the_owner_whatever_its_words() -> None:
    assert owners_below("lena@timeline.example") == [("lena@timeline.example",)]


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
    assert around("Outage (resolved)", "Team Blue", "Action items") == Around()
    assert around("Outage (resolved)") == Around()
