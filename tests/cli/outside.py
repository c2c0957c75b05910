"""Owns the running of the command line as its users run it: a process of its own, of whose output nothing may act."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "2026-03-11-checkout.md"
GOOD = b"""# Checkout outage

Published: 2026-03-11

## Action items

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
| Fix connection leak in new query | @bob | This week |
"""
WHERE = ("docs", "--tracker", "local", "--issues", "issues", "--state", "state/state.db")
HOW = ("--sprint", "2026-03-02/2w", "--as-of", "2026-03-12")
CANARY = "c4n4ry-in-a-coal-mine"
LONGEST = 60
"""Seconds after which a command counts as one that never ends."""

_ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u061c\u200e\u200f\u2066-\u2069\ufeff]")


class Ended(NamedTuple):
    """How a process ended, and what it printed, as text of which nothing is lost."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """Every line."""
        return [*self.out.splitlines(), *self.err.splitlines()]

    def about(self, text: str) -> str:
        """The only line that names `text`."""
        (line,) = [line for line in self.said if text in line]
        return line


@dataclass(frozen=True)
class Outside:
    """A folder with one good postmortem in `docs`, and the command line run in it."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> Outside:
        """An empty folder made ready."""
        place = cls(folder)
        place.docs.mkdir()
        (place.docs / NAME).write_bytes(GOOD)
        return place

    @property
    def docs(self) -> Path:
        """The folder of documents."""
        return self.folder / "docs"

    @property
    def issues(self) -> Path:
        """The folder of issues."""
        return self.folder / "issues"

    @property
    def state(self) -> Path:
        """The folder of the state."""
        return self.folder / "state"

    @property
    def good(self) -> bytes:
        """The good postmortem as it is now."""
        return (self.docs / NAME).read_bytes()

    def issue(self, number: int) -> Path:
        """The file of an issue."""
        (found,) = self.issues.glob(f"AI-{number}[-.]*")
        return found

    def keys(self) -> list[int]:
        """The numbers of the issues."""
        return sorted(int(path.name.split("-")[1].removesuffix(".md")) for path in self.issues.glob("AI-*"))

    def put(self, documents: Mapping[str, bytes | str]) -> None:
        """More documents, by name."""
        for name, data in documents.items():
            (self.docs / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    def run(self, *arguments: str | bytes, limit: Callable[[], None] | None = None) -> Ended:
        """Run a command line; fails the test where it shows a traceback, a secret, or anything that acts."""
        environment = {**_environment(self.folder), **self.variables}
        if limit is not None:
            environment.pop("COVERAGE_PROCESS_CONFIG", None)  # what measures would meet the limit first
        done = subprocess.run(
            [sys.executable, "-m", "syncer", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
            preexec_fn=limit,
        )
        ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
        whole = ended.out + ended.err
        assert "Traceback" not in whole
        assert "unforeseen" not in whole
        assert CANARY not in whole
        assert _ACTS.findall(whole) == []
        return ended

    def sync(self, command: str = "sync", *more: str, limit: Callable[[], None] | None = None) -> Ended:
        """Run a command on the folder of documents with the local tracker."""
        return self.run(command, *WHERE, *HOW, *more, limit=limit)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(folder), "LANG": "C.UTF-8", "COLUMNS": "200"}


def needs(possible: bool, reason: str) -> None:
    """Skip a test that this machine does not permit; with CI=true fail it, so that CI cannot pass by not looking."""
    if possible:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def summary(ended: Ended) -> Sequence[str]:
    """The counts of a run: the last line it printed."""
    return ended.out.splitlines()[-1].split(", ")
