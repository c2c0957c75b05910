"""A run killed at any moment leaves every batch whole or not at all, and its lock to the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from state import dying

import syncer

ROOTS = (Path(__file__).parents[1], Path(syncer.__file__).parents[1])
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, ROOTS))}

ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from state.dying import batch
from syncer.state.store import open_store
store = open_store(Path(sys.argv[1]))
store.acquire("a run that is to die")
for number in count():
    store.commit(batch(number))
    print(number, flush=True)
"""


def assert_whole(found: dict[str, Any], returned: int) -> None:
    """Either what returned is there, or one batch more, whole."""
    stored = 0 if found["fact"] is None else int(found["fact"]) + 1
    assert stored in (returned, returned + 1)
    last = None if stored == 0 else str(stored - 1)
    assert {name: found[name] for name in ("documents", "links", "history", "runs", "cursor", "intents")} == {
        "documents": stored,
        "links": 3 * stored,
        "history": stored,
        "runs": stored,
        "cursor": last,
        "intents": [] if last is None else [last],
    }


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every statement of a run of two batches, from making the state to closing it, killed in turn."""
    command = [sys.executable, dying.__file__, str(tmp_path_factory.mktemp("kills"))]
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_statement_was_killed_once(kills: list[dict[str, Any]]) -> None:
    assert [kill["step"] for kill in kills] == list(range(len(kills)))
    assert [kill["killed"] for kill in kills] == [True] * (len(kills) - 1) + [False]
    assert {kill["returned"] for kill in kills} == {0, 1, 2}
    assert len(kills) > 40


def test_every_batch_is_whole_or_absent(kills: list[dict[str, Any]]) -> None:
    """F31, F28: looking also took the lock, at once."""
    for kill in kills:
        assert_whole(kill, kill["returned"])


@pytest.mark.parametrize("returned", [1, 2, 5, 9])
def test_a_run_killed_from_outside_keeps_what_returned(tmp_path: Path, returned: int) -> None:
    """F31: at whatever system call it is."""
    path = tmp_path / "state.db"
    command = [sys.executable, "-c", ENDLESS, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True) as process:
        assert process.stdout
        for _ in range(returned):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().count("\n")
    assert_whole(dying.look(path), returned + rest)
