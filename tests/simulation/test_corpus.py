"""Real postmortems synced with the local tracker: not one byte outside the owned text, nothing twice, nothing lost."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from simulation.quick import quick_folder
from simulation.world import World, rules

from syncer.core.rules import Limits


@pytest.fixture(scope="module")
def quick() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def originals(reference: Path) -> dict[str, bytes]:
    """The corpus by file name, its Markdown family alone."""
    index = json.loads((reference / "corpus" / "index.json").read_text("utf-8"))
    files = [entry["file"] for entry in index if entry["format"] in ("markdown", "quarto-markdown")]
    return {Path(name).name: (reference / "corpus" / name).read_bytes() for name in files}


@pytest.fixture(scope="module")
def synced(originals: dict[str, bytes], quick: Path) -> World:
    world = World(quick / "corpus", rules(limits=Limits(max_creates=10_000, settle_after=0)))
    for name, data in originals.items():
        path = world.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    report = world.sync()
    assert report.created > 200
    return world


def insertions(before: bytes, after: bytes) -> list[tuple[str, bytes]]:
    """The byte ranges that differ, as (operation, new bytes)."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [(kind, after[start:end]) for kind, _, _, start, end in matcher.get_opcodes() if kind != "equal"]


def without_ours(data: bytes) -> bytes:
    """`data` without the suffixes, cells and columns that only we write: what an editor would take out by hand."""
    text = data.decode()
    text = re.sub(
        r" — \[AI-\d+\]\([^)]*\) · (?:Open|In progress)(?: · due \S+(?: \(was \S+\))?)?(?: · owner [^|\n]*?)?(?=\s|$)",
        "",
        text,
    )
    return text.encode()


def test_only_owned_text_differs(originals: dict[str, bytes], synced: World) -> None:
    """Every changed line is a line of an item or of its table, and the old line is what is left of the new one."""
    for name, before in originals.items():
        after = (synced.documents / name).read_bytes()
        old, new = before.split(b"\n"), after.split(b"\n")
        assert len(old) == len(new), name
        for was, now in zip(old, new, strict=True):
            if was != now:
                assert is_subsequence(was, now), (name, was, now)
                added = [text for _, text in insertions(was, now)]
                assert b"[AI-" in now or b"Issue" in b"".join(added) or b"---" in b"".join(added) or b" |" in now, name


def is_subsequence(was: bytes, now: bytes) -> bool:
    """Whether deleting bytes of `now` gives `was`: a box that was ticked is none of ours at a first sync."""
    rest = iter(now)
    return all(byte in rest for byte in was)


def test_suffixes_come_off_again(originals: dict[str, bytes], synced: World) -> None:
    lists = [name for name, data in originals.items() if b"\n|" not in data]
    assert len(lists) > 10
    for name in lists:
        assert without_ours((synced.documents / name).read_bytes()) == originals[name], name


def test_a_second_sync_changes_no_byte(synced: World) -> None:
    before = {path: path.read_bytes() for path in synced.documents.iterdir()}

    report = synced.sync(everything=True)

    assert report.plan.changes == ()
    assert {path: path.read_bytes() for path in synced.documents.iterdir()} == before


def test_a_lost_state_is_rebuilt_without_a_create_or_a_changed_byte(synced: World, quick: Path) -> None:
    copy = World(quick / "lost", synced.rules)
    shutil.copytree(synced.root, copy.root)
    before = {path.name: path.read_bytes() for path in copy.documents.iterdir()}
    copy.lose_state()

    report = copy.sync()

    assert (report.created, report.updated) == (0, 0)
    assert {path.name: path.read_bytes() for path in copy.documents.iterdir()} == before


def test_flipping_one_state_changes_one_cell_or_one_suffix_and_its_box(synced: World, quick: Path) -> None:
    copy = World(quick / "flipped", synced.rules)
    shutil.copytree(synced.root, copy.root)
    keys = list(copy.issue_files())
    for key in keys[:: max(1, len(keys) // 25)]:
        before = {path.name: path.read_bytes() for path in copy.documents.iterdir()}
        copy.set_field(key, "state", "done")
        copy.sync()
        changed = [
            (was, now)
            for path in copy.documents.iterdir()
            for was, now in zip(before[path.name].split(b"\n"), path.read_bytes().split(b"\n"), strict=True)
            if was != now
        ]
        # The box of a hard-wrapped item stands on its first line, the suffix on its last.
        assert len(changed) <= 2, key
        unticked = [(was, now) for was, now in changed if was.replace(b"[ ]", b"[x]", 1) != now]
        assert len(unticked) <= 1, key
        for was, now in unticked:
            assert f"[{key}]".encode() in now
            assert b"Done 2026-03-12" in now
            assert len(now) - len(was) <= len(b"Done 2026-03-12")
