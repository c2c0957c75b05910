"""Owns commits made through GraphQL: several files at once, only onto the tip that the asker knows."""

from __future__ import annotations

import base64

from .accounts import Role, Token
from .wire import Json
from .world import World


class Stale(Exception):  # noqa: N818 - GitHub's word is STALE_DATA
    """The branch has moved on."""


def commit_on_branch(world: World, token: Token, sent: dict[str, Json]) -> str:
    """The id of the new commit; raises `Stale`, and `LookupError` for a repository or branch that is not there."""
    branch, name = sent["branch"].get("branchName", ""), sent["branch"].get("repositoryNameWithOwner", "")
    repository = world.named(name)
    if repository is None or world.role_in(repository, token) < Role.PUSH:
        raise LookupError(f"Could not resolve to a Repository with the name '{name}'.")
    head = repository.files.heads().get(branch)
    if head is None:
        raise LookupError(f"No branch called {branch}")
    if head != sent["expectedHeadOid"]:
        raise Stale(f'Expected branch to point to "{sent["expectedHeadOid"]}" but it did not. Pull and try again.')
    changes = sent.get("fileChanges") or {}
    added = {entry["path"]: base64.b64decode(entry["contents"]) for entry in changes.get("additions") or ()}
    removed = tuple(entry["path"] for entry in changes.get("deletions") or ())
    return repository.files.commit(branch, added, removed)
