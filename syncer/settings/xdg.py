"""Owns the folder of this user for what no configuration file stands beside."""

from __future__ import annotations

import os
from pathlib import Path


def state_folder() -> Path:
    """Where states and reports of crashes lie: syncer's folder by the XDG Base Directory Specification."""
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    base = given if given.is_absolute() else Path.home() / ".local" / "state"
    return base / "syncer"
