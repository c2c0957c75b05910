"""Owns the endpoints that speak of the asker and of repositories as a whole."""

from __future__ import annotations

from .issues import stamp
from .routing import Call, Route, route
from .wire import Reply, refusal


def get_user(call: Call) -> Reply:
    """GET who asks: 403 for what belongs to an App."""
    token = call.holder()
    if token.kind.is_bot:
        raise refusal(403, "Resource not accessible by integration")
    return Reply(200, call.shapes.own_user(token.account))


def get_somebody(call: Call) -> Reply:
    """GET any account by its login."""
    if (found := call.world.accounts.find(call.parts["login"])) is None:
        raise refusal(404, "Not Found")
    return Reply(200, call.shapes.own_user(found))


def get_repository(call: Call) -> Reply:
    """GET a repository."""
    return Reply(200, call.shapes.repository(call.repository, call.role))


def list_types(call: Call) -> Reply:
    """GET the issue types of an organisation."""
    call.holder()
    rows = call.world.types.get(call.parts["org"].lower(), [])
    return Reply(200, [{"id": row.id, "node_id": row.node_id, "name": row.name, "description": None} for row in rows])


def create_installation_token(call: Call) -> Reply:
    """POST for a token of an installation: asked by an App with a JSON web token."""
    app = call.world.accounts.app_of(call.request)
    if (installation := app.installations.get(int(call.parts["number"]))) is None:
        raise refusal(404, "Not Found")
    made = call.world.accounts.installation_token(app, installation)
    content = {
        "token": made.value,
        "expires_at": stamp(made.expires_at or call.world.now()),
        "permissions": dict(made.permissions),
        "repository_selection": "all" if installation.repositories is None else "selected",
    }
    return Reply(201, content)


ROUTES: tuple[Route, ...] = (
    route("GET", "/user", get_user),
    route("GET", "/users/{login}", get_somebody),
    route("GET", "/{repo}", get_repository, "metadata=read"),
    route("GET", "/orgs/{org}/issue-types", list_types),
    route("POST", "/app/installations/{number}/access_tokens", create_installation_token),
)
