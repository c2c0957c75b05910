"""Owns the look at the screen on which issues of a project are made: its type and fields, once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.errors import NotAllowed, Unavailable
from syncer.model import Target
from syncer.retry.answer import Answer
from syncer.trackers.jira.fields import Screen, note_of, shape_of
from syncer.trackers.jira.projects import explained
from syncer.trackers.jira.refusals import refusal
from syncer.trackers.jira.shown import Json, understood
from syncer.trackers.jira.site import Site

T = TypeVar("T")

_DAY = timedelta(days=1)
_PER_PAGE = 200
_MOST_PAGES = 20
_TYPES = ("issueTypes", "values", "createMetaIssueType")
_FIELDS = ("fields", "values", "results")
"""Keys under which Cloud and Data Center put the rows of a page."""
_UNEXPLAINED = frozenset({400, 403, 404})
_MOST_TOLD = 12


def screen(site: Site, target: Target) -> Screen:
    """The screen for new issues of `target`, from the notes of the last day or asked for once. Raises `PortError`."""
    if target not in site.screens:
        noted = _noted(site, target)
        if noted is None:
            return read_screen(site, target)
        site.screens[target] = noted
    return site.screens[target]


def read_screen(site: Site, target: Target) -> Screen:
    """The screen for new issues of `target` as it is now. Raises `PortError`, and `NotAllowed` where there is none."""
    wanted = site.choices.of(target.name).issue_type
    known = site.types.get(target, {}).get(wanted.strip().casefold())
    made = _fields(site, target, known, wanted) if known else None
    if made is None:
        type_id, name = _type(site, target, wanted)
        made = _fields(site, target, type_id, name)
    if made is None:
        raise explained(site, target, f"the fields of the issue type {wanted} are not shown to the account")
    site.screens[target] = made
    site.asked.add(target)
    note = {"type": made.type_id, "name": made.type_name, "fields": [note_of(one) for one in made.fields.values()]}
    site.notebook.note(_note_name(site, target), note)
    return made


def forget_screen(site: Site, target: Target) -> None:
    """What is known of the screen of `target` has turned out to be wrong: it is asked for again."""
    site.screens.pop(target, None)
    site.notebook.forget(_note_name(site, target))


def _note_name(site: Site, target: Target) -> str:
    return f"screen {target.name} {site.choices.of(target.name).issue_type}"


def _noted(site: Site, target: Target) -> Screen | None:
    note = site.notebook.recall(_note_name(site, target), _DAY)
    if note is None:
        return None
    try:
        return _screen(str(note["type"]), str(note["name"]), note["fields"])
    except (KeyError, TypeError, ValueError, AttributeError):  # of another version
        return None


def _screen(type_id: str, name: str, rows: list[Json]) -> Screen:
    fields = [shape_of(row) for row in rows]
    return Screen(type_id, name, {one.id: one for one in fields})


def _type(site: Site, target: Target, wanted: str) -> tuple[str, str]:
    """Id and name of the type called `wanted`, or with that id."""
    path = site.account.api("issue", "createmeta", target.name, "issuetypes")
    rows = _rows(site, target, path, _TYPES)
    types = _read(site, target, lambda: [(str(row["id"]), str(row["name"])) for row in rows or ()])
    if not types:
        raise explained(site, target, "the account may not create issues there; give it the permission Create Issues")
    named = [one for one in types if one[1].casefold() == wanted.strip().casefold()]
    if found := named or [one for one in types if one[0] == wanted.strip()]:
        return found[0]
    there = ", ".join(f'"{name}"' for _, name in types[:_MOST_TOLD])
    raise NotAllowed(
        f"{site.place(target)}: there is no issue type {cut(plain(wanted), 80)}; write one of {there} as issue_type, "
        "or add the type to the project"
    )


def _fields(site: Site, target: Target, type_id: str, name: str) -> Screen | None:
    """The screen of the type `type_id`, `None` where there is no such type."""
    path = site.account.api("issue", "createmeta", target.name, "issuetypes", type_id)
    rows = _rows(site, target, path, _FIELDS)
    return _read(site, target, lambda: _screen(type_id, name, rows)) if rows else None


def _rows(site: Site, target: Target, path: str, names: tuple[str, ...]) -> list[Json] | None:
    """The rows of all pages, `None` where there are none for the account."""
    found: list[Json] = []
    for _ in range(_MOST_PAGES):
        query = {"startAt": str(len(found)), "maxResults": str(_PER_PAGE)}
        answer = site.account.get(target, path, query)
        if answer.status in _UNEXPLAINED:
            return None
        if not answer.is_success:
            raise refusal(answer, site.place(target))
        page = _read(site, target, lambda answer=answer: list(_page(answer, names)))  # type: ignore[misc]
        found += page
        if not page or _is_last(answer.data, len(found)):
            break
    return found


def _read(site: Site, target: Target, read: Callable[[], T]) -> T:
    return understood(read, lambda words: Unavailable(f"{site.place(target)}: {words}"))


def _page(answer: Answer, names: tuple[str, ...]) -> Iterator[Json]:
    data: Json = answer.data
    rows = data if isinstance(data, list) else next((data[name] for name in names if name in data), ())
    yield from rows


def _is_last(data: Json, sofar: int) -> bool:
    """Whether no other page follows; one that tells nothing of that is the only one."""
    told = data if isinstance(data, dict) else {}
    if isinstance(told.get("isLast"), bool):
        return bool(told["isLast"])
    total = told.get("total")
    return not isinstance(total, int) or sofar >= total
