"""Owns a world in memory for tests of the engine, where faults and people may get between at any call."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from syncer.core.calendar import Calendar, Sprint
from syncer.core.people import Directory
from syncer.core.publication import PublicationRules
from syncer.core.routes import Route
from syncer.core.rules import Limits, Rules
from syncer.engine import SerialExecutor, Setup, run
from syncer.errors import NotAllowed, PortError, Rejected, Unknown
from syncer.model import (
    Batch,
    BoardSprint,
    Capabilities,
    DocumentRecord,
    DocumentRef,
    Draft,
    Errand,
    Field,
    FieldChange,
    Gone,
    Intent,
    Issue,
    IssueRef,
    Link,
    Moved,
    Problem,
    RawDocument,
    ReadFailure,
    RunReport,
    State,
    Target,
    Ticket,
)
from syncer.ports import DocumentEdit, WriteResult
from syncer.sources.memory import MemorySource
from syncer.state.memory import Memory, MemoryStore
from syncer.trackers.memory import MemoryTracker

A = TypeVar("A")
START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
TARGET = Target("mem", "")
TABLE = """\
# Outage of the pool

Published: 2026-03-11

| Action | Owner | Due |
|---|---|---|
"""


class SettableClock:
    """A clock that only moves when it is told to, or when somebody waits; `waits` are the waits so far."""

    def __init__(self, now: datetime = START) -> None:
        self.instant = now
        self.waits: list[float] = []

    def today(self) -> date:
        return self.instant.date()

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return (self.instant - START).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.pass_seconds(seconds)

    def pass_seconds(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Fault:
    """What befalls one call: `before` happens first, then `error` is raised, after the call itself where it `lands`."""

    error: BaseException | None = None
    lands: bool = False
    before: Callable[[], object] | None = None


class Faults:
    """What is to befall the next calls, by the name of the method; `calls` logs every call."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[str] = []

    def on(self, name: str, *faults: Fault) -> None:
        """The next calls of `name` meet `faults`, one each."""
        self._queues[name].extend(faults)

    def fail(self, name: str, error: PortError, *, lands: bool = False, times: int = 1) -> None:
        self.on(name, *[Fault(error, lands=lands)] * times)

    def before(self, name: str, action: Callable[[], object], *, skip: int = 0) -> None:
        """`action` happens right before the next call of `name`, or the one after `skip` others."""
        self.on(name, *[Fault()] * skip, Fault(before=action))

    def around(self, name: str, call: Callable[[], A]) -> A:
        self.calls.append(name)
        fault = self._queues[name].popleft() if self._queues[name] else Fault()
        if fault.before is not None:
            fault.before()
        if fault.error is not None and not fault.lands:
            raise fault.error
        answer = call()
        if fault.error is not None:
            raise fault.error
        return answer

    def clear(self) -> None:
        self._queues.clear()


