"""Owns the running of checkers that come as commands beside this interpreter, and the reading of YAML files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def check(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a checker on files; its exit code says what it found, and it looks nothing up on a network."""
    command = [str(Path(sys.executable).with_name(tool)), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def documents(path: Path) -> list[dict[str, Any]]:
    """Every document of a YAML file."""
    return list(yaml.safe_load_all(path.read_text()))
