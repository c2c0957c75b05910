"""Owns the sprints of boards in a run: asked for once a day, remembered in between, put into the calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syncer.core.boards import Board, BoardReading, boards, decode_reading, encode_reading, with_boards
from syncer.engine.setup import Run
from syncer.errors import PortError
from syncer.model import BoardSprint

BOARD_UNAVAILABLE = "board-unavailable"
"""The code of the problem that a board cannot be read."""
_READ_EVERY = timedelta(days=1)


def learn_sprints(run: Run) -> None:
    """Let the rules of `run` know the sprints of every board that a calendar names; what fails is reported.

    A board that cannot be asked counts as it was last read.
    """
    wanted = boards(run.setup.rules)
    read = {board: sprints for board in wanted if (sprints := _sprints(run, board)) is not None}
    if read:
        run.setup = replace(run.setup, rules=with_boards(run.setup.rules, read))


def place_of(board: Board) -> str:
    """What people call `board`: `board 42 (acme)`."""
    return f"board {board.id} ({board.tracker})"


def _sprints(run: Run, board: Board) -> tuple[BoardSprint, ...] | None:
    name = f"board {board.tracker} {board.id}"
    known, now = decode_reading(run.setup.state.fact(name)), run.setup.clock.now()
    if known is not None and not run.everything and now - known.at < _READ_EVERY:
        return known.sprints
    place = place_of(board)
    run.begin_stage("asking", [place])
    try:
        found = tuple(run.setup.trackers[board.tracker].sprints(board.id))
    except PortError as error:
        what, _, remedy = str(error).rpartition("; ")
        advice = remedy if what else "due dates that speak of sprints wait until it can be read"
        run.fail(BOARD_UNAVAILABLE, place, None, what or remedy, advice)
        return known.sprints if known else None
    run.facts[name] = encode_reading(BoardReading(found, now))
    return found
