"""Owns the look at what a repository holds, before the first issue is made there: rights, due field, accounts."""

from __future__ import annotations

from syncer.errors import NotAllowed, Unavailable
from syncer.model import Capabilities, Field, Target
from syncer.trackers.github.pages import PER_PAGE, pages, rows
from syncer.trackers.github.reading import KIND, OWNERS
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.repository import Repository, repository_of_rest
from syncer.trackers.github.shown import understood
from syncer.trackers.github.site import Site

_NO_FIELDS = frozenset({403, 404})


def inspect(site: Site, target: Target) -> Capabilities:
    """What `target` holds, asked once. Raises `NotAllowed` where no issue can be made there, and other `PortError`."""
    if target not in site.holdings:
        repository = site.repositories.get(target) or read_repository(site, target)
        site.names.renamed(target, repository.name)
        if obstacle := _obstacle(repository):
            raise NotAllowed(f"{site.place(target)}: {obstacle}")
        note_due_field(site, target, repository)
        assignable(site, target)
        site.holdings[target] = Capabilities(OWNERS, frozenset(Field), is_public=repository.is_public, kind=KIND)
    return site.holdings[target]


def read_repository(site: Site, target: Target) -> Repository:
    """What the API says of the repository, under the name it has now. Raises `PortError`."""
    site.names.meet(target)
    place = site.place(target)
    answer = site.account.get(target, site.account.absolute(f"/repos/{site.names.now(target)}"))
    if not answer.is_success:
        raise refusal(answer, place)
    data = answer.data
    repository = understood(
        lambda: repository_of_rest(data, is_app=site.account.is_app), lambda words: Unavailable(f"{place}: {words}")
    )
    site.names.renamed(target, repository.name)
    return repository


def _obstacle(repository: Repository) -> str | None:
    """Why no issue can be made there, with a remedy."""
    if repository.is_archived:
        return "the repository is archived; unarchive it, or route its items elsewhere"
    if not repository.has_issues:
        return "issues are disabled; enable them in the repository's settings, or route its items elsewhere"
    if repository.lacking:
        return f"{repository.lacking}, so labels and assignees would be dropped in silence; give it the role Write"
    return None


def note_due_field(site: Site, target: Target, repository: Repository) -> bool:
    """Learn the issue field that holds due dates; false where the organization has none. Raises `PortError`."""
    found = _due_field(site, target, repository) if repository.is_organization else None
    if found is None:
        site.reader.due.ids.pop(target, None)
    else:
        site.reader.due.ids[target] = found
    return found is not None


def _due_field(site: Site, target: Target, repository: Repository) -> int | None:
    answer = site.account.get(target, site.account.absolute(f"/orgs/{repository.owner}/issue-fields"))
    if answer.status in _NO_FIELDS:
        return None
    place = site.place(target)
    if not answer.is_success:
        raise refusal(answer, place)
    wanted = site.reader.due.name.casefold()
    return understood(
        lambda: next(
            (
                int(row["id"])
                for row in rows(answer, place)
                if row["data_type"] == "date" and row["name"].casefold() == wanted
            ),
            None,
        ),
        lambda words: Unavailable(f"{place}: {words}"),
    )


def assignable(site: Site, target: Target) -> frozenset[str]:
    """The accounts, in lower case, that issues of `target` can be assigned to; asked once. Raises `PortError`."""
    if target not in site.assignable:
        place = site.place(target)
        url = site.account.absolute(f"/repos/{site.names.now(target)}/assignees", {"per_page": PER_PAGE})
        found = [row for page in pages(site.account, target, url, place) for row in rows(page, place)]
        site.assignable[target] = understood(
            lambda: frozenset(row["login"].casefold() for row in found), lambda words: Unavailable(f"{place}: {words}")
        )
    return site.assignable[target]
