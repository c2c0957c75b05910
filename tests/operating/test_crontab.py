"""The crontab: lines that cron reads, and a command that does what the comments say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from operating.tools import ROOT

from syncer.cli.main import cli

LINES = [line for line in (ROOT / "cron" / "crontab").read_text().splitlines() if line and line[0] != "#"]
VARIABLES = dict(line.split("=", 1) for line in LINES if re.match(r"[A-Z_]+=", line))
JOBS = [line.split(None, 5) for line in LINES if not re.match(r"[A-Z_]+=", line)]
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
CANARY = "c4n4ry-in-a-coal-mine"


@pytest.fixture(params=JOBS, ids=lambda job: job[-1][:20])
def job(request: pytest.FixtureRequest) -> list[str]:
    fields: list[str] = request.param
    return fields


def test_there_is_a_job() -> None:
    assert len(JOBS) == 1


def test_its_time_is_one_that_cron_reads(job: list[str]) -> None:
    for field, (low, high) in zip(job[:5], RANGES, strict=True):
        for part in field.split(","):
            numbers = [int(number) for number in re.findall(r"\d+", part.split("/")[0])]
            assert re.fullmatch(r"(\*|\d+(-\d+)?)(/\d+)?", part)
            assert all(low <= number <= high for number in numbers)
    assert job[0] not in {"*", "0"}, "not every minute, and not when everybody else's jobs start"


def test_cron_changes_nothing_in_the_command(job: list[str]) -> None:
    """cron makes a line break of a per cent sign and knows no continued lines."""
    assert "%" not in job[-1].replace(r"\%", "")
    assert not job[-1].endswith("\\")


def test_the_file_ends_with_a_line_break() -> None:
    """cron refuses a crontab whose last line has none."""
    assert (ROOT / "cron" / "crontab").read_bytes().endswith(b"\n")


def test_the_command_is_one_of_ours(job: list[str]) -> None:
    words = list(shlex.shlex(job[-1], posix=True, punctuation_chars=True))
    begin = next(number for number, word in enumerate(words) if word.endswith("bin/syncer"))
    name, *arguments = words[begin + 1 : words.index("||")]
    command = cli.get_command(cli.make_context("syncer", ["--help"], resilient_parsing=True), name)
    assert command is not None
    assert command.make_context(name, arguments).params["config"] == Path("/etc/syncer/syncer.toml")


class Machine:
    """A machine where syncer, the journal and the log are scripts that keep what they were given."""

    def __init__(self, folder: Path, code: int) -> None:
        self.folder = folder
        self._write("syncer", f'echo "$GITHUB_TOKEN" >{folder}/token; echo "$*" >{folder}/arguments; exit {code}')
        self._write("systemd-cat", 'shift 2; exec "$@"')
        self._write("logger", f'echo "$*" >{folder}/logged')
        self.environment.write_text(f"GITHUB_TOKEN={CANARY}\n")

    @property
    def environment(self) -> Path:
        """The file of variables."""
        return self.folder / "environment"

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a line of the crontab as cron does, with its places below our folder."""
        moved = command.replace("/opt/syncer/bin/", f"{self.folder}/").replace("/var/lib/syncer/", f"{self.folder}/")
        variables = {"PATH": f"{self.folder}:{VARIABLES['PATH']}", "HOME": str(self.folder)}
        return subprocess.run(
            [VARIABLES["SHELL"], "-c", moved], env=variables, capture_output=True, text=True, check=False
        )

    def kept(self, name: str) -> str:
        """What a script kept; empty where it was not called."""
        path = self.folder / name
        return path.read_text().strip() if path.exists() else ""

    def _write(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 143])
def test_a_run_that_fails_says_so_with_its_code(code: int, job: list[str], tmp_path: Path) -> None:
    machine = Machine(tmp_path, code)
    done = machine.run(job[-1])
    assert done.stdout + done.stderr == "", "what is printed is mailed"
    assert machine.kept("logged") == (f"-t syncer -p user.err syncer ended with exit code {code}" if code else "")


def test_the_secret_comes_from_the_file_and_stands_in_no_list_of_processes(job: list[str], tmp_path: Path) -> None:
    """F56."""
    machine = Machine(tmp_path, 0)
    machine.run(job[-1])
    assert machine.kept("token") == CANARY
    assert CANARY not in machine.kept("arguments")
    assert "--mode=0600" in (ROOT / "cron" / "crontab").read_text()


def test_a_missing_file_of_variables_is_not_silent(job: list[str], tmp_path: Path) -> None:
    machine = Machine(tmp_path, 0)
    machine.environment.unlink()
    done = machine.run(job[-1])
    assert done.returncode != 0
    assert "environment" in done.stderr
    assert VARIABLES["MAILTO"]


def test_it_names_no_lock_of_its_own(job: list[str]) -> None:
    assert "flock" not in job[-1]
    assert os.fspath(ROOT) not in job[-1]