class FaultyTracker(MemoryTracker):
    """A tracker in memory whose calls meet `faults`; `is_remote` means that looking does not decide.

    `hidden` are keys that our account cannot see, `moved` old keys with new ones, `faulty` what people must look at.
    `pauses` are the seconds that its next writes have to wait. `errands` are those run, by key, where it has any,
    `emails` the accounts that it can tell, `boards` its sprints; one that `is_stuck` knows no way to any state, and
    `unset` is what no create sets, with its reason. A `deaf` one accepts every update and changes nothing;
    `unassignable` accounts are silently not assigned, `dropped` labels silently not set.
    """

    def __init__(self, name: str, clock: SettableClock, *, is_remote: bool = False) -> None:
        super().__init__(name, clock)
        self.faults = Faults()
        self.is_remote = is_remote
        self.owners = 1_000
        self.fields = frozenset(Field)
        self.is_public: bool | None = False
        self.hidden: set[str] = set()
        self.moved: dict[str, str] = {}
        self.deaf = False
        self.unassignable: frozenset[str] = frozenset()
        self.dropped: frozenset[str] = frozenset()
        self.faulty: list[PortError] = []
        self.pauses: deque[float] = deque()
        self.lagging: dict[str, Issue] = {}
        self.errands: dict[str, list[Errand]] | None = None
        self.unset: Mapping[str, str] = {}
        self.is_stuck = False
        self.lists_whole = True
        self.emails: Mapping[str, str] | None = None
        self.boards: dict[str, list[BoardSprint]] = {}

    def run_errand(self, ref: IssueRef, errand: Errand) -> None:
        assert self.errands is not None
        done = self.errands.setdefault(ref.key, [])
        self.faults.around("run_errand", lambda: done.append(errand))

    def find_accounts(self, target: Target, emails: Sequence[str]) -> Mapping[str, str | None]:
        known = self.emails or {}
        return self.faults.around("find_accounts", lambda: {email: known.get(email) for email in emails})

    def sprints(self, board: str) -> Sequence[BoardSprint]:
        return self.faults.around("sprints", lambda: self.boards[board])

    def comment(self, ref: IssueRef, key: str, text: str) -> None:
        self.faults.around("comment", lambda: super(FaultyTracker, self).comment(ref, key, text))

    def pause(self, target: Target) -> float:
        return self.pauses.popleft() if self.pauses else 0.0

    def changes(self, target: Target, cursor: str | None) -> tuple[Sequence[Issue], str]:
        issues, latest = self.faults.around("changes", lambda: super(FaultyTracker, self).changes(target, cursor))
        shown = [self.lagging.get(issue.ref.key, issue) for issue in issues if issue.ref.key not in self.hidden]
        return [issue if self.lists_whole else _cut(issue) for issue in shown], latest

    def show(self, key: str, issue: Issue) -> None:
        """The next listing shows `issue` for the one called `key`, as one that lags does."""
        self.lagging[key] = issue
        self._version += 1
        self._versions[key] = self._version

    def get(self, refs: Sequence[IssueRef]) -> Mapping[IssueRef, Issue | Gone | Moved]:
        found = self.faults.around("get", lambda: super(FaultyTracker, self).get(refs))
        return {ref: self._sight(ref, answer) for ref, answer in found.items()}

    def _sight(self, ref: IssueRef, answer: Issue | Gone | Moved) -> Issue | Gone | Moved:
        if ref.key in self.hidden:
            return Gone(deleted=False, reason=f"{ref.key} is out of sight")
        return Moved(self.issues[self.moved[ref.key]]) if ref.key in self.moved else answer

    def create(self, draft: Draft) -> Issue:
        return self.faults.around("create", lambda: self._restricted(super(FaultyTracker, self).create(draft)))

    def _restricted(self, issue: Issue) -> Issue:
        """What a target makes of `issue` that does not keep every field or let everybody be assigned."""
        held = {name: value for name, value in issue.values.items() if name in self.fields}
        if held.get(Field.OWNER) in self.unassignable:
            held[Field.OWNER] = None
        held.update({Field(name): None for name in self.unset if name in held})
        labels = tuple(label for label in issue.labels if label not in self.dropped)
        kept = replace(issue, values=held, labels=labels)
        return replace(issue if kept == issue else self.add(kept), unset=self.unset)

    def probe(self, intents: Sequence[Intent]) -> Mapping[str, Issue | None]:
        return self.faults.around("probe", lambda: super(FaultyTracker, self).probe(intents))

    def update(self, ref: IssueRef, change: FieldChange) -> Issue:
        heard = FieldChange() if self.deaf else change
        if self.is_stuck and change.state is not None:
            raise Rejected("no transition leads to Done; draw one in the workflow", field="state")
        return self.faults.around("update", lambda: super(FaultyTracker, self).update(ref, heard))

    def delete(self, key: str) -> None:
        super().delete(key)
        self._version += not self.is_remote  # where looking decides, a listing shows that something is gone

    def capabilities(self, target: Target) -> Capabilities:
        held = self.faults.around("capabilities", lambda: super(FaultyTracker, self).capabilities(target))
        return replace(
            held,
            owners=self.owners,
            fields=self.fields,
            looking_decides=not self.is_remote,
            is_public=self.is_public,
            lists_whole=self.lists_whole,
            has_errands=self.errands is not None,
            finds_accounts=self.emails is not None,
        )

    def inspect(self, target: Target, *, audience: bool = False) -> Capabilities:
        return self.faults.around("inspect", lambda: self.capabilities(target))

    def recognise(self, ticket: Ticket, target: Target, folder: str | None) -> IssueRef | None:
        own = target if target.tracker == self.name else Target(self.name, "")
        key = (ticket.url or "").removeprefix(self._site) if ticket.url else ticket.key
        is_own = key.startswith("MEM-") and key[4:].isdigit()
        return IssueRef(own, key, key) if is_own and (ticket.url or target == own) else None

    def address(self, issue: IssueRef, url: str, folder: str | None) -> str:
        return f"{self._site}{issue.key}"

    @property
    def _site(self) -> str:
        return f"https://{self.name}.example/browse/"

    def tidy(self, target: Target) -> Sequence[PortError]:
        self.faults.calls.append("tidy")
        return []

    def problems(self, target: Target) -> Sequence[PortError]:
        return self.faulty


