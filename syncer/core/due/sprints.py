"""Owns the rules for sprints: this one, the next, the one in two, and sprints by number."""

from __future__ import annotations

from datetime import date

from syncer.core.calendar import BoardSprints, Calendar, Sprint, Stretch
from syncer.core.due.span import Context, Span, UnsureError, period
from syncer.model import Due

NOT_READ = "sprints-not-read"
"""The rule that a due text is resolved by where it speaks of sprints of a board that was not read."""
_BY_NUMBER = "sprint-number"
_IN_A_SPRINT = frozenset({"this-sprint", "next-sprint", "after-next-sprint", "sprint", _BY_NUMBER})
"""The rules whose answer is the last working day of a sprint."""


def near_sprint(context: Context, ahead: int) -> Stretch:
    """The sprint of the first working day on or after base (0), or so many after the sprint that contains base."""
    sprint, base = _sprint(context), context.day()
    day = base if ahead else context.calendar.workday_from(base)
    return _near_on_board(sprint, day, ahead) if isinstance(sprint, BoardSprints) else sprint.near(day, ahead)


def numbered_sprint(number: int, context: Context) -> Span:
    """`Sprint 42`, past ones too."""
    sprint = _sprint(context)
    stretch = sprint.numbered(number)
    if stretch is not None:
        return period(stretch, _BY_NUMBER, fixed=True)
    if isinstance(sprint, BoardSprints):
        raise _unknown_number(sprint, number)
    raise UnsureError("no-sprint-number", "sprints have no numbers here; set calendar.sprint.number")


def sprint_id(calendar: Calendar, due: Due) -> str | None:
    """The id of the sprint that an issue due by `due` is to be put into, `None` for none.

    `calendar` is the one that `due` was read with. There is an id only where the calendar's sprints are those of a
    board whose issues are put into sprints, and where `due` came from words such as `next sprint` or `Sprint 42` that
    name one sprint of it.
    """
    board = calendar.sprint
    if not isinstance(board, BoardSprints) or not board.puts_in_sprint or due.rule not in _IN_A_SPRINT:
        return None
    found = [
        named.id
        for named in board.sprints
        if due.date in named.stretch and calendar.workday_until(named.stretch.last) == due.date
    ]
    return found[0] if len(found) == 1 else None


def _sprint(context: Context) -> Sprint | BoardSprints:
    sprint = context.calendar.sprint
    if sprint is None:
        raise UnsureError("no-sprint-calendar", "sprints are not known; set calendar.sprint (or --sprint DATE/2w)")
    if isinstance(sprint, BoardSprints) and not sprint.is_read:
        note = f"the sprints of board {sprint.board} in {sprint.tracker} are not known here"
        raise UnsureError(NOT_READ, f"{note}; plan and sync read them, or add --sprint DATE/2w")
    return sprint


def _near_on_board(board: BoardSprints, day: date, ahead: int) -> Stretch:
    stretch = board.near(day, ahead)
    if stretch is not None:
        return stretch
    later = {named.stretch for named in board.sprints if day < named.stretch.first}
    is_within = any(day in named.stretch for named in board.sprints)
    if len(later) < (ahead or not is_within):
        raise _undated(board)
    if day < board.sprints[0].stretch.first:
        first = board.sprints[0]
        note = f"board {board.board} knows no sprint before {first.name} ({first.stretch.first})"
        raise UnsureError("before-sprints", f"{note}; write a date")
    raise UnsureError("parallel-sprints", f"board {board.board} has several sprints at a time; write a date")


def _undated(board: BoardSprints) -> UnsureError:
    """Why no sprint is known that lies so far ahead."""
    after = f" after {max(board.sprints, key=lambda named: named.stretch).name}" if board.sprints else ""
    note = f"board {board.board} has no dated sprint{after}; give the next one its dates in Jira"
    return UnsureError("no-dated-sprint", note)


def _unknown_number(board: BoardSprints, number: int) -> UnsureError:
    names = " and ".join(named.name for named in board.called(number)[:2])
    if names:
        return UnsureError("two-sprints", f"board {board.board} has {names}; write a date")
    note = f"board {board.board} has no dated sprint {number}; give it its dates in Jira, or write a date"
    return UnsureError("no-such-sprint", note)
