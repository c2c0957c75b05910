"""Owns the requests that make, change and delete issues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .issues import Issue
from .projects import Project
from .routing import Call, Route, route
from .values import Bad, Setting, read_type
from .wire import Json, Refusal, Reply, refusal

_NO_PROJECT = "Specify a valid project ID or key"
_NO_CREATE = "You do not have permission to create issues in this project."


def create(call: Call) -> Reply:
    """POST an issue: 201 with id and key; a create that is refused may burn a number."""
    call.user()
    sent = call.json()
    fields = sent.get("fields")
    if not isinstance(fields, Mapping):
        raise refusal(400, project=_NO_PROJECT)
    project = _project(call, fields)
    try:
        issue = _make(call, project, fields, sent)
    except Refusal:
        if project.burns:
            project.burn()
        raise
    _hear(call, issue, {"summary": None, **fields})
    return Reply(201, {"id": str(issue.id), "key": issue.key, "self": call.shapes.self_of("issue", issue.id)})


def _project(call: Call, fields: Mapping[str, Json]) -> Project:
    """The project that an issue is to be made in."""
    given = fields.get("project")
    text = given.get("key", given.get("id")) if isinstance(given, Mapping) else None
    found = call.world.project_named(str(text)) if text else None
    if found is None or not found.can(call.viewer, "BROWSE_PROJECTS"):
        raise refusal(400, project=_NO_PROJECT if call.world.is_cloud else "project is required")
    if found.archived:
        raise refusal(400, project="The project is archived: issues cannot be created in it.")
    if not found.can(call.viewer, "CREATE_ISSUES"):
        raise refusal(400, _NO_CREATE)
    return found


def _make(call: Call, project: Project, fields: Mapping[str, Json], sent: Mapping[str, Json]) -> Issue:
    user = call.user()
    try:
        issue_type = read_type(project, fields.get("issuetype"))
    except Bad as bad:
        raise refusal(400, issuetype=bad.message) from None
    setting = Setting(call.world, project, user, project.create_screen)
    properties = setting.read_properties(sent)
    setting.read({**sent, "fields": {"summary": "", **fields}})
    setting.default()
    values: dict[str, Any] = {"due": None, **setting.finish()}
    _check_level(call, project, issue_type, values.get("parent"))
    status = call.world.status(project.workflow_of(issue_type).first)
    return call.world.add(project, issue_type, status, user.name, {**values, "properties": properties})


def _check_level(call: Call, project: Project, issue_type: str, parent: int | None) -> None:
    """Refuse a parent that an issue of this type cannot have: one of the same level, or on Data Center an epic."""
    own = project.types[issue_type].level
    if parent is None:
        if own < 0:
            raise refusal(400, parent="Issue type is a sub-task but parent issue key or id not specified.")
        return
    other = call.world.issues[parent]
    level = call.world.projects[other.project].types[other.type].level
    if level != own + 1 or (own >= 0 and not call.world.is_cloud):
        raise refusal(400, parentId="Given parent issue does not belong to appropriate hierarchy.")


def edit(call: Call) -> Reply:
    """PUT an issue: 204, or 200 with the issue where `returnIssue` asks for it (Cloud)."""
    issue = call.changeable("EDIT_ISSUES", message="You do not have permission to edit issues in this project.")
    sent = call.json()
    if call.query.get("notifyUsers") == "false" and not call.user().is_admin:
        told = "To discard the user notification either admin or project admin permissions are required."
        raise refusal(403, told)
    if not {"fields", "update", "properties"} & set(sent):
        raise refusal(400, "one of 'fields' or 'update' required")
    project = call.project_of(issue)
    setting = Setting(call.world, project, call.user(), project.edit_screen, issue)
    properties = setting.read_properties(sent)
    setting.read(sent)
    _check_emptied(setting)
    changes = setting.finish()
    if properties:
        call.world.change(issue.id, touch=False, properties={**issue.properties, **properties})
    after = call.world.change(issue.id, **changes)
    _hear(call, after, _texts(sent))
    if call.world.is_cloud and call.query.get("returnIssue") == "true":
        return Reply(200, call.shapes.bean(after, ["*all"]))
    return Reply(204)


def _check_emptied(setting: Setting) -> None:
    """Refuse to empty a field that is required."""
    for name in setting.project.required & set(setting.custom):
        if setting.custom[name] in (None, "", []):
            setting.errors[name] = f"{setting.world.fields[name].name} is required."


def _texts(sent: Mapping[str, Json]) -> dict[str, Json]:
    """What a change says in words, by field, wherever it says it."""
    texts = dict(sent.get("fields") or {})
    for name, operations in (sent.get("update") or {}).items():
        for operation in operations:
            if "set" in operation:
                texts[name] = operation["set"]
    return texts


def _hear(call: Call, issue: Issue, fields: Mapping[str, Json]) -> None:
    """Note what the words of a request stir: a summary is shown as it is, other texts are rendered."""
    for name, value in fields.items():
        known = call.world.fields.get(name)
        if name == "description" or (known and known.kind == "textarea"):
            call.world.hear(name, issue, call.user(), value)


def delete(call: Call) -> Reply:
    """DELETE an issue."""
    issue = call.changeable("DELETE_ISSUES")
    call.world.remove(issue.id)
    return Reply(204)


def assign(call: Call) -> Reply:
    """PUT the assignee of an issue."""
    issue = call.changeable("ASSIGN_ISSUES")
    project = call.project_of(issue)
    setting = Setting(call.world, project, call.user(), ["assignee"], issue)
    setting.read({"fields": {"assignee": call.json()}})
    call.world.change(issue.id, **setting.finish())
    return Reply(204)


ROUTES: tuple[Route, ...] = (
    route("POST", "/issue", create),
    route("PUT", "/issue/{issue}/assignee", assign),
    route("PUT", "/issue/{issue}", edit),
    route("DELETE", "/issue/{issue}", delete),
)
