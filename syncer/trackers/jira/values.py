"""Owns how a configured value is sent: in the shape that a field's own description asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from syncer.core.escaping import plain
from syncer.core.graphemes import cut
from syncer.trackers.jira.shown import Json
from syncer.trackers.jira.texts import literal

_MOST_NAMED = 10
_LONGEST_NAME = 80
_RICH = ("textarea", "description", "environment")
"""What the ends of the types of fields are that hold several lines: on Cloud they take documents."""
_BY = {
    "option": "value",
    "user": "name",
    "project": "key",
    "issuelink": "key",
    "component": "name",
    "version": "name",
    "resolution": "name",
    "priority": "name",
    "group": "name",
    "issuetype": "name",
    "securitylevel": "name",
}
"""By the type of a field, what names its values."""
_NAMES = ("name", "value", "key", "id")


def field_value(meta: Mapping[str, Json], value: object, *, is_cloud: bool) -> Json:
    """`value` of the configuration for the field that `meta` (of createmeta, editmeta or a transition) describes.

    Tables are sent as they are, one value of a field with several as a list. Raises `ValueError`, in words for
    people, where the field does not take it.
    """
    schema = meta.get("schema") or {}
    kind = str(schema.get("type") or "")
    if kind == "array":
        values = value if isinstance(value, list | tuple) else [value]
        return [_single(meta, str(schema.get("items") or ""), one, is_cloud=is_cloud) for one in values]
    if kind == "option-with-child" and isinstance(value, list | tuple) and len(value) == 2:
        return {"value": _text(value[0]), "child": {"value": _text(value[1])}}
    return _single(meta, kind, value, is_cloud=is_cloud)


def allowed_names(meta: Mapping[str, Json]) -> tuple[str, ...]:
    """What people call the values that the field takes; empty where any will do or nobody tells."""
    return tuple(name for value in meta.get("allowedValues") or () if (name := _name_of(value)))


def told_values(meta: Mapping[str, Json]) -> str:
    """Those values in one line for people, empty where none are told."""
    names = [cut(plain(name), _LONGEST_NAME) for name in allowed_names(meta)]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _single(meta: Mapping[str, Json], kind: str, value: object, *, is_cloud: bool) -> Json:
    if isinstance(value, Mapping):
        return dict(value)
    if kind == "user" and is_cloud:
        return {"accountId": _text(value)}
    if kind in _BY:
        return _named(meta, kind, _text(value))
    return _plain(meta, kind, value, is_cloud=is_cloud)


def _named(meta: Mapping[str, Json], kind: str, text: str) -> Json:
    """One of the allowed values by its id, which is never ambiguous; by its name where nobody tells what is allowed."""
    allowed = meta.get("allowedValues") or ()
    if not allowed:
        return {_BY[kind]: text}
    wanted = text.casefold()
    for fits in (lambda known: known == text, lambda known: known.casefold() == wanted):
        if found := _find(allowed, fits):
            return {"id": str(found["id"])} if found.get("id") else {_BY[kind]: _name_of(found)}
    raise ValueError(f'"{text}" is none of its values ({told_values(meta)})')


def _find(allowed: Json, fits: Callable[[str], bool]) -> Mapping[str, Json] | None:
    known = (value for value in allowed if isinstance(value, Mapping))
    return next((value for value in known if any(fits(str(value[name])) for name in _NAMES if value.get(name))), None)


def _plain(meta: Mapping[str, Json], kind: str, value: object, *, is_cloud: bool) -> Json:
    if kind == "number":
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and is_cloud and _is_rich(meta.get("schema") or {}):
        return literal(value, is_cloud=True)
    return value


def _number(value: object) -> Json:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return float(_text(value))
    except ValueError:
        raise ValueError(f'"{value}" is no number') from None


def _is_rich(schema: Mapping[str, Json]) -> bool:
    return str(schema.get("custom") or schema.get("system") or "").endswith(_RICH)


def _name_of(value: Json) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return next((str(value[name]) for name in _NAMES if value.get(name)), "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)
