"""Owns the API of boards and sprints below `/rest/agile/1.0`."""

from __future__ import annotations

from .boards import Agile, Board, Sprint
from .routing import Call, Route, route
from .wire import Json, Reply, refusal

__all__ = ["ROUTES", "Agile"]

MOST_ISSUES = 50
_PAGE = 50
_NO_BOARD = (
    "The requested board cannot be viewed because it either does not exist or you do not have permission to view it."
)
_NO_SPRINT = "Sprint does not exist or you do not have permission to view it."
_NO_ISSUE = "Issue does not exist or you do not have permission to see it."
_STATES = ("future", "active", "closed")


def _boards(call: Call) -> Reply:
    agile, query = call.world.agile, call.query
    found = [board for board in agile.boards.values() if agile.seen(board, call.viewer)]
    if wanted := query.get("projectKeyOrId"):
        ids = {project.id for project in call.world.projects.values() if wanted in {project.key, project.id}}
        found = [board for board in found if call.world.projects[board.project].id in ids]
    if kind := query.get("type"):
        found = [board for board in found if board.kind in kind.split(",")]
    found = [board for board in found if query.get("name", "").lower() in board.name.lower()]
    return _page(call, [agile.shown_board(board) for board in found])


def _board(call: Call) -> Reply:
    return Reply(200, call.world.agile.shown_board(_found_board(call)))


def _sprints(call: Call) -> Reply:
    board = _found_board(call)
    if not board.supports_sprints:
        raise refusal(400, "The board does not support sprints")
    states = [state for state in call.query.get("state", "").split(",") if state]
    if unknown := [state for state in states if state not in _STATES]:
        raise refusal(400, f"'{unknown[0]}' is not a valid sprint state. Valid states: {', '.join(_STATES)}.")
    agile = call.world.agile
    found = [sprint for sprint in agile.of(board.id) if not states or sprint.state in states]
    return _page(call, [agile.shown_sprint(sprint) for sprint in found])


def _sprint(call: Call) -> Reply:
    return Reply(200, call.world.agile.shown_sprint(_found_sprint(call)))


def _put_in_sprint(call: Call) -> Reply:
    """Move issues into the sprint, all of them or none."""
    sprint, given = _found_sprint(call), call.json().get("issues")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise refusal(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    if len(given) > MOST_ISSUES:
        raise refusal(400, f"The number of issues exceeds the limit. A maximum of {MOST_ISSUES} issues can be moved.")
    if sprint.state == "closed":
        raise refusal(400, "Issue can be assigned only active or future sprints.")
    world = call.world
    found = [world.find(text) for text in given]
    issues = [issue for issue in found if issue is not None and world.sees(call.viewer, issue)]
    if len(issues) < len(given):
        raise refusal(400, _NO_ISSUE)
    for issue in issues:
        project = world.projects[issue.project]
        if not all(project.can(call.viewer, needed) for needed in ("SCHEDULE_ISSUES", "EDIT_ISSUES")):
            raise refusal(403, "You do not have permission to assign issues to sprints.")
    for issue in issues:
        world.change(issue.id, sprint=sprint.id)
    return Reply(204)


def _found_board(call: Call) -> Board:
    found = call.world.agile.boards.get(_number(call))
    if found is None or not call.world.agile.seen(found, call.viewer):
        raise refusal(404, _NO_BOARD)
    return found


def _found_sprint(call: Call) -> Sprint:
    agile = call.world.agile
    found = agile.sprints.get(_number(call))
    board = agile.boards.get(found.board) if found else None
    if found is None or (board is not None and not agile.seen(board, call.viewer)):
        raise refusal(404, _NO_SPRINT)
    return found


def _number(call: Call) -> int:
    text = call.parts["id"]
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def _page(call: Call, shown: list[Json]) -> Reply:
    start, most = (_whole(call, name, usual) for name, usual in (("startAt", 0), ("maxResults", _PAGE)))
    most = min(most, _PAGE)
    part = shown[start : start + most]
    is_last = start + len(part) >= len(shown)
    return Reply(200, {"maxResults": most, "startAt": start, "isLast": is_last, "values": part})


def _whole(call: Call, name: str, usual: int) -> int:
    text = call.query.get(name, str(usual))
    if not text.isdecimal():
        raise refusal(400, f"The value '{text}' of '{name}' is not a whole number.")
    return int(text)


ROUTES: tuple[Route, ...] = (
    route("GET", "/agile/board", _boards),
    route("GET", "/agile/board/{id}", _board),
    route("GET", "/agile/board/{id}/sprint", _sprints),
    route("GET", "/agile/sprint/{id}", _sprint),
    route("POST", "/agile/sprint/{id}/issue", _put_in_sprint),
)
