"""Owns the requests that read issues past the index: one, or a hundred at once."""

from __future__ import annotations

from .issues import Issue
from .routing import Call, Route, route
from .wire import Json, Reply, refusal

MOST_AT_ONCE = 100
MOST_PROPERTIES = 5


def get(call: Call) -> Reply:
    """GET an issue by id or key; a moved one answers under its old key, with its new one."""
    issue = call.issue()
    shown = call.shapes.bean(issue, call.request.listed("fields"), call.request.listed("properties"))
    expanded = set(call.request.listed("expand"))
    if "names" in expanded:
        shown["names"] = {name: one.name for name, one in call.world.fields.items() if name in shown["fields"]}
    return Reply(200, shown)


def fetch(call: Call) -> Reply:
    """POST for up to 100 issues by id or key, in the order of their ids; what is not seen is left out, or named."""
    sent = call.json()
    asked = sent.get("issueIdsOrKeys")
    if not isinstance(asked, list) or not 0 < len(asked) <= MOST_AT_ONCE:
        raise refusal(400, f"The number of issues has to be between 1 and {MOST_AT_ONCE}.")
    if len(sent.get("properties") or []) > MOST_PROPERTIES:
        raise refusal(400, f"At most {MOST_PROPERTIES} properties can be asked for.")
    found, missed = _split(call, [str(one) for one in asked])
    fields = sent.get("fields") or ["*navigable"]
    beans = [call.shapes.bean(found[number], fields, sent.get("properties") or []) for number in sorted(found)]
    return Reply(200, {"issues": beans, "issueErrors": missed if call.world.tells_misses else []})


def _split(call: Call, asked: list[str]) -> tuple[dict[int, Issue], list[Json]]:
    """What is seen, by id, and what is not, as errors."""
    found: dict[int, Issue] = {}
    missed: list[Json] = []
    for text in asked:
        issue = call.world.find(text)
        if issue is not None and call.world.sees(call.viewer, issue):
            found[issue.id] = issue
        else:
            message = "Issue does not exist or you do not have permission to see it."
            missed.append({"id": text, "errorMessage": message})
    return found, missed


ROUTES: tuple[Route, ...] = (route("GET", "/issue/{issue}", get),)
CLOUD_ROUTES: tuple[Route, ...] = (route("POST", "/issue/bulkfetch", fetch, "read:jira-work"),)
