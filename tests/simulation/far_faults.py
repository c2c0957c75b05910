"""Owns the table of faults: what goes wrong in a far world, and in how many runs all must be right nevertheless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes.github import Exchange, Kind
from simulation.far import HOME, FarWorld, Outcome, Writing, far_world
from simulation.far_documents import NAME, TEN, long_table

from syncer.model import RunReport

ISSUES = "/issues$"
FIRST = "Add connection pool utilization alert"
SECOND = "Fix connection leak in new query"
EDITED_DUE = "2026-05-04"
THANKS = "\nThanks to everybody on call.\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One fault.

    `arrange` breaks the world before the first run, `meanwhile` is called between two runs with the number of the one
    that is over, and `runs` is how many there may be until all is right. `codes` are the exit codes of the first
    runs, where they are promised. `waits` are the seconds that somebody must have waited in the end, `requests` the
    most that the first run may have sent.
    """

    name: str
    arrange: Callable[[FarWorld], None] = lambda world: None
    meanwhile: Callable[[FarWorld, int], None] = lambda world, number: None
    runs: int = 3
    codes: tuple[int, ...] = ()
    says: str = ""
    waits: float = 0.0
    requests: int = 1_000
    document: str = TEN


@dataclass(frozen=True, slots=True)
class Row:
    """What a fault came to."""

    fault: str
    state: str
    runs: int
    duplicates: int
    missing: int
    lost_edits: int

    def __str__(self) -> str:
        """One line of a table in Markdown."""
        cells = (self.fault, self.state, self.runs, self.duplicates, self.missing, self.lost_edits)
        return "| " + " | ".join(map(str, cells)) + " |"


class People:
    """What people do while the first run goes on: once the third issue is made, they write on either side."""

    def __init__(self, world: FarWorld) -> None:
        self._world = world
        self._made = 0
        world.github.watch(self._see)

    def _see(self, exchange: Exchange) -> None:
        self._made += exchange.method == "POST" and exchange.status == 201 and exchange.path.endswith("/issues")
        if self._made == 3:
            self._made += 1_000_000
            self._act()

    def _act(self) -> None:
        """A date and a label on an issue, a comment under another, a sentence in the document."""
        world = self._world
        first = world.github.at(HOME).issues[0]
        (due,) = [one.id for one in world.github.world.fields["acme"]]
        labels = [*first.labels, "customer"]
        world.home.edit(first.number, labels=labels, fields={due: EDITED_DUE})
        world.home.comment(first.number + 1, "Who takes this?")
        world.remote.commit({NAME: world.remote.read(NAME) + THANKS})


def lost_edits(world: FarWorld) -> int:
    """How many of the edits of `People` are gone, or did not reach the other side."""
    first, second = world.home.issues[:2]
    text = world.read()
    kept = (
        world.due(first) == EDITED_DUE,
        "customer" in first.labels,
        [comment.body for comment in second.comments] == ["Who takes this?"],
        text.endswith(THANKS),
        f"due {EDITED_DUE}" in text,
    )
    return kept.count(False) + world.remote.lost_pushes()


def calm(root: Path, document: str = TEN) -> Outcome:
    """What a world comes to in which nothing goes wrong."""
    with far_world(root, {NAME: document}) as world:
        People(world)
        world.sync()
        world.sync()
        assert lost_edits(world) == 0
        return world.outcome()


def survive(case: Case, root: Path, expected: Outcome, *, state_lost: bool) -> Row:
    """Let `case` happen, run until all is right or the runs are used up, and count what is wrong then."""
    with far_world(root, {NAME: case.document}) as world:
        People(world)
        case.arrange(world)
        reports = []
        for number in range(1, case.runs + 1):
            if number > 1 and state_lost:
                world.lose_state()
            reports.append(world.sync())
            assert number > 1 or len(world.github.exchanges) <= case.requests, case.name
            found = world.outcome()
            if found == expected and lost_edits(world) == 0:
                break
            case.meanwhile(world, number)
        check_codes(case, reports)
        assert found == expected, case.name
        assert world.clock.slept >= case.waits, (case.name, world.clock.slept)
        assert world.github.limits.hammered == 0, case.name
        assert nothing_left(world), case.name
        state = "deleted" if state_lost else "kept"
        wrong = (found.duplicates(expected), found.missing(expected), lost_edits(world))
        return Row(case.name, state, len(reports), *wrong)


