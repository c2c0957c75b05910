"""Owns reads by number: the ones that do not lag, for issues that a list does not show yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from syncer.core.issue_body import read_own_marker
from syncer.errors import Unavailable
from syncer.model import Target
from syncer.trackers.github.body import has_due_in_field
from syncer.trackers.github.places import issue_path
from syncer.trackers.github.queries import by_number
from syncer.trackers.github.refusals import refusal
from syncer.trackers.github.repository import repository_of_graphql
from syncer.trackers.github.shown import Json, Shown, from_graphql, understood
from syncer.trackers.github.site import ABSENT, MOVED, Site

BEYOND = 3
"""How many numbers behind the newest known one are looked at: discussions use up numbers, too, and show nothing."""


def read_number(site: Site, target: Target, number: int) -> Shown | None:
    """The issue or pull request `number` of `target`; `None` for one that is gone, hidden or moved.

    Raises `PortError`.
    """
    path = issue_path(site.names.now(target), str(number))
    answer = site.account.get(target, site.account.absolute(path), follows=False)
    if answer.status in ABSENT or answer.status in MOVED:
        return None
    if not answer.is_success:
        raise refusal(answer, site.place(target))
    return site.read(answer.data, target)


def read_numbers(site: Site, target: Target, numbers: Iterable[int]) -> Mapping[int, Shown | None]:
    """The issues and pull requests with `numbers`, in one request where GraphQL is to be had. Raises `PortError`."""
    asked = sorted(numbers)
    repository = _ask(site, target, asked) if asked else {}
    if repository is None:
        return {number: read_number(site, target, number) for number in asked}
    found = {number: _shown(site, target, repository.get(f"n{number}")) for number in asked}
    for shown in found.values():
        if shown is not None:
            site.see(target, shown.number)
    return {number: _with_date(site, target, shown) if shown else None for number, shown in found.items()}


def _with_date(site: Site, target: Target, shown: Shown) -> Shown | None:
    """`shown` as REST has it, where a marker makes it count and its due date may be in a field, which GraphQL omits."""
    has_date = has_due_in_field(shown.body) or target in site.reader.due.ids
    is_marked = not shown.is_pull and read_own_marker(shown.body) is not None
    return read_number(site, target, shown.number) if is_marked and has_date else shown


def _ask(site: Site, target: Target, numbers: list[int]) -> Mapping[str, Json] | None:
    """What GraphQL says of the repository, `None` where it does not answer."""
    owner, _, name = site.names.now(target).partition("/")
    # What is empty counts as not being there, so that nothing may be empty because it failed.
    data = site.account.ask(target, by_number(numbers), {"owner": owner, "name": name}, whole=True)
    repository = data.get("repository") if data is not None else None
    if data is None or not isinstance(repository, dict):
        return None
    _note(site, target, data.get("viewer"), repository)
    return repository


def _note(site: Site, target: Target, viewer: Json, repository: Json) -> None:
    """Keep what came along: who we are, what the repository is, and who can be assigned if they fit on one page."""
    assignable = repository.get("assignableUsers")
    with suppress(KeyError, TypeError, ValueError):  # whoever needs it asks by itself then
        site.repositories[target] = repository_of_graphql(repository, is_app=site.account.is_app)
    if isinstance(viewer, dict) and isinstance(viewer.get("login"), str):
        site.account.learn(viewer["login"])
    if isinstance(assignable, dict) and not assignable.get("pageInfo", {}).get("hasNextPage", True):
        site.assignable[target] = frozenset(node["login"].casefold() for node in assignable.get("nodes") or () if node)


def _shown(site: Site, target: Target, node: object) -> Shown | None:
    if node is None:
        return None
    return understood(lambda: from_graphql(node), lambda words: Unavailable(f"{site.place(target)}: {words}"))
