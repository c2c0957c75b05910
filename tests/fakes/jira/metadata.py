"""Owns what the site tells of its screens: which fields an issue may be made with, changed with, and moved on with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .fields import Field
from .projects import Project
from .routing import Call, Route, route
from .values import NEEDED
from .wire import Json, Reply, refusal

_PAGE, _MOST = 50, 200


def describe(call: Call, project: Project, known: Field, *, required: bool) -> dict[str, Json]:
    """What a screen tells of one field."""
    shown: dict[str, Json] = {
        "required": required,
        "schema": dict(known.schema),
        "name": known.name,
        "hasDefaultValue": known.id in project.defaults,
        "operations": list(known.operations),
    }
    if call.world.is_cloud:
        shown["key"] = known.id
    if known.kind == "user":
        shown["autoCompleteUrl"] = f"{call.shapes.self_of('user', 'assignable', 'search')}?project={project.key}&query="
    allowed = _allowed(call, project, known)
    if allowed is not None:
        shown["allowedValues"] = allowed
    return shown


def _allowed(call: Call, project: Project, known: Field) -> list[Json] | None:
    shapes, world = call.shapes, call.world
    if known.options is not None:
        return [shapes.option(number, text) for number, text in known.options.items()]
    if known.id == "security":
        mine = (level for level in project.levels.values() if call.user().name in level.members)
        return [shapes.named("securitylevel", level.name, level.id) for level in mine]
    lists: Mapping[str, Iterable[Any]] = {
        "priority": (shapes.named("priority", name) for name in world.priorities),
        "resolution": (shapes.named("resolution", name) for name in world.resolutions),
        "components": (shapes.named("component", name, number) for name, number in project.components.items()),
        "project": (shapes.project(project) for _ in range(1)),
        "issuetype": (shapes.issue_type(one) for one in project.types.values()),
    }
    return list(lists[known.id]) if known.id in lists else None


def is_shown(call: Call, project: Project, name: str) -> bool:
    """Whether a field of a screen is shown to who asks."""
    return name not in NEEDED or project.can(call.viewer, NEEDED[name])


def _page(call: Call, name: str, rows: list[Json]) -> Reply:
    """One page of `rows`, under the name that Cloud gives them, or in Data Center's form."""
    start, most = call.number("startAt", 0), call.number("maxResults", _PAGE, _MOST)
    page = {"maxResults": most, "startAt": start, "total": len(rows)}
    shown = rows[start : start + most]
    if call.world.is_cloud:
        return Reply(200, {**page, name: shown})
    return Reply(200, {**page, "isLast": start + most >= len(rows), "values": shown})


def _creatable(call: Call) -> Project | None:
    """The project, `None` where who asks cannot create in it; Data Center refuses that."""
    call.user()
    project = call.project()
    if project.can(call.viewer, "CREATE_ISSUES") and not project.archived:
        return project
    if not call.world.is_cloud:
        raise refusal(400, "Issue creation is not allowed in this project.")
    return None


def create_types(call: Call) -> Reply:
    """GET the issue types that can be created in a project."""
    project = _creatable(call)
    types = project.types.values() if project else ()
    return _page(call, "issueTypes", [call.shapes.issue_type(one) for one in types])


def create_fields(call: Call) -> Reply:
    """GET the fields that an issue of a type can be created with."""
    project = _creatable(call)
    if project is None or call.parts["type"] not in {one.id for one in project.types.values()}:
        raise refusal(400, "The issue type does not exist or cannot be created in this project.")
    always = {"summary", "project", "issuetype", *project.required}
    rows = [
        {"fieldId": name, **describe(call, project, known, required=name in always)}
        for name in project.create_screen
        if (known := call.world.fields.get(name)) and is_shown(call, project, name)
    ]
    return _page(call, "fields", rows)


def edit_fields(call: Call) -> Reply:
    """GET the fields that an issue can be changed with: none without permission."""
    issue = call.issue()
    project = call.project_of(issue)
    names = project.edit_screen if project.can(call.viewer, "EDIT_ISSUES") and not project.archived else []
    fields = {
        name: describe(call, project, known, required=name == "summary" or name in project.required)
        for name in names
        if (known := call.world.fields.get(name)) and is_shown(call, project, name)
    }
    return Reply(200, {"fields": fields})


def list_fields(call: Call) -> Reply:
    """GET every field of the site."""
    shown = []
    for known in call.world.fields.values():
        row = {"id": known.id, "name": known.name, "custom": known.is_custom, "schema": dict(known.schema)}
        row |= {"orderable": True, "navigable": True, "searchable": True}
        names = [f"cf[{known.schema['customId']}]", known.name] if known.is_custom else [known.id]
        shown.append({**row, "clauseNames": names, **({"key": known.id} if call.world.is_cloud else {})})
    return Reply(200, shown)


ROUTES: tuple[Route, ...] = (
    route("GET", "/issue/createmeta/{project}/issuetypes", create_types),
    route("GET", "/issue/createmeta/{project}/issuetypes/{type}", create_fields),
    route("GET", "/issue/{issue}/editmeta", edit_fields),
    route("GET", "/field", list_fields),
)
