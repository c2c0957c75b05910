"""Owns the running of commands in a folder of their own, with what they print and how they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes.jira import Jira

from syncer.cli.main import main

from .jam import Jam
from .outside import Outside

DOCUMENT = """# Checkout outage

Published: 2026-03-11

## Action items

| Action | Owner | Due |
|---|---|---|
| Add connection pool utilization alert | @alice | Next sprint |
| Fix connection leak in new query | @bob | This week |
"""


class Outcome(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Syncer = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in, with one postmortem."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "2026-03-11-checkout.md").write_text(DOCUMENT)
    return tmp_path


@pytest.fixture
def syncer(folder: Path, capsys: pytest.CaptureFixture[str]) -> Syncer:
    """Run a command line as `main` does."""

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = main(list(arguments))
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def sync(syncer: Syncer) -> Syncer:
    """Run a command on the postmortem with the local tracker and sprints."""

    def run(command: str = "sync", *more: str) -> Outcome:
        where = (
            "docs",
            "--tracker",
            "local",
            "--issues",
            "issues",
            "--sprint",
            "2026-03-02/2w",
            "--as-of",
            "2026-03-12",
        )
        return syncer(command, *where, *more)

    return run


@pytest.fixture(params=["cloud", "data-center"])
def jam(request: pytest.FixtureRequest, folder: Path, syncer: Syncer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jam]:
    """Jira, Cloud and Data Center, with one project and a configuration that is right."""
    with Jira(request.param) as jira:
        yield Jam.at(jira, folder, syncer, monkeypatch)


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """A folder with one good postmortem, for commands in processes of their own."""
    return Outside.at(tmp_path)
