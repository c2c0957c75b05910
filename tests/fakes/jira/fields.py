"""Owns the fields that an issue may have: their ids, what people call them, and their schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .wire import Json

_PLUGIN = "com.atlassian.jira.plugin.system.customfieldtypes:"
_SET = ("set",)
_LIST = ("add", "set", "remove")


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `kind` is how its values are read, `options` what a choice offers, by id."""

    id: str
    name: str
    kind: str
    schema: Mapping[str, Json]
    operations: tuple[str, ...] = _SET
    options: Mapping[str, str] | None = None

    @property
    def is_custom(self) -> bool:
        """Whether a site added it."""
        return self.id.startswith("customfield_")


def _system(name: str, label: str, kind: str, items: str | None = None) -> Field:
    listed = {"items": items} if items else {}
    return Field(name, label, kind, {"type": kind, **listed, "system": name}, _LIST if items else _SET)


STANDARD: tuple[Field, ...] = (
    _system("project", "Project", "project"),
    _system("issuetype", "Issue Type", "issuetype"),
    _system("summary", "Summary", "string"),
    _system("description", "Description", "string"),
    _system("labels", "Labels", "array", "string"),
    _system("duedate", "Due date", "date"),
    _system("assignee", "Assignee", "user"),
    _system("reporter", "Reporter", "user"),
    _system("priority", "Priority", "priority"),
    _system("components", "Components", "array", "component"),
    _system("parent", "Parent", "issuelink"),
    _system("security", "Security Level", "securitylevel"),
    _system("resolution", "Resolution", "resolution"),
)

CREATE_SCREEN = tuple(field.id for field in STANDARD if field.id != "resolution")
EDIT_SCREEN = tuple(field.id for field in STANDARD if field.id not in {"resolution", "project"})

_CUSTOM: Mapping[str, tuple[str, str | None, str]] = {
    "string": ("string", None, f"{_PLUGIN}textfield"),
    "textarea": ("string", None, f"{_PLUGIN}textarea"),
    "url": ("string", None, f"{_PLUGIN}url"),
    "number": ("number", None, f"{_PLUGIN}float"),
    "date": ("date", None, f"{_PLUGIN}datepicker"),
    "option": ("option", None, f"{_PLUGIN}select"),
    "options": ("array", "option", f"{_PLUGIN}multiselect"),
    "labels": ("array", "string", f"{_PLUGIN}labels"),
    "user": ("user", None, f"{_PLUGIN}userpicker"),
    "epic-link": ("any", None, "com.pyxis.greenhopper.jira:gh-epic-link"),
}


def custom(number: int, name: str, kind: str, options: Mapping[str, str]) -> Field:
    """A field of a site's own; `kind` is string, textarea, url, number, date, option(s), labels, user or epic-link."""
    type_name, items, plugin = _CUSTOM[kind]
    listed = {"items": items} if items else {}
    schema = {"type": type_name, **listed, "custom": plugin, "customId": number}
    return Field(f"customfield_{number}", name, kind, schema, _LIST if items else _SET, options or None)
