"""Owns the table of faults that every far tracker can have: lost and late answers, refusals, lag, rights, pushes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakes.faults import Kind
from simulation.far import FarWorld, Writing
from simulation.far_cases import Case, during

Arrange = Callable[[FarWorld], None]

# --- the answer to a create is lost, late or wrong ---


def create_fails(kind: Kind, **details: Any) -> Arrange:
    """Let the fourth create go wrong, or those that `details` say."""

    def arrange(world: FarWorld) -> None:
        world.hub.fail_create(kind, **details)

    return arrange


def heal(world: FarWorld, number: int = 0) -> None:
    """Nothing goes wrong any more."""
    world.hub.server.faults.clear()


LOST_ANSWERS = (
    ("connection dropped", Kind.DROP),
    ("cut off by the connection", Kind.TRUNCATED),
    ("half of the JSON", Kind.CUT),
    ("HTML with status 200", Kind.HTML),
    ("hangs until the timeout", Kind.HANG_AFTER),
    ("502 after creation", Kind.BAD_GATEWAY_AFTER),
    ("503 after creation", Kind.UNAVAILABLE_AFTER),
)
LOST = tuple(
    Case(f"answer to a create lost: {words}", create_fails(kind), codes=(0,), runs=2) for words, kind in LOST_ANSWERS
)
NEVER = tuple(
    Case(f"create not processed: {words}", create_fails(kind), codes=(0,), runs=2)
    for words, kind in (
        ("connection reset", Kind.RESET),
        ("hangs until the timeout", Kind.HANG),
        ("502", Kind.BAD_GATEWAY),
    )
)
LATE = (
    Case(
        "create commits 6 s late, connection dropped",
        create_fails(Kind.LATE, seconds=6),
        codes=(0,),
        runs=2,
        waits=6,
    ),
    Case(
        "create commits 6 s late, hangs until the timeout",
        create_fails(Kind.LATE_HANG, seconds=6),
        codes=(0,),
        runs=2,
        waits=6,
    ),
    Case(
        "every create's answer lost (dropped)",
        create_fails(Kind.DROP, nth=1, times=10),
        meanwhile=heal,
        codes=(1,),
        runs=4,
    ),
    Case("answers to three creates in a row lost", create_fails(Kind.DROP, nth=2, times=3), codes=(0,), runs=2),
)


# --- the tracker is away, or behind ---


def _storm(world: FarWorld) -> None:
    world.hub.server.fail(Kind.UNAVAILABLE, times=None)


def _storm_later(world: FarWorld) -> None:
    world.hub.fail_create(Kind.UNAVAILABLE, times=None)


AWAY = (
    Case("503 storm from the first request on", _storm, heal, codes=(1,), runs=4, requests=5),
    Case("503 storm from the fourth create on", _storm_later, heal, codes=(1,), runs=4, requests=20),
)


def wait_a_day(world: FarWorld, number: int) -> None:
    """The next run is tomorrow's."""
    world.clock.advance(86_400)


def _lag(world: FarWorld) -> None:
    world.hub.lag(600)


def _later(world: FarWorld, number: int) -> None:
    world.clock.advance(700)


def _lag_and_drop(world: FarWorld) -> None:
    _lag(world)
    world.hub.fail_create(Kind.DROP)


LAG = (
    Case("lists and searches 10 min behind", _lag, _later, codes=(0,), runs=3),
    Case("lists and searches 10 min behind, answer lost", _lag_and_drop, _later, codes=(0,), runs=3),
)


# --- rights and places ---


def _unauthorized(world: FarWorld) -> None:
    world.hub.server.fail(Kind.UNAUTHORIZED, nth=9, times=None)


def _becomes(how: str) -> Arrange:
    return lambda world: world.hub.close_home(how)


def open_again(world: FarWorld, number: int = 0) -> None:
    """Somebody sees to it that we can write to our home."""
    world.hub.open_home()


RIGHTS = (
    Case("401 in mid-run", _unauthorized, heal, codes=(1,), runs=4),
    Case("home hidden in mid-run", during(_becomes("hidden")), open_again, codes=(1,), runs=4),
    Case("home hidden", _becomes("hidden"), open_again, codes=(1,), runs=4),
    Case("home archived", _becomes("archived"), open_again, codes=(1,), runs=4, says="archived"),
    Case("home archived in mid-run", during(_becomes("archived")), open_again, codes=(1,), runs=4, says="archived"),
    Case("no right to write", _becomes("read-only"), open_again, codes=(1,), runs=4),
)


# --- documents change ---


def _races(count: int) -> Arrange:
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

COMMON = (*LOST, *NEVER, *LATE, *AWAY, *LAG, *RIGHTS, *PUSHES)
