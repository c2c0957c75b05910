"""Owns why an issue of a project cannot be seen, asked only where one is missing."""

from __future__ import annotations

from dataclasses import dataclass

from syncer.errors import Unavailable
from syncer.model import Target
from syncer.trackers.jira.refusals import content_of, refusal, said_of
from syncer.trackers.jira.shown import Json, understood
from syncer.trackers.jira.site import Site

_ABSENT = frozenset({403, 404, 410})
_SECURITY = "security"
_MOST_FIELDS = "200"


@dataclass(frozen=True, slots=True)
class Access:
    """What we can see of a project.

    `lost` says why nothing of it, with a remedy, and is `None` where it can be read. `hides_issues` says that it may
    hold issues that we cannot see.
    """

    lost: str | None
    hides_issues: bool = False


def lost(site: Site, target: Target) -> str | None:
    """Why nothing of the project of `target` can be seen or changed, with a remedy. Raises `PortError`."""
    return _look(site, target)[0]


def access_to(site: Site, target: Target) -> Access:
    """What we can see of the project of `target`. Raises `PortError`."""
    why, project = _look(site, target)
    if why is not None:
        return Access(why)
    # Data Center tells a hidden issue (403) from one that is not there (404); Cloud does not.
    return Access(None, hides_issues=site.account.is_cloud and _may_hide(site, target, project))


def _look(site: Site, target: Target) -> tuple[str | None, Json]:
    """Why the project is out of reach, and what it says of itself where it can be read."""
    answer = site.account.get(target, site.account.api("project", target.name))
    if answer.status in _ABSENT:
        why = (
            f"the project was deleted, or access to it was lost ({said_of(answer)}); "
            "give the account the permission to browse it again"
        )
        return why, None
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    project: Json = answer.data
    is_archived = understood(
        lambda: bool(project.get("archived")), lambda words: Unavailable(f"{site.place(target)}: {words}")
    )
    if is_archived:
        return "the project is archived; restore it, or take the link out of the row", None
    return None, project


def _may_hide(site: Site, target: Target, project: Json) -> bool:
    """Whether issues can have a security level that hides them; they can unless the screen for new ones rules it out.

    A screen without the field rules out nothing: whoever may not set levels is not shown any.
    """
    if site.choices.of(target.name).security is not None:
        return True
    kinds = understood(
        lambda: [str(kind["id"]) for kind in project.get("issueTypes") or () if not kind.get("subtask")],
        lambda words: Unavailable(f"{site.place(target)}: {words}"),
    )
    if not kinds:
        return True
    path = site.account.api("issue", "createmeta", target.name, "issuetypes", kinds[0])
    answer = site.account.get(target, path, {"maxResults": _MOST_FIELDS})
    rows = content_of(answer).get("fields") if answer.is_success else None
    if not isinstance(rows, list):
        return True
    levels = [row.get("allowedValues") for row in rows if _is_security(row)]
    return levels != [[]]


def _is_security(row: Json) -> bool:
    """Whether `row`, a field of the screen, is that of security levels."""
    return isinstance(row, dict) and _SECURITY in (row.get("fieldId"), row.get("key"))
