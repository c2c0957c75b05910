"""Owns the opening of the state: who waits for whom, and what becomes of one that is missing or damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from syncer.errors import LockHeld, StateDamaged, StateMissing

if TYPE_CHECKING:
    from syncer.ports import StateStore

PATIENCE = 5.0
"""Seconds to wait for a run that is just ending, before giving up."""

Answer = TypeVar("Answer")
Tell = Callable[[str, str], None]
"""Told what a person should know: the name of the event, and a sentence."""


def patiently(attempt: Callable[[float], Answer], tell: Tell) -> Answer:
    """What `attempt` answers, which is given the seconds it may wait: none, then `PATIENCE` after saying so.

    Raises `LockHeld` where another run holds the state for longer.
    """
    try:
        return attempt(0.0)
    except LockHeld as error:
        tell("state.held", f"waiting up to {PATIENCE:.0f} seconds, because {error}")
        return attempt(PATIENCE)


def open_state(path: Path, *, writes: bool, tell: Tell) -> StateStore:
    """The state at `path`; a damaged one is set aside and begun anew, for the run to rebuild.

    Without `writes` nothing is made or moved: what is missing or damaged counts as an empty state.
    """
    from syncer.state.store import open_store

    try:
        return open_store(path, read_only=not writes)
    except StateMissing:
        return _empty_state()
    except StateDamaged as error:
        if not writes:
            tell("state.damaged", f"{error}; looking at the issues and the rows instead")
            return _empty_state()
        from syncer.state.files import move_aside

        aside = move_aside(path)
        tell("state.rebuilt", f"{error}; set aside as {aside} and built anew from the issues and the rows")
        return open_store(path)


def _empty_state() -> StateStore:
    from syncer.state.memory import MemoryStore

    return MemoryStore()