def nothing_left(world: FarWorld) -> bool:
    """Whether a further run finds nothing to do and changes nothing."""
    before, made = world.remote.refs(), len(world.ours())
    report = world.sync()
    return report.plan.changes == () and world.remote.refs() == before and len(world.ours()) == made


def check_codes(case: Case, reports: list[RunReport]) -> None:
    """Exit codes and words of the runs are those that were promised."""
    codes = tuple(int(report.has_failed) for report in reports)
    assert codes[: len(case.codes)] == case.codes, (case.name, [report.problems for report in reports])
    said = "\n".join(f"{problem.message} {problem.advice}" for report in reports for problem in report.problems)
    assert case.says in said, (case.name, said)


# --- the answer to a create is lost, late or wrong ---


def _fault(kind: Kind, **details: Any) -> Callable[[FarWorld], None]:
    def arrange(world: FarWorld) -> None:
        world.github.fail(kind, "POST", ISSUES, **{"nth": 4, **details})

    return arrange


def _heal(world: FarWorld, number: int) -> None:
    world.github.faults.clear()


LOST = tuple(
    Case(f"answer to a create lost: {words}", _fault(kind), codes=(0,), runs=2)
    for words, kind in (
        ("connection dropped", Kind.DROP),
        ("cut off by the connection", Kind.TRUNCATED),
        ("half of the JSON", Kind.CUT),
        ("HTML with status 200", Kind.HTML),
        ("hangs until the timeout", Kind.HANG_AFTER),
        ("502 after creation", Kind.BAD_GATEWAY_AFTER),
        ("503 after creation", Kind.UNAVAILABLE_AFTER),
    )
)
NEVER = tuple(
    Case(f"create not processed: {words}", _fault(kind), codes=(0,), runs=2)
    for words, kind in (
        ("connection reset", Kind.RESET),
        ("hangs until the timeout", Kind.HANG),
        ("502", Kind.BAD_GATEWAY),
    )
)
LATE = (
    Case("create commits 6 s late, connection dropped", _fault(Kind.LATE, seconds=6), codes=(0,), runs=2, waits=6),
    Case(
        "create commits 6 s late, hangs until the timeout",
        _fault(Kind.LATE_HANG, seconds=6),
        codes=(0,),
        runs=2,
        waits=6,
    ),
    Case(
        "every create's answer lost (dropped)",
        _fault(Kind.DROP, nth=1, times=10),
        meanwhile=_heal,
        codes=(1,),
        runs=4,
    ),
    Case("answers to three creates in a row lost", _fault(Kind.DROP, nth=2, times=3), codes=(0,), runs=2),
)


# --- the tracker refuses, slows down or is away ---


def _storm(world: FarWorld) -> None:
    world.github.fail(Kind.UNAVAILABLE, times=None)


def _storm_later(world: FarWorld) -> None:
    world.github.fail(Kind.UNAVAILABLE, "POST", ISSUES, nth=4, times=None)


def _wait_a_day(world: FarWorld, number: int) -> None:
    world.clock.advance(86_400)


def _limited(retry_after: str | None, *, status: int = 429, **details: Any) -> Callable[[FarWorld], None]:
    words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return _fault(Kind.STATUS, status=status, message=words, retry_after=retry_after, **details)


def _writes(status: int, told: Any) -> Callable[[FarWorld], None]:
    def arrange(world: FarWorld) -> None:
        world.github.limits.limit_writes(20, 3, status=status, told=told)

    return arrange


AWAY = (
    Case("503 storm from the first request on", _storm, _heal, codes=(1,), runs=4, requests=5),
    Case("503 storm from the fourth create on", _storm_later, _heal, codes=(1,), runs=4, requests=20),
    Case("429 with Retry-After", _limited("7"), codes=(0,), runs=2, waits=7),
    Case("429 with Retry-After as a date", _limited("Thu, 12 Mar 2026 09:00:30 GMT"), codes=(0,), runs=2, waits=29),
    Case("429 without Retry-After", _limited(None), codes=(0,), runs=2, waits=60),
    Case("429 with a Retry-After that is negative", _limited("-5"), codes=(0,), runs=2),
    Case("429 with a Retry-After of a day", _limited("86400"), _wait_a_day, codes=(0,), runs=3),
    Case("403 secondary limit three times", _limited(None, status=403, times=3), codes=(0,), runs=2, waits=420),
)
MANY_ROWS = long_table(24, "pool")
SECONDARY = tuple(
    Case(f"20 writes per 3 s, {status}, told by {told}", _writes(status, told), document=MANY_ROWS, codes=(0,), runs=3)
    for status in (403, 429)
    for told in ("seconds", "date", "nothing", "reset")
)


