"""The demo walks the whole road and ends where the documentation says it does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes.command import environment_with_syncer

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "config" / "demo"

# One worker runs the demo once for all of these.
pytestmark = pytest.mark.xdist_group("demo")


class Demo(NamedTuple):
    """A demo that has run: its folder and what it printed."""

    folder: Path
    printed: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "scripts/demo.py", str(folder)]
    environment = environment_with_syncer(folder.parent / "bin")
    finished = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Demo(folder, finished.stdout)


def test_the_demo_closes_one_issue_and_dates_another_anew(demo: Demo) -> None:
    document = (demo.folder / "postmortems" / "2026-03-11-checkout-connection-pool.md").read_text()
    statuses = re.findall(r"^\| .* @(?:alice|bob) .* \| ([^|]+) \|$", document, re.MULTILINE)
    assert statuses == ["Open · due 2026-04-10 (was 2026-03-27)", "Done 2026-03-12"]


def test_a_draft_stays_as_it_is(demo: Demo) -> None:
    draft = "postmortems/2026-03-19-image-cdn-purge.md"
    assert (demo.folder / draft).read_bytes() == (SAMPLES / draft).read_bytes()


def test_the_badge_is_a_picture(demo: Demo) -> None:
    assert (demo.folder / "badge.svg").read_text().lstrip().startswith("<svg")


def test_every_command_is_shown_before_it_runs(demo: Demo) -> None:
    commands = re.findall(r"^\$ (.+)$", demo.printed, re.MULTILINE)
    assert [command.split()[1] for command in commands if command.startswith("syncer ")] == [
        *("explain", "plan", "sync", "sync", "sync", "report", "badge", "verify"),
    ]
