"""A `syncer` command for a shell, whether or not this checkout is installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def environment_with_syncer(place: Path) -> dict[str, str]:
    """This process's environment with a `syncer` that runs this checkout first on its PATH; `place` keeps it."""
    place.mkdir(parents=True, exist_ok=True)
    command = place / "syncer"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m syncer "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{place}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
