"""Owns the reading of a path that a person wrote, and the refusal of one that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from syncer.errors import UsageError


def written_path(text: str) -> Path:
    """The path that `text` means, with `~` and `~user` replaced. Raises `UsageError` for a user nobody knows."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise UsageError(f"{text}: the home folder of that user is not known; write the path without ~") from None


def existing(folder: Path, text: str) -> Path:
    """What is there at `text`, which starts at `folder`. Raises `UsageError` where nothing is, or it cannot be seen."""
    path = folder / written_path(text)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{text}: no such file or folder; check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{text}: cannot be looked at: {reason}; check the path") from None
    return path
