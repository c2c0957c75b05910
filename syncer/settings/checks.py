"""Owns what must hold between settings: names that refer to each other, and kinds that this version can serve."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from syncer.settings.connections import connection_faults, credential_faults, target_fault
from syncer.settings.faults import Places
from syncer.settings.nearest import unknown
from syncer.settings.raw import named_tables
from syncer.settings.served import SERVED_SOURCES, SERVED_TRACKERS

_PLANNED = frozenset({"jira"})


def check(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for every fault between the values of `data`, which need not have been validated yet."""
    return [
        *_routes(data, places),
        *_twice(data, places, "sources"),
        *_twice(data, places, "trackers"),
        *connection_faults(data, places),
    ]


def check_served(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for everything that a run needs and that is missing, or that this version cannot serve."""
    return [
        *_kinds(data, places, "sources", SERVED_SOURCES),
        *_kinds(data, places, "trackers", SERVED_TRACKERS),
        *_state(data, places),
        *credential_faults(data, places),
    ]


def _kinds(data: Mapping[str, Any], places: Places, tables: str, served: tuple[str, ...]) -> Iterator[str]:
    for name, table in named_tables(data, tables):
        kind = table.get("kind")
        if isinstance(kind, str) and kind in _PLANNED and kind not in served:
            place = places.of((tables, name, "kind"))
            yield (
                f'{place}: {tables}.{name}.kind = "{kind}": this version of syncer cannot serve that kind yet; '
                f'use kind = "{served[0]}"'
            )


def _routes(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    trackers = dict(named_tables(data, "trackers"))
    seen: dict[tuple[object, ...], str] = {}
    routes = data.get("routes")
    for index, route in enumerate(routes if isinstance(routes, list) else []):
        name = route.get("tracker") if isinstance(route, Mapping) else None
        if not isinstance(name, str):
            continue
        if name not in trackers:
            place = places.of(("routes", index, "tracker"))
            yield f'{place}: routes[{index}].tracker = "{name}": no such tracker; {unknown(name, trackers)}'
        elif trackers[name].get("kind") != "local" and not route.get("target"):
            place = places.of(("routes", index, "tracker"))
            yield f"{place}: routes[{index}].target is missing; name the repository or project of {name}"
        elif trackers[name].get("kind") == "github" and isinstance(route["target"], str):
            place = f"{places.of(('routes', index, 'target'))}: routes[{index}].target"
            yield from _repository(place, name, route["target"], trackers[name], seen)


def _repository(
    place: str, name: str, target: str, tracker: Mapping[str, Any], seen: dict[tuple[object, ...], str]
) -> Iterator[str]:
    """A target must name a repository, and every repository in one way: two names would be two places for issues."""
    fault = target_fault(target)
    if fault is not None:
        yield f"{place}: {fault}"
        return
    shown = f"{target} of {name}"
    first = seen.setdefault((str(tracker.get("url", "")), target.lower()), shown)
    if first != shown:
        yield f'{place} = "{target}": is the same repository as {first}; write it in one way everywhere'


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
