"""The wiring of a run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from syncer.bootstrap.states import PATIENCE, open_state, patiently
from syncer.bootstrap.wiring import wired
from syncer.engine import Setup
from syncer.errors import ConfigurationError, LockHeld, SourceUnavailable
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load
from syncer.sources.files import FilesSource
from syncer.state.origin import Origin, read_origin

TEXT = """
[sources.outer]
kind = "files"
path = "docs"
exclude = ["skip.md"]
[sources.inner]
kind = "files"
path = "docs/inner"
include = ["*.md"]
[trackers.local]
kind = "local"
path = "docs/issues"
[calendar]
timezone = "Europe/Berlin"
[limits]
max_document_bytes = 10
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("docs/a.md", "docs/skip.md", "docs/inner/b.md", "docs/issues/AI-1-x.md", "docs/.syncer/c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# x\n")
    (tmp_path / "syncer.toml").write_text(TEXT)
    return tmp_path


class Wiring:
    """Wires runs in a folder and remembers what they were told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[tuple[str, str]] = []

    def __call__(self, *, writes: bool = True, **given: Any) -> Any:
        arguments = Arguments(self.folder, **given)
        configuration = load(self.folder / "syncer.toml", self.folder)
        return wired(configuration, arguments, "run1", command="sync", writes=writes, tell=self.tell)

    def tell(self, event: str, sentence: str) -> None:
        """Keep what is told."""
        self.told.append((event, sentence))


@pytest.fixture
def wire(folder: Path) -> Wiring:
    return Wiring(folder)


def listed(setup: Setup) -> dict[str, list[str]]:
    return {source.name: [ref.key.path for ref in source.list()] for source in setup.sources}


def test_every_source_lists_its_own_documents_and_no_issues(wire: Wiring) -> None:
    with wire() as setup:
        assert listed(setup) == {"outer": ["a.md"], "inner": ["b.md"]}


def test_everything_arrives_where_it_belongs(wire: Wiring) -> None:
    with wire(as_of=date(2026, 3, 11), reread=True) as setup:
        assert list(setup.trackers) == ["local"]
        assert [route.tracker for route in setup.rules.routes] == ["local"]
        assert setup.rules.limits.max_document_bytes == 10
        assert setup.rules.reread
        assert setup.rules.fingerprint
        assert setup.clock.today() == date(2026, 3, 11)
        assert (setup.run_id, setup.command) == ("run1", "sync")
        assert setup.executor.map(str, [1, 2]) is not None


def test_a_run_that_writes_holds_the_lock_until_it_ends(wire: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syncer.bootstrap.states.PATIENCE", 0.0)
    with wire():
        with pytest.raises(LockHeld), wire():
            pytest.fail("two runs hold the lock")
        with wire(writes=False) as looking:
            assert looking.state.count_links() == 0
    ((event, sentence),) = wire.told
    assert event == "state.held"
    assert sentence.startswith(f"waiting up to 0 seconds, because the state {wire.folder}/.syncer/state.db is held by ")
    with wire() as again:
        assert again.state.count_links() == 0


def test_a_run_that_only_looks_makes_nothing(folder: Path, wire: Wiring) -> None:
    with wire(writes=False) as setup:
        assert setup.state.count_links() == 0
    assert not (folder / ".syncer").exists()
    assert wire.told == []


def test_a_damaged_state_is_told_and_set_aside_only_by_a_run_that_writes(folder: Path, wire: Wiring) -> None:
    state = folder / ".syncer" / "state.db"
    state.parent.mkdir()
    state.write_bytes(b"damaged" * 1_000)
    with wire(writes=False) as setup:
        assert setup.state.count_links() == 0
    assert state.read_bytes().startswith(b"damaged")
    with wire() as setup:
        assert setup.state.count_links() == 0
    assert [event for event, _ in wire.told] == ["state.damaged", "state.rebuilt"]
    assert (state.parent / "state.db.damaged-1").exists()


def test_a_document_folder_inside_the_issues_is_refused(folder: Path, wire: Wiring) -> None:
    (folder / "syncer.toml").write_text(TEXT.replace('path = "docs/issues"', 'path = "docs"'))
    with pytest.raises(ConfigurationError) as caught, wire():
        pytest.fail("wired")
    assert [fault.split(": ")[0] for fault in caught.value.faults] == [
        f"{folder.name and 'syncer.toml'}:4", "syncer.toml:8",
    ]  # fmt: skip


def test_the_state_can_be_opened_by_itself(tmp_path: Path) -> None:
    store = open_state(tmp_path / "state.db", writes=True, tell=lambda event, sentence: pytest.fail(sentence))
    try:
        assert store.count_links() == 0
    finally:
        store.close()


def test_patience_asks_without_waiting_first_and_says_so_before_it_waits() -> None:
    waits, told = [], []

    def attempt(wait: float) -> str:
        waits.append(wait)
        if len(waits) == 1:
            raise LockHeld("the state s.db is held by process 12 on host (sync)")
        return "taken"

    assert patiently(attempt, lambda event, sentence: told.append((event, sentence))) == "taken"
    assert waits == [0.0, PATIENCE]
    assert told == [
        ("state.held", "waiting up to 5 seconds, because the state s.db is held by process 12 on host (sync)")
    ]
    assert patiently(attempt, lambda event, sentence: pytest.fail(sentence)) == "taken"


def test_a_run_that_writes_leaves_where_it_was_made(folder: Path, wire: Wiring) -> None:
    with wire() as setup:
        origin = read_origin(setup.state)
    assert origin == Origin(str(folder), (f"{folder}/docs", f"{folder}/docs/inner"), {"local": f"{folder}/docs/issues"})
    with wire(paths=("docs/a.md",)) as setup:
        assert read_origin(setup.state).sources == (f"{folder}/docs",)


def test_a_run_that_only_looks_leaves_nothing(folder: Path, wire: Wiring) -> None:
    with wire():
        pass
    with wire(writes=False, paths=("docs/inner",)) as setup:
        assert read_origin(setup.state).sources == (f"{folder}/docs", f"{folder}/docs/inner")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/notes.txt", "docs/notes.txt is passed over: plain text, which is not read; only Markdown is"),
        ("docs/run.py", "docs/run.py is passed over: it is no Markdown file, or the configuration leaves it out"),
        ("docs/skip.md", "docs/skip.md is passed over: it is no Markdown file, or the configuration leaves it out"),
    ],
)
def test_a_file_that_was_named_and_is_passed_over_is_told(folder: Path, wire: Wiring, path: str, said: str) -> None:
    (folder / path).write_text("x\n")
    with wire(paths=(path, "docs/a.md")) as setup:
        assert listed(setup) == {"outer": ["a.md"]}
    assert wire.told == [("document.passed-over", said)]


def test_what_the_run_says_itself_is_not_told_twice(
    folder: Path, wire: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "notes.txt").write_text("x\n")
    with wire(paths=("notes.txt", "docs/a.md")) as setup:
        assert sum(len(source.skipped()) for source in setup.sources) == 1
    assert wire.told == []


def test_a_source_that_cannot_be_listed_is_left_to_the_run(wire: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: FilesSource) -> None:
        raise SourceUnavailable("docs: Permission denied")

    monkeypatch.setattr(FilesSource, "list", fail)
    with wire(paths=("docs/a.md",)):
        assert wire.told == []
