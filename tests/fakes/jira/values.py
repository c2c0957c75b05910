"""Owns how fields are set: what of a request's values a project takes, and what is said about the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .adf import is_document
from .fields import Field
from .issues import PROPERTY_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT, Issue
from .people import User
from .projects import Project
from .wire import Json, refusal
from .world import World

OFF_SCREEN = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."
BOTH = "Field with name '{}' appears in both 'fields' and 'update'"
_LABEL_LIMIT = 255
NEEDED: Mapping[str, str] = {
    "duedate": "SCHEDULE_ISSUES",
    "assignee": "ASSIGN_ISSUES",
    "reporter": "MODIFY_REPORTER",
    "security": "SET_ISSUE_SECURITY",
}
"""Fields that only those may set who have one permission more."""


class Bad(Exception):  # noqa: N818 - named for what a value is
    """A value that a field does not take: why, and under which name that is told if not under the field's."""

    def __init__(self, message: str, told_as: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.told_as = told_as


@dataclass(slots=True)
class Setting:
    """Fields of one issue being set by one user: changes by the names of an issue's attributes, errors by field."""

    world: World
    project: Project
    user: User
    screen: Collection[str]
    before: Issue | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def read(self, sent: Mapping[str, Json]) -> None:
        """Take in `fields` and `update` of a request."""
        fields, update = sent.get("fields") or {}, sent.get("update") or {}
        if not isinstance(fields, Mapping) or not isinstance(update, Mapping):
            raise refusal(400, "Can not deserialize instance of java.util.Map out of START_ARRAY token")
        for name in set(fields) & set(update):
            self.errors[name] = BOTH.format(name)
        for name, value in fields.items():
            self._try(self._set, name, value)
        for name, operations in update.items():
            self._try(self._operate, name, operations)

    def read_properties(self, sent: Mapping[str, Json]) -> dict[str, Json]:
        """The `properties` of a request by key."""
        given = sent.get("properties") or []
        if not isinstance(given, list) or any(not isinstance(one, Mapping) or "key" not in one for one in given):
            raise refusal(400, "properties must be a list of objects with 'key' and 'value'.")
        found = {str(one["key"]): one.get("value") for one in given}
        for key, value in found.items():
            check_property(key, value)
        return found

    def finish(self) -> dict[str, Any]:
        """The changes; raises 400 with every error there was."""
        if self.errors:
            raise refusal(400, **self.errors)
        if self.custom:
            self.changes["fields"] = {**(self.before.fields if self.before else {}), **self.custom}
        return self.changes

    def default(self) -> None:
        """Set required fields that have a default and got no value, and complain about the others."""
        for name in sorted(self.project.required):
            if self._has(name):
                continue
            if name in self.project.defaults:
                self._try(self._set, name, self.project.defaults[name])
            elif name not in self.errors:
                known = self.world.fields.get(name)
                self.errors[name] = f"{known.name if known else name} is required."

    def _has(self, name: str) -> bool:
        values = self.custom if name.startswith("customfield_") else self.changes
        value = values.get(_ATTRIBUTES.get(name, name))
        return value not in (None, "", (), [])

    def _try(self, act: Callable[[str, Json], None], name: str, value: Json) -> None:
        if name in self.errors:
            return
        try:
            act(name, value)
        except Bad as bad:
            self.errors[bad.told_as or name] = bad.message

    # --- one field ---

    def field(self, name: str) -> Field:
        """The field, if it is on the screen and the user may set it."""
        needs = NEEDED.get(name)
        is_open = needs is None or self.project.can(self.user, needs)
        known = self.world.fields.get(name)
        if known is None or name not in self.screen or not is_open:
            raise Bad(OFF_SCREEN.format(name))
        return known

    def _set(self, name: str, value: Json) -> None:
        known = self.field(name)
        if known.is_custom:
            self.custom[name] = _CUSTOM[known.kind](self, known, value)
        elif name in _READERS:
            self.changes[_ATTRIBUTES.get(name, name)] = _READERS[name](self, value)
        elif self.before is not None and name == "issuetype":
            self.changes["type"] = read_type(self.project, value)

    def _operate(self, name: str, operations: Json) -> None:
        known = self.field(name)
        if not isinstance(operations, list):
            raise Bad("data was not an array")
        for operation in operations:
            if not isinstance(operation, Mapping) or len(operation) != 1:
                raise Bad("an operation has one name and one value")
            verb, value = next(iter(operation.items()))
            if verb not in known.operations:
                raise Bad(f"Field '{name}' does not support operation '{verb}'")
            self._set(name, value if verb == "set" else self._combined(known, verb, value))

    def _combined(self, known: Field, verb: str, value: Json) -> Json:
        """The whole list after one addition or removal, in the form in which it is set."""
        held = self._held(known)
        if verb == "remove":
            return [one for one in held if one != value]
        return held if value in held else [*held, value]

    def _held(self, known: Field) -> list[Json]:
        if known.is_custom:
            kept = self.before.fields.get(known.id) if self.before else None
            return list(self.custom.get(known.id, kept) or [])
        before: tuple[Json, ...] = getattr(self.before, known.id, ()) if self.before else ()
        values: tuple[Json, ...] = self.changes.get(known.id, before)
        return [{"name": one} for one in values] if known.id == "components" else list(values)


def check_property(key: str, value: Json) -> None:
    """Raise 400 for a property that Jira does not keep."""
    if not 0 < len(key) <= 255:
        raise refusal(400, "The property key has to be between 1 and 255 characters long.")
    if len(json.dumps(value, ensure_ascii=False).encode()) > PROPERTY_LIMIT:
        raise refusal(400, f"The property value is longer than the allowed {PROPERTY_LIMIT} characters.")


# --- how values are read ---


def _summary(setting: Setting, value: Json) -> Json:
    if not isinstance(value, str):
        raise Bad("Operation value must be a string")
    if not value.strip():
        raise Bad("You must specify a summary of the issue.")
    if re.search(r"[\r\n]", value):
        raise Bad("The summary is invalid because it contains newline characters.")
    if len(value) > SUMMARY_LIMIT:
        raise Bad(f"Summary can't exceed {SUMMARY_LIMIT} characters.")
    return value


def read_text(value: Json, *, is_adf: bool) -> Json:
    """A text of several lines: a document on Cloud, wiki text on Data Center; raises `Bad`."""
    if value is None:
        return None
    if is_adf and not is_document(value):
        is_text = isinstance(value, str)
        told = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
        raise Bad(told if is_text else "INVALID_INPUT")
    if not is_adf and not isinstance(value, str):
        raise Bad("Operation value must be a string")
    size = len(json.dumps(value, ensure_ascii=False)) if is_adf else len(value)
    if size > TEXT_LIMIT:
        raise Bad(f"The entered text is too long. It exceeds the allowed limit of {TEXT_LIMIT:,} characters.")
    return value


def _labels(setting: Setting, value: Json) -> Json:
    if not isinstance(value, list):
        raise Bad("data was not an array")
    for label in value:
        if not isinstance(label, str) or not label:
            raise Bad("string expected at index 0")
        if re.search(r"\s", label):
            raise Bad(f"The label '{label}' contains spaces which is invalid.")
        if len(label) > _LABEL_LIMIT:
            raise Bad(f"The label '{label[:20]}...' exceeds the maximum length of {_LABEL_LIMIT} characters.")
    return tuple(sorted(dict.fromkeys(value)))


def _date(setting: Setting, value: Json) -> Json:
    if value is None:
        return None
    try:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError(value)
        date.fromisoformat(value)
    except ValueError:
        raise Bad(f"Error parsing date string: {value}") from None
    return value


def _user(setting: Setting, value: Json) -> User | None:
    if value is None:
        return None
    names = ("accountId", "id") if setting.world.is_cloud else ("name",)
    text = next((value[name] for name in names if name in value), None) if isinstance(value, Mapping) else None
    if text is None and isinstance(value, Mapping) and names[0] in value:
        return None
    if not isinstance(text, str):
        raise Bad(f"expected Object containing a `{names[0]}` property")
    if (found := setting.world.people.find(text)) is None:
        raise Bad(f"User '{text}' does not exist.")
    return found


def _assignee(setting: Setting, value: Json) -> Json:
    user = _user(setting, value)
    if user is None:
        return None
    if user.name not in setting.project.assignable or not user.active:
        shown = user.account_id if setting.world.is_cloud else user.name
        raise Bad(f"User '{shown}' cannot be assigned issues.")
    return user.name


def _reporter(setting: Setting, value: Json) -> Json:
    user = _user(setting, value)
    return user.name if user else None


def _chosen(value: Json, known: Mapping[str, str], what: str) -> str:
    """The id of what `value` names, of the `known` names by id."""
    if not isinstance(value, Mapping) or not {"id", "name", "value"} & set(value):
        raise Bad("data was not an object with 'id' or 'name'")
    if "id" in value:
        if str(value["id"]) not in known:
            raise Bad(f"{what} with id '{value['id']}' is not valid")
        return str(value["id"])
    name = value.get("name", value.get("value"))
    for number, text in known.items():
        if text == name:
            return number
    raise Bad(f"{what} name '{name}' is not valid")


def _priority(setting: Setting, value: Json) -> Json:
    if value is None:
        return None
    known = {str(at): name for at, name in enumerate(setting.world.priorities, start=1)}
    return known[_chosen(value, known, "Priority")]


def _resolution(setting: Setting, value: Json) -> Json:
    if value is None:
        return None
    known = {str(at): name for at, name in enumerate(setting.world.resolutions, start=1)}
    return known[_chosen(value, known, "Resolution")]


def _components(setting: Setting, value: Json) -> Json:
    if not isinstance(value, list):
        raise Bad("data was not an array")
    known = {number: name for name, number in setting.project.components.items()}
    return tuple(known[_chosen(one, known, "Component")] for one in value)


def _parent(setting: Setting, value: Json) -> Json:
    if value is None:
        return None
    text = value.get("key", value.get("id")) if isinstance(value, Mapping) else None
    found = setting.world.find(str(text)) if text else None
    if found is None or not setting.world.sees(setting.user, found):
        raise Bad("Could not find issue by id or key.")
    return found.id


def _security(setting: Setting, value: Json) -> Json:
    if value is None:
        return None
    mine = {number: one.name for number, one in setting.project.levels.items() if setting.user.name in one.members}
    return _chosen(value, mine, "Security level")


_READERS: Mapping[str, Callable[[Setting, Json], Json]] = {
    "summary": _summary,
    "description": lambda setting, value: read_text(value, is_adf=setting.world.is_cloud),
    "labels": _labels,
    "duedate": _date,
    "assignee": _assignee,
    "reporter": _reporter,
    "priority": _priority,
    "components": _components,
    "parent": _parent,
    "security": _security,
    "resolution": _resolution,
}
_ATTRIBUTES: Mapping[str, str] = {"duedate": "due"}


def _string(setting: Setting, known: Field, value: Json) -> Json:
    if value is not None and not isinstance(value, str):
        raise Bad("Operation value must be a string")
    return value


def _number(setting: Setting, known: Field, value: Json) -> Json:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Bad("Operation value must be a number")
    return value


def _option(setting: Setting, known: Field, value: Json) -> Json:
    if value is None:
        return None
    options = known.options or {}
    try:
        number = _chosen(value, options, "Option")
    except Bad:
        raise Bad(f"Specify a valid 'id' or 'name' for {known.name}") from None
    return {"self": f"{setting.world.api}/customFieldOption/{number}", "value": options[number], "id": number}


def _options(setting: Setting, known: Field, value: Json) -> Json:
    if not isinstance(value, list):
        raise Bad("data was not an array")
    return [_option(setting, known, one) for one in value]


def _epic(setting: Setting, known: Field, value: Json) -> Json:
    if value is None:
        return None
    found = setting.world.find(value) if isinstance(value, str) else None
    if found is None:
        raise Bad(f"Issue '{value}' does not exist.")
    return found.key


def _picked_user(setting: Setting, known: Field, value: Json) -> Json:
    user = _user(setting, value)
    name = "accountId" if setting.world.is_cloud else "name"
    return None if user is None else {name: user.account_id if setting.world.is_cloud else user.name}


_CUSTOM: Mapping[str, Callable[[Setting, Field, Json], Json]] = {
    "string": _string,
    "url": _string,
    "textarea": lambda setting, known, value: read_text(value, is_adf=setting.world.is_cloud),
    "number": _number,
    "date": lambda setting, known, value: _date(setting, value),
    "option": _option,
    "options": _options,
    "labels": lambda setting, known, value: list(_labels(setting, value)),
    "user": _picked_user,
    "epic-link": _epic,
}


def read_type(project: Project, value: Json) -> str:
    """The name of the issue type that `value` names; raises `Bad`."""
    text = value.get("id", value.get("name")) if isinstance(value, Mapping) else None
    found = project.type_named(str(text)) if text is not None else None
    if found is None:
        raise Bad("Specify a valid issue type")
    return found.name
