"""`init`: a configuration to start from."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from syncer.settings.loader import load

from .conftest import Syncer


def test_it_writes_a_file_that_works_and_says_what_to_do_next(folder: Path, syncer: Syncer) -> None:
    done = syncer("init")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Wrote syncer.toml. Next:\n  1. set path under [sources.postmortems]")
    path = folder / "syncer.toml"
    path.write_text(path.read_text().replace('path = "docs/postmortems"', 'path = "docs"'))
    assert load(path, folder).settings.routes
    assert syncer("plan").code == 5


def test_it_leaves_a_file_alone_unless_forced(folder: Path, syncer: Syncer) -> None:
    (folder / "syncer.toml").write_text("mine")
    done = syncer("init")
    assert (done.code, done.out) == (2, "")
    assert done.err == "syncer: syncer.toml is there already and was left alone; `syncer init --force` replaces it\n"
    assert (folder / "syncer.toml").read_text() == "mine"
    assert syncer("init", "--force").code == 0
    assert "[sources.postmortems]" in (folder / "syncer.toml").read_text()


def test_a_failed_write_leaves_nothing_behind(folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = syncer("init")
    assert done.code == 2
    assert (
        "syncer.toml cannot be written: No space left on device; check the folder's permissions and space" in done.err
    )
    assert sorted(path.name for path in folder.iterdir()) == ["docs"]
