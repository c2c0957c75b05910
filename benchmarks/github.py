"""Owns the budgets of `syncer sync` on GitHub, against the fake one: creating issues, and a run with nothing to do."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks.folders import make
from benchmarks.measuring import PYTHON, ROOT, Process, Verdict, interleave, own_environment, run

ROUNDS = 9
CREATES = 200
LATENCY = 0.02
REPOSITORY = "acme/payments"
TOKEN = "ghp_" + "b" * 36
BARE_LOOP = """
import sys, time, requests
session, url = requests.Session(), sys.argv[1] + "/repos/acme/bare/issues"
headers = {"Authorization": "Bearer " + sys.argv[2]}
begun = time.perf_counter()
for number in range(int(sys.argv[3])):
    answer = session.post(url, json={"title": f"Item {number}", "labels": ["bare"]}, headers=headers)
    assert answer.status_code == 201, answer.text
print(time.perf_counter() - begun)
"""
OURS = """
import sys, time
from pathlib import Path
from syncer.bootstrap.wiring import wired
from syncer.engine import run
from syncer.settings.arguments import Arguments
from syncer.settings.loader import load
folder = Path(sys.argv[1])
arguments = Arguments(folder, ("postmortems",), tracker="github", repo="acme/payments", state=folder / "state.db",
                      max_creates=100_000)
made = []
def progress(stage, done, total):
    if stage == "applying changes" and done in (1, total):
        made.append(time.perf_counter())
with wired(load(None, folder), arguments, "bench", command="sync", writes=True, tell=print) as setup:
    begun = time.perf_counter()
    report = run(setup, progress=progress)
    assert report.created == int(sys.argv[2]), report
    print((made[-1] - made[0]) * report.created / (report.created - 1), time.perf_counter() - begun)
"""
BARE = """
import sys, github, pydantic_settings, sqlalchemy, structlog, tenacity, requests
answer = requests.get(sys.argv[1] + "/repos/acme/payments/issues?labels=none", headers={"Authorization": sys.argv[2]})
assert answer.status_code == 200, answer.text
"""


@contextmanager
def github(latency: float) -> Iterator[str]:
    """A fake GitHub in a process of its own; answers its base URL."""
    command = [PYTHON, "-m", "fakes.github", "--latency", str(latency), "--user", f"worker:{TOKEN}"]
    command += ["--user", "alice:ghp_" + "a" * 36]  # who owns every item
    command += ["--repository", REPOSITORY, "--repository", "acme/bare"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            # Thousands of issues are made here in a minute, which takes more than a real hour allows.
            requests.post(f"{url}/_fake/set", json={"primary": 10**9}, timeout=10).raise_for_status()
            yield url
        finally:
            process.terminate()


def environment(url: str) -> dict[str, str]:
    """What a run against the fake at `url` finds in its environment: no pacing, for that is what the vendor asks."""
    return {
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_API_URL": url,
        "SYNCER_LIMITS__CREATES_PER_MINUTE": "0",
        "SYNCER_LIMITS__CREATES_PER_HOUR": "0",
    }


def printed(arguments: list[str], folder: Path, url: str) -> list[float]:
    """The numbers that a command prints."""
    more = own_environment(environment(url))
    told = subprocess.run(arguments, cwd=folder, env=more, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [float(number) for number in told.split()]


def creating() -> Verdict:
    """The creates of a first sync of 200 items, stored and all, against a bare loop of as many requests of 20 ms."""
    folders = iter(range(1_000_000))
    whole: list[float] = []

    def ours() -> float:
        folder = Path(kept) / str(next(folders))
        make(folder, CREATES // 10, 10)
        with github(LATENCY) as url:
            made, all_in_all = printed([PYTHON, "-c", OURS, str(folder), str(CREATES)], folder, url)
        whole.append(all_in_all)
        return made

    def bare() -> float:
        with github(LATENCY) as url:
            return printed([PYTHON, "-c", BARE_LOOP, url, TOKEN, str(CREATES)], Path(kept), url)[0]

    with tempfile.TemporaryDirectory() as kept:
        measured, reference = interleave(3, ours, bare)
    sync_of_all = statistics.median(whole)
    note = f"with reading and writing 20 documents and five other requests: {sync_of_all:.2f} s"
    note += f", ratio {sync_of_all / reference:.2f}"
    return Verdict(f"creating {CREATES} issues / bare POSTs", measured, reference, "s", limit=1.25, note=note)


def sync(folder: Path) -> list[str]:
    """The command line of a sync of `folder` to the fake."""
    return [
        *(PYTHON, "-m", "syncer", "sync", str(folder / "postmortems"), "--tracker", "github", "--repo", REPOSITORY),
        *("--state", str(folder / "state.db"), "--max-creates", "100000"),
    ]


def known(folder: Path, url: str, issues: int) -> Path:
    """A folder whose `issues` items the fake and a state know, and nothing has changed since."""
    make(folder, issues // 10, 10)
    for _ in range(2):  # the second run learns the ETag of what the first one made
        run(sync(folder), environment=environment(url))
    return folder


def requests_of(folder: Path, url: str) -> int:
    """How many requests a sync with nothing to do sends, as it says itself."""
    more = own_environment(environment(url))
    command = [*sync(folder), "--format", "json"]
    told = subprocess.run(command, cwd=folder, env=more, stdout=subprocess.PIPE, text=True, check=True).stdout
    return sum(json.loads(told)["requests"].values())


def unchanged(folder: Path, url: str) -> Verdict:
    """A sync with nothing to do against the imports and the one request that it could not do without."""
    spent: dict[str, list[float]] = {"sync": [], "bare": []}

    def timed(name: str, arguments: list[str]) -> float:
        process = run(arguments, environment=environment(url))
        spent[name].append(process.processor * 1000)
        return process.seconds * 1000

    bare_arguments = [PYTHON, "-c", BARE, url, f"Bearer {TOKEN}"]
    seconds, bare = interleave(ROUNDS, lambda: timed("sync", sync(folder)), lambda: timed("bare", bare_arguments))
    ours, theirs = (statistics.median(spent[name]) for name in ("sync", "bare"))
    note = f"of that on the processor: {ours:.0f} ms against {theirs:.0f} ms, ratio {ours / theirs:.2f}"
    return Verdict("unchanged sync / imports and one request", seconds, bare, "ms", limit=1.3, note=note)


def peak(folder: Path, url: str) -> float:
    """MiB that a sync with nothing to do takes at most."""
    process: Process = run(sync(folder), environment=environment(url))
    return process.peak_mib


def measure() -> list[Verdict]:
    """Creating 200 issues, and unchanged syncs of 1,000 and 10,000 known ones."""
    verdicts = [creating()]
    with tempfile.TemporaryDirectory() as kept, github(0.0) as few, github(0.0) as many:
        small = known(Path(kept) / "small", few, 1_000)
        large = known(Path(kept) / "large", many, 10_000)
        verdicts.append(unchanged(small, few))
        at_10_000, at_1_000 = interleave(3, lambda: peak(large, many), lambda: peak(small, few))
        asked = requests_of(large, many)
    verdicts.append(Verdict("memory at 10,000 / at 1,000 known issues", at_10_000, at_1_000, "MiB", limit=1.3))
    verdicts.append(Verdict("requests of an unchanged sync of 10,000", asked, 1, "", limit=1.0))
    return verdicts
