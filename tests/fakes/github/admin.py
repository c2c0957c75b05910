"""Owns `/_fake/`: what a test in another process can set up, break and ask, as JSON over the same port."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from .wire import Json, Reply, Request

if TYPE_CHECKING:
    from .hub import GitHub

PREFIX = "/_fake/"
_OF_A_REPOSITORY = frozenset({
    "grant", "allow_assignees", "refuse_assignee", "label", "rename", "add_issue", "edit", "close", "reopen", "comment",
    "lock", "delete", "hide", "show", "discuss", "add_pull", "merge", "protect", "use_git", "issue",
})  # fmt: skip


class Admin:
    """Answers `POST /_fake/NAME` with a JSON object of arguments by calling the method of that name.

    A method of a repository takes the repository's full name as `repository`. `GET /_fake/state` tells everything
    that tests ask for afterwards; `POST /_fake/set` sets `latency`, `private`, `archived` and the like.
    """

    def __init__(self, hub: GitHub) -> None:
        self._hub = hub

    def answer(self, request: Request) -> Reply:
        """200 with the `result`, or 400 with the `error`."""
        name = request.path.removeprefix(PREFIX)
        with self._hub.world.lock:
            try:
                return Reply(200, {"result": plain(self._call(name, request.json()))})
            except Exception as error:  # noqa: BLE001 - whoever asked gets to see it
                return Reply(400, {"error": repr(error)})

    def _call(self, name: str, arguments: dict[str, Json]) -> object:
        if name == "state":
            return self._state()
        if name == "exchanges":
            return [_brief(exchange) for exchange in self._hub.exchanges]
        if name in _OF_A_REPOSITORY:
            return self._of_repository(name, dict(arguments))
        known: Mapping[str, Callable[..., object]] = {
            "user": self._hub.user,
            "actions": self._hub.actions,
            "app": self._hub.app,
            "revoke": self._hub.revoke,
            "repository": self._hub.repository,
            "field": self._hub.field,
            "issue_type": self._hub.issue_type,
            "lag": self._hub.lag,
            "fail": self._hub.fail,
            "count": self._hub.count,
            "heal": self._hub.faults.clear,
            "limit_writes": self._hub.limits.limit_writes,
            "limit_as_github": self._hub.limits.limit_as_github,
            "lift_limits": self._hub.limits.lift,
            "use_up": self._hub.limits.use_up,
            "set": self._set,
            "transfer": self._transfer,
            "issues": self._issues,
        }
        return known[name](**arguments)

    def _of_repository(self, name: str, arguments: dict[str, Json]) -> object:
        repository = self._hub.at(arguments.pop("repository"))
        listed = arguments.pop("logins", ())
        method: Callable[..., object] = getattr(repository, name)
        return method(*listed, **arguments)

    def _set(self, repository: str | None = None, **values: Json) -> None:
        """Set attributes of the hub (`latency`), of its limits (`primary`), or of a repository (`archived`, ...)."""
        for name, value in values.items():
            owner: object = self._hub.limits if name == "primary" else self._hub
            setattr(self._hub.at(repository) if repository else owner, name, value)

    def _transfer(self, repository: str, number: int, to: str) -> object:
        return self._hub.at(repository).transfer(number, self._hub.at(to))

    def _issues(self, repository: str) -> object:
        return self._hub.at(repository).latest()

    def _state(self) -> dict[str, Json]:
        exchanges = self._hub.exchanges
        return {
            "requests": len(exchanges),
            "methods": {name: self._hub.count(name) for name in sorted({one.method for one in exchanges})},
            "issues": {one.full_name: len(one.issues) for one in self._hub.world.repositories.values()},
            "created": dict(self._hub.created()),
            "duplicates": [[*key, *urls] for key, urls in self._hub.duplicates().items()],
            "pings": self._hub.pings,
            "refused": self._hub.limits.refused,
            "hammered": self._hub.limits.hammered,
            "most_at_once": self._hub.most_at_once,
        }


def _brief(exchange: Any) -> dict[str, Json]:
    names = ("method", "path", "query", "status", "at", "login", "fault")
    return {name: getattr(exchange, name) for name in names}


def plain(value: object) -> Json:
    """`value` as JSON can carry it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else repr(value)
