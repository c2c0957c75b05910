"""Kills a replacement and a create at every call of the system, and lets the next run look at what is left (F31)."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

from fakes.dying import die_at
from fakes.file_clock import FileClock

from syncer.model import DocumentKey, Draft, Field, FieldChange, Marker, State, Target
from syncer.sources.files import FilesSource
from syncer.trackers.local import LocalTracker

TARGET = Target("here", "")

REPLACE = """
folder = os.open(sys.argv[2], atomic.FOLDER_FLAGS)
atomic.replace(folder, "a.md", b"before", b"after", "a.md")
"""

SAVED_MEANWHILE = """
rename = atomic._rename
def racing(folder, *names):
    if not os.path.exists(sys.argv[2] + "/saved"):
        open(sys.argv[2] + "/a.md", "wb").write(b"theirs")
        open(sys.argv[2] + "/saved", "wb")
    return rename(folder, *names)
atomic._rename = racing
from syncer.errors import RevisionChanged
try:
    folder = os.open(sys.argv[2], atomic.FOLDER_FLAGS)
    atomic.replace(folder, "a.md", b"before", b"after", "a.md")
except RevisionChanged:
    pass
"""

CREATE = """
from datetime import date
from pathlib import Path
from syncer.clock import SystemClock
from syncer.model import DocumentKey, Draft, Field, Marker, State, Target
from syncer.trackers.local import LocalTracker
target, document = Target("here", ""), DocumentKey("docs", "a.md")
tracker = LocalTracker("here", Path(sys.argv[2]) / "issues", SystemClock())
marker = Marker("item", "lineage", document, "Add an alert", 0)
values = {Field.TITLE: "Add an alert"}
tracker.create(
    Draft(target, marker, values, State.TODO, (), (), None, "Outage", "a.md", None, 1, date(2026, 3, 11))
)
"""


def next_run(folder: Path) -> dict[str, bytes]:
    """What is there once a run that found it has put things in order."""
    source = FilesSource("docs", folder, FileClock())
    source.list()
    assert list(source.tidy()) == []
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_replacement_killed_anywhere_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    seen = []
    for moment in count():
        folder = tmp_path / str(moment)
        folder.mkdir()
        (folder / "a.md").write_bytes(b"before")
        has_lived = die_at(moment, REPLACE, str(folder))
        left = next_run(folder)
        assert set(left) == {"a.md"}
        seen.append(left["a.md"])
        if has_lived:
            break
    assert len(seen) > 10
    assert sorted(seen, reverse=True) == seen
    assert set(seen) == {b"before", b"after"}


def test_a_replacement_killed_anywhere_loses_no_save(tmp_path: Path) -> None:
    for moment in count():
        folder = tmp_path / str(moment)
        folder.mkdir()
        (folder / "a.md").write_bytes(b"before")
        has_lived = die_at(moment, SAVED_MEANWHILE, str(folder))
        left = next_run(folder)
        expected = b"theirs" if left.pop("saved", None) is not None else b"before"
        assert left == {"a.md": expected}, moment
        if has_lived:
            break
    assert moment > 15


def draft() -> Draft:
    marker = Marker("item", "lineage", DocumentKey("docs", "a.md"), "Add an alert", 0)
    values = {Field.TITLE: "Add an alert"}
    return Draft(TARGET, marker, values, State.TODO, (), (), None, "Outage", "a.md", None, 1, date(2026, 3, 11))


def test_a_create_killed_anywhere_made_one_issue_or_none(tmp_path: Path) -> None:
    """F3: the next run finds it, or makes it; either way there is one, and it is AI-1."""
    outcomes = []
    for moment in count():
        root = tmp_path / str(moment)
        root.mkdir()
        has_lived = die_at(moment, CREATE, str(root))
        tracker = LocalTracker("here", root / "issues", FileClock())
        issues, _ = tracker.changes(TARGET, None)
        assert list(tracker.problems(TARGET)) == []
        assert list(tracker.tidy(TARGET)) == []
        outcomes.append(len(issues))
        (issue,) = issues or [tracker.create(draft())]
        assert issue.marker == draft().marker
        assert tracker.update(issue.ref, FieldChange({Field.DUE: "2026-03-27"})).ref.key == "AI-1"
        assert tracker.create(draft()).ref.key == "AI-2"
        names = sorted(file.name for file in (root / "issues").iterdir())
        assert names == ["AI-1-add-an-alert.md", "AI-2-add-an-alert.md"]
        if has_lived:
            break
    assert len(outcomes) > 8
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {0, 1}
