"""Owns how a configured value becomes what a field takes, by the field's schema."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime

from syncer.trackers.jira.fields import FieldShape, allowed_value, allowed_words, among
from syncer.trackers.jira.shown import Json
from syncer.trackers.jira.texts import literal

_TEXT_AREA = ":textarea"
_OF_SEVERAL_LINES = frozenset({"description", "environment", "comment"})
_UNLISTED = frozenset({"user", "number", "date", "datetime"})
"""Kinds whose values are no choice among a few."""
_BY = {
    "option": "value",
    "project": "key",
    "issuelink": "key",
    "group": "name",
    "version": "name",
    "component": "name",
    "priority": "name",
    "resolution": "name",
    "securitylevel": "name",
    "issuetype": "name",
    "status": "name",
}
"""By the kind of a value, what names it."""


def field_value(shape: FieldShape, value: object, *, is_cloud: bool) -> Json:
    """`value` of the configuration as `shape` takes it; a table is taken for Jira's own form and left as it is.

    Raises ValueError with a sentence about what was expected instead.
    """
    if isinstance(value, Mapping):
        return dict(value)
    if shape.type == "array":
        several = value if isinstance(value, list | tuple) else [value]
        return [_single(shape, shape.items, one, is_cloud=is_cloud) for one in several]
    return _single(shape, shape.type, value, is_cloud=is_cloud)


def _single(shape: FieldShape, kind: str, value: object, *, is_cloud: bool) -> Json:
    if isinstance(value, Mapping):
        return dict(value)
    if kind == "option-with-child":
        return _cascade(shape, value)
    if kind in _READERS:
        return _READERS[kind](value)
    if shape.allowed and kind not in _UNLISTED:
        return _allowed(shape, _text(value))
    return _unlisted(shape, kind, value, is_cloud=is_cloud)


def _unlisted(shape: FieldShape, kind: str, value: object, *, is_cloud: bool) -> Json:
    """A value of which nobody tells what is allowed; one of a kind that we do not know is sent as it is."""
    if kind == "user":
        return {"accountId" if is_cloud else "name": _text(value)}
    if kind in _BY:
        return {_BY[kind]: _text(value)}
    if is_cloud and _is_of_several_lines(shape):
        return literal(_text(value), is_cloud=True)
    return _text(value) if kind == "string" or isinstance(value, date) else value


def _is_of_several_lines(shape: FieldShape) -> bool:
    return shape.custom.endswith(_TEXT_AREA) or shape.id in _OF_SEVERAL_LINES


def _allowed(shape: FieldShape, text: str) -> Json:
    """The allowed value called `text`, by its id; where allowed values have none, by what they are called."""
    one = allowed_value(shape, text)
    if one is None:
        raise ValueError(f'"{text}" is none of its values ({allowed_words(shape)})')
    return {"id": str(one["id"])} if "id" in one else dict(one)


def _cascade(shape: FieldShape, value: object) -> Json:
    """`"Parent / Child"` or `["Parent", "Child"]`, of which the child may be left out."""
    parts = value if isinstance(value, list | tuple) else _text(value).split("/", 1)
    parent, *children = [_text(part).strip() for part in parts] or [""]
    known = allowed_value(shape, parent)
    if shape.allowed and known is None:
        raise ValueError(f'"{parent}" is none of its values ({allowed_words(shape)})')
    below = known.get("children") if known is not None else None
    if children and below is not None and among(below, children[0]) is None:
        raise ValueError(f'"{children[0]}" is none of the values below "{parent}"')
    return {"value": parent, **({"child": {"value": children[0]}} if children else {})}


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case date():
            return value.isoformat()
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
    raise ValueError(f"a text was expected, not {value!r}")


def _number(value: object) -> Json:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        found = value if isinstance(value, float) else float(_text(value))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"a number was expected, not {value!r}")
    return found


def _date(value: object) -> Json:
    text = _text(value)
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise ValueError(f'a date such as 2026-12-31 was expected, not "{text}"') from None


def _instant(value: object) -> Json:
    """An instant as Jira takes it: `2026-12-31T09:00:00.000+0100`."""
    text = _text(value)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError(f'an instant such as 2026-12-31T09:00:00+01:00 was expected, not "{text}"')
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}{at:%z}"


_READERS: Mapping[str, Callable[[object], Json]] = {
    "number": _number,
    "date": _date,
    "datetime": _instant,
}
