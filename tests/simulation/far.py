"""Owns a small far world for simulations: a real git remote, a tracker over real HTTP, real adapters, a real state.

Nothing of a run is left when it ends but what lies on disk, in the remote and on the server. Time moves only when
somebody waits.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from fakes.github import GitHub, Repository
from simulation.far_clock import MovingClock, SkewedClock
from simulation.far_documents import NAME, TEN
from simulation.far_github import GitHubHub, github_hub
from simulation.far_hub import Hub, Seen, Wiring
from simulation.far_jira import CenterHub, CloudHub, jira_hub
from simulation.far_kills import Between, WatchedTransport, nothing, watched_git
from simulation.far_remote import Remote
from simulation.world import Killer, Watched
from simulation.world import rules as local_rules

from syncer.core.routes import Route
from syncer.core.rules import Limits, Rules
from syncer.engine import SerialExecutor, Setup, run
from syncer.model import Batch, RunReport
from syncer.ports import Clock, Proposals, Tracker
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.retry.transport import Bounds
from syncer.sources.git.options import Options, WriteBack
from syncer.sources.git.source import GitSource
from syncer.state.store import SqlStore, open_store
from syncer.trackers.local import LocalTracker

TrackerKind = Literal["github", "jira-cloud", "jira-data-center"]
KINDS: tuple[TrackerKind, ...] = ("github", "jira-cloud", "jira-data-center")
QUICK = Bounds(connect=5.0, silence=1.5)
"""Real seconds: whoever hangs in a simulation never answers."""

UNPACED = Limits(max_creates=10_000, settle_after=60, creates_per_minute=0, creates_per_hour=0)


@dataclass(frozen=True, slots=True)
class Writing:
    """How cells go back: `back` is commit, branch, pull-request or none."""

    back: WriteBack = "commit"
    branch: str = "syncer/status"


@dataclass(slots=True)
class FarWorld:
    """A remote, a server, and machines at `root` that sync them; `machine` names the one whose turn it is.

    Issues go to `hub`, branches are put forward in `code`, which may be the same. `url` and `git_token` say how to
    reach the remote where that is not by its path. `skew` are the seconds by which the machine's clock is wrong.
    """

    root: Path
    hub: Hub
    code: GitHubHub
    remote: Remote
    clock: MovingClock
    rules: Rules
    writing: Writing = Writing()
    bounds: Bounds = QUICK
    machine: str = "first"
    runs: int = 0
    url: str = ""
    git_token: str | None = None
    skew: float = 0.0

    @property
    def hubs(self) -> Mapping[str, Hub]:
        """Trackers by name; the last one has the code."""
        return {"acme": self.hub} if self.hub is self.code else {"acme": self.hub, "code": self.code}

    @property
    def github(self) -> GitHub:
        """The GitHub of this world."""
        return self.code.github

    @property
    def home(self) -> Repository:
        """Our repository there."""
        return self.code.repository

    @property
    def state(self) -> Path:
        """The state of the present machine."""
        return self.root / self.machine / "state.db"

    def sync(
        self,
        *,
        dry: bool = False,
        killer: Killer | None = None,
        between: Between = nothing,
        stop: Callable[[], int | None] = lambda: None,
        **options: Any,
    ) -> RunReport:
        """One run in a process of its own, as far as anything remembered goes; it never waits for the lock."""
        self.runs += 1
        killer = killer or Killer()
        with ExitStack() as opened:
            store = opened.enter_context(closing(self.open_state()))
            store.acquire("simulation", 0)
            opened.enter_context(watched_git(killer, between))
            return run(self._setup(store, killer, between), dry=dry, should_stop=stop, **options)

    def open_state(self) -> SqlStore:
        """The state of the present machine, made where there is none."""
        self.state.parent.mkdir(parents=True, exist_ok=True)
        return open_store(self.state)

    def _setup(self, store: SqlStore, killer: Killer, between: Between) -> Setup:
        clock = SkewedClock(self.clock, self.skew)
        patience = Patience(clock, self.rules.limits.max_wait)
        watched = Watched(store, ["commit", "take_over"], killer, nothing)
        trackers: dict[str, Tracker] = {"local": LocalTracker("local", self.root / "issues", clock)}
        for name, hub in self.hubs.items():
            transport = WatchedTransport(hub.server.url, clock, killer, between, self.bounds)
            wiring = self._wiring(name, watched, transport, patience)
            trackers[name] = hub.tracker(name, wiring)
        proposals = self.code.proposals(wiring) if self.writing.back == "pull-request" else None
        return Setup(
            sources=(self._source(proposals, clock),),
            trackers=trackers,
            state=watched,
            rules=self.rules,
            clock=clock,
            executor=SerialExecutor(),
            run_id=f"run-{self.runs}",
            patience=patience,
        )

    def _wiring(self, name: str, state: Any, transport: WatchedTransport, patience: Patience) -> Wiring:
        limits, clock, paced = self.rules.limits, transport.clock, f"pace {name}"

        def remember(fact: str, text: str) -> None:
            state.commit(Batch(facts={fact: text}))

        pacer = Pacer(
            clock,
            limits.creates_per_minute or 0,
            limits.creates_per_hour or 0,
            limits.leave_to_others,
            state.fact(paced),
            lambda window: remember(paced, window),
        )
        return Wiring(clock, patience, transport, pacer, state.fact, remember)

    def _source(self, proposals: Proposals | None, clock: Clock) -> GitSource:
        options = Options(
            include=["postmortems/**/*.md"],
            write_back=self.writing.back,
            write_branch=self.writing.branch,
            token=self.git_token,
            run_id=f"run-{self.runs}",
        )
        clones, url = self.state.parent / "clones", self.url or self.hub.remote or self.remote.url
        return GitSource("postmortems", url, clock, cache=clones, options=options, proposals=proposals)

    def lose_state(self) -> None:
        """A fresh machine: neither state nor clone."""
        shutil.rmtree(self.state.parent, ignore_errors=True)

    def lineage(self) -> str:
        """Which state the present machine has."""
        with closing(self.open_state()) as store:
            return store.lineage()

    # --- what people do ---

    def edit(self, old: str, new: str, name: str = NAME) -> None:
        """Somebody pushes an edit of a document."""
        self.remote.edit(name, old, new)

    def with_rules(self, **changes: Any) -> Rules:
        """The rules of the local simulations with every issue in our home, but for `changes`."""
        return rules(self.hub, **changes)

    # --- what is there ---

    def read(self, name: str = NAME, branch: str | None = None) -> str:
        """A document as the branch has it that we write to."""
        written = branch or ("main" if self.writing.back == "commit" else self.writing.branch)
        return self.remote.read(name, written if self.remote.tip(written) else "main")

    def ours(self) -> list[Seen]:
        """Issues that our own account made, in whatever state they are."""
        return list(self.hub.ours())

    def writes(self) -> int:
        """How many requests so far asked for a change."""
        return sum(map(self.hub.is_write, self.hub.server.exchanges))

    def outcome(self) -> Outcome:
        """Everything that must not depend on what went wrong on the way."""
        names = sorted(path.split(" ", 1)[1] for path in self.remote.tree() if path.endswith(".md"))
        return Outcome(
            documents={name: self._with_titles(self.read(name)) for name in names},
            issues=Counter(map(_shown, self.hub.ours())),
            leftovers=self.leftovers(),
        )

    def _with_titles(self, text: str) -> str:
        """`text` with the title of the issue in place of every link to one, which must lead where it says."""
        return self.hub.link.sub(lambda link: f"[{self.hub.title_at(link[1], link[2])}]", text)

    def leftovers(self) -> list[str]:
        """Refs and files that no run may leave behind, and intents that nobody settled."""
        expected = {"refs/heads/main", f"refs/heads/{self.writing.branch}"}
        found = sorted(self.remote.refs().keys() - expected)
        clones = self.state.parent / "clones"
        known = re.compile(r"[0-9a-f]{16}\.(git|lock)")
        found += [path.name for path in clones.glob("*") if not known.fullmatch(path.name)]
        found += [str(path) for path in clones.glob("*.git/**/*.lock")]
        found += [str(path) for path in clones.glob("*.git/**/tmp_*")]
        return found + [f"intent {intent.id}" for intent in self._intents()]

    def _intents(self) -> list[Any]:
        with closing(self.open_state()) as store:
            return list(store.intents())

    # --- copies ---

    def snapshot(self, folder: Path) -> Snapshot:
        """Everything as it is now; the copy of what is on disk goes to `folder`."""
        shutil.copytree(self.root, folder)
        return Snapshot(folder, self.hub.snapshot(), self.runs)

    def restore(self, snapshot: Snapshot) -> None:
        """Everything as it was then, but for the time and the record of requests."""
        shutil.rmtree(self.root)
        shutil.copytree(snapshot.folder, self.root)
        self.hub.restore(snapshot.kept)
        self.runs = snapshot.runs


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world at one moment."""

    folder: Path
    kept: object
    runs: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Documents with the titles of issues in place of their numbers, issues in words and how often, leftovers."""

    documents: Mapping[str, str]
    issues: Counter[str]
    leftovers: list[str]

    def duplicates(self, expected: Outcome) -> int:
        """How many issues are there that should not be."""
        return (_titles(self) - _titles(expected)).total()

    def missing(self, expected: Outcome) -> int:
        """How many issues are not there that should be."""
        return (_titles(expected) - _titles(self)).total()


def _titles(outcome: Outcome) -> Counter[str]:
    return Counter(json.loads(line)["title"] for line in outcome.issues.elements())


def _shown(issue: Seen) -> str:
    """An issue in words, without what depends on when and in which order it was made."""
    assert issue.item, issue
    return json.dumps({
        "title": issue.title,
        "state": issue.state,
        "owners": issue.owners,
        "labels": issue.labels,
        "due": issue.due,
        "item": issue.item,
        "said": issue.said,
        "links": issue.links,
    })  # fmt: skip


def rules(hub: Hub, **changes: Any) -> Rules:
    """The rules of the local simulations with every issue in the home of `hub`, but for `changes`."""
    plain = replace(local_rules(), routes=(Route("acme", hub.home),), limits=UNPACED, directory=hub.directory())
    return replace(plain, **changes)


def open_hub(
    kind: TrackerKind, clock: MovingClock | None = None, *, has_dates: bool = True
) -> AbstractContextManager[Hub]:
    """A tracker of that kind, with a home for issues; `has_dates` is for GitHub, where not every issue has a date."""
    if kind == "github":
        return github_hub(clock, has_dates=has_dates)
    return jira_hub(CloudHub if kind == "jira-cloud" else CenterHub, clock)


@contextmanager
def far_world(
    root: Path,
    documents: Mapping[str, str] | None = None,
    kind: TrackerKind = "github",
    *,
    has_dates: bool = True,
    **options: Any,
) -> Iterator[FarWorld]:
    """A world of its own at `root`: a team's repository with `documents`, and a tracker of that `kind`."""
    clock = MovingClock()
    with ExitStack() as opened:
        hub = opened.enter_context(open_hub(kind, clock, has_dates=has_dates))
        code = hub if isinstance(hub, GitHubHub) else opened.enter_context(github_hub(clock))
        remote = Remote.make(root / "remote.git", {NAME: TEN} if documents is None else documents)
        opened.enter_context(patch.dict(os.environ, remote.door))
        yield FarWorld(root, hub, code, remote, clock, rules(hub), **options)
