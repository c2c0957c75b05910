"""Owns boards and their sprints, which people make, start and close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .wire import Json

if TYPE_CHECKING:
    from .people import User
    from .world import World

_STATES = ("closed", "active", "future")
"""The states of sprints, in the order in which a board lists them."""


@dataclass(slots=True)
class Board:
    """A board of a project; `kind` is scrum, kanban or simple."""

    id: int
    name: str
    project: str
    kind: str = "scrum"
    supports_sprints: bool = True


@dataclass(slots=True)
class Sprint:
    """A stretch of work on a board. One of the future may have no dates yet; its dates are moments."""

    id: int
    name: str
    board: int
    state: str = "future"
    start: datetime | None = None
    end: datetime | None = None
    completed: datetime | None = None
    goal: str = ""


class Agile:
    """Every board and sprint of the site, by id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.boards: dict[int, Board] = {}
        self.sprints: dict[int, Sprint] = {}
        self.last_id = 0

    # --- what people do ---

    def board(self, project: str, name: str = "", *, kind: str = "scrum") -> Board:
        """A board of the project; only a `scrum` board has sprints."""
        number = self._next_id()
        made = self.boards[number] = Board(number, name or f"{project} board", project, kind, kind == "scrum")
        return made

    def sprint(
        self,
        board: int,
        name: str,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        *,
        state: str | None = None,
    ) -> Sprint:
        """A sprint of the board. Without a `state` it is what its dates make it now; texts are ISO 8601, else UTC."""
        number, begins, ends = self._next_id(), _moment(start), _moment(end)
        found = state or self._state(begins, ends)
        made = Sprint(number, name, board, found, begins, ends, ends if found == "closed" else None)
        self.sprints[number] = made
        return made

    def start(self, sprint: int) -> None:
        """Start the sprint now, where it has no start yet."""
        started = self.sprints[sprint]
        started.state, started.start = "active", started.start or self._world.now()

    def close(self, sprint: int) -> None:
        """Close the sprint now."""
        closed = self.sprints[sprint]
        closed.state, closed.completed = "closed", self._world.now()

    def remove(self, sprint: int) -> None:
        """Delete the sprint; its issues are in none then."""
        del self.sprints[sprint]
        for issue in list(self._world.issues.values()):
            if issue.sprint == sprint:
                self._world.change(issue.id, sprint=None)

    # --- what is asked ---

    def seen(self, board: Board, viewer: User | None) -> bool:
        """Whether `viewer` sees the board: who may browse its project does."""
        project = self._world.projects.get(board.project)
        return project is not None and project.can(viewer, "BROWSE_PROJECTS")

    def of(self, board: int) -> list[Sprint]:
        """The sprints of the board: closed, active, future, those of one state in the order of their making."""
        found = (sprint for sprint in self.sprints.values() if sprint.board == board)
        return sorted(found, key=lambda sprint: _STATES.index(sprint.state))

    def shown_board(self, board: Board) -> dict[str, Json]:
        """The board as the API shows it; where it is at home is told on Cloud only."""
        shown: dict[str, Json] = {"id": board.id, "self": self._link("board", board.id), "name": board.name}
        shown["type"] = board.kind
        return {**shown, "location": self._location(board)} if self._world.is_cloud else shown

    def shown_sprint(self, sprint: Sprint) -> dict[str, Json]:
        """The sprint as the API shows it, without what it does not have."""
        dates = {"startDate": sprint.start, "endDate": sprint.end, "completeDate": sprint.completed}
        told = {name: self._stamp(moment) for name, moment in dates.items() if moment is not None}
        shown: dict[str, Json] = {"id": sprint.id, "self": self._link("sprint", sprint.id), "state": sprint.state}
        shown |= {"name": sprint.name, **told, "originBoardId": sprint.board}
        return {**shown, "goal": sprint.goal} if sprint.goal or self._world.is_cloud else shown

    def _location(self, board: Board) -> Mapping[str, Json]:
        project = self._world.projects[board.project]
        return {
            "projectId": int(project.id),
            "displayName": f"{project.name} ({project.key})",
            "projectName": project.name,
            "projectKey": project.key,
            "projectTypeKey": "software",
            "name": f"{project.name} ({project.key})",
        }

    def _link(self, kind: str, number: int) -> str:
        return f"{self._world.url}/rest/agile/1.0/{kind}/{number}"

    def _stamp(self, moment: datetime) -> str:
        if self._world.is_cloud:
            return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
        local = moment.astimezone(ZoneInfo(self._world.zone))
        return local.isoformat(timespec="milliseconds")

    def _state(self, start: datetime | None, end: datetime | None) -> str:
        now = self._world.now()
        if start is None or now < start:
            return "future"
        return "active" if end is None or now < end else "closed"

    def _next_id(self) -> int:
        self.last_id += 1
        return self.last_id


def _moment(given: datetime | str | None) -> datetime | None:
    if given is None:
        return None
    moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
