"""Owns the requests about the site and its projects: versions, statuses, lists of words, security levels."""

from __future__ import annotations

from .projects import Project
from .routing import Call, Route, route
from .shapes import CATEGORIES
from .wire import Json, Reply, refusal


def server_info(call: Call) -> Reply:
    """GET what the server is, which everybody may ask."""
    version = [1001, 0, 0] if call.world.is_cloud else [10, 3, 24]
    shown = {
        "baseUrl": call.world.url,
        "version": "1001.0.0-SNAPSHOT" if call.world.is_cloud else "10.3.24",
        "versionNumbers": version,
        "deploymentType": "Cloud" if call.world.is_cloud else "Server",
        "buildNumber": 100_300 if call.world.is_cloud else 10_030_024,
        "serverTime": call.shapes.moment(call.world.now()),
        "serverTitle": "Jira",
    }
    return Reply(200, {**shown, "serverTimeZone": call.world.zone} if call.world.is_cloud else shown)


def get_project(call: Call) -> Reply:
    """GET a project; an archived one says so."""
    return Reply(200, _project(call, call.project()))


def _project(call: Call, project: Project) -> dict[str, Json]:
    shown: dict[str, Json] = call.shapes.project(project)
    shown |= {"description": "", "lead": call.shapes.user(project.lead), "assigneeType": "UNASSIGNED"}
    shown["issueTypes"] = [call.shapes.issue_type(one) for one in project.types.values()]
    shown["components"] = _components(call, project)
    if call.world.is_cloud:
        shown |= {"simplified": False, "style": "classic", "isPrivate": project.private, "properties": {}}
    if project.archived or not call.world.is_cloud:
        shown["archived"] = project.archived
    return shown


def list_projects(call: Call) -> Reply:
    """GET the projects that who asks may see: a page of them (Cloud) or all."""
    seen = [one for one in call.world.projects.values() if one.can(call.viewer, "BROWSE_PROJECTS")]
    live = [call.shapes.project(one) for one in seen if not one.archived]
    if not call.world.is_cloud:
        return Reply(200, live)
    start, most = call.number("startAt", 0), call.number("maxResults", 50, 100)
    page = {"maxResults": most, "startAt": start, "total": len(live), "isLast": start + most >= len(live)}
    return Reply(200, {**page, "values": live[start : start + most]})


def project_statuses(call: Call) -> Reply:
    """GET the statuses of a project by issue type."""
    project = call.project()
    rows = []
    for one in project.types.values():
        shown = call.shapes.issue_type(one)
        names = project.workflow_of(one.name).statuses
        statuses = [call.shapes.status(call.world.status(name)) for name in names]
        rows.append({**{key: shown[key] for key in ("self", "id", "name", "subtask")}, "statuses": statuses})
    return Reply(200, rows)


def project_components(call: Call) -> Reply:
    """GET the components of a project."""
    return Reply(200, _components(call, call.project()))


def _components(call: Call, project: Project) -> list[Json]:
    return [call.shapes.named("component", name, number) for name, number in project.components.items()]


def security_levels(call: Call) -> Reply:
    """GET the security levels of a project that who asks could choose."""
    project = call.project()
    can = project.can(call.viewer, "SET_ISSUE_SECURITY")
    mine = [one for one in project.levels.values() if can and call.user().name in one.members]
    levels = [{**call.shapes.named("securitylevel", one.name, one.id), "description": ""} for one in mine]
    return Reply(200, {"levels": levels})


def priorities(call: Call) -> Reply:
    """GET the priorities."""
    call.user()
    shown = [call.shapes.named("priority", name) for name in call.world.priorities]
    return Reply(200, [{**one, "description": "", "statusColor": "#707070"} for one in shown])


def resolutions(call: Call) -> Reply:
    """GET the resolutions."""
    call.user()
    return Reply(200, [{**call.shapes.named("resolution", name), "description": ""} for name in call.world.resolutions])


def statuses(call: Call) -> Reply:
    """GET the statuses of the site."""
    return Reply(200, [call.shapes.status(one) for one in call.world.statuses.values()])


def categories(call: Call) -> Reply:
    """GET the categories of statuses."""
    return Reply(200, [call.shapes.category(key) for key in CATEGORIES])


def project_types(call: Call) -> Reply:
    """GET the issue types of a project (Cloud) or of the site."""
    if call.world.is_cloud:
        if "projectId" not in call.query:
            raise refusal(400, "The project id has to be given.")
        return Reply(200, [call.shapes.issue_type(one) for one in call.project(call.query["projectId"]).types.values()])
    types = {one.id: one for project in call.world.projects.values() for one in project.types.values()}
    return Reply(200, [call.shapes.issue_type(one) for one in types.values()])


ROUTES: tuple[Route, ...] = (
    route("GET", "/serverInfo", server_info),
    route("GET", "/project/{project}/statuses", project_statuses),
    route("GET", "/project/{project}/components", project_components),
    route("GET", "/project/{project}/securitylevel", security_levels),
    route("GET", "/priority", priorities),
    route("GET", "/resolution", resolutions),
    route("GET", "/status", statuses),
    route("GET", "/statuscategory", categories),
)
CLOUD_ROUTES: tuple[Route, ...] = (
    route("GET", "/project/search", list_projects),
    route("GET", "/issuetype/project", project_types),
    route("GET", "/project/{project}", get_project),
)
CENTER_ROUTES: tuple[Route, ...] = (
    route("GET", "/project", list_projects),
    route("GET", "/issuetype", project_types),
    route("GET", "/project/{project}", get_project),
)
