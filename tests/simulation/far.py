"""Owns a small far world for simulations: a real git remote, a GitHub over real HTTP, real adapters, a real state.

Nothing of a run is left when it ends but what lies on disk, in the remote and on the server. Time moves only when
somebody waits.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fakes.github import GitHub, Issue, Repository
from fakes.github.graphql import schema
from simulation.far_clock import MovingClock, SkewedClock
from simulation.far_documents import NAME, PEOPLE, TEN
from simulation.far_kills import Between, WatchedTransport, nothing, watched_git
from simulation.far_remote import Remote
from simulation.world import Killer, Watched
from simulation.world import rules as local_rules

from syncer.core.issue_body import read_own_marker
from syncer.core.routes import Route
from syncer.core.rules import Limits, Rules
from syncer.engine import SerialExecutor, Setup, run
from syncer.model import Batch, RunReport, Target
from syncer.ports import Clock, Proposals, Tracker
from syncer.retry.pacer import Pacer
from syncer.retry.patience import Patience
from syncer.retry.transport import Bounds
from syncer.sources.git.options import Options, WriteBack
from syncer.sources.git.source import GitSource
from syncer.state.store import SqlStore, open_store
from syncer.trackers.github.account import Account, token_auth
from syncer.trackers.github.pulls import Pulls
from syncer.trackers.github.tracker import GitHubTracker
from syncer.trackers.local import LocalTracker

HOME = "acme/payments"
TARGET = Target("acme", HOME)
TOKEN = "ghp_" + "x" * 36
ROBOT = "robot"
QUICK = Bounds(connect=5.0, silence=1.5)
"""Real seconds: whoever hangs in a simulation never answers."""

UNPACED = Limits(max_creates=10_000, settle_after=60, creates_per_minute=0, creates_per_hour=0)
_ITEM_LINK = re.compile(r"\[([\w./-]+#\d+)\]\(([^)\s]*)\)")
_NUMBER = re.compile(r"#(\d+)$")
_DUE_LINE = re.compile(r"^- Due: .*\n", re.MULTILINE)
_COMMIT = re.compile(r"[0-9a-f]{40}")


def rules(**changes: Any) -> Rules:
    """The rules of the local simulations, with every issue in `HOME`."""
    plain = replace(local_rules(), routes=(Route("acme", HOME),), limits=UNPACED)
    return replace(plain, **changes)


@dataclass(frozen=True, slots=True)
class Writing:
    """How cells go back: `back` is commit, branch, pull-request or none."""

    back: WriteBack = "commit"
    branch: str = "syncer/status"


@dataclass(slots=True)
class FarWorld:
    """A remote, a server, and machines at `root` that sync them; `machine` names the one whose turn it is.

    `url` and `git_token` say how to reach the remote where that is not by its path. `skew` are the seconds by which
    the machine's clock is wrong.
    """

    root: Path
    github: GitHub
    remote: Remote
    clock: MovingClock
    rules: Rules = field(default_factory=rules)
    writing: Writing = Writing()
    token: str = TOKEN
    bounds: Bounds = QUICK
    machine: str = "first"
    runs: int = 0
    url: str = ""
    git_token: str | None = None
    skew: float = 0.0

    @property
    def home(self) -> Repository:
        """The repository that issues go to."""
        return self.github.at(HOME)

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
        transport = WatchedTransport(self.github.url, clock, killer, between, self.bounds)
        account = Account(self.github.url, token_auth(self.token), clock, patience, transport)
        trackers: dict[str, Tracker] = {
            "acme": GitHubTracker("acme", account, clock, self._pacer(watched, clock), zone="UTC"),
            "local": LocalTracker("local", self.root / "issues", clock),
        }
        return Setup(
            sources=(self._source(Pulls(account, HOME), clock),),
            trackers=trackers,
            state=watched,
            rules=self.rules,
            clock=clock,
            executor=SerialExecutor(),
            run_id=f"run-{self.runs}",
            patience=patience,
        )

    def _source(self, proposals: Proposals, clock: Clock) -> GitSource:
        options = Options(
            include=["postmortems/**/*.md"],
            write_back=self.writing.back,
            write_branch=self.writing.branch,
            token=self.git_token,
            run_id=f"run-{self.runs}",
        )
        pulls = proposals if self.writing.back == "pull-request" else None
        clones = self.state.parent / "clones"
        return GitSource(
            "postmortems", self.url or self.remote.url, clock, cache=clones, options=options, proposals=pulls
        )

    def _pacer(self, state: Any, clock: Clock) -> Pacer:
        limits = self.rules.limits
        return Pacer(
            clock,
            limits.creates_per_minute or 0,
            limits.creates_per_hour or 0,
            limits.leave_to_others,
            state.fact("pace"),
            lambda window: state.commit(Batch(facts={"pace": window})),
        )

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

    def number(self, title: str) -> int:
        """The number of the only issue called `title`."""
        (found,) = [issue.number for issue in self.home.issues if issue.title == title]
        return found

    def set_due(self, title: str, day: str) -> None:
        """Somebody sets the date field of an issue."""
        (field_id,) = [one.id for one in self.github.world.fields["acme"]]
        self.home.edit(self.number(title), fields={field_id: day})

    # --- what is there ---

    def read(self, name: str = NAME, branch: str | None = None) -> str:
        """A document as the branch has it that we write to."""
        written = branch or ("main" if self.writing.back == "commit" else self.writing.branch)
        return self.remote.read(name, written if self.remote.tip(written) else "main")

    def ours(self) -> list[Issue]:
        """Issues that our own account made, in whatever state they are."""
        return [
            issue
            for repository in self.github.world.repositories.values()
            for issue in repository.issues
            if issue.author.login == ROBOT
        ]

    def writes(self) -> int:
        """How many requests so far asked for a change."""
        return sum(one.method != "GET" and one.path != "/graphql" for one in self.github.exchanges)

    def due(self, issue: Issue) -> object:
        """The date field of an issue."""
        return next(iter(issue.field_values.values()), None)

    def outcome(self) -> Outcome:
        """Everything that must not depend on what went wrong on the way."""
        names = sorted(path.split(" ", 1)[1] for path in self.remote.tree() if path.endswith(".md"))
        titles = {f"{HOME}#{issue.number}": issue.title for issue in self.home.issues}
        return Outcome(
            documents={name: _with_titles(self.read(name), titles) for name in names},
            issues=Counter(_shown(issue, self.due(issue)) for issue in self.ours()),
            leftovers=self.leftovers(),
        )

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
        home = self.home
        kept = {name: copy.copy(getattr(home, name)) for name in _KEPT}
        kept["history"] = {number: list(versions) for number, versions in home.history.items()}
        return Snapshot(folder, kept, home.newest, self.runs)

    def restore(self, snapshot: Snapshot) -> None:
        """Everything as it was then, but for the time and the record of requests."""
        shutil.rmtree(self.root)
        shutil.copytree(snapshot.folder, self.root)
        home = self.home
        for name, value in snapshot.kept.items():
            setattr(home, name, copy.copy(value))
        home.history = {number: list(versions) for number, versions in snapshot.kept["history"].items()}
        home._numbers = itertools.count(snapshot.newest + 1)
        self.runs = snapshot.runs
        self.github.faults.clear()


_KEPT = ("roles", "assignees", "labels", "absences", "has_issues", "archived", "private")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world at one moment."""

    folder: Path
    kept: Mapping[str, Any]
    newest: int
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


