"""Owns the examination before a first run: it reads every document, asks every source and target, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from syncer.core.boards import Board
from syncer.core.calendar import BoardSprints, Calendar
from syncer.core.due import read_due
from syncer.core.examination import Read, Survey, accounts_by_target, examine_rules
from syncer.engine.accounts import find_accounts
from syncer.engine.boards import BOARD_UNAVAILABLE, learn_sprints, place_of
from syncer.engine.gather import list_documents
from syncer.engine.reading import Reading, read_documents
from syncer.engine.setup import Progress, Run, Setup, silent
from syncer.errors import PortError
from syncer.model import Finding, Problem, Severity, Target
from syncer.ports import DocumentSource, Tracker
from syncer.retry.patience import Patience, Waits, never, silently

_RUN_AGAIN = "mend it and run `syncer doctor` again"


def examine(
    setup: Setup,
    *,
    openers: Iterable[str] = (),
    places: Sequence[str] = (),
    progress: Progress = silent,
    should_stop: Callable[[], int | None] = never,
    waits: Waits = silently,
) -> tuple[Finding, ...]:
    """What would keep a run from doing its work, and what was found to be well, in no order.

    `openers` are names of trackers that open pull requests, `places` where the routes stand. Raises `Interrupted`.
    """
    patience = setup.patience or Patience(setup.clock, setup.rules.limits.max_wait)
    patience.begin(setup.rules.limits.max_runtime, should_stop, waits)
    run = Run(setup, patience, is_dry=True, everything=True, progress=progress)
    found = _boards(run)
    run.begin_stage("listing documents", [source.name for source in setup.sources])
    reading = read_documents(run, list_documents(run), ())
    _find_accounts(run, reading)
    survey = Survey(
        rules=run.setup.rules,
        kinds={name: tracker.kind for name, tracker in setup.trackers.items()},
        documents=_read(reading),
        openers=frozenset(openers),
        public={},
        places=places,
    )
    sources = [finding for source in setup.sources for finding in _source(run, source)]
    targets, public = _targets(run, accounts_by_target(survey))
    rules = examine_rules(_with_public(survey, public))
    return (*found, *sources, *_unread(reading), *targets, *rules)


def _boards(run: Run) -> tuple[Finding, ...]:
    """Let the calendars of `run` know the sprints of their boards; what cannot be read of them or is missing there."""
    learn_sprints(run)
    failed = [
        Finding(problem.severity, problem.document, problem.message, problem.advice)
        for problem in run.problems
        if problem.code == BOARD_UNAVAILABLE
    ]
    calendars = run.setup.rules.calendars.values()
    return (*failed, *dict.fromkeys(found for calendar in calendars for found in _next_sprint(run, calendar)))


def _next_sprint(run: Run, calendar: Calendar) -> Iterator[Finding]:
    """What `next sprint` means today, where the sprints are those of a board."""
    board = calendar.sprint
    if not isinstance(board, BoardSprints) or not board.is_read:
        return
    due, place = read_due("next sprint", run.setup.clock.today(), calendar), place_of(Board(board.tracker, board.board))
    if due.date is not None:
        yield Finding(Severity.NOTE, place, f"the next sprint is due on {due.date}")
    else:
        what, _, remedy = due.note.partition("; ")
        yield Finding(Severity.PROBLEM, place, what, remedy)


def _find_accounts(run: Run, reading: Reading) -> None:
    """Let `run` know the accounts that trackers tell by e-mail, as a run would."""
    for route in run.setup.rules.routes:
        target = Target(route.tracker, route.target)
        if target.tracker in run.setup.trackers:
            run.capabilities[target] = run.tracker(target).capabilities(target)
    find_accounts(run, reading)


def _read(reading: Reading) -> tuple[Read, ...]:
    documents = [Read(document, reading.facts[key].resolved) for key, document in reading.documents.items()]
    return (*documents, *(Read(draft) for draft in reading.drafts.values()))


def _with_public(survey: Survey, public: Mapping[Target, bool | None]) -> Survey:
    return Survey(survey.rules, survey.kinds, survey.documents, survey.openers, public, survey.places)


def _source(run: Run, source: DocumentSource) -> Iterator[Finding]:
    run.stop_if_asked()
    run.begin_stage("examining", [source.name])
    try:
        yield from source.examine()
    except PortError as error:
        yield _failure(source.name, error)


def _failure(where: str, error: PortError) -> Finding:
    """What kept `where` from being examined, with the remedy that its message ends with, if it has one."""
    what, _, remedy = str(error).rpartition("; ")
    return Finding(Severity.ERROR, where, what, remedy) if what else Finding(Severity.ERROR, where, remedy, _RUN_AGAIN)


def _targets(run: Run, accounts: Mapping[Target, Sequence[str]]) -> tuple[list[Finding], Mapping[Target, bool | None]]:
    """What every target that a route leads to says of itself, and whether everybody can read it."""
    found: list[Finding] = []
    public: dict[Target, bool | None] = {}
    for target, owners in accounts.items():
        run.stop_if_asked()
        run.begin_stage("asking", [target.words])
        if target.tracker not in run.setup.trackers:
            continue
        tracker = run.tracker(target)
        examined = _examined(tracker, target, owners)
        found += examined
        if not any(one.severity is Severity.ERROR for one in examined):
            public[target] = _is_public(tracker, target)
    return found, public


def _examined(tracker: Tracker, target: Target, owners: Sequence[str]) -> Sequence[Finding]:
    try:
        return tracker.examine(target, owners)
    except PortError as error:
        return [_failure(target.words, error)]


def _is_public(tracker: Tracker, target: Target) -> bool | None:
    """Whether everybody can read `target`; where it cannot be asked right now nobody knows."""
    try:
        return tracker.inspect(target, audience=True).is_public
    except PortError:
        return None


def _unread(reading: Reading) -> Iterator[Finding]:
    """Documents that cannot be read: a run passes over them and says so."""
    problems: list[Problem] = [problem for problem in reading.others if problem.code == "unreadable"]
    for problem in problems:
        yield Finding(problem.severity, problem.document, problem.message, problem.advice)
