"""Which state a command means that only looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncer.cli.finding import find_state
from syncer.errors import UsageError
from syncer.settings.loader import load
from syncer.settings.xdg import state_folder

from .conftest import DOCUMENT, Syncer

LOCAL = ("--tracker", "local", "--issues", "issues")


@pytest.fixture
def two(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two projects beside each other, each synced from its own folder."""
    for name in ("one", "two"):
        docs = folder / name / "docs"
        docs.mkdir(parents=True)
        (docs / "a.md").write_text(DOCUMENT.replace("connection", name))
        monkeypatch.chdir(docs.parent)
        assert syncer("sync", "docs", *LOCAL).code == 0
    monkeypatch.chdir(folder)
    return folder


def found(document: Path | None = None) -> Path:
    return find_state(load(None, Path.cwd()), None, document)


def of(project: Path) -> Path:
    """The state of `project`: the one whose folder is named so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        return found()


def test_every_folder_finds_its_own(two: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(two / "one") != of(two / "two")
    for name in ("one", "two"):
        monkeypatch.chdir(two / name)
        shown = syncer("report", "overdue", "--as-of", "2026-05-01")
        assert f"Fix {name} leak" in shown.out
        assert shown.err == ""


def test_the_folder_of_the_documents_is_known_from_anywhere_below(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (two / "one" / "docs" / "2026").mkdir()
    assert of(two / "one" / "docs") == of(two / "one" / "docs" / "2026") == of(two / "one")


def test_the_state_of_the_folder_above_is_taken_and_said(two: Path, syncer: Syncer) -> None:
    (two / "one" / "src").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(two / "one" / "src")
        done = syncer("report", "overdue", "--as-of", "2026-05-01")
    assert "Fix one leak" in done.out
    assert done.err == f"syncer: from the state of {two / 'one'}, the folder above\n"


def test_elsewhere_no_state_is_taken_and_all_are_named(
    two: Path, tmp_path_factory: pytest.TempPathFactory, syncer: Syncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = of(two / "one"), of(two / "two")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    for command in (("report", "overdue"), ("state", "show"), ("badge", "a.md"), ("state", "rebuild")):
        done = syncer(*command)
        assert (done.code, done.out) == (2, "")
        assert "there is no syncer.toml here, and no state is of this folder; name one:\n" in done.err
        assert f"  --state {one}  # {two / 'one'} ({two / 'one' / 'docs'})\n" in done.err
        assert f"  --state {other}  # {two / 'two'} ({two / 'two' / 'docs'})\n" in done.err


def test_a_document_says_which_state_is_meant(
    two: Path, tmp_path_factory: pytest.TempPathFactory, syncer: Syncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert found(two / "two" / "docs" / "a.md") == of(two / "two")
    done = syncer("badge", str(two / "two" / "docs" / "a.md"), "--as-of", "2026-05-01")
    assert (done.code, done.err) == (0, "")


def test_of_several_states_of_one_folder_one_must_be_named(two: Path, syncer: Syncer) -> None:
    for name in ("one", "two"):
        assert syncer("sync", f"{name}/docs", "--tracker", "local", "--issues", f"{name}-issues").code == 0
    with pytest.raises(UsageError) as caught:
        found()
    assert str(caught.value) == "there is no syncer.toml here, and several states could be meant; name one:"
    assert sorted(choice.partition("  # ")[2] for choice in caught.value.choices) == [
        f"{two} ({two / name / 'docs'})" for name in ("one", "two")
    ]


def test_a_state_that_cannot_be_read_is_never_guessed(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = of(two / "one")
    broken.write_bytes(b"damaged" * 1_000)
    with pytest.raises(UsageError, match="no state is of this folder") as caught:
        of(two / "one")
    assert any(f"{broken}  # the state {broken} is damaged" in choice for choice in caught.value.choices)


def test_where_there_is_none_yet_one_place_is_named(folder: Path) -> None:
    assert found() == state_folder() / "state.db"
    assert not found().exists()
