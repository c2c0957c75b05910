"""Owns what a project itself tells: why nothing can be made in it, what we may do there, and who can read it."""

from __future__ import annotations

from syncer.errors import NotAllowed, Unavailable
from syncer.model import Target
from syncer.trackers.jira.refusals import content_of, refusal, said_of
from syncer.trackers.jira.site import Site

_HIDDEN = frozenset({401, 403, 404})


def explained(site: Site, target: Target, otherwise: str) -> NotAllowed:
    """Why no issue can be made in `target`: no such project, archived, else `otherwise`. Raises other `PortError`."""
    place = site.place(target)
    answer = site.account.get(target, site.account.api("project", target.name))
    if answer.status in (403, 404):
        return NotAllowed(
            f"{place}: there is no such project, or the account may not browse it ({said_of(answer)}); correct the "
            "key, or give the account the permission Browse Projects"
        )
    if not answer.is_success:
        raise refusal(answer, place)
    if content_of(answer).get("archived") is True:
        return NotAllowed(f"{place}: the project is archived; restore it, or route its items elsewhere")
    return NotAllowed(f"{place}: {otherwise}")


def has_permission(site: Site, target: Target, permission: str) -> bool:
    """Whether the account has `permission` in the project, whatever one issue refuses; not so where nobody tells."""
    asked = {"permissions": permission} if site.account.is_cloud else {}  # Data Center tells of all of them
    path = site.account.api("mypermissions")
    told = content_of(site.account.get(target, path, {"projectKey": target.name, **asked})).get("permissions")
    mine = told.get(permission) if isinstance(told, dict) else None
    return isinstance(mine, dict) and mine.get("havePermission") is True


def is_public(site: Site, target: Target) -> bool:
    """Whether everybody can read the project of `target`, without logging in; asked once. Raises `PortError`."""
    if target not in site.audiences:
        answer = site.account.anonymous(target, site.account.api("project", target.name))
        is_shown = answer.is_success and bool(content_of(answer).get("key"))
        if not (answer.is_success or 300 <= answer.status < 400 or answer.status in _HIDDEN):
            raise Unavailable(f"{site.place(target)}: whether everybody can read it was not told ({said_of(answer)})")
        site.audiences[target] = is_shown
    return site.audiences[target]
