"""Owns the command line in processes against a tracker and a git remote that outlive them, and when to kill those."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fakes.wire import Exchange
from simulation.far import TrackerKind, open_hub
from simulation.far_documents import NAME, long_table
from simulation.far_hub import ROBOT, Hub
from simulation.far_remote import Remote

ROWS = 50
LIMIT = 120
"""Seconds after which a process counts as hanging."""
OTHERS = 6
"""Requests of a first sync beside its creates."""

_CONFIGURATION = """\
[sources.postmortems]
kind = "git"
url = "{remote}"
include = ["postmortems/**/*.md"]

[trackers.acme]
url = "{url}"
{tracker}

[[routes]]
tracker = "acme"
target = "{home}"

[limits]
settle_after = 0.5

[state]
path = "state/state.db"

{people}
"""
_TRACKERS: Mapping[TrackerKind, str] = {
    "github": 'kind = "github"\ntoken = "env:FAR_TOKEN"',
    "jira-cloud": f'kind = "jira"\nemail = "{ROBOT}@example.com"\ntoken = "env:FAR_TOKEN"',
    "jira-data-center": 'kind = "jira"\npat = "env:FAR_TOKEN"',
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a process is killed: `seconds` after the request numbered `request` was processed, 0 for its start."""

    request: int
    seconds: float

    @classmethod
    def at_random(cls, chance: random.Random, requests: int) -> Moment:
        """Anywhere from the start of a first sync until after its push; half of them with an answer on its way.

        `requests` are those that follow from one row.
        """
        last = ROWS * requests + OTHERS
        request = chance.randint(0, last)
        if request == 0:
            return cls(0, chance.uniform(0, 1))
        at_once = chance.random() < 0.5 and request < last
        return cls(request, 0 if at_once else chance.uniform(0, 0.4 if request == last else 0.02))


class Office:
    """A folder `root` with a configuration, in which the command line is run; nothing of it outlives a `with`."""

    def __init__(self, root: Path, hub: Hub, remote: Remote, opened: ExitStack) -> None:
        self.root, self.hub, self.remote = root, hub, remote
        self._opened = opened
        self._left = 0
        self._victim: subprocess.Popen[str] | None = None
        self._sprung = threading.Event()
        hub.server.watch(self._see)

    @property
    def requests(self) -> int:
        """How many requests follow from one row."""
        return 1 if self.hub.remote is None else 2

    def start(self, *options: str) -> subprocess.Popen[str]:
        """One `syncer sync`, started now."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **self.remote.door,
            "FAR_TOKEN": self.hub.token,
            "SYNCER_LIMITS__CREATES_PER_MINUTE": "0",
            "SYNCER_LIMITS__CREATES_PER_HOUR": "0",
        }
        command = [sys.executable, "-m", "syncer", "sync", "--as-of", "2026-03-12", "--format", "json", *options]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=self.root, stdout=pipe, stderr=pipe, text=True, env=environment)
        self._opened.enter_context(process)
        self._opened.callback(process.kill)
        return process

    def run(self, *options: str) -> tuple[int, str]:
        """One `syncer sync` to its end: exit code, and everything it said."""
        return end(self.start(*options))

    def run_killed(self, moment: Moment) -> bool:
        """One `syncer sync`, killed at `moment`; whether that was before its end."""
        self._sprung.clear()
        self._left = moment.request
        process = self.start()
        self._victim = process if moment.seconds == 0 else None
        if moment.request:
            self._wait(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment.seconds)
        process.kill()
        self._left, self._victim = 0, None
        return end(process)[0] == -9

    def _wait(self, process: subprocess.Popen[str]) -> None:
        """Until the request has come, or the process is over without it."""
        while not self._sprung.wait(0.05) and process.poll() is None:
            continue

    def _see(self, _: Exchange) -> None:
        """Called between the processing of a request and its answer."""
        self._left -= 1
        if self._left == 0:
            if self._victim is not None:
                self._victim.kill()
            self._sprung.set()

    def lose_state(self) -> None:
        """Neither state nor clone is left."""
        shutil.rmtree(self.root / "state", ignore_errors=True)

    def wrong(self) -> tuple[int, int]:
        """How many issues or links to documents are there too often, and how many rows have none of their own."""
        issues = self.hub.issues()
        titles = Counter(issue.title for issue in issues)
        wanted = Counter(f"Check pump {number} of the plant" for number in range(ROWS))
        linked = {link[1] for link in self.hub.link.finditer(self.remote.read(NAME))}
        expected = self.requests - 1
        too_many = sum(max(len(issue.links) - expected, 0) for issue in issues)
        too_few = sum(max(expected - len(issue.links), 0) for issue in issues)
        missing = max((wanted - titles).total(), ROWS - len(linked), too_few)
        return (titles - wanted).total() + too_many, missing


@contextmanager
def office(root: Path, kind: TrackerKind = "github") -> Iterator[Office]:
    """An office with a document of `ROWS` rows."""
    root.mkdir(parents=True)
    with ExitStack() as opened:
        hub = opened.enter_context(open_hub(kind))
        remote = Remote.make(root / "remote.git", {NAME: long_table(ROWS)})
        text = _CONFIGURATION.format(
            remote=hub.remote or remote.url,
            url=hub.server.url,
            tracker=_TRACKERS[kind],
            home=hub.home,
            people=_people(hub),
        )
        (root / "syncer.toml").write_text(text, "utf-8")
        yield Office(root, hub, remote, opened)


def _people(hub: Hub) -> str:
    """The people of the configuration with their accounts."""
    tables = (
        f'[people.{person.handle}]\nname = "{person.name}"\njira = "{person.accounts["jira"]}"\n'
        for person in hub.directory().people
    )
    return "\n".join(tables)


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """How `process` ended, and everything it said."""
    out, err = process.communicate(timeout=LIMIT)
    return process.returncode, out + err


def counts(said: str) -> dict[str, int]:
    """The numbers of a run's summary."""
    summary: dict[str, int] = json.loads(said.splitlines()[0])
    return summary
