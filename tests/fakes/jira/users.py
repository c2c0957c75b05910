"""Owns the requests about people: who can be found, who can be assigned, who asks and what they may do."""

from __future__ import annotations

from collections.abc import Callable

from .people import User
from .projects import PERMISSIONS, Project
from .routing import Call, Route, route
from .wire import Json, Reply, refusal

_PAGE, _MOST = 50, 1_000


def myself(call: Call) -> Reply:
    """GET who asks."""
    return Reply(200, {**call.shapes.user(call.user().name), "locale": "en_US"})


def get_user(call: Call) -> Reply:
    """GET one user by account id (Cloud) or name (Data Center)."""
    call.user()
    found = call.world.people.find(call.query.get("accountId" if call.world.is_cloud else "username", ""))
    if found is None:
        raise refusal(404, "The user does not exist.")
    return Reply(200, call.shapes.user(found.name))


def _is_like(user: User, text: str) -> bool:
    """Whether a search for `text` finds the user: by the beginning of a word of the name or of the e-mail."""
    words = [user.name, user.display, *user.display.split(), user.email]
    return any(word.lower().startswith(text.lower()) for word in words)


def _page(call: Call, fits: Callable[[User], bool], *, found_first: bool) -> Reply:
    """Users who fit, of the range that is asked for: cut before looking, or of those found."""
    start, most = call.number("startAt", 0), call.number("maxResults", _PAGE, _MOST)
    users = list(call.world.users.values())
    if found_first:
        chosen = [user for user in users if fits(user)][start : start + most]
    else:
        chosen = [user for user in users[start : start + most] if fits(user)]
    return Reply(200, [call.shapes.user(user.name) for user in chosen])


def assignable(call: Call) -> Reply:
    """GET users who can be assigned issues of a project, or an issue.

    Cloud looks only through the range of all users that is asked for, so that a page may be short with more to come.
    """
    call.user()
    project, query = _context(call), call.query
    if not call.world.is_cloud:
        text = query.get("username", "")
        return _page(call, lambda user: _can(project, user) and _is_like(user, text), found_first=True)
    wanted, account = query.get("query"), query.get("accountId")
    if wanted is not None and account is not None:
        raise refusal(400, "Only one of 'query' and 'accountId' can be given.")
    if account is not None:
        return _page(call, lambda user: _can(project, user) and user.account_id == account, found_first=True)
    return _page(call, lambda user: _can(project, user) and _is_like(user, wanted or ""), found_first=False)


def _can(project: Project, user: User) -> bool:
    return user.active and user.name in project.assignable


def _context(call: Call) -> Project:
    """The project that people would be assigned in; raises 400 or 404."""
    named = call.query.get("issueKey") or call.query.get("issueId")
    if named:
        call.parts = {"issue": named}
        return call.project_of(call.issue())
    if "project" not in call.query:
        raise refusal(400, "The project key, issue key or issue id has to be given.")
    return call.project(call.query["project"])


def search(call: Call) -> Reply:
    """GET users by name or e-mail: nobody without the permission to browse users."""
    call.user()
    text = call.query.get("query" if call.world.is_cloud else "username", "")
    account = call.query.get("accountId")
    if not text and account is None:
        raise refusal(400, "The query parameter has to be given.")
    if not call.user().browses_users:
        return Reply(200, [])
    if account is not None and call.world.is_cloud:
        return _page(call, lambda user: user.account_id == account, found_first=True)
    return _page(call, lambda user: user.active and _is_like(user, text), found_first=True)


def my_permissions(call: Call) -> Reply:
    """GET what who asks may do in a project, or for an issue; Cloud wants to know which permissions are meant."""
    asked = call.request.listed("permissions")
    if call.world.is_cloud and not asked:
        raise refusal(400, "The 'permissions' query parameter is required.")
    for name in asked if call.world.is_cloud else ():
        if name not in PERMISSIONS:
            raise refusal(400, f"Unrecognized permission: {name}")
    names = asked if call.world.is_cloud else list(PERMISSIONS)
    projects = _meant(call)
    shown = {name: _permission(call, name, projects) for name in names}
    return Reply(200, {"permissions": shown})


def _meant(call: Call) -> list[Project]:
    """The projects in any of which a permission counts."""
    query = call.query
    if named := query.get("issueKey") or query.get("issueId"):
        call.parts = {"issue": named}
        return [call.project_of(call.issue())]
    if named := query.get("projectKey") or query.get("projectId"):
        return [call.project(named)]
    return list(call.world.projects.values())


def _permission(call: Call, name: str, projects: list[Project]) -> Json:
    number = str(10 + list(PERMISSIONS).index(name))
    has = any(project.can(call.viewer, name) for project in projects)
    shown = {"id": number, "key": name, "name": PERMISSIONS[name], "type": "PROJECT", "description": PERMISSIONS[name]}
    return {**shown, "havePermission": has}


ROUTES: tuple[Route, ...] = (
    route("GET", "/myself", myself),
    route("GET", "/user", get_user),
    route("GET", "/user/assignable/search", assignable),
    route("GET", "/user/search", search),
    route("GET", "/mypermissions", my_permissions),
)
