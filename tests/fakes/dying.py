"""Owns a process that dies, as by SIGKILL, at its n-th call of the system that changes or opens a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PROLOGUE = """
import os, sys
from syncer import atomic

left = int(sys.argv[1])

def dying(call):
    def counted(*arguments, **options):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return call(*arguments, **options)
    return counted

for name in ("open", "close", "write", "pwrite", "fsync", "fchmod", "rename", "unlink", "mkdir"):
    setattr(os, name, dying(getattr(os, name)))
atomic._rename = dying(atomic._rename)
"""


def die_at(moment: int, script: str, *arguments: str) -> bool:
    """Run `script` until its call number `moment` (0-based); whether it lived to its end."""
    command = [sys.executable, "-c", _PROLOGUE + script, str(moment), *arguments]
    code = subprocess.run(command, check=False, env=os.environ | {"PYTHONPATH": str(_ROOT)}, timeout=60).returncode
    if code not in (0, 9):
        raise AssertionError(f"the script failed by itself: exit code {code}")
    return code == 0
