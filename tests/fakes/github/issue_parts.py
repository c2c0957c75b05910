"""Owns the endpoints for what hangs on an issue: labels, assignees, comments, field values."""

from __future__ import annotations

from .accounts import Role
from .issue_writes import assignees_of, check_texts, label_names, values_of
from .paging import page_of
from .routing import Call, Route, route
from .wire import Json, Reply, invalid, refusal


def _check_push(call: Call) -> None:
    """Raise as GitHub refuses an asker who may only look."""
    if call.role < Role.TRIAGE:
        raise refusal(403, "Must have admin rights to Repository.")


# --- labels ---


def list_repository_labels(call: Call) -> Reply:
    """GET the labels of the repository."""
    rows = sorted(call.repository.labels.values(), key=lambda label: label.name.lower())
    return page_of(call, rows, lambda label: call.shapes.label(call.repository, label))


def get_label(call: Call) -> Reply:
    """GET one label of the repository."""
    if (found := call.repository.labels.get(call.parts["name"].lower())) is None:
        raise refusal(404, "Not Found")
    return Reply(200, call.shapes.label(call.repository, found))


def create_label(call: Call) -> Reply:
    """POST a label of the repository."""
    _check_push(call)
    sent = call.request.json()
    name = str(sent.get("name") or "")
    if not name:
        raise invalid("Label", "name", "missing_field")
    if name.lower() in call.repository.labels:
        raise invalid("Label", "name", "already_exists")
    made = call.repository.label(name, sent.get("color") or "ededed", sent.get("description"))
    return Reply(201, call.shapes.label(call.repository, made))


def list_labels(call: Call) -> Reply:
    """GET the labels of an issue."""
    return page_of(call, call.shapes.labels(call.repository, call.issue()))


def add_labels(call: Call) -> Reply:
    """POST labels onto an issue."""
    held = call.issue().labels
    return _set_labels(call, tuple(dict.fromkeys((*held, *_sent_labels(call)))))


def set_labels(call: Call) -> Reply:
    """PUT the labels of an issue."""
    return _set_labels(call, _sent_labels(call))


def remove_labels(call: Call) -> Reply:
    """DELETE every label of an issue."""
    _set_labels(call, ())
    return Reply(204)


def remove_label(call: Call) -> Reply:
    """DELETE one label of an issue."""
    held = call.issue().labels
    kept = tuple(name for name in held if name.lower() != call.parts["name"].lower())
    if kept == held:
        raise refusal(404, "Label does not exist")
    return _set_labels(call, kept)


def _sent_labels(call: Call) -> tuple[str, ...]:
    sent = call.request.any_json()
    return label_names(call.repository, sent if isinstance(sent, list) else sent.get("labels", []))


def _set_labels(call: Call, names: tuple[str, ...]) -> Reply:
    _check_push(call)
    changed = call.repository.change(call.issue().number, labels=names)
    return Reply(200, call.shapes.labels(call.repository, changed))


# --- assignees ---


def list_assignees(call: Call) -> Reply:
    """GET whom issues of the repository can be assigned to."""
    rows = sorted(call.repository.assignees.values(), key=lambda account: account.login.lower())
    return page_of(call, rows, call.shapes.user)


def check_assignee(call: Call) -> Reply:
    """GET whether issues can be assigned to somebody: 204 or 404."""
    if call.parts["login"].lower() not in call.repository.assignees:
        raise refusal(404, "Not Found")
    return Reply(204)


def add_assignees(call: Call) -> Reply:
    """POST assignees onto an issue; who cannot be assigned is ignored."""
    held = [account.login for account in call.issue().assignees]
    return _set_assignees(call, [*held, *call.request.json().get("assignees", [])])


def remove_assignees(call: Call) -> Reply:
    """DELETE assignees of an issue."""
    gone = {str(login).lower() for login in call.request.json().get("assignees", [])}
    kept = [account.login for account in call.issue().assignees if account.login.lower() not in gone]
    reply = _set_assignees(call, kept)
    return Reply(200, reply.content)


def _set_assignees(call: Call, logins: list[str]) -> Reply:
    number = call.issue().number
    if call.can_push:
        call.repository.change(number, assignees=assignees_of(call.repository, logins, refuse_bad=False))
    return Reply(201, call.shapes.issue(call.repository, call.issue()))


# --- comments ---


