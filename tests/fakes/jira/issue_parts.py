"""Owns the requests for what hangs on an issue: properties, comments, links to elsewhere and to other issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .issues import Comment, Issue, IssueLink, RemoteLink
from .routing import NO_ISSUE, Call, Route, route
from .values import Bad, Setting, check_property, read_text
from .wire import Json, Reply, refusal

_COMMENTS_BY_DEFAULT = 100

# --- properties ---


def list_properties(call: Call) -> Reply:
    """GET the keys of the properties."""
    issue = call.issue()
    keys = [{"self": _property_url(call, issue, key), "key": key} for key in issue.properties]
    return Reply(200, {"keys": keys})


def _property_url(call: Call, issue: Issue, key: str) -> str:
    return call.shapes.self_of("issue", issue.id, "properties", key)


def get_property(call: Call) -> Reply:
    """GET one property."""
    issue, key = call.issue(), call.parts["key"]
    if key not in issue.properties:
        raise refusal(404, f"The property with key '{key}' does not exist.")
    return Reply(200, {"key": key, "value": issue.properties[key]})


def put_property(call: Call) -> Reply:
    """PUT a property: the body is its value. 201 for a new one, 200 for one that was there."""
    issue, key = call.changeable("EDIT_ISSUES"), call.parts["key"]
    value = call.request.any_json()
    check_property(key, value)
    call.world.change(issue.id, touch=False, properties={**issue.properties, key: value})
    return Reply(200 if key in issue.properties else 201, {} if call.world.is_cloud else None)


def delete_property(call: Call) -> Reply:
    """DELETE a property."""
    issue, key = call.changeable("EDIT_ISSUES"), call.parts["key"]
    if key not in issue.properties:
        raise refusal(404, f"The property with key '{key}' does not exist.")
    kept = {name: value for name, value in issue.properties.items() if name != key}
    call.world.change(issue.id, touch=False, properties=kept)
    return Reply(204)


# --- comments ---


def list_comments(call: Call) -> Reply:
    """GET a page of comments, the oldest first unless `orderBy=-created`."""
    issue = call.issue()
    start = call.number("startAt", 0)
    most = call.number("maxResults", _COMMENTS_BY_DEFAULT if call.world.is_cloud else 1_048_576, 5_000)
    order = call.query.get("orderBy", "created")
    if order.lstrip("+-") != "created":
        raise refusal(400, f"Comments cannot be ordered by '{order}'.")
    comments = issue.comments[::-1] if order.startswith("-") else issue.comments
    has_properties = "properties" in call.request.listed("expand")
    shown = [call.shapes.comment(one, issue, has_properties=has_properties) for one in comments[start : start + most]]
    return Reply(200, {"startAt": start, "maxResults": most, "total": len(comments), "comments": shown})


def add_comment(call: Call) -> Reply:
    """POST a comment, with properties if there are some."""
    issue = call.changeable("ADD_COMMENTS", 400, "You do not have the permission to comment on this issue.")
    sent = call.json()
    body = _body(call, sent)
    properties = Setting(call.world, call.project_of(issue), call.user(), (), issue).read_properties(sent)
    made = call.world.add_comment(issue.id, call.user(), body, properties)
    call.world.hear("comment", issue, call.user(), body)
    return Reply(201, call.shapes.comment(made, issue))


def _body(call: Call, sent: Mapping[str, Json]) -> Json:
    try:
        body = read_text(sent.get("body"), is_adf=call.world.is_cloud)
    except Bad as bad:
        raise refusal(400, comment=bad.message) from None
    if not body:
        raise refusal(400, comment="Comment body can not be empty!")
    return body


def _comment(call: Call, issue: Issue) -> Comment:
    found = next((one for one in issue.comments if str(one.id) == call.parts["id"]), None)
    if found is None:
        raise refusal(404, f"Can not find a comment for the id: {call.parts['id']}.")
    return found


def get_comment(call: Call) -> Reply:
    """GET one comment."""
    issue = call.issue()
    return Reply(200, call.shapes.comment(_comment(call, issue), issue))


def edit_comment(call: Call) -> Reply:
    """PUT another text into one's own comment."""
    issue = call.changeable("ADD_COMMENTS")
    before = _own(call, issue)
    after = replace(before, body=_body(call, call.json()), updated=call.world.now())
    call.world.change(issue.id, comments=tuple(after if one.id == before.id else one for one in issue.comments))
    call.world.hear("comment", issue, call.user(), after.body)
    return Reply(200, call.shapes.comment(after, issue))


def delete_comment(call: Call) -> Reply:
    """DELETE one's own comment."""
    issue = call.changeable("ADD_COMMENTS")
    before = _own(call, issue)
    call.world.change(issue.id, comments=tuple(one for one in issue.comments if one.id != before.id))
    return Reply(204)


def _own(call: Call, issue: Issue) -> Comment:
    found = _comment(call, issue)
    if found.author != call.user().name:
        raise refusal(400, f"You do not have the permission to edit comment with id: {found.id}.")
    return found


