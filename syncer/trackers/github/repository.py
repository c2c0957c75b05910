"""Owns what the API says of a repository: one form for the answers of REST and of GraphQL."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.trackers.github.places import checked
from syncer.trackers.github.shown import Json

_MAY_PUSH = frozenset({"ADMIN", "MAINTAIN", "WRITE"})
_MAY_TRIAGE = _MAY_PUSH | {"TRIAGE"}


@dataclass(frozen=True, slots=True)
class Repository:
    """What the API says of a repository; `pushes` and `triages` are `None` where it does not say so of this token."""

    name: str
    owner: str
    is_organization: bool
    is_public: bool
    is_archived: bool
    has_issues: bool
    pushes: bool | None
    triages: bool | None

    @property
    def lacking(self) -> str | None:
        """What the token's account may not do, `None` where it may write or nothing is said of it."""
        if self.pushes is not False:
            return None
        return f"the token's account may {'triage, but not write' if self.triages else 'only read'}"


def repository_of_rest(data: Json, *, is_app: bool) -> Repository:
    """A repository of the REST API; raises ValueError, KeyError or TypeError for anything else."""
    # What an App's token may do is in its own permissions; those of the repository are a person's.
    permissions = {} if is_app else data.get("permissions") or {}
    return Repository(
        name=checked(data["full_name"]),
        owner=str(data["owner"]["login"]),
        is_organization=data["owner"]["type"] == "Organization",
        is_public=not data["private"],
        is_archived=bool(data.get("archived")),
        has_issues=bool(data.get("has_issues", True)),
        pushes=permissions.get("push"),
        triages=permissions.get("triage"),
    )


def repository_of_graphql(node: Json, *, is_app: bool) -> Repository:
    """A repository of the GraphQL API; raises ValueError, KeyError or TypeError for anything else."""
    role = None if is_app else node["viewerPermission"]
    return Repository(
        name=checked(node["nameWithOwner"]),
        owner=str(node["owner"]["login"]),
        is_organization=node["owner"]["__typename"] == "Organization",
        is_public=not node["isPrivate"],
        is_archived=bool(node["isArchived"]),
        has_issues=bool(node["hasIssuesEnabled"]),
        pushes=None if role is None else role in _MAY_PUSH,
        triages=None if role is None else role in _MAY_TRIAGE,
    )
