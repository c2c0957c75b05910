"""Owns the way from a request to what handles it: patterns of paths, and the issue and project that are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .issues import Issue
from .people import READ, WRITE, Token, User
from .projects import Project
from .shapes import Shapes
from .wire import Json, Reply, Request, refusal

if TYPE_CHECKING:
    from .world import World

NO_ISSUE = "Issue does not exist or you do not have permission to see it."
ARCHIVED = "This issue is archived. You cannot change an archived issue."


@dataclass(slots=True)
class Call:
    """A request on its way: who asks, for what, and the parts of the path by name. `version` is that of the API."""

    world: World
    request: Request
    token: Token | None
    version: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def viewer(self) -> User | None:
        """Who asks, `None` for nobody in particular."""
        return self.token.user if self.token else None

    @property
    def query(self) -> dict[str, str]:
        """Query parameters."""
        return self.request.query

    @property
    def shapes(self) -> Shapes:
        """How things look to who asks."""
        return Shapes(self.world, self.viewer)

    def json(self) -> dict[str, Json]:
        """The JSON object of the body."""
        return self.request.json()

    def user(self) -> User:
        """Who asks; raises 401 for nobody in particular."""
        if self.viewer is None:
            raise refusal(401)
        return self.viewer

    def issue(self) -> Issue:
        """The issue that the path names; raises 404 (on Data Center 401 for nobody in particular)."""
        found = self.world.find(self.parts["issue"])
        if found is None or not self.world.sees(self.viewer, found):
            if found is not None and self.viewer is None and not self.world.is_cloud:
                raise refusal(401, "You do not have the permission to see the specified issue.", "Login Required")
            raise refusal(404, NO_ISSUE if self.world.is_cloud or found else "Issue Does Not Exist")
        return found

    def project_of(self, issue: Issue) -> Project:
        """The project that the issue is in."""
        return self.world.projects[issue.project]

    def project(self, name: str | None = None) -> Project:
        """The project that the path (or `name`, a key or id) names; raises 404."""
        text = self.parts["project"] if name is None else name
        found = self.world.project_named(text)
        if found is None or not found.can(self.viewer, "BROWSE_PROJECTS"):
            kind = "id" if text.isdecimal() else "key"
            raise refusal(404, f"No project could be found with {kind} '{text}'.")
        return found

    def changeable(self, permission: str, status: int = 403, message: str = "") -> Issue:
        """The issue that the path names, if who asks has `permission` there; raises 400, 401, 404 or `status`."""
        issue = self.issue()
        self.user()
        project = self.project_of(issue)
        if project.archived:
            raise refusal(400, ARCHIVED)
        if not project.can(self.viewer, permission):
            raise refusal(status, message or "You do not have permission to do this in this project.")
        return issue

    def number(self, name: str, default: int, most: int | None = None) -> int:
        """A query parameter that is a number of things; raises 400 for anything else."""
        text = self.query.get(name, str(default)).strip()
        if not re.fullmatch(r"-?\d{1,9}", text):
            raise refusal(400, f"The value '{text}' of '{name}' is not a number.")
        given = max(0, int(text))
        return given if most is None else min(given, most)


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers one method of one path; `needs` is the scope a scoped token must have for it."""

    method: str
    template: str
    path: re.Pattern[str]
    handler: Handler
    needs: str

    @property
    def endpoint(self) -> str:
        """What limits count by."""
        return f"{self.method} {self.template}"


def route(method: str, template: str, handler: Handler, needs: str = "") -> Route:
    """A route for what follows the version in a path: `/issue/{issue}`, or `/agile/board/{id}`."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
    return Route(method, template, re.compile(f"{pattern}/?"), handler, needs or (READ if method == "GET" else WRITE))


def find(routes: tuple[Route, ...], method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The first fitting route and the parts of the path; raises 404, or 405 where another method would do."""
    others = False
    for candidate in routes:
        if match := candidate.path.fullmatch(path):
            if candidate.method == method:
                return candidate, {name: unquote(value) for name, value in match.groupdict().items()}
            others = True
    raise refusal(405, "Method Not Allowed") if others else refusal(404, "null for uri: " + path)