def _cut(issue: Issue) -> Issue:
    """`issue` as a listing shows it that leaves out what only a direct read tells."""
    kept: dict[Field, str | None] = dict(issue.values)
    for name in (Field.PRIORITY, Field.TYPE):
        kept.pop(name, None)
    return replace(issue, marker=None, values=kept)


class FaultySource(MemorySource):
    """A source in memory whose calls meet `faults`; `unreadable` are paths that it lists and cannot read,
    `unwritable` ones that it must not write.

    People know its documents by their path behind `shown`, and find them at `url`.
    """

    def __init__(self, name: str, documents: Mapping[str, bytes] | None = None) -> None:
        super().__init__(name, documents)
        self.faults = Faults()
        self.unreadable: set[str] = set()
        self.unwritable: set[str] = set()
        self.read_paths: list[str] = []
        self.passed_over: Mapping[str, str] = {}
        self.shown = ""
        self.url: str | None = None
        self.besides: list[PortError] = []
        self.faulty: list[PortError] = []

    def list(self) -> Sequence[DocumentRef]:
        return self.faults.around("list", super().list)

    def skipped(self) -> Mapping[str, str]:
        return self.passed_over

    def read(self, refs: Sequence[DocumentRef]) -> Iterator[RawDocument | ReadFailure]:
        for ref in refs:
            self.read_paths.append(ref.key.path)
            yield self.faults.around("read", partial(self._read_one, ref))

    def _read_one(self, ref: DocumentRef) -> RawDocument | ReadFailure:
        if ref.key.path in self.unreadable:
            return ReadFailure(ref, "cannot be opened", "allow it to be read")
        raw = next(iter(super().read([ref])))
        return raw if isinstance(raw, ReadFailure) else replace(raw, name=f"{self.shown}{raw.name}", url=self.url)

    def write(self, edits: Sequence[DocumentEdit]) -> WriteResult:
        allowed = [edit for edit in edits if edit.ref.key.path not in self.unwritable]
        result = self.faults.around("write", lambda: super(FaultySource, self).write(allowed))
        refused = {edit.ref.key: NotAllowed("read-only") for edit in edits if edit not in allowed}
        return WriteResult(result.written, {**result.failed, **refused}, tuple(self.besides))

    def tidy(self) -> Sequence[PortError]:
        self.faults.calls.append("tidy")
        return self.faulty


class FaultyStore(MemoryStore):
    """A state in memory whose writes meet `faults`."""

    def __init__(self, memory: Memory, faults: Faults) -> None:
        super().__init__(memory)
        self.faults = faults

    def commit(self, batch: Batch) -> None:
        self.faults.around("commit", lambda: super(FaultyStore, self).commit(batch))

    def take_over(self, lineage: str) -> None:
        self.faults.around("take_over", lambda: super(FaultyStore, self).take_over(lineage))


def rules(**changes: Any) -> Rules:
    plain = Rules(
        publication=PublicationRules(),
        directory=Directory(),
        calendars={"": Calendar(sprint=Sprint(date(2026, 3, 2), 2, None))},
        routes=(Route("mem"),),
    )
    return replace(plain, **changes)


