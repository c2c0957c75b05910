"""A path that a person wrote leads somewhere, or its refusal says why."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from syncer.errors import UsageError
from syncer.settings.written_path import existing, written_path


def test_a_home_folder_is_put_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/alice")
    assert written_path("~/issues") == Path("/home/alice/issues")
    assert written_path("issues/~") == Path("issues/~")


def test_the_home_folder_of_nobody_is_refused() -> None:
    with pytest.raises(UsageError, match="~nobody-here/x: the home folder of that user is not known; write the path"):
        written_path("~nobody-here/x")


def test_a_path_starts_at_its_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert existing(tmp_path, "docs") == tmp_path / "docs"
    assert existing(Path("/nowhere"), str(tmp_path)) == tmp_path


@pytest.mark.parametrize("text", ["nope", "file/below"])
def test_what_is_not_there_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=f"{text}: no such file or folder; check the path"):
        existing(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x" * 300, os.strerror(errno.ENAMETOOLONG)), ("loop", os.strerror(errno.ELOOP)), ("a\0b", "embedded null byte")],
)
def test_what_cannot_be_looked_at_says_why(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match=f"cannot be looked at: {reason}; check the path"):
        existing(tmp_path, text)
