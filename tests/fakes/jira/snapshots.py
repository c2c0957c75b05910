"""Owns copies of everything that people and requests can change, taken and put back in one go."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .people import User
from .projects import Project

if TYPE_CHECKING:
    from .world import World

_SHARED = frozenset({"clock", "lock", "host", "path", "people", "agile", "later", "projects", "world"})
"""What is no copy's business, or is copied part by part."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A site at one moment: its own values, and those of its projects, users, boards and promises by object."""

    values: Mapping[str, Any]
    projects: Mapping[str, tuple[Project, Mapping[str, Any]]]
    users: Mapping[str, tuple[User, Mapping[str, Any]]]
    agile: Mapping[str, Any]
    promised: list[Any]


def take(world: World) -> Snapshot:
    """The site as it is now. What hangs in containers are values that never change, so containers are copied alone."""
    return Snapshot(
        _values(world),
        {key: (project, _values(project)) for key, project in world.projects.items()},
        {name: (user, _slots(user)) for name, user in world.people.users.items()},
        copy.deepcopy({name: value for name, value in vars(world.agile).items() if value is not world}),
        list(world.later.promised),
    )


def restore(world: World, snapshot: Snapshot) -> None:
    """Put everything back; the snapshot stays as it is."""
    _put(world, snapshot.values)
    world.projects.clear()
    for key, (project, values) in snapshot.projects.items():
        _put(project, values)
        world.projects[key] = project
    world.people.users.clear()
    for name, (user, attributes) in snapshot.users.items():
        for attribute, value in attributes.items():
            setattr(user, attribute, value)
        world.people.users[name] = user
    for name, value in copy.deepcopy(dict(snapshot.agile)).items():
        setattr(world.agile, name, value)
    world.later.promised[:] = snapshot.promised


def _values(owner: object) -> dict[str, Any]:
    return {name: _copied(value) for name, value in vars(owner).items() if name not in _SHARED}


def _put(owner: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(owner, name, _copied(value))


def _copied(value: Any) -> Any:
    """A container by itself with its inner sets; anything else is a value that never changes."""
    if isinstance(value, dict):
        return {key: set(inner) if isinstance(inner, set) else inner for key, inner in value.items()}
    return copy.copy(value) if isinstance(value, list | set) else value


def _slots(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in User.__slots__}
