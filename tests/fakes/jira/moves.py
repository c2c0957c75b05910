"""Owns the requests that move issues through their workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .issues import Issue
from .metadata import describe
from .routing import Call, Route, route
from .values import Bad, Setting, read_text
from .wire import Json, Reply, refusal
from .workflow import DONE, Transition

_EXPAND = "transitions"


def _open(call: Call, issue: Issue) -> list[Transition]:
    """The ways that are open to who asks: none without permission or in an archived project."""
    project = call.project_of(issue)
    if not project.can(call.viewer, "TRANSITION_ISSUES") or project.archived:
        return []
    name = call.viewer.name if call.viewer else ""
    found = project.workflow_of(issue.type).at(issue.status.name)
    ways = [way for way in found if way.who is None or name in way.who]
    if project.can(call.viewer, "RESOLVE_ISSUES"):
        return ways
    return [way for way in ways if call.world.status(way.to).category != DONE]


def list_transitions(call: Call) -> Reply:
    """GET the ways that lead on; with `expand=transitions.fields` their screens."""
    issue = call.issue()
    has_fields = "transitions.fields" in call.request.listed("expand")
    wanted = call.query.get("transitionId")
    ways = [way for way in _open(call, issue) if wanted in {None, way.id}]
    shown = [_shown(call, issue, way, has_fields=has_fields) for way in ways]
    return Reply(200, {"expand": _EXPAND, "transitions": shown})


def _shown(call: Call, issue: Issue, way: Transition, *, has_fields: bool) -> Json:
    shown: dict[str, Json] = {"id": way.id, "name": way.name, "to": call.shapes.status(call.world.status(way.to))}
    if call.world.is_cloud:
        shown |= {"hasScreen": bool(way.screen), "isGlobal": way.sources is None, "isInitial": False}
        shown |= {"isAvailable": True, "isConditional": way.who is not None, "isLooped": False}
    if has_fields:
        project = call.project_of(issue)
        known = {name: call.world.fields[name] for name in way.screen}
        shown["fields"] = {name: describe(call, project, one, required=way.screen[name]) for name, one in known.items()}
    return shown


def do_transition(call: Call) -> Reply:
    """POST a transition, with the fields of its screen and perhaps a comment."""
    issue = call.issue()
    call.user()
    sent = call.json()
    way = _wanted(call, issue, sent.get("transition"))
    if way.validator is not None:
        raise refusal(400, way.validator)
    update = dict(sent.get("update") or {})
    comments = update.pop("comment", [])
    project = call.project_of(issue)
    setting = Setting(call.world, project, call.user(), list(way.screen), issue)
    setting.read({"fields": sent.get("fields") or {}, "update": update})
    for name, is_required in way.screen.items():
        if is_required and not _is_given(name, sent) and name not in setting.errors:
            setting.errors[name] = f"{call.world.fields[name].name} is required."
    changes = setting.finish()
    bodies = [_comment(call, one) for one in comments]
    call.world.enter(issue.id, call.world.status(way.to), _resolution(way, issue, changes), **changes)
    for body in bodies:
        call.world.add_comment(issue.id, call.user(), body, {})
        call.world.hear("comment", issue, call.user(), body)
    return Reply(204)


def _wanted(call: Call, issue: Issue, named: Json) -> Transition:
    """The way that is asked for, if it is open; raises 400."""
    if not isinstance(named, Mapping) or not named.get("id"):
        raise refusal(400, "Missing 'transition' identifier")
    found = next((way for way in _open(call, issue) if way.id == str(named["id"])), None)
    if found is None:
        told = "It seems that you have tried to perform a workflow operation ({}) that is not valid for the current "
        told += "state of this issue ({}). The likely cause is that somebody has changed the issue recently, please "
        raise refusal(400, told.format(named["id"], issue.key) + "look at the issue history for details.")
    return found


def _is_given(name: str, sent: Mapping[str, Json]) -> bool:
    return (sent.get("fields") or {}).get(name) is not None or bool((sent.get("update") or {}).get(name))


def _resolution(way: Transition, issue: Issue, changes: dict[str, Any]) -> str | None:
    """What the issue is resolved as afterwards; takes it out of `changes`."""
    if "resolution" in changes:
        chosen: str | None = changes.pop("resolution")
        return chosen
    return issue.resolution if way.resolution == "" else way.resolution


def _comment(call: Call, operation: Json) -> Json:
    added = operation.get("add") if isinstance(operation, Mapping) else None
    try:
        return read_text((added or {}).get("body"), is_adf=call.world.is_cloud)
    except Bad as bad:
        raise refusal(400, comment=bad.message) from None


ROUTES: tuple[Route, ...] = (
    route("GET", "/issue/{issue}/transitions", list_transitions),
    route("POST", "/issue/{issue}/transitions", do_transition),
)