def _lag(seconds: float) -> Callable[[FarWorld], None]:
    def arrange(world: FarWorld) -> None:
        world.github.lag(lists=seconds, search=seconds)

    return arrange


def _later(world: FarWorld, number: int) -> None:
    world.clock.advance(700)


def _lag_and_drop(world: FarWorld) -> None:
    _lag(600)(world)
    _fault(Kind.DROP)(world)


LAG = (
    Case("list and search 10 min behind", _lag(600), _later, codes=(0,), runs=3),
    Case("list and search 10 min behind, answer lost", _lag_and_drop, _later, codes=(0,), runs=3),
)


# --- rights and places ---


def _unauthorized(world: FarWorld) -> None:
    world.github.fail(Kind.UNAUTHORIZED, nth=9, times=None)


def during(act: Callable[[FarWorld], None], at: int = 4) -> Callable[[FarWorld], None]:
    """Something happens once the create numbered `at` is through."""

    def arrange(world: FarWorld) -> None:
        made: list[Exchange] = []

        def see(exchange: Exchange) -> None:
            if exchange.status == 201 and exchange.path.endswith("/issues"):
                made.append(exchange)
                if len(made) == at:
                    act(world)

        world.github.watch(see)

    return arrange


def _rename(world: FarWorld) -> None:
    world.home.rename("acme/payments-old")
    world.home.rename(HOME)


def _hide(world: FarWorld) -> None:
    world.home.private = True
    world.home.roles.clear()


def _show(world: FarWorld, number: int = 0) -> None:
    world.home.private = False
    world.home.archived = False
    world.home.has_issues = True
    world.home.roles["robot"] = 3  # type: ignore[assignment]


def _archive(world: FarWorld) -> None:
    world.home.archived = True


def _disable(world: FarWorld) -> None:
    world.home.has_issues = False


def _read_only(world: FarWorld) -> None:
    world.home.roles.clear()


RIGHTS = (
    Case("401 in mid-run", _unauthorized, _heal, codes=(1,), runs=4),
    Case("repository hidden in mid-run", during(_hide), _show, codes=(1,), runs=4, says=HOME),
    Case("repository hidden", _hide, _show, codes=(1,), runs=4, says=HOME),
    Case("repository archived", _archive, _show, codes=(1,), runs=4, says="archived"),
    Case("repository archived in mid-run", during(_archive), _show, codes=(1,), runs=4, says="archived"),
    Case("issues disabled", _disable, _show, codes=(1,), runs=4, says="disabled"),
    Case("issues disabled in mid-run", during(_disable), _show, codes=(1,), runs=4, says="disabled"),
    Case("no push rights", _read_only, _show, codes=(1,), runs=4, says="Write"),
)


# --- documents change ---


def _races(count: int) -> Callable[[FarWorld], None]:
    """Somebody pushes `count` times in the moments in which our pushes arrive."""

    def arrange(world: FarWorld) -> None:
        def prepare(_: FarWorld) -> None:
            parent = world.remote.tip()
            for number in range(count):
                assert parent
                parent = world.remote.race(number, {f"notes/{number}.txt": f"Note {number}\n"}, parent)

        during(prepare, at=10)(world)

    return arrange


def _protect(world: FarWorld) -> None:
    world.remote.protect()


def _unprotect(world: FarWorld, number: int) -> None:
    world.remote.unprotect()


def _to_branch(world: FarWorld, number: int) -> None:
    world.writing = Writing("branch")


PUSHES = (
    Case("push rejected twice", _races(2), codes=(0,), runs=2),
    Case("push rejected six times", _races(6), codes=(1,), runs=3),
    Case("protected branch, opened later", _protect, _unprotect, codes=(1,), runs=4, says="Protected branch"),
    Case("protected branch, then write_back = branch", _protect, _to_branch, codes=(1,), runs=4),
)

CASES = (*LOST, *NEVER, *LATE, *AWAY, *SECONDARY, *LAG, *RIGHTS, *PUSHES)
