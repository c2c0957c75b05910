"""Owns `/_fake/`: what a test in another process can set up, break and ask, as JSON over the same port."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from .wire import Json, Reply, Request

if TYPE_CHECKING:
    from .hub import Jira

PREFIX = "/_fake/"
_OF_A_PROJECT = frozenset({
    "grant", "revoke_permissions", "allow_assignees", "refuse_assignee", "add_type", "add_component", "add_level",
    "add_field", "require", "off_screen", "block", "burn",
})  # fmt: skip
_BY_HAND = (
    "issue", "open_issue", "add_issues", "edit", "transition", "comment", "delete", "move", "hide", "show", "duplicate",
    "remove_label", "delete_comment", "set_property",
)  # fmt: skip
_OF_THE_SITE = ("user", "revoke", "project", "custom_field", "lag", "fail", "count")
_OF_LIMITS = (
    "limit_burst", "limit_issue_writes", "limit_quota", "limit_bucket", "limit_as_cloud", "limit_as_data_center",
    "use_up", "away",
)  # fmt: skip
_LISTS = ("permissions", "names", "statuses", "keys")
_BEFORE_LISTS = ("name", "search")
"""Arguments that a method takes as many as there are, and those that come before them."""


class Admin:
    """Answers `POST /_fake/NAME` with a JSON object of arguments by calling the method of that name.

    With `project` it is a method of that project. `POST /_fake/state` tells everything that tests ask for afterwards;
    `POST /_fake/set` sets `latency`, or attributes of a project (`archived`, `private`).
    """

    def __init__(self, jira: Jira) -> None:
        self._jira = jira

    def answer(self, request: Request) -> Reply:
        """200 with the `result`, or 400 with the `error`."""
        name = request.path.removeprefix(PREFIX)
        with self._jira.world.lock:
            try:
                return Reply(200, {"result": plain(self._call(name, request.json()))})
            except Exception as error:  # noqa: BLE001 - whoever asked gets to see it
                return Reply(400, {"error": repr(error)})

    def _call(self, name: str, arguments: dict[str, Json]) -> object:
        arguments = dict(arguments)
        listed = [item for key in _LISTS for item in arguments.pop(key, ())]
        method = self._known(name, arguments)
        before = [arguments.pop(key) for key in _BEFORE_LISTS if listed and key in arguments]
        return method(*before, *listed, **arguments)

    def _known(self, name: str, arguments: dict[str, Json]) -> Callable[..., object]:
        jira = self._jira
        if name in _OF_A_PROJECT:
            project = jira.at(arguments.pop("project"))
            method: Callable[..., object] = getattr(project, name.removesuffix("_permissions"))
            return method
        owners: Mapping[str, object] = {
            **dict.fromkeys((*_BY_HAND, *_OF_THE_SITE), jira),
            **dict.fromkeys(_OF_LIMITS, jira.limits),
            **dict.fromkeys(("board", "sprint", "start", "close"), jira.agile),
            **dict.fromkeys(("state", "exchanges", "set", "issues", "heal", "lift_limits"), self),
        }
        known: Callable[..., object] = getattr(owners[name], name)
        return known

    # --- what only this interface has ---

    def set(self, project: str | None = None, **values: Json) -> None:
        """Set attributes of the site (`latency`), or of a project."""
        for name, value in values.items():
            setattr(self._jira.at(project) if project else self._jira, name, value)

    def issues(self, project: str) -> object:
        """The issues of the project as they are now."""
        return [{"key": issue.key, **plain(issue)} for issue in self._jira.at(project).issues]

    def exchanges(self) -> object:
        """Every request so far, without what it carried."""
        names = ("method", "path", "query", "status", "at", "login", "fault")
        return [{name: getattr(exchange, name) for name in names} for exchange in self._jira.exchanges]

    def heal(self) -> None:
        """No fault any more."""
        self._jira.faults.clear()

    def lift_limits(self) -> None:
        """No limit any more."""
        self._jira.limits.lift()

    def state(self) -> dict[str, Json]:
        """Requests, issues, accounts that created, duplicates, pings and refusals so far."""
        jira, exchanges = self._jira, self._jira.exchanges
        return {
            "requests": len(exchanges),
            "methods": {name: jira.count(name) for name in sorted({one.method for one in exchanges})},
            "issues": {key: len(project.issues) for key, project in jira.world.projects.items()},
            "created": dict(jira.created()),
            "duplicates": [[*key, *keys] for key, keys in jira.duplicates().items()],
            "pings": jira.pings,
            "refused": jira.limits.refused,
            "hammered": jira.limits.hammered,
            "most_at_once": jira.most_at_once,
        }


def plain(value: object) -> Any:
    """`value` as JSON can carry it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else repr(value)
