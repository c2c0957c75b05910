"""Owns the sprints of a board, as its people planned them."""

from __future__ import annotations

from collections.abc import Iterator

from syncer.errors import PortError, Rejected, Unavailable
from syncer.model import BoardSprint
from syncer.retry.answer import Answer
from syncer.trackers.jira.refusals import refusal, said_of
from syncer.trackers.jira.shown import Json, moment, understood
from syncer.trackers.jira.site import Site

_STATES = "active,future,closed"
_PAGE = 50
_MOST_PAGES = 200
"""Pages of a board: ten thousand sprints are no board's."""


def sprints(site: Site, board: str) -> tuple[BoardSprint, ...]:
    """The dated sprints of the board with the id `board`, by their beginning; past, present and planned ones.

    A board also shows sprints of other boards that issues of its own are in: they count only where it has none of its
    own. Raises `Rejected` for a board that is not there or has no sprints, and other `PortError`.
    """
    rows = [row for page in _pages(site, board) for row in page]
    place = _place(site, board)
    found = understood(
        lambda: [_sprint(row) for row in _own(rows, board) if row.get("startDate") and row.get("endDate")],
        lambda words: Unavailable(f"{place}: {words}"),
    )
    return tuple(sorted(found, key=lambda sprint: (sprint.starts, sprint.ends, sprint.id)))


def _pages(site: Site, board: str) -> Iterator[list[Json]]:
    start = 0
    for _ in range(_MOST_PAGES):
        data = _page(site, board, start)
        rows: list[Json] = data["values"]
        yield rows
        start += len(rows)
        if not rows or data.get("isLast") is True or start >= _total(data):
            return
    raise Unavailable(f"{_place(site, board)}: a list of sprints without an end came from the server")


def _page(site: Site, board: str, start: int) -> Json:
    query = {"state": _STATES, "startAt": str(start), "maxResults": str(_PAGE)}
    answer = site.account.get(site.names.target(""), site.account.agile("board", board, "sprint"), query)
    if not answer.is_success:
        raise _refusal(answer, _place(site, board))
    data: Json = answer.data
    return understood(lambda: _checked(data), lambda words: Unavailable(f"{_place(site, board)}: {words}"))


def _checked(data: Json) -> Json:
    if not isinstance(data["values"], list):
        raise TypeError("values is no list")
    return data


def _total(data: Json) -> float:
    """How many rows there are in all, as far as the answer tells: Data Center may, Cloud does not."""
    total = data.get("total")
    return total if isinstance(total, int) else float("inf")


def _own(rows: list[Json], board: str) -> list[Json]:
    own = [row for row in rows if str(row.get("originBoardId", board)) == board]
    return own or rows


def _sprint(row: Json) -> BoardSprint:
    return BoardSprint(str(row["id"]), str(row.get("name") or ""), moment(row["startDate"]), moment(row["endDate"]))


def _refusal(answer: Answer, place: str) -> PortError:
    if answer.status == 404:
        return Rejected(
            f"{place}: not there, or out of the account's sight ({said_of(answer)}); correct the number, which the "
            "board's address ends with, or let the account see the board",
            field="sprint",
        )
    if answer.status == 400:
        return Rejected(
            f"{place}: it has no sprints ({said_of(answer)}); name a Scrum board, or give the rhythm of the sprints: "
            "sprint = { starts = 2026-03-02, weeks = 2 }",
            field="sprint",
        )
    return refusal(answer, place)


def _place(site: Site, board: str) -> str:
    return f"board {board} on {site.account.host}"
