"""Owns the budgets of `syncer sync` on the local tracker: a first run over years, and a run with nothing to do."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.folders import make
from benchmarks.measuring import PYTHON, Process, Verdict, interleave, run

ROUNDS = 9
MINUTES_FOR_20_000_ROWS = 3
BARE = """
import os, sys, click, sqlalchemy, pydantic_settings, structlog
for entry in os.listdir(sys.argv[1]):
    os.stat(sys.argv[1] + "/" + entry)
"""
# An audit hook sees every open of the process, whoever asks for it, by whole path or by name in an open folder.
COUNT_OPENS = """
import atexit, os, sys
report = sys.argv.pop(1)
opened = []
def note(event, details):
    if event == "open" and isinstance(details[0], (str, bytes)):
        opened.append(os.path.basename(os.fsdecode(details[0])))
sys.addaudithook(note)
atexit.register(lambda: open(report, "w").write("\\n".join(opened)))
from syncer.__main__ import main
sys.exit(main())
"""


def sync(folder: Path, *more: str) -> list[str]:
    """The command line of a sync of `folder` with everything it needs beside the documents."""
    return [
        *(PYTHON, "-m", "syncer", "sync", str(folder / "postmortems")),
        *("--tracker", "local", "--issues", str(folder / "issues"), "--state", str(folder / "state.db")),
        *("--as-of", "2026-01-05", "--max-creates", "100000", *more),
    ]


def first(folder: Path, documents: int, rows: int) -> Process:
    """Make `documents` of `rows` rows each below `folder` and sync them for the first time."""
    make(folder, documents, rows)
    return run(sync(folder))


def opened_documents(folder: Path) -> int:
    """How many postmortems a sync with nothing to do opens."""
    report = folder / "opened.txt"
    _, _, _, *arguments = sync(folder)
    run([PYTHON, "-c", COUNT_OPENS, str(report), *arguments])
    names = {path.name for path in (folder / "postmortems").iterdir()}
    return len(names.intersection(report.read_text().splitlines()))


def compare_unchanged(folder: Path) -> Verdict:
    """A sync with nothing to do against the imports and `stat` calls that no such sync could do without."""
    spent: dict[str, list[float]] = {"sync": [], "bare": []}

    def timed_run(name: str, arguments: list[str]) -> float:
        process = run(arguments)
        spent[name].append(process.processor * 1000)
        return process.seconds * 1000

    bare_arguments = [PYTHON, "-c", BARE, str(folder / "postmortems")]
    seconds, bare = interleave(
        ROUNDS, lambda: timed_run("sync", sync(folder)), lambda: timed_run("bare", bare_arguments)
    )
    ours, theirs = (statistics.median(spent[name]) for name in ("sync", "bare"))
    note = f"of that on the processor: {ours:.0f} ms against {theirs:.0f} ms, ratio {ours / theirs:.2f}"
    return Verdict("unchanged sync of 1,000 / imports and stats", seconds, bare, "ms", limit=1.5, note=note)


def measure() -> list[Verdict]:
    """First and unchanged syncs of 1,000 and 10,000 documents with two rows each."""
    with tempfile.TemporaryDirectory() as kept:
        small, large = Path(kept) / "small", Path(kept) / "large"
        first(small, 1_000, 2)
        whole = first(large, 10_000, 2)
        unchanged = compare_unchanged(small)
        at_10_000, at_1_000 = interleave(3, lambda: run(sync(large)).peak_mib, lambda: run(sync(small)).peak_mib)
        opened = opened_documents(small)
    return [
        Verdict("first sync of 20,000 rows / 3 minutes", whole.seconds, MINUTES_FOR_20_000_ROWS * 60, "s", limit=1.0),
        unchanged,
        Verdict("documents it opens, of 1,000", opened, 1_000, "files", limit=0.0),
        Verdict("memory at 10,000 / at 1,000 documents", at_10_000, at_1_000, "MiB", limit=1.5),
    ]
