"""Owns the endpoints that make and change issues, with GitHub's silent drops and its refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .accounts import Account, Role
from .issues import ASSIGNEE_LIMIT, BODY_LIMIT, LABEL_LIMIT, TITLE_LIMIT, Issue
from .repository import Repository
from .routing import Call, Route, route
from .wire import Json, Reply, invalid, refusal

STATE_REASONS = ("completed", "not_planned", "duplicate", "reopened", None)


def check_issues_enabled(repository: Repository) -> None:
    """Raise 410 for a repository without issues."""
    if not repository.has_issues:
        raise refusal(410, "Issues has been disabled in this repository.")


def create_issue(call: Call) -> Reply:
    """POST an issue: what only push access may set is dropped without it."""
    check_issues_enabled(call.repository)
    sent, author = call.request.json(), call.holder().account
    check_texts("Issue", {"title": "", **sent})
    more = settings_of(call, sent, refuse_bad=True) if call.can_push else {}
    made = call.repository.open_issue(author, str(sent["title"]), sent.get("body"), **more)
    hear_issue(call, made, sent)
    shown = call.shapes.issue(call.repository, made)
    return Reply(201, shown, {"Location": shown["url"]})


def edit_issue(call: Call) -> Reply:
    """PATCH an issue: title, body and state by its author or with triage access, the rest with push access."""
    issue, sent, by = call.issue(), call.request.json(), call.holder().account
    if call.role < Role.TRIAGE and issue.author != by:
        raise refusal(403, "Must have admin rights to Repository.")
    check_texts("Issue", sent)
    _check_state(sent)
    changes: dict[str, Any] = {name: sent[name] for name in ("title", "body") if name in sent}
    if call.can_push:
        changes |= settings_of(call, sent, refuse_bad=True)
    call.repository.change(issue.number, **changes)
    if "state" in sent:
        other = _canonical(call, sent)
        call.repository.set_state(issue.number, by, sent["state"], sent.get("state_reason"), other)
    changed = call.issue()
    hear_issue(call, changed, sent)
    return Reply(200, call.shapes.issue(call.repository, changed))


def _canonical(call: Call, sent: dict[str, Json]) -> int | None:
    """The id of the issue that this one repeats; raises 422 for one that the asker does not see."""
    number = sent.get("duplicate_issue_id")
    if number is None or sent.get("state_reason") != "duplicate":
        return None
    found = call.world.by_database_id(number)
    if found is None or call.world.role_in(found[0], call.token) is Role.NONE:
        raise invalid("Issue", "duplicate_issue_id", value=number)
    return found[1].id


def check_texts(resource: str, sent: dict[str, Json]) -> None:
    """Raise 422 for a title or body that is empty, too long or no text."""
    title, body = sent.get("title"), sent.get("body")
    if title is not None and not str(title).strip():
        raise invalid(resource, "title", "missing_field")
    if "\0" in f"{title}{body}":
        raise invalid(resource, "body", "custom", message="contains a null byte")
    if title is not None and len(str(title)) > TITLE_LIMIT:
        raise invalid(resource, "title", "custom", message=f"title is too long (maximum is {TITLE_LIMIT} characters)")
    if body is not None and not isinstance(body, str):
        raise refusal(422, "Invalid request.\n\nFor 'properties/body', the value is not a string.")
    if body and len(body) > BODY_LIMIT:
        raise invalid(resource, "body", "custom", message=f"body is too long (maximum is {BODY_LIMIT} characters)")


def _check_state(sent: dict[str, Json]) -> None:
    if sent.get("state", "open") not in {"open", "closed"}:
        raise invalid("Issue", "state", value=sent["state"])
    if sent.get("state_reason") not in STATE_REASONS:
        raise invalid("Issue", "state_reason", value=sent["state_reason"])


def settings_of(call: Call, sent: dict[str, Json], *, refuse_bad: bool) -> dict[str, Any]:
    """What `sent` says of labels, assignees, type, milestone and fields, as an issue holds it."""
    settings: dict[str, Any] = {}
    if sent.get("labels") is not None:
        settings["labels"] = label_names(call.repository, sent["labels"])
    names = sent.get("assignees", [sent["assignee"]] if sent.get("assignee") else None)
    if names is not None:
        settings["assignees"] = assignees_of(call.repository, names, refuse_bad=refuse_bad)
    if "type" in sent:
        settings["type"] = _type_of(call, sent["type"])
    if "milestone" in sent:
        settings["milestone"] = _milestone_of(call, sent["milestone"])
    if "issue_field_values" in sent and call.shapes.fields_of(call.repository):
        settings["field_values"] = values_of(call, sent["issue_field_values"])
    return settings


def label_names(repository: Repository, sent: Iterable[Json]) -> tuple[str, ...]:
    """Names of the labels, each once; unknown ones are made."""
    names = [entry["name"] if isinstance(entry, dict) else str(entry) for entry in sent]
    if any(len(name) > LABEL_LIMIT for name in names):
        raise invalid("Label", "name", "custom", message=f"name is too long (maximum is {LABEL_LIMIT} characters)")
    return tuple(dict.fromkeys(repository.label(name).name for name in names))


def assignees_of(repository: Repository, names: Iterable[Json], *, refuse_bad: bool) -> tuple[Account, ...]:
    """The accounts of `names`; one that cannot be assigned is refused (422) or ignored."""
    logins = [entry["login"] if isinstance(entry, dict) else str(entry) for entry in names]
    bad = [login for login in logins if login.lower() not in repository.assignees]
    if bad and refuse_bad:
        raise invalid("Issue", "assignees", value=bad[0])
    good = dict.fromkeys(repository.assignees[login.lower()] for login in logins if login not in bad)
    if len(good) > ASSIGNEE_LIMIT:
        raise invalid("Issue", "assignees", "custom", message=f"maximum is {ASSIGNEE_LIMIT} assignees")
    return tuple(good)


def _type_of(call: Call, name: Json) -> str | None:
    if name is None:
        return None
    if (found := call.shapes.issue_type(call.repository, str(name))) is None:
        raise invalid("Issue", "type", value=str(name))
    return str(found["name"])


def _milestone_of(call: Call, number: Json) -> int | None:
    if number is None:
        return None
    if not str(number).isdigit() or int(number) not in call.repository.milestones:
        raise invalid("Issue", "milestone", value=number)
    return int(number)


def values_of(call: Call, sent: list[dict[str, Json]]) -> dict[int, object]:
    """Field id to value; raises 422 for a field that the organisation lacks or a value of another type."""
    known = {field.id: field for field in call.shapes.fields_of(call.repository)}
    for entry in sent:
        if (field := known.get(entry["field_id"])) is None:
            raise invalid("Issue", "issue_field_values", value=str(entry["field_id"]))
        if field.data_type == "date" and not _is_date(entry["value"]):
            raise invalid("Issue", "issue_field_values", value=str(entry["value"]))
    return {entry["field_id"]: entry["value"] for entry in sent}


def _is_date(value: Json) -> bool:
    parts = value.split("-") if isinstance(value, str) else []
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdigit() for part in parts)


def hear_issue(call: Call, issue: Issue, sent: dict[str, Json]) -> None:
    """Note what the texts of a create or an edit stir."""
    by = call.holder().account
    for where in ("title", "body"):
        if sent.get(where) is not None:
            call.world.hear(where, issue.number, call.repository, by, str(sent[where]))


ROUTES: tuple[Route, ...] = (
    route("POST", "/{repo}/issues", create_issue, "issues=write"),
    route("PATCH", "/{repo}/issues/{number}", edit_issue, "issues=write"),
)
