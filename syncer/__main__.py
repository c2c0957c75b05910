"""Owns the start: `syncer` and `python -m syncer`."""

from __future__ import annotations

import gc
import sys

# Nearly everything that a start makes lives until the end: looking for garbage in between costs a tenth of it.
gc.set_threshold(50_000)

from syncer.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
