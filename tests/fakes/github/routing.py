"""Owns the way from a request to what handles it: patterns of paths, the repository that is meant, redirects."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote

from .accounts import Role, Token, TokenKind
from .issues import Issue
from .repository import Repository
from .shapes import Shapes
from .wire import Refusal, Reply, Request, refusal
from .world import World


@dataclass(slots=True)
class Call:
    """A request on its way: who asks, for what, and the parts of the path by name."""

    world: World
    request: Request
    token: Token | None
    parts: dict[str, str]
    shapes: Shapes
    found: Repository | None = None

    @property
    def repository(self) -> Repository:
        """The repository that the path names."""
        if self.found is None:
            raise refusal(404, "Not Found")
        return self.found

    @property
    def role(self) -> Role:
        """What the asker may do in it."""
        return self.world.role_in(self.repository, self.token)

    @property
    def can_push(self) -> bool:
        """Whether labels, assignees and the like are heeded."""
        return self.role >= Role.PUSH

    def holder(self) -> Token:
        """The token, or 401 without one."""
        if self.token is None:
            raise refusal(401, "Requires authentication")
        return self.token

    def issue(self) -> Issue:
        """The issue that the path names; raises 301, 404 or 410 as GitHub does."""
        number = int(self.parts["number"])
        absence = self.repository.absences.get(number)
        if absence and absence.moved_to:
            repository, new_number = absence.moved_to
            redirect(self, f"/repositories/{repository}/issues/{new_number}")
        if absence:
            raise refusal(absence.status, absence.message)
        if number not in self.repository.history:
            raise refusal(404, "Not Found")
        return self.repository.issue(number)


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """What one method of one path needs and who answers it. `needs` is a fine-grained permission, empty for none."""

    method: str
    path: re.Pattern[str]
    handler: Handler
    needs: str = ""


def route(method: str, path: str, handler: Handler, needs: str = "") -> Route:
    """A route for a path like `/{repo}/issues/{number}`; `{repo}` is owner and name, or a repository's id."""
    names = {"repo": r"(?:repos/(?P<repo>[^/]+/[^/]+)|repositories/(?P<id>\d+))", "number": r"(?P<number>\d+)"}
    pattern = re.sub(r"\{(\w+)(\*?)\}", lambda part: names.get(part[1]) or _part(part), path)
    return Route(method, re.compile(f"{pattern}/?"), handler, needs)


def _part(part: re.Match[str]) -> str:
    return f"(?P<{part[1]}>.+)" if part[2] else f"(?P<{part[1]}>[^/]+)"


def dispatch(world: World, routes: tuple[Route, ...], request: Request, token: Token | None) -> Reply:
    """Let the first fitting route answer; raises `Refusal`."""
    for candidate in routes:
        if candidate.method == request.method and (match := candidate.path.fullmatch(request.path)):
            parts = {name: unquote(value) for name, value in match.groupdict().items() if value is not None}
            shapes = Shapes(world, request.headers.get("x-github-api-version", ""))
            call = Call(world, request, token, parts, shapes)
            return _answer(candidate, call)
    raise refusal(404, "Not Found")


def _answer(candidate: Route, call: Call) -> Reply:
    call.found = _find_repository(call)
    if call.found is None and {"repo", "id"} & set(call.parts):
        raise refusal(404, "Not Found")
    if candidate.needs:
        _check_permission(call, candidate.needs)
    reply = candidate.handler(call)
    if candidate.needs:
        reply.headers.setdefault("X-Accepted-GitHub-Permissions", candidate.needs)
    return reply


def _find_repository(call: Call) -> Repository | None:
    """The repository that the asker sees under the name or id in the path; an old name redirects."""
    if "repo" in call.parts:
        found = call.world.named(call.parts["repo"])
    else:
        found = call.world.repositories.get(int(call.parts.get("id", 0)))
    if found is None or call.world.role_in(found, call.token) is Role.NONE:
        return None
    if "repo" in call.parts and call.parts["repo"].lower() != found.full_name.lower():
        rest = "/".join(call.request.path.split("/")[4:])
        redirect(call, f"/repositories/{found.id}" + (f"/{rest}" if rest else ""))
    return found


def redirect(call: Call, path: str) -> NoReturn:
    """Raise 301 (307 for everything but a read) to `path`, the query kept."""
    is_read = call.request.method in {"GET", "HEAD"}
    query = f"?{call.request.query_string}" if call.request.query_string else ""
    url = f"{call.world.api}{path}{query}"
    content = {
        "message": "Moved Permanently" if is_read else "Temporary Redirect",
        "url": url,
        "documentation_url": "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
    }
    raise Refusal(Reply(301 if is_read else 307, content, {"Location": url}))


def _check_permission(call: Call, needs: str) -> None:
    if needs.endswith("=write"):
        call.holder()
        if call.found is not None and call.found.archived:
            raise refusal(403, "Repository was archived so is read-only.")
    is_open = needs.endswith("=read") or call.found is None
    if call.token is None or (call.token.allows(needs) and (is_open or call.token.reaches(call.repository.full_name))):
        return
    if not call.token.kind.is_bot and call.token.kind is not TokenKind.FINE_GRAINED:
        raise refusal(404, "Not Found")
    if needs.endswith("=read") and not call.repository.private:
        return
    asker = "integration" if call.token.kind.is_bot else "personal access token"
    raise refusal(403, f"Resource not accessible by {asker}", X_Accepted_GitHub_Permissions=needs)
