"""Owns what must hold between settings: names that refer to each other, and kinds that this version can serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from syncer.settings.faults import Places
from syncer.settings.nearest import unknown
from syncer.settings.served import SERVED_SOURCES, SERVED_TRACKERS

_PLANNED = frozenset({"git", "github", "jira"})


def check(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for every fault between the values of `data`, which need not have been validated yet."""
    return [
        *_routes(data, places),
        *_twice(data, places, "sources"),
        *_twice(data, places, "trackers"),
        *_tokens(data, places),
    ]


def check_served(data: Mapping[str, Any], places: Places) -> list[str]:
    """One sentence for everything that a run needs and this version cannot serve."""
    return [
        *_kinds(data, places, "sources", SERVED_SOURCES),
        *_kinds(data, places, "trackers", SERVED_TRACKERS),
        *_state(data, places),
    ]


def _tables(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    tables = data.get(name)
    if isinstance(tables, Mapping):
        for key, table in tables.items():
            if isinstance(table, Mapping):
                yield key, table


def _kinds(data: Mapping[str, Any], places: Places, tables: str, served: tuple[str, ...]) -> Iterator[str]:
    for name, table in _tables(data, tables):
        kind = table.get("kind")
        if kind in _PLANNED and kind not in served:
            place = places.of((tables, name, "kind"))
            yield (
                f'{place}: {tables}.{name}.kind = "{kind}": this version of syncer cannot serve that kind yet; '
                f'use kind = "{served[0]}"'
            )


def _routes(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    trackers = dict(_tables(data, "trackers"))
    routes = data.get("routes")
    for index, route in enumerate(routes if isinstance(routes, list) else []):
        name = route.get("tracker") if isinstance(route, Mapping) else None
        if not isinstance(name, str):
            continue
        place = places.of(("routes", index, "tracker"))
        if name not in trackers:
            yield f'{place}: routes[{index}].tracker = "{name}": no such tracker; {unknown(name, trackers)}'
        elif trackers[name].get("kind") != "local" and not route.get("target"):
            yield f"{place}: routes[{index}].target is missing; name the repository or project of {name}"


def _twice(data: Mapping[str, Any], places: Places, tables: str) -> Iterator[str]:
    """Two names for one folder would read every document, or make every issue, twice."""
    seen: dict[str, str] = {}
    for name, table in _tables(data, tables):
        path = table.get("path")
        if not isinstance(path, str):
            continue
        first = seen.setdefault(path.rstrip("/").removeprefix("./"), name)
        if first != name:
            place = places.of((tables, name, "path"))
            yield f'{place}: {tables}.{name}.path = "{path}": is the folder of {tables}.{first} too; keep one of them'


def _tokens(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    for name, table in _tables(data, "trackers"):
        if "token" in table and "token_file" in table:
            place = places.of(("trackers", name, "token_file"))
            yield f"{place}: trackers.{name} has both token and token_file; keep one of them"


def _state(data: Mapping[str, Any], places: Places) -> Iterator[str]:
    state = data.get("state")
    if isinstance(state, Mapping) and "url" in state:
        yield f"{places.of(('state', 'url'))}: state.url: this version keeps its state in SQLite only; use state.path"