def list_comments(call: Call) -> Reply:
    """GET the comments of an issue, oldest first."""
    issue = call.issue()
    return page_of(call, list(issue.comments), lambda row: call.shapes.comment(call.repository, issue, row))


def create_comment(call: Call) -> Reply:
    """POST a comment."""
    issue, by, sent = call.issue(), call.holder().account, call.request.json()
    if not sent.get("body"):
        raise invalid("IssueComment", "body", "missing_field")
    check_texts("IssueComment", sent)
    if issue.is_locked and not call.can_push:
        raise refusal(403, "Unable to create comment because issue is locked.")
    made = call.repository.add_comment(issue.number, by, sent["body"])
    call.world.hear("comment", issue.number, call.repository, by, made.body)
    shown = call.shapes.comment(call.repository, issue, made)
    return Reply(201, shown, {"Location": shown["url"]})


# --- field values ---


def list_field_values(call: Call) -> Reply:
    """GET the values of an issue's fields."""
    _check_fields(call)
    return page_of(call, _values(call))


def add_field_values(call: Call) -> Reply:
    """POST values of an issue's fields; other fields keep theirs."""
    return _set_values(call, dict(call.issue().field_values) | _sent_values(call))


def set_field_values(call: Call) -> Reply:
    """PUT the values of an issue's fields; other fields lose theirs."""
    return _set_values(call, _sent_values(call))


def remove_field_value(call: Call) -> Reply:
    """DELETE the value of one field."""
    kept = dict(call.issue().field_values)
    if kept.pop(int(call.parts["field"]), None) is None:
        raise refusal(404, "Not Found")
    _set_values(call, kept)
    return Reply(204)


def _check_fields(call: Call) -> None:
    if not call.shapes.fields_of(call.repository):
        raise refusal(404, "Not Found")


def _sent_values(call: Call) -> dict[int, object]:
    return values_of(call, call.request.json().get("issue_field_values", []))


def _values(call: Call) -> list[Json]:
    return call.shapes.field_values(call.repository, call.issue())


def _set_values(call: Call, values: dict[int, object]) -> Reply:
    _check_fields(call)
    _check_push(call)
    call.repository.change(call.issue().number, field_values=values)
    return Reply(200, _values(call))


def list_fields(call: Call) -> Reply:
    """GET the issue fields of an organisation."""
    call.holder()
    known = call.world.accounts.find(call.parts["org"])
    if known is None or known.kind != "Organization":
        raise refusal(404, "Not Found")
    rows = call.world.fields.get(call.parts["org"].lower(), [])
    return Reply(200, [call.shapes.field(field) for field in rows])


ROUTES: tuple[Route, ...] = (
    route("GET", "/{repo}/labels", list_repository_labels, "issues=read"),
    route("POST", "/{repo}/labels", create_label, "issues=write"),
    route("GET", "/{repo}/labels/{name}", get_label, "issues=read"),
    route("GET", "/{repo}/issues/{number}/labels", list_labels, "issues=read"),
    route("POST", "/{repo}/issues/{number}/labels", add_labels, "issues=write"),
    route("PUT", "/{repo}/issues/{number}/labels", set_labels, "issues=write"),
    route("DELETE", "/{repo}/issues/{number}/labels", remove_labels, "issues=write"),
    route("DELETE", "/{repo}/issues/{number}/labels/{name}", remove_label, "issues=write"),
    route("GET", "/{repo}/assignees", list_assignees, "issues=read"),
    route("GET", "/{repo}/assignees/{login}", check_assignee, "issues=read"),
    route("POST", "/{repo}/issues/{number}/assignees", add_assignees, "issues=write"),
    route("DELETE", "/{repo}/issues/{number}/assignees", remove_assignees, "issues=write"),
    route("GET", "/{repo}/issues/{number}/comments", list_comments, "issues=read"),
    route("POST", "/{repo}/issues/{number}/comments", create_comment, "issues=write"),
    route("GET", "/{repo}/issues/{number}/issue-field-values", list_field_values, "issues=read"),
    route("POST", "/{repo}/issues/{number}/issue-field-values", add_field_values, "issues=write"),
    route("PUT", "/{repo}/issues/{number}/issue-field-values", set_field_values, "issues=write"),
    route("DELETE", "/{repo}/issues/{number}/issue-field-values/{field}", remove_field_value, "issues=write"),
    route("GET", "/orgs/{org}/issue-fields", list_fields),
)
