"""Owns where the sample configurations lie: in the package when installed, beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import syncer


def sample(name: str) -> str:
    """The text of the sample configuration called `name`."""
    installed = files(syncer) / "_config" / name
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    return (Path(syncer.__file__).parent.parent / "config" / name).read_text(encoding="utf-8")