def _shown(issue: Issue, due: object) -> str:
    """An issue in words, without what depends on when and in which order it was made."""
    marker = read_own_marker(issue.body or "")
    assert marker, issue
    return json.dumps({
        "title": issue.title,
        "state": [issue.state, issue.state_reason],
        "assignees": [account.login for account in issue.assignees],
        "labels": sorted(issue.labels),
        "due": due,
        "item": marker.item,
        "body": _said(issue.body or "", has_date=due is not None),
    })  # fmt: skip


def _said(body: str, *, has_date: bool) -> str:
    """What a body tells people, without ids of commits.

    Where the date is in a field, that counts: a line beside it is as old as the body's last change, as it is wherever
    somebody sets the field by hand.
    """
    text = _COMMIT.sub("COMMIT", body.split("<!-- syncer: ", maxsplit=1)[0])
    return _DUE_LINE.sub("", text) if has_date else text


def _with_titles(text: str, titles: Mapping[str, str]) -> str:
    """`text` with the title of the issue in place of every link to one, which must lead where it says."""

    def name(link: re.Match[str]) -> str:
        number = _NUMBER.search(link[1])
        assert number
        assert link[2].endswith(f"/{HOME}/issues/{number[1]}"), link
        return f"[{titles.get(link[1], 'nothing')}]"

    return _ITEM_LINK.sub(name, text)


@contextmanager
def far_world(
    root: Path, documents: Mapping[str, str] | None = None, *, has_dates: bool = True, **options: Any
) -> Iterator[FarWorld]:
    """A world of its own at `root`: a team's repository with `documents`, and an organisation on a GitHub.

    With `has_dates` the organisation's issues have a field for due dates.
    """
    clock = MovingClock()
    schema()  # reading it takes longer than an answer may
    with GitHub(clock=clock) as github:
        remote = Remote.make(root / "remote.git", {NAME: TEN} if documents is None else documents)
        if has_dates:
            github.field("acme")
        github.user(ROBOT, token=TOKEN)
        add_repository(github, HOME)
        yield FarWorld(root, github, remote, clock, **options)


def add_repository(github: GitHub, name: str) -> Repository:
    """One more repository that we may push to and people can be assigned in."""
    made = github.repository(name)
    made.grant(ROBOT, "push")
    made.allow_assignees(*PEOPLE)
    return made