# --- links to elsewhere ---


def list_remote_links(call: Call) -> Reply:
    """GET the links to elsewhere; with `globalId` the one that has it, alone."""
    issue = call.issue()
    wanted = call.query.get("globalId")
    if wanted is None:
        return Reply(200, [call.shapes.remote_link(link, issue) for link in issue.remote_links])
    found = next((link for link in issue.remote_links if link.global_id == wanted), None)
    if found is None:
        raise refusal(404, f"The remote issue link with global ID '{wanted}' could not be found.")
    return Reply(200, call.shapes.remote_link(found, issue))


def put_remote_link(call: Call) -> Reply:
    """POST a link: made (201), or where its `globalId` is known replaced as a whole (200)."""
    issue = call.changeable("LINK_ISSUES")
    sent = call.json()
    shown, global_id = _linked_object(sent), sent.get("globalId")
    if global_id is not None and not 0 < len(global_id) <= 255:
        raise refusal(400, globalId="'globalId' must be between 1 and 255 characters.")
    before = next((one for one in issue.remote_links if global_id and one.global_id == global_id), None)
    number = before.id if before else call.world.next_id()
    link = RemoteLink(number, global_id, shown, sent.get("relationship"), sent.get("application"))
    others = tuple(one for one in issue.remote_links if one.id != number)
    call.world.change(issue.id, remote_links=(*others, link))
    where = call.shapes.self_of("issue", issue.key, "remotelink", number)
    return Reply(200 if before else 201, {"id": number, "self": where})


def _linked_object(sent: Mapping[str, Json]) -> Mapping[str, Json]:
    """What a link leads to; raises 400 without an address and a title."""
    shown = sent.get("object")
    known: Mapping[str, Json] = shown if isinstance(shown, Mapping) else {}
    for name in ("url", "title"):
        if not isinstance(known.get(name), str) or not known[name]:
            raise refusal(400, **{name: f"'{name}' is required."})
    if len(known["title"]) > 255:
        raise refusal(400, title="'title' is too long. Max length is 255 characters.")
    return known


def delete_remote_link(call: Call) -> Reply:
    """DELETE the link with that `globalId`."""
    issue = call.changeable("LINK_ISSUES")
    kept = tuple(one for one in issue.remote_links if one.global_id != call.query.get("globalId"))
    if len(kept) == len(issue.remote_links):
        raise refusal(404, "The remote issue link could not be found.")
    call.world.change(issue.id, remote_links=kept)
    return Reply(204)


# --- links of issues ---


def link_issues(call: Call) -> Reply:
    """POST a link of two issues; the same one twice is one."""
    call.user()
    sent = call.json()
    wanted = sent.get("type") or {}
    kinds = enumerate(call.world.link_types, start=10_000)
    kind = next((one for number, one in kinds if wanted.get("name") == one[0] or wanted.get("id") == str(number)), None)
    if kind is None:
        raise refusal(404, f"No issue link type with name '{wanted.get('name')}' found.")
    inward, outward = (_linked(call, sent.get(side) or {}) for side in ("inwardIssue", "outwardIssue"))
    ends = (kind[0], inward.id, outward.id)
    if ends not in {(one.type, one.inward, one.outward) for one in call.world.links}:
        call.world.links.append(IssueLink(call.world.next_id(), *ends))
    return Reply(201)


def _linked(call: Call, named: Mapping[str, Json]) -> Issue:
    issue = call.world.find(str(named.get("id") or named.get("key") or ""))
    if issue is None or not call.world.sees(call.viewer, issue):
        raise refusal(404, NO_ISSUE)
    if not call.project_of(issue).can(call.viewer, "LINK_ISSUES"):
        raise refusal(401, "No Link Issue Permission for issue '" + issue.key + "'")
    return issue


def list_link_types(call: Call) -> Reply:
    """GET the types of links of issues."""
    return Reply(200, {"issueLinkTypes": [call.shapes.link_type(kind) for kind in call.world.link_types]})


ROUTES: tuple[Route, ...] = (
    route("GET", "/issue/{issue}/properties", list_properties),
    route("GET", "/issue/{issue}/properties/{key}", get_property),
    route("PUT", "/issue/{issue}/properties/{key}", put_property),
    route("DELETE", "/issue/{issue}/properties/{key}", delete_property),
    route("GET", "/issue/{issue}/comment", list_comments),
    route("POST", "/issue/{issue}/comment", add_comment),
    route("GET", "/issue/{issue}/comment/{id}", get_comment),
    route("PUT", "/issue/{issue}/comment/{id}", edit_comment),
    route("DELETE", "/issue/{issue}/comment/{id}", delete_comment),
    route("GET", "/issue/{issue}/remotelink", list_remote_links),
    route("POST", "/issue/{issue}/remotelink", put_remote_link),
    route("DELETE", "/issue/{issue}/remotelink", delete_remote_link),
    route("POST", "/issueLink", link_issues),
    route("GET", "/issueLinkType", list_link_types),
)