@dataclass
class World:
    """Documents of the source `docs`, issues of the tracker `mem`, a state; every run is a process of its own.

    `more_sources` and `more_trackers` are there too. `memory` is what the state holds between runs.
    """

    rules: Rules = field(default_factory=rules)
    clock: SettableClock = field(default_factory=SettableClock)
    is_remote: bool = False
    memory: Memory = field(default_factory=lambda: Memory(lineage="ours"))
    more_sources: tuple[FaultySource, ...] = ()
    more_trackers: tuple[FaultyTracker, ...] = ()
    runs: int = 0

    def __post_init__(self) -> None:
        self.source = FaultySource("docs")
        self.tracker = FaultyTracker("mem", self.clock, is_remote=self.is_remote)
        self.commits = Faults()

    @property
    def issues(self) -> dict[str, Issue]:
        return self.tracker.issues

    @property
    def links(self) -> dict[str, Link]:
        """Links by their text."""
        return {link.text: link for link in self.memory.links.values()}

    def record(self, path: str) -> DocumentRecord:
        return next(record for key, record in self.memory.documents.items() if key.path == path)

    def write(self, path: str, text: str) -> None:
        self.source.documents[path] = text.encode()

    def read(self, path: str) -> str:
        return self.source.documents[path].decode()

    def replace(self, path: str, old: str, new: str) -> None:
        """What a person does who edits a document: `old`, which must be there once, becomes `new`."""
        text = self.read(path)
        assert text.count(old) == 1, (old, text)
        self.write(path, text.replace(old, new))

    def table(self, path: str, *rows: str, head: str = TABLE) -> None:
        """A document with a table of action, owner and due; a row is `action` or `action | owner | due`."""
        self.write(path, head + "".join(f"| {whole_row(row)} |\n" for row in rows))

    def move(self, old: str, new: str) -> None:
        self.source.documents[new] = self.source.documents.pop(old)

    def setup(self) -> tuple[Setup, MemoryStore]:
        self.runs += 1
        store = FaultyStore(self.memory, self.commits)
        trackers = (self.tracker, *self.more_trackers)
        setup = Setup(
            sources=(self.source, *self.more_sources),
            trackers={tracker.name: tracker for tracker in trackers},
            state=store,
            rules=self.rules,
            clock=self.clock,
            executor=SerialExecutor(),
            run_id=f"run-{self.runs}",
        )
        return setup, store

    def sync(self, **options: Any) -> RunReport:
        """One run that holds the lock."""
        setup, store = self.setup()
        self.source.read_paths.clear()
        store.acquire("test", wait=0)
        try:
            return run(setup, **options)
        finally:
            store.close()

    def plan(self, **options: Any) -> RunReport:
        """One dry run, without the lock."""
        setup, _ = self.setup()
        self.source.read_paths.clear()
        return run(setup, dry=True, **options)

    def lose_state(self) -> None:
        self.memory = Memory()

    def outside(self) -> object:
        """Everything that people see: documents and issues."""
        trackers = (self.tracker, *self.more_trackers)
        sources = (self.source, *self.more_sources)
        shown = [
            {key: replace(issue, updated_at=None) for key, issue in tracker.issues.items()} for tracker in trackers
        ]
        return deepcopy(([source.documents for source in sources], shown))

    def remembered(self, *, but: frozenset[str] = frozenset({"epoch", "holder", "freed"})) -> dict[str, object]:
        """Everything that the state holds."""
        return {one.name: deepcopy(getattr(self.memory, one.name)) for one in fields(Memory) if one.name not in but}


def whole_row(row: str) -> str:
    return row if "|" in row else f"{row} | @alice | Next sprint"


def codes(report: RunReport) -> list[str]:
    return sorted(problem.code for problem in report.problems)


def problem(report: RunReport, code: str) -> Problem:
    """The only problem with `code`."""
    found = [one for one in report.problems if one.code == code]
    assert len(found) == 1, report.problems
    return found[0]


CALM = frozenset({"epoch", "holder", "freed", "runs", "cursors"})


def assert_calm(world: World, *, problems: Sequence[Problem] | None = None, reads: Sequence[str] = ()) -> RunReport:
    """A run with nothing new plans nothing, writes nothing, reads only `reads`, and lists the same `problems`."""
    outside, state = world.outside(), world.remembered(but=CALM)
    calls = len(world.tracker.faults.calls)
    report = world.sync()
    assert report.plan.changes == ()
    assert world.outside() == outside
    assert sorted(world.source.read_paths) == sorted(reads)
    written = {"create", "update", "write"} & set(world.tracker.faults.calls[calls:])
    assert not written
    if not reads:
        assert world.remembered(but=CALM) == state
    if problems is not None:
        assert sorted(report.problems) == sorted(problems)
    return report


def lost(error: str = "the connection was closed") -> Fault:
    """The call is done, its answer lost."""
    return Fault(Unknown(error), lands=True)


def never_sent(error: str = "the connection was closed") -> Fault:
    """The answer is lost, and the call was not done."""
    return Fault(Unknown(error))


def values(issue: Issue) -> tuple[str | None, str | None, str | None, State]:
    """Title, owner, due and state."""
    held = issue.values
    return held[Field.TITLE], held[Field.OWNER], held[Field.DUE], issue.state


def remote(**changes: Any) -> World:
    """A world whose tracker is far away: looking does not decide, a server may take a minute to make up its mind."""
    return World(rules=rules(limits=Limits(settle_after=60), **changes), is_remote=True)
