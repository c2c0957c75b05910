"""Real processes on one state: started together, stopped by a signal, frozen with the lock in hand."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from simulation.quick import quick_folder

from syncer.trackers.issue_file import read_file

ROWS = 600
LIMIT = 120
"""Seconds after which a process counts as hanging."""

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
HEAD = "# Outage\n\nPublished: 2026-03-11\n\n| Action | Owner | Due |\n|---|---|---|\n"


@pytest.fixture
def runs() -> Iterator[Runs]:
    """Runs over many rows in ten documents, so that one takes a while."""
    with quick_folder() as root:
        documents = root / "postmortems"
        documents.mkdir()
        for number in range(10):
            rows = "".join(
                f"| Check pump {number * 100 + row} of the plant | @alice | 2026-04-01 |\n" for row in range(ROWS // 10)
            )
            (documents / f"2026-03-{number + 10}.md").write_text(HEAD + rows, "utf-8")
        with closing(Runs(root)) as started:
            yield started


class Runs:
    """Starts runs of the command line in `root`; none of them outlives the test."""

    def __init__(self, root: Path) -> None:
        self.root, self._started = root, ExitStack()

    def start(self, *options: str) -> subprocess.Popen[str]:
        """One `syncer sync`, started now."""
        command = [sys.executable, "-m", "syncer", "sync", "postmortems", "--tracker", "local", "--issues", "issues"]
        command += ["--max-creates", "5000", "--state", "state/state.db", *options]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=self.root, stdout=pipe, stderr=pipe, text=True, env=ENVIRONMENT)
        self._started.enter_context(process)
        self._started.callback(process.kill)
        return process

    def run(self, *options: str) -> tuple[int, str]:
        """One `syncer sync`, to its end."""
        return end(self.start(*options))

    def start_and_wait_for_an_issue(self) -> subprocess.Popen[str]:
        """One `syncer sync` that has made its first issue and is not through yet."""
        process = self.start()
        while not any((self.root / "issues").glob("AI-*.md")):
            assert process.poll() is None
        return process

    def close(self) -> None:
        """End whatever still runs."""
        self._started.close()


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """How `process` ended, and everything it said."""
    out, err = process.communicate(timeout=LIMIT)
    return process.returncode, out + err


def check(runs: Runs) -> None:
    """Every row has one issue of its own, no issue is there twice, and nothing is left to do."""
    files = list((runs.root / "issues").glob("AI-*.md"))
    items = Counter(reading.marker.item for path in files if (reading := read_file(path.read_bytes())).marker)
    assert len(files) == len(items) == ROWS
    text = "".join(path.read_text("utf-8") for path in (runs.root / "postmortems").iterdir())
    keys = re.findall(r"\[(AI-\d+)\]", text)
    assert len(keys) == len(set(keys)) == ROWS
    assert created(runs.run("--format", "json")) == 0
    assert {path.suffix for path in (runs.root / "issues").iterdir()} <= {".md", ""}


def created(ended: tuple[int, str]) -> int:
    """How many issues a run made that ended well."""
    code, said = ended
    assert code == 0, said
    return int(json.loads(said.splitlines()[0])["created"])  # slow runs tell their progress behind it


def test_two_runs_started_together_make_everything_once(runs: Runs) -> None:  # F26
    ends = [end(one) for one in [runs.start(), runs.start()]]

    assert sorted(code for code, _ in ends) in ([0, 0], [0, 4])
    check(runs)


def test_a_run_while_another_holds_the_state_says_who_and_changes_nothing(runs: Runs) -> None:  # F26, F29
    holder = runs.start_and_wait_for_an_issue()
    holder.send_signal(signal.SIGSTOP)
    before = sorted(path.name for path in (runs.root / "issues").iterdir())
    try:
        code, said = runs.run()

        assert code == 4
        assert f"process {holder.pid} on" in said
        assert "since" in said
        assert sorted(path.name for path in (runs.root / "issues").iterdir()) == before
    finally:
        holder.send_signal(signal.SIGCONT)
    assert end(holder)[0] == 0
    check(runs)


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_run_between_two_effects(number: signal.Signals, expected: int, runs: Runs) -> None:  # F30
    process = runs.start_and_wait_for_an_issue()
    process.send_signal(number)

    code, said = end(process)

    assert code == expected
    assert "Traceback" not in said
    made = len(list((runs.root / "issues").glob("AI-*.md")))
    assert 0 < made < ROWS
    assert created(runs.run("--format", "json")) == ROWS - made
    check(runs)


def test_a_killed_holder_is_gone_at_once(runs: Runs) -> None:  # F28, F31
    process = runs.start_and_wait_for_an_issue()
    process.kill()
    assert end(process)[0] == -signal.SIGKILL

    code, said = runs.run()

    assert code == 0, said
    check(runs)
