"""Owns what must hold between settings: names that refer to each other, and what a run needs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

from syncer.settings.boards import board_faults
from syncer.settings.connections import connection_faults, credential_faults, target_fault
from syncer.settings.faults import Places
from syncer.settings.jira_addresses import label
from syncer.settings.nearest import unknown
from syncer.settings.raw import named_tables

_PLACES = {"github": "repository", "jira": "project"}
"""What a target is, by the kind of its tracker."""


def check(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for every fault between the values of `data`, which need not have been validated yet."""
    return [
        *_routes(data, places),
        *_twice(data, places, "sources"),
        *_twice(data, places, "trackers"),
        *connection_faults(data, places),
        *board_faults(data, places),
    ]


def check_served(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for everything that a run needs and that is missing, or that this version cannot serve."""
    return [
        *_state(data, places),
        *credential_faults(data, places),
    ]


def _routes(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    trackers = dict(named_tables(data, "trackers"))
    seen: dict[tuple[object, ...], str] = {}
    routes = data.get("routes")
    for index, route in enumerate(routes if isinstance(routes, list) else []):
        name = route.get("tracker") if isinstance(route, Mapping) else None
        if not isinstance(name, str):
            continue
        place = f"{places.of(('routes', index, 'tracker'))}: routes[{index}]"
        if name not in trackers:
            yield f'{place}.tracker = "{name}": no such tracker; {unknown(name, trackers)}'
            continue
        kind = str(trackers[name].get("kind"))
        if kind != "local" and not route.get("target"):
            yield f"{place}.target is missing; name the {_PLACES.get(kind, 'repository or project')} of {name}"
        elif kind in _PLACES and isinstance(route["target"], str):
            place = f"{places.of(('routes', index, 'target'))}: routes[{index}].target"
            yield from _target(place, _Aim(name, kind, route["target"]), trackers[name], seen)
        if kind == "jira":
            yield from _labels(f"{places.of(('routes', index, 'labels'))}: routes[{index}].labels", route.get("labels"))


class _Aim(NamedTuple):
    """What a route names: a tracker, of a kind, and a place there."""

    tracker: str
    kind: str
    target: str


def _target(place: str, aim: _Aim, tracker: Mapping[str, Any], seen: dict[tuple[object, ...], str]) -> Iterator[str]:
    """A target must name a place, and every place in one way: two names would be two places for issues."""
    fault = target_fault(aim.kind, aim.target)
    if fault is not None:
        yield f"{place}: {fault}"
        return
    shown = f"{aim.target} of {aim.tracker}"
    first = seen.setdefault((aim.kind, _address(tracker), aim.target.lower()), shown)
    if first != shown:
        yield f'{place} = "{aim.target}": is the same {_PLACES[aim.kind]} as {first}; write it in one way everywhere'


def _address(tracker: Mapping[str, Any]) -> str:
    """Where a tracker is, as far as two tables are to be compared; the same text for all that leave it open."""
    return str(tracker.get("url", "")).strip().rstrip("/").lower()


def _labels(place: str, labels: object) -> Iterator[str]:
    for one in labels if isinstance(labels, list) else ():
        try:
            _ = label(one) if isinstance(one, str) else one
        except ValueError as error:
            yield f"{place}: {error}"


def _twice(data: Mapping[str, Any], places: Places, tables: str) -> Iterator[str]:
    """Two names for one folder or one branch would read every document, or make every issue, twice."""
    seen: dict[Hashable, str] = {}
    for name, table in named_tables(data, tables):
        mark = _mark(table)
        if mark is None:
            continue
        first = seen.setdefault(mark, name)
        if first != name:
            key = "path" if "path" in table else "url"
            what = "folder" if "path" in table else "branch"
            place = places.of((tables, name, key))
            shown = f' = "{table[key]}"' if key == "path" else ""
            yield f"{place}: {tables}.{name}.{key}{shown}: is the {what} of {tables}.{first} too; keep one of them"


def _mark(table: Mapping[str, Any]) -> Hashable | None:
    """What two tables must not have in common; `None` where nothing."""
    path, url = table.get("path"), table.get("url")
    if isinstance(path, str):
        place = path.rstrip("/").removeprefix("./")
        return (place, *_part(table)) if table.get("kind") == "git" else place
    return (url, *_part(table)) if table.get("kind") == "git" and isinstance(url, str) else None


def _part(table: Mapping[str, Any]) -> tuple[str, str]:
    """Which part of a git repository is read."""
    return str(table.get("branch", "main")), str(table.get("include", ""))


def _state(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    state = data.get("state")
    if isinstance(state, Mapping) and "url" in state:
        yield f"{places.of(('state', 'url'))}: state.url: this version keeps its state in SQLite only; use state.path"
