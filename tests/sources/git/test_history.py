"""When documents were added, through renames, branches and clocks."""

from __future__ import annotations

from datetime import date

import pytest
from sources.git.worlds import World, read

from syncer.sources.git.source import GitSource


def published(source: GitSource) -> dict[str, date | None]:
    return {path: document.published for path, document in read(source).items()}


def test_a_rename_keeps_the_day(world: World) -> None:
    world.upstream.commit({"draft.md": b"# Outage\n\nText\n", "x.txt": b"x\n"}, day="2026-01-05")
    world.upstream.commit({"x.txt": None, "y.txt": b"x\n"}, day="2026-01-06")
    world.upstream.commit({"draft.md": None, "pm/outage.md": b"# Outage\n\nText\n"}, day="2026-02-06")
    world.upstream.commit({"pm/outage.md": None, "pm/2026/o.md": b"# Outage\n\nText\n"}, day="2026-03-07")
    source = world.source()
    document = read(source)["pm/2026/o.md"]
    assert document.published == date(2026, 1, 5)
    assert document.published_origin == "the commit that added it as draft.md"


def test_a_name_that_was_given_away_and_used_again(world: World) -> None:
    world.upstream.commit({"a.md": b"# First\n"}, day="2026-01-05")
    world.upstream.commit({"a.md": None, "b.md": b"# First\n"}, day="2026-02-06")
    world.upstream.commit({"a.md": b"# Second\n"}, day="2026-03-07")
    assert published(world.source()) == {"a.md": date(2026, 3, 7), "b.md": date(2026, 1, 5)}


def test_deleted_and_brought_back_counts_from_the_first_time(world: World) -> None:
    world.upstream.commit({"a.md": b"# One\n"}, day="2026-01-05")
    world.upstream.commit({"a.md": None}, day="2026-02-06")
    world.upstream.commit({"a.md": b"# Two\n"}, day="2026-03-07")
    assert published(world.source()) == {"a.md": date(2026, 1, 5)}


def test_what_came_with_a_merged_branch(world: World) -> None:
    base = world.upstream.commit({"a.md": b"# A\n"}, day="2026-01-05")
    world.upstream.git("branch", "topic", "main")
    topic = world.upstream.commit({"b.md": b"# B\n"}, branch="topic", day="2026-02-06")
    world.upstream.point("main", f"{topic}^{{tree}}", [base, topic], "2026-03-07", "Merge")
    assert published(world.source())["b.md"] == date(2026, 2, 6)


def test_a_day_is_one_of_the_zone(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n"}, day="2026-01-05")  # at noon UTC
    assert published(world.source(zone="Pacific/Kiritimati"))["a.md"] == date(2026, 1, 6)
    assert published(world.source(zone="Europe/Berlin"))["a.md"] == date(2026, 1, 5)


def test_a_clock_beyond_all_calendars_gives_no_day(world: World) -> None:
    tree = world.upstream.git("rev-parse", f"{world.upstream.commit({'a.md': b'# A'})}^{{tree}}")
    who = "A <a@example.com> 99999999999999 +0000"
    text = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n".encode()
    commit = world.upstream.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=text)
    world.upstream.git("update-ref", "refs/heads/main", commit)
    assert published(world.source())["a.md"] is None


@pytest.mark.parametrize("name", ["a\nb.md", "\x01.md", ":x.md", "ü.md", "a\tb.md"])
def test_names_that_could_be_taken_for_something_else(world: World, name: str) -> None:
    """F55."""
    world.upstream.commit({name: b"# A\n"}, day="2026-01-05")
    world.upstream.commit({name: None, f"x{name}": b"# A\n"}, day="2026-02-05")
    assert published(world.source()) == {f"x{name}": date(2026, 1, 5)}


def test_a_history_is_read_once(world: World) -> None:
    world.upstream.commit({"a.md": b"# A\n", "b.md": b"# B\n"})
    source = world.source()
    refs = source.list()
    list(source.read(refs))
    list(source.read(refs[:1]))
    assert source._repository is not None
    assert source._repository.git.ran.count("log") == 1


def test_nothing_has_to_be_fetched_for_it(world: World) -> None:
    for number in range(5):
        world.upstream.commit(
            {"a.md": b"%d\n" % number, "photo.png": b"%d" % number * 99}, day=f"2026-01-0{number + 1}"
        )
    source = world.source()
    assert published(source) == {"a.md": date(2026, 1, 1)}
    assert source._repository is not None
    assert source._repository.git.ran.count("fetch") == 2
