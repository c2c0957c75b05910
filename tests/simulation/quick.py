"""Owns a place for simulated worlds where nothing waits for a disk: what a killed process wrote stays there as well."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has one, else anywhere; removed afterwards."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="syncer-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
