"""Owns what our issue property holds: the marker, and the document's words of what Jira has no field for."""

from __future__ import annotations

import json
from collections.abc import Mapping

from syncer.core.marker import marker_property
from syncer.model import Marker
from syncer.trackers.jira.reading import PRIORITY_SET, PRIORITY_WORD, TYPE_WORD
from syncer.trackers.jira.shown import PROPERTY, Json

_LIMIT = 32_000
"""ASCII characters of the property's JSON; Jira takes 32,768."""
_UNSENDABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def marked(kept: Mapping[str, Json], marker: Marker | None) -> dict[str, Json]:
    """`kept` with `marker` in it, where there is one; what else is kept there stays."""
    return dict(kept) if marker is None else {**kept, **_sendable(marker_property(marker))}


def with_words(kept: Mapping[str, Json], *, kind: str | None, priority: str | None, set_as: str | None) -> Json:
    """`kept` with the document's words for type and priority, and the priority that was set in Jira for that."""
    return {**kept, **kept_type(kind), **kept_priority(priority, set_as)}


def kept_type(word: str | None) -> dict[str, Json]:
    """What is kept of the document's word for the type."""
    return {TYPE_WORD: _sendable(word)}


def kept_priority(word: str | None, set_as: str | None) -> dict[str, Json]:
    """What is kept of the document's word for the priority; `set_as` is what Jira then holds, as far as known."""
    return {PRIORITY_WORD: _sendable(word), PRIORITY_SET: set_as}


def properties(kept: Mapping[str, Json]) -> list[Json]:
    """`kept` as a request holds it. Where it is too long, the longest agreements are left out."""
    value = dict(kept)
    base = dict(value.get("base") or {})
    while base and len(json.dumps(value)) > _LIMIT:
        del base[max(base, key=lambda name: len(json.dumps(base[name])))]
        value["base"] = dict(base)
    return [{"key": PROPERTY, "value": value}]


def _sendable(value: Json) -> Json:
    """`value` without NUL and lone surrogates, which no Jira stores; two levels deep, as we write it."""
    if isinstance(value, str):
        return value.translate(_UNSENDABLE)
    if isinstance(value, Mapping):
        return {name: _sendable(one) for name, one in value.items()}
    return [_sendable(one) for one in value] if isinstance(value, list) else value
